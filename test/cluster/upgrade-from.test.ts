/**
 * One minor version at a time, and never back: as far as synth can tell, and what is left to the plan.
 */
import { describe, expect, test } from '@jest/globals';
import type { SafeEksClusterProps } from '../../lib';
import { KubernetesVersion, UpgradeFrom } from '../../lib';
import { addWorkers, bareCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const { V1_32, V1_33, V1_34, V1_35, V1_36 } = KubernetesVersion;

function messages(props: Partial<SafeEksClusterProps>): string[] {
  const app = newApp();
  newCluster(newStack(app), props);
  return messagesOf(app);
}

function lifecycle(props: Partial<SafeEksClusterProps>): Readonly<Record<string, unknown>> {
  const app = newApp();
  newCluster(newStack(app), props);
  const { block } = synth(app).stack('stack').graph.at('Cluster/Resource');
  return block['lifecycle'] as Record<string, unknown>;
}

const WAY_OUT =
  'If it was left behind by an upgrade, declare the version that the cluster has. To roll back to 1.35, give ' +
  'UpgradeFrom.anything with the reason.';

describe('a version that is kept in the code', () => {
  test.each([V1_34, V1_35])('%s leads to 1.35', (from) => {
    expect(messages({ version: V1_35, upgradeFrom: UpgradeFrom.version(from) })).toEqual([]);
  });

  test.each([V1_33, V1_36])('%s does not', (from) => {
    expect(messages({ version: V1_35, upgradeFrom: UpgradeFrom.version(from) })).toEqual([
      `stack/Cluster: version 1.35 cannot be reached from ${from.version} (SEKS1208). EKS moves up by one minor version at a ` +
        `time: declare the one after ${from.version} first. ${WAY_OUT}`,
    ]);
  });

  test('is compared with that of the control plane, where it goes ahead', () => {
    const versions = { version: V1_33, controlPlaneVersion: V1_35 };
    expect(messages({ ...versions, upgradeFrom: UpgradeFrom.version(V1_34) })).toEqual([]);
    expect(messages({ ...versions, upgradeFrom: UpgradeFrom.version(V1_33) })).toHaveLength(1);
  });

  test('asks AWS nothing', () => {
    expect(lifecycle({ upgradeFrom: UpgradeFrom.version(V1_34) })).not.toHaveProperty('precondition');
  });
});

test('the live version is asked for before anything else is said', () => {
  const app = newApp();
  newCluster(newStack(app));
  const { graph } = synth(app).stack('stack');

  expect(graph.at('Cluster/Live').block).toMatchObject({
    count: expect.stringMatching(/^\$\{contains\(.*names.*, "main"\) \? 1 : 0\}$/),
    name: 'main',
  });
  expect(graph.at('Cluster/Live').dependsOn).toEqual([graph.at('Cluster/LiveClusters').address]);
  expect(graph.at('Cluster/LiveClusters').dependsOn).toEqual([]);
});

test('comparing nothing takes a reason', () => {
  expect(lifecycle({ upgradeFrom: UpgradeFrom.anything('Rolled back, see INC-7') })).not.toHaveProperty(
    'precondition',
  );
  expect(messages({ upgradeFrom: UpgradeFrom.anything(' ') })).toEqual([
    'stack/Cluster: upgradeFrom gives no reason for comparing nothing (SEKS1002). Say why, so that whoever reads it next ' +
      'year knows.',
  ]);
});

describe('a control plane that goes ahead', () => {
  test('has its version alone, and add-ons and nodes keep theirs', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app), { version: V1_34, controlPlaneVersion: V1_35 });
    cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
    addWorkers(cluster);
    const { graph } = synth(app).stack('stack');

    expect(graph.at('Cluster/Resource').block['version']).toBe('1.35');
    expect(graph.at('Cluster/Addons/kube-proxy/Resource').block['addon_version']).toMatch(/^v1\.34\./);
    expect(JSON.stringify(graph.at('Cluster/workers/LaunchTemplate/Resource').block)).toContain('1[.]34');
  });

  test.each([
    [V1_33, 'older than', '1.34 to 1.37'],
    [KubernetesVersion.of('1.38'), 'more than three minor versions newer than', '1.34 to 1.37'],
  ])('is refused at %s', (controlPlaneVersion, how, range) => {
    expect(messages({ version: V1_34, controlPlaneVersion })).toEqual([
      `stack/Cluster: controlPlaneVersion ${controlPlaneVersion.version} is ${how} version 1.34 (SEKS2017). Give a version ` +
        `from ${range}, or leave it out.`,
    ]);
  });

  test('is refused with a text that is no version', () => {
    expect(messages({ version: V1_32, controlPlaneVersion: KubernetesVersion.of('v1.33') })).toEqual([
      "stack/Cluster: controlPlaneVersion 'v1.33' is not a minor version of Kubernetes (SEKS1201). Did you mean 1.33?",
    ]);
  });
});
