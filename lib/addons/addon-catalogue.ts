/**
 * What the library knows of each add-on: when it can become healthy, what it comes after, what it may do in AWS.
 */
import { IpFamily } from '../cluster/i-safe-eks-cluster';
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
}

const { PRE_COMPUTE_ADDONS, POST_COMPUTE_ADDONS } = DeploymentStage;

/** The add-on that hands out the credentials of Pod Identity. */
export const POD_IDENTITY_AGENT = 'eks-pod-identity-agent';
/** The CNI that AWS makes. */
export const VPC_CNI = 'vpc-cni';

/** What a cluster gets unless it is told otherwise. */
export const DEFAULT_ADDONS: readonly string[] = [VPC_CNI, 'kube-proxy', POD_IDENTITY_AGENT, 'coredns'];

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
  [VPC_CNI]: { stage: PRE_COMPUTE_ADDONS, permissions: vpcCniPermissions },
  'kube-proxy': { stage: PRE_COMPUTE_ADDONS },
  [POD_IDENTITY_AGENT]: { stage: PRE_COMPUTE_ADDONS },
  'eks-node-monitoring-agent': { stage: PRE_COMPUTE_ADDONS },
  coredns: { stage: POST_COMPUTE_ADDONS },
  'aws-ebs-csi-driver': {
    stage: POST_COMPUTE_ADDONS,
    permissions: () => ({
      serviceAccount: 'ebs-csi-controller-sa',
      managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
      inlinePolicies: {},
    }),
  },
  'aws-efs-csi-driver': {
    stage: POST_COMPUTE_ADDONS,
    permissions: () => ({
      serviceAccount: 'efs-csi-controller-sa',
      managedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'],
      inlinePolicies: {},
    }),
  },
  'snapshot-controller': { stage: POST_COMPUTE_ADDONS },
  'metrics-server': { stage: POST_COMPUTE_ADDONS },
};

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
