/**
 * What can be said about a cluster.
 */
import type { TerraformProvider } from 'cdktf';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import type { AutoMode } from '../auto-mode/auto-mode';
import type { OrderedAddonsOptions } from '../addons/ordered-addons';
import type { ClusterEncryption } from './cluster-encryption';
import type { ClusterLoggingOptions } from './cluster-logging';
import type { IEksNetwork } from './eks-network';
import type { EndpointAccess } from './endpoint-access';
import type { IpFamily } from './i-safe-eks-cluster';
import type { KubernetesVersion } from './kubernetes-version';
import type { UpgradeFrom } from './upgrade-from';

/** What happens to a cluster whose Kubernetes version leaves standard support. */
export enum SupportType {
  /** It is upgraded; nothing more is charged. */
  STANDARD = 'STANDARD',
  /** It stays for another year, at several times the price. */
  EXTENDED = 'EXTENDED',
}

/** How long Terraform waits for a cluster, such as `30m`. */
export interface ClusterTimeouts {
  /**
   * For creation.
   *
   * @default '30m'
   */
  readonly create?: string;

  /**
   * For each update; one apply may consist of several.
   *
   * @default '60m'
   */
  readonly update?: string;

  /**
   * For deletion.
   *
   * @default '15m'
   */
  readonly delete?: string;
}

/** Properties of {@link SafeEksCluster}. */
export interface SafeEksClusterProps {
  /** Name of the cluster; 1 to 100 letters, digits, `-` and `_`. A literal, as other names are derived from it. */
  readonly clusterName: string;

  /** Version of Kubernetes: of the control plane, the add-ons and the nodes, which are upgraded in this order. */
  readonly version: KubernetesVersion;

  /**
   * Whether the cluster exists already and is taken over, by an `import` block. It keeps its role, which has to be given as
   * `roleArn`, and its key; what may not change in place is not compared. After the apply it may be left out.
   *
   * @see https://developer.hashicorp.com/terraform/language/import
   * @default false
   */
  readonly importExisting?: boolean;

  /**
   * Version of the control plane alone, to upgrade it in a change of its own: add-ons and nodes stay at `version`, which is
   * raised later. At most three minor versions ahead of it, and never behind: reported as SEKS2017.
   *
   * @default - `version`
   */
  readonly controlPlaneVersion?: KubernetesVersion;

  /**
   * How it is seen to that the control plane is upgraded by one minor version at a time, and never back.
   *
   * @default UpgradeFrom.live()
   */
  readonly upgradeFrom?: UpgradeFrom;

  /** The network: made by {@link EksVpc}, or existing, by `EksNetwork.fromSubnetIds`. */
  readonly network: IEksNetwork;

  /**
   * How the API server is reached.
   *
   * @default EndpointAccess.PRIVATE
   */
  readonly endpointAccess?: EndpointAccess;

  /**
   * The key that encrypts the data of the Kubernetes API.
   *
   * @default ClusterEncryption.newKey()
   */
  readonly encryption?: ClusterEncryption;

  /**
   * How the cluster knows who enters: by access entries, or on the way to them from the ConfigMap aws-auth.
   *
   * @default AccessEntryAuth.api()
   */
  readonly authentication?: ClusterAuthentication;

  /**
   * Logs of the control plane.
   *
   * @default - all five types, kept for 90 days in a log group that is made before the cluster
   */
  readonly logging?: ClusterLoggingOptions;

  /**
   * The add-ons to begin with; `cluster.addons` changes them.
   *
   * @default - vpc-cni, kube-proxy, eks-pod-identity-agent and coredns
   */
  readonly addons?: OrderedAddonsOptions;

