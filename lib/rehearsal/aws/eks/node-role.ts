/**
 * The role of a node group while its nodes run.
 */
import type { World } from '../../world/world';
import type { ClusterModel, NodeGroupModel } from './cluster-model';
import { missingPolicies } from './node-wants';

/**
 * Finds policies that a role has lost while nodes use it: kubelets fail to renew what they hold, and nodes that are drained
 * hang (provider documentation of aws_eks_node_group, on `depends_on`).
 */
export function noticeLostPolicies(
  world: World,
  cluster: ClusterModel,
  { name, roleArn }: NodeGroupModel,
): void {
  const joined = cluster.nodes.filter(({ group, status }) => group === name && status !== 'Booting');
  if (joined.length === 0) {
    return;
  }
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  for (const policy of missingPolicies(world, roleArn)) {
    world.violate(
      'role-lost-policies',
      `${roleName}/${policy}`,
      `${policy} was taken from the role ${roleName} while nodes of the node group ${name} in the cluster ${cluster.name} used it.`,
    );
  }
}
