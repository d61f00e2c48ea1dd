/**
 * Resources to ask the provider about, made up from its schema: what a user wrote, what exists, and what Terraform makes
 * of both.
 */
import { isValueList, isValues, UNKNOWN, type Value, type Values } from '../../lib/rehearsal/protocol/value';
import type { AttributeType, BlockSchema } from '../../lib/rehearsal/schema/schema';

/** One of the two values that each argument can have here. */
export type Variant = 0 | 1;

/** What is set in a resource: arguments and blocks by their path without indexes. */
export type Selection = ReadonlyMap<string, Variant>;

/** An argument or a nested block that a user can set. */
export interface Settable {
  readonly path: string;
  readonly kind: 'attribute' | 'block';
  readonly required: boolean;
  readonly computed: boolean;
  /** @default - it is a block */
  readonly type?: AttributeType;
}

/** Terraform has `timeouts` for itself, the provider makes `tags_all`, and `id` is an argument in the schema only. */
const NOT_SETTABLE = new Set(['id', 'tags_all', 'timeouts']);

/** Everything that a user can set, blocks before what is in them. */
export function settables(schema: BlockSchema, prefix = ''): Settable[] {
  const found: Settable[] = [];
  for (const [name, { type, required, optional, computed }] of Object.entries(schema.attributes)) {
    if ((required || optional) && !NOT_SETTABLE.has(prefix + name)) {
      found.push({ path: prefix + name, kind: 'attribute', required, computed, type });
    }
  }
  for (const [name, { block, minItems }] of Object.entries(schema.blocks)) {
    const path = prefix + name;
    if (!NOT_SETTABLE.has(path)) {
      found.push({ path, kind: 'block', required: minItems > 0, computed: false });
      found.push(...settables(block, `${path}.`));
    }
  }
  return found;
}

/** The block that something stands in; nothing at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** Whether a path is another one or stands in it. */
export function isWithin(path: string, block: string): boolean {
  return path === block || path.startsWith(`${block}.`);
}

/** Some paths, the blocks around them, and what those require; the empty path stands for the resource itself. */
export function select(all: readonly Settable[], paths: readonly string[]): Map<string, Variant> {
  const selection = new Map<string, Variant>();
  for (const path of paths.filter((path) => path !== '')) {
    const steps = path.split('.');
    steps.forEach((_, index) => selection.set(steps.slice(0, index + 1).join('.'), 0));
  }
  for (const { path, required } of all) {
    const parent = parentOf(path);
    if (required && (parent === '' || selection.has(parent))) {
      selection.set(path, 0);
    }
  }
  return selection;
}

/** What the user wrote. */
export function configuration(schema: BlockSchema, selection: Selection, prefix = ''): Values {
  const written: Record<string, Value> = {};
  for (const [name, { type }] of Object.entries(schema.attributes)) {
    const variant = selection.get(prefix + name);
    written[name] = variant === undefined ? null : specimen(prefix + name, type, variant);
  }
  for (const [name, { nesting, block }] of Object.entries(schema.blocks)) {
    const path = prefix + name;
    const content = selection.has(path) ? configuration(block, selection, `${path}.`) : undefined;
    written[name] = nesting === 'single' ? (content ?? null) : content ? [content] : [];
  }
  return written;
}

/** What exists after a plan was carried out: AWS has decided all that was open. */
export function carriedOut(schema: BlockSchema, planned: Values, prefix = ''): Values {
  const decided: Record<string, Value> = { ...planned };
  for (const [name, { type }] of Object.entries(schema.attributes)) {
    if (decided[name] === UNKNOWN) {
      decided[name] = specimen(prefix + name, type, 0);
    }
  }
  for (const [name, { block }] of Object.entries(schema.blocks)) {
    const content = decided[name];
    const path = `${prefix}${name}.`;
    if (content === UNKNOWN) {
      decided[name] = [invented(block, path)];
    } else if (isValueList(content)) {
      decided[name] = content.filter(isValues).map((element) => carriedOut(block, element, path));
    }
  }
  return decided;
}

/** A block that the user did not write and AWS has nevertheless: only what is computed in it has values. */
function invented(schema: BlockSchema, prefix: string): Values {
  const attributes = Object.entries(schema.attributes).map(([name, { type, computed }]) => [
    name,
    computed ? specimen(prefix + name, type, 0) : null,
  ]);
  const blocks = Object.entries(schema.blocks).map(([name, { nesting }]) => [
    name,
    nesting === 'single' ? null : [],
  ]);
  return Object.fromEntries([...attributes, ...blocks]) as Values;
}

/** What Terraform proposes: the configuration, with what the state knows where the user says nothing. */
export function proposal(schema: BlockSchema, prior: Values | undefined, config: Values): Values {
  const proposed: Record<string, Value> = { ...config };
  for (const [name, { computed }] of Object.entries(schema.attributes)) {
    if (computed && config[name] === null) {
      proposed[name] = prior?.[name] ?? null;
    }
  }
  for (const [name, { block }] of Object.entries(schema.blocks)) {
    const content = config[name];
    const before = prior?.[name];
    if (isValueList(content)) {
      proposed[name] = content.filter(isValues).map((element, index) => {
        const counterpart = isValueList(before) ? before[index] : undefined;
        return proposal(block, isValues(counterpart) ? counterpart : undefined, element);
      });
    }
  }
  return proposed;
}

/** The value at a path, in the first element of each block on the way; nothing where a block is absent. */
export function valueAt(values: Values | undefined, path: string): Value | undefined {
  let current: Value | undefined = values;
  for (const step of path.split('.')) {
    const container: Value | undefined = isValueList(current) ? current[0] : current;
    current = isValues(container) ? container[step] : undefined;
  }
  return current;
}

/** One of two different values of a type. */
export function specimen(path: string, type: AttributeType, variant: Variant): Value {
  switch (type) {
    case 'string':
      return text(path)[variant];
    case 'number':
      return variant + 1;
    case 'bool':
      return variant === 0;
    case 'dynamic':
      return null;
    default:
      return collection(path, type, variant);
  }
}

function collection(path: string, type: Exclude<AttributeType, string>, variant: Variant): Value {
  if (type[0] === 'object') {
    return Object.fromEntries(
      Object.entries(type[1]).map(([name, part]) => [name, specimen(`${path}.${name}`, part, variant)]),
    );
  }
  const element = specimen(path, type[1], variant);
  return type[0] === 'map' ? { key: element } : [element];
}

/** Texts that the provider reads more into than letters, by their path. */
const TEXTS: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [/policy$|event_pattern$/, [policy('One'), policy('Other')]],
  [/cidr_ipv6$|ipv6_\w*cidr\w*$|ipv6_prefixes$/, ['2001:db8:1::/64', '2001:db8:2::/64']],
  [/cidr\w*$/, ['10.1.0.0/16', '10.2.0.0/16']],
  [/arns?$/, ['arn:aws:iam::123456789012:role/one', 'arn:aws:iam::123456789012:role/other']],
  // Of a NAT gateway and of a placement group: other arguments are allowed with one of these values only.
  [/^connectivity_type$/, ['private', 'public']],
  [/^strategy$/, ['partition', 'spread']],
];

function text(path: string): readonly [string, string] {
  return TEXTS.find(([pattern]) => pattern.test(path))?.[1] ?? ['one', 'other'];
}

function policy(sid: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
}
