/**
 * The network of the hand-written quickstart.
 */
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** What the cluster needs of the network. */
export interface HandwrittenNetwork {
  readonly subnetIds: string[];
  readonly routes: TerraformResource[];
  readonly associations: TerraformResource[];
  readonly endpoint: TerraformResource;
}

/** A VPC with a private and a public subnet in each of three zones. */
export function handwrittenNetwork(stack: TerraformStack): HandwrittenNetwork {
  const scope = new Construct(stack, 'Network');
  const named = (suffix = '', more: Record<string, string> = {}) => ({
    ...more,
    Name: `quickstart-Network${suffix}`,
  });
  const vpc = new Vpc(scope, 'Resource', {
    cidrBlock: '10.0.0.0/16',
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: named(),
    lifecycle: { preventDestroy: true },
  });
  const vpcId = vpc.id;
  new DefaultSecurityGroup(scope, 'DefaultSecurityGroup', { vpcId, tags: named('-default') });
  const gateway = new InternetGateway(scope, 'InternetGateway', { vpcId, tags: named() });
  const publicTable = new RouteTable(scope, 'PublicRouteTable', { vpcId, tags: named('-public') });
  const publicRoute = new Route(scope, 'PublicRoute', {
    routeTableId: publicTable.id,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: gateway.id,
  });
  const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'].map((availabilityZone, index) => {
    const zone = new Construct(scope, availabilityZone);
    const privateSubnet = new Subnet(zone, 'PrivateSubnet', {
      vpcId,
      availabilityZone,
      cidrBlock: `10.0.${index * 32}.0/19`,
      tags: named(`-${availabilityZone}-private`, { 'kubernetes.io/role/internal-elb': '1' }),
      lifecycle: { preventDestroy: true },
    });
    const publicSubnet = new Subnet(zone, 'PublicSubnet', {
      vpcId,
      availabilityZone,
      cidrBlock: `10.0.${192 + index}.0/24`,
      mapPublicIpOnLaunch: false,
      tags: named(`-${availabilityZone}-public`, { 'kubernetes.io/role/elb': '1' }),
    });
    const publicAssociation = new RouteTableAssociation(zone, 'PublicAssociation', {
      subnetId: publicSubnet.id,
      routeTableId: publicRoute.routeTableId,
    });
    const natTags = named(`-${availabilityZone}-nat`);
    const address = new Eip(zone, 'NatAddress', { domain: 'vpc', tags: natTags });
    const nat = new NatGateway(zone, 'NatGateway', {
      allocationId: address.id,
      subnetId: publicSubnet.id,
      tags: natTags,
      dependsOn: [publicRoute, publicAssociation],
    });
    const table = new RouteTable(zone, 'PrivateRouteTable', {
      vpcId,
      tags: named(`-${availabilityZone}-private`),
    });
    const route = new Route(zone, 'PrivateRoute', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.id,
    });
    const association = new RouteTableAssociation(zone, 'PrivateAssociation', {
      subnetId: privateSubnet.id,
      routeTableId: table.id,
    });
    return { subnetId: privateSubnet.id, tableId: table.id, route, association };
  });
  const endpoint = new VpcEndpoint(scope, 'S3Endpoint', {
    vpcId,
    vpcEndpointType: 'Gateway',
    serviceName: 'com.amazonaws.eu-west-1.s3',
    routeTableIds: zones.map((zone) => zone.tableId),
    tags: named('-s3'),
  });
  return {
    subnetIds: zones.map((zone) => zone.subnetId),
    routes: zones.map((zone) => zone.route),
    associations: zones.map((zone) => zone.association),
    endpoint,
  };
}
