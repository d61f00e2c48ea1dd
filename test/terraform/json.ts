/**
 * The shape of what the harness reads and writes: Terraform's JSON configuration, plans and states.
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. It can be written to, since configurations are adapted piece by piece. */
export interface JsonObject {
  [key: string]: Json;
}

/** Whether a value is a JSON object, and neither a list nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a path of keys, or an empty one: configuration often has whole sections missing. */
export function objectAt(value: Json | undefined, ...keys: readonly string[]): JsonObject {
  let current: Json | undefined = value;
  for (const key of keys) {
    current = isObject(current) ? current[key] : undefined;
  }
  return isObject(current) ? current : {};
}

/** A text at a path of keys, or nothing. */
export function textAt(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const last = keys.at(-1);
  const found = last === undefined ? value : objectAt(value, ...keys.slice(0, -1))[last];
  return typeof found === 'string' ? found : undefined;
}

/** A list, whether it was written as one or as its only element, which Terraform's JSON syntax allows for blocks. */
export function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** A copy in which every text went through a function; keys stay as they are. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((element) => mapTexts(element, change));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, mapTexts(child, change)]));
  }
  return value;
}

/** A deep copy that can be written to. */
export function copyOf(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
