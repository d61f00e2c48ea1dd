/**
 * Who may enter a cluster: access entries, the ConfigMap aws-auth, and what EKS writes into them by itself.
 */
import type { World } from '../../world/world';
import { MINUTE } from '../../world/virtual-clock';
import { roleByArn } from '../iam/roles';
import type { ComputeKind } from './aws-auth-lines';
import { lineFor, linesLetIn, MASTERS, roleNameOf, withoutPath } from './aws-auth-lines';
import type { AccessEntryModel, ClusterModel, NodeModel } from './cluster-model';
import { blockOf, findCluster, worldOf } from './cluster-model';
import { schedule } from './workloads';

export type { ComputeKind } from './aws-auth-lines';

/** The kind of access entry for each kind of compute (EKS API reference, CreateAccessEntry). */
const ENTRY_TYPES: Readonly<Record<ComputeKind, string>> = {
  node: 'EC2_LINUX',
  'windows-node': 'EC2_WINDOWS',
  fargate: 'FARGATE_LINUX',
  'auto-mode-node': 'EC2',
};

const AUTO_NODE_POLICY = 'AmazonEKSAutoNodePolicy';

/** With these at cluster scope, whoever runs Terraform can manage every object that a stack is likely to hold. */
const ADMINISTRATOR_POLICIES = ['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy'];

/** Whether access entries count (EKS user guide, "Grant IAM users access with EKS access entries"). */
export function usesAccessEntries(cluster: ClusterModel): boolean {
  return cluster.authenticationMode !== 'CONFIG_MAP';
}

/** Whether the ConfigMap aws-auth counts. */
export function usesConfigMap(cluster: ClusterModel): boolean {
  return cluster.authenticationMode !== 'API';
}

/** The entry of a principal, unless somebody deleted it behind Terraform's back. */
export function entryOf(cluster: ClusterModel, principalArn: string): AccessEntryModel | undefined {
  const entry = cluster.accessEntries.get(principalArn);
  const world = worldOf(cluster);
  const id = `${cluster.name}:${principalArn}`;
  const hasVanished =
    world?.isGone(id) === true && world.get('aws_eks_access_entry', id, cluster.region) === undefined;
  return hasVanished ? undefined : entry;
}

/**
 * EKS lets a role of managed compute in, as it does when a node group or a Fargate profile is created: by an access entry
 * where entries count, and by a line of aws-auth where that counts. Which of the two EKS uses in API_AND_CONFIG_MAP is told
 * differently by the user guide and by eksctl; field reports show both, so both are written.
 */
export function registerComputeRole(cluster: ClusterModel, roleArn: string, kind: ComputeKind): void {
  const world = worldOf(cluster);
  if (usesAccessEntries(cluster) && entryOf(cluster, roleArn) === undefined) {
    cluster.accessEntries.set(roleArn, {
      principalArn: roleArn,
      type: ENTRY_TYPES[kind],
      madeBy: 'EKS',
      policies: new Map(kind === 'auto-mode-node' ? [[AUTO_NODE_POLICY, []]] : []),
      groups: [],
      ...principalIdOf(world, roleArn),
    });
    world?.note('access-entry-by-eks', `${cluster.name}/${roleNameOf(roleArn)}`, ENTRY_TYPES[kind]);
  }
  const line = lineFor(roleArn, kind);
  if (usesConfigMap(cluster) && line !== undefined && !linesLetIn(cluster.awsAuth, roleArn, kind)) {
    cluster.awsAuth = [...(cluster.awsAuth ?? []).filter(({ arn }) => arn !== line.arn), line];
    world?.note('aws-auth-by-eks', `${cluster.name}/${roleNameOf(roleArn)}`);
  }
}

/**
 * EKS forgets a role when the last of its node groups or profiles is gone; one that has the status DELETING, or is out of
 * the model already, no longer counts. What a user wrote stays.
 */
export function forgetComputeRole(cluster: ClusterModel, roleArn: string): void {
  const compute = [...cluster.nodeGroups.values(), ...cluster.fargateProfiles.values()];
  const isUsed =
    cluster.autoMode?.nodeRoleArn === roleArn ||
    compute.some((one) => one.roleArn === roleArn && one.status !== 'DELETING');
  if (isUsed) {
    return;
  }
  if (cluster.accessEntries.get(roleArn)?.madeBy === 'EKS') {
    cluster.accessEntries.delete(roleArn);
  }
  cluster.awsAuth = cluster.awsAuth?.filter(({ arn }) => arn !== withoutPath(roleArn));
}

