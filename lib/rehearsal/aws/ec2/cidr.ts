/**
 * Address ranges of both families: which lies within which, and which overlap. Pure.
 */

/** A range of addresses. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `10.0.0.0/16` or `2001:db8::/56`; nothing when it is neither. */
export function parseCidr(text: string): AddressRange | undefined {
  const [address = '', length = ''] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 6 ? 128 : 32;
  const start = family === 6 ? parseIpv6(address) : parseIpv4(address);
  if (start === undefined || !/^\d{1,3}$/.test(length) || Number(length) > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - Number(length));
  const first = start - (start % size);
  return { family, first, last: first + size - 1n };
}

/** Whether one range lies within another. */
export function isWithin(inner: AddressRange, outer: AddressRange): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}

/** Whether two ranges have an address in common. */
export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** The address at a place in a range, as IPv4 is written. */
export function ipv4At(range: AddressRange, place: number): string {
  const address = range.first + BigInt(place);
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const isValid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isValid ? parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  const isComplete = tail === undefined ? missing === 0 : missing >= 1;
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
  if (more.length > 0 || !isComplete || !groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) {
    return undefined;
  }
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
