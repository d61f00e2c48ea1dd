/**
 * A plan as the rules look at it: clusters with what belongs to them.
 */
import { textAt } from './json';
import type { PlanChange } from './plan-change';
import { readChanges } from './plan-change';
import { PlanConfiguration } from './plan-configuration';
import type { PlanFinding } from './plan-finding';
import type { PlanRule, PlanRuleDefinition } from './plan-rules';
import { PLAN_RULES } from './plan-rules';

/** The plan. */
export class PlanUnderReview {
  public readonly changes: readonly PlanChange[];
  public readonly configuration: PlanConfiguration;
  public readonly clusters: readonly PlanChange[];

  public constructor(
    plan: object,
    public readonly isDestroy: boolean,
  ) {
    this.changes = readChanges(plan).filter(({ isManaged }) => isManaged);
    this.configuration = new PlanConfiguration(plan);
    this.clusters = this.ofType('aws_eks_cluster');
  }

  /** The changes of some types. */
  public ofType(...types: readonly string[]): readonly PlanChange[] {
    return this.changes.filter(({ type }) => types.includes(type));
  }

  /** The cluster that something belongs to, if it is in this plan. */
  public clusterOf(change: PlanChange): PlanChange | undefined {
    const name = clusterNameOf(change);
    const named = this.clusters.filter(
      (cluster) => name === undefined || cluster.text('name') === name || cluster.had('name') === name,
    );
    const referred = named.filter((cluster) =>
      this.configuration.dependsOn(change.blockAddress, cluster.blockAddress),
    );
    // Two clusters may have one name, in two regions. Where that does not tell, the module that both are in may.
    const candidates = referred.length > 0 ? referred : name === undefined ? [] : named;
    return candidates.find((cluster) => moduleOf(cluster) === moduleOf(change)) ?? candidates[0];
  }

  /** Whether the cluster of something is still there after the apply; one that is not in this plan is. */
  public clusterStays(change: PlanChange): boolean {
    return this.clusterOf(change)?.isLost !== true;
  }

  /** Whether two are of one cluster. */
  public areOfOneCluster(one: PlanChange, other: PlanChange): boolean {
    const [a, b] = [this.clusterOf(one), this.clusterOf(other)];
    return a === b && (a !== undefined || clusterNameOf(one) === clusterNameOf(other));
  }
}

function clusterNameOf(change: PlanChange): string | undefined {
  return textAt(change.before, 'cluster_name') ?? textAt(change.after, 'cluster_name');
}

function moduleOf({ address }: PlanChange): string {
  const modules = /^(module\.[^.[]+(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address);
  return modules?.[0] ?? '';
}

/**
 * A finding of a rule.
 *
 * @param what what the plan does, as a sentence without its end
 * @param paths the attributes that are about it
 */
export function finding(
  rule: PlanRule,
  { address }: { readonly address: string },
  what: string,
  paths: readonly string[] = [],
): PlanFinding {
  const { severity, reason, wayOut }: PlanRuleDefinition = PLAN_RULES[rule];
  return { rule, severity, address, message: `${what}. ${reason}.`, wayOut: `${wayOut}.`, paths };
}
