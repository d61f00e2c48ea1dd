/**
 * Auto Scaling groups of self-managed nodes. EKS knows nothing of them: they join the cluster that their user data names, if
 * their role is let in, and nobody tells Terraform when they do not.
 */
import { parseDuration } from '../../engine/active-call';
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, DeleteCall, ResourceRules, UpdateCall } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { clustersOf, textsOf } from '../eks/cluster-model';
import { waitedTooLong } from '../eks/cluster-waiter';
import { lifeOf } from '../eks/node-life';
import { launchNodes } from '../eks/node-launch';
import type { GroupTarget } from './autoscaling-nodes';
import { endNodes, findTarget, followNodes, nodesOfGroup } from './autoscaling-nodes';
import { cancelRefresh, startRefresh } from './instance-refresh';
import { requireSubnets } from './network';

/** aws_autoscaling_group. */
export const AUTOSCALING_GROUP_RULES: ResourceRules = {
  create: createGroup,
  update: updateGroup,
  delete: deleteGroup,
};

/** What starts an instance refresh when it changes (provider documentation, autoscaling_group). */
const TRIGGERS = ['launch_template', 'mixed_instances_policy'];

async function createGroup(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  await call.request('autoscaling:CreateAutoScalingGroup');
  requireSubnets(world, textsOf(planned['vpc_zone_identifier']));
  const name = nameOf(call);
  call.exists(name, {
    name,
    arn: `arn:${call.partition}:autoscaling:${region}:${call.accountId}:autoScalingGroup:${call.newId('')}:autoScalingGroupName/${name}`,
  });
  const target = findTarget(world, region, planned);
  if (target === undefined) {
    await call.takes('create');
    return;
  }
  await launch(call, target, name, sizeOf(planned, 0));
}

async function updateGroup(call: UpdateCall): Promise<void> {
  const { world, region, object, planned } = call;
  await call.request('autoscaling:UpdateAutoScalingGroup');
  await call.takes('update');
  requireSubnets(world, textsOf(planned['vpc_zone_identifier']));
  // Whatever the update is about (provider documentation, autoscaling_group).
  cancelRefresh(object);
  const target = findTarget(world, region, planned);
  if (target === undefined) {
    return;
  }
  const { cluster, spec } = target;
  const nodes = nodesOfGroup(cluster, object.id);
  const wanted = sizeOf(planned, nodes.length);
  const surplus = nodes.slice(0, Math.max(0, nodes.length - wanted));
  if (surplus.length > 0) {
    await endNodes(call, cluster, planned, surplus, `the Auto Scaling group ${object.id} was made smaller`);
  }
  await launch(call, target, object.id, wanted - nodes.length);
  const isOld = nodesOfGroup(cluster, object.id).some((node) => lifeOf(node).generation !== spec.generation);
  if (isOld && hasRefresh(planned) && TRIGGERS.some((name) => call.changes(name))) {
    await call.request('autoscaling:StartInstanceRefresh');
    startRefresh(call, target);
  }
}

async function deleteGroup(call: DeleteCall): Promise<void> {
  const { world, object } = call;
  await call.request('autoscaling:DeleteAutoScalingGroup');
  for (const cluster of clustersOf(world)) {
    const nodes = nodesOfGroup(cluster, object.id);
    if (nodes.length > 0) {
      const because = `the Auto Scaling group ${object.id} was deleted`;
      await endNodes(call, cluster, object.attributes, nodes, because);
    }
  }
}

/** The provider waits until instances run; whether they have joined, it does not see. */
async function launch(call: Call, target: GroupTarget, group: string, count: number): Promise<void> {
  const { nodes, issue } = await launchNodes(call, target.cluster, group, target.spec, count, 'self-managed');
  followNodes(call.world, target, group, nodes);
  const patience = textOf(call.planned['wait_for_capacity_timeout']) || '10m';
  if (issue !== undefined && patience !== '0' && patience !== '0s') {
    const timeout = parseDuration(patience);
    await call.sleep(timeout, 'waiting for capacity');
    const what = `Auto Scaling Group (${group}) capacity satisfied`;
    const last = `want at least ${String(count)} healthy instance(s) in Auto Scaling Group, have 0`;
    const { code, text } = waitedTooLong(what, 'ok', last, timeout);
    throw new ApiError(code, `${text}: ${issue.text}`);
  }
}

function hasRefresh(planned: KnownValues): boolean {
  const blocks = planned['instance_refresh'];
  return Array.isArray(blocks) && blocks.length > 0;
}

/** As many as are wanted, or as there are, within the limits. */
function sizeOf(attributes: KnownValues, current: number): number {
  const { min_size: min = 0, max_size: max = null, desired_capacity: desired = null } = attributes;
  const wanted = Number(desired ?? Math.max(current, Number(min)));
  return Math.min(Math.max(wanted, Number(min)), Number(max ?? Number.POSITIVE_INFINITY));
}

function nameOf(call: Call): string {
  const { name, name_prefix: prefix } = call.planned;
  return textOf(name) || call.newId(textOf(prefix) || 'terraform-');
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}
