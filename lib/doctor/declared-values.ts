/**
 * Arguments of a resource, evaluated and typed. What has another type than it should is taken for absent, since Terraform refuses it.
 */
import type { JsonObject } from '../plan-review/json';
import { isObject } from '../plan-review/json';
import type { DeclaredResource, Expressions } from './expressions';
import { templateParts, Unknown } from './expressions';

/** What an argument says: something, nothing, or something that is known only after apply. */
export type Declared<T> = T | Unknown | undefined;

/** Elements of a list, some of which may be known only after apply. */
export type DeclaredTexts = readonly (string | Unknown)[];

/** The arguments of a resource. */
export class DeclaredValues {
  private readonly ignored: readonly string[] | 'all';

  public constructor(
    private readonly expressions: Expressions,
    public readonly resource: DeclaredResource,
  ) {
    this.ignored = ignoredChanges(resource.block);
  }

  /** Whether there may be any number of this resource. */
  public get isRepeated(): boolean {
    const { block } = this.resource;
    return block['for_each'] !== undefined || (block['count'] !== undefined && block['count'] !== 1);
  }

  /** A text. */
  public text(...path: readonly string[]): Declared<string> {
    const value = this.value(path);
    return typeof value === 'string' || value instanceof Unknown ? value : undefined;
  }

  /** A boolean. */
  public flag(...path: readonly string[]): Declared<boolean> {
    const value = this.value(path);
    return typeof value === 'boolean' || value instanceof Unknown ? value : undefined;
  }

  /** A list of texts. */
  public texts(...path: readonly string[]): Declared<DeclaredTexts> {
    const value = this.value(path);
    if (!Array.isArray(value)) {
      return value instanceof Unknown ? value : undefined;
    }
    return value.filter(
      (each): each is string | Unknown => typeof each === 'string' || each instanceof Unknown,
    );
  }

  /** Whether a block is there, whatever it says. */
  public has(name: string): boolean {
    const value = this.resource.block[name];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  }

  /** A text as it was written, with its expressions. */
  public template(name: string): string | undefined {
    const value = this.resource.block[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** What Terraform is told to ignore is no difference. */
  private value(path: readonly string[]): unknown {
    const { ignored } = this;
    const written = path.join('.');
    if (ignored === 'all' || ignored.some((each) => written === each || written.startsWith(`${each}.`))) {
      return undefined;
    }
    let current: unknown = this.resource.block;
    for (const key of path) {
      const block: unknown = Array.isArray(current) ? (current as readonly unknown[])[0] : current;
      current = isObject(block) ? block[key] : undefined;
    }
    return this.expressions.evaluate(this.resource.stack, current);
  }
}

/** A name that may be known in part. */
export class NamePattern {
  private readonly pattern: RegExp;
  /** How much of the name is known; of two patterns that match, the longer one is meant. */
  public readonly weight: number;

  /**
   * @param template the name as it was written
   * @param isPrefix whether the provider appends something
   */
  public constructor(template: string, isPrefix: boolean) {
    const parts = templateParts(template);
    const source = parts.map(({ text, isExpression }) =>
      isExpression ? hashPattern(text) : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
    this.pattern = new RegExp(`^${source.join('')}${isPrefix ? '.+' : ''}$`);
    this.weight = parts.reduce((sum, { text, isExpression }) => sum + (isExpression ? 0 : text.length), 0);
  }

  /** Whether a name can be this one. */
  public matches(name: string): boolean {
    return this.pattern.test(name);
  }
}

/** Node groups have a hash of what replaces them in their names, which Terraform makes. */
function hashPattern(expression: string): string {
  const length = /^substr\(sha256\(.*, 0, (\d+)\)$/s.exec(expression)?.[1];
  return length === undefined ? '.+?' : `[0-9a-f]{${length}}`;
}

function ignoredChanges(block: JsonObject): readonly string[] | 'all' {
  const lifecycle = block['lifecycle'];
  const ignored = isObject(lifecycle) ? lifecycle['ignore_changes'] : undefined;
  if (ignored === 'all') {
    return 'all';
  }
  return Array.isArray(ignored)
    ? ignored.filter((each) => typeof each === 'string').map((each) => each.replace(/\[\d+\]/g, ''))
    : [];
}
