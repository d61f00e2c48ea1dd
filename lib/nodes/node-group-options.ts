/**
 * What can be said about a managed node group.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { NodeOptions } from './node-options';
import type { NodeUpdate } from './node-update';
import type { Scaling } from './scaling';

/** How instances are paid for. */
export enum CapacityType {
  /** At the regular price. */
  ON_DEMAND = 'ON_DEMAND',
  /** Spare capacity, which AWS can take back with two minutes' notice. */
  SPOT = 'SPOT',
  /** In advance, for a Capacity Block; goes together with `CapacityReservation.capacityBlock` in `launchTemplate`. */
  CAPACITY_BLOCK = 'CAPACITY_BLOCK',
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
export interface NodeGroupOptions extends NodeOptions {
  /**
   * First part of the group's name. A hash of what replaces the group follows, and what the provider appends to keep
   * names apart, so that the new group can be made before the old one goes. Beyond 27 characters it is cut.
   *
   * @default - the id of the construct
   */
  readonly nodegroupName?: string;

  /**
   * Name of a group that exists already and is taken over, by an `import` block. It keeps its name until something replaces it;
   * until then this has to stay. Give `nodeRoleArn`, `instanceTypes` and `subnetIds` as they are, and its template by
   * `Ami.launchTemplate`: anything else would replace the group, and is reported as SEKS2031 where it is left out.
   *
   * @default - a new group
   */
  readonly importExisting?: string;

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
   * How instances are paid for.
   *
   * @default CapacityType.ON_DEMAND
   */
  readonly capacityType?: CapacityType;

  /**
   * Whether EKS replaces or reboots nodes that are not healthy.
   *
   * @default true
   */
  readonly nodeRepair?: boolean;

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
