/**
 * Add-ons that make a cluster one: network, names, credentials, health of nodes.
 */
import type { ISafeEksCluster } from '../../cluster/i-safe-eks-cluster';
import { IpFamily } from '../../cluster/i-safe-eks-cluster';
import { fargateProfilesOf, runsLinuxOnFargateOnly } from '../../fargate/fargate-compute';
import { DeploymentStage } from '../../ordering/deployment-stage';
import type { AddonFacts, AddonPermissions } from './addon-facts';
import { AddonCompute } from './addon-facts';

const { PRE_COMPUTE_ADDONS, POST_COMPUTE_ADDONS } = DeploymentStage;
const { EC2, FARGATE, AUTO_MODE, HYBRID } = AddonCompute;
const namespace = 'kube-system';

/** The add-on that hands out the credentials of Pod Identity. */
export const POD_IDENTITY_AGENT = 'eks-pod-identity-agent';
/** The CNI that AWS makes. */
export const VPC_CNI = 'vpc-cni';
/** The add-on that resolves names within the cluster. */
export const COREDNS = 'coredns';
/** The value of its `computeType` with which its pods run on Fargate. */
export const ON_FARGATE = 'Fargate';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const CLUSTER_ADDONS: Readonly<Record<string, AddonFacts>> = {
  [VPC_CNI]: {
    purpose: 'addresses of the VPC for pods',
    stage: PRE_COMPUTE_ADDONS,
    namespace,
    serviceAccount: 'aws-node',
    permissions: vpcCniPermissions,
    configuration: vpcCniConfiguration,
    compute: [EC2],
    isBuiltIntoAutoMode: true,
  },
  'kube-proxy': {
    purpose: 'routes to services on each node',
    stage: PRE_COMPUTE_ADDONS,
    namespace,
    compute: [EC2, HYBRID],
    isBuiltIntoAutoMode: true,
  },
  [POD_IDENTITY_AGENT]: {
    purpose: 'credentials of IAM roles for pods',
    stage: PRE_COMPUTE_ADDONS,
    namespace,
    compute: [EC2, HYBRID],
    isBuiltIntoAutoMode: true,
  },
  'eks-node-monitoring-agent': {
    purpose: 'what is wrong with a node, for its repair',
    stage: PRE_COMPUTE_ADDONS,
    namespace,
    compute: [EC2, HYBRID],
    isBuiltIntoAutoMode: true,
  },
  [COREDNS]: {
    purpose: 'names of services',
    stage: POST_COMPUTE_ADDONS,
    namespace,
    configuration: corednsConfiguration,
    pods: {
      namespace,
      labels: { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' },
    },
    compute: [EC2, FARGATE, AUTO_MODE, HYBRID],
    isBuiltIntoAutoMode: true,
  },
};

/** What the cluster is said to support. */
function vpcCniConfiguration({
  windowsSupport,
  podSecurityGroups,
}: ISafeEksCluster): { readonly [key: string]: unknown } | undefined {
  const configuration = {
    // Without it the controller gives Windows nodes no addresses for their pods.
    ...(windowsSupport === true ? { enableWindowsIpam: 'true' } : {}),
    // Standard mode: the groups of the pod and those of the node, so that probes and NodePorts go on working.
    ...(podSecurityGroups === true
      ? { env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' } }
      : {}),
  };
  return Object.keys(configuration).length === 0 ? undefined : configuration;
}

/**
 * Its pods keep off Fargate unless they are told. Beside nodes an empty configuration is written, so that they come back to
 * nodes that join a cluster of Fargate.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html
 */
function corednsConfiguration(cluster: ISafeEksCluster): { readonly [key: string]: unknown } | undefined {
  if (runsLinuxOnFargateOnly(cluster)) {
    return { computeType: ON_FARGATE };
  }
  return fargateProfilesOf(cluster).length > 0 ? {} : undefined;
}

/**
 * The managed policy covers IPv4 only.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
 */
function vpcCniPermissions(ipFamily: IpFamily): AddonPermissions {
  if (ipFamily === IpFamily.IPV4) {
    return { managedPolicies: ['AmazonEKS_CNI_Policy'], inlinePolicies: {} };
  }
  const Action = [
    'ec2:AssignIpv6Addresses',
    'ec2:DescribeInstances',
    'ec2:DescribeTags',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeInstanceTypes',
  ];
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action, Resource: '*' },
      { Effect: 'Allow', Action: ['ec2:CreateTags'], Resource: 'arn:*:ec2:*:*:network-interface/*' },
    ],
  };
  return { managedPolicies: [], inlinePolicies: { ipv6: document } };
}
