/**
 * The network that a cluster is put into, as the cluster sees it.
 */
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { DeploymentOrder } from '../ordering/deployment-order';
import { DeploymentStage } from '../ordering/deployment-stage';
import { NetworkCheck } from './network-check';
import type { PlanCondition } from './plan-condition';

/**
 * A network for a cluster: made by {@link EksVpc}, or existing and described by {@link EksNetwork}.
 */
export interface IEksNetwork {
  /** Subnets that get the network interfaces of the control plane; in at least two availability zones. */
  readonly controlPlaneSubnetIds: string[];
  /** Subnets for nodes, unless a node group names its own. */
  readonly nodeSubnetIds: string[];
  /** Availability zones of the control-plane subnets, in the same order; undefined when they are not known. */
  readonly availabilityZones?: string[];
  /** CIDR block of the network, where it is known. */
  readonly cidr?: string;
  /** Whether it is known that the subnets have no IPv6 addresses. */
  readonly ipv4Only: boolean;
  /** Resources that must be there for as long as the cluster and its nodes are: routes, NAT gateways. */
  readonly upstream: TerraformResource[];
  /** What each plan compares with AWS; undefined for a network that is made in the same app. */
  readonly check?: NetworkCheck;
  /** Whether the subnets are those that the live cluster has at each plan. Nodes then stay where they were made. */
  readonly isLive?: boolean;
}

/** An existing network. */
export interface EksNetworkAttributes {
  /** Ids of the subnets for the control plane, in at least two availability zones. */
  readonly controlPlaneSubnetIds: string[];

  /**
   * Ids of the subnets for nodes.
   *
   * @default - those of the control plane
   */
  readonly nodeSubnetIds?: string[];

  /**
   * Availability zones of the control-plane subnets, in the same order. Given, they are checked at synth;
   * otherwise the subnets are looked up, and the plan is refused when they are all in one zone.
   *
   * @default - looked up at plan
   */
  readonly availabilityZones?: string[];

  /**
   * Resources of the same app that the cluster and its nodes need for as long as they live, such as the routes
   * to a NAT gateway. They are created before the cluster and destroyed after it.
   *
   * @default - none beyond the subnets themselves
   */
  readonly upstream?: TerraformResource[];

  /**
   * What each plan compares with AWS, of subnets that the app does not make itself: whether they exist, fit the live cluster, and
   * have room. Reports SEKS1107 to SEKS1112 at plan.
   *
   * @default NetworkCheck.live()
   */
  readonly check?: NetworkCheck;
}

/** An existing network, described by its subnets. */
export class EksNetwork implements IEksNetwork {
  /**
   * A network known by the ids of its subnets, as literals or as references.
   *
   * @param attributes the subnets and what is known about them
   */
  public static fromSubnetIds(attributes: EksNetworkAttributes): EksNetwork {
    return new EksNetwork(attributes);
  }

  public readonly controlPlaneSubnetIds: string[];
  public readonly nodeSubnetIds: string[];
  public readonly availabilityZones?: string[];
  public readonly cidr?: string;
  public readonly ipv4Only = false;
  public readonly upstream: TerraformResource[];
  public readonly check?: NetworkCheck;

  private constructor(attributes: EksNetworkAttributes) {
    this.controlPlaneSubnetIds = attributes.controlPlaneSubnetIds;
    this.nodeSubnetIds = attributes.nodeSubnetIds ?? attributes.controlPlaneSubnetIds;
    this.availabilityZones = attributes.availabilityZones;
    this.upstream = attributes.upstream ?? [];
    this.check = attributes.check ?? NetworkCheck.live();
  }
}

/**
 * Where zones are not given, has Terraform look the subnets up and refuse the plan when they are all in one.
 *
 * The data sources feed nothing but this condition: were an argument of the cluster fed from them, a pending change
 * upstream would turn it unknown and plan a replacement.
 */
export function availabilityZoneCondition(
  scope: Construct,
  network: IEksNetwork,
  provider: TerraformProvider | undefined,
): PlanCondition[] {
  const { controlPlaneSubnetIds: ids } = network;
  if (network.availabilityZones !== undefined || network.check?._isNone === true) {
    return [];
  }
  if (Token.isUnresolved(ids)) {
    // A list whose length is not known cannot be looked up one by one; that it has two elements can still be said.
    return [
      {
        condition: `\${length(${Token.asString(Fn.distinct(ids))}) >= 2}`,
        errorMessage:
          `${scope.node.path}: the list of control-plane subnets holds fewer than two (SEKS1102). ` +
          'EKS needs at least two, in different availability zones.',
      },
    ];
  }
  const zones = [...new Set(ids)].map((subnetId, index) => {
    const id = `Subnet-${Token.isUnresolved(subnetId) ? String(index) : subnetId}`;
    return new DataAwsSubnet(scope, id, { id: subnetId, provider }).availabilityZone;
  });
  const distinct = Token.asString(Fn.distinct(zones));
  return [
    {
      condition: `\${length(${distinct}) >= 2}`,
      errorMessage:
        `${scope.node.path}: the control-plane subnets are all in \${join(", ", ${distinct})} (SEKS1101). ` +
        'EKS needs subnets in at least two availability zones: add one in another zone.',
    },
  ];
}

/** Makes what is upstream of a network come before whatever is put into it. */
export function joinNetwork(order: DeploymentOrder, network: IEksNetwork): void {
  if (Construct.isConstruct(network)) {
    order.join(DeploymentStage.NETWORK, network, { resources: network.upstream });
    return;
  }
  for (const resource of network.upstream) {
    order.join(DeploymentStage.NETWORK, resource, { name: resource.node.path });
  }
}
