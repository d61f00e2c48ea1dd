/**
 * The code of access entries, without those that EKS makes itself.
 */
import type { Code, Property } from './code';
import type { Doc } from './layout';
import { assignment, call, list, object, raw, statement, text, textMap, texts } from './code';
import type { ExistingCluster, ExistingEntry, ExistingPolicy } from './existing-cluster';
import type { ProgramParts } from './program-parts';
import type { SharedTags } from './shared-tags';
import { tagsBeyond } from './shared-tags';

/** Policies that have a name of their own. */
const POLICIES: Readonly<Record<string, string>> = {
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSAdminViewPolicy: 'adminView',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
};
const CLUSTER_ADMIN = 'AmazonEKSClusterAdminPolicy';
const NODE_TYPES = ['EC2_LINUX', 'EC2_WINDOWS', 'EC2', 'HYBRID_LINUX', 'FARGATE_LINUX'];

/** What else decides about entries. */
export interface AccessContext {
  readonly tags: SharedTags;
  /** Whom to make administrator where no entry says so. */
  readonly adminArn?: string;
}

/** Writes all of them. */
export function writeAccess(parts: ProgramParts, cluster: ExistingCluster, context: AccessContext): void {
  const { entries, authenticationMode } = cluster;
  const made = (entries ?? []).filter((entry) => madeByEks(cluster, entry));
  const own = (entries ?? []).filter((entry) => !made.includes(entry));
  const hasAdmin = own.some((entry) => entry.type === 'STANDARD' && isAdmin(entry));
  if (!hasAdmin) {
    writeAdmin(parts, cluster, context.adminArn);
  }
  for (const entry of own) {
    writeEntry(parts, cluster, entry, context);
  }
  if (made.length > 0) {
    const arns = made.map(({ principalArn }) => `- ${principalArn}`).join('\n');
    parts.comment(
      `Entries that EKS made itself and keeps, for its own roles and those of nodes and profiles:\n${arns}`,
    );
  }
  if (entries === undefined && authenticationMode !== 'CONFIG_MAP') {
    parts.comment(
      parts.note(
        'access entries',
        'They were not read. Those that there are stay as they are, and are not managed by this code.',
      ),
    );
  }
}

