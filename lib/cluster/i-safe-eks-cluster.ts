/**
 * What add-ons, nodes, access and everything else know of a cluster.
 */
import type { TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import type { AutoMode } from '../auto-mode/auto-mode';
import type { AwsEnvironment } from '../iam/aws-environment';
import type { DeploymentOrder } from '../ordering/deployment-order';
import type { UpdateWaves } from '../ordering/update-waves';
import type { ClusterLogType } from './cluster-logging';
import type { IEksNetwork } from './eks-network';
import type { KubernetesVersion } from './kubernetes-version';
import type { LiveCluster } from './live-cluster';
import type { NetworkCheck } from './network-check';
import type { NetworkSurvey } from './network-survey';

/** The family of the addresses that pods and services get. */
export enum IpFamily {
  /** IPv4 */
  IPV4 = 'ipv4',
  /** IPv6; the subnets must be dual-stack. */
  IPV6 = 'ipv6',
}

/**
 * A cluster, made by {@link SafeEksCluster} or imported with `SafeEksCluster.fromClusterName` or `fromClusterAttributes`.
 */
export interface ISafeEksCluster extends IConstruct {
  /** Name of the cluster, as a reference to the resource: whoever uses it comes after the cluster. */
  readonly clusterName: string;
  /** Name of the cluster as a literal, for names that are derived from it. */
  readonly physicalName: string;
  /** ARN of the cluster. */
  readonly clusterArn: string;
  /** URL of the API server. */
  readonly clusterEndpoint: string;
  /** Certificate authority of the API server, PEM in base64. */
  readonly clusterCertificateAuthorityData: string;
  /** The security group that EKS makes for the control plane and the nodes. */
  readonly clusterSecurityGroupId: string;
  /** Issuer of the cluster's service account tokens, an https URL. */
  readonly clusterOpenIdConnectIssuerUrl: string;
  /** Version of Kubernetes that add-ons and nodes are declared with. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Version of Kubernetes that the control plane is declared with; the same, or ahead of it. */
  readonly controlPlaneVersion: KubernetesVersion;
  /** The version as a reference to the resource: whoever uses it is updated after the control plane. */
  readonly clusterVersion: string;
  /** CIDR block that services get their addresses from. */
  readonly serviceCidr: string;
  /** Whether nodes may run Windows; undefined where that is not known. */
  readonly windowsSupport?: boolean;
  /** Whether pods may have security groups of their own; undefined where that is not known. */
  readonly podSecurityGroups?: boolean;
  /** Whether EKS runs nodes by itself; undefined where that is not known. */
  readonly autoMode?: AutoMode;
  /** ARN of the role of Auto Mode's nodes; undefined without Auto Mode. */
  readonly autoModeNodeRoleArn?: string;
  /** Name of the role of Auto Mode's nodes, for node classes; undefined without Auto Mode. */
  readonly autoModeNodeRoleName?: string;
  /** Family of pod and service addresses. */
  readonly ipFamily: IpFamily;
  /** The network that the cluster is in. */
  readonly network: IEksNetwork;
  /** Name of the log group of the control plane. */
  readonly logGroupName: string;
  /** The logs that the control plane writes; undefined where that is not known. */
  readonly logTypes?: ClusterLogType[];
  /** The order in which the cluster and all that belongs to it is deployed. */
  readonly deploymentOrder: DeploymentOrder;
  /** How it knows who enters. */
  readonly authentication: ClusterAuthentication;
  /** The order in which its node groups are updated. */
  readonly updateWaves: UpdateWaves;
  /** Tags that everything of the cluster gets. */
  readonly tags: { [key: string]: string };
  /**
   * Region as a literal where it is known.
   */
  readonly region?: string;
  /** The AWS provider of the cluster; undefined for the default provider of the stack. */
  readonly provider?: TerraformProvider;

  /**
   * Region and partition, as known at synth.
   *
   * @internal
   */
  readonly _environment: AwsEnvironment;

  /**
   * The cluster as AWS has it.
   *
   * @internal
   */
  readonly _live: LiveCluster;

  /**
   * What of networks is compared with AWS; undefined for a network that is made in the same app.
   *
   * @internal
   */
  readonly _networkCheck?: NetworkCheck;

  /**
   * What must hold of the network of a cluster that is managed elsewhere before nodes are put into it.
   *
   * @internal
   */
  readonly _networkSurvey?: NetworkSurvey;
}
