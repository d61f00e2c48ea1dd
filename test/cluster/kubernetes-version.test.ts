/**
 * Versions of Kubernetes and their dates; the switches of Auto Mode.
 */
import { expect, test } from '@jest/globals';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';

const CONSTANTS = Object.entries(KubernetesVersion).filter(
  (entry): entry is [string, KubernetesVersion] => entry[1] instanceof KubernetesVersion,
);

test.each(CONSTANTS)('%s has the version of its name and support that ends', (name, version) => {
  expect(name).toBe(`V${version.version.replace('.', '_')}`);
  expect(String(version)).toBe(version.version);
  expect(version.minor).toBe(Number(version.version.slice(2)));
  expect(version.endOfStandardSupport).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
  expect(version.endOfExtendedSupport! > version.endOfStandardSupport!).toBe(true);
});

test('support of each version ends after that of the version before', () => {
  const ends = CONSTANTS.map(([, version]) => version.endOfStandardSupport!);

  expect(ends.length).toBeGreaterThanOrEqual(5);
  expect([...ends].sort()).toEqual(ends);
  expect(new Set(ends).size).toBe(ends.length);
});

test('a version that is not in the table has no dates', () => {
  const version = KubernetesVersion.of('1.99');

  expect(version).toMatchObject({ version: '1.99', minor: 99 });
  expect([version.endOfStandardSupport, version.endOfExtendedSupport]).toEqual([undefined, undefined]);
});

test.each(['', '1', 'v1.34', '1.34.2', '2.1'])("'%s' has no minor version", (version) => {
  expect(KubernetesVersion.of(version).minor).toBeUndefined();
});
