import { describe, expect, test } from '@jest/globals';
import { reachesInternet } from '../../../../lib/rehearsal/aws/ec2/network';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import { addCluster, addNode } from '../iam/living-cluster';
import { ec2Stage, make, smallNetwork, tryToMake } from './small-network';

describe('A route', () => {
  test('has no second one for the same destination: RouteAlreadyExists', async () => {
    const stage = ec2Stage();
    const { privateTable, internetGateway } = await smallNetwork(stage);
    const { error } = await tryToMake(stage, 'aws_route', 'again', {
      route_table_id: privateTable.id,
      destination_cidr_block: '0.0.0.0/0',
      gateway_id: internetGateway.id,
    });
    expect(error).toMatch(/^RouteAlreadyExists: Route in Route Table \(rtb-/);
  });

  test('beside another destination is fine, and has the id that the provider makes up', async () => {
    const stage = ec2Stage();
    const { privateTable, nat, privateRoute } = await smallNetwork(stage);
    // The provider's id for a default route, as state files show it.
    expect(privateRoute.id).toBe(`r-${privateTable.id}1080289494`);
    const route = await make(stage, 'aws_route', 'more', {
      route_table_id: privateTable.id,
      destination_cidr_block: '192.168.0.0/16',
      nat_gateway_id: nat.id,
    });
    expect(route.attributes['state']).toBe('active');
  });

  test('to something that is gone is refused', async () => {
    const stage = ec2Stage();
    const { privateTable, nat } = await smallNetwork(stage);
    await stage.after(stage.delete('aws_nat_gateway', 'main', nat));
    const { error } = await tryToMake(stage, 'aws_route', 'late', {
      route_table_id: privateTable.id,
      destination_cidr_block: '192.168.0.0/16',
      nat_gateway_id: nat.id,
    });
    expect(error).toBe(`InvalidNatGatewayID.NotFound: The natGateway ID '${nat.id}' does not exist`);
  });

  test('in a table that is gone is refused', async () => {
    const stage = ec2Stage();
    stage.world.vanish('rtb-1');
    const planned = { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' };
    const { error } = await tryToMake(stage, 'aws_route', 'late', planned);
    expect(error).toBe("InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist");
  });

  test.each(['privateRoute', 'privateAssociation', 'publicRoute', 'publicAssociation'] as const)(
    'or association (%s) deleted under nodes cuts them off: egress-lost-under-nodes',
    async (which) => {
      const stage = ec2Stage();
      const network = await smallNetwork(stage);
      addNode(addCluster(stage.world), { subnetId: network.privateSubnet.id });
      const object = network[which];
      await stage.after(stage.delete(object.kind, which, object));
      expect(stage.world.violations.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
        'egress-lost-under-nodes main',
      ]);
    },
  );

  test('replaced by one that leads out as well hurts nobody', async () => {
    const stage = ec2Stage();
    const { privateRoute, privateSubnet } = await smallNetwork(stage);
    addNode(addCluster(stage.world), { subnetId: privateSubnet.id });
    const planned = { ...privateRoute.attributes, nat_gateway_id: null, transit_gateway_id: 'tgw-1' };
    await stage.after(stage.update('aws_route', 'private', privateRoute, planned));
    expect(stage.world.violations).toEqual([]);
    expect(reachesInternet(stage.world, privateSubnet.id)).toBe(true);
  });
});

describe('A route table', () => {
  test('that a subnet uses is not deleted: DependencyViolation', async () => {
    const stage = ec2Stage();
    const { privateTable } = await smallNetwork(stage);
    const { error } = await stage.after(stage.delete('aws_route_table', 'private', privateTable));
    expect(error).toBe(
      `DependencyViolation: The routeTable '${privateTable.id}' has dependencies and cannot be deleted.`,
    );
  });

  test('goes after its associations', async () => {
    const stage = ec2Stage();
    const { privateTable, privateAssociation } = await smallNetwork(stage);
    await stage.after(stage.delete('aws_route_table_association', 'private', privateAssociation));
    const { error } = await stage.after(stage.delete('aws_route_table', 'private', privateTable));
    expect(error).toBeUndefined();
  });

  test('is the only one of a subnet: Resource.AlreadyAssociated', async () => {
    const stage = ec2Stage();
    const { publicTable, privateSubnet } = await smallNetwork(stage);
    const planned = { route_table_id: publicTable.id, subnet_id: privateSubnet.id };
    const { error } = await tryToMake(stage, 'aws_route_table_association', 'again', planned);
    expect(error).toMatch(/^Resource.AlreadyAssociated: the specified association for route table rtb-/);
  });
});

describe('The internet is reached', () => {
  test('from both subnets of a complete network', async () => {
    const stage = ec2Stage();
    const { publicSubnet, privateSubnet } = await smallNetwork(stage);
    expect(reachesInternet(stage.world, publicSubnet.id)).toBe(true);
    expect(reachesInternet(stage.world, privateSubnet.id)).toBe(true);
  });

  test('from a subnet that no stack manages, until it is deleted', () => {
    const { world } = ec2Stage();
    expect(reachesInternet(world, 'subnet-1')).toBe(true);
    world.vanish('subnet-1');
    expect(reachesInternet(world, 'subnet-1')).toBe(false);
  });

  test('through the main table only when that has a route', async () => {
    const stage = ec2Stage();
    const { vpc, internetGateway } = await smallNetwork(stage);
    const subnet = await make(stage, 'aws_subnet', 'new', { vpc_id: vpc.id, cidr_block: '10.0.64.0/20' });
    expect(reachesInternet(stage.world, subnet.id)).toBe(false);
    await make(stage, 'aws_route', 'main', {
      route_table_id: vpc.attributes['main_route_table_id'] ?? null,
      destination_cidr_block: '0.0.0.0/0',
      gateway_id: internetGateway.id,
    });
    expect(reachesInternet(stage.world, subnet.id)).toBe(true);
  });

  test('through routes that stand within their table, and over IPv6', async () => {
    const stage = ec2Stage();
    const { vpc, nat } = await smallNetwork(stage);
    const routes: readonly KnownValues[] = [
      { cidr_block: '0.0.0.0/0', nat_gateway_id: nat.id },
      { ipv6_cidr_block: '::/0', egress_only_gateway_id: 'eigw-1' },
    ];
    for (const [index, route] of routes.entries()) {
      const cidr = `10.0.${String(64 + 16 * index)}.0/20`;
      const subnet = await make(stage, 'aws_subnet', `s${String(index)}`, {
        vpc_id: vpc.id,
        cidr_block: cidr,
      });
      const table = await make(stage, 'aws_route_table', `t${String(index)}`, {
        vpc_id: vpc.id,
        route: [route],
      });
      await make(stage, 'aws_route_table_association', `a${String(index)}`, {
        route_table_id: table.id,
        subnet_id: subnet.id,
      });
      expect(reachesInternet(stage.world, subnet.id)).toBe(true);
    }
  });

  test('not through a NAT gateway that somebody deleted', async () => {
    const stage = ec2Stage();
    const { nat, privateSubnet } = await smallNetwork(stage);
    stage.world.vanish(nat.id);
    expect(reachesInternet(stage.world, privateSubnet.id)).toBe(false);
  });

  test('by private endpoints, where there is no route at all', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    const subnet = await make(stage, 'aws_subnet', 'a', { vpc_id: vpc.id, cidr_block: '10.0.0.0/20' });
    for (const service of ['ec2', 'ecr.api', 'ecr.dkr', 's3']) {
      expect(reachesInternet(stage.world, subnet.id)).toBe(false);
      await make(stage, 'aws_vpc_endpoint', service, {
        vpc_id: vpc.id,
        service_name: `com.amazonaws.eu-west-1.${service}`,
      });
    }
    expect(reachesInternet(stage.world, subnet.id)).toBe(true);
  });
});
