/**
 * What can be said about vpc-cni, in words instead of environment variables.
 */
import type { AddonOptions } from './addon-options';

/**
 * Pods in subnets of their own, instead of those of their nodes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html
 */
export interface CustomNetworking {
  /** For each availability zone in which there are nodes, the id of the subnet that pods there get their addresses from. */
  readonly podSubnetIds: { [availabilityZone: string]: string };

  /**
   * Security groups of the pods.
   *
   * @default - the one that EKS makes for the cluster, as for nodes
   */
  readonly securityGroupIds?: string[];
}

/**
 * Settings of vpc-cni. They are there before the first node boots: most of them matter at that moment only, so that a node that is
 * there keeps what it had until it is replaced.
 *
 * Reports SEKS3011 for settings that contradict each other.
 */
export interface VpcCniOptions extends AddonOptions {
  /**
   * Whether nodes take blocks of 16 addresses instead of single ones, and so run more pods. Subnets need contiguous free blocks. Nodes of an
   * image of yours have to be told how many pods that makes: SEKS2032 otherwise.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
   * @default false
   */
  readonly prefixDelegation?: boolean;

  /**
   * Pods in subnets of their own. Nodes of an image of yours have to be told how many pods that makes: SEKS2032 otherwise.
   *
   * @default - pods are in the subnets of their nodes
   */
  readonly customNetworking?: CustomNetworking;

  /**
   * Whether objects of kind NetworkPolicy are enforced.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
   * @default false
   */
  readonly networkPolicy?: boolean;

  /**
   * Addresses that a node holds ready for pods to come.
   *
   * @default - a whole network interface, or with `prefixDelegation` one block
   */
  readonly warmIpTarget?: number;

  /**
   * Addresses that a node takes at once when it boots.
   *
   * @default - none beyond what is held ready
   */
  readonly minimumIpTarget?: number;
}
