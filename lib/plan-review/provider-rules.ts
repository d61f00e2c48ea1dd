/**
 * Providers of Kubernetes that are configured by a cluster of the same plan.
 */
import { entriesAt, isObject, listAt, textAt } from './json';
import type { PlanFinding } from './plan-finding';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

const PROVIDERS = ['helm', 'kubectl', 'kubernetes'];
const CONNECTION = ['host', 'cluster_ca_certificate', 'token'];

/** Providers whose cluster is not there while Terraform plans. */
export function judgeProviders(plan: PlanUnderReview): readonly PlanFinding[] {
  const unborn = plan.clusters.filter((cluster) => cluster.isCreated || cluster.isReplaced);
  return plan.configuration.providers.flatMap((provider) => {
    if (!PROVIDERS.includes(provider.name) || !isUsed(plan, provider.name)) {
      return [];
    }
    const connections = connectionsOf(provider.expressions, '');
    const sources = new Set(
      connections.flatMap(([, expression]) => [...plan.configuration.sources(expression, provider.scope)]),
    );
    const names = [...sources].flatMap((source) => lookedUpName(plan, source));
    const cluster = unborn.find(
      (each) => sources.has(each.blockAddress) || names.includes(each.text('name') ?? ''),
    );
    if (cluster === undefined) {
      return [];
    }
    const state = cluster.isReplaced ? 'replaced' : 'created';
    const what = `The provider ${provider.name} takes its host from ${cluster.address}, which is ${state} in this plan`;
    return [finding('provider-unknown', provider, what, connections.map(([path]) => path).sort())];
  });
}

/** Terraform does not configure a provider that has nothing to do. */
function isUsed(plan: PlanUnderReview, name: string): boolean {
  return (
    plan.changes.some(({ type }) => type.startsWith(`${name}_`)) ||
    plan.configuration.addresses.some((address) => new RegExp(`(^|\\.)${name}_\\w+\\.[^.]+$`).test(address))
  );
}

/** The arguments of a provider that say where the cluster is, also within the block of Kubernetes that helm has. */
function connectionsOf(expressions: unknown, prefix: string): readonly (readonly [string, unknown])[] {
  return entriesAt(expressions).flatMap(([name, expression]): readonly (readonly [string, unknown])[] => {
    if (name === 'kubernetes') {
      // Version 3 of the helm provider has an attribute in place of the block, which is one expression.
      const blocks = Array.isArray(expression) ? listAt(expression) : [expression];
      return blocks.flatMap((block) =>
        isObject(block) && 'references' in block
          ? [[name, block] as const]
          : connectionsOf(block, 'kubernetes[0].'),
      );
    }
    return CONNECTION.includes(name) ? [[prefix + name, expression] as const] : [];
  });
}

/** The name by which a data source looks up its cluster, if it is written out. */
function lookedUpName({ configuration }: PlanUnderReview, source: string): readonly string[] {
  const name = /(^|\.)data\.aws_eks_cluster(_auth)?\.[^.]+$/.test(source)
    ? textAt(configuration.expressions(source), 'name', 'constant_value')
    : undefined;
  return name === undefined ? [] : [name];
}