/**
 * EKS makes whoever creates a cluster an administrator, unless `bootstrap_cluster_creator_admin_permissions` is false: to be
 * called by whatever knows who that is. An own entry for the same principal is refused from then on.
 */
export function registerCreator(cluster: ClusterModel, creatorArn: string): void {
  if (usesAccessEntries(cluster) && creatorIsAdministrator(cluster)) {
    cluster.accessEntries.set(creatorArn, {
      principalArn: creatorArn,
      type: 'STANDARD',
      madeBy: 'EKS',
      policies: new Map([['AmazonEKSClusterAdminPolicy', []]]),
      groups: [],
    });
  }
}

/** Whether nodes with a role can join. */
export function mayJoin(cluster: ClusterModel, roleArn: string, kind: ComputeKind): boolean {
  return whyNotJoin(cluster, roleArn, kind) === undefined;
}

/** Why nodes with a role cannot join, in the words of a report; nothing when they can. */
export function whyNotJoin(cluster: ClusterModel, roleArn: string, kind: ComputeKind): string | undefined {
  // The Fargate scheduler looks into aws-auth by itself: where the ConfigMap is there and does not hold the pod execution
  // role, launches are refused although an access entry exists (terraform-aws-eks#2912, #2972; still so after the entry
  // was made anew). Where there is no ConfigMap at all, the entry is enough.
  if (
    kind === 'fargate' &&
    usesConfigMap(cluster) &&
    cluster.awsAuth !== undefined &&
    !linesLetIn(cluster.awsAuth, roleArn, kind)
  ) {
    return (
      'Pod execution role is not found in auth config or does not have all required permissions for launching ' +
      'fargate pods.'
    );
  }
  return whyNotAuthenticated(cluster, roleArn, kind);
}

/** Whether whoever runs Terraform may manage Kubernetes objects. */
export function hasAdministrator(world: World, cluster: ClusterModel): boolean {
  if (creatorIsAdministrator(cluster)) {
    return true;
  }
  const byEntry =
    usesAccessEntries(cluster) &&
    [...cluster.accessEntries.keys()].some((arn) => isAdministrator(world, entryOf(cluster, arn)));
  // The user name does not matter, the group does (Kubernetes, "Using RBAC Authorization").
  const byLine =
    usesConfigMap(cluster) && (cluster.awsAuth ?? []).some(({ groups }) => groups.includes(MASTERS));
  return byEntry || byLine;
}

/**
 * Whether the role of an entry was deleted since, even if another has its ARN by now: EKS remembers the unique id of the
 * principal (EKS user guide, "Create access entries").
 */
function isDeadEntry(world: World | undefined, entry: AccessEntryModel): boolean {
  return (
    world !== undefined &&
    entry.principalId !== undefined &&
    entry.principalId !== principalIdOf(world, entry.principalArn).principalId
  );
}

/** What an entry for a role has to remember of it. */
export function principalIdOf(
  world: World | undefined,
  roleArn: string,
): Pick<AccessEntryModel, 'principalId'> {
  const id = world === undefined ? undefined : roleByArn(world, roleArn)?.attributes['unique_id'];
  return typeof id === 'string' ? { principalId: id } : {};
}

/**
 * To be called when somebody was let out: nodes that no longer get in are lost, which EKS does not prevent.
 *
 * @param because what happened, as the middle of a sentence: `the access entry was deleted`
 */
export function reviewNodes(world: World, cluster: ClusterModel, because: string): void {
  const running = cluster.nodes.filter(({ status }) => status === 'Ready' || status === 'Draining');
  const lost = running.filter(
    (node) => whyNotAuthenticated(cluster, node.roleArn, kindOf(node)) !== undefined,
  );
  for (const roleArn of new Set(lost.map((node) => node.roleArn))) {
    const nodes = lost.filter((node) => node.roleArn === roleArn);
    nodes.forEach((node) => {
      node.status = 'NotReady';
      world.note('node-not-ready', `${node.group}/${node.name}`, because);
    });
    world.violate(
      'access-lost',
      `${cluster.name}/${roleNameOf(roleArn)}`,
      `${String(nodes.length)} running node(s) of ${cluster.name} with the role ${roleNameOf(roleArn)} lost their access and ` +
        `became NotReady, because ${because}.`,
    );
  }
  if (lost.length > 0) {
    schedule(world, cluster);
  }
}

