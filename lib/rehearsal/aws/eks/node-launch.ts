/**
 * Instances of nodes: how they start and how they end, with the network interface that keeps their subnet in use.
 */
import { ApiError } from '../../engine/api-error';
import type { Call } from '../../engine/rules';
import type { World } from '../../world/world';
import { architectureOf, imageFacts } from '../ec2/image';
import { addNetworkInterface, removeNetworkInterface } from '../ec2/network';
import type { ClusterModel, NodeModel } from './cluster-model';
import type { HealthIssue } from './node-health';
import { architectureMismatch } from './node-group-checks';
import type { NodeGroupSpec } from './node-group-spec';
import { beginLife, lifeOf, nameOfNode } from './node-life';
import { schedule } from './workloads';

/** What came of an order for instances. */
export interface Launch {
  readonly nodes: readonly NodeModel[];
  /** Why there are none. */
  readonly issue?: HealthIssue;
}

/** Starts instances for a group and lets the time pass until their kubelets knock at the cluster. */
export async function launchNodes(
  call: Call,
  cluster: ClusterModel,
  group: string,
  spec: NodeGroupSpec,
  count: number,
  origin: NodeModel['origin'] = 'managed-node-group',
): Promise<Launch> {
  if (count <= 0) {
    return { nodes: [] };
  }
  const issue = await whyNotStarted(call, spec);
  if (issue !== undefined) {
    return { nodes: [], issue };
  }
  const nodes = Array.from({ length: count }, () => startNode(call, cluster, group, spec, origin));
  await call.takes('ec2:RunInstances');
  await call.takes('kubelet joins');
  return { nodes };
}

/** Ends instances at once. Their interfaces go with them, unless the CNI that would have freed them went first. */
export function terminateNodes(
  world: World,
  region: string,
  cluster: ClusterModel,
  nodes: readonly NodeModel[],
): void {
  for (const node of nodes.filter((one) => cluster.nodes.includes(one))) {
    cluster.nodes.splice(cluster.nodes.indexOf(node), 1);
    const { interfaceId } = lifeOf(node);
    const left = world.get('network-interface', interfaceId, region);
    if (left?.attributes['status'] === 'available') {
      // terraform-aws-eks#285, #2048: nobody is left who would delete it, and its subnet cannot go.
      world.violate(
        'network-interfaces-leaked',
        `${cluster.name}/${node.group}`,
        `The network interface ${interfaceId} of ${node.name} stays in ${node.subnetId}, because the CNI went before the node did.`,
      );
    } else {
      removeNetworkInterface(world, region, interfaceId);
    }
    world.note('node-terminated', nameOfNode(node));
  }
  schedule(world, cluster);
}

/** EKS reports what the Auto Scaling group could not start (terraform-aws-eks reports of AsgInstanceLaunchFailures). */
async function whyNotStarted(call: Call, spec: NodeGroupSpec): Promise<HealthIssue | undefined> {
  const refusal = await refusalOf(call, spec);
  if (refusal === undefined) {
    return undefined;
  }
  const text = `Could not launch On-Demand Instances. ${refusal} Launching EC2 instance failed.`;
  return { code: 'AsgInstanceLaunchFailures', text, resources: [] };
}

async function refusalOf(call: Call, { imageId, instanceTypes }: NodeGroupSpec): Promise<string | undefined> {
  const ofImage = imageId === undefined ? undefined : imageFacts(call.world, imageId).architecture;
  const unfit = instanceTypes.find((type) => ofImage !== undefined && architectureOf(type) !== ofImage);
  if (unfit !== undefined && ofImage !== undefined) {
    return `InvalidParameterValue - ${architectureMismatch(architectureOf(unfit), ofImage)}`;
  }
  try {
    await call.request('ec2:RunInstances');
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) {
      return `${error.code} - ${error.text}`;
    }
    throw error;
  }
}

function startNode(
  call: Call,
  cluster: ClusterModel,
  group: string,
  spec: NodeGroupSpec,
  origin: NodeModel['origin'],
): NodeModel {
  const { world, region } = call;
  const node: NodeModel = {
    name: call.newId('i-'),
    origin,
    group,
    roleArn: spec.roleArn,
    subnetId: emptiestSubnet(cluster, group, spec.subnetIds),
    imageId: spec.imageId,
    version: spec.version,
    startedAt: world.clock.now,
    status: 'Booting',
    labels: origin === 'managed-node-group' ? labelsOfNode(group, spec) : spec.labels,
    taints: spec.taints,
  };
  const interfaceId = call.newId('eni-');
  beginLife(node, { generation: spec.generation, userData: spec.userData, interfaceId });
  addNetworkInterface(world, region, interfaceId, node.subnetId, `aws-K8S-${node.name}`, {
    node: node.name,
    security_group_ids: spec.securityGroupIds,
  });
  cluster.nodes.push(node);
  world.note('node-started', nameOfNode(node));
  return node;
}

/** The user's labels with those that the kubelet and EKS add. */
export function labelsOfNode(group: string, spec: NodeGroupSpec): NodeModel['labels'] {
  return {
    ...spec.labels,
    'kubernetes.io/os': spec.kind === 'windows-node' ? 'windows' : 'linux',
    'eks.amazonaws.com/nodegroup': group,
  };
}

/** An Auto Scaling group keeps its zones even. */
function emptiestSubnet(cluster: ClusterModel, group: string, subnetIds: readonly string[]): string {
  const load = (subnet: string): number =>
    cluster.nodes.filter((node) => node.group === group && node.subnetId === subnet).length;
  return [...subnetIds].sort((one, other) => load(one) - load(other))[0] ?? '';
}
