/**
 * Pieces of TypeScript: literals, calls, objects, comments.
 */
import type { Doc } from './layout';
import {
  BREAK,
  either,
  group,
  indent,
  joined,
  LINE_WIDTH,
  NEW_LINE,
  SPACE_OR_BREAK,
  TRAILING_COMMA,
} from './layout';

/** An expression. */
export interface Code {
  readonly doc: Doc;
  readonly kind: 'text' | 'object' | 'list' | 'other';
  /** Elements of a list, properties of an object. */
  readonly size: number;
}

/** A property of an object, with what is said of it. */
export interface Property {
  readonly key: string;
  readonly value: Code;
  readonly comment?: string;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const COMMENT_WIDTH = LINE_WIDTH - 6;
/** A key that is so short gains nothing by having its value on the next line. */
const SHORT_KEY = 5;

/** An expression as it is written. */
export function raw(text: string): Code {
  return { doc: text, kind: 'other', size: 0 };
}

/**
 * A text that Terraform takes as it is: what would begin an expression in it is escaped.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function text(value: string): Code {
  return { doc: textLiteral(value), kind: 'text', size: 0 };
}

/** The same as it is written. */
export function textLiteral(value: string): string {
  return quoted(value.replace(/[$%]\{/g, (found) => `${found.charAt(0)}${found}`));
}

/** A list of texts, in the order that is given. */
export function texts(values: readonly string[]): Code {
  return list(values.map(text));
}

/** A list. */
export function list(items: readonly Code[]): Code {
  if (items.length === 0) {
    return { doc: '[]', kind: 'list', size: 0 };
  }
  const [first] = items;
  const isMatrix =
    items.length > 1 && items.every(({ kind, size }) => kind === first?.kind && kind !== 'text' && size > 1);
  const docs = items.map(({ doc }) => doc);
  const content = [BREAK, joined([',', SPACE_OR_BREAK], docs)];
  return {
    doc: group(['[', indent(content), TRAILING_COMMA, BREAK, ']'], isMatrix),
    kind: 'list',
    size: items.length,
  };
}

/** An object, with a line for each property. */
export function object(
  properties: readonly (Property | undefined)[],
  { spread }: { readonly spread?: string } = {},
): Code {
  const given = properties.filter((property) => property !== undefined);
  if (given.length === 0 && spread === undefined) {
    return { doc: '{}', kind: 'object', size: 0 };
  }
  const lines: Doc[] = [
    ...(spread === undefined ? [] : [`...${spread},`]),
    ...given.map(({ key, value, comment }): Doc => [
      ...(comment === undefined ? [] : [commentLines(comment), NEW_LINE]),
      property(key, value),
      ',',
    ]),
  ];
  return {
    doc: ['{', indent([NEW_LINE, joined(NEW_LINE, lines)]), NEW_LINE, '}'],
    kind: 'object',
    size: lines.length,
  };
}

/** An object of texts, sorted by key. */
export function textMap(
  values: Readonly<Record<string, string>>,
  options: { readonly spread?: string } = {},
): Code {
  return object(
    sortedKeys(values).map((key) => ({ key, value: text(values[key] ?? '') })),
    options,
  );
}

/** Anything that JSON can hold, with sorted keys. */
export function json(value: unknown): Code {
  if (typeof value === 'string') {
    return text(value);
  }
  if (Array.isArray(value)) {
    return list((value as readonly unknown[]).map(json));
  }
  if (typeof value === 'object' && value !== null) {
    const values = value as Readonly<Record<string, unknown>>;
    return object(sortedKeys(values).map((key) => ({ key, value: json(values[key]) })));
  }
  return raw(JSON.stringify(value ?? null).replace('e+', 'e'));
}

/** A call. An object or a list at its end stays with it, as in `f('a', {`. */
export function call(callee: string, ...args: readonly Code[]): Code {
  const docs = args.map(({ doc }) => doc);
  const apart = group([
    `${callee}(`,
    indent([BREAK, joined([',', SPACE_OR_BREAK], docs)]),
    TRAILING_COMMA,
    BREAK,
    ')',
  ]);
  const last = args.at(-1);
  const together = [`${callee}(`, joined(', ', docs), ')'];
  const isHugged = (last?.kind === 'object' || last?.kind === 'list') && last.size > 0;
  return {
    doc: args.length === 0 ? `${callee}()` : isHugged ? either(together, apart) : apart,
    kind: 'other',
    size: 0,
  };
}

/** A statement, with what is said of it. */
export function statement(code: Code, comments: readonly string[] = []): Doc {
  return [...comments.map((comment): Doc => [commentLines(comment), NEW_LINE]), code.doc, ';'];
}

/** An assignment, to a constant or to a property. */
export function assignment(left: string, value: Code): Code {
  return {
    doc:
      value.kind === 'text'
        ? group([`${left} =`, indent([SPACE_OR_BREAK, value.doc])])
        : [`${left} = `, value.doc],
    kind: 'other',
    size: 0,
  };
}

/** Comments, wrapped; a text may have several lines. */
export function commentLines(comment: string): Doc {
  const lines = comment.split('\n').flatMap((line) => wrapped(visible(line)));
  return joined(
    NEW_LINE,
    lines.map((line) => (line === '' ? '//' : `// ${line}`)),
  );
}

/** An import of names, sorted. */
export function importOf(names: readonly string[], module: string): Doc {
  const sorted = [...new Set(names)].sort(byCodeUnit);
  return group([
    'import {',
    indent([SPACE_OR_BREAK, joined([',', SPACE_OR_BREAK], sorted)]),
    TRAILING_COMMA,
    SPACE_OR_BREAK,
    `} from '${module}';`,
  ]);
}

/** Keys in an order that is the same everywhere. */
export function sortedKeys(value: object): string[] {
  return Object.keys(value).sort(byCodeUnit);
}

/** An order that is the same in every locale. */
export function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function property(key: string, value: Code): Doc {
  const name = propertyName(key);
  if (value.kind === 'other' && value.doc === name) {
    return name;
  }
  return value.kind === 'text' && name.length >= SHORT_KEY
    ? group([`${name}:`, indent([SPACE_OR_BREAK, value.doc])])
    : [`${name}: `, value.doc];
}

/** `__proto__` would be no property. */
function propertyName(key: string): string {
  if (key === '__proto__') {
    return `['__proto__']`;
  }
  return IDENTIFIER.test(key) ? key : textLiteral(key);
}

/** As Prettier quotes: with whatever needs fewer escapes. What no editor shows is escaped. */
function quoted(value: string): string {
  const count = (quote: string): number => value.split(quote).length - 1;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = value.replace(/[\\'"]|[^ -~]/g, (character) => {
    if (character === '\\' || character === quote) {
      return `\\${character}`;
    }
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return named ?? (/['"]/.test(character) ? character : unicode(character));
  });
  return `${quote}${escaped}${quote}`;
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What ends a line, or turns the direction of reading, would let a name write code. */
function visible(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

function wrapped(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(/ +/)) {
    if (current !== '' && current.length + word.length >= COMMENT_WIDTH) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
