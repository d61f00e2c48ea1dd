/**
 * Subnets and network interfaces, as other services use them.
 */
import type { World } from '../../world/world';
import { ApiError } from '../../engine/api-error';

/** Subnets that a stack mentions and none manages are taken as existing, unless they were deleted behind its back. */
export function requireSubnets(world: World, subnetIds: readonly string[]): void {
  const missing = subnetIds.filter((id) => world.isGone(id));
  const [first] = missing;
  if (first !== undefined) {
    throw new ApiError('InvalidSubnetID.NotFound', `The subnet ID '${first}' does not exist`);
  }
}

/** Puts a network interface into a subnet; a subnet with one in it cannot be deleted. */
export function addNetworkInterface(
  world: World,
  region: string,
  id: string,
  subnetId: string,
  description: string,
): void {
  world.add({
    kind: 'network-interface',
    id,
    region,
    attributes: { subnet_id: subnetId, description, status: 'in-use' },
  });
}

/** Takes a network interface away. */
export function removeNetworkInterface(world: World, region: string, id: string): void {
  const found = world.get('network-interface', id, region);
  if (found !== undefined) {
    world.remove(found);
  }
}

/** Whether nodes in a subnet reach the API endpoints of AWS: by a route to the internet, or because no stack manages it. */
export function reachesInternet(_world: World, _subnetId: string): boolean {
  throw new Error('not written yet');
}
