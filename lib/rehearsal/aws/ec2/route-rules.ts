/**
 * Route tables, routes and associations.
 *
 * Sources: the provider's `internal/service/ec2/vpc_route.go`, `vpc_route_table.go`, `vpc_route_table_association.go`.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, ResourceRules } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import { MINUTE } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import { watchingEgress } from './routing';
import { arnOf, requireVpc } from './vpc-rules';
import { waitUntilFree } from './waiting';
import { textOr } from '../texts';

const DESTINATIONS = [
  'destination_cidr_block',
  'destination_ipv6_cidr_block',
  'destination_prefix_list_id',
] as const;

/** The error for a target that is gone, by the argument that names it. */
const TARGETS: { readonly [argument: string]: readonly [code: string, text: (id: string) => string] } = {
  nat_gateway_id: ['InvalidNatGatewayID.NotFound', (id) => `The natGateway ID '${id}' does not exist`],
  gateway_id: ['InvalidGatewayID.NotFound', (id) => `The gateway ID '${id}' does not exist`],
  egress_only_gateway_id: ['InvalidGatewayID.NotFound', (id) => `The gateway ID '${id}' does not exist`],
  transit_gateway_id: [
    'InvalidTransitGatewayID.NotFound',
    (id) => `Transit Gateway ${id} was deleted or does not exist.`,
  ],
};

const ROUTE: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateRoute');
    const tableId = requireTable(call);
    const [argument, destination] = destinationOf(call.planned);
    requireTargets(call);
    if (hasRoute(call.world, tableId, argument, destination)) {
      throw new ApiError(
        'RouteAlreadyExists',
        `Route in Route Table (${tableId}) with destination (${destination}) already exists`,
      );
    }
    const { network_interface_id: interfaceId } = call.planned;
    call.exists(`r-${tableId}${String(hashOf(destination))}`, {
      origin: 'CreateRoute',
      state: 'active',
      instance_id: '',
      instance_owner_id: '',
      network_interface_id: interfaceId ?? '',
    });
    await call.takes('create');
  },
  async update(call) {
    await call.request('ec2:ReplaceRoute');
    requireTargets(call);
    const { world, object, planned } = call;
    watchingEgress(world, `the route ${object.id} was replaced`, () => {
      for (const [name, value] of Object.entries(planned)) {
        object.attributes[name] = value;
      }
    });
    await call.takes('update');
  },
  async delete(call) {
    await call.request('ec2:DeleteRoute');
    const { world, object } = call;
    const [, destination] = destinationOf(object.attributes);
    const table = textOr(object.attributes['route_table_id']);
    watchingEgress(world, `the route of ${table} to ${destination} was deleted`, () => {
      world.remove(object);
    });
    await call.takes('delete');
  },
};

const ROUTE_TABLE: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateRouteTable');
    requireVpc(call);
    const id = call.newId('rtb-');
    call.exists(id, { arn: arnOf(call, `route-table/${id}`), owner_id: call.accountId });
    await call.takes('create');
  },
  async update(call) {
    await call.request('ec2:ReplaceRoute');
    const { world, object, planned } = call;
    watchingEgress(world, `the routes of ${object.id} were replaced`, () => {
      object.attributes['route'] = planned['route'] ?? [];
    });
    await call.takes('update');
  },
  async delete(call) {
    await call.request('ec2:DeleteRouteTable');
    const { world, object } = call;
    await waitUntilFree(call, () => !isAssociated(world, object.id), {
      within: call.timeout(5 * MINUTE),
      step: 'waiting for associations of the route table',
      text: `The routeTable '${object.id}' has dependencies and cannot be deleted.`,
    });
    await call.takes('delete');
  },
};

const ASSOCIATION: ResourceRules = {
  async create(call) {
    await call.request('ec2:AssociateRouteTable');
    requireTable(call);
    const { subnet_id: subnetId, gateway_id: gatewayId } = call.planned;
    const other = call.world
      .all('aws_route_table_association')
      .find(({ attributes }) => typeof subnetId === 'string' && attributes['subnet_id'] === subnetId);
    if (other !== undefined) {
      throw new ApiError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${textOr(call.planned['route_table_id'])} conflicts with an existing association`,
      );
    }
    if (typeof subnetId === 'string' && call.world.isGone(subnetId)) {
      throw new ApiError('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
    }
    call.exists(call.newId('rtbassoc-'), { subnet_id: subnetId ?? null, gateway_id: gatewayId ?? null });
    await call.takes('create');
  },
  async update(call) {
    await call.request('ec2:ReplaceRouteTableAssociation');
    const { world, object, planned } = call;
    watchingEgress(world, `the route table of ${textOr(object.attributes['subnet_id'])} was replaced`, () => {
      object.attributes['route_table_id'] = planned['route_table_id'] ?? null;
    });
    await call.takes('update');
  },
  async delete(call) {
    await call.request('ec2:DisassociateRouteTable');
    const { world, object } = call;
    const subnet = textOr(object.attributes['subnet_id']);
    watchingEgress(world, `the association of ${subnet} with its route table was deleted`, () => {
      world.remove(object);
    });
    await call.takes('delete');
  },
};

/** The rules, by type. */
export const ROUTE_RULES: { readonly [type: string]: ResourceRules } = {
  aws_route: ROUTE,
  aws_route_table: ROUTE_TABLE,
  aws_route_table_association: ASSOCIATION,
};

function requireTable(call: CreateCall): string {
  const tableId = textOr(call.planned['route_table_id']);
  if (call.world.isGone(tableId)) {
    throw new ApiError('InvalidRouteTableID.NotFound', `The routeTable ID '${tableId}' does not exist`);
  }
  return tableId;
}

function requireTargets(call: Call): void {
  for (const [argument, [code, text]] of Object.entries(TARGETS)) {
    const id = call.planned[argument];
    if (typeof id === 'string' && call.world.isGone(id)) {
      throw new ApiError(code, text(id));
    }
  }
}

function destinationOf(values: KnownValues): readonly [argument: string, destination: string] {
  for (const argument of DESTINATIONS) {
    const value = values[argument];
    if (typeof value === 'string' && value !== '') {
      return [argument, value];
    }
  }
  return [DESTINATIONS[0], ''];
}

function hasRoute(world: World, tableId: string, argument: string, destination: string): boolean {
  const inTable = argument.replace(/^destination_/, '');
  const table = world.all('aws_route_table').find(({ id }) => id === tableId);
  return (
    world.find('aws_route', { route_table_id: tableId, [argument]: destination }) !== undefined ||
    listOf(table?.attributes['route']).some((route) => isValues(route) && route[inTable] === destination)
  );
}

function isAssociated(world: World, tableId: string): boolean {
  return ['aws_route_table_association', 'aws_main_route_table_association'].some((kind) =>
    world.all(kind).some(({ attributes }) => attributes['route_table_id'] === tableId),
  );
}

function listOf(value: Known | undefined): readonly Known[] {
  return isValueList(value) ? value : [];
}

/** The provider's id of a route ends in a CRC-32 of its destination (`RouteCreateID`). */
function hashOf(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
