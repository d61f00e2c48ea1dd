/**
 * Where packets from a subnet go: route tables, default routes and what they lead to.
 *
 * Whatever no stack manages is taken as working: a table, gateway or VPC that is only mentioned by its id.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import type { World, WorldObject } from '../../world/world';
import { clustersOf } from '../eks/cluster-model';
import { textOr } from '../texts';

/** Where a route leads, by the argument that names it: of these the simulation knows whether they lead out. */
const KNOWN_TARGETS = ['nat_gateway_id', 'gateway_id', 'egress_only_gateway_id'] as const;

/** Leads out of the VPC through something whose inside nobody here knows: a firewall, a hub, an instance. */
const OPAQUE_TARGETS = [
  'transit_gateway_id',
  'network_interface_id',
  'vpc_endpoint_id',
  'vpc_peering_connection_id',
  'core_network_arn',
  'local_gateway_id',
  'carrier_gateway_id',
] as const;

/**
 * A node needs these when it has no way to the internet (EKS user guide, "Deploy private clusters with limited internet
 * access"): to find itself, and to pull images.
 */
const ENDPOINTS_OF_PRIVATE_NODES = ['ec2', 'ecr.api', 'ecr.dkr', 's3'];

/** Whether nodes in a subnet reach the API endpoints of AWS. */
export function subnetReachesAws(world: World, subnetId: string): boolean {
  const subnet = managed(world, 'aws_subnet', subnetId);
  if (subnet === undefined) {
    return !world.isGone(subnetId);
  }
  return hasWayOut(world, subnet) || hasPrivateEndpoints(world, subnet.attributes['vpc_id']);
}

/**
 * Makes a change to the network and finds the nodes that lost their way out by it. AWS allows that; kubelets then lose
 * the API endpoints, image pulls fail and nodes that are being drained hang.
 *
 * @param what the change in a few words: "the NAT gateway nat-… was deleted"
 */
export function watchingEgress(world: World, what: string, change: () => void): void {
  const before = nodesByReach(world);
  change();
  for (const { cluster, node, subnetId } of before) {
    if (!subnetReachesAws(world, subnetId)) {
      world.violate(
        'egress-lost-under-nodes',
        cluster,
        `${capitalize(what)} while nodes of the cluster ${cluster} needed it: ${node} in ${subnetId} reaches no AWS endpoint any more.`,
      );
    }
  }
}

/** The way from a subnet to an internet gateway, as a NAT gateway in it needs one. */
function reachesInternetGateway(world: World, subnet: WorldObject): boolean {
  const routes = defaultRoutes(world, subnet);
  return routes === undefined || routes.some((route) => leadsToInternetGateway(world, route));
}

/** The internet gateway of a VPC, if one is attached. */
export function internetGatewayOf(world: World, vpcId: Known | undefined): WorldObject | undefined {
  const attachment = world.find('aws_internet_gateway_attachment', { vpc_id: vpcId ?? null });
  return world
    .all('aws_internet_gateway')
    .find(
      ({ id, attributes }) =>
        attributes['vpc_id'] === vpcId || attachment?.attributes['internet_gateway_id'] === id,
    );
}

/** An object that a stack manages; one that only a test put there is taken as part of a network that works. */
function managed(world: World, kind: string, id: string): WorldObject | undefined {
  return world.all(kind).find((object) => object.id === id && object.address !== undefined);
}

interface NodeWithReach {
  readonly cluster: string;
  readonly node: string;
  readonly subnetId: string;
}

function nodesByReach(world: World): readonly NodeWithReach[] {
  return clustersOf(world).flatMap(({ name, nodes }) =>
    nodes
      .filter(({ subnetId }) => subnetReachesAws(world, subnetId))
      .map((node) => ({ cluster: name, node: node.name, subnetId: node.subnetId })),
  );
}

function hasWayOut(world: World, subnet: WorldObject): boolean {
  const routes = defaultRoutes(world, subnet);
  return routes === undefined || routes.some((route) => leadsOut(world, route));
}

