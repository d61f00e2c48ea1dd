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
}

/**
 * How a node group is updated. Pod disruption budgets are always respected: an update that they block fails after
 * 15 minutes and is rolled back, instead of evicting pods by force.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export class NodeUpdate {
  /**
   * Nodes are drained and replaced step by step, within the group.
   *
   * @param options how many at a time
   */
  public static rolling(options: RollingUpdateOptions = {}): NodeUpdate {
    return new NodeUpdate(options.maxUnavailable, options.maxUnavailablePercentage);
  }

  /** Nodes that may be away at a time; undefined when a percentage says so. */
  public readonly maxUnavailable?: number;
  /** Percentage of nodes that may be away at a time; undefined when a number says so. */
  public readonly maxUnavailablePercentage?: number;
  private readonly givenBoth: boolean;

  private constructor(maxUnavailable: number | undefined, maxUnavailablePercentage: number | undefined) {
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
    const problems: ProblemDetails[] = [];
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
      problems.push({
        code: 'SEKS2002',
        property: 'update.maxUnavailable',
        value: maxUnavailable,
        limit,
        what,
        fix,
      });
    }
    return problems;
  }
}
