/**
 * A cluster that is well, and a stack that says the same; cases change one thing each.
 */
import type { DoctorFinding, NotExamined } from '../../lib/doctor/doctor-finding';
import { declaredClusterNames, readDeclaredCluster } from '../../lib/doctor/declared-cluster';
import { examineCluster } from '../../lib/doctor/examine-cluster';
import type { StackConfiguration } from '../../lib/doctor/expressions';
import type {
  LiveAddon,
  LiveCluster,
  LiveNodeGroup,
  LiveState,
  LiveSubnet,
} from '../../lib/doctor/live-state';

export const ADMIN = 'arn:aws:iam::111122223333:role/admin';
export const NODE_ROLE = 'arn:aws:iam::111122223333:role/prod.nodes';
export const POD_ROLE = 'arn:aws:iam::111122223333:role/prod.fargate';
export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555';
const POLICIES = 'arn:aws:eks::aws:cluster-access-policy';
const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** Arguments of a resource. */
export type Block = Readonly<Record<string, unknown>>;
/** Resources of a stack by type and name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A subnet of the VPC, tagged for load balancers. */
export function subnet(id: string, zone: string, more: Partial<LiveSubnet> = {}): LiveSubnet {
  return {
    id,
    vpcId: 'vpc-1',
    zone: `eu-west-1${zone}`,
    cidr: '10.0.0.0/24',
    freeAddresses: 200,
    tags: { 'kubernetes.io/role/internal-elb': '1' },
    ...more,
  };
}

export const CLUSTER: LiveCluster = {
  name: 'prod',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/prod',
  status: 'ACTIVE',
  version: '1.34',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: [],
  clusterSecurityGroupId: 'sg-own',
  publicAccess: true,
  privateAccess: true,
  publicCidrs: ['203.0.113.0/24'],
  authenticationMode: 'API',
  logTypes: LOGS,
  deletionProtection: true,
  supportType: 'STANDARD',
  keyArn: KEY,
  autoMode: false,
  autoModePools: [],
  issues: [],
};

export const ADDON: LiveAddon = {
  name: 'coredns',
  version: 'v1.12.0-eksbuild.1',
  status: 'ACTIVE',
  issues: [],
};

export const NODE_GROUP: LiveNodeGroup = {
  name: 'workers-0a1b2c3d-20260601000000000000000001',
  version: '1.34',
  releaseVersion: '1.34.2-20260601',
  status: 'ACTIVE',
  issues: [],
  subnetIds: ['subnet-a', 'subnet-b'],
  nodeRoleArn: NODE_ROLE,
  instanceTypes: ['m6i.large'],
  minSize: 2,
  maxSize: 4,
  desiredSize: 3,
};

export const HEALTHY: LiveState = {
  cluster: CLUSTER,
  addons: [ADDON],
  nodeGroups: [NODE_GROUP],
  fargateProfiles: [
    {
      name: 'jobs',
      status: 'ACTIVE',
      issues: [],
      subnetIds: ['subnet-a'],
      podExecutionRoleArn: POD_ROLE,
      selectors: [{ namespace: 'jobs', labels: {} }],
    },
  ],
  accessEntries: [
    {
      principalArn: ADMIN,
      type: 'STANDARD',
      groups: [],
      policies: [{ arn: `${POLICIES}/AmazonEKSClusterAdminPolicy`, scope: 'cluster', namespaces: [] }],
    },
    { principalArn: NODE_ROLE, type: 'EC2_LINUX', groups: ['system:nodes'], policies: [] },
    { principalArn: POD_ROLE, type: 'FARGATE_LINUX', groups: ['system:nodes'], policies: [] },
    {
      principalArn:
        'arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
      type: 'STANDARD',
      groups: [],
      policies: [],
    },
  ],
  subnets: [subnet('subnet-a', 'a'), subnet('subnet-b', 'b')],
  securityGroups: [{ id: 'sg-own', vpcId: 'vpc-1' }],
};