/** The default routes of a subnet; nothing when its table is nobody's, so that nobody knows. */
function defaultRoutes(world: World, subnet: WorldObject): readonly KnownValues[] | undefined {
  const { id, attributes } = subnet;
  const vpc = managed(world, 'aws_vpc', textOr(attributes['vpc_id']));
  const own = world.find('aws_route_table_association', { subnet_id: id });
  const main =
    world.find('aws_main_route_table_association', { vpc_id: attributes['vpc_id'] ?? null })?.attributes[
      'route_table_id'
    ] ?? vpc?.attributes['main_route_table_id'];
  const tableId = own?.attributes['route_table_id'] ?? main;
  if (typeof tableId !== 'string') {
    return undefined;
  }
  const isKnown =
    managed(world, 'aws_route_table', tableId) !== undefined ||
    vpc?.attributes['main_route_table_id'] === tableId;
  return isKnown ? routesOf(world, tableId).filter(isDefaultRoute) : undefined;
}

function routesOf(world: World, tableId: string): readonly KnownValues[] {
  const separate = world
    .all('aws_route')
    .filter(({ attributes }) => attributes['route_table_id'] === tableId)
    .map(({ attributes }) => attributes);
  const tables = [
    ...world.all('aws_route_table').filter(({ id }) => id === tableId),
    ...world
      .all('aws_default_route_table')
      .filter(({ attributes }) => attributes['default_route_table_id'] === tableId),
  ];
  const inline = tables.flatMap(({ attributes: { route } }) =>
    isValueList(route) ? route.filter((item): item is KnownValues => isValues(item)) : [],
  );
  return [...separate, ...inline];
}

/** Routes of their own name the destination otherwise than those within a table. */
function isDefaultRoute(route: KnownValues): boolean {
  return (
    route['destination_cidr_block'] === '0.0.0.0/0' ||
    route['cidr_block'] === '0.0.0.0/0' ||
    route['destination_ipv6_cidr_block'] === '::/0' ||
    route['ipv6_cidr_block'] === '::/0'
  );
}

function leadsOut(world: World, route: KnownValues): boolean {
  const [target, id] = targetOf(route, KNOWN_TARGETS) ?? [];
  switch (target) {
    case 'nat_gateway_id':
      return natGatewayWorks(world, id ?? '');
    case 'gateway_id':
      return leadsToInternetGateway(world, route);
    case 'egress_only_gateway_id':
      return stands(world, 'aws_egress_only_internet_gateway', id ?? '');
    default:
      return targetOf(route, OPAQUE_TARGETS) !== undefined;
  }
}

function leadsToInternetGateway(world: World, route: KnownValues): boolean {
  const [, id] = targetOf(route, ['gateway_id']) ?? [];
  if (id === undefined || id === 'local') {
    return false;
  }
  const gateway = world.all('aws_internet_gateway').find((object) => object.id === id);
  return gateway === undefined
    ? !world.isGone(id)
    : internetGatewayOf(world, gateway.attributes['vpc_id'] ?? null) !== undefined;
}

/** One that failed has no public address, and one without a route to an internet gateway carries nothing. */
function natGatewayWorks(world: World, id: string): boolean {
  const gateway = managed(world, 'aws_nat_gateway', id);
  if (gateway === undefined) {
    return !world.isGone(id);
  }
  const { public_ip: publicIp, subnet_id: subnetId } = gateway.attributes;
  const subnet = managed(world, 'aws_subnet', textOr(subnetId));
  return (
    typeof publicIp === 'string' &&
    publicIp !== '' &&
    (subnet === undefined || reachesInternetGateway(world, subnet))
  );
}

function hasPrivateEndpoints(world: World, vpcId: Known | undefined): boolean {
  const services = world
    .all('aws_vpc_endpoint')
    .filter(({ attributes }) => attributes['vpc_id'] === vpcId)
    .map(({ attributes }) => textOr(attributes['service_name']));
  return ENDPOINTS_OF_PRIVATE_NODES.every((name) => services.some((service) => service.endsWith(`.${name}`)));
}

function stands(world: World, kind: string, id: string): boolean {
  return managed(world, kind, id) !== undefined || !world.isGone(id);
}

function targetOf<T extends string>(
  route: KnownValues,
  names: readonly T[],
): readonly [T, string] | undefined {
  for (const name of names) {
    const id = route[name];
    if (typeof id === 'string' && id !== '') {
      return [name, id];
    }
  }
  return undefined;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
