/**
 * TOML, as far as settings of Bottlerocket need it, in the forms that EKS can merge with its own.
 *
 * @see https://toml.io/en/v1.0.0
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data
 */
import { compareText } from '../../validation/checks/compare-text';

/** A value of a table. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;

/** A table. */
export interface TomlTable {
  readonly [key: string]: TomlValue;
}

const BARE_KEY = /^[A-Za-z0-9_-]+$/;
/** Quotes within quotes are among the forms that EKS cannot merge, so such texts stand between single quotes. */
const FITS_SINGLE_QUOTES = /^[^'\p{Cc}]*$/u;

/** A document: tables by header, keys sorted, so that the order in a program changes no node. */
export function toml(table: TomlTable): string {
  return `${sections([], table).join('\n\n')}\n`;
}

/** A table with its own values, and after it those within it. */
function sections(path: readonly string[], table: TomlTable): string[] {
  const entries = Object.entries(table).sort(([a], [b]) => compareText(a, b));
  const nested = entries.filter((entry): entry is [string, TomlTable] => hasHeader(entry[0], entry[1]));
  const own = entries.filter(([key, value]) => !hasHeader(key, value));
  const lines = own.map(([key, value]) => `${keyText(key)} = ${valueText(value)}`);
  const header = path.length > 0 && (lines.length > 0 || nested.length === 0) ? [`[${path.join('.')}]`] : [];
  const section = [...header, ...lines].join('\n');
  return [
    ...(section === '' ? [] : [section]),
    ...nested.flatMap(([key, value]) => sections([...path, key], value)),
  ];
}

/** EKS cannot merge a header with quoted keys; there the table stands inline. */
function hasHeader(key: string, value: TomlValue): boolean {
  return isTable(value) && BARE_KEY.test(key);
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function keyText(key: string): string {
  return BARE_KEY.test(key) ? key : stringText(key);
}

function valueText(value: TomlValue): string {
  if (typeof value === 'string') {
    return stringText(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (isTable(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
    const inner = entries.map(([key, entry]) => `${keyText(key)} = ${valueText(entry)}`).join(', ');
    return inner === '' ? '{}' : `{ ${inner} }`;
  }
  return `[${value.map(valueText).join(', ')}]`;
}

/** Escapes of JSON are escapes of TOML as well, but JSON leaves DEL as it is. */
function stringText(text: string): string {
  return text.includes('"') && FITS_SINGLE_QUOTES.test(text)
    ? `'${text}'`
    : JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
