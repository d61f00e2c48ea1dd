/**
 * What a node class can be told.
 */
import type { TerraformProvider } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';

/** Subnets or security groups: one by its id, or all that have the tags. */
export interface NodeClassSelector {
  /**
   * Id of the one that is meant.
   *
   * @default - selected by tags
   */
  readonly id?: string;

  /**
   * Tags that it has, all of them; `*` as a value means any.
   *
   * @default - selected by id
   */
  readonly tags?: { [key: string]: string };
}

/** Security groups: one by its id, or all that have the name or the tags. */
export interface NodeClassSecurityGroupSelector extends NodeClassSelector {
  /**
   * Name of the security group, which is not its tag `Name`.
   *
   * @default - selected by id or tags
   */
  readonly name?: string;
}

/** The volume of a node that images, logs and scratch data are on. */
export interface NodeEphemeralStorage {
  /**
   * Its size, such as `160Gi`: 1 to 59000Gi, 64000G, 58Ti or 64T.
   *
   * @default - 80Gi, by EKS
   */
  readonly size?: string;

  /**
   * Operations a second, 3000 to 16000.
   *
   * @default - 3000, by EKS
   */
  readonly iops?: number;

  /**
   * Throughput in MiB/s, 125 to 1000.
   *
   * @default - 125, by EKS
   */
  readonly throughput?: number;

  /**
   * Id, ARN or alias of a KMS key; its policy has to let Auto Mode use it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-kms.html
   * @default - encrypted with the key of AWS
   */
  readonly kmsKeyId?: string;
}

/** Which address traffic from pods to places outside of the VPC has. */
export enum SnatPolicy {
  /** That of the node, at a port by chance. */
  RANDOM = 'Random',
  /** That of the pod. */
  DISABLED = 'Disabled',
}

/** What pods may do that no network policy selects. */
export enum NodeNetworkPolicy {
  /** Everything. */
  DEFAULT_ALLOW = 'DefaultAllow',
  /** Nothing: also coredns has to be allowed. */
  DEFAULT_DENY = 'DefaultDeny',
}

/** Whether root may change the kernel of a node. */
export enum NodeKernelLockdown {
  /** Neither its memory nor its code, and modules have to be signed. */
  INTEGRITY = 'integrity',
  /** It may. */
  NONE = 'none',
}

/** How nodes reach what is outside. */
export interface NodeClassNetworking {
  /**
   * Whether nodes get a public address.
   *
   * @default false
   */
  readonly associatePublicIpAddress?: boolean;

  /**
   * URL of a forward proxy, such as `http://192.0.2.4:3128`.
   *
   * @default - none
   */
  readonly httpsProxy?: string;

  /**
   * Hosts that are reached without the proxy, at most 50. Among them should be `169.254.169.254` and the names of VPC endpoints.
   *
   * @default - none
   */
  readonly noProxy?: string[];
}

/** How nodes are hardened. */
export interface NodeClassSecurity {
  /**
   * Whether images with FIPS 140 validated cryptography are used, which there are in regions of the United States and Canada only.
   *
   * @default false
   */
  readonly fips?: boolean;

  /**
   * Whether root may change the kernel.
   *
   * @default - by EKS
   */
  readonly kernelLockdown?: NodeKernelLockdown;
}

/** Properties of {@link AutoNodeClass}. */
export interface AutoNodeClassProps {
  /** The cluster, which has Auto Mode. */
  readonly cluster: ISafeEksCluster;

  /**
   * Name of the class. `default` is that of EKS.
   *
   * @default - the id of the construct
   */
  readonly nodeClassName?: string;

  /**
   * Name of the IAM role of the nodes, not its ARN. A role of your own needs an access entry of type EC2:
   * `cluster.access.registerNodes` makes it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html#auto-node-access-entry
   * @default - the role of the cluster's Auto Mode
   */
  readonly nodeRoleName?: string;

  /**
   * Subnets of the nodes.
   *
   * @default - those for nodes of the cluster's network
   */
  readonly subnets?: NodeClassSelector[];

  /**
   * Security groups of the nodes.
   *
   * @default - the cluster's own
   */
  readonly securityGroups?: NodeClassSecurityGroupSelector[];

  /**
   * Subnets that pods get their addresses from; with `podSecurityGroups` only.
   *
   * @default - those of the nodes
   */
  readonly podSubnets?: NodeClassSelector[];

  /**
   * Security groups of the pods; with `podSubnets` only.
   *
   * @default - those of the nodes
   */
  readonly podSecurityGroups?: NodeClassSelector[];

  /**
   * The volume that images, logs and scratch data are on.
   *
   * @default - by EKS: 80Gi with 3000 operations a second and 125 MiB/s
   */
  readonly ephemeralStorage?: NodeEphemeralStorage;

  /**
   * Which address traffic to places outside of the VPC has.
   *
   * @default - SnatPolicy.RANDOM, by EKS
   */
  readonly snatPolicy?: SnatPolicy;

  /**
   * What pods may do that no network policy selects.
   *
   * @default - NodeNetworkPolicy.DEFAULT_ALLOW, by EKS
   */
  readonly networkPolicy?: NodeNetworkPolicy;

  /**
   * Whether nodes log what network policies decide.
   *
   * @default - no, by EKS
   */
  readonly networkPolicyEventLogs?: boolean;

  /**
   * How nodes reach what is outside.
   *
   * @default - directly, and without public addresses
   */
  readonly advancedNetworking?: NodeClassNetworking;

  /**
   * How nodes are hardened.
   *
   * @default - by EKS
   */
  readonly advancedSecurity?: NodeClassSecurity;

  /**
   * Tags of instances, volumes and network interfaces. The cluster needs `customTags` in its `autoMode` for them, without which no node
   * would start: hence those of the cluster are not among them.
   *
   * @default - only those of EKS
   */
  readonly tags?: { [key: string]: string };

  /**
   * Laid over the object that is rendered: maps are merged, everything else is replaced, null takes away.
   *
   * @default - none
   */
  readonly manifest?: { [key: string]: unknown };

  /**
   * The kubernetes provider.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}
