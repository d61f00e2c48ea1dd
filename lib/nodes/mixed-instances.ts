/**
 * More than one kind of instance in a group of self-managed nodes: which, in which proportion, and at which price.
 */
import type {
  AutoscalingGroupMixedInstancesPolicyInstancesDistribution,
  AutoscalingGroupMixedInstancesPolicyLaunchTemplateOverride,
} from '@cdktf/provider-aws/lib/autoscaling-group';
import { isKnown } from '../validation/checks/known';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { Scaling } from './scaling';

/** From which pools Spot instances are taken. */
export enum SpotAllocationStrategy {
  /** From those that are the least likely to be interrupted, and among them the cheapest. */
  PRICE_CAPACITY_OPTIMIZED = 'price-capacity-optimized',
  /** From those that are the least likely to be interrupted. */
  CAPACITY_OPTIMIZED = 'capacity-optimized',
  /** The same, with an eye on the order of the instance types. */
  CAPACITY_OPTIMIZED_PRIORITIZED = 'capacity-optimized-prioritized',
  /** From the cheapest, which are interrupted the most. */
  LOWEST_PRICE = 'lowest-price',
}

/** What instances must have, in the place of a list of types. */
export interface InstanceRequirements {
  /** The fewest vCPUs, 1 or more. */
  readonly minVcpus: number;

  /**
   * The most vCPUs.
   *
   * @default - no limit
   */
  readonly maxVcpus?: number;

  /** The least memory, in MiB. */
  readonly minMemory: number;

  /**
   * The most memory, in MiB.
   *
   * @default - no limit
   */
  readonly maxMemory?: number;

  /**
   * The only types that count, with `*` for any text, such as `m7*`.
   *
   * @default - all that fit the image
   */
  readonly allowedInstanceTypes?: string[];

  /**
   * Types that do not count, with `*` for any text. Not beside `allowedInstanceTypes`.
   *
   * @default - none
   */
  readonly excludedInstanceTypes?: string[];
}

/** How a group mixes instances. */
export interface MixedInstancesOptions {
  /**
   * Instances at the regular price that come first, 0 or more.
   *
   * @default 0
   */
  readonly onDemandBase?: number;

  /**
   * Share of the others that are at the regular price, in percent, 0 to 100. The rest is Spot.
   *
   * @default 100
   */
  readonly onDemandPercentageAboveBase?: number;

  /**
   * From which pools Spot instances are taken.
   *
   * @default SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED
   */
  readonly spotAllocationStrategy?: SpotAllocationStrategy;

  /**
   * Whether a Spot instance that AWS is likely to take back is replaced before it does.
   *
   * @default true
   */
  readonly capacityRebalance?: boolean;

  /**
   * How much an instance of a type counts, 1 to 999, for every one of `instanceTypes`. The numbers of `scaling` are then sums of
   * weights. Cluster Autoscaler takes every instance for one: leave them out where it scales.
   *
   * @default - every instance counts 1
   */
  readonly weights?: { [instanceType: string]: number };

  /**
   * What instances must have, in the place of `instanceTypes`.
   *
   * @default - `instanceTypes` are named
   */
  readonly requirements?: InstanceRequirements;
}

/** Whether there are Spot instances in a mixture. */
export function hasSpot({ onDemandPercentageAboveBase }: MixedInstancesOptions): boolean {
  return (onDemandPercentageAboveBase ?? 100) < 100;
}

/** In which proportion a group mixes; the first type is preferred where the price does not decide. */
export function distributionOf(
  mixed: MixedInstancesOptions,
): AutoscalingGroupMixedInstancesPolicyInstancesDistribution {
  return {
    // With requirements there is no order of types to heed, and AWS refuses to heed one.
    onDemandAllocationStrategy: mixed.requirements === undefined ? 'prioritized' : 'lowest-price',
    onDemandBaseCapacity: mixed.onDemandBase ?? 0,
    onDemandPercentageAboveBaseCapacity: mixed.onDemandPercentageAboveBase ?? 100,
    spotAllocationStrategy: mixed.spotAllocationStrategy ?? SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
  };
}

/** Which instances a group mixes. */
export function overridesOf(
  { requirements, weights }: MixedInstancesOptions,
  instanceTypes: readonly string[],
): AutoscalingGroupMixedInstancesPolicyLaunchTemplateOverride[] {
  if (requirements === undefined) {
    return instanceTypes.map((instanceType) => ({
      instanceType,
      weightedCapacity: weights?.[instanceType] === undefined ? undefined : String(weights[instanceType]),
    }));
  }
  const { minVcpus, maxVcpus, minMemory, maxMemory } = requirements;
  const { allowedInstanceTypes, excludedInstanceTypes } = requirements;
  return [
    {
      instanceRequirements: {
        vcpuCount: { min: minVcpus, max: maxVcpus },
        memoryMib: { min: minMemory, max: maxMemory },
        allowedInstanceTypes,
        excludedInstanceTypes,
      },
    },
  ];
}

/** Reports what is wrong with a mixture. */
export function checkMixedInstances(
  checks: PropertyChecks,
  mixed: MixedInstancesOptions,
  instanceTypes: readonly string[] | undefined,
  scaling: Scaling,
): void {
  const report = (property: string, value: unknown, what: string, fix: string): void => {
    checks.report({ code: 'SEKS2028', property, value, what: `${property} ${what}`, fix });
  };
  checks.integer('mixedInstances.onDemandBase', mixed.onDemandBase, 0, scaling.max);
  checks.integer('mixedInstances.onDemandPercentageAboveBase', mixed.onDemandPercentageAboveBase, 0, 100);
  const { requirements, weights } = mixed;
  checkWeights(checks, weights, instanceTypes ?? [], report);
  if (requirements === undefined) {
    return;
  }
  if (instanceTypes !== undefined) {
    const what = 'are given together with instanceTypes, and a group takes one of both';
    report('mixedInstances.requirements', instanceTypes, what, 'Drop one.');
  }
  const { minVcpus, maxVcpus, minMemory, maxMemory } = requirements;
  const most = Number.MAX_SAFE_INTEGER;
  checks.integer('mixedInstances.requirements.minVcpus', minVcpus, 1, maxVcpus ?? most);
  checks.integer('mixedInstances.requirements.minMemory', minMemory, 1, maxMemory ?? most);
  if (requirements.allowedInstanceTypes !== undefined && requirements.excludedInstanceTypes !== undefined) {
    const what = 'are given together with allowedInstanceTypes, which AWS refuses';
    const value = requirements.excludedInstanceTypes;
    report('mixedInstances.requirements.excludedInstanceTypes', value, what, 'Drop one.');
  }
}

function checkWeights(
  checks: PropertyChecks,
  weights: MixedInstancesOptions['weights'],
  instanceTypes: readonly string[],
  report: (property: string, value: unknown, what: string, fix: string) => void,
): void {
  const property = 'mixedInstances.weights';
  if (weights === undefined || !checks.literal(property, weights) || !isKnown(instanceTypes)) {
    return;
  }
  for (const [type, weight] of Object.entries(weights)) {
    checks.integer(`${property}.${type}`, weight, 1, 999);
  }
  const strangers = Object.keys(weights).filter((type) => !instanceTypes.includes(type));
  if (strangers.length > 0) {
    report(
      property,
      strangers,
      `name ${show(strangers)}, which instanceTypes does not`,
      'Name the same types in both.',
    );
  }
  const missing = instanceTypes.filter((type) => weights[type] === undefined);
  if (missing.length > 0) {
    report(
      property,
      missing,
      `leave out ${show(missing)}, and AWS wants all or none`,
      'Name the same types in both.',
    );
  }
}
