/**
 * What a node pool can be told.
 */
import type { TerraformProvider } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { Taint } from '../nodes/taint';
import type { AutoNodeClass } from './node-class';
import type { NodeRequirement } from './node-requirement';

/** What a pool may have at most, all of its nodes together. One is enough. */
export interface NodePoolLimits {
  /**
   * Number of CPUs.
   *
   * @default - unlimited
   */
  readonly cpu?: number;

  /**
   * Memory, such as `1000Gi`.
   *
   * @default - unlimited
   */
  readonly memory?: string;
}

/** Which nodes are taken away to save money. */
export enum ConsolidationPolicy {
  /** Those without pods. */
  WHEN_EMPTY = 'WhenEmpty',
  /** Those whose pods fit elsewhere, too, or on something cheaper. */
  WHEN_EMPTY_OR_UNDERUTILIZED = 'WhenEmptyOrUnderutilized',
}

/** Why a node is taken away. */
export enum DisruptionReason {
  /** Its pods fit elsewhere. */
  UNDERUTILIZED = 'Underutilized',
  /** It has no pods. */
  EMPTY = 'Empty',
  /** Its pool, its class or the image of Auto Mode has changed. */
  DRIFTED = 'Drifted',
}

/** How many nodes may be taken away at a time. Of several that are active the strictest holds. */
export interface NodeDisruptionBudget {
  /** Number of nodes or share of them, such as `2` or `10%`; `0` for none. */
  readonly nodes: string;

  /**
   * The reasons that it is for.
   *
   * @default - all
   */
  readonly reasons?: DisruptionReason[];

  /**
   * When it begins, as a cron expression in UTC; with `duration` only.
   *
   * @default - it is always active
   */
  readonly schedule?: string;

  /**
   * For how long it is active each time, in hours and minutes such as `8h30m`; with `schedule` only.
   *
   * @default - it is always active
   */
  readonly duration?: string;
}

/** How nodes are taken away. */
export interface NodePoolDisruption {
  /**
   * Which nodes are taken away to save money.
   *
   * @default ConsolidationPolicy.WHEN_EMPTY_OR_UNDERUTILIZED
   */
  readonly consolidationPolicy?: ConsolidationPolicy;

  /**
   * How long no pod must have come or gone before, such as `5m`; or `Never`.
   *
   * @default 30s
   */
  readonly consolidateAfter?: string;

  /**
   * How many nodes may be taken away at a time, at most 50 budgets. Nodes that have expired, or that are broken, count past them.
   *
   * @default - one of 10%
   */
  readonly budgets?: NodeDisruptionBudget[];
}

/** Properties of {@link AutoNodePool}. */
export interface AutoNodePoolProps {
  /** The cluster, which has Auto Mode. */
  readonly cluster: ISafeEksCluster;

  /**
   * Name of the pool. `system` and `general-purpose` are those of EKS.
   *
   * @default - the id of the construct
   */
  readonly nodePoolName?: string;

  /**
   * Where the nodes are, who they are and what disk they have.
   *
   * @default - the class `default`, which EKS makes where the cluster has a built-in pool
   */
  readonly nodeClass?: AutoNodeClass;

  /**
   * What the pool may have at most. Without limits it grows for as long as pods are pending: SEKS8206.
   *
   * @default - none, which has to be acknowledged
   */
  readonly limits?: NodePoolLimits;

  /**
   * Which instances the pool may start. What is said of one key takes the place of the default for it; what names types, families or
   * GPUs, that of the default for categories and generations; a category that for generations.
   *
   * @default - on-demand, amd64, of the categories c, m and r, generation 5 or later
   */
  readonly requirements?: NodeRequirement[];

  /**
   * Labels of the nodes.
   *
   * @default - those of Auto Mode
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the nodes.
   *
   * @default - those of Auto Mode
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: Taint[];

  /**
   * Taints that something else takes away when a node is ready; pods need not tolerate them for the node to be started.
   *
   * @default - none
   */
  readonly startupTaints?: Taint[];

  /**
   * Which of several pools for a pod is taken: the one with the most, 1 to 100.
   *
   * @default - less than any
   */
  readonly weight?: number;

  /**
   * How long a node lives, such as `168h`. Together with `terminationGracePeriod` at most 21 days.
   *
   * @default 336h
   */
  readonly expireAfter?: string;

  /**
   * How long a node may take to drain before its pods are ended past their disruption budgets.
   *
   * @default - 24h, by EKS
   */
  readonly terminationGracePeriod?: string;

  /**
   * How nodes are taken away.
   *
   * @default - empty and underused ones after 30 s, 10% at a time
   */
  readonly disruption?: NodePoolDisruption;

  /**
   * Laid over the object that is rendered: maps are merged, everything else is replaced, null takes away.
   *
   * @default - none
   */
  readonly manifest?: { [key: string]: unknown };

  /**
   * The kubernetes provider.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}
