/**
 * What can be said about a managed node group.
 */
import type { TerraformResource } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { Ami } from './ami';
import type { NodeUpdate } from './node-update';
import type { Scaling } from './scaling';
import type { Taint } from './taint';

/** How instances are paid for. */
export enum CapacityType {
  /** At the regular price. */
  ON_DEMAND = 'ON_DEMAND',
  /** Spare capacity, which AWS can take back with two minutes' notice. */
  SPOT = 'SPOT',
}

/** How long Terraform waits for a node group, such as `60m`. */
export interface NodeGroupTimeouts {
  /**
   * For creation.
   *
   * @default '60m'
   */
  readonly create?: string;

  /**
   * For an update; a rolling update takes some minutes for each node.
   *
   * @default '180m'
   */
  readonly update?: string;

  /**
   * For deletion.
   *
   * @default '60m'
   */
  readonly delete?: string;
}

/** Settings of a managed node group. */
export interface NodeGroupOptions {
  /** The image of the nodes. */
  readonly ami: Ami;

  /**
   * First part of the group's name. A hash of what replaces the group follows, and what the provider appends to keep
   * names apart, so that the new group can be made before the old one goes. Beyond 27 characters it is cut.
   *
   * @default - the id of the construct
   */
  readonly nodegroupName?: string;

  /**
   * How many nodes, and who decides.
   *
   * @default Scaling.external({ min: 2, max: 4 })
   */
  readonly scaling?: Scaling;

  /**
   * How nodes are replaced.
   *
   * @default NodeUpdate.rolling({ maxUnavailable: 1 })
   */
  readonly update?: NodeUpdate;

  /**
   * Instance types, the preferred one first; 1 to 20. Another order replaces the group. For an image with drivers of an
   * accelerator they have to be named.
   *
   * @default ['m6i.large'], or ['m6g.large'] for ARM
   */
  readonly instanceTypes?: string[];

  /**
   * How instances are paid for.
   *
   * @default CapacityType.ON_DEMAND
   */
  readonly capacityType?: CapacityType;

  /**
   * Ids of the subnets of the nodes.
   *
   * @default - the node subnets of the cluster's network
   */
  readonly subnetIds?: string[];

  /**
   * Labels of the nodes.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: Taint[];

  /**
   * Size of the volume of container images, logs and ephemeral volumes, in GiB: that of the root volume; for Bottlerocket,
   * whose root volume is read-only, that of the second one. At least 50 for Windows, 4 otherwise. Beside a launch template
   * of yours it is reported as SEKS2014.
   *
   * @default 50
   */
  readonly diskSize?: number;

  /**
   * ARN of the KMS key that encrypts the volumes.
   *
   * @default - the account's default key for EBS
   */
  readonly diskKmsKeyArn?: string;

  /**
   * Security groups of the nodes, beside the one of the cluster.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];

  /**
   * ARN of an existing role for the nodes.
   *
   * @default - a role with the policies that a node needs
   */
  readonly nodeRoleArn?: string;

  /**
   * Resources that the group needs for as long as it lives, such as the policies of a role that you bring.
   *
   * @default - the policies of the role that is made
   */
  readonly requires?: TerraformResource[];

  /**
   * Policies for the role of the nodes, beside those that a node needs: names of AWS's own, or ARNs.
   *
   * @default - none
   */
  readonly additionalPolicies?: string[];

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Whether EKS replaces or reboots nodes that are not healthy.
   *
   * @default true
   */
  readonly nodeRepair?: boolean;

  /**
   * Tags, over those of the cluster; instances, volumes and network interfaces get them too.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * How long Terraform waits.
   *
   * @default - see {@link NodeGroupTimeouts}
   */
  readonly timeouts?: NodeGroupTimeouts;
}

/** Properties of a managed node group. */
export interface NodeGroupProps extends NodeGroupOptions {
  /** The cluster to join. */
  readonly cluster: ISafeEksCluster;
}
