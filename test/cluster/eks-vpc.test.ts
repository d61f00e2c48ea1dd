/**
 * The default network: address ranges, routes, NAT gateways, and what comes before a cluster in it.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { expect, test } from '@jest/globals';
import type { EksVpcProps } from '../../lib/cluster/eks-vpc';
import { EksVpc, NatGateways } from '../../lib/cluster/eks-vpc';
import { zoneCidrs, zoneIndex } from '../../lib/cluster/eks-vpc-zone';
import { contains, overlaps, parseIpv4Cidr } from '../../lib/validation/checks/cidr';
import { newCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

function rendered(props: Partial<EksVpcProps> = {}) {
  const app = newApp();
  const stack = newStack(app);
  const network = new EksVpc(stack, 'Network', { availabilityZones: ZONES, ...props });
  return { network, graph: synth(app).stack('stack').graph };
}

test.each([16, 17, 18, 19, 20])(
  'in a /%i the subnets of six zones lie within the network and do not overlap',
  (prefix) => {
    const vpc = parseIpv4Cidr(`10.0.0.0/${String(prefix)}`)!;
    const subnets = [0, 1, 2, 3, 4, 5]
      .map((index) => zoneCidrs(vpc, index))
      .flatMap((zone) => [zone.private, zone.public])
      .map((text) => parseIpv4Cidr(text)!);

    expect(subnets).toHaveLength(12);
    subnets.forEach((subnet, index) => {
      expect(contains(vpc, subnet)).toBe(true);
      // The smallest subnet that AWS makes is a /28.
      expect(subnet.prefix).toBeLessThanOrEqual(28);
      expect(subnets.slice(index + 1).filter((other) => overlaps(subnet, other))).toEqual([]);
    });
  },
);

test('the ranges of a /16 are those of the documentation', () => {
  const vpc = parseIpv4Cidr('10.0.0.0/16')!;

  expect([0, 1, 5].map((index) => zoneCidrs(vpc, index))).toEqual([
    { private: '10.0.0.0/19', public: '10.0.192.0/24' },
    { private: '10.0.32.0/19', public: '10.0.193.0/24' },
    { private: '10.0.160.0/19', public: '10.0.197.0/24' },
  ]);
});

test.each([
  ['eu-west-1a', 0],
  ['us-east-1f', 5],
  ['us-west-2g', undefined],
  ['euw1-az1', undefined],
  ['', undefined],
])("the zone '%s' has the place %s", (zone, expected) => {
  expect(zoneIndex(zone)).toBe(expected);
});

test('each zone has a private and a public subnet, tagged for load balancers', () => {
  const { graph, network } = rendered();

  expect(graph.ofType('aws_subnet')).toHaveLength(6);
  expect(graph.at('Network/eu-west-1b/PrivateSubnet').block).toMatchObject({
    availability_zone: 'eu-west-1b',
    cidr_block: '10.0.32.0/19',
    tags: { Name: 'stack-Network-eu-west-1b-private', 'kubernetes.io/role/internal-elb': '1' },
  });
  expect(graph.at('Network/eu-west-1b/PublicSubnet').block).toMatchObject({
    availability_zone: 'eu-west-1b',
    cidr_block: '10.0.193.0/24',
    map_public_ip_on_launch: false,
    tags: { Name: 'stack-Network-eu-west-1b-public', 'kubernetes.io/role/elb': '1' },
  });
  expect(network).toMatchObject({ cidr: '10.0.0.0/16', availabilityZones: ZONES, ipv4Only: true });
  expect(network.controlPlaneSubnetIds).toEqual(network.privateSubnetIds);
  expect(network.nodeSubnetIds).toEqual(network.privateSubnetIds);
  expect(network.publicSubnetIds).toHaveLength(3);
});

test('the default security group has no rules', () => {
  const { block } = rendered().graph.at('Network/DefaultSecurityGroup');

  expect([block['ingress'], block['egress']]).toEqual([undefined, undefined]);
});

test('names can be resolved, as the private endpoint needs', () => {
  expect(rendered().graph.at('Network/Resource').block).toMatchObject({
    cidr_block: '10.0.0.0/16',
    enable_dns_hostnames: true,
    enable_dns_support: true,
  });
});

test('each private subnet goes out through the NAT gateway of its own zone', () => {
  const { graph } = rendered();

  for (const zone of ZONES) {
    const gateway = graph.at(`Network/${zone}/NatGateway`);
    expect(graph.at(`Network/${zone}/PrivateRoute`).dependsOn).toContain(gateway.address);
    expect(gateway.dependsOn).toEqual(
      expect.arrayContaining([
        graph.at(`Network/${zone}/PublicSubnet`).address,
        graph.at(`Network/${zone}/PublicAssociation`).address,
        graph.at('Network/PublicRoute').address,
      ]),
    );
  }
});

test('a single NAT gateway serves all zones', () => {
  const { graph } = rendered({ natGateways: NatGateways.SINGLE });
  const gateways = graph.ofType('aws_nat_gateway');

  expect(gateways).toHaveLength(1);
  expect(graph.ofType('aws_eip')).toHaveLength(1);
  for (const zone of ZONES) {
    expect(graph.at(`Network/${zone}/PrivateRoute`).dependsOn).toContain(gateways[0]!.address);
  }
});

test('a zone that is added does not move the single NAT gateway', () => {
  const pathOf = (availabilityZones: string[], controlPlaneZones?: string[]) =>
    rendered({ availabilityZones, controlPlaneZones, natGateways: NatGateways.SINGLE }).graph.ofType(
      'aws_nat_gateway',
    )[0]!.path;

  expect(pathOf(ZONES, ['eu-west-1b', 'eu-west-1c'])).toBe(pathOf(['eu-west-1b', 'eu-west-1c']));
});

test('zones can be named in any order, and leave the others where they are', () => {
  const blocks = (availabilityZones: string[]) =>
    new Map(rendered({ availabilityZones }).graph.nodes.map(({ path, block }) => [path, block]));
  const [all, reversed, fewer] = [
    blocks(ZONES),
    blocks([...ZONES].reverse()),
    blocks(['eu-west-1a', 'eu-west-1c']),
  ];

  expect(reversed).toEqual(all);
  const moved = [...fewer].filter(
    ([path, block]) =>
      path !== 'Network/S3Endpoint' && JSON.stringify(all.get(path)) !== JSON.stringify(block),
  );
  expect(moved).toEqual([]);
});

test('S3 is reached through an endpoint on the private routes, unless that is not wanted', () => {
  const { graph } = rendered();
  const endpoint = graph.at('Network/S3Endpoint');

  expect(endpoint.block).toMatchObject({
    vpc_endpoint_type: 'Gateway',
    service_name: 'com.amazonaws.eu-west-1.s3',
  });
  expect(endpoint.dependsOn).toEqual(
    expect.arrayContaining(ZONES.map((zone) => graph.at(`Network/${zone}/PrivateRouteTable`).address)),
  );
  expect(rendered({ s3GatewayEndpoint: false }).graph.ofType('aws_vpc_endpoint')).toEqual([]);
});

test('flow logs record everything and wait for the policy of their role', () => {
  const { graph } = rendered({ flowLogs: { retentionInDays: 7 } });
  const flowLog = graph.at('Network/FlowLogs/Resource');

  expect(flowLog.block).toMatchObject({ traffic_type: 'ALL' });
  expect(flowLog.dependsOn).toContain(graph.at('Network/FlowLogs/Role/Inline-write').address);
  expect(graph.at('Network/FlowLogs/LogGroup').block).toMatchObject({
    name: '/aws/vpc/stack-Network/flow-logs',
    retention_in_days: 7,
  });
  expect(rendered({ flowLogs: {} }).graph.at('Network/FlowLogs/LogGroup').block['retention_in_days']).toBe(
    30,
  );
});

test('without being asked for there are no flow logs', () => {
  expect(rendered().graph.ofType('aws_flow_log')).toEqual([]);
});

test('the provider that is given is used by every resource', () => {
  const app = newApp();
  const stack = newStack(app);
  const provider = new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-west-1' });
  new EksVpc(stack, 'Network', { availabilityZones: ZONES, flowLogs: {}, provider });

  const { nodes } = synth(app).stack('stack').graph;
  expect(nodes.filter(({ block }) => block['provider'] !== 'aws.other').map(({ path }) => path)).toEqual([]);
});

test('a cluster comes after the ways out of its subnets, and after the endpoint', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, { network: new EksVpc(stack, 'Network', { availabilityZones: ZONES.slice(0, 2) }) });

  expect(edgesOf(synth(app))['Cluster/Resource']).toEqual(
    expect.arrayContaining([
      'Network/S3Endpoint',
      'Network/eu-west-1a/PrivateAssociation',
      'Network/eu-west-1a/PrivateRoute',
      'Network/eu-west-1b/PrivateAssociation',
      'Network/eu-west-1b/PrivateRoute',
    ]),
  );
});
