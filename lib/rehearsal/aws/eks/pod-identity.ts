/**
 * `aws_eks_pod_identity_association`: which role the pods of a service account get.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, ResourceRules, UpdateCall } from '../../engine/rules';
import type { Known } from '../../protocol/value';
import { MINUTE } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { isRoleGone } from './access-checks';
import { POD_IDENTITY_AGENT } from './addon-catalogue';
import { podIdentityAgentRuns } from './addon-permissions';
import type { ClusterModel } from './cluster-model';
import { findCluster, requireCluster } from './cluster-model';

/** By then, whoever creates an association and an agent in one go has both. */
const UNTIL_PODS_NEED_IT = 30 * MINUTE;

async function create(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  await call.request('eks:CreatePodIdentityAssociation');
  const cluster = requireCluster(world, region, planned['cluster_name']);
  requireRole(call);
  const { namespace = null, service_account: account = null } = planned;
  const other = associationOf(world, cluster, namespace, account) ?? addonWith(cluster, namespace, account);
  if (other !== undefined) {
    throw new ApiError('ResourceInUseException', `Association already exists: ${other}`);
  }
  const id = call.newId('a-');
  const object = call.exists(id, {
    association_id: id,
    association_arn: `arn:${call.partition}:eks:${region}:${call.accountId}:podidentityassociation/${cluster.name}/${id}`,
  });
  await call.takes('eks:CreatePodIdentityAssociation');
  world.clock.later(UNTIL_PODS_NEED_IT, `agent for ${id}`, () => {
    checkAgent(world, cluster, object);
  });
}

async function update(call: UpdateCall): Promise<void> {
  await call.request('eks:UpdatePodIdentityAssociation');
  requireRole(call);
  await call.takes('update');
}

/** An association goes with its cluster. */
function read(object: WorldObject, { world }: { readonly world: World }): void {
  if (findCluster(world, object.region, object.attributes['cluster_name']) === undefined) {
    world.remove(object);
  }
}

/** Whether pods get roles through Pod Identity at all (EKS user guide, "Set up the Amazon EKS Pod Identity Agent"). */
function hasPodIdentityAgent(cluster: ClusterModel): boolean {
  return cluster.autoMode !== undefined || podIdentityAgentRuns(cluster);
}

function associationOf(
  world: World,
  { name, region }: ClusterModel,
  namespace: Known,
  account: Known,
): string | undefined {
  const wanted = { cluster_name: name, namespace, service_account: account };
  return world.find('aws_eks_pod_identity_association', wanted, region)?.id;
}

/** Add-ons with a `pod_identity_association` block have associations in kube-system, where the known ones run. */
function addonWith(cluster: ClusterModel, namespace: Known, account: Known): string | undefined {
  const owner = [...cluster.addons.values()].find(
    ({ podIdentityRoles }) => typeof account === 'string' && podIdentityRoles.has(account),
  );
  return namespace === 'kube-system' && owner !== undefined ? `that of the add-on ${owner.name}` : undefined;
}

/** EKS takes an association whether or not anything on the nodes can make use of it. */
function checkAgent(world: World, cluster: ClusterModel, object: WorldObject): void {
  const { namespace, service_account: account } = object.attributes;
  const remains =
    world.has(object) &&
    cluster.status !== 'DELETING' &&
    findCluster(world, cluster.region, cluster.name) === cluster;
  if (remains && !hasPodIdentityAgent(cluster)) {
    const subject = `${cluster.name}/${textOf(namespace)}/${textOf(account)}`;
    world.note('pod-identity-without-agent', subject);
    world.violate(
      'pod-identity-without-agent',
      subject,
      `The service account ${textOf(account)} in ${textOf(namespace)} of ${cluster.name} has a Pod Identity association, but ` +
        `neither ${POD_IDENTITY_AGENT} nor Auto Mode is there to give its pods the role.`,
    );
  }
}

/** The words are from memory. */
function requireRole({ world, planned }: Call): void {
  const roleArn = textOf(planned['role_arn']);
  if (isRoleGone(world, roleArn)) {
    throw new ApiError('InvalidParameterException', 'Role provided in the request does not exist.');
  }
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}

export const POD_IDENTITY_ASSOCIATION_RULES: ResourceRules = { create, update, read };
