/**
 * A network of a stack's own for negative fixtures: private subnets, and a way out of them.
 */
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { ITerraformDependable, TerraformResourceLifecycle, TerraformStack } from 'cdktf';

/** A VPC of the stack's own, with a subnet in each of two zones. */
export interface NaiveNetwork {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly subnetIds: string[];
}

/** Makes it, with the ids `vpc`, `subnet-a` and `subnet-b`. */
export function naiveNetwork(
  stack: TerraformStack,
  ranges: readonly [string, string] = ['10.0.0.0/20', '10.0.16.0/20'],
  lifecycle: TerraformResourceLifecycle = {},
): NaiveNetwork {
  const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' });
  const subnets = ranges.map(
    (cidrBlock, index) =>
      new Subnet(stack, `subnet-${'ab'.charAt(index)}`, {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZone: `eu-west-1${'ab'.charAt(index)}`,
        lifecycle,
      }),
  );
  return { vpc, subnets, subnetIds: subnets.map(({ id }) => id) };
}

/** A NAT gateway in a public subnet, and routes to it from the private ones: all of what nodes there need to reach AWS. */
export function naiveWayOut(
  stack: TerraformStack,
  { vpc, subnets }: NaiveNetwork,
): readonly ITerraformDependable[] {
  const internet = new InternetGateway(stack, 'internet', { vpcId: vpc.id });
  const open = new Subnet(stack, 'public', { vpcId: vpc.id, cidrBlock: '10.0.128.0/24' });
  const toInternet = routeTable(stack, 'to-internet', vpc.id, { gatewayId: internet.id });
  const publicWay = new RouteTableAssociation(stack, 'public-way', {
    subnetId: open.id,
    routeTableId: toInternet.table.id,
  });
  const nat = new NatGateway(stack, 'nat', {
    subnetId: open.id,
    allocationId: new Eip(stack, 'address', { domain: 'vpc' }).id,
    dependsOn: [internet, toInternet.route, publicWay],
  });
  const toNat = routeTable(stack, 'to-nat', vpc.id, { natGatewayId: nat.id });
  const associations = subnets.map(
    (subnet, index) =>
      new RouteTableAssociation(stack, `private-way-${String(index)}`, {
        subnetId: subnet.id,
        routeTableId: toNat.table.id,
      }),
  );
  return [toNat.route, ...associations];
}

function routeTable(
  stack: TerraformStack,
  id: string,
  vpcId: string,
  target: { readonly gatewayId?: string; readonly natGatewayId?: string },
): { readonly table: RouteTable; readonly route: Route } {
  const table = new RouteTable(stack, id, { vpcId });
  const route = new Route(stack, `${id}-route`, {
    routeTableId: table.id,
    destinationCidrBlock: '0.0.0.0/0',
    ...target,
  });
  return { table, route };
}
