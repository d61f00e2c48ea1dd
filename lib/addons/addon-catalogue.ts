/**
 * What the library knows of each add-on: when it can become healthy, what it comes after, what it may do in AWS.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { IpFamily } from '../cluster/i-safe-eks-cluster';
import type { SelectablePods } from '../fargate/fargate-compute';
import { fargateProfilesOf, runsLinuxOnFargateOnly } from '../fargate/fargate-compute';
import { DeploymentStage } from '../ordering/deployment-stage';

/** What the pods of an add-on may do in AWS, and under which service account. */
export interface AddonPermissions {
  readonly serviceAccount: string;
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, object>>;
}

/** An entry of the catalogue. */
export interface AddonFacts {
  /**
   * DaemonSets count as healthy while there is no node, so they can come before compute; a Deployment stays DEGRADED
   * until a node runs its pods, and its creation times out after 20 minutes.
   */
  readonly stage: DeploymentStage.PRE_COMPUTE_ADDONS | DeploymentStage.POST_COMPUTE_ADDONS;
  readonly permissions?: (ipFamily: IpFamily) => AddonPermissions;
  /**
   * Configuration that the cluster needs, under that of the user; judged at synth, when all compute is known. An empty one is
   * written too: it takes back what was set before, which leaving the argument out does not.
   */
  readonly configuration?: (cluster: ISafeEksCluster) => { readonly [key: string]: unknown } | undefined;
  /** The pods of its Deployment, for selectors of Fargate profiles. */
  readonly pods?: SelectablePods;
}

const { PRE_COMPUTE_ADDONS, POST_COMPUTE_ADDONS } = DeploymentStage;

/** The add-on that hands out the credentials of Pod Identity. */
export const POD_IDENTITY_AGENT = 'eks-pod-identity-agent';
/** The CNI that AWS makes. */
export const VPC_CNI = 'vpc-cni';
/** The add-on that resolves names within the cluster. */
export const COREDNS = 'coredns';
/** The value of its `computeType` with which its pods run on Fargate. */
export const ON_FARGATE = 'Fargate';

/** What a cluster gets unless it is told otherwise. */
export const DEFAULT_ADDONS: readonly string[] = [VPC_CNI, 'kube-proxy', POD_IDENTITY_AGENT, COREDNS];

/** Names that exist beside the catalogue, so that they are not taken for misspelt ones. */
export const OTHER_ADDONS: readonly string[] = [
  'adot',
  'amazon-cloudwatch-observability',
  'aws-fsx-csi-driver',
  'aws-guardduty-agent',
  'aws-mountpoint-s3-csi-driver',
  'aws-network-flow-monitoring-agent',
  'aws-privateca-connector-for-kubernetes',
  'amazon-sagemaker-hyperpod-taskgovernance',
  'cert-manager',
  'external-dns',
  'fluent-bit',
  'kube-state-metrics',
  'prometheus-node-exporter',
];

/** @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const ADDON_CATALOGUE: Readonly<Record<string, AddonFacts>> = {
  [VPC_CNI]: {
    stage: PRE_COMPUTE_ADDONS,
    permissions: vpcCniPermissions,
    // Without it the controller gives Windows nodes no addresses for their pods.
    configuration: ({ windowsSupport }) =>
      windowsSupport === true ? { enableWindowsIpam: 'true' } : undefined,
  },
  'kube-proxy': { stage: PRE_COMPUTE_ADDONS },
  [POD_IDENTITY_AGENT]: { stage: PRE_COMPUTE_ADDONS },
  'eks-node-monitoring-agent': { stage: PRE_COMPUTE_ADDONS },
  [COREDNS]: {
    stage: POST_COMPUTE_ADDONS,
    configuration: corednsConfiguration,
    pods: {
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' },
    },
  },
  'aws-ebs-csi-driver': {
    stage: POST_COMPUTE_ADDONS,
    pods: { namespace: 'kube-system' },
    permissions: () => ({
      serviceAccount: 'ebs-csi-controller-sa',
      managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
      inlinePolicies: {},
    }),
  },
  'aws-efs-csi-driver': {
    stage: POST_COMPUTE_ADDONS,
    pods: { namespace: 'kube-system' },
    permissions: () => ({
      serviceAccount: 'efs-csi-controller-sa',
      managedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'],
      inlinePolicies: {},
    }),
  },
  'snapshot-controller': { stage: POST_COMPUTE_ADDONS, pods: { namespace: 'kube-system' } },
  'metrics-server': { stage: POST_COMPUTE_ADDONS, pods: { namespace: 'kube-system' } },
};

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
  const serviceAccount = 'aws-node';
  if (ipFamily === IpFamily.IPV4) {
    return { serviceAccount, managedPolicies: ['AmazonEKS_CNI_Policy'], inlinePolicies: {} };
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
  return { serviceAccount, managedPolicies: [], inlinePolicies: { ipv6: document } };
}
