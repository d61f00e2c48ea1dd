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
  for (const [name, { type }] of Object.entries(schema.attributes)) {
    const value = planned[name] ?? null;
    complete[name] =
      value === UNKNOWN
        ? (actual[name] ?? invent(name) ?? inventValue(type, name, seed))
        : fillIn(value, actual[name], type, name, seed);
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
  if (planned === UNKNOWN) {
    // Blocks that the service was to decide on: those that no rule made are not there.
    return actual ?? null;
  }
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

/** A value of which a provider knew parts at plan, such as the domains that a certificate will ask to prove, but not how. */
function fillIn(
  planned: Value,
  actual: Known | undefined,
  type: AttributeType,
  name: string,
  seed: string,
): Known {
  if (planned === UNKNOWN) {
    return actual ?? inventValue(type, name, seed);
  }
  if (isValueList(planned)) {
    const known = isValueList(actual) ? actual : [];
    return planned.map((part, index) =>
      fillIn(part, known[index], memberType(type, name), name, `${seed} ${String(index)}`),
    );
  }
  if (isValues(planned)) {
    const known = isKnownValues(actual) ? actual : {};
    return Object.fromEntries(
      Object.entries(planned).map(([key, part]) => [
        key,
        fillIn(part, known[key], memberType(type, key), key, `${seed} ${name}`),
      ]),
    );
  }
  return planned;
}

function memberType(type: AttributeType, key: string): AttributeType {
  if (typeof type === 'string') {
    return 'dynamic';
  }
  return type[0] === 'object' ? (type[1][key] ?? 'dynamic') : type[1];
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
