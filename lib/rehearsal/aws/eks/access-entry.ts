/**
 * `aws_eks_access_entry`: who may enter a cluster, one entry a principal.
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, DeleteCall, ResourceRules, UpdateCall } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import {
  checkGroupsAndUserName,
  INVALID_PRINCIPAL,
  isPrincipal,
  refuseServiceLinkedRole,
  requireAccessEntries,
} from './access-checks';
import {
  entryOf,
  hasAdministrator,
  principalIdOf,
  reviewAdministrators,
  reviewNodes,
} from './authentication';
import { roleNameOf } from './aws-auth-lines';
import type { AccessEntryModel } from './cluster-model';
import { findCluster, requireCluster, textsOf } from './cluster-model';

/** The provider repeats a request for so long while IAM has not spread a principal (provider source access_entry.go). */
const PROPAGATION = 2 * MINUTE;

async function create(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  const principalArn = textOf(planned, 'principal_arn');
  const type = typeOf(planned);
  const groups = textsOf(planned['kubernetes_groups']);
  await call.request('eks:CreateAccessEntry');
  const cluster = requireCluster(world, region, planned['cluster_name']);
  requireAccessEntries(cluster);
  refuseServiceLinkedRole(principalArn);
  checkGroupsAndUserName(type, groups, givenUserName(planned));
  const isThere = await call.until(() => isPrincipal(world, principalArn, type), {
    step: 'waiting for the principal',
    every: 10 * SECOND,
    within: PROPAGATION,
  });
  if (!isThere) {
    throw new ApiError('InvalidParameterException', INVALID_PRINCIPAL);
  }
  // EKS makes entries by itself, for the creator of the cluster and for managed nodes: an own one for the same principal
  // comes too late.
  if (entryOf(cluster, principalArn) !== undefined) {
    throw new ApiError(
      'ResourceInUseException',
      'The specified access entry resource is already in use on this cluster.',
    );
  }
  const entry: AccessEntryModel = {
    principalArn,
    type,
    madeBy: 'user',
    policies: new Map(),
    groups,
    ...principalIdOf(world, principalArn),
  };
  cluster.accessEntries.set(principalArn, entry);
  call.exists(`${cluster.name}:${principalArn}`, {
    access_entry_arn: `arn:${call.partition}:eks:${region}:${call.accountId}:access-entry/${cluster.name}/${resourceOf(principalArn)}/${call.newId('')}`,
    type,
    ...shown(entry, givenUserName(planned)),
  });
  await call.takes('eks:CreateAccessEntry');
}

async function update(call: UpdateCall): Promise<void> {
  const { world, object, planned } = call;
  if (!call.changes('kubernetes_groups') && !call.changes('user_name')) {
    await call.takes('update');
    return;
  }
  await call.request('eks:UpdateAccessEntry');
  const cluster = requireCluster(world, object.region, planned['cluster_name']);
  const entry = entryOf(cluster, textOf(planned, 'principal_arn'));
  const groups = textsOf(planned['kubernetes_groups']);
  const isStandard = entry?.type === 'STANDARD';
  // The provider sends the user name of the state along. EKS takes the default of a STANDARD entry back, and refuses the one
  // that it had given to nodes.
  const keepsItsName = isStandard && !call.changes('user_name');
  checkGroupsAndUserName(
    entry?.type ?? 'STANDARD',
    groups,
    keepsItsName ? undefined : givenUserName(planned),
  );
  if (entry !== undefined) {
    entry.groups = groups;
  }
  await call.takes('update');
}

async function remove(call: DeleteCall): Promise<void> {
  const { world, object, planned } = call;
  await call.request('eks:DeleteAccessEntry');
  const cluster = findCluster(world, object.region, planned['cluster_name']);
  const principalArn = textOf(planned, 'principal_arn');
  if (cluster?.accessEntries.has(principalArn) === true) {
    const because = `the access entry of ${roleNameOf(principalArn)} was deleted`;
    const hadAdministrator = hasAdministrator(world, cluster);
    cluster.accessEntries.delete(principalArn);
    reviewNodes(world, cluster, because);
    reviewAdministrators(world, cluster, hadAdministrator, because);
  }
  await call.takes('delete');
}

/** An entry goes with its cluster; and EKS shows the group of nodes that nobody wrote (terraform-aws-eks#2896). */
function read(object: WorldObject, { world }: { readonly world: World }): void {
  const cluster = findCluster(world, object.region, object.attributes['cluster_name']);
  const entry = cluster?.accessEntries.get(textOf(object.attributes, 'principal_arn'));
  if (entry === undefined) {
    world.remove(object);
    return;
  }
  Object.assign(object.attributes, shown(entry, givenUserName(object.attributes)));
}

/** What EKS answers for groups and user name, with its defaults (EKS user guide, "Create access entries"). */
function shown(entry: AccessEntryModel, userName: string | undefined): KnownValues {
  const { type, principalArn, groups } = entry;
  const account = principalArn.split(':')[4] ?? '';
  const partition = principalArn.split(':')[1] ?? 'aws';
  if (type === 'STANDARD') {
    const session = `arn:${partition}:sts::${account}:assumed-role/${roleNameOf(principalArn)}/{{SessionName}}`;
    const fallback = principalArn.includes(':user/') ? principalArn : session;
    return { kubernetes_groups: groups, user_name: userName ?? fallback };
  }
  if (type === 'EC2_LINUX' || type === 'EC2_WINDOWS') {
    const windows = type === 'EC2_WINDOWS' ? ['eks:kube-proxy-windows'] : [];
    return {
      kubernetes_groups: [...windows, 'system:nodes'],
      user_name: 'system:node:{{EC2PrivateDNSName}}',
    };
  }
  // That EKS shows no groups here is from memory.
  return { kubernetes_groups: [], user_name: 'system:node:{{SessionName}}' };
}

function givenUserName(values: KnownValues): string | undefined {
  const name = values['user_name'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function typeOf(values: KnownValues): string {
  const { type } = values;
  return typeof type === 'string' ? type : 'STANDARD';
}

function textOf(values: KnownValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

function resourceOf(arn: string): string {
  return `${arn.includes(':user/') ? 'user' : 'role'}/${arn.split(':')[4] ?? ''}/${roleNameOf(arn)}`;
}

export const ACCESS_ENTRY_RULES: ResourceRules = { create, update, delete: remove, read };
