/**
 * How problems and values read, and which name is proposed for a misspelt one.
 */
import { expect, test } from '@jest/globals';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describeProblem, nearest, show } from '../../lib/validation/problem';
import { PROBLEMS, problemDefinition } from '../../lib/validation/problem-codes';
import { newApp, newStack } from '../support/synth';

test('a problem reads as path, what is wrong, code, and what to do', () => {
  const construct = new Construct(newStack(newApp()), 'workers');

  expect(
    describeProblem({ construct, code: 'SEKS2002', what: 'size 5 is more than 3', fix: 'Give at most 3.' }),
  ).toBe('stack/workers: size 5 is more than 3 (SEKS2002). Give at most 3.');
});

test.each([
  ['text', "'text'"],
  [3, '3'],
  [true, 'true'],
  [null, 'null'],
  [{ a: 'b' }, '{"a":"b"}'],
  [[], '[]'],
  [['a', 1], "['a', 1]"],
  [[1, 2, 3, 4, 5], '[1, 2, 3, 4, 5]'],
  [[1, 2, 3, 4, 5, 6], '[1, 2, 3, 4, 5, … 6 in all]'],
])('the value %j is shown as %s', (value, expected) => {
  expect(show(value)).toBe(expected);
});

test.each([
  ['vpc-cnl', 'vpc-cni'],
  ['VPC-CNI', 'vpc-cni'],
  ['vpccni', 'vpc-cni'],
  ['core-dns', 'coredns'],
  ['kubeproxy', 'kube-proxy'],
])("for '%s', '%s' is proposed", (name, expected) => {
  expect(nearest(name, ['coredns', 'kube-proxy', 'vpc-cni'])).toBe(expected);
});

test.each(['', 'adot', 'aws-guardduty-agent'])("for '%s' nothing is proposed", (name) => {
  expect(nearest(name, ['coredns', 'kube-proxy', 'vpc-cni'])).toBeUndefined();
});

test('the nearest of several candidates is proposed, the first among equals', () => {
  expect(nearest('abcd', ['abxx', 'abcx', 'abcy'])).toBe('abcx');
  expect(nearest('a', [])).toBeUndefined();
});

test('a name is nearest to itself', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
  fc.assert(
    fc.property(names, (candidates) => {
      const name = candidates[candidates.length - 1]!;
      expect(nearest(name, candidates)).toBe(name);
    }),
  );
});

test('no two codes have the same title', () => {
  const titles = Object.values(PROBLEMS).map(({ title }) => title);

  expect(new Set(titles).size).toBe(titles.length);
});

test('only codes of the table have a definition', () => {
  expect(problemDefinition('SEKS1002')).toEqual({
    severity: 'error',
    title: 'Value out of its range or format',
  });
  expect(problemDefinition('SEKS0000')).toBeUndefined();
  expect(problemDefinition('constructor')).toBeUndefined();
});
test('a problem of the app itself does not begin with a colon', () => {
  expect(
    describeProblem({
      construct: new App({ outdir: newApp().outdir }),
      code: 'SEKS1004',
      what: 'w',
      fix: 'F.',
    }),
  ).toMatch(/^[^:]/);
});
