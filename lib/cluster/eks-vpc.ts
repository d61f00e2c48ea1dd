/**
 * A small network that suits a private cluster: for those who do not bring their own.
 */
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { AwsEnvironment } from '../iam/aws-environment';
import { partitionOfRegion } from '../validation/checks/arn';
import { compareText } from '../validation/checks/compare-text';
import { parseIpv4Cidr } from '../validation/checks/cidr';
import { show } from '../validation/problem';
import { isKnown, literalMap } from '../validation/checks/known';
import { PropertyChecks } from '../validation/property-checks';
import type { IEksNetwork } from './eks-network';
import { EksVpcZone, zoneIndex } from './eks-vpc-zone';
import type { VpcFlowLogsOptions } from './vpc-flow-logs';
import { VpcFlowLogs } from './vpc-flow-logs';

/** How many NAT gateways a network has. */
export enum NatGateways {
  /** One in each availability zone: the loss of a zone does not cut the others off. */
  ONE_PER_ZONE = 'one-per-zone',
  /** One for all zones, in the first zone of the control plane: cheaper, but a single point of failure. */
  SINGLE = 'single',
}

/** Properties of {@link EksVpc}. */
export interface EksVpcProps {
  /**
   * Names of two to six availability zones, such as `eu-west-1a`. A zone's address ranges follow from its last
   * letter, so that zones can be added and reordered without touching the others; see `controlPlaneZones` before you add
   * one.
   */
  readonly availabilityZones: string[];

  /**
   * The zones that the control plane is in, among the availability zones. EKS takes no other zones once the cluster is
   * there: name the first ones here before you add a zone for nodes.
   *
   * @default - all availability zones
   */
  readonly controlPlaneZones?: string[];

  /**
   * Whether Terraform refuses every plan that would destroy or replace the VPC or its private subnets.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;

  /**
   * IPv4 network of the VPC; a network address with a prefix of /16 to /20.
   *
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;

  /**
   * How many NAT gateways let the private subnets out.
   *
   * @default NatGateways.ONE_PER_ZONE
   */
  readonly natGateways?: NatGateways;

  /**
   * Whether S3, and with it the layers of container images in ECR, is reached without the NAT gateways.
   *
   * @default true
   */
  readonly s3GatewayEndpoint?: boolean;

  /**
   * Flow logs of the VPC.
   *
   * @default - none
   */
  readonly flowLogs?: VpcFlowLogsOptions;

  /**
   * Tags for every resource.
   *
   * @default - only `Name`
   */
  readonly tags?: { [key: string]: string };

  /**
   * The AWS provider to use.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/**
 * A VPC with a private and a public subnet in each availability zone, tagged for load balancers.
 *
 * For a /16, each private subnet is a /19 and each public one a /24: `10.0.0.0/19` and `10.0.192.0/24` in zone a,
 * `10.0.32.0/19` and `10.0.193.0/24` in zone b, and so on.
 *
 * Reports SEKS1101 for fewer than two zones, SEKS1103 for a zone named twice, SEKS1104 for a CIDR block that is
 * malformed or has another prefix, SEKS1002 for a zone whose name does not end in a letter from a to f.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class EksVpc extends Construct implements IEksNetwork {
  /** The VPC. */
  public readonly resource: Vpc;
  /** Id of the VPC. */
  public readonly vpcId: string;
  public readonly cidr?: string;
  /** Ids of the private subnets, in the order of the zones. */
  public readonly privateSubnetIds: string[];
  /** Ids of the public subnets, in the order of the zones. */
  public readonly publicSubnetIds: string[];
  public readonly controlPlaneSubnetIds: string[];
  public readonly nodeSubnetIds: string[];
  public readonly availabilityZones?: string[];
  public readonly ipv4Only = true;
  public readonly upstream: TerraformResource[] = [];

  public constructor(scope: Construct, id: string, props: EksVpcProps) {
    super(scope, id);
    const cidr = props.cidr ?? '10.0.0.0/16';
    this.validate(props, cidr);
    const { provider } = props;
    // Sorted, so that the order in which zones are named does not matter.
    const names = isKnown(props.availabilityZones) ? [...new Set(props.availabilityZones)].sort() : [];
    this.availabilityZones = names.filter((name) => props.controlPlaneZones?.includes(name) ?? true);
    // The region comes from the name of a zone: the provider's own may be a token.
    const region = names[0]?.slice(0, -1) ?? '';
    this.cidr = cidr;

    this.resource = new Vpc(this, 'Resource', {
      cidrBlock: cidr,
      // Both are required by the private endpoint of the cluster.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: this.tagsFor(props),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      provider,
    });
    this.vpcId = this.resource.id;
    new DefaultSecurityGroup(this, 'DefaultSecurityGroup', {
      // No rules: nothing should use the group that everything falls into by accident.
      vpcId: this.vpcId,
      tags: this.tagsFor(props, 'default'),
      provider,
    });
    const zones = this.zones(props, names, cidr);
    this.privateSubnetIds = zones.map((zone) => zone.privateSubnet.id);
    this.publicSubnetIds = zones.map((zone) => zone.publicSubnet.id);
    const isControlPlane = names.map((name) => props.controlPlaneZones?.includes(name) ?? true);
    this.controlPlaneSubnetIds = this.privateSubnetIds.filter((_, index) => isControlPlane[index]);
    this.nodeSubnetIds = this.privateSubnetIds;
    if (props.s3GatewayEndpoint ?? true) {
      this.s3Endpoint(props, region, zones);
    }
    if (props.flowLogs !== undefined) {
      new VpcFlowLogs(this, 'FlowLogs', {
        ...props.flowLogs,
        vpcId: this.vpcId,
        environment: new AwsEnvironment(this, provider, partitionOfRegion(region)),
        name: this.node.path.replaceAll('/', '-'),
        tags: this.tagsFor(props),
        provider,
      });
    }
  }

