/**
 * What can be wrong with the requirements of a node pool.
 */
import { isKey, isValue } from '../nodes/taint';
import { isKnown } from '../validation/checks/known';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { NodeRequirement } from './node-requirement';
import { AutoNodeLabel, RequirementOperator } from './node-requirement';

const { IN, NOT_IN, EXISTS, DOES_NOT_EXIST, GT, LT } = RequirementOperator;
const MAX_MIN_VALUES = 50;
const OS = 'kubernetes.io/os';

/** Of the domain of Kubernetes only these may be required. */
const OF_KUBERNETES: readonly string[] = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'kubernetes.io/arch',
  OS,
];

/**
 * Why Auto Mode does not take a key; undefined when it does.
 *
 * @see https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/apis/crds/karpenter.sh_nodepools.yaml
 */
export function limitOfKey(key: string, use: 'label' | 'requirement'): string | undefined {
  if (!isKnown(key)) {
    return undefined;
  }
  if (!isKey(key)) {
    return 'a key is a name of at most 63 letters, digits, -, _ and ., with an optional DNS prefix and /';
  }
  const domain = key.includes('/') ? (key.split('/')[0] ?? '') : '';
  const isOf = (parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`);
  if (isOf('karpenter.k8s.aws')) {
    return 'Auto Mode has the labels of eks.amazonaws.com in place of those of karpenter.k8s.aws';
  }
  if (isOf('karpenter.sh') && key !== AutoNodeLabel.CAPACITY_TYPE) {
    return 'Auto Mode sets those of karpenter.sh itself';
  }
  if (key === 'node.kubernetes.io/windows-build') {
    return 'Auto Mode has no Windows';
  }
  if (use === 'label' && isOf('eks.amazonaws.com')) {
    return 'Auto Mode sets those of eks.amazonaws.com itself';
  }
  if (isOf('node.kubernetes.io') || isOf('node-restriction.kubernetes.io') || isOf('kops.k8s.io')) {
    return undefined;
  }
  const isReserved = isOf('kubernetes.io') || isOf('k8s.io');
  return isReserved && (use === 'label' || !OF_KUBERNETES.includes(key))
    ? `the prefix ${domain} is reserved`
    : undefined;
}

/** Reports requirements that Karpenter refuses, or that no instance can meet. */
export function checkRequirements(
  checks: PropertyChecks,
  requirements: readonly NodeRequirement[] | undefined,
): void {
  (requirements ?? []).forEach((requirement, index) => {
    checkRequirement(checks, `requirements[${String(index)}]`, requirement);
  });
}

function checkRequirement(checks: PropertyChecks, property: string, requirement: NodeRequirement): void {
  const { key, operator = IN, values } = requirement;
  const limit = limitOfKey(key, 'requirement') ?? limitOfSystem(requirement);
  if (limit !== undefined) {
    const what = `${property} is about ${show(key)}, but ${limit}`;
    checks.report({
      code: 'SEKS8204',
      property,
      value: key,
      limit,
      what,
      fix: 'Use another label, or drop it.',
    });
  }
  const report = (value: unknown, what: string, fix: string): void => {
    checks.report({ code: 'SEKS8203', property, value, what: `${property} ${what}`, fix });
  };
  if (!Object.values(RequirementOperator).includes(operator)) {
    const known = Object.values(RequirementOperator).join(', ');
    report(operator, `has the operator ${show(operator)}`, `Known are ${known}.`);
    return;
  }
  if (values !== undefined && !isKnown(values)) {
    return;
  }
  const wrong = wrongValues(operator, values ?? []);
  if (wrong !== undefined) {
    report(
      values,
      `has the operator ${operator} and ${show(values ?? [])}, and it takes ${wrong}`,
      'Change one of them.',
    );
  }
  checkMinValues(report, requirement);
}

/** What would have been right. */
function wrongValues(operator: RequirementOperator, values: readonly string[]): string | undefined {
  const known = values.filter(isKnown);
  switch (operator) {
    case IN:
    case NOT_IN:
      if (values.length === 0) {
        return 'one value at least';
      }
      return known.every(isValue) ? undefined : 'values of at most 63 letters, digits, -, _ and .';
    case GT:
    case LT:
      return values.length === 1 && known.every((value) => /^\d+$/.test(value))
        ? undefined
        : 'exactly one whole number';
    case EXISTS:
    case DOES_NOT_EXIST:
      return values.length === 0 ? undefined : 'no values';
  }
}

function checkMinValues(
  report: (value: unknown, what: string, fix: string) => void,
  { operator = IN, values = [], minValues }: NodeRequirement,
): void {
  if (minValues === undefined) {
    return;
  }
  if (!Number.isInteger(minValues) || minValues < 1 || minValues > MAX_MIN_VALUES) {
    const most = String(MAX_MIN_VALUES);
    report(
      minValues,
      `has minValues ${String(minValues)}, which is not an integer from 1 to ${most}`,
      `Give 1 to ${most}.`,
    );
  } else if (operator === IN && new Set(values).size < minValues) {
    const what = `has minValues ${String(minValues)} and ${String(new Set(values).size)} values to choose from`;
    report(minValues, what, 'Name more values, or lower it.');
  }
}

/** Auto Mode has Linux only; saying so in the words of the built-in pools does no harm. */
function limitOfSystem({ key, operator = IN, values = [] }: NodeRequirement): string | undefined {
  const isLinux = operator === IN && values.length === 1 && values[0] === 'linux';
  return key === OS && !isLinux ? 'Auto Mode has nothing but Linux' : undefined;
}
