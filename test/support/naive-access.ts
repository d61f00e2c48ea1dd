/**
 * Stacks that let people and nodes into a cluster, as people wrote them before they knew which entries EKS makes by itself and
 * what comes after what. Each also in the form that holds.
 */
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import type { App, TerraformStack } from 'cdktf';
import { FARGATE_ROLE_ARN, naiveCluster, naiveNodes, SUBNET_IDS } from './naive-parts';
import { newStack } from './synth';

const TEAM_ROLE_ARN = 'arn:aws:iam::111122223333:role/team';
const ADMIN_POLICY_ARN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

/** A cluster in an authentication mode, with an access entry for a team or without. */
export function clusterInMode(app: App, authenticationMode: string, hasEntry = false): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, {
    accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions: true },
  });
  if (hasEntry) {
    entryOf(stack, 'team', cluster, TEAM_ROLE_ARN, 'STANDARD');
  }
}

/** A managed node group, and an entry of one's own for its role or none, since EKS makes one. */
export function entryForManagedNodes(app: App, hasEntry: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const nodes = naiveNodes(stack, cluster);
  if (hasEntry) {
    entryOf(stack, 'nodes-entry', cluster, nodes.nodeRoleArn, 'EC2_LINUX');
  }
}

/** A Fargate profile, and perhaps an entry of one's own for its role that was there before EKS would have made one. */
export function fargateWithEntry(app: App, hasEntry: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const entry = hasEntry ? [entryOf(stack, 'entry', cluster, FARGATE_ROLE_ARN, 'FARGATE_LINUX')] : [];
  new EksFargateProfile(stack, 'profile', {
    clusterName: cluster.name,
    fargateProfileName: 'jobs',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selector: [{ namespace: 'default' }],
    // So that the entry is there first, and EKS makes none.
    dependsOn: entry,
  });
}

/** How a Kubernetes object stands to the entry by which Terraform may make it. */
export interface ObjectAndAdministrator {
  /** @default true */
  readonly hasObject?: boolean;
  readonly objectWaits: boolean;
}

/** A cluster whose only administrator is an entry, and a Kubernetes object. */
export function objectAndAdministrator(
  app: App,
  { hasObject = true, objectWaits }: ObjectAndAdministrator,
): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, {
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
  });
  const entry = entryOf(stack, 'admin', cluster, 'arn:aws:iam::111122223333:role/terraform', 'STANDARD');
  const association = new EksAccessPolicyAssociation(stack, 'admin-policy', {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    policyArn: ADMIN_POLICY_ARN,
    accessScope: { type: 'cluster' },
  });
  new KubernetesProvider(stack, 'kubernetes', { host: cluster.endpoint, token: 'any' });
  if (hasObject) {
    new Namespace(stack, 'shop', {
      metadata: { name: 'shop' },
      dependsOn: objectWaits ? [association] : [],
    });
  }
}

function entryOf(
  stack: TerraformStack,
  id: string,
  cluster: EksCluster,
  principalArn: string,
  type: string,
): EksAccessEntry {
  return new EksAccessEntry(stack, id, { clusterName: cluster.name, principalArn, type });
}