/**
 * Whether EKS made an entry by itself, and would make it again.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export function madeByEks(cluster: ExistingCluster, { principalArn, type }: ExistingEntry): boolean {
  const { nodeGroups = [], fargateProfiles = [], autoMode } = cluster;
  if (principalArn.includes(':role/aws-service-role/')) {
    return true;
  }
  switch (type) {
    case 'EC2_LINUX':
    case 'EC2_WINDOWS':
      return nodeGroups.some(({ nodeRoleArn }) => nodeRoleArn === principalArn);
    case 'FARGATE_LINUX':
      return fargateProfiles.some(({ podExecutionRoleArn }) => podExecutionRoleArn === principalArn);
    case 'EC2':
      return autoMode?.nodeRoleArn === principalArn && autoMode.nodePools.length > 0;
    default:
      return false;
  }
}

function isAdmin({ policies = [] }: ExistingEntry): boolean {
  return policies.some((policy) => nameOf(policy) === CLUSTER_ADMIN && policy.namespaces === undefined);
}

function writeAdmin(
  parts: ProgramParts,
  { accountId, partition, authenticationMode }: ExistingCluster,
  adminArn: string | undefined,
): void {
  const what =
    authenticationMode === 'CONFIG_MAP'
      ? 'No entry says who administers the cluster. This one is made by the step BOTH.'
      : 'No entry says who administers the cluster. This one is made by the first apply.';
  const arn = adminArn ?? `arn:${partition}:iam::${accountId}:role/<the role of your administrators>`;
  const comment =
    adminArn === undefined
      ? parts.note(
          'access',
          `${what} Put the role of your administrators here: until then synth refuses the placeholder, SEKS4002.`,
        )
      : what;
  const id = parts.id('access', 'admin', 'admin');
  parts.write(statement(call('cluster.grantClusterAdmin', text(id), text(arn)), [comment]));
}

function writeEntry(
  parts: ProgramParts,
  cluster: ExistingCluster,
  entry: ExistingEntry,
  { tags }: AccessContext,
): void {
  const { principalArn, type } = entry;
  const subject = `access entry of ${principalArn}`;
  const role = principalArn.split('/').at(-1) ?? '';
  const runsNodes = (cluster.nodeGroups ?? []).some(({ nodeRoleArn }) => nodeRoleArn === principalArn);
  if (runsNodes || !['STANDARD', ...NODE_TYPES].includes(type)) {
    const reason = runsNodes
      ? `it is of type ${type}, and its role is that of managed nodes`
      : `this library cannot make entries of type ${type}`;
    const text = parts.note(subject, `It is not taken over: ${reason}. It stays as it is.`);
    parts.comment(`The ${subject}: ${text}`);
    return;
  }
  const id = parts.id('access', role, 'grant');
  const own = tagsBeyond(entry.tags, tags, cluster.name);
  const hasTags = Object.keys(own).length > 0;
  if (type === 'STANDARD') {
    const granted = call(
      'cluster.access.grant',
      text(id),
      text(principalArn),
      grantOptions(parts, subject, entry),
    );
    const constant = hasTags ? parts.constant(role, 'entry') : undefined;
    const code = constant === undefined ? granted : assignment(`const ${constant}`, granted);
    parts.write(statement(code), ...tagStatements(constant, own));
    return;
  }
  const constant = parts.constant(role, 'entry');
  const registered = call(
    'cluster.access.registerNodes',
    text(id),
    text(principalArn),
    raw(parts.use(`AccessEntryType.${type}`)),
  );
  const comments =
    type === 'EC2'
      ? [
          parts.note(
            subject,
            'The entry is imported, its policy AmazonEKSAutoNodePolicy cannot be: the first apply associates it once more, which EKS takes.',
          ),
        ]
      : [];
  const imported = call(`${constant}.resource.importFrom`, text(`${cluster.name}:${principalArn}`));
  parts.write(
    statement(assignment(`const ${constant}`, registered), comments),
    statement(imported, ['May be removed after the first apply.']),
    ...tagStatements(constant, own),
  );
}

function tagStatements(constant: string | undefined, own: Readonly<Record<string, string>>): readonly Doc[] {
  if (constant === undefined || Object.keys(own).length === 0) {
    return [];
  }
  const value = textMap(own, { spread: `${constant}.resource.tagsInput` });
  return [statement(assignment(`${constant}.resource.tags`, value))];
}

function grantOptions(parts: ProgramParts, subject: string, entry: ExistingEntry): Code {
  const { groups, userName, policies } = entry;
  // EKS lets that policy be only for the whole cluster, whatever it was given.
  const declared = (policies ?? []).filter(
    (policy) =>
      !(nameOf(policy) === CLUSTER_ADMIN && policy.namespaces !== undefined) &&
      policy.namespaces?.length !== 0,
  );
  const notes = [
    ...(policies === undefined
      ? [
          parts.note(
            subject,
            'Its policies were not read. They stay as they are, and are not managed by this code.',
          ),
        ]
      : []),
    ...(policies ?? [])
      .filter((policy) => !declared.includes(policy))
      .map((policy) =>
        parts.note(
          subject,
          `Its policy ${nameOf(policy)} has a scope that this library refuses. It stays as it is.`,
        ),
      ),
  ];
  const properties: (Property | undefined)[] = [
    { key: 'importExisting', value: raw('true'), comment: notes.length === 0 ? undefined : notes.join('\n') },
    declared.length === 0
      ? undefined
      : { key: 'policies', value: list(declared.map((policy) => policyCode(parts, policy))) },
    groups.length === 0 ? undefined : { key: 'kubernetesGroups', value: texts(groups) },
    userName === undefined || userName === usualUserName(entry.principalArn)
      ? undefined
      : { key: 'userName', value: text(userName) },
  ];
  return object(properties);
}

function policyCode(parts: ProgramParts, policy: ExistingPolicy): Code {
  const name = nameOf(policy);
  parts.use('AccessPolicy');
  if (name === CLUSTER_ADMIN) {
    return raw('AccessPolicy.clusterAdmin()');
  }
  const scope =
    policy.namespaces === undefined
      ? raw(parts.use('AccessScope.CLUSTER'))
      : call(parts.use('AccessScope.namespaces'), ...policy.namespaces.map(text));
  const factory = POLICIES[name];
  return factory === undefined
    ? call('AccessPolicy.of', text(name), scope)
    : call(`AccessPolicy.${factory}`, scope);
}

function nameOf({ arn }: ExistingPolicy): string {
  return arn.split('/').at(-1) ?? arn;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
function usualUserName(principalArn: string): string {
  return principalArn.replace(
    /^(arn:[^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/,
    '$1:sts::$2:assumed-role/$3/{{SessionName}}',
  );
}
