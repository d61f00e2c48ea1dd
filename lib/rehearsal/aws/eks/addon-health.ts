/**
 * Whether add-ons do their work: what other services and nodes ask of them.
 */
import type { World, WorldObject } from '../../world/world';
import { factsOf, VPC_CNI } from './addon-catalogue';
import { agentTrouble, nodeRolesOf, permissionTrouble } from './addon-permissions';
import { placeOf } from './addon-placement';
import { argumentOf } from './cluster-arguments';
import type { AddonModel, ClusterModel } from './cluster-model';

/**
 * Whether a node that joins now gets its network: a CNI is there, runs, and has the rights that it needs.
 *
 * @param nodeRoleArn the role of the node, where the question is about one; otherwise one good role among the nodes' is enough
 */
export function cniIsReady(world: World, cluster: ClusterModel, nodeRoleArn?: string): boolean {
  return findCniTrouble(world, cluster, nodeRoleArn) === undefined;
}

/** Why it does not, in the words of a report. */
export function cniTrouble(world: World, cluster: ClusterModel, nodeRoleArn?: string): string {
  return findCniTrouble(world, cluster, nodeRoleArn) ?? 'the CNI is ready';
}

function findCniTrouble(
  world: World,
  cluster: ClusterModel,
  nodeRoleArn: string | undefined,
): string | undefined {
  if (hasOtherCni(world)) {
    return undefined;
  }
  const cni = cluster.addons.get(VPC_CNI);
  if (cni === undefined) {
    return `there is no CNI: ${cluster.name} has neither the add-on ${VPC_CNI} nor another`;
  }
  if (cni.status === 'CREATING' || cni.status === 'CREATE_FAILED' || cni.status === 'DELETING') {
    return `the add-on ${VPC_CNI} is ${cni.status}`;
  }
  const { role } = factsOf(VPC_CNI);
  const nodeRoleArns = nodeRoleArn === undefined ? nodeRolesOf(cluster) : [nodeRoleArn];
  // Auto Mode has its agent on its own nodes only, and vpc-cni runs on the others.
  return role && permissionTrouble(world, cluster, cni, role, { nodeRoleArns, hasBuiltInAgent: false });
}

/** Whether somebody installs another CNI: Cilium, Calico, or one that says so in its name. */
export function hasOtherCni(world: World): boolean {
  return world
    .all()
    .some(
      (object) =>
        /^(helm_release|kubernetes_daemon_?set(_v1)?)$/.test(object.kind) &&
        namesOf(object).some((name) => /cilium|calico|cni/i.test(name) && !/metrics/i.test(name)),
    );
}

function namesOf({ attributes }: WorldObject): readonly string[] {
  return [attributes['name'], attributes['chart'], argumentOf(attributes, 'metadata', 'name')].filter(
    (name): name is string => typeof name === 'string',
  );
}

/** Why an add-on is DEGRADED; nothing when it is healthy. A DaemonSet without nodes wants no pods and always is. */
export function addonTrouble(world: World, cluster: ClusterModel, addon: AddonModel): string | undefined {
  const { kind, role } = factsOf(addon.name);
  if (kind === 'DaemonSet') {
    return undefined;
  }
  const found = placeOf(world, cluster, addon);
  if ('trouble' in found) {
    return found.trouble;
  }
  if (role === undefined) {
    return undefined;
  }
  const isOnAutoMode = found.place === 'auto-mode-nodes' || found.place === 'new-auto-mode-nodes';
  const autoModeRole = cluster.autoMode?.nodeRoleArn;
  const where = {
    nodeRoleArns: isOnAutoMode && autoModeRole !== undefined ? [autoModeRole] : nodeRolesOf(cluster),
    hasBuiltInAgent: isOnAutoMode,
  };
  const findTrouble = role.isVital ? permissionTrouble : agentTrouble;
  return findTrouble(world, cluster, addon, role, where);
}
