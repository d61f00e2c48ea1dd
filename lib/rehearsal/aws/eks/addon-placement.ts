/**
 * Where the pods of a Deployment can run: on nodes, on nodes that Auto Mode starts for them, or on Fargate.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import type { World } from '../../world/world';
import type { AddonFacts } from './addon-catalogue';
import { factsOf } from './addon-catalogue';
import { mayJoin } from './authentication';
import { usableNodePools } from './auto-mode';
import type { AddonModel, ClusterModel, FargateProfileModel, NodeModel } from './cluster-model';
import { readyNodes } from './cluster-model';

/** A place for pods. */
export type Place = 'nodes' | 'auto-mode-nodes' | 'new-auto-mode-nodes' | 'fargate';

/** The taint on the node pool `system` of Auto Mode. */
const SYSTEM_POOL_TAINT = 'CriticalAddonsOnly';

/** Where the pods of an add-on run, or why they run nowhere. */
export function placeOf(
  world: World,
  cluster: ClusterModel,
  addon: AddonModel,
): { readonly place: Place } | { readonly trouble: string } {
  const facts = factsOf(addon.name);
  const settings = readConfiguration(addon.configuration);
  const onFargate = runsOnFargate(cluster, facts);
  if (settings['computeType'] === 'Fargate') {
    return onFargate
      ? { place: 'fargate' }
      : { trouble: `no Fargate profile takes the pods of ${addon.name} in ${facts.namespace}` };
  }
  // Pods of coredns are kept off Fargate by an annotation unless the add-on is told otherwise ("CoreDNS on Fargate").
  if (onFargate && addon.name !== 'coredns') {
    return { place: 'fargate' };
  }
  const tolerated = [...facts.tolerates, ...toleratedKeys(settings)];
  const suitable = readyNodes(cluster).filter(
    (node) => isSuitable(node, facts) && node.taints.every((taint) => isTolerated(taint, tolerated)),
  );
  const node = suitable.find(({ origin }) => origin !== 'auto-mode') ?? suitable[0];
  if (node !== undefined) {
    return { place: node.origin === 'auto-mode' ? 'auto-mode-nodes' : 'nodes' };
  }
  const pools = facts.runsOn.includes('auto-mode') ? usableNodePools(world, cluster) : [];
  const canStart = pools.some((pool) => pool !== 'system' || tolerated.includes(SYSTEM_POOL_TAINT));
  if (canStart) {
    return { place: 'new-auto-mode-nodes' };
  }
  return { trouble: whyNoNode(cluster, addon, tolerated) };
}

/** A configuration as an object: what is not JSON says nothing. */
function readConfiguration(configuration: Known): KnownValues {
  if (typeof configuration !== 'string') {
    return isValues(configuration) ? configuration : {};
  }
  try {
    const parsed = JSON.parse(configuration) as Known;
    return isValues(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isSuitable({ origin }: NodeModel, { runsOn }: AddonFacts): boolean {
  return origin !== 'fargate' && (origin !== 'auto-mode' || runsOn.includes('auto-mode'));
}

function isTolerated(taint: string, tolerated: readonly string[]): boolean {
  const isSoft = /Prefer_?No_?Schedule$/i.test(taint);
  const key = taint.split(/[=:]/)[0] ?? taint;
  return isSoft || tolerated.includes('*') || tolerated.includes(key);
}

/** Keys of all tolerations anywhere in a configuration: each add-on has them in another place. */
function toleratedKeys(value: Known | undefined): readonly string[] {
  if (isValueList(value)) {
    return value.flatMap(toleratedKeys);
  }
  if (value === undefined || !isValues(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'tolerations' && isValueList(part)
      ? part.map((toleration) => {
          const key = isValues(toleration) ? toleration['key'] : undefined;
          return typeof key === 'string' && key !== '' ? key : '*';
        })
      : toleratedKeys(part),
  );
}

function whyNoNode(cluster: ClusterModel, addon: AddonModel, tolerated: readonly string[]): string {
  const ready = readyNodes(cluster).filter(({ origin }) => origin !== 'fargate');
  if (ready.length === 0) {
    return `no node is Ready to run the pods of ${addon.name}`;
  }
  const taints = new Set(
    ready.flatMap(({ taints }) => taints).filter((taint) => !isTolerated(taint, tolerated)),
  );
  return taints.size === 0
    ? `the pods of ${addon.name} do not run on the nodes of Auto Mode`
    : `the pods of ${addon.name} do not tolerate the taints of the nodes: ${[...taints].join(', ')}`;
}

function runsOnFargate(cluster: ClusterModel, facts: AddonFacts): boolean {
  return (
    facts.runsOn.includes('fargate') &&
    [...cluster.fargateProfiles.values()].some(
      (profile) =>
        profile.status === 'ACTIVE' &&
        selects(profile, facts) &&
        mayJoin(cluster, profile.roleArn, 'fargate'),
    )
  );
}

function selects({ selectors }: FargateProfileModel, { namespace, podLabels }: AddonFacts): boolean {
  return selectors.some(
    (selector) =>
      matches(selector.namespace, namespace) &&
      Object.entries(selector.labels).every(([name, wanted]) => matches(wanted, podLabels[name] ?? '')),
  );
}

/** Selectors take `*` and `?` ("Define which Pods use AWS Fargate"). */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}
