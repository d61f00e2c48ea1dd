/**
 * What can be wrong with the names that the elements of an order have and refer to.
 */
import type { ProblemDetails } from '../validation/problem';
import { nearest } from '../validation/problem';
import type { DeploymentStage } from './deployment-stage';
import { sortByDependencies } from './sort';

/** An element as far as its name matters. */
export interface NamedElement {
  readonly name: string;
  readonly after?: readonly string[];
}

/**
 * Judges the elements of one stage.
 *
 * @param stage the stage
 * @param elements its elements
 * @param known all names that `after` may refer to: those of the stage and of the stages before it
 */
export function judgeNames(
  stage: DeploymentStage,
  elements: readonly NamedElement[],
  known: readonly string[],
): ProblemDetails[] {
  return [
    ...judgeTwins(stage, elements),
    ...elements.flatMap((element) => judgeReferences(stage, element, known)),
    ...judgeCycle(stage, elements),
  ];
}

function judgeTwins(stage: DeploymentStage, elements: readonly NamedElement[]): ProblemDetails[] {
  const names = elements.map(({ name }) => name);
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twins].map((name) => ({
    code: 'SEKS1304',
    value: name,
    what: `two elements of the stage ${stage} are named '${name}'`,
    fix: 'Give one of them another id or name.',
  }));
}

function judgeReferences(
  stage: DeploymentStage,
  { name, after = [] }: NamedElement,
  known: readonly string[],
): ProblemDetails[] {
  return after
    .filter((other) => !known.includes(other))
    .map((unknown) => {
      const candidate = nearest(unknown, known);
      return {
        code: 'SEKS1302',
        property: 'after',
        value: unknown,
        limit: known.join(', '),
        what: `'${name}' comes after '${unknown}', which is neither in the stage ${stage} nor in one before`,
        fix: candidate === undefined ? 'Add it, or drop the name.' : `Did you mean '${candidate}'?`,
      };
    });
}

function judgeCycle(stage: DeploymentStage, elements: readonly NamedElement[]): ProblemDetails[] {
  const sorted = sortByDependencies(new Map(elements.map(({ name, after }) => [name, after ?? []])));
  if (sorted.kind === 'sorted') {
    return [];
  }
  const cycle = [...sorted.names, sorted.names[0] ?? ''].join(' → ');
  return [
    {
      code: 'SEKS1301',
      property: 'after',
      value: sorted.names,
      what: `elements of the stage ${stage} wait for each other: ${cycle} (each waits for the next)`,
      fix: 'Remove one of these edges.',
    },
  ];
}
