/**
 * Free trees of settings: which values they may hold, and what they set.
 */
import { Token } from 'cdktf';
import type { ProblemDetails } from '../../validation/problem';

const KINDS = 'a text, number, boolean, tree, or list of values of one kind';

/** What is wrong with the values of a tree. */
export function judgeTree(path: string, value: unknown): ProblemDetails[] {
  if (value === undefined || typeof value === 'string' || typeof value === 'boolean') {
    return [];
  }
  if (Token.isUnresolved(value)) {
    const what = `${path} is a token that is no text, which cannot stand within user data`;
    const fix = 'Give a literal value, or a text.';
    return [{ code: 'SEKS1001', property: path, value, limit: 'a literal', what, fix }];
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return isOfOneKind(value)
      ? value.flatMap((item, index) => judgeTree(`${path}[${String(index)}]`, item))
      : [unfit(path, value, 'a list of values of different kinds')];
  }
  if (isPlainObject(value)) {
    return Object.entries(value).flatMap(([key, entry]) => judgeTree(`${path}.${key}`, entry));
  }
  return [unfit(path, value, `of a kind that neither JSON nor TOML can hold here`)];
}

/** The paths of all values that are no trees themselves. */
export function leavesOf(tree: object, path = ''): string[] {
  return Object.entries(tree as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    return isPlainObject(value) ? leavesOf(value, inner) : value === undefined ? [] : [inner];
  });
}

function unfit(path: string, value: unknown, kind: string): ProblemDetails {
  const what = `${path} is ${kind}`;
  return { code: 'SEKS1002', property: path, value, limit: KINDS, what, fix: `Give ${KINDS}.` };
}

/** EKS cannot merge lists of different types, nor of integers and other numbers. */
function isOfOneKind(values: readonly unknown[]): boolean {
  const kinds = values.map((value) =>
    typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'float') : typeof value,
  );
  return new Set(kinds).size <= 1;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
  );
}
