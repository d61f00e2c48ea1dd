/**
 * The table of add-on versions and the catalogue hold together.
 */
import { expect, test } from '@jest/globals';
import { ADDON_CATALOGUE, DEFAULT_ADDONS } from '../../lib/addons/addon-catalogue';
import { AddonName } from '../../lib/addons/addon-name';
import { AddonVersion } from '../../lib/addons/addon-version';
import { pinnedAddonVersion } from '../../lib/addons/addon-version-table';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';

const statics = (holder: object): unknown[] => Object.values(holder);
const kubernetesVersions = statics(KubernetesVersion)
  .filter((value): value is KubernetesVersion => value instanceof KubernetesVersion)
  .map(({ version }) => version);
const addonNames = statics(AddonName)
  .filter((value): value is AddonName => value instanceof AddonName)
  .map(({ name }) => name);

test('there are versions and names to check', () => {
  expect(kubernetesVersions).toEqual(expect.arrayContaining(['1.32', '1.36']));
  expect(addonNames).toEqual(expect.arrayContaining([...DEFAULT_ADDONS]));
});

test('every add-on that has a constant is in the catalogue, and no other', () => {
  expect(Object.keys(ADDON_CATALOGUE).sort()).toEqual([...addonNames].sort());
});

/** Those that AWS's user guide or clusters in use tell the versions of; the others have to be given one. */
const pinned = addonNames.filter((name) => pinnedAddonVersion(name, '1.34') !== undefined);

test('the default set and what storage and scaling need have pinned versions', () => {
  expect(pinned).toEqual(
    expect.arrayContaining([
      ...DEFAULT_ADDONS,
      'aws-ebs-csi-driver',
      'snapshot-controller',
      'metrics-server',
    ]),
  );
});

test.each(pinned)('%s has a well-formed version for every version of Kubernetes', (name) => {
  const versions = kubernetesVersions.map((version) => pinnedAddonVersion(name, version));

  expect(versions).toEqual(versions.map(() => expect.stringMatching(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/)));
});

test.each(kubernetesVersions)('kube-proxy is of the minor version %s', (version) => {
  expect(pinnedAddonVersion('kube-proxy', version)).toMatch(
    new RegExp(`^v${version.replace('.', '\\.')}\\.`),
  );
});

test.each(pinned)('%s never goes back with a newer Kubernetes', (name) => {
  const numbers = kubernetesVersions.map((version) =>
    pinnedAddonVersion(name, version)!.match(/\d+/g)!.slice(0, 2).map(Number),
  );
  const sorted = [...numbers].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);

  expect(numbers).toEqual(sorted);
});

test.each([
  ['coredns', '1.99'],
  ['nothing', '1.34'],
  ['constructor', '1.34'],
])('there is no version of %s for %s', (name, version) => {
  expect(pinnedAddonVersion(name, version)).toBeUndefined();
});

test('the four ways to choose a version tell themselves apart', () => {
  const kinds = [
    AddonVersion.PINNED,
    AddonVersion.DEFAULT_OF_EKS,
    AddonVersion.LATEST,
    AddonVersion.of('v1.2.3'),
  ];

  expect(kinds.map(({ kind }) => kind)).toEqual(['pinned', 'default-of-eks', 'latest', 'named']);
  expect(kinds.map(({ version }) => version)).toEqual([undefined, undefined, undefined, 'v1.2.3']);
});

test('add-ons with permissions name their service account and at least one policy for both families', () => {
  const permissions = Object.values(ADDON_CATALOGUE).flatMap(({ serviceAccount, permissions: of }) =>
    Object.values(IpFamily).flatMap((family) =>
      of === undefined ? [] : [{ serviceAccount, ...of(family) }],
    ),
  );

  expect(permissions.length).toBeGreaterThan(0);
  for (const { serviceAccount, managedPolicies, inlinePolicies } of permissions) {
    expect(serviceAccount).toMatch(/^[a-z0-9-]+$/);
    expect(managedPolicies.length + Object.keys(inlinePolicies).length).toBeGreaterThan(0);
  }
});