  private publicRoute(props: EksVpcProps): Route {
    const { provider } = props;
    const gateway = new InternetGateway(this, 'InternetGateway', {
      vpcId: this.vpcId,
      tags: this.tagsFor(props),
      provider,
    });
    const table = new RouteTable(this, 'PublicRouteTable', {
      vpcId: this.vpcId,
      tags: this.tagsFor(props, 'public'),
      provider,
    });
    return new Route(this, 'PublicRoute', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
      provider,
    });
  }

  private zones(props: EksVpcProps, names: readonly string[], cidr: string): EksVpcZone[] {
    const publicRoute = this.publicRoute(props);
    const single = (props.natGateways ?? NatGateways.ONE_PER_ZONE) === NatGateways.SINGLE;
    const zones: EksVpcZone[] = [];
    const controlPlane = this.availabilityZones ?? [];
    // The shared gateway is made first, and stays where it is: the zones of the control plane do not change.
    for (const availabilityZone of new Set([...controlPlane, ...names])) {
      const zone = new EksVpcZone(this, availabilityZone, {
        availabilityZone,
        vpcId: this.vpcId,
        vpcCidr: parseIpv4Cidr(cidr) ?? { address: 0, prefix: 16 },
        publicRoute,
        sharedNatGateway: single ? zones[0]?.natGateway : undefined,
        tags: this.tagsFor(props, availabilityZone),
        preventDestroy: props.preventDestroy ?? true,
        provider: props.provider,
      });
      zones.push(zone);
      this.upstream.push(...zone.upstream);
    }
    return zones.sort((a, b) => compareText(a.node.id, b.node.id));
  }

  private s3Endpoint(props: EksVpcProps, region: string, zones: readonly EksVpcZone[]): void {
    const endpoint = new VpcEndpoint(this, 'S3Endpoint', {
      vpcId: this.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: zones.map((zone) => zone.privateRouteTable.id),
      tags: this.tagsFor(props, 's3'),
      provider: props.provider,
    });
    this.upstream.push(endpoint);
  }

  private tagsFor(props: EksVpcProps, suffix?: string): Record<string, string> {
    const name = this.node.path.replaceAll('/', '-');
    return { Name: suffix === undefined ? name : `${name}-${suffix}`, ...literalMap(props.tags) };
  }

  private validate(props: EksVpcProps, cidr: string): void {
    const checks = new PropertyChecks(this);
    const zones = props.availabilityZones;
    if (!checks.literal('availabilityZones', zones)) {
      return;
    }
    checks.distinct('availabilityZones', zones, 'SEKS1103');
    if (zones.length < 2) {
      const what = `availabilityZones ${show(zones)} holds fewer than two zones`;
      const fix = 'EKS needs subnets in at least two availability zones: add one.';
      checks.report({
        code: 'SEKS1101',
        property: 'availabilityZones',
        value: zones,
        limit: '2 to 6',
        what,
        fix,
      });
    }
    for (const zone of zones) {
      if (checks.literal('availabilityZones', zone) && zoneIndex(zone) === undefined) {
        const what = `availabilityZones ${show(zone)} does not end in a letter from a to f`;
        const fix = 'Give the name of an availability zone, such as eu-west-1a.';
        checks.report({ code: 'SEKS1002', property: 'availabilityZones', value: zone, what, fix });
      }
    }
    checks.tags('tags', props.tags);
    checks.literal('preventDestroy', props.preventDestroy);
    this.validateControlPlaneZones(checks, props);
    checks.networkCidr('cidr', cidr);
    const prefix = checks.literal('cidr', cidr) ? parseIpv4Cidr(cidr)?.prefix : undefined;
    if (prefix !== undefined && (prefix < 16 || prefix > 20)) {
      const what = `cidr ${show(cidr)} has a prefix of /${String(prefix)}`;
      const fix = 'Give a prefix from /16 to /20, so that the subnets have room for nodes and pods.';
      checks.report({ code: 'SEKS1104', property: 'cidr', value: cidr, limit: '/16 to /20', what, fix });
    }
  }

  private validateControlPlaneZones(checks: PropertyChecks, props: EksVpcProps): void {
    const { controlPlaneZones, availabilityZones } = props;
    const property = 'controlPlaneZones';
    if (controlPlaneZones === undefined) {
      return;
    }
    const strangers = controlPlaneZones.filter((zone) => !availabilityZones.includes(zone));
    if (strangers.length > 0) {
      const what = `controlPlaneZones names ${show(strangers)}, which are no availability zones of the network`;
      const fix = 'Add them to availabilityZones, or drop them.';
      checks.report({
        code: 'SEKS1002',
        property,
        value: strangers,
        limit: availabilityZones.join(', '),
        what,
        fix,
      });
    }
    if (new Set(controlPlaneZones).size < 2) {
      const what = `controlPlaneZones ${show(controlPlaneZones)} holds fewer than two zones`;
      const fix = 'EKS needs subnets in at least two availability zones: add one.';
      checks.report({ code: 'SEKS1101', property, value: controlPlaneZones, limit: 'at least 2', what, fix });
    }
  }
}
