/**
 * In which order groups of nodes are updated: the edges that come of it.
 */
import { describe, expect, test } from '@jest/globals';
import type { App } from 'cdktf';
import { AddonName, Ami, RollingCustomAmiNodeGroup, SafeEks } from '../../lib';
import type { SafeEksCluster } from '../../lib';
import { ADMIN_ARN, addWorkers, AMI_ID, bareCluster, importedCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth, warningsOf } from '../support/synth';

const NAMES = ['a', 'b', 'c', 'd'] as const;
type Groups = Readonly<Record<(typeof NAMES)[number], RollingCustomAmiNodeGroup>>;

/** Four groups, made from the last to the first. */
function appWith(
  arrange: (cluster: SafeEksCluster, groups: Groups, app: App) => void = () => undefined,
): App {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  const made = [...NAMES].reverse().map((name) => [name, addWorkers(cluster, {}, name)] as const);
  arrange(cluster, Object.fromEntries(made) as unknown as Groups, app);
  return app;
}

/** Which group waits for which, as `b after a`. */
function waits(app: App): string[] {
  const { graph } = synth(app).stack('stack');
  const groups = graph.ofType('aws_eks_node_group');
  const nameOf = (path: string): string => path.split('/')[1]!;
  return groups.flatMap(({ path, dependsOn }) =>
    groups
      .filter(({ address }) => dependsOn.includes(address))
      .map((other) => `${nameOf(path)} after ${nameOf(other.path)}`),
  );
}

describe('groups of one stack', () => {
  test('come one by one, in the order of their paths', () => {
    expect(waits(appWith())).toEqual(['b after a', 'c after b', 'd after c']);
  });

  test('come in declared waves, the rest behind them', () => {
    const app = appWith(({ updateWaves }, { a, c, d }) => {
      updateWaves.addWave(c);
      updateWaves.addWave(a, d);
    });
    expect(waits(app)).toEqual(['a after c', 'b after a', 'b after d', 'd after c']);
  });

  test('come in the same order when a wave is empty', () => {
    const app = appWith(({ updateWaves }, { a, b, c, d }) => {
      updateWaves.addWave(d, c, b);
      updateWaves.addWave();
      updateWaves.addWave(a);
    });
    expect(waits(app)).toEqual(['a after b', 'a after c', 'a after d']);
  });

  test('begin at once where that is asked for, except those in waves', () => {
    const app = appWith((cluster, { c }) => {
      cluster.updateWaves.addWave(c);
      cluster.updateWaves.allAtOnce();
      SafeEks.acknowledge(cluster, 'SEKS2020', 'A playground');
    });
    expect(waits(app)).toEqual(['a after c', 'b after c', 'd after c']);
    expect(warningsOf(app)).toEqual([]);
  });

  test('all come before the add-ons that need nodes', () => {
    const { graph } = synth(appWith()).stack('stack');
    const groups = graph.ofType('aws_eks_node_group').map(({ address }) => address);
    expect(graph.at('Cluster/Addons/coredns/Resource').dependsOn).toEqual(expect.arrayContaining(groups));
  });
});

describe('groups of several stacks', () => {
  function addTo(app: App, name: string, cluster: SafeEksCluster): RollingCustomAmiNodeGroup {
    const stack = newStack(app, name);
    return new RollingCustomAmiNodeGroup(stack, name, { cluster, ami: Ami.al2023({ id: AMI_ID }) });
  }

  test('do not make their stacks wait for each other by themselves', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app));
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    cluster.addons.remove(AddonName.COREDNS);
    addWorkers(cluster, {}, 'a');
    addTo(app, 'one', cluster);
    addTo(app, 'two', cluster);
    expect(synth(app).stack('two').dependencies).toEqual(['stack']);
  });

  test('do so where a wave says it', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app));
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    cluster.addons.remove(AddonName.COREDNS);
    addWorkers(cluster, {}, 'a');
    const one = addTo(app, 'one', cluster);
    const two = addTo(app, 'two', cluster);
    cluster.updateWaves.addWave(two);
    cluster.updateWaves.addWave(one);
    expect(synth(app).stack('one').dependencies).toContain('two');
  });
});

test('an imported cluster has waves, too', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack);
  const groups = ['a', 'b'].map(
    (id) => new RollingCustomAmiNodeGroup(stack, id, { cluster, ami: Ami.al2023({ id: AMI_ID }) }),
  );
  cluster.updateWaves.addWave(groups[1]!);
  const { graph } = synth(app).stack('stack');
  expect(graph.at('a/Resource').dependsOn).toContain(graph.at('b/Resource').address);
});

describe('waves that cannot be', () => {
  test('name a group twice, or one of another cluster', () => {
    const app = appWith((cluster, { a }, root) => {
      const other = bareCluster(newStack(root, 'other'), { clusterName: 'other' }, 'Other');
      other.grantClusterAdmin('admin', ADMIN_ARN);
      cluster.updateWaves.addWave(a, addWorkers(other));
      cluster.updateWaves.addWave(a);
    });
    expect(messagesOf(app)).toEqual([
      'stack/Cluster: updateWaves name stack/Cluster/a more than once (SEKS2019). Leave it in one wave.',
      'stack/Cluster: updateWaves name other/Other/workers, which is no node group of this cluster (SEKS2019). Name the ' +
        'construct of a node group that is added to this cluster.',
    ]);
  });

  test('let everything begin at once without a reason', () => {
    expect(
      warningsOf(
        appWith(({ updateWaves }) => {
          updateWaves.allAtOnce();
        }),
      ),
    ).toEqual([
      'stack/Cluster: updateWaves let 4 node groups begin at once, so that a bad image reaches all of them (SEKS2020). Leave ' +
        'allAtOnce out, or acknowledge the code with the reason.',
    ]);
  });
});
