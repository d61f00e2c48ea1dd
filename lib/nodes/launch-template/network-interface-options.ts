/**
 * What can be said about the network interfaces of nodes.
 */

/** Kind of a network interface. */
export enum NetworkInterfaceType {
  /** An ordinary one. */
  INTERFACE = 'interface',
  /** One with an Elastic Fabric Adapter. */
  EFA = 'efa',
  /** An Elastic Fabric Adapter alone, without an IP address. */
  EFA_ONLY = 'efa-only',
}

/**
 * A network interface beside the primary one. It is in the subnet of its node, never has a public address, and goes with
 * the node.
 */
export interface NodeNetworkInterface {
  /**
   * Network card that it is on, 0 to 31.
   *
   * @default 0
   */
  readonly networkCard?: number;

  /**
   * Device on that card, 0 to 31; on card 0, device 0 is the primary interface.
   *
   * @default 1
   */
  readonly deviceIndex?: number;

  /**
   * Kind of the interface.
   *
   * @default NetworkInterfaceType.INTERFACE
   */
  readonly type?: NetworkInterfaceType;

  /**
   * Security groups beside that of the cluster and those of the nodes.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];

  /**
   * What it is for.
   *
   * @default - no description
   */
  readonly description?: string;
}
