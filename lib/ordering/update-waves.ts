/**
 * In which order the groups of nodes of a cluster are updated.
 */
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compareText } from '../validation/checks/compare-text';
import type { ProblemDetails } from '../validation/problem';
import { SafetyReport } from '../validation/safety-report';

/**
 * The waves in which node groups are updated: a wave begins when the one before it is through, and does not begin when that
 * one has failed. So a bad image stops at the first group.
 *
 * Waves that are declared come first, in the order of their declaration. Groups that are in none follow one by one, in the
 * order of their paths. The order holds for creating and, backwards, for deleting as well, since Terraform has one graph for
 * all; a change of the waves alone changes nothing.
 */
export class UpdateWaves {
  private readonly groups: IConstruct[] = [];
  private readonly declared: IConstruct[][] = [];
  private isAtOnce = false;

  /**
   * @param owner the cluster
   */
  public constructor(owner: IConstruct) {
    SafetyReport.of(owner).addCheck(owner, () => this.judge());
  }

  /**
   * Declares the next wave. Reports SEKS2019 for a group that is in two waves, or that is none of the cluster's.
   *
   * @param groups node groups that are updated at the same time, each by its own rule
   */
  public addWave(...groups: IConstruct[]): void {
    this.declared.push(groups);
  }

  /**
   * Lets all groups that no wave names begin at once; also creating and deleting them then takes no longer than the slowest.
   * Reported as SEKS2020, a warning, where that concerns two groups or more.
   */
  public allAtOnce(): void {
    this.isAtOnce = true;
  }

  /**
   * Makes a group wait for the wave before its own.
   *
   * @internal
   */
  public _add(group: IConstruct): void {
    this.groups.push(group);
  }

  /**
   * The groups that a group comes after.
   *
   * @internal
   */
  public _before(group: IConstruct): readonly IConstruct[] {
    const index = this.declared.findIndex((wave) => wave.includes(group));
    if (index >= 0) {
      return lastOf(this.declared.slice(0, index));
    }
    if (!this.groups.includes(group)) {
      return [];
    }
    const stack = TerraformStack.of(group);
    // Stacks wait for each other as a whole, so that an order that nobody asked for could close a circle.
    const isHere = (other: IConstruct): boolean => TerraformStack.of(other) === stack;
    const rest = this.isAtOnce ? [] : this.rest().filter(isHere);
    const previous = rest[rest.indexOf(group) - 1];
    const wavesHere = this.declared.map((wave) => wave.filter(isHere));
    return previous === undefined ? lastOf(wavesHere) : [previous];
  }

  /** The groups that are in no wave, in their order. */
  private rest(): IConstruct[] {
    return this.groups
      .filter((group) => !this.declared.some((wave) => wave.includes(group)))
      .sort((a, b) => compareText(a.node.path, b.node.path));
  }

  private judge(): ProblemDetails[] {
    const problems: ProblemDetails[] = [];
    const named = this.declared.flat();
    for (const group of new Set(named)) {
      const { path } = group.node;
      const base = { code: 'SEKS2019', property: 'updateWaves', value: path } as const;
      if (!this.groups.includes(group)) {
        const what = `updateWaves name ${path}, which is no node group of this cluster`;
        problems.push({
          ...base,
          what,
          fix: 'Name the construct of a node group that is added to this cluster.',
        });
      } else if (named.indexOf(group) !== named.lastIndexOf(group)) {
        const what = `updateWaves name ${path} more than once`;
        problems.push({ ...base, what, fix: 'Leave it in one wave.' });
      }
    }
    const count = this.isAtOnce ? this.rest().length : 0;
    if (count > 1) {
      const what = `updateWaves let ${String(count)} node groups begin at once, so that a bad image reaches all of them`;
      const fix = 'Leave allAtOnce out, or acknowledge the code with the reason.';
      problems.push({
        code: 'SEKS2020',
        property: 'updateWaves',
        value: count,
        limit: 'one by one',
        what,
        fix,
      });
    }
    return problems;
  }
}

/** The last wave that has groups. */
function lastOf(waves: readonly IConstruct[][]): readonly IConstruct[] {
  return waves.filter((wave) => wave.length > 0).at(-1) ?? [];
}
