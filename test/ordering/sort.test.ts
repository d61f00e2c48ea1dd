/**
 * The sort of names on graphs small enough to read, and on random ones.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sortByDependencies } from '../../lib/ordering/sort';

type Graph = Map<string, string[]>;

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** Any graph over up to seven names, cycles and loops included, with edges to a name that is not in it. */
const anyGraph: fc.Arbitrary<Graph> = fc
  .uniqueArray(fc.constantFrom(...NAMES), { maxLength: NAMES.length })
  .chain((names) =>
    fc
      .array(fc.uniqueArray(fc.constantFrom(...names, 'stranger'), { maxLength: 3 }), {
        minLength: names.length,
        maxLength: names.length,
      })
      .map((edges) => new Map(names.map((name, index) => [name, edges[index] ?? []]))),
  );

/** A graph whose edges only lead to names earlier in the alphabet, so that it has no cycle. */
const acyclicGraph = anyGraph.map(
  (graph) => new Map([...graph].map(([name, others]) => [name, others.filter((other) => other < name)])),
);

test('names without edges are sorted alphabetically', () => {
  const graph = new Map([
    ['c', []],
    ['a', []],
    ['b', []],
  ]);

  expect(sortByDependencies(graph)).toEqual({ kind: 'sorted', names: ['a', 'b', 'c'] });
});

test('a name stands behind the names it follows', () => {
  const graph = new Map([
    ['a', ['z']],
    ['z', ['m']],
    ['m', []],
  ]);

  expect(sortByDependencies(graph)).toEqual({ kind: 'sorted', names: ['m', 'z', 'a'] });
});

test('an empty graph has an empty order', () => {
  expect(sortByDependencies(new Map())).toEqual({ kind: 'sorted', names: [] });
});

test('a name that follows itself is a cycle of one', () => {
  expect(sortByDependencies(new Map([['a', ['a']]]))).toEqual({ kind: 'cycle', names: ['a'] });
});

test('the cycle begins with its first name and leaves out what only leads to it', () => {
  const graph = new Map([
    ['a', ['y']],
    ['y', ['x']],
    ['x', ['z']],
    ['z', ['y']],
  ]);

  expect(sortByDependencies(graph)).toEqual({ kind: 'cycle', names: ['x', 'z', 'y'] });
});

test('edges to names outside of the graph are ignored', () => {
  expect(sortByDependencies(new Map([['a', ['stranger']]]))).toEqual({ kind: 'sorted', names: ['a'] });
});

test('every graph without a cycle is sorted so that each edge is respected', () => {
  fc.assert(
    fc.property(acyclicGraph, (graph) => {
      const { kind, names } = sortByDependencies(graph);

      expect(kind).toBe('sorted');
      expect([...names].sort()).toEqual([...graph.keys()].sort());
      for (const [name, others] of graph) {
        for (const other of others.filter((candidate) => graph.has(candidate))) {
          expect(names.indexOf(other)).toBeLessThan(names.indexOf(name));
        }
      }
    }),
  );
});

test('a cycle that is found consists of edges of the graph', () => {
  let cycles = 0;
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { kind, names } = sortByDependencies(graph);
      if (kind === 'cycle') {
        cycles += 1;
        expect(names.length).toBeGreaterThan(0);
        expect(new Set(names).size).toBe(names.length);
        names.forEach((name, index) => {
          expect(graph.get(name)).toContain(names[(index + 1) % names.length]);
        });
      }
    }),
  );
  expect(cycles).toBeGreaterThan(0);
});

test('the result does not depend on the order in which names and edges were given', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const reversed = new Map([...graph].reverse().map(([name, others]) => [name, [...others].reverse()]));

      expect(sortByDependencies(reversed)).toEqual(sortByDependencies(graph));
    }),
  );
});
