/**
 * How `aws_eks_addon` behaves.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, DeleteCall, ResourceRules, UpdateCall } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';
import type { Milliseconds } from '../../world/virtual-clock';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import { isRoleGone } from './access-checks';
import { defaultAddonVersion, factsOf, isSupported, VPC_CNI } from './addon-catalogue';
import { addonTrouble, hasOtherCni } from './addon-health';
import { leakNodeInterfaces } from './addon-interfaces';
import { placeOf } from './addon-placement';
import { blocksOf, nameIn, textOf } from './cluster-arguments';
import type { AddonModel, ClusterModel } from './cluster-model';
import { findCluster, requireCluster } from './cluster-model';
import { unexpectedState, waitedTooLong } from './cluster-waiter';

/** The provider's default time-outs, the pace of its waiter, and its patience with new roles (`addon.go`). */
const CREATE_TIMEOUT = 20 * MINUTE;
const UPDATE_TIMEOUT = 20 * MINUTE;
const POLL = 10 * SECOND;
const ROLE_PATIENCE = { every: 5 * SECOND, within: 2 * MINUTE };

/** The arguments that the service knows; the others only say how the provider shall go about it. */
const ARGUMENTS_OF_EKS = [
  'addon_version',
  'configuration_values',
  'service_account_role_arn',
  'pod_identity_association',
];

/** The rules of add-ons. */
export const ADDON_RULES: ResourceRules = {
  create: createAddon,
  update: updateAddon,
  delete: deleteAddon,
};

async function createAddon(call: CreateCall): Promise<void> {
  const { world, region, partition, accountId, planned } = call;
  const started = world.clock.now;
  const cluster = requireWorkingCluster(call);
  const addon = modelOf(planned, cluster);
  requireSupported(addon, cluster);
  requireUnused(call, cluster, addon);
  await call.request('eks:CreateAddon');
  await waitForRoles(call, addon);
  call.exists(nameOf(cluster, addon), {
    addon_version: addon.version,
    arn: `arn:${partition}:eks:${region}:${accountId}:addon/${cluster.name}/${addon.name}/${call.newId('')}`,
  });
  const copy = cluster.addons.get(addon.name);
  if (copy === undefined) {
    cluster.addons.set(addon.name, addon);
  }
  await call.takes('eks:CreateAddon');
  if (copy !== undefined) {
    requireNoConflict(call, cluster, addon);
    // Until now the pods of the copy ran on, so there was no moment without them.
    cluster.addons.set(addon.name, addon);
  }
  await becomeActive(call, cluster, addon, started, call.timeout(CREATE_TIMEOUT));
}

/** The waiter takes CREATING and DEGRADED alike as not there yet (`addon.go`, terraform-provider-aws#44669). */
async function becomeActive(
  call: CreateCall,
  cluster: ClusterModel,
  addon: AddonModel,
  started: Milliseconds,
  timeout: Milliseconds,
): Promise<void> {
  const { world } = call;
  const waiting = `EKS Add-On (${nameOf(cluster, addon)}) create`;
  const left = (): Milliseconds => started + timeout - world.clock.now;
  if (left() < 0) {
    throw waitedTooLong(waiting, 'ACTIVE', addon.status, timeout);
  }
  await startAutoModeNode(call, cluster, addon);
  if (!(await isHealthyWithin(call, cluster, addon, left()))) {
    throw waitedTooLong(waiting, 'ACTIVE', addon.status, timeout);
  }
  addon.status = 'ACTIVE';
  world.note('addon-active', nameOf(cluster, addon));
}

/** Pods that wait make Auto Mode start a node. */
async function startAutoModeNode(call: Call, cluster: ClusterModel, addon: AddonModel): Promise<void> {
  const found = placeOf(call.world, cluster, addon);
  if (
    factsOf(addon.name).kind === 'Deployment' &&
    'place' in found &&
    found.place === 'new-auto-mode-nodes'
  ) {
    await call.takes('ec2:RunInstances');
    await call.takes('kubelet joins');
  }
}

async function isHealthyWithin(
  call: Call,
  cluster: ClusterModel,
  addon: AddonModel,
  within: Milliseconds,
): Promise<boolean> {
  const { world } = call;
  const trouble = addonTrouble(world, cluster, addon);
  if (trouble !== undefined) {
    addon.status = 'DEGRADED';
    world.note('addon-degraded', nameOf(cluster, addon), `InsufficientNumberOfReplicas: ${trouble}`);
  }
  return call.until(() => addonTrouble(world, cluster, addon) === undefined, {
    step: 'waiting for ACTIVE',
    every: POLL,
    within,
  });
}

async function updateAddon(call: UpdateCall): Promise<void> {
  const { world, object, planned } = call;
  if (!ARGUMENTS_OF_EKS.some((name) => call.changes(name))) {
    return;
  }
  const started = world.clock.now;
  const cluster = requireWorkingCluster(call);
  const addon = modelOf({ ...object.attributes, ...planned }, cluster);
  requireSupported(addon, cluster);
  await call.request('eks:UpdateAddon');
  await waitForRoles(call, addon);
  addon.status = 'UPDATING';
  cluster.addons.set(addon.name, addon);
  await call.takes('eks:UpdateAddon');
  const timeout = call.timeout(UPDATE_TIMEOUT);
  if (!(await isHealthyWithin(call, cluster, addon, started + timeout - world.clock.now))) {
    const waiting = `EKS Add-On (${nameOf(cluster, addon)}) update`;
    throw waitedTooLong(waiting, 'Successful', 'InProgress', timeout);
  }
  addon.status = 'ACTIVE';
  world.note('addon-updated', nameOf(cluster, addon), addon.version);
}

