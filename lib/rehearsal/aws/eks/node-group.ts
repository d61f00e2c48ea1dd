/**
 * Managed node groups.
 *
 * Sources: Amazon EKS user guide, "Managed node groups"; the provider's node_group.go for what it asks in which order.
 */
import type { Call, CreateCall, DeleteCall, ResourceRules, UpdateCall } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { WorldObject } from '../../world/world';
import { forgetComputeRole, registerComputeRole } from './authentication';
import type { ClusterModel, NodeGroupModel } from './cluster-model';
import { findCluster, requireCluster } from './cluster-model';
import { unexpectedState } from './cluster-waiter';
import { drain, killPods } from './node-drain';
import { refuseCreation, refuseDeletion, refuseRoll, refuseSize, refuseUpdate } from './node-group-checks';
import { resizeNodes } from './node-group-size';
import type { NodeGroupSpec } from './node-group-spec';
import { maxUnavailableOf, readSpec, sizeOf, versionText } from './node-group-spec';
import { rememberGroup, showGroup } from './node-group-state';
import { waitFor } from './node-group-wait';
import { lastError } from './node-health';
import { advanceNodes, healthIssues, reportWaiting } from './node-joining';
import { launchNodes, terminateNodes } from './node-launch';
import { noticeLostPolicies } from './node-role';
import { nodesOf, rollNodes } from './rolling-update';

/** EKS gives a new group up after so long (terraform-aws-eks#3446, #3327 and #3500 saw 20 to 33 minutes). */
const CREATION_PATIENCE = 25 * MINUTE;
const NODE_POLL = 30 * SECOND;
/** Before EKS drains the nodes of a group that is deleted, it takes the Auto Scaling group down to nothing. */
const SCALE_TO_ZERO = 30 * SECOND;

const VERSION_ARGUMENTS = ['version', 'release_version', 'launch_template'];
const CONFIG_ARGUMENTS = ['labels', 'taint', 'scaling_config', 'update_config', 'node_repair_config'];

/** aws_eks_node_group. */
export const NODE_GROUP_RULES: ResourceRules = {
  create: createGroup,
  update: updateGroup,
  delete: deleteGroup,
  read(object) {
    showGroup(object);
  },
};

async function createGroup(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  const cluster = requireCluster(world, region, planned['cluster_name']);
  await call.request('eks:CreateNodegroup');
  const spec = readSpec(world, region, cluster, planned);
  const name = nameOf(call);
  refuseCreation(call, cluster, name, spec);
  const model: NodeGroupModel = { name, roleArn: spec.roleArn, status: 'CREATING' };
  cluster.nodeGroups.set(name, model);
  const object = call.exists(`${cluster.name}:${name}`, attributesOf(call, cluster, name, spec));
  rememberGroup(object, model, spec);
  registerComputeRole(cluster, spec.roleArn, spec.kind);
  const what = `EKS Node Group (${object.id}) create`;
  await waitFor(call, { what, target: 'ACTIVE', pending: 'CREATING' }, async () => {
    const started = world.clock.now;
    const { nodes, issue } = await launchNodes(call, cluster, name, spec, spec.size.desired);
    const areReady = await call.until(
      () => issue === undefined && advanceNodes(world, cluster, nodes, spec.kind),
      {
        step: 'nodes become Ready',
        every: NODE_POLL,
        within: Math.max(0, started + CREATION_PATIENCE - world.clock.now),
      },
    );
    if (model.status === 'CREATING') {
      model.status = areReady ? 'ACTIVE' : 'CREATE_FAILED';
    }
    showGroup(object);
    if (!areReady) {
      reportWaiting(world, cluster, nodes, 'for good');
      const issues = issue === undefined ? healthIssues(world, cluster, nodes) : [issue];
      throw unexpectedState(what, 'ACTIVE', 'CREATE_FAILED', lastError(issues));
    }
  });
}

async function updateGroup(call: UpdateCall): Promise<void> {
  const { world, region, object, planned } = call;
  const cluster = requireCluster(world, region, object.attributes['cluster_name']);
  const model = requireGroup(cluster, object);
  noticeLostPolicies(world, cluster, model);
  if (VERSION_ARGUMENTS.some((argument) => isChanged(call, argument))) {
    await call.request('eks:UpdateNodegroupVersion');
    await updateVersion(call, cluster, model);
  }
  // The provider changes the configuration last, so that a new `max_unavailable` comes too late for the roll above.
  if (CONFIG_ARGUMENTS.some((argument) => isChanged(call, argument))) {
    await call.request('eks:UpdateNodegroupConfig');
    refuseUpdate(cluster, model);
    const spec = readSpec(world, region, cluster, planned);
    refuseSize(spec.size);
    await whileUpdating(model, 'config', call, async () => {
      await call.takes('eks:UpdateNodegroupConfig');
      await resizeNodes(call, cluster, model.name, spec);
    });
    keep(call, CONFIG_ARGUMENTS);
  }
}

async function updateVersion(call: UpdateCall, cluster: ClusterModel, model: NodeGroupModel): Promise<void> {
  const { world, region, object, planned } = call;
  refuseUpdate(cluster, model);
  const next = readSpec(world, region, cluster, planned);
  refuseRoll(call, cluster, next);
  await whileUpdating(model, 'version', call, async (what) => {
    await rollNodes(call, {
      cluster,
      group: model.name,
      next,
      desired: sizeOf(object.attributes).desired,
      maxUnavailable: maxUnavailableOf(object.attributes),
      isForced: planned['force_update_version'] === true,
      what,
    });
    rememberGroup(object, model, next);
  });
  keep(call, VERSION_ARGUMENTS);
  showGroup(object);
}

