/**
 * Who may enter: declared entries, live ones, and what each may do.
 */
import { parseArn } from '../validation/checks/arn';
import type { DeclaredAccessEntry, DeclaredCluster } from './declared-cluster';
import type { Examination } from './doctor-finding';
import { Unknown } from './expressions';
import type { LiveAccessEntry, LiveAccessPolicy, LiveState } from './live-state';
import { allKnown, isPartlyUnknown, sameSet, shown, sorted } from './pairing';
import { grantCode, list, policyCode, policyName, quoted } from './repairs';

/** Examines the access entries of a cluster. */
export function examineAccess(
  examination: Examination,
  live: LiveState,
  entries: readonly LiveAccessEntry[],
  declared: DeclaredCluster | undefined,
): void {
  examineAdministrators(examination, live, entries, declared);
  const expected = declared?.accessEntries ?? [];
  const matched = new Map<DeclaredAccessEntry, LiveAccessEntry>();
  for (const entry of expected) {
    const match = entries.find(({ principalArn }) => isPrincipal(entry, principalArn));
    if (match !== undefined) {
      matched.set(entry, match);
      compareEntry(examination, match, entry);
    } else if (entry.principal instanceof Unknown) {
      examination.skip(entry.subject, 'principal_arn');
    } else {
      const message = `The entry of ${entry.principal} is declared, and is not on the cluster.`;
      examination.report('access-entry-missing', entry.subject, message);
    }
  }
  // Each declared entry whose principal is not known yet may be any of those that are left.
  const open = expected.filter((entry) => !matched.has(entry) && entry.principal instanceof Unknown);
  const others = entries.filter(
    (entry) => ![...matched.values()].includes(entry) && !isMadeByEks(entry, live),
  );
  const isSure = !(declared?.uncounted.has('aws_eks_access_entry') ?? true) && open.length < others.length;
  if (declared?.controlPlane !== undefined && isSure) {
    for (const entry of others) {
      const candidates = open.map(({ subject }) => subject);
      const perhaps =
        candidates.length === 0
          ? ''
          : ` Unless it is that of ${candidates.join(' or ')}, whose principal is known only after apply.`;
      const message = `${entry.principalArn} has an entry of type ${entry.type}${policiesText(entry)}.${perhaps}`;
      examination.report('access-entry-undeclared', entry.principalArn, message, grantCode(entry));
    }
  }
}

function examineAdministrators(
  examination: Examination,
  { cluster }: LiveState,
  entries: readonly LiveAccessEntry[],
  declared: DeclaredCluster | undefined,
): void {
  const isRead = entries.every(({ policies }) => policies !== undefined);
  const isAdministrator = ({ arn, scope }: LiveAccessPolicy): boolean =>
    policyName(arn) === 'AmazonEKSClusterAdminPolicy' && scope === 'cluster';
  const administrators = entries.filter(({ policies = [] }) => policies.some(isAdministrator));
  if (cluster?.authenticationMode !== 'API' || !isRead || administrators.length > 0) {
    return;
  }
  const { partition = 'aws', account = '111122223333' } = parseArn(cluster.arn) ?? {};
  const role = quoted(`arn:${partition}:iam::${account}:role/admin`);
  const message = `None of the ${String(entries.length)} access entries has AmazonEKSClusterAdminPolicy.`;
  const repair = `cluster.grantClusterAdmin('admin', ${role})`;
  const subject = declared?.controlPlane?.subject ?? cluster.name;
  examination.report('no-administrator', subject, message, repair);
}

function compareEntry(examination: Examination, live: LiveAccessEntry, declared: DeclaredAccessEntry): void {
  const { subject } = declared;
  if (isPartlyUnknown(declared.groups)) {
    examination.skip(subject, 'kubernetes_groups');
  }
  const groups = allKnown(declared.groups);
  // Entries of nodes have groups of EKS, which nobody declares.
  if (live.type === 'STANDARD' && groups !== undefined && !sameSet(groups, live.groups)) {
    const message = `${live.principalArn}: declared are ${shown(sorted(groups))}; live are ${shown(sorted(live.groups))}.`;
    const repair = `kubernetesGroups: ${list(live.groups)}`;
    examination.report('access-groups-differ', subject, message, repair);
  }
  if (live.policies !== undefined) {
    comparePolicies(examination, live, live.policies, declared);
  }
}