/**
 * To be called after a change that may have let the last administrator out. The verdict waits a minute, since a replaced
 * entry or association is away for a moment; and nobody minds when the cluster goes as well.
 *
 * @param before whether there was one before the change
 */
export function reviewAdministrators(
  world: World,
  cluster: ClusterModel,
  before: boolean,
  because: string,
): void {
  if (!before || hasAdministrator(world, cluster) || world.ending) {
    return;
  }
  world.note('no-administrator', cluster.name, because);
  world.clock.later(MINUTE, `administrators of ${cluster.name}`, () => {
    const remains =
      findCluster(world, cluster.region, cluster.name) === cluster && cluster.status !== 'DELETING';
    if (remains && !hasAdministrator(world, cluster)) {
      world.violate(
        'no-administrator-left',
        cluster.name,
        `Nobody can manage ${cluster.name} any more, because ${because} and no other administrator is left.`,
      );
    }
  });
}

function whyNotAuthenticated(cluster: ClusterModel, roleArn: string, kind: ComputeKind): string | undefined {
  const name = roleNameOf(roleArn);
  const entry = usesAccessEntries(cluster) ? entryOf(cluster, roleArn) : undefined;
  const world = worldOf(cluster);
  const isDead = entry !== undefined && isDeadEntry(world, entry);
  if (entry !== undefined && !isDead) {
    // Where a principal is in both, the entry overrides the ConfigMap (EKS user guide, "Migrating existing aws-auth
    // ConfigMap entries to access entries").
    return whyNotByEntry(cluster, entry, kind);
  }
  if (usesConfigMap(cluster) && linesLetIn(cluster.awsAuth, roleArn, kind)) {
    return undefined;
  }
  if (isDead) {
    world?.violate(
      'dead-access-entry',
      `${cluster.name}/${name}`,
      `The access entry of ${cluster.name} for ${name} belongs to a role that was deleted; the role that now has its ARN ` +
        'is not let in until the entry is made anew.',
    );
    return `The access entry for ${name} is dead: its role was deleted and made anew.`;
  }
  return usesAccessEntries(cluster)
    ? `No access entry of ${cluster.name} lets ${name} in as ${ENTRY_TYPES[kind]}.`
    : `No line of aws-auth lets ${name} in.`;
}

function whyNotByEntry(
  cluster: ClusterModel,
  entry: AccessEntryModel,
  kind: ComputeKind,
): string | undefined {
  const name = roleNameOf(entry.principalArn);
  if (entry.type !== ENTRY_TYPES[kind]) {
    return `The access entry of ${cluster.name} for ${name} is of type ${entry.type}, not ${ENTRY_TYPES[kind]}.`;
  }
  // EKS attaches the policy for its own node pools; for a role of an own NodeClass the user has to (EKS user guide,
  // "Create node class access entry").
  return kind === 'auto-mode-node' && !entry.policies.has(AUTO_NODE_POLICY)
    ? `The access entry of ${cluster.name} for ${name} has no ${AUTO_NODE_POLICY}.`
    : undefined;
}

function isAdministrator(world: World, entry: AccessEntryModel | undefined): boolean {
  return (
    entry?.type === 'STANDARD' &&
    !isDeadEntry(world, entry) &&
    ADMINISTRATOR_POLICIES.some((policy) => entry.policies.get(policy)?.length === 0)
  );
}

/**
 * With CONFIG_MAP the creator cannot be refused. Otherwise a missing block means yes, and a block without the attribute means
 * no (provider source cluster.go, expandCreateAccessConfigRequest).
 */
function creatorIsAdministrator({ authenticationMode, object }: ClusterModel): boolean {
  const block = blockOf(object.attributes, 'access_config');
  return (
    authenticationMode === 'CONFIG_MAP' ||
    block === undefined ||
    block['bootstrap_cluster_creator_admin_permissions'] === true
  );
}

function kindOf({ origin, labels }: NodeModel): ComputeKind {
  if (origin === 'fargate') {
    return 'fargate';
  }
  if (origin === 'auto-mode') {
    return 'auto-mode-node';
  }
  return labels['kubernetes.io/os'] === 'windows' ? 'windows-node' : 'node';
}
