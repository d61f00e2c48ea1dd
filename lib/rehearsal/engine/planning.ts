/**
 * What a provider answers when Terraform asks what a change would do: which values are known and which only the service
 * will know. Pure; it knows schemas and tables, and no resource.
 */
import type { KnownValues, Value, Values } from '../protocol/value';
import { isValueList, isValues, UNKNOWN } from '../protocol/value';
import type { AttributeSchema, BlockSchema, NestedBlockSchema } from '../schema/schema';

/** What is known of a type beyond its schema, by path without indexes. */
export interface TypeTables {
  /** What the provider fills in where the user says nothing. */
  readonly defaults: KnownValues;
  /**
   * Blocks of which the service decides what is in them when the user does not write them: unknown until then, and they stay as
   * they are when the user removes them.
   */
  readonly keptBlocks: readonly string[];
}

/** A block in the forms that a plan compares. */
interface Forms {
  readonly prior: Values | undefined;
  /** The configuration with the state's computed values, as Terraform puts them together. */
  readonly proposed: Values;
  readonly config: Values;
}

/** The planned values: what the user wrote, what the state knows, the provider's defaults, and unknown for the rest. */
export function planValues(
  schema: BlockSchema,
  forms: Forms,
  tables: TypeTables,
  path = '',
): { [name: string]: Value } {
  const { prior, proposed, config } = forms;
  const planned: { [name: string]: Value } = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const fallback = tables.defaults[`${path}${name}`];
    const proposal = proposed[name] ?? null;
    if ((config[name] ?? null) !== null) {
      planned[name] = proposal;
    } else if (fallback !== undefined) {
      planned[name] = fallback;
    } else {
      planned[name] = onlyTheServiceKnows(attribute, prior, name, proposal) ? UNKNOWN : proposal;
    }
  }
  for (const [name, nested] of Object.entries(schema.blocks)) {
    const isKept = tables.keptBlocks.includes(`${path}${name}`) && isEmpty(config[name]);
    const before = prior?.[name];
    if (isKept && prior === undefined) {
      planned[name] = UNKNOWN;
    } else if (isKept && !isEmpty(before)) {
      planned[name] = before ?? null;
    } else {
      const proposal = proposed[name] ?? null;
      planned[name] = planNested(nested, before, proposal, config[name], tables, `${path}${name}.`);
    }
  }
  return planned;
}

/** Whether a plan has blocks that the user did not write: Terraform accepts that of providers with the older type system only. */
export function hasUnwrittenBlocks(schema: BlockSchema, planned: Values, config: Values): boolean {
  return Object.entries(schema.blocks).some(([name, { block }]) => {
    const [items, configs] = [asList(planned[name]), asList(config[name])];
    return items.some((item, index) => {
      const configured = configs[index];
      return (
        configured === undefined ||
        (isValues(item) && isValues(configured) && hasUnwrittenBlocks(block, item, configured))
      );
    });
  });
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
  proposed: Value,
  config: Value | undefined,
  tables: TypeTables,
  path: string,
): Value {
  const planItem = (item: Value, before: Value | undefined, configured: Value | undefined): Value =>
    isValues(item)
      ? planValues(
          block,
          {
            prior: isValues(before) ? before : undefined,
            proposed: item,
            config: isValues(configured) ? configured : item,
          },
          tables,
          path,
        )
      : item;
  if (isValueList(proposed)) {
    const [priors, configs] = [asList(prior), asList(config)];
    return proposed.map((item, index) => planItem(item, priors[index], configs[index]));
  }
  return planItem(proposed, prior, config);
}

function asList(value: Value | undefined): readonly Value[] {
  if (isValueList(value)) {
    return value;
  }
  return value === undefined || value === null ? [] : [value];
}

function isEmpty(value: Value | undefined): boolean {
  return asList(value).length === 0;
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
