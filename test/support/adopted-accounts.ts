/**
 * Accounts with a cluster that another tool made, with what that tool chooses.
 */
import type { StandInAccount, StandInCluster } from './aws-stand-in/account';

const ACCOUNT = '111122223333';
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const SERVICE_ROLE = {
  principalArn: role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS'),
  policies: [{ name: 'AmazonEKSEventPolicy' }],
};

/** The role that is administrator everywhere. */
export const PLATFORM_ADMIN = role('platform-admin');

function accountWith(cluster: StandInCluster, more: Partial<StandInAccount> = {}): StandInAccount {
  const { vpcId } = cluster;
  return {
    clusters: [cluster],
    vpcs: [{ id: vpcId, cidr: '10.0.0.0/16' }],
    subnets: cluster.subnetIds.map((id, index) => ({
      id,
      vpcId,
      cidr: `10.0.${String(index * 16)}.0/20`,
      zone: `eu-west-1${'abc'.charAt(index % 3)}`,
      tags: { 'kubernetes.io/role/internal-elb': '1' },
    })),
    securityGroups: [`sg-${cluster.name}`, ...(cluster.securityGroupIds ?? [])].map((id) => ({ id, vpcId })),
    ...more,
  };
}

const MODULE_TAGS = { Environment: 'prod', Terraform: 'true' };
const MODULE_NODE_ROLE = role('default-eks-node-group-20250301101010101000000001');
const MODULE_ENTRY = { tags: MODULE_TAGS };

/**
 * terraform-aws-modules/eks, version 21.
 *
 * @see https://github.com/terraform-aws-modules/terraform-aws-eks/blob/v21.0.0/variables.tf
 */
