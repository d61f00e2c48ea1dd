/**
 * Who must not be locked out.
 */
import { textAt } from './json';
import type { PlanChange } from './plan-change';
import type { PlanFinding } from './plan-finding';
import type { PlanRule } from './plan-rules';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

const REPLACED: readonly (readonly [string, PlanRule, string])[] = [
  ['aws_eks_access_entry', 'access-entry-replaced', 'The access entry of'],
  ['aws_eks_pod_identity_association', 'pod-identity-replaced', 'The Pod Identity association of'],
];
const CONFIG_MAPS = ['kubernetes_config_map', 'kubernetes_config_map_v1', 'kubernetes_config_map_v1_data'];

/** Access entries and Pod Identity associations. */
export function judgeReplacedAccess(plan: PlanUnderReview): readonly PlanFinding[] {
  return REPLACED.flatMap(([type, rule, words]) =>
    plan
      .ofType(type)
      .filter((change) => change.isDeletedFirst && plan.clusterStays(change))
      .map((change) => {
        const who = change.had('principal_arn') ?? change.had('service_account') ?? change.address;
        const what = `${words} ${who} is deleted and then created anew${change.cause}`;
        return finding(rule, change, what, change.replacePaths);
      }),
  );
}

/** Administrators by association. */
export function judgeAdministrators(plan: PlanUnderReview): readonly PlanFinding[] {
  const associations = plan.ofType('aws_eks_access_policy_association');
  const entries = plan.ofType('aws_eks_access_entry');
  const remains = (association: PlanChange): boolean =>
    isOfAdministrator(association.after) &&
    !entries.some(
      (entry) =>
        entry.isDeleted &&
        entry.had('principal_arn') === association.text('principal_arn') &&
        plan.areOfOneCluster(entry, association),
    );
  const reported: PlanChange[] = [];
  return associations.flatMap((association) => {
    const isLast =
      isOfAdministrator(association.before) &&
      !remains(association) &&
      plan.clusterStays(association) &&
      !associations.some((other) => remains(other) && plan.areOfOneCluster(other, association));
    if (!isLast || reported.some((other) => plan.areOfOneCluster(other, association))) {
      return [];
    }
    reported.push(association);
    const what = `${association.had('principal_arn') ?? 'The last one'} administers the cluster no more`;
    return [finding('last-administrator-lost', association, what, association.replacePaths)];
  });
}

function isOfAdministrator(association: unknown): boolean {
  const policy = textAt(association, 'policy_arn') ?? '';
  return (
    policy.endsWith('/AmazonEKSClusterAdminPolicy') &&
    textAt(association, 'access_scope', 0, 'type') === 'cluster'
  );
}

/** The ConfigMap aws-auth, unless the clusters of this plan have not read it before. */
export function judgeAwsAuth(plan: PlanUnderReview): readonly PlanFinding[] {
  const isUnread =
    plan.clusters.length > 0 &&
    plan.clusters.every(
      (cluster) => cluster.had('access_config', 0, 'authentication_mode') === 'API' || cluster.isDeleted,
    );
  const maps = plan
    .ofType(...CONFIG_MAPS)
    .filter((map) => map.had('metadata', 0, 'name') === 'aws-auth' && !isUnread);
  return maps.flatMap((map) => {
    if (map.isLost) {
      const what = `aws-auth is ${map.isReplaced ? `replaced${map.cause}` : 'deleted'}`;
      return [finding('aws-auth-deleted', map, what, map.replacePaths)];
    }
    const lost = ['mapRoles', 'mapUsers', 'mapAccounts'].flatMap((key) =>
      map.isUpdated && !map.isUnknown('data', key) ? lostLines(map, key) : [],
    );
    return lost.length === 0
      ? []
      : [finding('aws-auth-shortened', map, `aws-auth loses ${lost.join(', ')}`, ['data'])];
  });
}

/** Found by their ARNs and account numbers alone, so that it does not matter how the YAML is laid out. */
function lostLines(map: PlanChange, key: string): readonly string[] {
  const principals = (value: unknown): readonly string[] =>
    (textAt(value, 'data', key) ?? '').match(/arn:[^\s"',}\]]+|\b\d{12}\b(?!:)/g) ?? [];
  const after = principals(map.after);
  return [...new Set(principals(map.before))].filter((principal) => !after.includes(principal));
}
