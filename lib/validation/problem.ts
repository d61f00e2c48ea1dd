/**
 * One problem as data, and how it reads. Everything that reports problems goes through `describeProblem`, so
 * that a message looks the same in an exception, in an annotation and in a test.
 */
import type { IConstruct } from 'constructs';
import type { ProblemCode } from './problem-codes';

/** What a check reports about a construct. */
export interface ProblemDetails {
  /** The code, one of docs/errors.md. */
  readonly code: ProblemCode;
  /** What is wrong, beginning with the property's name where there is one, in one clause without a full stop. */
  readonly what: string;
  /** One sentence on the fix. */
  readonly fix: string;
  /** Path of the property within the construct's props, such as `scaling.max`. */
  readonly property?: string;
  /** The offending value as it was given. */
  readonly value?: unknown;
  /** What would have been allowed, as text. */
  readonly limit?: string;
}

/** A problem of a construct. */
export interface Problem extends ProblemDetails {
  readonly construct: IConstruct;
}

/** `Stack/Cluster/workers: maxUnavailable 5 is more than maxSize 3 (SEKS2002). Give at most 3.` */
export function describeProblem(problem: Problem): string {
  return `${problem.construct.node.path || 'app'}: ${problem.what} (${problem.code}). ${problem.fix}`;
}

/** A value as it should read within a message: strings quoted, arrays short, everything else as JSON. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, 5).map(show).join(', ');
    return value.length > 5 ? `[${shown}, … ${String(value.length)} in all]` : `[${shown}]`;
  }
  return JSON.stringify(value);
}

/** The candidate nearest to a misspelt name, or undefined when none is near enough to be meant. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
