/**
 * How many nodes a group has, and who decides.
 */
import type { ProblemDetails } from '../validation/problem';
import { isKnown } from '../validation/checks/known';

/** Limits for an autoscaler. */
export interface ExternalScalingOptions {
  /** The fewest nodes, 0 or more. */
  readonly min: number;
  /** The most nodes, 1 or more. */
  readonly max: number;

  /**
   * Nodes when the group is made.
   *
   * @default - `min`
   */
  readonly initial?: number;

  /**
   * Whether the Auto Scaling group says in its tags what a node of it would be like: labels, taints and disk. Without them
   * Cluster Autoscaler does not know, while there is no node, for which pods to start one.
   *
   * @default - only when `min` is 0
   */
  readonly nodeTemplateTags?: boolean;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_NODES = 450;

/**
 * Who decides the number of nodes: the code, or an autoscaler. Never both: an apply would undo what the autoscaler did.
 */
export class Scaling {
  /**
   * A number of nodes that only the code changes.
   *
   * @param nodes how many, 1 or more
   */
  public static fixed(nodes: number): Scaling {
    return new Scaling(nodes, nodes, nodes, false, false);
  }

  /**
   * An autoscaler decides; Terraform sets the number once, when the group is made, and leaves it alone afterwards.
   *
   * Raise `min` only when the group has as many nodes already: EKS refuses a minimum above the current number.
   *
   * @param options limits and initial number
   */
  public static external(options: ExternalScalingOptions): Scaling {
    const { min, max, initial = min, nodeTemplateTags = min === 0 } = options;
    return new Scaling(min, max, initial, true, nodeTemplateTags);
  }

  /** The fewest nodes. */
  public readonly min: number;
  /** The most nodes. */
  public readonly max: number;
  /** Nodes when the group is made. */
  public readonly initial: number;
  /** Whether somebody else changes the number. */
  public readonly isExternal: boolean;

  /** Whether the Auto Scaling group describes its nodes to an autoscaler. */
  public readonly nodeTemplateTags: boolean;

  private constructor(
    min: number,
    max: number,
    initial: number,
    isExternal: boolean,
    nodeTemplateTags: boolean,
  ) {
    this.nodeTemplateTags = nodeTemplateTags;
    this.min = min;
    this.max = max;
    this.initial = initial;
    this.isExternal = isExternal;
  }

  /**
   * What is wrong with these numbers.
   *
   * @internal
   */
  public _judge(): ProblemDetails[] {
    const problems: ProblemDetails[] = [];
    const { min, max, initial, nodeTemplateTags } = this;
    if (!isKnown(nodeTemplateTags)) {
      const property = 'scaling.nodeTemplateTags';
      const what = `${property} is a token, but it decides which resources there are`;
      problems.push({ code: 'SEKS1001', property, limit: 'a literal', what, fix: 'Give true or false.' });
    }
    if ([min, max, initial].some((value) => !isKnown(value))) {
      return problems;
    }
    const add = (property: string, value: number, what: string, limit: string, fix: string): void => {
      problems.push({
        code: 'SEKS2001',
        property,
        value,
        limit,
        what: `${property} ${String(value)} ${what}`,
        fix,
      });
    };
    for (const [property, value, least] of [
      ['scaling.min', min, 0],
      ['scaling.max', max, 1],
      ['scaling.initial', initial, 0],
    ] as const) {
      if (!Number.isInteger(value) || value < least || value > MAX_NODES) {
        const range = `an integer from ${String(least)} to ${String(MAX_NODES)}`;
        add(property, value, `is not ${range}`, range, `Give ${range}.`);
      }
    }
    if (min > max) {
      add(
        'scaling.min',
        min,
        `is more than scaling.max ${String(max)}`,
        `at most ${String(max)}`,
        'Swap the two.',
      );
    } else if (initial < min || initial > max) {
      const range = `${String(min)} to ${String(max)}`;
      add('scaling.initial', initial, `is outside of ${range}`, range, `Give a number from ${range}.`);
    }
    return problems;
  }
}
