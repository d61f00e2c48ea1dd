/**
 * The state after an apply: nothing in it may be unknown. What rules did not say is invented, the same on every run.
 */
import { createHash } from 'node:crypto';
import type { Known, KnownValues, Value, Values } from '../protocol/value';
import { isValueList, isValues, UNKNOWN, withoutUnknowns } from '../protocol/value';
import type { AttributeType, BlockSchema, NestedBlockSchema } from '../schema/schema';

/** Invents a top-level attribute; nothing leaves it to its type. */
export type Inventor = (attribute: string) => Known | undefined;

/**
 * The planned values with what the service made known.
 *
 * @param seed tells the resource from others, so that invented names differ
 */
export function completeValues(
  schema: BlockSchema,
  planned: Values,
  actual: KnownValues,
  invent: Inventor,
  seed: string,
): { [name: string]: Known } {
  const complete: { [name: string]: Known } = {};
  for (const [name, { type, computed }] of Object.entries(schema.attributes)) {
    const value = planned[name] ?? null;
    const isOpen = !computed ? hasUnknown(value) : value === UNKNOWN || hasUnknown(value);
    complete[name] = isOpen
      ? (actual[name] ?? invent(name) ?? inventValue(type, name, seed))
      : withoutUnknowns(value);
  }
  for (const [name, nested] of Object.entries(schema.blocks)) {
    complete[name] = completeNested(nested, planned[name] ?? null, actual[name], `${seed} ${name}`);
  }
  return complete;
}

function completeNested(
  { block }: NestedBlockSchema,
  planned: Value,
  actual: Known | undefined,
  seed: string,
): Known {
  const never: Inventor = () => undefined;
  if (isValueList(planned)) {
    const known = isValueList(actual) ? actual : [];
    return planned.map((item, index) => {
      const part = known[index];
      return isValues(item)
        ? completeValues(block, item, isKnownValues(part) ? part : {}, never, `${seed} ${String(index)}`)
        : withoutUnknowns(item);
    });
  }
  return isValues(planned)
    ? completeValues(block, planned, isKnownValues(actual) ? actual : {}, never, seed)
    : withoutUnknowns(planned);
}

function isKnownValues(value: Known | undefined): value is KnownValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) {
    return true;
  }
  return isValueList(value)
    ? value.some(hasUnknown)
    : isValues(value) && Object.values(value).some(hasUnknown);
}

/** A value of a type: empty where nothing depends on it, a name where something may refer to it. */
export function inventValue(type: AttributeType, name: string, seed: string): Known {
  switch (type) {
    case 'string':
      return `${name.replaceAll('_', '-')}-${createHash('sha256').update(`${seed} ${name}`).digest('hex').slice(0, 8)}`;
    case 'number':
      return 0;
    case 'bool':
      return false;
    case 'dynamic':
      return null;
  }
  if (type[0] === 'object') {
    const fields = Object.entries(type[1]);
    return Object.fromEntries(
      fields.map(([field, fieldType]) => [field, inventValue(fieldType, field, `${seed} ${name}`)]),
    );
  }
  return type[0] === 'map' ? {} : [];
}
