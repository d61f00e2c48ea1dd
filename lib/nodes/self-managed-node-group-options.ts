/**
 * What can be said about a group of self-managed nodes.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { InstanceRefresh } from './instance-refresh';
import type { MixedInstancesOptions } from './mixed-instances';
import type { NodeOptions } from './node-options';
import type { Scaling } from './scaling';

/** Which instances go first when a group becomes smaller. */
export enum TerminationPolicy {
  /** What AWS thinks best. */
  DEFAULT = 'Default',
  /** Those that the allocation strategy would not choose today. */
  ALLOCATION_STRATEGY = 'AllocationStrategy',
  /** Those from the oldest launch template. */
  OLDEST_LAUNCH_TEMPLATE = 'OldestLaunchTemplate',
  /** The oldest. */
  OLDEST_INSTANCE = 'OldestInstance',
  /** The newest. */
  NEWEST_INSTANCE = 'NewestInstance',
  /** Those that are closest to the next hour of billing. */
  CLOSEST_TO_NEXT_INSTANCE_HOUR = 'ClosestToNextInstanceHour',
}

/** What an Auto Scaling group does by itself. */
export enum ScalingProcess {
  /** It starts instances. */
  LAUNCH = 'Launch',
  /** It terminates instances. */
  TERMINATE = 'Terminate',
  /** It registers instances with load balancers. */
  ADD_TO_LOAD_BALANCER = 'AddToLoadBalancer',
  /** It heeds CloudWatch alarms. */
  ALARM_NOTIFICATION = 'AlarmNotification',
  /** It ends instances in one zone and starts others in another, until the zones are even. */
  AZ_REBALANCE = 'AZRebalance',
  /** It checks whether instances are well. */
  HEALTH_CHECK = 'HealthCheck',
  /** It replaces its instances when their template changes. */
  INSTANCE_REFRESH = 'InstanceRefresh',
  /** It replaces instances that are not well. */
  REPLACE_UNHEALTHY = 'ReplaceUnhealthy',
  /** It heeds its schedule. */
  SCHEDULED_ACTIONS = 'ScheduledActions',
}

/** How long Terraform waits for a group, such as `20m`. */
export interface SelfManagedNodeGroupTimeouts {
  /**
   * For as many instances in service as there are to be, when the group is made or becomes larger. Whether they have joined the
   * cluster, it does not see.
   *
   * @default '20m'
   */
  readonly capacity?: string;

  /**
   * For an update.
   *
   * @default '20m'
   */
  readonly update?: string;

  /**
   * For deletion; instances are given `drainSeconds` in it.
   *
   * @default '60m'
   */
  readonly delete?: string;
}

/** Settings of a group of self-managed nodes. */
export interface SelfManagedNodeGroupOptions extends NodeOptions {
  /**
   * First part of the group's name, behind the cluster's. A hash of what replaces the group follows, and what the provider
   * appends to keep names apart.
   *
   * @default - the id of the construct
   */
  readonly name?: string;

  /**
   * How many nodes, and who decides.
   *
   * @default Scaling.external({ min: 2, max: 4 })
   */
  readonly scaling?: Scaling;

  /**
   * How nodes are replaced.
   *
   * @default InstanceRefresh.rolling()
   */
  readonly refresh?: InstanceRefresh;

  /**
   * More than one kind of instance, Spot among them, from `instanceTypes`.
   *
   * @default - instances at the regular price, of the first of `instanceTypes` that there are any of
   */
  readonly mixedInstances?: MixedInstancesOptions;

  /**
   * Seconds that an instance waits at its end, for aws-node-termination-handler to drain it, 30 to 7200. Without it,
   * instances are terminated with all that runs on them, which is reported as SEKS2029. Another number replaces the group.
   *
   * @default - instances do not wait
   */
  readonly drainSeconds?: number;

  /**
   * Whether the access entry of the role is made. `false` for a role that has one: that of a managed node group, or of another
   * group of self-managed nodes.
   *
   * @default true
   */
  readonly accessEntry?: boolean;

  /**
   * Seconds after its start in which the health of an instance is not looked at.
   *
   * @default 300
   */
  readonly healthCheckGracePeriod?: number;

  /**
   * Days after which an instance is replaced, 1 to 365.
   *
   * @default - instances may become as old as they like
   */
  readonly maxInstanceLifetimeDays?: number;

  /**
   * Which instances go first when the group becomes smaller.
   *
   * @default - ALLOCATION_STRATEGY, OLDEST_LAUNCH_TEMPLATE, OLDEST_INSTANCE, as in managed node groups
   */
  readonly terminationPolicies?: TerminationPolicy[];

  /**
   * What the group does not do by itself.
   *
   * @default [ScalingProcess.AZ_REBALANCE], which ends nodes that are well
   */
  readonly suspendedProcesses?: ScalingProcess[];

  /**
   * Whether CloudWatch gets the group's own metrics, every minute.
   *
   * @default false
   */
  readonly groupMetrics?: boolean;

  /**
   * How long Terraform waits.
   *
   * @default - see {@link SelfManagedNodeGroupTimeouts}
   */
  readonly timeouts?: SelfManagedNodeGroupTimeouts;
}

/** Properties of a group of self-managed nodes. */
export interface SelfManagedNodeGroupProps extends SelfManagedNodeGroupOptions {
  /** The cluster to join. */
  readonly cluster: ISafeEksCluster;
}
