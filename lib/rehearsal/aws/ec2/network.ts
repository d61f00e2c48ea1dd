/**
 * Subnets and network interfaces, as other services use them.
 */
import type { Known, KnownValues } from '../../protocol/value';
import type { World, WorldObject } from '../../world/world';
import { ApiError } from '../../engine/api-error';
import { subnetReachesAws } from './routing';

/** The VPC of all subnets that no stack manages. */
export const UNMANAGED_VPC = 'vpc-0123456789abcdef0';

/** Subnets that a stack mentions and none manages are taken as existing, unless they were deleted behind its back. */
export function requireSubnets(world: World, subnetIds: readonly string[]): void {
  const missing = subnetIds.filter((id) => world.isGone(id));
  const [first] = missing;
  if (first !== undefined) {
    throw new ApiError('InvalidSubnetID.NotFound', `The subnet ID '${first}' does not exist`);
  }
}

/**
 * Puts a network interface into a subnet; a subnet with one in it cannot be deleted.
 *
 * @param more what else is known of it: `public_ip` keeps the internet gateway, `security_group_ids` keep their groups
 */
export function addNetworkInterface(
  world: World,
  region: string,
  id: string,
  subnetId: string,
  description: string,
  more: KnownValues = {},
): void {
  world.add({
    kind: 'network-interface',
    id,
    region,
    attributes: { subnet_id: subnetId, description, status: 'in-use', ...more },
  });
}

/** Takes a network interface away. */
export function removeNetworkInterface(world: World, region: string, id: string): void {
  const found = world.get('network-interface', id, region);
  if (found !== undefined) {
    world.remove(found);
  }
}

/** The network interfaces in a subnet. */
export function interfacesIn(world: World, subnetId: string): readonly WorldObject[] {
  return world.all('network-interface').filter(({ attributes }) => attributes['subnet_id'] === subnetId);
}

/** The network interfaces in all subnets of a VPC. */
export function interfacesOfVpc(world: World, vpcId: string): readonly WorldObject[] {
  const subnets = world
    .all('aws_subnet')
    .filter(({ attributes }) => attributes['vpc_id'] === vpcId)
    .map(({ id }) => id as Known);
  return world
    .all('network-interface')
    .filter(
      ({ attributes }) => attributes['vpc_id'] === vpcId || subnets.includes(attributes['subnet_id'] ?? null),
    );
}

/** Whether nodes in a subnet reach the API endpoints of AWS: by a route to the internet, or because no stack manages it. */
export function reachesInternet(world: World, subnetId: string): boolean {
  return subnetReachesAws(world, subnetId);
}
