/**
 * Names that the provider makes up where the user gives none or only a prefix.
 */
import type { CreateCall } from '../engine/rules';

/** The name of what is created: as given, or 26 characters after the prefix (terraform-plugin-sdk `id.PrefixedUniqueId`). */
export function nameOrGenerated(call: CreateCall): string {
  const { name, name_prefix: prefix } = call.planned;
  if (typeof name === 'string' && name !== '') {
    return name;
  }
  const start = typeof prefix === 'string' && prefix !== '' ? prefix : 'terraform-';
  return `${call.newId(start)}${call.newId('', 'end of the name').slice(0, 9)}`;
}

/** When things were made, for people: a rehearsal has no calendar. */
export const CREATION_DATE = '2026-01-01T00:00:00Z';