function comparePolicies(
  examination: Examination,
  { principalArn }: LiveAccessEntry,
  live: readonly LiveAccessPolicy[],
  declared: DeclaredAccessEntry,
): void {
  for (const policy of declared.policies) {
    if (policy.arn === undefined || policy.arn instanceof Unknown) {
      examination.skip(policy.subject, 'policy_arn');
      continue;
    }
    const name = policyName(policy.arn);
    // By name: another partition is another cluster, and a stack of many regions may write the ARN by an expression.
    const match = live.find(({ arn }) => policyName(arn) === name);
    if (match === undefined) {
      const message = `${name} is declared for ${principalArn}, and is not associated.`;
      examination.report('access-policy-missing', policy.subject, message);
      continue;
    }
    const namespaces = policy.namespaces === undefined ? [] : allKnown(policy.namespaces);
    if (policy.scope instanceof Unknown || namespaces === undefined) {
      examination.skip(policy.subject, 'access_scope');
    } else if (policy.scope !== match.scope || !sameSet(namespaces, match.namespaces)) {
      const message =
        `${name} of ${principalArn}: declared for ${scopeText(policy.scope, namespaces)}, ` +
        `live for ${scopeText(match.scope, match.namespaces)}.`;
      examination.report('access-scope-differs', policy.subject, message, policyCode(match));
    }
  }
  const declaredNames = declared.policies.map(({ arn }) =>
    typeof arn === 'string' ? policyName(arn) : undefined,
  );
  for (const policy of live) {
    if (!declaredNames.includes(policyName(policy.arn)) && !declaredNames.includes(undefined)) {
      const message =
        `${principalArn} has ${policyName(policy.arn)} for ${scopeText(policy.scope, policy.namespaces)}, ` +
        'and no stack grants it.';
      const grant = grantCode({ principalArn, type: 'STANDARD', groups: [], policies: [policy] });
      examination.report('access-policy-undeclared', declared.subject, message, grant);
    }
  }
}

/** A role or user that the same stack makes has a name, if not an ARN yet. */
function isPrincipal({ principal }: DeclaredAccessEntry, arn: string): boolean {
  if (typeof principal === 'string') {
    return principal === arn;
  }
  const { expression, resource } = principal;
  const kind = /^aws_iam_(role|user)$/.exec(resource?.type ?? '')?.[1];
  const { name, path = '/' } = resource?.block ?? {};
  return (
    kind !== undefined &&
    expression.endsWith('.arn') &&
    typeof name === 'string' &&
    !name.includes('${') &&
    typeof path === 'string' &&
    parseArn(arn)?.resource === `${kind}${path}${name}`
  );
}

/** EKS gives entries to its own role, and to the roles of compute that it manages; no stack declares these. */
function isMadeByEks({ principalArn, type }: LiveAccessEntry, live: LiveState): boolean {
  if (principalArn.includes('/AWSServiceRole')) {
    return true;
  }
  const { cluster, nodeGroups = [], fargateProfiles = [] } = live;
  const roles = [
    ...nodeGroups.map(({ nodeRoleArn }) => nodeRoleArn),
    ...fargateProfiles.map(({ podExecutionRoleArn }) => podExecutionRoleArn),
    cluster?.autoModeNodeRoleArn,
  ];
  return type !== 'STANDARD' && roles.includes(principalArn);
}

function policiesText({ policies = [] }: LiveAccessEntry): string {
  return policies.length === 0
    ? ''
    : ` with ${policies.map(({ arn, scope, namespaces }) => `${policyName(arn)} for ${scopeText(scope, namespaces)}`).join(', ')}`;
}

function scopeText(scope: string | undefined, namespaces: readonly string[]): string {
  return scope === 'namespace' ? `the namespaces ${shown(sorted(namespaces))}` : 'the cluster';
}
