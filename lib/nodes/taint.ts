/**
 * Labels and taints, and the limits that Kubernetes sets them.
 */
import type { ProblemDetails } from '../validation/problem';
import { isKnown } from '../validation/checks/known';
import { show } from '../validation/problem';

/** What a taint does to pods that do not tolerate it. */
export enum TaintEffect {
  /** They are not placed on the node. */
  NO_SCHEDULE = 'NO_SCHEDULE',
  /** They are placed on the node only when there is no other. */
  PREFER_NO_SCHEDULE = 'PREFER_NO_SCHEDULE',
  /** They are not placed on the node, and those that are there are evicted. */
  NO_EXECUTE = 'NO_EXECUTE',
}

/** A taint of nodes. */
export interface Taint {
  /** Key of the taint, such as `dedicated`. */
  readonly key: string;

  /**
   * Value of the taint.
   *
   * @default - no value
   */
  readonly value?: string;

  /** What the taint does. */
  readonly effect: TaintEffect;
}

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const RESERVED = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;
/** Labels with these prefixes may be set by the kubelet in spite of being reserved. */
const KUBELET_MAY_SET = /^(([a-z0-9.-]+\.)?(kubelet|node)\.kubernetes\.io)$/;
const MAX_TAINTS = 50;

/** The effect as Kubernetes writes it: EKS has its own spelling. */
export function kubernetesEffect(effect: TaintEffect): string {
  return {
    [TaintEffect.NO_SCHEDULE]: 'NoSchedule',
    [TaintEffect.PREFER_NO_SCHEDULE]: 'PreferNoSchedule',
    [TaintEffect.NO_EXECUTE]: 'NoExecute',
  }[effect];
}

/** A taint as kubelet takes it. */
export function kubeletTaint(taint: Taint): string {
  return `${taint.key}=${taint.value ?? ''}:${kubernetesEffect(taint.effect)}`;
}

/** Whether a label or a taint may have this key. */
export function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  return NAME.test(key.slice(slash + 1)) && (slash < 0 || PREFIX.test(key.slice(0, slash)));
}

/** Whether a label or a taint may have this value. */
export function isValue(value: string): boolean {
  return value === '' || NAME.test(value);
}

/**
 * What is wrong with labels and taints.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function judgeLabelsAndTaints(
  labels: Readonly<Record<string, string>>,
  taints: readonly Taint[],
): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  const add = (property: string, value: string, limit: string): void => {
    const what = `${property} has ${show(value)}, but ${limit}`;
    problems.push({ code: 'SEKS2004', property, value, limit, what, fix: 'Rename it.' });
  };
  for (const [key, value] of Object.entries(labels)) {
    if (!isKnown(key)) {
      continue;
    }
    judgeKey('labels', key, add);
    if (isKnown(value) && !isValue(value)) {
      add('labels', `${key}=${value}`, 'a value is at most 63 letters, digits, -, _ and .');
    }
    const prefix = key.includes('/') ? (key.split('/')[0] ?? '') : '';
    if (RESERVED.test(prefix) && !KUBELET_MAY_SET.test(prefix)) {
      add('labels', key, `the prefix ${prefix} is reserved`);
    }
  }
  const seen = new Set<string>();
  for (const taint of taints) {
    judgeKey('taints', taint.key, add);
    if (taint.value !== undefined && isKnown(taint.value) && !isValue(taint.value)) {
      add('taints', `${taint.key}=${taint.value}`, 'a value is at most 63 letters, digits, -, _ and .');
    }
    const identity = `${taint.key}:${taint.effect}`;
    if (seen.has(identity)) {
      add('taints', identity, 'a key has each effect once');
    }
    seen.add(identity);
  }
  if (taints.length > MAX_TAINTS) {
    const what = `taints holds ${String(taints.length)} taints, a node group has at most ${String(MAX_TAINTS)}`;
    const limit = `at most ${String(MAX_TAINTS)}`;
    problems.push({
      code: 'SEKS2004',
      property: 'taints',
      value: taints.length,
      limit,
      what,
      fix: 'Drop some.',
    });
  }
  return problems;
}

function judgeKey(property: string, key: string, add: (p: string, v: string, limit: string) => void): void {
  if (!isKey(key)) {
    add(
      property,
      key,
      'a key is a name of at most 63 letters, digits, -, _ and ., with an optional DNS prefix and /',
    );
  }
}
