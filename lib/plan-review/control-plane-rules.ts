/**
 * What must not happen to a control plane, its key and its log group.
 */
import { at } from './json';
import { minorsBetween } from './kubernetes-minor';
import type { PlanChange } from './plan-change';
import type { PlanFinding } from './plan-finding';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

const KEY_TYPES = [
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
];
const KEY_PATH = ['encryption_config', 0, 'provider', 0, 'key_arn'] as const;
const MODE_PATH = ['access_config', 0, 'authentication_mode'] as const;
const MODES = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'];

/** The clusters themselves. */
export function judgeClusters(plan: PlanUnderReview): readonly PlanFinding[] {
  return plan.clusters.flatMap((cluster) => {
    if (cluster.isReplaced) {
      const what = `${nameOf(cluster)} is replaced${cluster.cause}`;
      return [finding('cluster-replaced', cluster, what, cluster.replacePaths)];
    }
    if (cluster.isDeleted) {
      return plan.isDestroy && !leavesSomething(plan, cluster)
        ? []
        : [finding('cluster-deleted', cluster, `${nameOf(cluster)} is deleted`)];
    }
    return cluster.isUpdated
      ? [...judgeVersion(cluster), ...judgeAuthentication(cluster), ...judgeSwitches(cluster)]
      : [];
  });
}

/** A whole cluster goes with its nodes; who keeps those has not meant to delete it. */
function leavesSomething(plan: PlanUnderReview, cluster: PlanChange): boolean {
  return plan
    .ofType('aws_eks_node_group', 'aws_eks_fargate_profile', 'aws_eks_addon')
    .some((each) => each.stays && plan.clusterOf(each) === cluster);
}

function judgeVersion(cluster: PlanChange): readonly PlanFinding[] {
  const [from, to] = [cluster.had('version'), cluster.text('version')];
  const minors = minorsBetween(from, to) ?? 0;
  const what = `${nameOf(cluster)} goes from ${from ?? ''} to ${to ?? ''}`;
  return minors < 0
    ? [finding('version-lowered', cluster, what, ['version'])]
    : minors > 1
      ? [finding('minor-skipped', cluster, what, ['version'])]
      : [];
}

function judgeAuthentication(cluster: PlanChange): readonly PlanFinding[] {
  const [from = '', to = ''] = [cluster.had(...MODE_PATH), cluster.text(...MODE_PATH)];
  const steps = MODES.indexOf(to) - MODES.indexOf(from);
  if (!MODES.includes(from) || !MODES.includes(to) || steps === 0 || steps === 1) {
    return [];
  }
  const rule = steps < 0 ? 'authentication-backwards' : 'authentication-skipped';
  const path = 'access_config[0].authentication_mode';
  return [finding(rule, cluster, `${nameOf(cluster)} goes from ${from} to ${to}`, [path])];
}

function judgeSwitches(cluster: PlanChange): readonly PlanFinding[] {
  const goesOff = (...path: readonly (string | number)[]): boolean =>
    at(cluster.before, ...path) === true &&
    at(cluster.after, ...path) !== true &&
    !cluster.isUnknown(...path);
  return [
    ...(goesOff('deletion_protection')
      ? [
          finding('deletion-protection-removed', cluster, `${nameOf(cluster)} may be deleted from now on`, [
            'deletion_protection',
          ]),
        ]
      : []),
    ...(goesOff('compute_config', 0, 'enabled')
      ? [
          finding('auto-mode-off', cluster, `${nameOf(cluster)} loses Auto Mode`, [
            'compute_config[0].enabled',
          ]),
        ]
      : []),
  ];
}

/** Keys that encrypt a cluster. */
export function judgeKeys(plan: PlanUnderReview): readonly PlanFinding[] {
  return plan.ofType(...KEY_TYPES).flatMap((key) => {
    const cluster = plan.clusters.find((each) => isEncryptedBy(plan, each, key));
    const isDisabled = at(key.before, 'is_enabled') === true && at(key.after, 'is_enabled') === false;
    if (cluster === undefined || !(key.isLost || (key.isUpdated && isDisabled))) {
      return [];
    }
    const what = key.isReplaced ? `replaced${key.cause}` : key.isDeleted ? 'deleted' : 'disabled';
    const paths = key.isReplaced ? key.replacePaths : isDisabled && !key.isLost ? ['is_enabled'] : [];
    return [finding('key-lost', key, `The key of the ${plainNameOf(cluster)} is ${what}`, paths)];
  });
}

function isEncryptedBy(plan: PlanUnderReview, cluster: PlanChange, key: PlanChange): boolean {
  if (cluster.isDeleted || !hasBefore(cluster)) {
    return false;
  }
  const arn = cluster.had(...KEY_PATH);
  if (arn !== undefined && key.had('arn') !== undefined) {
    return arn === key.had('arn');
  }
  const expression = at(plan.configuration.expressions(cluster.blockAddress), 'encryption_config');
  return arn !== undefined && plan.configuration.sources(expression, scopeOf(cluster)).has(key.blockAddress);
}

/** Log groups of control planes. */
export function judgeLogGroups(plan: PlanUnderReview): readonly PlanFinding[] {
  return plan.ofType('aws_cloudwatch_log_group').flatMap((group) => {
    const cluster = plan.clusters.find(
      (each) => hasBefore(each) && group.had('name') === `/aws/eks/${each.had('name') ?? ''}/cluster`,
    );
    const isKept = group.isDeleted && at(group.before, 'skip_destroy') === true;
    if (cluster === undefined || cluster.isDeleted || !group.isLost || isKept) {
      return [];
    }
    const what = group.isReplaced ? `replaced${group.cause}` : 'deleted';
    return [
      finding(
        'log-group-lost',
        group,
        `The log group of the ${plainNameOf(cluster)} is ${what}`,
        group.replacePaths,
      ),
    ];
  });
}

function hasBefore(cluster: PlanChange): boolean {
  return cluster.had('name') !== undefined;
}

function nameOf(cluster: PlanChange): string {
  return `The ${plainNameOf(cluster)}`;
}

function plainNameOf(cluster: PlanChange): string {
  return `cluster ${cluster.had('name') ?? cluster.address}`;
}

/** The module that a resource is written in, as it stands before an address. */
function scopeOf({ blockAddress }: PlanChange): string {
  return blockAddress.split('.').slice(0, -2).join('.').replace(/.$/, '$&.');
}
