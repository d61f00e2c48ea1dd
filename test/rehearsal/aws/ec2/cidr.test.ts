import { describe, expect, test } from '@jest/globals';
import type { AddressRange } from '../../../../lib/rehearsal/aws/ec2/cidr';
import { ipv4At, isWithin, overlaps, parseCidr } from '../../../../lib/rehearsal/aws/ec2/cidr';

describe('Address ranges', () => {
  test('of both families are read', () => {
    expect(parseCidr('10.0.0.0/16')).toEqual({ family: 4, first: 0x0a000000n, last: 0x0a00ffffn });
    expect(range('2001:db8::/56').last - range('2001:db8::/56').first).toBe(2n ** 72n - 1n);
    expect(range('::/0').first).toBe(0n);
  });

  test('of no family are not', () => {
    for (const text of [
      '',
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0/16',
      '300.0.0.0/8',
      '1:2:3/64',
      '1::2::3/64',
      ':::/64',
    ]) {
      expect(parseCidr(text)).toBeUndefined();
    }
  });

  test('lie within each other or overlap', () => {
    expect(isWithin(range('10.0.16.0/20'), range('10.0.0.0/16'))).toBe(true);
    expect(isWithin(range('10.1.0.0/20'), range('10.0.0.0/16'))).toBe(false);
    expect(isWithin(range('::/0'), range('0.0.0.0/0'))).toBe(false);
    expect(overlaps(range('10.0.0.0/16'), range('10.0.255.0/24'))).toBe(true);
    expect(overlaps(range('10.0.0.0/24'), range('10.0.1.0/24'))).toBe(false);
  });

  test('have addresses at places', () => {
    expect(ipv4At(range('10.0.16.0/20'), 260)).toBe('10.0.17.4');
  });
});

function range(text: string): AddressRange {
  const parsed = parseCidr(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no range.`);
  }
  return parsed;
}