  /**
   * ARN of an existing role for the control plane. Policies that are attached to it in this app should join the
   * order: `cluster.deploymentOrder.join(DeploymentStage.CONTROL_PLANE_PREREQUISITES, attachment)`.
   *
   * @default - a role with AmazonEKSClusterPolicy
   */
  readonly roleArn?: string;

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Security groups for the network interfaces of the control plane, beside the one that EKS makes; at most four.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];

  /**
   * Family of pod and service addresses; cannot be changed later.
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;

  /**
   * CIDR block for services of an IPv4 cluster: /12 to /24 within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, and
   * outside of the network. Cannot be changed later.
   *
   * @default - 10.100.0.0/16 or 172.20.0.0/16, chosen by EKS
   */
  readonly serviceIpv4Cidr?: string;

  /**
   * What happens when the version leaves standard support.
   *
   * @default SupportType.STANDARD
   */
  readonly supportType?: SupportType;

  /**
   * Whether nodes may run Windows: the role of the control plane may then manage their addresses, and vpc-cni lets it. With a
   * role of yours, attach AmazonEKSVPCResourceController to it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html
   * @default false
   */
  readonly windowsSupport?: boolean;

  /**
   * Whether pods may have security groups of their own: the role of the control plane may then manage their network interfaces, and
   * vpc-cni asks for them. With a role of yours, attach AmazonEKSVPCResourceController to it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html
   * @default false
   */
  readonly podSecurityGroups?: boolean;

  /**
   * Whether EKS runs nodes by itself.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
   * @default AutoMode.disabled()
   */
  readonly autoMode?: AutoMode;

  /**
   * Whether Amazon Application Recovery Controller may shift traffic away from an impaired availability zone.
   *
   * @default false
   */
  readonly zonalShift?: boolean;

  /**
   * Whether EKS refuses to delete the cluster. To delete it, apply with `false` first.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether Terraform refuses every plan that would destroy or replace the cluster, its key or its log group.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;

  /**
   * The AWS partition. Needed only when the provider's region is not a literal.
   *
   * @default - derived from the region of the AWS provider
   */
  readonly partition?: string;

  /**
   * Tags for everything that belongs to the cluster.
   *
   * @default - only `safe-eks:cluster` with the name of the cluster
   */
  readonly tags?: { [key: string]: string };

  /**
   * The AWS provider to use, also for everything that is added to the cluster.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;

  /**
   * How long Terraform waits.
   *
   * @default - see {@link ClusterTimeouts}
   */
  readonly timeouts?: ClusterTimeouts;
}

/** An existing cluster. */
export interface ClusterAttributes {
  /** Name of the cluster, a literal. */
  readonly clusterName: string;
  /** Version of Kubernetes that the cluster has. */
  readonly version: KubernetesVersion;

  /**
   * How the cluster knows who enters.
   *
   * @default AccessEntryAuth.api()
   */
  readonly authentication?: ClusterAuthentication;

  /**
   * Whether EKS runs nodes by itself there. Its `nodeRoleArn` is the role that it has.
   *
   * @default AutoMode.disabled()
   */
  readonly autoMode?: AutoMode;

  /**
   * The network of the cluster.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly network?: IEksNetwork;

  /**
   * ARN of the cluster.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly clusterArn?: string;

  /**
   * URL of the API server.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly clusterEndpoint?: string;

  /**
   * Certificate authority of the API server, PEM in base64.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly clusterCertificateAuthorityData?: string;

  /**
   * The security group that EKS made for the cluster.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly clusterSecurityGroupId?: string;

  /**
   * Issuer of the cluster's service account tokens.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly clusterOpenIdConnectIssuerUrl?: string;

  /**
   * CIDR block of services.
   *
   * @default - using it is an error, SEKS1206
   */
  readonly serviceCidr?: string;

  /**
   * Family of pod and service addresses.
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;

  /**
   * The AWS partition. Needed only when the provider's region is not a literal.
   *
   * @default - derived from the region of the AWS provider
   */
  readonly partition?: string;

  /**
   * Tags for everything that is added to the cluster.
   *
   * @default - only `safe-eks:cluster` with the name of the cluster
   */
  readonly tags?: { [key: string]: string };

  /**
   * The AWS provider to use for everything that is added to the cluster.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}
