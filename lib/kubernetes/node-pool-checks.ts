/**
 * What can be wrong with a node pool.
 */
import { isKnown, literalMap } from '../validation/checks/known';
import type { Taint } from '../nodes/taint';
import { isKey, isValue } from '../nodes/taint';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import { DURATION, secondsOf } from './auto-node-object';
import type { AutoNodePoolProps, NodeDisruptionBudget } from './node-pool-options';
import { ConsolidationPolicy, DisruptionReason } from './node-pool-options';
import { checkRequirements, limitOfKey } from './node-requirement-checks';

const HOUR = 3600;
/** Auto Mode refuses a pool whose nodes could live longer. @see https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html */
const LONGEST_LIFE = 21 * 24 * HOUR;
/** That of the built-in pools. @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html */
export const DEFAULT_EXPIRE_AFTER = '336h';
/** What EKS gives where nothing is said. */
const DEFAULT_GRACE_PERIOD = '24h';
const MAX_BUDGETS = 50;

const A_DURATION = 'a duration such as 30s, 12h or 1h30m';
const QUANTITY = /^\d+(\.\d+)?([KMGTPE]i|[kMGTPE])?$/;

/** Reports a class that the cluster of the pool does not have. */
export function checkClassOfPool(checks: PropertyChecks, { cluster, nodeClass }: AutoNodePoolProps): void {
  const property = 'nodeClass';
  const { autoMode } = cluster;
  if (nodeClass === undefined && autoMode?.isOn === true && autoMode.nodePools.length === 0) {
    const what =
      'nodeClass is not given, and EKS makes its class default only where the cluster has a built-in pool';
    const fix = 'Make an AutoNodeClass.';
    checks.report({ code: 'SEKS8211', property, limit: 'a class of the cluster', what, fix });
  }
  if (nodeClass !== undefined && nodeClass.cluster.physicalName !== cluster.physicalName) {
    const value = nodeClass.cluster.physicalName;
    const what = `nodeClass is on the cluster ${show(value)}, and the pool on ${show(cluster.physicalName)}`;
    const fix = 'Make a class for each cluster.';
    checks.report({ code: 'SEKS8211', property, value, limit: 'a class of the cluster', what, fix });
  }
}

/** Reports a pool that nothing stops from growing; limits of another kind may stand in the override. */
export function checkLimits(checks: PropertyChecks, manifest: { readonly [key: string]: unknown }): void {
  const { limits = {} } = manifest['spec'] as { readonly limits?: object };
  if (Object.keys(limits).length === 0) {
    const what = 'limits are not given, so the pool grows for as long as pods are pending';
    const fix =
      'Say what it may have at most, as in limits: { cpu: 100 }, or acknowledge the code with a reason.';
    checks.report({ code: 'SEKS8206', property: 'limits', limit: 'cpu or memory', what, fix });
  }
}

/** Reports everything that is wrong with the settings by themselves. */
export function checkNodePoolProps(checks: PropertyChecks, props: AutoNodePoolProps): void {
  checks.literal('requirements', props.requirements);
  checkRequirements(checks, props.requirements);
  checkLabels(checks, props);
  checkTaints(checks, props);
  checks.integer('limits.cpu', props.limits?.cpu, 1, Number.MAX_SAFE_INTEGER);
  checks.pattern('limits.memory', props.limits?.memory, QUANTITY, 'an amount such as 1000Gi');
  checks.integer('weight', props.weight, 1, 100);
  checkLifetime(checks, props);
  checkDisruption(checks, props);
}

function checkLabels(checks: PropertyChecks, { labels }: AutoNodePoolProps): void {
  if (!checks.literal('labels', labels)) {
    return;
  }
  for (const [key, value] of Object.entries(literalMap(labels))) {
    const limit =
      limitOfKey(key, 'label') ??
      (isKnown(value) && !isValue(value) ? 'a value is at most 63 letters, digits, -, _ and .' : undefined);
    if (limit !== undefined) {
      report8204(checks, 'labels', `${key}=${value}`, limit);
    }
  }
}

