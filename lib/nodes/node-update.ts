/**
 * How nodes are replaced when their image, template or version changes.
 */
import type { ProblemDetails } from '../validation/problem';
import { isKnown } from '../validation/checks/known';

/** How many nodes may be away at a time; one of both. */
export interface RollingUpdateOptions {
  /**
   * A number of nodes, 1 to 100.
   *
   * @default 1
   */
  readonly maxUnavailable?: number;

  /**
   * A share of the nodes in percent, 1 to 100.
   *
   * @default - `maxUnavailable` decides
   */
  readonly maxUnavailablePercentage?: number;

  /**
   * Whether pods are ended that a pod disruption budget still keeps on a node after 15 minutes, instead of failing the
   * update. Refused with SEKS2018 until that is acknowledged with a reason.
   *
   * @default false
   */
  readonly force?: boolean;
}

/**
 * How a node group is updated. Pod disruption budgets are respected: an update that they block for 15 minutes fails, and
 * the nodes that were not replaced yet go on serving.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export class NodeUpdate {
  /**
   * Nodes are drained and replaced step by step, within the group. The first new nodes are Ready before an old one goes.
   *
   * @param options how many at a time
   */
  public static rolling(options: RollingUpdateOptions = {}): NodeUpdate {
    return new NodeUpdate(options, false);
  }

  /**
   * A new group is made beside the old one; when all its nodes are Ready, the old one is drained and deleted. For a while
   * there are twice as many nodes. An image that does not work costs nothing but the new group.
   *
   * Any change of image, launch template or version counts. The new group begins with `initial` nodes of its scaling: where
   * an autoscaler has raised the old one, raise `initial` in the same change.
   */
  public static blueGreen(): NodeUpdate {
    return new NodeUpdate({}, true);
  }

  /** Whether a change makes a new group beside the old one. */
  public readonly isBlueGreen: boolean;
  /** Nodes that may be away at a time; undefined when a percentage says so. */
  public readonly maxUnavailable?: number;
  /** Percentage of nodes that may be away at a time; undefined when a number says so. */
  public readonly maxUnavailablePercentage?: number;
  /** Whether pod disruption budgets are overridden in the end. */
  public readonly force: boolean;
  private readonly givenBoth: boolean;

  private constructor(options: RollingUpdateOptions, isBlueGreen: boolean) {
    const { maxUnavailable, maxUnavailablePercentage } = options;
    this.isBlueGreen = isBlueGreen;
    this.force = options.force ?? false;
    this.givenBoth = maxUnavailable !== undefined && maxUnavailablePercentage !== undefined;
    this.maxUnavailable = maxUnavailablePercentage === undefined ? (maxUnavailable ?? 1) : undefined;
    this.maxUnavailablePercentage = maxUnavailablePercentage;
  }

  /**
   * What is wrong with these numbers.
   *
   * @param maxNodes the most nodes that the group can have
   * @internal
   */
  public _judge(maxNodes: number): ProblemDetails[] {
    const problems: ProblemDetails[] = [...judgeForce(this.force)];
    if (this.givenBoth) {
      const what = 'update names both maxUnavailable and maxUnavailablePercentage';
      problems.push({ code: 'SEKS2002', property: 'update', limit: 'one of both', what, fix: 'Drop one.' });
    }
    for (const [property, value] of [
      ['update.maxUnavailable', this.maxUnavailable],
      ['update.maxUnavailablePercentage', this.maxUnavailablePercentage],
    ] as const) {
      if (value !== undefined && isKnown(value) && (!Number.isInteger(value) || value < 1 || value > 100)) {
        const limit = 'an integer from 1 to 100';
        const what = `${property} ${String(value)} is not ${limit}`;
        problems.push({ code: 'SEKS1002', property, value, limit, what, fix: `Give ${limit}.` });
      }
    }
    const { maxUnavailable } = this;
    const areKnown = isKnown(maxUnavailable) && isKnown(maxNodes);
    if (maxUnavailable !== undefined && areKnown && maxUnavailable > maxNodes) {
      const what = `update.maxUnavailable ${String(maxUnavailable)} is more than scaling.max ${String(maxNodes)}`;
      const fix = `Give at most ${String(maxNodes)}.`;
      const limit = `at most ${String(maxNodes)}`;
      const property = 'update.maxUnavailable';
      problems.push({ code: 'SEKS2002', property, value: maxUnavailable, limit, what, fix });
    }
    return problems;
  }
}

function judgeForce(force: boolean): ProblemDetails[] {
  const property = 'update.force';
  if (!isKnown(force)) {
    const what = `${property} is a token, but whether budgets hold must be known`;
    return [{ code: 'SEKS1001', property, limit: 'a literal', what, fix: 'Give true or false.' }];
  }
  if (!force) {
    return [];
  }
  const what = `${property} ends pods that a pod disruption budget keeps`;
  const fix = 'Leave it out and mend the budget, or acknowledge the code with the reason.';
  return [{ code: 'SEKS2018', property, value: true, limit: 'false', what, fix }];
}
