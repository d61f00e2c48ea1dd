import { expect, test } from '@jest/globals';
import { keepNamed } from './protobuf-maps';

const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  const length = bytes.length < 0x80 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
};
const entry = (key: string, value: string): Buffer =>
  field(2, Buffer.concat([key === '' ? Buffer.alloc(0) : field(1, key), field(2, value)]));

const LONG = 'x'.repeat(1000);
const BEFORE = Buffer.concat([field(1, 'provider'), Buffer.from([3 * 8, 0x96, 0x01])]);
const AFTER = Buffer.concat([
  Buffer.from([4 * 8 + 5, 1, 2, 3, 4]),
  Buffer.from([4 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
]);
const MESSAGE = Buffer.concat([BEFORE, entry('a', LONG), entry('b', '2'), entry('', '3'), AFTER]);

test('entries with other keys are left out, and everything else stays byte for byte', () => {
  const kept = keepNamed(MESSAGE, [2], new Set(['a']));
  expect(kept).toEqual(Buffer.concat([BEFORE, entry('a', LONG), AFTER]));
  expect(keepNamed(MESSAGE, [2], new Set(['']))).toEqual(Buffer.concat([BEFORE, entry('', '3'), AFTER]));
});

test('fields that are no map of these stay whatever is in them', () => {
  expect(keepNamed(MESSAGE, [7], new Set())).toEqual(MESSAGE);
});

test('what is no message is refused', () => {
  expect(() => keepNamed(MESSAGE.subarray(0, -1), [2], new Set())).toThrow('ends after the message');
  expect(() => keepNamed(Buffer.from([0x96]), [2], new Set())).toThrow('ends within a number');
  expect(() => keepNamed(Buffer.from([0x0b]), [2], new Set())).toThrow('Field 1 has an unknown kind');
});
