/**
 * What the expressions of a synthesized stack stand for, as far as that can be said without Terraform.
 */
import type { JsonObject } from '../plan-review/json';
import { isObject } from '../plan-review/json';

/** A stack as it was synthesized. */
export interface StackConfiguration {
  readonly name: string;
  /** The parsed `cdk.tf.json`. */
  readonly configuration: JsonObject;
}

/** A resource of a stack. */
export interface DeclaredResource {
  readonly stack: StackConfiguration;
  readonly type: string;
  readonly address: string;
  /** Path of its construct, or the address where it has none. */
  readonly subject: string;
  readonly block: JsonObject;
}

/** A value that is known only after apply. */
export class Unknown {
  public constructor(
    public readonly expression: string,
    /** The resource whose attribute it is, where it is one of these stacks. */
    public readonly resource?: DeclaredResource,
  ) {}
}

/** References can form a circle only in a stack that Terraform refuses; it must not hang for that. */
const DEEPEST = 20;
const REFERENCE =
  /^((?:data\.)?[a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\[\d+\]|\["[^"\\]+"\])*)$/;
/** How CDKTF names the state of another stack of the same app. */
const OTHER_STACK = /^cross-stack-reference-input-(.+)$/;

/** The stacks of an app, which may refer to each other. */
export class Expressions {
  public constructor(private readonly stacks: readonly StackConfiguration[]) {}

  /** All resources of a type. */
  public resources(type: string): readonly DeclaredResource[] {
    return this.stacks.flatMap((stack) =>
      Object.entries(objectIn(objectIn(stack.configuration['resource'])[type])).flatMap(([name, block]) =>
        isObject(block) ? [resourceOf(stack, type, name, block)] : [],
      ),
    );
  }

  /** A value with everything in it evaluated; what cannot be is an {@link Unknown}. */
  public evaluate(stack: StackConfiguration, value: unknown, depth = 0): unknown {
    if (typeof value === 'string') {
      return this.evaluateText(stack, value, depth);
    }
    if (Array.isArray(value)) {
      return value.map((each) => this.evaluate(stack, each, depth));
    }
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, each]) => [key, this.evaluate(stack, each, depth)]),
        )
      : value;
  }

  private evaluateText(stack: StackConfiguration, text: string, depth: number): unknown {
    const parts = templateParts(text);
    const [only] = parts;
    if (parts.length === 1 && only?.isExpression === true) {
      return this.evaluateReference(stack, only.text, depth + 1);
    }
    const values = parts.map((part) =>
      part.isExpression ? this.evaluateReference(stack, part.text, depth + 1) : part.text,
    );
    return values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))
      ? values.map(String).join('')
      : new Unknown(text);
  }

  private evaluateReference(stack: StackConfiguration, expression: string, depth: number): unknown {
    const match = REFERENCE.exec(expression.trim());
    if (match === null || depth > DEEPEST) {
      return new Unknown(expression);
    }
    const [, type = '', name = '', rest = ''] = match;
    const path = pathParts(rest);
    if (type === 'local') {
      const value = objectIn(stack.configuration['locals'])[name];
      return path.length > 0 || value === undefined
        ? new Unknown(expression)
        : this.evaluate(stack, value, depth);
    }
    if (type === 'data.terraform_remote_state') {
      return this.evaluateOutput(OTHER_STACK.exec(name)?.[1], path, depth) ?? new Unknown(expression);
    }
    const block = objectIn(objectIn(stack.configuration['resource'])[type])[name];
    if (!isObject(block)) {
      return new Unknown(expression);
    }
    const resource = resourceOf(stack, type, name, block);
    // The id of a cluster is its name; of most other resources it is something that AWS gives.
    const names = type === 'aws_eks_cluster' && path.join() === 'id' ? ['name'] : path;
    const value = valueAt(block, names);
    return value === undefined ? new Unknown(expression, resource) : this.evaluate(stack, value, depth);
  }

  private evaluateOutput(stackName: string | undefined, path: readonly string[], depth: number): unknown {
    const stack = this.stacks.find(({ name }) => name === stackName);
    const [outputs, name = '', ...more] = path;
    const output = objectIn(stack?.configuration['output'])[name];
    return stack === undefined || outputs !== 'outputs' || more.length > 0 || !isObject(output)
      ? undefined
      : this.evaluate(stack, output['value'], depth);
  }
}

/** A piece of a template: literal, or an expression without its `${}`. */
export interface TemplatePart {
  readonly text: string;
  readonly isExpression: boolean;
}

/** The pieces of a template. Braces within an expression are counted, as in `${substr(f({a = 1}), 0, 8)}`. */
export function templateParts(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  for (let index = 0; index < text.length;) {
    if (text.startsWith('$${', index)) {
      literal += '${';
      index += 3;
      continue;
    }
    const end = text.startsWith('${', index) ? endOfExpression(text, index + 2) : undefined;
    if (end === undefined) {
      literal += text.charAt(index);
      index += 1;
      continue;
    }
    if (literal !== '') {
      parts.push({ text: literal, isExpression: false });
      literal = '';
    }
    parts.push({ text: text.slice(index + 2, end), isExpression: true });
    index = end + 1;
  }
  return literal !== '' || parts.length === 0 ? [...parts, { text: literal, isExpression: false }] : parts;
}

function endOfExpression(text: string, start: number): number | undefined {
  let depth = 1;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    if (depth === 0) {
      return index;
    }
  }
  return undefined;
}

function pathParts(rest: string): readonly string[] {
  return [...rest.matchAll(/\.([A-Za-z_][\w-]*)|\[(\d+)\]|\["([^"\\]+)"\]/g)].map(
    ([, name, index, key]) => name ?? index ?? key ?? '',
  );
}

/** A block that can be there once is an object in some stacks and a list of one in others. */
function valueAt(block: JsonObject, path: readonly string[]): unknown {
  let current: unknown = block;
  for (const part of path) {
    if (Array.isArray(current)) {
      current = (current as readonly unknown[])[Number(part)];
    } else if (part !== '0') {
      current = isObject(current) ? current[part] : undefined;
    }
  }
  return current;
}

function resourceOf(
  stack: StackConfiguration,
  type: string,
  name: string,
  block: JsonObject,
): DeclaredResource {
  const address = `${type}.${name}`;
  const path = objectIn(objectIn(block['//'])['metadata'])['path'];
  // The construct that users write is the parent of what is called Resource.
  const subject = typeof path === 'string' ? path.replace(/\/Resource$/, '') : address;
  return { stack, type, address, subject, block };
}

function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
