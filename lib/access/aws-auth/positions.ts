/**
 * Where in the file something stands that was found within a text of the file: the lines of aws-auth are YAML in a string of
 * YAML, and a message that counts lines from the start of that string would help nobody.
 */
import type { Scalar } from 'yaml';
import type { FilePosition } from './conversion';

/** Turns an offset within a text into a position within the file. */
export type Locate = (offset: number) => FilePosition;

/** Positions in the file itself. */
export function inFile(text: string): Locate {
  const starts = lineStarts(text);
  return (offset) => {
    const line = lineAt(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/**
 * Positions within the value of a scalar. Exact for block literals and for scalars in one line; for the rare other forms,
 * whatever is found stands where the scalar begins.
 */
export function inScalar(file: string, { range, type, value }: Scalar, outer: Locate): Locate {
  const [from, to] = range ?? [0, 0];
  const begin = outer(from);
  if (typeof value !== 'string') {
    return () => begin;
  }
  const source = file.slice(from, to);
  if (type === 'BLOCK_LITERAL') {
    return inBlock(source, value, begin);
  }
  const offsets = type === 'BLOCK_FOLDED' || /[\r\n]/.test(source) ? undefined : offsetsOf(source, type);
  return offsets?.length === value.length + 1
    ? (offset) => ({ line: begin.line, column: begin.column + (offsets[offset] ?? offsets.at(-1) ?? 0) })
    : () => begin;
}

function inBlock(source: string, value: string, begin: FilePosition): Locate {
  const [, ...outerLines] = source.split('\n').map((line) => line.replace(/\r$/, ''));
  const starts = lineStarts(value);
  const lines = value.split('\n');
  return (offset) => {
    const line = lineAt(starts, offset);
    const inner = lines[line] ?? '';
    const outer = outerLines[line] ?? '';
    // What YAML took away in front of the line.
    const indent = outer.endsWith(inner) ? outer.length - inner.length : 0;
    return { line: begin.line + 1 + line, column: indent + offset - (starts[line] ?? 0) + 1 };
  };
}

/** For each character of the value where it stands in the source, and where the value ends. */
function offsetsOf(source: string, type: Scalar['type']): readonly number[] {
  const offsets: number[] = [];
  const [first, last] = type === 'PLAIN' ? [0, source.length] : [1, source.length - 1];
  let at = first;
  while (at < last) {
    const escape = type === 'QUOTE_DOUBLE' ? ESCAPE.exec(source.slice(at, at + 10)) : null;
    const length = escape?.[0].length ?? (type === 'QUOTE_SINGLE' && source.startsWith("''", at) ? 2 : 1);
    offsets.push(at);
    if (escape?.[0].startsWith('\\U') === true && parseInt(escape[0].slice(2), 16) > 0xffff) {
      offsets.push(at);
    }
    at += length;
  }
  return [...offsets, at];
}

const ESCAPE = /^\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)/;

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Index of the line that an offset is in: the last that begins at it or before. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
