/**
 * What all parts of a generated program share: which names it imports, which ids are taken, and what has to be told.
 */
import { commentLines } from './code';
import type { Doc } from './layout';
import { joined, NEW_LINE } from './layout';

/** What cannot be taken over, or changes with the first apply. */
export interface AdoptionNote {
  /** What it is about, such as `node group workers`. */
  readonly subject: string;
  readonly text: string;
}

/** Collects while parts are written. */
export class ProgramParts {
  public readonly imports = new Set<string>();
  public readonly notes: AdoptionNote[] = [];
  /** Statements with what belongs to them; an empty line is between two. */
  public readonly paragraphs: Doc[] = [];
  private readonly ids = new Map<string, Set<string>>();
  private readonly constants = new Set(['app', 'stack', 'network', 'cluster']);

  /** A name of the library, which is then imported: the part before the first dot. */
  public use(expression: string): string {
    this.imports.add(expression.split('.')[0] ?? expression);
    return expression;
  }

  /** Tells something, and gives its text for a comment. */
  public note(subject: string, text: string): string {
    this.notes.push({ subject, text });
    return text;
  }

  /** Says something that belongs to no statement. */
  public comment(text: string): void {
    this.paragraphs.push(commentLines(text));
  }

  /** Writes statements that belong together. */
  public write(...statements: readonly Doc[]): void {
    this.paragraphs.push(joined(NEW_LINE, statements));
  }

  /**
   * An id that is unique in its scope. Those of the library begin with capitals.
   *
   * @param fallback where nothing is left of the name
   */
  public id(scope: string, name: string, fallback: string): string {
    const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+|[-_]+$/g, '');
    const base = plain === '' ? fallback : /^[A-Z]/.test(plain) ? `${fallback}-${plain}` : plain;
    const taken = this.ids.get(scope) ?? new Set<string>();
    this.ids.set(scope, taken);
    return unique(base, taken, '-');
  }

  /** A name for a constant. */
  public constant(name: string, fallback: string): string {
    const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const camel = words
      .map((word, index) =>
        index === 0 ? word.toLowerCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
      )
      .join('');
    const safe = /^[a-z]/.test(camel) && !RESERVED.has(camel) ? camel : `${fallback}${capital(camel)}`;
    return unique(safe, this.constants, '');
  }
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function unique(base: string, taken: Set<string>, separator: string): string {
  let candidate = base;
  for (let number = 2; taken.has(candidate); number++) {
    candidate = `${base}${separator}${String(number)}`;
  }
  taken.add(candidate);
  return candidate;
}

/** @see https://tc39.es/ecma262/#prod-ReservedWord */
const RESERVED = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default ' +
    'delete do else enum eval export extends false finally for from function get if implements import in instanceof interface is ' +
    'let module namespace never new null number object of package private protected public require return set static string ' +
    'super switch symbol this throw true try type typeof undefined unknown var void while with yield'
  ).split(' '),
);