async function deleteAddon(call: DeleteCall): Promise<void> {
  const { world, object } = call;
  const { cluster_name: clusterName, addon_name: addonName, preserve } = object.attributes;
  const cluster = findCluster(world, object.region, clusterName);
  const addon = cluster?.addons.get(nameIn(addonName));
  if (cluster === undefined || addon === undefined) {
    return;
  }
  await call.request('eks:DeleteAddon');
  if (preserve === true) {
    // What EKS no longer manages runs on ("Remove an Amazon EKS add-on from a cluster").
    cluster.addons.set(addon.name, { ...addon, selfManaged: true });
    await call.takes('eks:DeleteAddon');
    return;
  }
  addon.status = 'DELETING';
  if (addon.name === VPC_CNI) {
    noteNodesWithoutCni(call, cluster);
  }
  await call.takes('eks:DeleteAddon');
  cluster.addons.delete(addon.name);
  world.note('addon-gone', nameOf(cluster, addon));
}

function noteNodesWithoutCni({ world }: DeleteCall, cluster: ClusterModel): void {
  const nodes = cluster.nodes.filter(
    ({ origin }) => origin === 'managed-node-group' || origin === 'self-managed',
  );
  if (nodes.length > 0 && !hasOtherCni(world)) {
    leakNodeInterfaces(world, cluster);
    world.violate(
      'cni-removed-under-nodes',
      cluster.name,
      `The add-on ${VPC_CNI} of ${cluster.name} was deleted while ${nodes.length} nodes still ran. New pods get no network, and the nodes' network interfaces stay in their subnets.`,
    );
  }
}

/** EKS takes add-ons for clusters that are there (the second text is from memory). */
function requireWorkingCluster({ world, region, planned }: Call): ClusterModel {
  const cluster = requireCluster(world, region, planned['cluster_name']);
  if (cluster.status === 'CREATING' || cluster.status === 'DELETING' || cluster.status === 'FAILED') {
    throw new ApiError(
      'InvalidRequestException',
      `Cluster ${cluster.name} is ${cluster.status} and does not take add-ons`,
    );
  }
  return cluster;
}

/** terraform-provider-aws#33385, amazon-eks-user-guide#1170. */
function requireSupported({ name, version }: AddonModel, cluster: ClusterModel): void {
  if (!isSupported(name, version, cluster.version)) {
    throw new ApiError('InvalidParameterException', 'Addon version specified is not supported');
  }
}

/** An add-on is managed once; a copy that EKS does not manage is another matter. */
function requireUnused({ world, region }: CreateCall, cluster: ClusterModel, addon: AddonModel): void {
  const isManaged =
    cluster.addons.get(addon.name)?.selfManaged === false ||
    world.get('aws_eks_addon', nameOf(cluster, addon), region) !== undefined;
  if (isManaged) {
    throw new ApiError('ResourceInUseException', 'Addon already exists.');
  }
}

/** A copy that differs from what is wanted is left alone unless the request says otherwise (terraform-aws-eks#2829). */
function requireNoConflict({ planned }: CreateCall, cluster: ClusterModel, addon: AddonModel): void {
  const overwrites = planned['resolve_conflicts_on_create'] === 'OVERWRITE';
  const differs = textOf(planned['addon_version']) ?? textOf(planned['configuration_values']);
  if (overwrites || differs === undefined) {
    return;
  }
  const { workload } = factsOf(addon.name);
  const container = workload.split(' ').pop() ?? addon.name;
  throw unexpectedState(
    `EKS Add-On (${nameOf(cluster, addon)}) create`,
    'ACTIVE',
    'CREATE_FAILED',
    `: ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\n${workload} - .spec.template.spec.containers[name="${container}"].image`,
  );
}

/** A role may be so new that EKS does not see it yet, so the provider tries again (`addon.go`; the words are from memory). */
async function waitForRoles(call: Call, addon: AddonModel): Promise<void> {
  const { world } = call;
  const roles = [...addon.podIdentityRoles.values(), addon.serviceAccountRoleArn].filter(
    (arn) => arn !== undefined,
  );
  const missing = (): string | undefined => roles.find((arn) => isRoleGone(world, arn));
  await call.until(() => missing() === undefined, { step: 'waiting for the role', ...ROLE_PATIENCE });
  const role = missing();
  if (role !== undefined) {
    throw new ApiError('InvalidParameterException', `Role ${role} does not exist`);
  }
}

function modelOf(attributes: KnownValues, cluster: ClusterModel): AddonModel {
  const name = nameIn(attributes['addon_name']);
  return {
    name,
    selfManaged: false,
    status: 'CREATING',
    version: textOf(attributes['addon_version']) ?? defaultAddonVersion(name, cluster.version),
    configuration: attributes['configuration_values'] ?? null,
    podIdentityRoles: new Map(
      blocksOf(attributes, 'pod_identity_association').map((association) => [
        nameIn(association['service_account']),
        nameIn(association['role_arn']),
      ]),
    ),
    serviceAccountRoleArn: textOf(attributes['service_account_role_arn']),
  };
}

function nameOf(cluster: ClusterModel, addon: AddonModel): string {
  return `${cluster.name}:${addon.name}`;
}