/** A key has each effect once, at the start and later taken together. */
function checkTaints(checks: PropertyChecks, { taints = [], startupTaints = [] }: AutoNodePoolProps): void {
  const seen = new Set<string>();
  const check = (property: string, { key, value = '', effect }: Taint): void => {
    const identity = `${key}:${effect}`;
    const limit = seen.has(identity)
      ? 'a key has each effect once, in taints and startupTaints together'
      : !isKey(key)
        ? 'a key is a name of at most 63 letters, digits, -, _ and ., with an optional DNS prefix and /'
        : /^([a-z0-9.-]+\.)?karpenter\.sh\//.test(key)
          ? 'Auto Mode sets those of karpenter.sh itself'
          : isKnown(value) && !isValue(value)
            ? 'a value is at most 63 letters, digits, -, _ and .'
            : undefined;
    seen.add(identity);
    if (limit !== undefined) {
      report8204(checks, property, `${key}=${value}:${effect}`, limit);
    }
  };
  taints.forEach((taint) => {
    check('taints', taint);
  });
  startupTaints.forEach((taint) => {
    check('startupTaints', taint);
  });
}

function report8204(checks: PropertyChecks, property: string, value: string, limit: string): void {
  const what = `${property} has ${show(value)}, but ${limit}`;
  checks.report({ code: 'SEKS8204', property, value, limit, what, fix: 'Rename or drop it.' });
}

function checkLifetime(
  checks: PropertyChecks,
  { expireAfter, terminationGracePeriod }: AutoNodePoolProps,
): void {
  checks.pattern('terminationGracePeriod', terminationGracePeriod, DURATION, A_DURATION);
  const life = expireAfter ?? DEFAULT_EXPIRE_AFTER;
  const grace = terminationGracePeriod ?? DEFAULT_GRACE_PERIOD;
  const limit = '21 days';
  if (life === 'Never') {
    const what = 'expireAfter is Never, and nodes of Auto Mode live for 21 days (504h) at most';
    const fix = 'Give a duration, such as 480h.';
    checks.report({ code: 'SEKS8205', property: 'expireAfter', value: life, limit, what, fix });
    return;
  }
  checks.pattern('expireAfter', life, DURATION, A_DURATION);
  const [alive, draining] = [secondsOf(life), secondsOf(grace)];
  if (alive !== undefined && draining !== undefined && alive + draining > LONGEST_LIFE) {
    const what = `expireAfter ${life} and terminationGracePeriod ${grace} are more than 21 days (504h) together`;
    const fix = 'Lower one of them.';
    checks.report({ code: 'SEKS8205', property: 'expireAfter', value: life, limit, what, fix });
  }
}

function checkDisruption(checks: PropertyChecks, { disruption = {} }: AutoNodePoolProps): void {
  const { consolidationPolicy, consolidateAfter, budgets = [] } = disruption;
  checks.oneOf('disruption.consolidationPolicy', consolidationPolicy, Object.values(ConsolidationPolicy));
  if (consolidateAfter !== 'Never') {
    checks.pattern('disruption.consolidateAfter', consolidateAfter, DURATION, `${A_DURATION}, or Never`);
  }
  if (budgets.length > MAX_BUDGETS) {
    checks.integer('disruption.budgets.length', budgets.length, 0, MAX_BUDGETS);
  }
  budgets.forEach((budget, index) => {
    checkBudget(checks, `disruption.budgets[${String(index)}]`, budget);
  });
}

function checkBudget(checks: PropertyChecks, property: string, budget: NodeDisruptionBudget): void {
  const { nodes, reasons, schedule, duration } = budget;
  checks.pattern(
    `${property}.nodes`,
    nodes,
    /^((100|\d{1,2})%|\d+)$/,
    'a number of nodes or a share such as 10%',
  );
  (reasons ?? []).forEach((reason) => {
    checks.oneOf(`${property}.reasons`, reason, Object.values(DisruptionReason));
  });
  checks.pattern(
    `${property}.schedule`,
    schedule,
    /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+(\s+\S+){4})$/,
    'a cron expression of five fields, or one such as @daily',
  );
  checks.pattern(`${property}.duration`, duration, /^(\d+h(\d+m)?|\d+m)$/, 'hours and minutes such as 8h30m');
  const problem = (what: string, value: unknown, fix: string): void => {
    checks.report({ code: 'SEKS8207', property, value, what: `${property} ${what}`, fix });
  };
  if ((schedule === undefined) !== (duration === undefined)) {
    const what =
      schedule === undefined ? 'has a duration without a schedule' : 'has a schedule without a duration';
    problem(what, schedule ?? duration, 'Give both, or neither.');
  }
  if (reasons?.length === 0) {
    problem('has an empty list of reasons, so it is for none', reasons, 'Leave it out for all reasons.');
  }
}
