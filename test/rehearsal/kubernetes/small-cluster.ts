/**
 * A cluster that is there already, with roles and nodes, for tests of who may enter and of what talks to its API server.
 */
import { AWS_DURATIONS } from '../../../lib/rehearsal/aws/durations';
import { ACCESS_ENTRY_RULES } from '../../../lib/rehearsal/aws/eks/access-entry';
import { ACCESS_POLICY_ASSOCIATION_RULES } from '../../../lib/rehearsal/aws/eks/access-policy-association';
import type {
  AuthenticationMode,
  ClusterModel,
  NodeModel,
} from '../../../lib/rehearsal/aws/eks/cluster-model';
import { addClusterModel, removeClusterModel } from '../../../lib/rehearsal/aws/eks/cluster-model';
import { FARGATE_PROFILE_RULES } from '../../../lib/rehearsal/aws/eks/fargate-profile';
import { POD_IDENTITY_ASSOCIATION_RULES } from '../../../lib/rehearsal/aws/eks/pod-identity';
import type { ProviderRules } from '../../../lib/rehearsal/engine/rules';
import type { World, WorldObject } from '../../../lib/rehearsal/world/world';
import { Stage } from '../stage';

export const REGION = 'eu-west-1';
export const CLUSTER_ADMIN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

const AWS: ProviderRules = {
  resources: {
    aws_eks_access_entry: ACCESS_ENTRY_RULES,
    aws_eks_access_policy_association: ACCESS_POLICY_ASSOCIATION_RULES,
    aws_eks_fargate_profile: FARGATE_PROFILE_RULES,
    aws_eks_pod_identity_association: POD_IDENTITY_ASSOCIATION_RULES,
  },
  dataSources: {},
  forceNew: {},
  defaults: {},
  keptBlocks: {},
};

/** A stage with the AWS rules that are about access. */
export function stageOfAccess(): Stage {
  return new Stage(AWS, { durations: AWS_DURATIONS });
}

/** A stage with another provider's rules. */
export function stageOf(rules: ProviderRules, provider: Stage['surroundings']['provider']): Stage {
  const stage = new Stage(rules, { durations: AWS_DURATIONS });
  stage.surroundings = { ...stage.surroundings, provider };
  return stage;
}

/** What a kubernetes provider says to reach a cluster. */
export function settingsFor({ name, object }: ClusterModel) {
  return {
    host: object.attributes['endpoint'] ?? null,
    exec: [{ command: 'aws', args: ['eks', 'get-token', '--cluster-name', name] }],
  };
}

export function addCluster(
  world: World,
  mode: AuthenticationMode = 'API',
  options: { readonly name?: string; readonly creatorIsAdmin?: boolean } = {},
): ClusterModel {
  const { name = 'main', creatorIsAdmin = false } = options;
  const object = world.add({
    kind: 'aws_eks_cluster',
    id: name,
    region: REGION,
    address: 'aws_eks_cluster.this',
    attributes: {
      name,
      arn: `arn:aws:eks:${REGION}:111122223333:cluster/${name}`,
      endpoint: `https://${name.toUpperCase()}.gr7.${REGION}.eks.amazonaws.com`,
      access_config: [
        { authentication_mode: mode, bootstrap_cluster_creator_admin_permissions: creatorIsAdmin },
      ],
    },
  });
  return addClusterModel(world, {
    name,
    object,
    status: 'ACTIVE',
    version: '1.35',
    authenticationMode: mode,
  });
}

/** The cluster and everything that EKS knows of it go. */
export function removeCluster(world: World, cluster: ClusterModel): void {
  world.remove(cluster.object);
  removeClusterModel(world, cluster);
}

export function addNode(cluster: ClusterModel, roleArn: string, node: Partial<NodeModel> = {}): NodeModel {
  const made: NodeModel = {
    name: `i-${String(cluster.nodes.length)}`,
    origin: 'managed-node-group',
    group: 'workers',
    roleArn,
    subnetId: 'subnet-a',
    imageId: undefined,
    version: '1.35',
    startedAt: 0,
    status: 'Ready',
    labels: {},
    taints: [],
    ...node,
  };
  cluster.nodes.push(made);
  return made;
}

export function arnOf(role: string): string {
  return `arn:aws:iam::111122223333:role/${role}`;
}

/** A role of a stack; `made` tells the second of a name from the first. */
export function addRole(
  world: World,
  name: string,
  options: { readonly trusts?: string; readonly policy?: string; readonly made?: string } = {},
): WorldObject {
  const { trusts = 'ec2.amazonaws.com', policy, made = 'first' } = options;
  const statement = { Effect: 'Allow', Principal: { Service: trusts }, Action: 'sts:AssumeRole' };
  const role = world.add({
    kind: 'aws_iam_role',
    id: name,
    region: REGION,
    address: `aws_iam_role.${name}`,
    attributes: {
      name,
      arn: arnOf(name),
      unique_id: `AROA${made.toUpperCase()}`,
      assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    },
  });
  if (policy !== undefined) {
    attach(world, name, policy);
  }
  return role;
}

export function attach(world: World, role: string, policy: string): void {
  const policyArn = `arn:aws:iam::aws:policy/${policy}`;
  world.add({
    kind: 'aws_iam_role_policy_attachment',
    id: `${role}-${policy}`,
    region: REGION,
    attributes: { role, policy_arn: policyArn },
  });
}