async function deleteGroup(call: DeleteCall): Promise<void> {
  const { world, region, object } = call;
  const cluster = findCluster(world, region, object.attributes['cluster_name']);
  const model = cluster?.nodeGroups.get(textOf(object.attributes['node_group_name']));
  if (cluster === undefined || model === undefined) {
    return;
  }
  await call.request('eks:DeleteNodegroup');
  refuseDeletion(model);
  noticeLostPolicies(world, cluster, model);
  model.status = 'DELETING';
  const what = `EKS Node Group (${object.id}) delete`;
  await waitFor(call, { what, target: '', pending: 'DELETING' }, async () => {
    await call.sleep(SCALE_TO_ZERO, 'scaling to zero');
    const nodes = nodesOf(cluster, model.name);
    if (!(await drain(call, cluster, nodes))) {
      killPods(world, cluster, nodes, `the node group ${model.name} was deleted`);
    }
    await call.takes('eks:DeleteNodegroup');
    noticeLostPolicies(world, cluster, model);
    terminateNodes(world, region, cluster, nodes);
    cluster.nodeGroups.delete(model.name);
    forgetComputeRole(cluster, model.roleArn);
  });
}

/** A group that is being updated takes no other change until that is over, well or not. */
async function whileUpdating(
  model: NodeGroupModel,
  kind: 'version' | 'config',
  call: UpdateCall,
  work: (what: string) => Promise<void>,
): Promise<void> {
  const digits = `${call.newId('', 'update')}${call.newId('', 'update')}`;
  const id = [0, 8, 12, 16, 20]
    .map((from, index) => digits.slice(from, [8, 12, 16, 20, 32][index]))
    .join('-');
  const what = `EKS Node Group (${call.object.id}) ${kind} update (${id})`;
  model.status = 'UPDATING';
  await waitFor(call, { what, target: 'Successful', pending: 'InProgress' }, async () => {
    try {
      await work(what);
    } finally {
      model.status = 'ACTIVE';
    }
  });
}

/** What a read answers for a new group, where the user said nothing. */
function attributesOf(call: Call, cluster: ClusterModel, name: string, spec: NodeGroupSpec): KnownValues {
  const { planned, partition, region, accountId } = call;
  const given = (argument: string, fallback: Known): Known => planned[argument] ?? fallback;
  const hasTemplate = spec.template !== undefined;
  const typeIsInTemplate = typeof spec.templateVersion?.data['instance_type'] === 'string';
  const template = {
    ...spec.template,
    id: spec.templateVersion?.template.id ?? spec.template?.['id'] ?? null,
    name: spec.templateVersion?.template.attributes['name'] ?? spec.template?.['name'] ?? null,
    version: spec.template?.['version'] ?? versionText(spec.template, spec.templateVersion),
  };
  return {
    arn: `arn:${partition}:eks:${region}:${accountId}:nodegroup/${cluster.name}/${name}/${call.newId('', 'arn')}`,
    node_group_name: name,
    node_group_name_prefix: given('node_group_name_prefix', ''),
    status: 'CREATING',
    ami_type: given('ami_type', spec.amiType),
    capacity_type: given('capacity_type', 'ON_DEMAND'),
    disk_size: given('disk_size', hasTemplate ? 0 : 20),
    instance_types: typeIsInTemplate ? [] : [...spec.instanceTypes],
    resources: [
      {
        autoscaling_groups: [{ name: `eks-${name}-${call.newId('', 'group')}` }],
        remote_access_security_group_id: '',
      },
    ],
    ...(hasTemplate ? { launch_template: [template] } : {}),
  };
}

function isChanged(call: UpdateCall, argument: string): boolean {
  return argument in call.planned && call.changes(argument);
}

/** The object knows what was reached, also when a later step fails. */
function keep({ object, planned }: UpdateCall, names: readonly string[]): void {
  for (const name of names.filter((one) => one in planned)) {
    object.attributes[name] = planned[name] ?? null;
  }
}

function requireGroup(cluster: ClusterModel, object: WorldObject): NodeGroupModel {
  const name = textOf(object.attributes['node_group_name']);
  const known = cluster.nodeGroups.get(name);
  if (known !== undefined) {
    return known;
  }
  // A group that a test or an import put there is one that works.
  const roleArn = textOf(object.attributes['node_role_arn']);
  const model: NodeGroupModel = { name, roleArn, status: 'ACTIVE' };
  cluster.nodeGroups.set(name, model);
  return model;
}

/** The provider makes the rest of a name from the time; 26 digits all the same. */
function nameOf(call: Call): string {
  const { node_group_name: name, node_group_name_prefix: prefix } = call.planned;
  if (typeof name === 'string' && name !== '') {
    return name;
  }
  const digits = call
    .newId('', 'node group name')
    .replaceAll(/[a-f]/g, (letter) => String(letter.charCodeAt(0) - 'a'.charCodeAt(0)));
  return `${textOf(prefix) || 'terraform-'}${digits}000000001`;
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}
