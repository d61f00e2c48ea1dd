/**
 * How an Auto Scaling group replaces its instances by itself, after the provider has started that and gone on.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
import type { UpdateCall } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';
import { SECOND } from '../../world/virtual-clock';
import type { WorldObject } from '../../world/world';
import { blockOf } from '../eks/cluster-model';
import { launchNodes } from '../eks/node-launch';
import { lifeOf } from '../eks/node-life';
import type { GroupTarget } from './autoscaling-nodes';
import { endNodes, followNodes, nodesOfGroup } from './autoscaling-nodes';

/** The refresh that runs on a group; there is never more than one. */
const RUNNING = new WeakMap<WorldObject, object>();

/** Ends a refresh that still runs: what is replaced stays, and the rest stays as it is. */
export function cancelRefresh(group: WorldObject): void {
  RUNNING.delete(group);
}

/** Starts a refresh and leaves it to itself. */
export function startRefresh(call: UpdateCall, target: GroupTarget): void {
  const { world, object } = call;
  const refresh = {};
  RUNNING.set(object, refresh);
  const goesOn = (): boolean => RUNNING.get(object) === refresh && world.has(object);
  world.note('instance-refresh-started', object.id);
  replaceAll(call, target, goesOn).then(
    (isDone) => {
      world.note(isDone ? 'instance-refresh-done' : 'instance-refresh-stopped', object.id);
    },
    (error: unknown) => {
      world.violate(
        'simulation-failed',
        object.id,
        `The refresh of ${object.id} broke down: ${String(error)}`,
      );
    },
  );
}

async function replaceAll(call: UpdateCall, target: GroupTarget, goesOn: () => boolean): Promise<boolean> {
  const { world, object, planned } = call;
  const { cluster, spec } = target;
  const group = object.id;
  const preferences = blockOf(blockOf(planned, 'instance_refresh') ?? {}, 'preferences') ?? {};
  const isSkipping = preferences['skip_matching'] === true;
  const old = nodesOfGroup(cluster, group).filter(
    (node) => !isSkipping || lifeOf(node).generation !== spec.generation,
  );
  const { isNewFirst, size } = batchOf(preferences, nodesOfGroup(cluster, group).length);
  const warmup =
    Number(preferences['instance_warmup'] ?? planned['health_check_grace_period'] ?? 300) * SECOND;
  const launch = async (count: number): Promise<boolean> => {
    const { nodes, issue } = await launchNodes(call, cluster, group, spec, count, 'self-managed');
    followNodes(world, target, group, nodes);
    // EC2 knows that an instance runs, and nothing of the kubelet on it.
    await call.sleep(issue === undefined ? warmup : 0, 'instance warm-up');
    return issue === undefined;
  };
  while (old.length > 0 && goesOn()) {
    const leaving = old.splice(0, size).filter((node) => cluster.nodes.includes(node));
    if (isNewFirst && !(await launch(leaving.length))) {
      return false;
    }
    if (!goesOn()) {
      return false;
    }
    const because = `the instance refresh of the Auto Scaling group ${group} terminated their nodes`;
    await endNodes(call, cluster, planned, leaving, because);
    if (!isNewFirst && !(await launch(leaving.length))) {
      return false;
    }
  }
  return goesOn();
}

/** How many instances are replaced at a time: as many as there may be too many, or else as many as may be missing; at least one. */
function batchOf(
  preferences: KnownValues,
  count: number,
): { readonly isNewFirst: boolean; readonly size: number } {
  const most = Number(preferences['max_healthy_percentage'] ?? 100);
  const least = Number(preferences['min_healthy_percentage'] ?? 90);
  const isNewFirst = most > 100;
  const share = isNewFirst ? (count * (most - 100)) / 100 : (count * (100 - least)) / 100;
  return { isNewFirst, size: Math.max(1, Math.floor(share)) };
}
