/**
 * A cluster that is there, for tests of what happens around it.
 */
import type { ClusterModel, NodeModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { addClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import type { Known } from '../../../../lib/rehearsal/protocol/value';
import type { World } from '../../../../lib/rehearsal/world/world';

/** Puts a cluster into a world. */
export function addCluster(world: World, attributes: { [name: string]: Known } = {}): ClusterModel {
  const object = world.add({
    kind: 'aws_eks_cluster',
    id: 'main',
    region: 'eu-west-1',
    address: 'aws_eks_cluster.main',
    attributes: { name: 'main', id: 'main', ...attributes },
  });
  return addClusterModel(world, {
    name: 'main',
    object,
    status: 'ACTIVE',
    version: '1.35',
    authenticationMode: 'API',
  });
}

/** Puts a running node into a cluster. */
export function addNode(cluster: ClusterModel, node: Partial<NodeModel> = {}): NodeModel {
  const made: NodeModel = {
    name: `i-${String(cluster.nodes.length + 1)}`,
    origin: 'managed-node-group',
    group: 'workers',
    roleArn: 'arn:aws:iam::111122223333:role/node',
    subnetId: 'subnet-1',
    imageId: undefined,
    version: '1.35',
    startedAt: 0,
    status: 'Ready',
    labels: {},
    taints: [],
    ...node,
  };
  cluster.nodes.push(made);
  return made;
}
