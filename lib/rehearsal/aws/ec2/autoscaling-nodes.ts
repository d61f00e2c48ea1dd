/**
 * The nodes of an Auto Scaling group: which cluster they look for, how they join it, and how they end.
 */
import type { Call } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import type { ClusterModel, NodeModel } from '../eks/cluster-model';
import { blockOf, clustersOf, textsOf } from '../eks/cluster-model';
import { drain, killPods } from '../eks/node-drain';
import type { NodeGroupSpec } from '../eks/node-group-spec';
import { readSpec } from '../eks/node-group-spec';
import { advanceNodes } from '../eks/node-joining';
import { terminateNodes } from '../eks/node-launch';
import { isBootstrapped, whyNotJoined, whyNotReady } from '../eks/node-wants';

const NODE_POLL = 30 * SECOND;
/** So long somebody who looks at the cluster would wait for the nodes. */
const PATIENCE = 25 * MINUTE;
/** What a lifecycle hook waits when nothing is said (API reference, PutLifecycleHook). */
const DEFAULT_HEARTBEAT = 3600;
const TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING';
const HANDLER = 'node-termination-handler';

/** A cluster, and what the nodes of a group for it are to be. */
export interface GroupTarget {
  readonly cluster: ClusterModel;
  readonly spec: NodeGroupSpec;
}

/** The cluster that the user data of the group's launch template names. */
export function findTarget(world: World, region: string, attributes: KnownValues): GroupTarget | undefined {
  const mixed = blockOf(blockOf(attributes, 'mixed_instances_policy') ?? {}, 'launch_template') ?? {};
  const inPolicy = blockOf(mixed, 'launch_template_specification');
  const template = blockOf(attributes, 'launch_template') ?? renamed(inPolicy);
  if (template === undefined) {
    return undefined;
  }
  const overrides = (isValueList(mixed['override']) ? mixed['override'] : []).filter((override) =>
    isValues(override),
  );
  const types = overrides.map((override) => textOf(override['instance_type'])).filter((type) => type !== '');
  return clustersOf(world)
    .map((cluster) => {
      const given = { launch_template: [template], subnet_ids: textsOf(attributes['vpc_zone_identifier']) };
      const spec = readSpec(world, region, cluster, given);
      const isWindows = spec.userData.includes('<powershell>');
      // Whoever asks for requirements gets types that fit the image.
      const instanceTypes = overrides.length > 0 ? types : spec.instanceTypes;
      return {
        cluster,
        spec: {
          ...spec,
          roleArn: roleOf(world, spec.templateVersion?.data ?? {}),
          instanceTypes,
          kind: isWindows ? ('windows-node' as const) : ('node' as const),
          labels: { 'kubernetes.io/os': isWindows ? 'windows' : 'linux' },
          generation: [spec.generation, ...instanceTypes].join(' '),
        },
      };
    })
    .find(({ cluster, spec }) => cluster.region === region && isBootstrapped(cluster, spec.userData));
}

/** All nodes of a group. */
export function nodesOfGroup(cluster: ClusterModel, group: string): readonly NodeModel[] {
  return cluster.nodes.filter((node) => node.origin === 'self-managed' && node.group === group);
}

/** Looks after nodes that nobody waits for, for a while. */
export function followNodes(
  world: World,
  { cluster, spec }: GroupTarget,
  group: string,
  nodes: readonly NodeModel[],
): void {
  const end = world.clock.now + PATIENCE;
  const look = (): void => {
    const left = nodes.filter((node) => cluster.nodes.includes(node));
    if (left.length === 0 || advanceNodes(world, cluster, left, spec.kind)) {
      return;
    }
    if (world.clock.now >= end) {
      reportOutside(world, { cluster, spec }, group, left);
      return;
    }
    world.clock.later(NODE_POLL, `nodes of ${group}`, look);
  };
  look();
}

/**
 * Ends instances. Nobody drains them: a lifecycle hook only gives time to whoever does, such as aws-node-termination-handler.
 *
 * @param because why, as the middle of a sentence
 */
export async function endNodes(
  call: Call,
  cluster: ClusterModel,
  group: KnownValues,
  nodes: readonly NodeModel[],
  because: string,
): Promise<void> {
  const { world, region } = call;
  const hook = hookOf(group);
  if (hook !== undefined && hasHandler(world)) {
    await drain(call, cluster, nodes);
  } else if (hook !== undefined) {
    await call.sleep(hook, 'lifecycle hook');
  }
  killPods(world, cluster, nodes, because);
  await call.takes('ec2:TerminateInstances');
  terminateNodes(world, region, cluster, nodes);
}

function hookOf(group: KnownValues): number | undefined {
  const hooks = isValueList(group['initial_lifecycle_hook']) ? group['initial_lifecycle_hook'] : [];
  const hook = hooks
    .filter((one) => isValues(one))
    .find((one) => one['lifecycle_transition'] === TERMINATING);
  return hook === undefined ? undefined : Number(hook['heartbeat_timeout'] ?? DEFAULT_HEARTBEAT) * SECOND;
}

/** Whether a Helm release or an object of Kubernetes with such a name is there. */
function hasHandler(world: World): boolean {
  return world
    .all()
    .filter(({ kind }) => kind.startsWith('helm_') || kind.startsWith('kubernetes_'))
    .some(({ id, attributes }) => `${id} ${textOf(attributes['chart'])}`.includes(HANDLER));
}

function reportOutside(
  world: World,
  { cluster, spec }: GroupTarget,
  group: string,
  nodes: readonly NodeModel[],
): void {
  const lost = nodes.filter(({ status }) => status !== 'Ready');
  const [first] = lost;
  const lack =
    first && (whyNotJoined(world, cluster, first, spec.kind) ?? whyNotReady(world, cluster, first));
  world.violate(
    'self-managed-nodes-lost',
    `${cluster.name}/${group}`,
    `${lost.map(({ name }) => name).join(', ')} of the Auto Scaling group ${group} never became Ready in the cluster ` +
      `${cluster.name}: they lack ${lack?.what ?? 'something that they should have had at once'}.`,
  );
}

/** The same reference has longer names in a mixed policy. */
function renamed(reference: KnownValues | undefined): KnownValues | undefined {
  return (
    reference && {
      id: reference['launch_template_id'] ?? null,
      name: reference['launch_template_name'] ?? null,
      version: reference['version'] ?? null,
    }
  );
}

/** The role behind the instance profile; its ARN stands in for it where no stack manages it. */
function roleOf(world: World, data: KnownValues): string {
  const { arn = null, name = null } = blockOf(data, 'iam_instance_profile') ?? {};
  const profile = world
    .all('aws_iam_instance_profile')
    .find(({ attributes }) => attributes['arn'] === arn || attributes['name'] === name);
  const role = world.find('aws_iam_role', { name: profile?.attributes['role'] ?? null });
  return textOf(role?.attributes['arn']) || textOf(arn).replace(':instance-profile/', ':role/');
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}
