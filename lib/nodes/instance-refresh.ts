/**
 * How an Auto Scaling group replaces its instances when their template changes.
 */
import type { AutoscalingGroupInstanceRefresh } from '@cdktf/provider-aws/lib/autoscaling-group';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';

/** What a refresh does with instances that somebody has protected from scale-in. */
export enum ScaleInProtectedInstances {
  /** They are replaced like the others. */
  REFRESH = 'Refresh',
  /** They stay as they are, and the refresh succeeds. */
  IGNORE = 'Ignore',
  /** The refresh waits up to an hour for the protection to be lifted, and fails otherwise. */
  WAIT = 'Wait',
}

/** What a refresh does with instances that somebody has put into standby. */
export enum StandbyInstances {
  /** They are terminated. */
  TERMINATE = 'Terminate',
  /** They stay as they are, and the refresh succeeds. */
  IGNORE = 'Ignore',
  /** The refresh waits up to an hour for them to be back in service, and fails otherwise. */
  WAIT = 'Wait',
}

/** How many instances are replaced at a time, and when that stops. */
export interface RollingRefreshOptions {
  /**
   * Share of the group that stays in service, in percent of its instances, 0 to 100.
   *
   * @default 100
   */
  readonly minHealthyPercentage?: number;

  /**
   * Share of the group that there may be meanwhile, in percent of its instances, 100 to 200, and at most 100 above
   * `minHealthyPercentage`. Above 100, new instances come before old ones go.
   *
   * @default 110
   */
  readonly maxHealthyPercentage?: number;

  /**
   * Seconds after which a new instance counts as ready, 0 to 172800. EC2 cannot see whether a node has joined: this has to be
   * long enough for it.
   *
   * @default 300
   */
  readonly instanceWarmup?: number;

  /**
   * Whether a refresh that fails, or whose alarm goes off, brings the former template back.
   *
   * @default true
   */
  readonly autoRollback?: boolean;

  /**
   * Whether instances that are made from the new template already are left alone, such as after a refresh that was cancelled.
   *
   * @default true
   */
  readonly skipMatching?: boolean;

  /**
   * Shares of the group, in percent, after which the refresh pauses; ascending, and the last one is 100.
   *
   * @default - no pause
   */
  readonly checkpointPercentages?: number[];

  /**
   * Seconds that a pause lasts, 0 to 172800.
   *
   * @default 3600
   */
  readonly checkpointDelay?: number;

  /**
   * Names of CloudWatch alarms that make the refresh fail, such as one for nodes that are not Ready.
   *
   * @default - none
   */
  readonly alarms?: string[];

  /**
   * What happens to instances that are protected from scale-in.
   *
   * @default ScaleInProtectedInstances.IGNORE
   */
  readonly scaleInProtected?: ScaleInProtectedInstances;

  /**
   * What happens to instances in standby.
   *
   * @default StandbyInstances.IGNORE
   */
  readonly standby?: StandbyInstances;
}

const LONGEST = 172_800;

