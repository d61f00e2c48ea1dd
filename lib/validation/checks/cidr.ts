/**
 * IPv4 CIDR arithmetic on plain strings, as far as the checks and the default network need it.
 */

/** A parsed IPv4 CIDR block. */
export interface Ipv4Cidr {
  /** The address as an unsigned 32-bit number, host bits included as they were given. */
  readonly address: number;
  /** Length of the prefix in bits, 0 to 32. */
  readonly prefix: number;
}

/** No leading zeros: some tools read them as octal. */
const CIDR = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(0|[1-9]\d?)$/;

/** Parses `a.b.c.d/n`; undefined when it is no such thing. */
export function parseIpv4Cidr(text: string): Ipv4Cidr | undefined {
  const match = CIDR.exec(text);
  if (match === null) {
    return undefined;
  }
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5]);
  if (octets.some((octet) => octet > 255) || prefix > 32) {
    return undefined;
  }
  return { address: octets.reduce((address, octet) => address * 256 + octet, 0), prefix };
}

/** The first address of the block: `10.0.0.5/24` → `10.0.0.0/24`. */
export function networkAddress(cidr: Ipv4Cidr): Ipv4Cidr {
  const size = blockSize(cidr.prefix);
  return { address: Math.floor(cidr.address / size) * size, prefix: cidr.prefix };
}

/** `a.b.c.d/n` */
export function formatIpv4Cidr({ address, prefix }: Ipv4Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join('.')}/${String(prefix)}`;
}

/** True when the two blocks share an address. */
export function overlaps(a: Ipv4Cidr, b: Ipv4Cidr): boolean {
  const wider = Math.max(blockSize(a.prefix), blockSize(b.prefix));
  return Math.floor(a.address / wider) === Math.floor(b.address / wider);
}

/** True when the whole of `inner` lies within `outer`. */
export function contains(outer: Ipv4Cidr, inner: Ipv4Cidr): boolean {
  return inner.prefix >= outer.prefix && overlaps(outer, inner);
}

/**
 * The nth block of the given prefix length within a block: `subnet(10.0.0.0/16, 20, 2)` is `10.0.32.0/20`.
 * Undefined when it lies outside.
 */
export function subnetOf(cidr: Ipv4Cidr, prefix: number, index: number): Ipv4Cidr | undefined {
  if (prefix < cidr.prefix || prefix > 32 || index < 0 || index >= 2 ** (prefix - cidr.prefix)) {
    return undefined;
  }
  return { address: networkAddress(cidr).address + index * blockSize(prefix), prefix };
}

/**
 * What is wrong with a block that AWS wants as a network address, with the fix; undefined when nothing is.
 */
export function judgeNetworkCidr(text: string): { readonly what: string; readonly fix: string } | undefined {
  const cidr = parseIpv4Cidr(text);
  if (cidr === undefined) {
    return { what: 'is not an IPv4 CIDR block', fix: 'Write it as a.b.c.d/n, such as 203.0.113.0/24.' };
  }
  const network = formatIpv4Cidr(networkAddress(cidr));
  if (network !== text) {
    return { what: 'has host bits set', fix: `Did you mean ${network}?` };
  }
  return undefined;
}

function blockSize(prefix: number): number {
  return 2 ** (32 - prefix);
}
