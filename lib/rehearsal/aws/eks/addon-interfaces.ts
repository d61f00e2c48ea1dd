/**
 * What a CNI leaves in the subnets when it goes before its nodes.
 */
import type { World } from '../../world/world';
import type { ClusterModel } from './cluster-model';

/**
 * Nobody gives the network interfaces of the nodes back any more: they outlive the instances, and hold subnets and security
 * groups (terraform-aws-eks#285, #2048; terraform-provider-aws#20405).
 */
export function leakNodeInterfaces(world: World, cluster: ClusterModel): void {
  const nodes = cluster.nodes.map(({ name }) => name);
  world
    .all('network-interface')
    .filter(({ attributes }) => nodes.some((name) => attributes['node'] === name))
    .forEach(({ attributes }) => {
      attributes['status'] = 'available';
    });
}
