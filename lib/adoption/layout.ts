/**
 * Lays code out as Prettier does, as far as generated programs need it: what fits stays on a line, what does not is broken at its
 * commas. So that a generated file is not rewritten by the first person who saves it.
 *
 * @see https://homepages.inf.ed.ac.uk/wadler/papers/prettier/prettier.pdf
 */

/** A piece of code whose line breaks are not settled yet. */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: 'group'; readonly content: Doc; readonly mustBreak: boolean }
  | { readonly kind: 'indent'; readonly content: Doc }
  /** A space or nothing where its group fits, and a new line where it does not. */
  | { readonly kind: 'line'; readonly flat: string }
  | { readonly kind: 'newline' }
  | { readonly kind: 'ifBroken'; readonly text: string }
  /** The first, where its first line fits. */
  | { readonly kind: 'either'; readonly first: Doc; readonly second: Doc };

type Kind = Exclude<Doc, string | readonly Doc[]>;

/** That of the project: https://prettier.io/docs/options#print-width. */
export const LINE_WIDTH = 110;
const INDENT = 2;

export const SPACE_OR_BREAK: Doc = { kind: 'line', flat: ' ' };
export const BREAK: Doc = { kind: 'line', flat: '' };
export const NEW_LINE: Doc = { kind: 'newline' };
export const TRAILING_COMMA: Doc = { kind: 'ifBroken', text: ',' };

/** What is broken altogether or not at all. */
export function group(content: Doc, mustBreak = false): Doc {
  return { kind: 'group', content, mustBreak: mustBreak || hasNewLine(content) };
}

export function indent(content: Doc): Doc {
  return { kind: 'indent', content };
}

/** The first, where its first line fits. */
export function either(first: Doc, second: Doc): Doc {
  return { kind: 'either', first, second };
}

export function joined(separator: Doc, docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

function hasNewLine(doc: Doc): boolean {
  if (typeof doc === 'string') {
    return false;
  }
  if (isList(doc)) {
    return doc.some(hasNewLine);
  }
  switch (doc.kind) {
    case 'newline':
      return true;
    case 'group':
      return doc.mustBreak;
    case 'indent':
      return hasNewLine(doc.content);
    case 'either':
      return hasNewLine(doc.first);
    case 'line':
    case 'ifBroken':
      return false;
  }
}

interface Pending {
  readonly doc: Doc;
  readonly depth: number;
  readonly isBroken: boolean;
}

/** The code as text. */
export function laidOut(doc: Doc): string {
  const lines: string[] = [];
  let line = '';
  const pending: Pending[] = [{ doc, depth: 0, isBroken: true }];
  const breakLine = (depth: number): void => {
    lines.push(line.trimEnd());
    line = ' '.repeat(depth * INDENT);
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { doc: current, depth, isBroken } = next;
    if (typeof current === 'string') {
      line += current;
    } else if (isList(current)) {
      pending.push(...current.map((each) => ({ doc: each, depth, isBroken })).reverse());
    } else if (current.kind === 'newline' || (current.kind === 'line' && isBroken)) {
      breakLine(depth);
    } else if (current.kind === 'line') {
      line += current.flat;
    } else if (current.kind === 'ifBroken') {
      line += isBroken ? current.text : '';
    } else {
      pending.push(entered(current, next, { rest: pending, room: LINE_WIDTH - width(line) }));
    }
  }
  lines.push(line.trimEnd());
  return lines.join('\n');
}

interface Place {
  readonly rest: readonly Pending[];
  readonly room: number;
}

function entered(
  current: Extract<Kind, { readonly kind: 'group' | 'indent' | 'either' }>,
  { depth, isBroken }: Pending,
  place: Place,
): Pending {
  switch (current.kind) {
    case 'indent':
      return { doc: current.content, depth: depth + 1, isBroken };
    case 'group': {
      const flat = { doc: current.content, depth, isBroken: false };
      return !current.mustBreak && fits(flat, place) ? flat : { ...flat, isBroken: true };
    }
    case 'either': {
      const first = { doc: current.first, depth, isBroken: false };
      return fits(first, place) ? first : { doc: current.second, depth, isBroken };
    }
  }
}

/** Whether all up to the next new line has room. */
function fits(start: Pending, { rest, room: given }: Place): boolean {
  const pending = [start];
  let room = given;
  let behind = rest.length;
  while (room >= 0) {
    const next = pending.pop() ?? rest[--behind];
    if (next === undefined) {
      return true;
    }
    const { doc, depth, isBroken } = next;
    if (typeof doc === 'string') {
      room -= width(doc);
    } else if (isList(doc)) {
      pending.push(...doc.map((each) => ({ doc: each, depth, isBroken })).reverse());
    } else if (doc.kind === 'newline' || (doc.kind === 'line' && isBroken)) {
      return true;
    } else if (doc.kind === 'line') {
      room -= doc.flat.length;
    } else if (doc.kind === 'ifBroken') {
      room -= isBroken ? doc.text.length : 0;
    } else if (doc.kind === 'either') {
      pending.push({ doc: doc.first, depth, isBroken });
    } else {
      pending.push({ doc: doc.content, depth, isBroken: doc.kind === 'group' ? doc.mustBreak : isBroken });
    }
  }
  return false;
}

/** Characters beyond ASCII are escaped in generated code, so that each takes one column. */
function width(text: string): number {
  return text.length;
}
