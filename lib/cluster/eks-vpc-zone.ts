/**
 * What a network has in one availability zone: a private and a public subnet with their routes.
 */
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Ipv4Cidr } from '../validation/checks/cidr';
import { formatIpv4Cidr, subnetOf } from '../validation/checks/cidr';

/** Properties of {@link EksVpcZone}. */
export interface EksVpcZoneProps {
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly vpcCidr: Ipv4Cidr;
  /** The way from the public subnets to the internet gateway. */
  readonly publicRoute: Route;
  /** The NAT gateway of another zone; one is made when there is none. */
  readonly sharedNatGateway: NatGateway | undefined;
  readonly preventDestroy: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly provider?: TerraformProvider;
}

/**
 * The last letter of the zone decides its address ranges: 0 for a, 5 for f. Undefined for anything else, such as a
 * local zone, where no control plane can be.
 */
export function zoneIndex(availabilityZone: string): number | undefined {
  const letter = /^[a-z]+(?:-[a-z]+)+-\d([a-f])$/.exec(availabilityZone)?.[1];
  return letter === undefined ? undefined : letter.charCodeAt(0) - 'a'.charCodeAt(0);
}

/** An eighth of the network for the private subnet of each zone; the seventh eighth is cut up for the public ones. */
export function zoneCidrs(
  vpc: Ipv4Cidr,
  index: number,
): { readonly private: string; readonly public: string } {
  const privateCidr = subnetOf(vpc, vpc.prefix + 3, index);
  const forPublic = subnetOf(vpc, vpc.prefix + 3, 6);
  const publicCidr = forPublic && subnetOf(forPublic, vpc.prefix + 8, index);
  return {
    private: privateCidr === undefined ? '' : formatIpv4Cidr(privateCidr),
    public: publicCidr === undefined ? '' : formatIpv4Cidr(publicCidr),
  };
}

/** One availability zone of an EksVpc. */
export class EksVpcZone extends Construct {
  public readonly privateSubnet: Subnet;
  public readonly publicSubnet: Subnet;
  public readonly privateRouteTable: RouteTable;
  public readonly natGateway: NatGateway;
  public readonly upstream: TerraformResource[];

  public constructor(scope: Construct, id: string, props: EksVpcZoneProps) {
    super(scope, id);
    const { vpcId, availabilityZone, provider } = props;
    const cidrs = zoneCidrs(props.vpcCidr, zoneIndex(availabilityZone) ?? 0);
    const tags = (kind: string, more: Record<string, string> = {}): Record<string, string> => ({
      ...more,
      ...props.tags,
      Name: `${props.tags.Name ?? availabilityZone}-${kind}`,
    });

    this.privateSubnet = new Subnet(this, 'PrivateSubnet', {
      vpcId,
      availabilityZone,
      cidrBlock: cidrs.private,
      // Where the load balancer controller places internal load balancers.
      tags: tags('private', { 'kubernetes.io/role/internal-elb': '1' }),
      lifecycle: { preventDestroy: props.preventDestroy },
      provider,
    });
    this.publicSubnet = new Subnet(this, 'PublicSubnet', {
      vpcId,
      availabilityZone,
      cidrBlock: cidrs.public,
      // Nothing but load balancers and NAT gateways belongs here, and they bring their own addresses.
      mapPublicIpOnLaunch: false,
      tags: tags('public', { 'kubernetes.io/role/elb': '1' }),
      provider,
    });
    const publicAssociation = new RouteTableAssociation(this, 'PublicAssociation', {
      subnetId: this.publicSubnet.id,
      routeTableId: props.publicRoute.routeTableId,
      provider,
    });
    this.natGateway = props.sharedNatGateway ?? this.makeNatGateway(props, publicAssociation, tags('nat'));
    this.privateRouteTable = new RouteTable(this, 'PrivateRouteTable', {
      vpcId,
      tags: tags('private'),
      provider,
    });
    const privateRoute = new Route(this, 'PrivateRoute', {
      routeTableId: this.privateRouteTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: this.natGateway.id,
      provider,
    });
    const privateAssociation = new RouteTableAssociation(this, 'PrivateAssociation', {
      subnetId: this.privateSubnet.id,
      routeTableId: this.privateRouteTable.id,
      provider,
    });
    // The public side is upstream of the NAT gateway, and so of the private route.
    this.upstream = [privateRoute, privateAssociation];
  }

  private makeNatGateway(
    props: EksVpcZoneProps,
    publicAssociation: TerraformResource,
    tags: Record<string, string>,
  ): NatGateway {
    const { provider } = props;
    const address = new Eip(this, 'NatAddress', { domain: 'vpc', tags, provider });
    return new NatGateway(this, 'NatGateway', {
      allocationId: address.id,
      subnetId: this.publicSubnet.id,
      tags,
      // A NAT gateway fails to start, or loses its address on destroy, without the way to the internet gateway.
      dependsOn: [props.publicRoute, publicAssociation],
      provider,
    });
  }
}
