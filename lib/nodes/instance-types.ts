/**
 * Instance types, and whether they fit the image.
 */
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { Ami } from './ami';
import { AmiArchitecture, factsOf } from './ami-family';

const MAX_INSTANCE_TYPES = 20;
const PROPERTY = 'instanceTypes';

/** The types of a group; a list that is a token has been reported, and the default stands in for it until then. */
export function instanceTypesFor(ami: Ami, types: string[] | undefined): string[] {
  return types !== undefined && isKnown(types)
    ? types
    : [ami.architecture === AmiArchitecture.X86_64 ? 'm6i.large' : 'm6g.large'];
}

/**
 * What is wrong with the types of a group.
 *
 * @param given what was given, undefined for the default
 */
export function judgeInstanceTypes(ami: Ami, given: readonly string[] | undefined): ProblemDetails[] {
  if (given === undefined) {
    return judgeDefault(ami);
  }
  if (!isKnown(given)) {
    return [];
  }
  const problems: ProblemDetails[] = [];
  if (given.length < 1 || given.length > MAX_INSTANCE_TYPES) {
    const limit = `1 to ${String(MAX_INSTANCE_TYPES)}`;
    const what = `${PROPERTY} holds ${String(given.length)} types`;
    problems.push({ code: 'SEKS2005', property: PROPERTY, value: given, limit, what, fix: `Give ${limit}.` });
  }
  for (const type of given.filter((candidate) => isKnown(candidate))) {
    const architecture = architectureOf(type);
    if (architecture !== undefined && architecture !== ami.architecture) {
      const what = `${PROPERTY} names ${show(type)}, which is ${architecture}, but the image is ${ami.architecture}`;
      const fix = 'Give types and an image of one architecture.';
      problems.push({
        code: 'SEKS2005',
        property: PROPERTY,
        value: type,
        limit: ami.architecture,
        what,
        fix,
      });
    }
  }
  return problems;
}

/** The default has no accelerator, and which one is wanted nobody but the user knows. */
function judgeDefault({ family }: Ami): ProblemDetails[] {
  if (family === undefined || !factsOf(family).isAccelerated) {
    return [];
  }
  const { title } = factsOf(family);
  const what = `${PROPERTY} is left out, but the image is ${title}, and the default type has no accelerator`;
  const fix = 'Give types that have one.';
  return [{ code: 'SEKS2005', property: PROPERTY, what, fix }];
}

/**
 * Graviton types carry a `g` behind the number of their generation, as in `m7g` and `c6gd`; the first of them is
 * `a1`. Undefined for a text that is no instance type.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function architectureOf(instanceType: string): AmiArchitecture | undefined {
  const match = /^([a-z]+)(\d+)([a-z-]*)\.[a-z0-9-]+$/.exec(instanceType);
  if (match === null) {
    return undefined;
  }
  const [, family, , options = ''] = match;
  const isArm = options.startsWith('g') || instanceType.startsWith('a1.');
  return isArm && family !== undefined ? AmiArchitecture.ARM_64 : AmiArchitecture.X86_64;
}
