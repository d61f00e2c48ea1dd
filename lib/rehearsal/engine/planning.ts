/**
 * What a provider answers when Terraform asks what a change would do: which values are known, which only the service will
 * know, and what cannot be changed in place. Pure; it knows schemas and tables, and no resource.
 */
import type { KnownValues, Value, Values } from '../protocol/value';
import { isValueList, isValues, sameValue, UNKNOWN } from '../protocol/value';
import type { AttributeSchema, BlockSchema, NestedBlockSchema, Path } from '../schema/schema';

/**
 * The planned values: what the user wrote, what the state knows, the provider's defaults, and unknown for the rest.
 *
 * @param prior nothing when the resource is to be created
 * @param proposed the configuration with the state's computed values, as Terraform puts them together
 * @param defaults by path without indexes
 */
export function planValues(
  schema: BlockSchema,
  prior: Values | undefined,
  proposed: Values,
  config: Values,
  defaults: KnownValues,
): { [name: string]: Value } {
  return planBlock(schema, prior, proposed, config, defaults, '');
}

function planBlock(
  schema: BlockSchema,
  prior: Values | undefined,
  proposed: Values,
  config: Values,
  defaults: KnownValues,
  path: string,
): { [name: string]: Value } {
  const planned: { [name: string]: Value } = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const fallback = defaults[`${path}${name}`];
    const isGiven = (config[name] ?? null) !== null;
    const proposal = proposed[name] ?? null;
    if (isGiven) {
      planned[name] = proposal;
    } else if (fallback !== undefined) {
      planned[name] = fallback;
    } else {
      planned[name] = onlyTheServiceKnows(attribute, prior, name, proposal) ? UNKNOWN : proposal;
    }
  }
  for (const [name, nested] of Object.entries(schema.blocks)) {
    planned[name] = planNested(
      nested,
      prior?.[name],
      proposed[name],
      config[name],
      defaults,
      `${path}${name}.`,
    );
  }
  return planned;
}

/** A computed attribute without a value: on a create, and in a block that was not there before. */
function onlyTheServiceKnows(
  { computed }: AttributeSchema,
  prior: Values | undefined,
  name: string,
  proposal: Value,
): boolean {
  return computed && proposal === null && (prior === undefined || (prior[name] ?? null) !== null);
}

function planNested(
  { block }: NestedBlockSchema,
  prior: Value | undefined,
  proposed: Value | undefined,
  config: Value | undefined,
  defaults: KnownValues,
  path: string,
): Value {
  if (isValueList(proposed)) {
    const priors = isValueList(prior) ? prior : [];
    const configs = isValueList(config) ? config : [];
    return proposed.map((item, index) =>
      planItem(block, priors[index], item, configs[index], defaults, path),
    );
  }
  return planItem(block, prior, proposed ?? null, config, defaults, path);
}

function planItem(
  block: BlockSchema,
  prior: Value | undefined,
  proposed: Value,
  config: Value | undefined,
  defaults: KnownValues,
  path: string,
): Value {
  if (!isValues(proposed)) {
    return proposed;
  }
  return planBlock(
    block,
    isValues(prior) ? prior : undefined,
    proposed,
    isValues(config) ? config : proposed,
    defaults,
    path,
  );
}

/** Where the plan differs from the state in something that cannot be changed in place. */
export function replacementPaths(
  schema: BlockSchema,
  forceNew: readonly string[],
  prior: Values,
  planned: Values,
): readonly Path[] {
  return forceNew.flatMap((path) => {
    const [first = '', ...rest] = path.split('.');
    return pathsOfDifference(schema, first, rest, prior[first] ?? null, planned[first] ?? null);
  });
}

function pathsOfDifference(
  schema: BlockSchema,
  name: string,
  rest: readonly string[],
  prior: Value,
  planned: Value,
): readonly Path[] {
  const here: Path = [{ attribute: name }];
  const [next, ...further] = rest;
  if (next === undefined) {
    return sameValue(prior, planned) ? [] : [here];
  }
  const block = schema.blocks[name]?.block;
  if (block === undefined) {
    return sameValue(valueAt(prior, rest), valueAt(planned, rest)) ? [] : [here];
  }
  if (schema.blocks[name]?.nesting === 'list' && isValueList(prior) && isValueList(planned)) {
    const before = prior[0];
    const after = planned[0];
    if (isValues(before) && isValues(after) && prior.length === planned.length) {
      return pathsOfDifference(block, next, further, before[next] ?? null, after[next] ?? null).map(
        (path): Path => [...here, { index: 0 }, ...path],
      );
    }
  }
  return sameValue(valueAt(prior, rest), valueAt(planned, rest)) ? [] : [here];
}

/** All values at a path, through lists; nothing and null are the same. */
function valueAt(value: Value, path: readonly string[]): Value {
  if (isValueList(value)) {
    const values = value.map((item) => valueAt(item, path)).filter((item) => item !== null);
    return values.length === 0 ? null : values;
  }
  const [name, ...rest] = path;
  if (name === undefined) {
    return value;
  }
  return isValues(value) ? valueAt(value[name] ?? null, rest) : value === UNKNOWN ? UNKNOWN : null;
}

/** A schema in which attributes with a default are computed, as Terraform demands of values that nobody wrote. */
export function withDefaults(schema: BlockSchema, defaults: KnownValues, path = ''): BlockSchema {
  return {
    attributes: Object.fromEntries(
      Object.entries(schema.attributes).map(([name, attribute]) => [
        name,
        defaults[`${path}${name}`] === undefined ? attribute : { ...attribute, computed: true },
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(schema.blocks).map(([name, nested]) => [
        name,
        { ...nested, block: withDefaults(nested.block, defaults, `${path}${name}.`) },
      ]),
    ),
  };
}