const MODULE = accountWith(
  {
    name: 'prod',
    version: '1.33',
    vpcId: 'vpc-1',
    subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
    roleArn: role('prod-cluster-20250301101010101000000001'),
    securityGroupIds: ['sg-0123456789abcdef0'],
    publicAccess: false,
    privateAccess: true,
    authenticationMode: 'API_AND_CONFIG_MAP',
    logTypes: ['audit', 'api', 'authenticator'],
    keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`,
    supportType: 'EXTENDED',
    deletionProtection: false,
    tags: { ...MODULE_TAGS, 'terraform-aws-modules': 'eks' },
    addons: [
      {
        name: 'coredns',
        version: 'v1.12.1-eksbuild.2',
        tags: MODULE_TAGS,
        // With what Terraform would take for expressions.
        configurationValues: JSON.stringify({
          corefile: '.:53 {\n    log . "${remote} %{x} {rcode}"\n}\n',
          replicaCount: 3,
          resources: { limits: { cpu: '250m' } },
        }),
      },
      { name: 'eks-pod-identity-agent', version: 'v1.3.5-eksbuild.2', tags: MODULE_TAGS },
      { name: 'kube-proxy', version: 'v1.33.0-eksbuild.2', tags: MODULE_TAGS },
      {
        name: 'vpc-cni',
        version: 'v1.19.5-eksbuild.1',
        tags: MODULE_TAGS,
        podIdentityAssociations: ['a-0cni'],
      },
    ],
    podIdentityAssociations: [
      {
        id: 'a-0cni',
        namespace: 'kube-system',
        serviceAccount: 'aws-node',
        roleArn: role('AmazonEKSPodIdentityAmazonVPCCNIRole'),
        ownerArn: `arn:aws:eks:eu-west-1:${ACCOUNT}:addon/prod/vpc-cni/5cc2b0aa-0000-4000-8000-000000000001`,
      },
      {
        id: 'a-1app',
        namespace: 'apps',
        serviceAccount: 'orders',
        roleArn: role('orders'),
      },
    ],
    nodeGroups: [
      {
        name: 'default-20250301101010101000000007',
        nodeRoleArn: MODULE_NODE_ROLE,
        launchTemplate: {
          id: 'lt-0123456789abcdef0',
          name: 'default-20250301101010101000000005',
          version: '4',
        },
        scaling: { minSize: 1, maxSize: 10, desiredSize: 3 },
        maxUnavailablePercentage: 33,
        nodeRepair: false,
        tags: { ...MODULE_TAGS, Name: 'default' },
      },
    ],
    accessEntries: [
      {
        ...MODULE_ENTRY,
        principalArn: PLATFORM_ADMIN,
        policies: [{ name: 'AmazonEKSClusterAdminPolicy' }],
      },
      {
        ...MODULE_ENTRY,
        principalArn: role('teams/developers'),
        groups: ['debuggers'],
        policies: [
          { name: 'AmazonEKSEditPolicy', namespaces: ['payments', 'orders'] },
          { name: 'AmazonEKSViewPolicy' },
        ],
      },
      { principalArn: role('karpenter-nodes'), type: 'EC2_LINUX', tags: MODULE_TAGS },
      { principalArn: MODULE_NODE_ROLE, type: 'EC2_LINUX' },
      SERVICE_ROLE,
    ],
  },
  {
    logGroups: [
      {
        name: '/aws/eks/prod/cluster',
        retentionInDays: 90,
        tags: { ...MODULE_TAGS, Name: '/aws/eks/prod/cluster' },
      },
    ],
  },
);

const EKSCTL_TAGS = {
  'alpha.eksctl.io/cluster-name': 'dev',
  'alpha.eksctl.io/cluster-oidc-enabled': 'true',
  'alpha.eksctl.io/eksctl-version': '0.210.0',
  'eksctl.cluster.k8s.io/v1alpha1/cluster-name': 'dev',
};

/** What CloudFormation writes on everything, and nobody else can. */
const stackTags = (stack: string, logicalId: string) => ({
  'aws:cloudformation:logical-id': logicalId,
  'aws:cloudformation:stack-id': `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/${stack}/5cc2b0aa-0000-4000-8000-000000000000`,
  'aws:cloudformation:stack-name': stack,
});

const EKSCTL_NODE_ROLE = role('eksctl-dev-nodegroup-ng-1-NodeInstanceRole-AbCdEfGhIjKl');

/**
 * eksctl create cluster, with a Fargate profile.
 *
 * @see https://github.com/eksctl-io/eksctl/blob/main/pkg/cfn/builder/cluster.go
 */
const EKSCTL = accountWith({
  name: 'dev',
  version: '1.34',
  vpcId: 'vpc-2',
  subnetIds: ['subnet-a', 'subnet-b', 'subnet-c', 'subnet-d'],
  roleArn: role('eksctl-dev-cluster-ServiceRole-AbCdEfGhIjKl'),
  securityGroupIds: ['sg-0fedcba9876543210'],
  publicAccess: true,
  privateAccess: false,
  authenticationMode: 'API_AND_CONFIG_MAP',
  logTypes: [],
  supportType: 'EXTENDED',
  deletionProtection: false,
  serviceIpv4Cidr: '10.100.0.0/16',
  tags: {
    ...EKSCTL_TAGS,
    ...stackTags('eksctl-dev-cluster', 'ControlPlane'),
    Name: 'eksctl-dev-cluster/ControlPlane',
  },
  addons: [
    { name: 'coredns', version: 'v1.12.3-eksbuild.1' },
    { name: 'kube-proxy', version: 'v1.34.0-eksbuild.2' },
    { name: 'metrics-server', version: 'v0.8.0-eksbuild.2' },
    {
      name: 'vpc-cni',
      version: 'v1.20.1-eksbuild.3',
      configurationValues: 'env:\n  ENABLE_PREFIX_DELEGATION: "true"\n',
    },
  ],
  nodeGroups: [
    {
      name: 'ng-1',
      nodeRoleArn: EKSCTL_NODE_ROLE,
      instanceTypes: ['m5.large'],
      subnetIds: ['subnet-a', 'subnet-b'],
      launchTemplate: { id: 'lt-0fedcba9876543210', name: 'eksctl-dev-nodegroup-ng-1', version: '1' },
      nodeRepair: false,
      labels: { 'alpha.eksctl.io/cluster-name': 'dev', 'alpha.eksctl.io/nodegroup-name': 'ng-1' },
      tags: {
        ...EKSCTL_TAGS,
        ...stackTags('eksctl-dev-nodegroup-ng-1', 'ManagedNodeGroup'),
        'alpha.eksctl.io/nodegroup-name': 'ng-1',
        'alpha.eksctl.io/nodegroup-type': 'managed',
      },
    },
  ],
  fargateProfiles: [
    {
      name: 'fp-jobs',
      podExecutionRoleArn: role('eksctl-dev-fargate-FargatePodExecutionRole-AbCdEfGhIjKl'),
      subnetIds: ['subnet-c', 'subnet-d'],
      selectors: [{ namespace: 'jobs', labels: { runs: 'on-fargate' } }],
    },
  ],
  accessEntries: [
    { principalArn: PLATFORM_ADMIN, policies: [{ name: 'AmazonEKSClusterAdminPolicy' }] },
    { principalArn: EKSCTL_NODE_ROLE, type: 'EC2_LINUX' },
    {
      principalArn: role('eksctl-dev-fargate-FargatePodExecutionRole-AbCdEfGhIjKl'),
      type: 'FARGATE_LINUX',
    },
    SERVICE_ROLE,
  ],
});

/** By hand, years ago: self-managed add-ons, and a node group whose launch template EKS made. */
const CONSOLE = accountWith({
  name: 'legacy',
  version: '1.32',
  vpcId: 'vpc-3',
  subnetIds: ['subnet-a', 'subnet-b'],
  roleArn: role('eksClusterRole'),
  securityGroupIds: [],
  publicAccess: true,
  privateAccess: true,
  authenticationMode: 'CONFIG_MAP',
  logTypes: [],
  supportType: 'EXTENDED',
  deletionProtection: false,
  nodeGroups: [{ name: 'workers', nodeRoleArn: role('AmazonEKSNodeRole'), instanceTypes: ['t3.large'] }],
});

const AUTO_NODE_ROLE = role('AmazonEKSAutoNodeRole');

/** In the console with its quick configuration, which is Auto Mode. */
const AUTO_MODE = accountWith({
  name: 'auto',
  version: '1.34',
  vpcId: 'vpc-4',
  subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  roleArn: role('AmazonEKSAutoClusterRole'),
  securityGroupIds: [],
  publicAccess: true,
  privateAccess: true,
  publicCidrs: ['198.51.100.0/24', '203.0.113.0/24'],
  authenticationMode: 'API',
  logTypes: [],
  zonalShift: true,
  deletionProtection: true,
  autoMode: { nodePools: ['general-purpose', 'system'], nodeRoleArn: AUTO_NODE_ROLE },
  addons: [{ name: 'metrics-server', version: 'v0.8.0-eksbuild.2' }],
  accessEntries: [
    { principalArn: PLATFORM_ADMIN, policies: [{ name: 'AmazonEKSClusterAdminPolicy' }] },
    {
      principalArn: AUTO_NODE_ROLE,
      type: 'EC2',
      policies: [{ name: 'AmazonEKSAutoNodePolicy' }],
    },
    SERVICE_ROLE,
  ],
});

/** The accounts by who made the cluster; each has one. */
export const ADOPTED_ACCOUNTS = {
  'terraform-module': MODULE,
  eksctl: EKSCTL,
  console: CONSOLE,
  'auto-mode': AUTO_MODE,
} as const satisfies Readonly<Record<string, StandInAccount>>;
