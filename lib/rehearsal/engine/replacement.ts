/**
 * Where a plan differs from the state in something that cannot be changed in place. Pure; which arguments those are is a table.
 */
import type { Value, Values } from '../protocol/value';
import { isValueList, isValues, sameValue, UNKNOWN } from '../protocol/value';
import type { BlockSchema, Path } from '../schema/schema';

/**
 * The paths that force a replacement.
 *
 * @param forceNew paths without indexes; each stands for everything below it too
 */
export function replacementPaths(
  schema: BlockSchema,
  forceNew: readonly string[],
  prior: Values,
  planned: Values,
): readonly Path[] {
  return forceNew.flatMap((path) => pathsOfDifference(schema, path.split('.'), prior, planned));
}

function pathsOfDifference(
  schema: BlockSchema,
  [name = '', ...rest]: readonly string[],
  prior: Values,
  planned: Values,
): readonly Path[] {
  const here: Path = [{ attribute: name }];
  const before = prior[name] ?? null;
  const after = planned[name] ?? null;
  const nested = schema.blocks[name];
  if (rest.length > 0 && nested?.nesting === 'list') {
    const [first, second] = [onlyItem(before), onlyItem(after)];
    if (first !== undefined && second !== undefined) {
      return pathsOfDifference(nested.block, rest, first, second).map((path): Path => [
        ...here,
        { index: 0 },
        ...path,
      ]);
    }
  }
  return differs(schema, [name, ...rest], before, after) ? [here] : [];
}

function differs(schema: BlockSchema, path: readonly string[], before: Value, after: Value): boolean {
  const [, ...rest] = path;
  const one = valueAt(before, rest);
  const other = valueAt(after, rest);
  // Nobody says anything about an argument that the service fills in: it stays what it is.
  return !sameToProvider(one, other) && !(other === null && isFilledIn(schema, path));
}

/** The provider's library takes null and the empty value of a type for the same: removing a `false` changes nothing. */
function sameToProvider(one: Value, other: Value): boolean {
  return sameValue(one, other) || (isNothing(one) && isNothing(other));
}

function isNothing(value: Value): boolean {
  return (
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (isValueList(value) && value.length === 0)
  );
}

function isFilledIn(schema: BlockSchema, [name = '', ...rest]: readonly string[]): boolean {
  const block = schema.blocks[name]?.block;
  return block !== undefined && rest.length > 0
    ? isFilledIn(block, rest)
    : schema.attributes[name]?.computed === true;
}

function onlyItem(value: Value): Values | undefined {
  const item = isValueList(value) && value.length === 1 ? value[0] : undefined;
  return isValues(item) ? item : undefined;
}

/** All values at a path, through lists; nothing and null are the same. */
function valueAt(value: Value, path: readonly string[]): Value {
  const [name, ...rest] = path;
  if (name === undefined) {
    return value;
  }
  if (isValueList(value)) {
    const values = value.map((item) => valueAt(item, path)).filter((item) => !isNothing(item));
    return values.length === 0 ? null : values;
  }
  return isValues(value) ? valueAt(value[name] ?? null, rest) : value === UNKNOWN ? UNKNOWN : null;
}