/**
 * How a group of self-managed nodes follows its launch template. Terraform starts a refresh and does not wait for it: the
 * apply is over while instances are still replaced, and a failure shows in AWS only. Any later apply that changes the group
 * cancels a refresh that still runs.
 *
 * Instances are terminated without draining their pods, unless something on the cluster does that.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
export class InstanceRefresh {
  /**
   * A change of image, user data, volumes or instance types replaces the instances, a few at a time, new ones first.
   *
   * @param options how many at a time, and when that stops
   */
  public static rolling(options: RollingRefreshOptions = {}): InstanceRefresh {
    return new InstanceRefresh(options);
  }

  /** A change reaches new instances only; somebody else replaces the old ones. */
  public static none(): InstanceRefresh {
    return new InstanceRefresh(undefined);
  }

  /** Whether a change replaces instances. */
  public readonly isRolling: boolean;
  /** Share of the group that stays in service, in percent. */
  public readonly minHealthyPercentage: number;
  /** Share of the group that there may be meanwhile, in percent. */
  public readonly maxHealthyPercentage: number;
  private readonly options: RollingRefreshOptions;

  private constructor(options: RollingRefreshOptions | undefined) {
    this.isRolling = options !== undefined;
    this.options = options ?? {};
    this.minHealthyPercentage = options?.minHealthyPercentage ?? 100;
    this.maxHealthyPercentage = options?.maxHealthyPercentage ?? 110;
  }

  /**
   * Reports what is wrong with these words.
   *
   * @internal
   */
  public _check(checks: PropertyChecks): void {
    const { options, minHealthyPercentage: min, maxHealthyPercentage: max } = this;
    checks.integer('refresh.minHealthyPercentage', options.minHealthyPercentage, 0, 100);
    checks.integer('refresh.maxHealthyPercentage', options.maxHealthyPercentage, 100, 200);
    checks.integer('refresh.instanceWarmup', options.instanceWarmup, 0, LONGEST);
    checks.integer('refresh.checkpointDelay', options.checkpointDelay, 0, LONGEST);
    checks.literal('refresh.checkpointPercentages', options.checkpointPercentages);
    if (isKnown(min) && isKnown(max) && max - min > 100) {
      const property = 'refresh.maxHealthyPercentage';
      const most = String(min + 100);
      const what = `${property} ${String(max)} is more than 100 above refresh.minHealthyPercentage ${String(min)}`;
      const fix = `Give at most ${most}.`;
      checks.report({ code: 'SEKS2027', property, value: max, limit: `at most ${most}`, what, fix });
    }
    judgeCheckpoints(options).forEach((problem) => {
      checks.report(problem);
    });
  }

  /**
   * What Terraform is told; nothing where nothing is refreshed.
   *
   * @internal
   */
  public _render(): AutoscalingGroupInstanceRefresh | undefined {
    if (!this.isRolling) {
      return undefined;
    }
    const { options } = this;
    const { checkpointPercentages, alarms } = options;
    return {
      strategy: 'Rolling',
      preferences: {
        minHealthyPercentage: this.minHealthyPercentage,
        maxHealthyPercentage: this.maxHealthyPercentage,
        instanceWarmup: String(options.instanceWarmup ?? 300),
        autoRollback: options.autoRollback ?? true,
        skipMatching: options.skipMatching ?? true,
        scaleInProtectedInstances: options.scaleInProtected ?? ScaleInProtectedInstances.IGNORE,
        standbyInstances: options.standby ?? StandbyInstances.IGNORE,
        checkpointPercentages,
        checkpointDelay:
          checkpointPercentages === undefined ? undefined : String(options.checkpointDelay ?? 3600),
        alarmSpecification: alarms === undefined ? undefined : { alarms },
      },
    };
  }
}

function judgeCheckpoints({
  checkpointPercentages,
  checkpointDelay,
}: RollingRefreshOptions): ProblemDetails[] {
  if (checkpointPercentages === undefined) {
    if (checkpointDelay === undefined) {
      return [];
    }
    const property = 'refresh.checkpointDelay';
    const what = `${property} is given without refresh.checkpointPercentages, so there is no pause`;
    return [{ code: 'SEKS2027', property, value: checkpointDelay, what, fix: 'Name them, or drop it.' }];
  }
  const shares = checkpointPercentages;
  const areFine = shares.every(
    (share, index) => Number.isInteger(share) && share >= 1 && share > (shares[index - 1] ?? 0),
  );
  if (!isKnown(shares) || shares.some((share) => !isKnown(share)) || (areFine && shares.at(-1) === 100)) {
    return [];
  }
  const property = 'refresh.checkpointPercentages';
  const limit = 'ascending integers that end in 100';
  const what = `${property} ${show(shares)} are not ${limit}, so part of the group would stay as it is`;
  return [
    { code: 'SEKS2027', property, value: shares, limit, what, fix: 'Write them such as [25, 50, 100].' },
  ];
}
