/**
 * A node group gets more or fewer nodes, or other labels and taints, without its nodes being replaced.
 */
import type { Call } from '../../engine/rules';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { ClusterModel } from './cluster-model';
import { killPods } from './node-drain';
import type { NodeGroupSpec } from './node-group-spec';
import { advanceNodes } from './node-joining';
import { labelsOfNode, launchNodes, terminateNodes } from './node-launch';
import { nodesOf } from './rolling-update';
import { schedule } from './workloads';

const NODE_POLL = 30 * SECOND;
/** The update is successful when the Auto Scaling group has its size; nodes that never come do not fail it (from memory). */
const PATIENCE = 15 * MINUTE;

/** Brings a group to its size. */
export async function resizeNodes(
  call: Call,
  cluster: ClusterModel,
  group: string,
  spec: NodeGroupSpec,
): Promise<void> {
  const { world, region } = call;
  const nodes = nodesOf(cluster, group);
  nodes.forEach((node) => {
    Object.assign(node, { labels: labelsOfNode(group, spec), taints: spec.taints });
  });
  schedule(world, cluster);
  if (nodes.length < spec.size.desired) {
    const launch = await launchNodes(call, cluster, group, spec, spec.size.desired - nodes.length);
    await call.until(() => advanceNodes(world, cluster, launch.nodes, spec.kind), {
      step: 'nodes become Ready',
      every: NODE_POLL,
      within: PATIENCE,
    });
  }
  // Whoever lowers the size is not asked for budgets (EKS user guide, managed-node-update-behavior).
  const surplus = nodes.slice(0, Math.max(0, nodes.length - spec.size.desired));
  if (surplus.length > 0) {
    killPods(world, cluster, surplus, `the node group ${group} was made smaller`);
    await call.takes('ec2:TerminateInstances');
    terminateNodes(world, region, cluster, surplus);
  }
}
