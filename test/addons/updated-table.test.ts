/**
 * The script that brings the table of add-on versions up to date.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { updatedTable } from '../../scripts/addon-versions/updated-table';

const TABLE = readFileSync(join(__dirname, '../../lib/addons/addon-version-table.ts'), 'utf8');
const MINORS = ['1.32', '1.33', '1.34', '1.35', '1.36'];

function answer(addonName: string, defaults: { readonly [minor: string]: string }): unknown {
  const versions = [...new Set(Object.values(defaults))];
  return {
    addons: [
      {
        addonName,
        addonVersions: [
          ...versions.map((addonVersion) => ({
            addonVersion,
            compatibilities: MINORS.map((clusterVersion) => ({
              clusterVersion,
              defaultVersion: defaults[clusterVersion] === addonVersion,
            })),
          })),
          {
            addonVersion: 'v99.0.0-eksbuild.1',
            compatibilities: [{ clusterVersion: '1.36', defaultVersion: false }],
          },
        ],
      },
    ],
  };
}

test('the default of EKS takes the place of what is there, and nothing else moves', () => {
  const { text, changes } = updatedTable(
    TABLE,
    answer('coredns', { '1.36': 'v1.15.0-eksbuild.1' }),
    ['coredns'],
    MINORS,
  );
  expect(changes).toEqual([expect.stringMatching(/^coredns 1\.36: v\S+ to v1\.15\.0-eksbuild\.1$/)]);
  const [before, after] = [TABLE, text].map((table) => table.split('\n'));
  const moved = after!.filter((line, index) => line !== before![index]);
  expect(moved).toEqual(["    '1.36': 'v1.15.0-eksbuild.1',"]);
});

test('a version of Kubernetes that is new gets a line of its own', () => {
  const { text } = updatedTable(
    TABLE,
    answer('vpc-cni', { '1.36': 'v2.0.0-eksbuild.1' }),
    ['vpc-cni'],
    [...MINORS, '1.37'],
  );
  expect(text).not.toContain("'1.37'");
  const next = {
    addons: [
      {
        addonName: 'vpc-cni',
        addonVersions: [
          {
            addonVersion: 'v3.0.0-eksbuild.1',
            compatibilities: [{ clusterVersion: '1.37', defaultVersion: true }],
          },
        ],
      },
    ],
  };
  expect(updatedTable(TABLE, next, ['vpc-cni'], [...MINORS, '1.37']).text).toContain(
    "    '1.36': 'v1.22.4-eksbuild.3',\n    '1.37': 'v3.0.0-eksbuild.1',\n  },",
  );
});

test('an add-on that is new in the table comes with all of its versions, or not at all', () => {
  const all = Object.fromEntries(MINORS.map((minor) => [minor, 'v2.1.0-eksbuild.1']));
  const { text, changes } = updatedTable(TABLE, answer('fluent-bit', all), ['fluent-bit'], MINORS);
  expect(changes).toHaveLength(MINORS.length);
  expect(text).toContain("  'fluent-bit': {\n    '1.32': 'v2.1.0-eksbuild.1',");
  expect(
    updatedTable(TABLE, answer('fluent-bit', { '1.36': 'v2.1.0-eksbuild.1' }), ['fluent-bit'], MINORS)
      .changes,
  ).toEqual([]);
});

test('what EKS says of others, or nothing of, stays as it is', () => {
  expect(
    updatedTable(TABLE, answer('kubecost', { '1.36': 'v1.0.0-eksbuild.1' }), ['coredns'], MINORS),
  ).toEqual({
    text: TABLE,
    changes: [],
  });
});

test('what is no answer of EKS is refused', () => {
  expect(() => updatedTable(TABLE, [], ['coredns'], MINORS)).toThrow('it has no addons');
});