/** Policies of EKS by their last part. */
export function policy(name: string, ...namespaces: string[]) {
  return {
    arn: `${POLICIES}/${name}`,
    scope: namespaces.length > 0 ? 'namespace' : 'cluster',
    namespaces,
  };
}

const OF_CLUSTER = '${aws_eks_cluster.main.name}';

/** What a stack of the library looks like, with the path of the construct on each resource. */
export const RESOURCES: Resources = {
  aws_eks_cluster: {
    main: {
      '//': { metadata: { path: 'app/Cluster/Resource' } },
      name: 'prod',
      version: '1.34',
      access_config: { authentication_mode: 'API' },
      compute_config: { enabled: false },
      deletion_protection: true,
      enabled_cluster_log_types: LOGS,
      encryption_config: { provider: { key_arn: KEY }, resources: ['secrets'] },
      upgrade_policy: { support_type: 'STANDARD' },
      vpc_config: {
        endpoint_private_access: true,
        endpoint_public_access: true,
        public_access_cidrs: ['203.0.113.0/24'],
        security_group_ids: [],
        subnet_ids: ['subnet-a', 'subnet-b'],
      },
    },
  },
  aws_eks_addon: {
    coredns: {
      '//': { metadata: { path: 'app/Cluster/Addons/coredns/Resource' } },
      cluster_name: OF_CLUSTER,
      addon_name: 'coredns',
      addon_version: 'v1.12.0-eksbuild.1',
    },
  },
  aws_eks_node_group: {
    workers: {
      '//': { metadata: { path: 'app/Cluster/workers/Resource' } },
      cluster_name: OF_CLUSTER,
      node_group_name_prefix: 'workers-${substr(sha256(join("|", ["x", "{}"])), 0, 8)}-',
      version: '1.34',
      release_version: '1.34.2-20260601',
      subnet_ids: ['subnet-a', 'subnet-b'],
    },
  },
  aws_eks_fargate_profile: {
    jobs: { cluster_name: OF_CLUSTER, fargate_profile_name: 'jobs', subnet_ids: ['subnet-a'] },
  },
  aws_eks_access_entry: {
    admin: {
      '//': { metadata: { path: 'app/Cluster/Access/admin/Resource' } },
      cluster_name: OF_CLUSTER,
      principal_arn: ADMIN,
      kubernetes_groups: [],
      type: 'STANDARD',
    },
  },
  aws_eks_access_policy_association: {
    admin: {
      cluster_name: OF_CLUSTER,
      principal_arn: '${aws_eks_access_entry.admin.principal_arn}',
      policy_arn: `${POLICIES}/AmazonEKSClusterAdminPolicy`,
      access_scope: { type: 'cluster' },
    },
  },
};

/** Resources with some arguments changed, or added; undefined takes a resource away. */
export function changed(
  type: string,
  name: string,
  block: Block | undefined,
  resources: Resources = RESOURCES,
): Resources {
  const others = { ...resources[type] };
  const before = others[name];
  delete others[name];
  return {
    ...resources,
    [type]: block === undefined ? others : { ...others, [name]: { ...before, ...block } },
  };
}

/** A stack of resources. */
export function stackOf(resources: Resources, more: Block = {}, name = 'app'): StackConfiguration {
  return {
    name,
    configuration: { provider: { aws: [{ region: 'eu-west-1' }] }, resource: resources, ...more },
  };
}

/** What is found of the cluster `prod`. */
export function examine(
  live: LiveState,
  stacks: readonly StackConfiguration[] | undefined,
  notExamined: readonly NotExamined[] = [],
): readonly DoctorFinding[] {
  const declared = stacks === undefined ? undefined : readDeclaredCluster(stacks, 'prod');
  const names = declaredClusterNames(stacks ?? []).map(String);
  const otherClusters = stacks !== undefined && declared === undefined ? names : undefined;
  return examineCluster({ clusterName: 'prod', live, notExamined, declared, otherClusters });
}
