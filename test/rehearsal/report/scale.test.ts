/**
 * Times and texts as people read them.
 */
import { expect, test } from '@jest/globals';
import { cutStart, firstLine, marksOf, minutesAndSeconds, wrap } from '../../../lib/rehearsal/report/scale';

test('times are minutes and seconds, however long', () => {
  expect([0, 999, 61_000, 3_605_000].map(minutesAndSeconds)).toEqual(['0:00', '0:01', '1:01', '60:05']);
});

test('an axis has round marks, and not too many', () => {
  expect(marksOf(15 * 60_000, 6).map(minutesAndSeconds)).toEqual(['0:00', '5:00', '10:00', '15:00']);
  expect(marksOf(9000, 6).map(minutesAndSeconds)).toEqual(['0:00', '0:02', '0:04', '0:06', '0:08']);
  expect(marksOf(40 * 3_600_000, 6)).toHaveLength(6);
});

test('texts break at spaces, and words that are too long break anywhere', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a abcdefghij', 4)).toEqual(['a', 'abcd', 'efgh', 'ij']);
  expect(wrap('  ', 4)).toEqual([]);
});

test('paths lose their beginning, and reports all but their first line', () => {
  expect(cutStart('Cluster/workers/Role', 8)).toBe('…rs/Role');
  expect(cutStart('Role', 8)).toBe('Role');
  expect(cutStart('Role', -1)).toBe('…');
  expect(firstLine('\nwhy\nmore')).toBe('why');
});
