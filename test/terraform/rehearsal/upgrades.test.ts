/**
 * What an upgrade does to nodes, minute by minute: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { Ami, AmiFit, KubernetesVersion, NodeUpdate, SafeEks, Scaling, UpgradeFrom } from '../../../lib';
import type { Phase, Rehearsal, RehearsalOptions } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import type { Fleet } from '../../support/fleet';
import { BAD_IMAGE, fleet, from, IMAGES, NEXT_IMAGE, NODES, UPGRADED_IMAGE } from '../../support/fleet';
import { appOf, errorTextOf, rulesOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

const { V1_33, V1_35, V1_36 } = KubernetesVersion;

/** A cluster that is there, and the change that comes to it. */
async function changed(
  before: Fleet,
  after: Fleet,
  options: RehearsalOptions = {},
): Promise<{ readonly rehearsal: Rehearsal; readonly phase: Phase }> {
  const rehearsal = rehearse(appOf(fleet, before), { images: IMAGES, ...options });
  expect((await rehearsal.create()).errors).toEqual([]);
  const phase = await rehearsal.apply(appOf(fleet, after));
  return { rehearsal, phase };
}

const stepsOf = ({ operations }: Phase): string[] =>
  operations.map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`);

const groupOperations = ({ operations }: Phase) =>
  operations.filter(({ type }) => type === 'aws_eks_node_group');

/** What happened to nodes in a phase. */
const eventsOf = ({ world }: Rehearsal, { startedAt, endedAt }: Phase, what: string) =>
  world.events.filter((event) => event.what === what && event.time >= startedAt && event.time <= endedAt);

/** The fewest nodes that took pods at any time of a phase, by the first part of their group's name. */
function fewestReady(
  { world }: Rehearsal,
  { startedAt, endedAt }: Phase,
): { readonly [group: string]: number } {
  const ready = new Set<string>();
  const fewest: { [group: string]: number } = {};
  const countOf = (group: string): number => [...ready].filter((node) => groupOf(node) === group).length;
  const groupOf = (node: string): string => node.split('-')[0]!;
  for (const { time, what, subject } of world.events.filter((event) => event.what.startsWith('node-'))) {
    if (what === 'node-ready') {
      ready.add(subject);
    } else if (['node-draining', 'node-terminated', 'node-not-ready'].includes(what)) {
      ready.delete(subject);
    }
    if (time > startedAt && time <= endedAt) {
      const group = groupOf(subject);
      fewest[group] = Math.min(fewest[group] ?? Number.POSITIVE_INFINITY, countOf(group));
    }
  }
  return fewest;
}

/** Each operation on a node group ends before the next begins. */
function expectOneByOne(phase: Phase): void {
  const operations = groupOperations(phase);
  operations.slice(1).forEach(({ startedAt }, index) => {
    expect(startedAt).toBeGreaterThanOrEqual(operations[index]!.endedAt);
  });
}

describeRehearsal('a Kubernetes version and images that are raised in one change', () => {
  it('move the control plane, then add-ons, then groups one by one, then what needs nodes', async () => {
    const { rehearsal, phase } = await changed(
      {},
      { cluster: { version: V1_35 }, all: from(UPGRADED_IMAGE) },
    );
    expect(phase.errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    expect(stepsOf(phase).filter((step) => !step.includes('aws_launch_template'))).toEqual([
      'update aws_eks_cluster.Cluster',
      'update aws_eks_addon.Cluster_Addons_kube-proxy',
      'update aws_eks_node_group.Cluster_one',
      'update aws_eks_node_group.Cluster_two',
      'update aws_eks_addon.Cluster_Addons_coredns',
    ]);
    expectOneByOne(phase);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('keep all nodes but one, replace each once, and disturb nobody', async () => {
    const { rehearsal, phase } = await changed(
      {},
      {
        cluster: { version: V1_35 },
        all: { ...from(UPGRADED_IMAGE), labels: { wave: 'second' }, diskSize: 80 },
      },
      { workloads: [{ name: 'web', replicas: 4, minAvailable: 3 }] },
    );
    expect(phase.errors).toEqual([]);
    // One may be away; in fact none is missing, since EKS starts new nodes before it takes old ones.
    expect(fewestReady(rehearsal, phase)).toEqual({ one: NODES, two: NODES });
    expect(eventsOf(rehearsal, phase, 'node-started')).toHaveLength(2 * NODES);
    expect(eventsOf(rehearsal, phase, 'node-terminated')).toHaveLength(2 * NODES);
    expect(eventsOf(rehearsal, phase, 'workload-down')).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('waves', () => {
  const three = { one: {}, two: {}, three: {} };

  it('go in the declared order, and groups of one wave together', async () => {
    const arrange: Fleet['arrange'] = ({ updateWaves }, { three: canary, one, two }) => {
      updateWaves.addWave(canary!);
      updateWaves.addWave(one!, two!);
    };
    const { rehearsal, phase } = await changed(
      { groups: three, arrange },
      { groups: three, arrange, all: from(NEXT_IMAGE) },
    );
    expect(phase.errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    const [canary, ...rest] = groupOperations(phase);
    expect(canary!.address).toMatch(/Cluster_three_/);
    expect(rest.map(({ startedAt }) => startedAt >= canary!.endedAt)).toEqual([true, true]);
    expect(Math.abs(rest[0]!.startedAt - rest[1]!.startedAt)).toBeLessThan(60_000);
  });

  it('can be turned around together with a new image', async () => {
    const { rehearsal, phase } = await changed(
      {},
      {
        all: from(NEXT_IMAGE),
        arrange: ({ updateWaves }, { one, two }) => {
          updateWaves.addWave(two!);
          updateWaves.addWave(one!);
        },
      },
    );
    expect(phase.errors).toEqual([]);
    expect(groupOperations(phase).map(({ address }) => address.slice(0, -9))).toEqual([
      'aws_eks_node_group.Cluster_two',
      'aws_eks_node_group.Cluster_one',
    ]);
    expectOneByOne(phase);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('change nothing by themselves', async () => {
    const { phase } = await changed(
      {},
      {
        arrange: (cluster) => {
          cluster.updateWaves.allAtOnce();
          SafeEks.acknowledge(cluster, 'SEKS2020', 'To be measured');
        },
      },
    );
    expect(phase.changes).toEqual([]);
  });

  it('cost the time of making the groups one after the other, and of deleting them so', async () => {
    const atOnce: Fleet['arrange'] = (cluster) => {
      cluster.updateWaves.allAtOnce();
      SafeEks.acknowledge(cluster, 'SEKS2020', 'To be measured');
    };
    const minutes = async (given: Fleet): Promise<{ readonly create: number; readonly destroy: number }> => {
      const rehearsal = rehearse(appOf(fleet, given), { images: IMAGES });
      const lengthOf = ({ startedAt, endedAt }: Phase): number =>
        Math.round((endedAt - startedAt) / 6_000) / 10;
      const create = lengthOf(await rehearsal.create());
      const destroy = lengthOf(await rehearsal.destroy({ liftProtection: true }));
      expect(rehearsal.violations()).toEqual([]);
      return { create, destroy };
    };
    const together = await minutes({ groups: three, arrange: atOnce });
    const inWaves = await minutes({ groups: three });
    // docs/upgrading.md gives these numbers.
    expect({ together, inWaves }).toEqual({
      together: { create: 13.7, destroy: 24.3 },
      inWaves: { create: 18.7, destroy: 35.3 },
    });
  });
});

describeRehearsal('what goes wrong without', () => {
  it('waves: a bad image reaches every group', async () => {
    const arrange: Fleet['arrange'] = (cluster) => {
      cluster.updateWaves.allAtOnce();
      SafeEks.acknowledge(cluster, 'SEKS2020', 'To see what happens');
    };
    const { phase } = await changed({ arrange }, { arrange, all: from(BAD_IMAGE) });
    expect(groupOperations(phase)).toHaveLength(2);
    expect(errorTextOf(phase).match(/NodeCreationFailure/g)).toHaveLength(2);
  });

  it('a look at the image: new nodes of a version to come never join', async () => {
    const fit = AmiFit.unchecked('To see what happens');
    const { phase } = await changed({}, { all: { ami: Ami.al2023({ id: UPGRADED_IMAGE, fit }) } });
    expect(errorTextOf(phase)).toMatch(/NodeCreationFailure|newer/);
    const [group] = groupOperations(phase);
    // Found out after a quarter of an hour, instead of at plan.
    expect(group!.endedAt - group!.startedAt).toBeGreaterThan(15 * 60_000);
  });

  it('the live version: EKS refuses to skip one, in the middle of the apply', async () => {
    const upgradeFrom = UpgradeFrom.anything('To see what happens');
    const cluster = { version: V1_36, upgradeFrom };
    const { phase } = await changed({}, { cluster, all: from('ami-0123456789abcdef0') });
    expect(errorTextOf(phase)).toContain('Unsupported Kubernetes minor version update from 1.34 to 1.36');
    expect(stepsOf(phase)).toContain('update aws_eks_cluster.Cluster');
  });
});

describeRehearsal('an update that cannot go well', () => {
  it('for a bad image leaves the old nodes serving, and does not reach the next group', async () => {
    const { rehearsal, phase } = await changed({}, { all: from(BAD_IMAGE) });
    expect(errorTextOf(phase)).toContain('NodeCreationFailure');
    expect(groupOperations(phase).map(({ address }) => address)).toEqual([
      expect.stringContaining('Cluster_one_'),
    ]);
    expect(fewestReady(rehearsal, phase)['one']).toBe(NODES);
    expect(eventsOf(rehearsal, phase, 'workload-down')).toEqual([]);
    const mended = await rehearsal.apply(appOf(fleet, { all: from(NEXT_IMAGE) }));
    expect(mended.errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
  });

  it('for a budget that lets no pod go fails, and ends no pod', async () => {
    const workloads = [{ name: 'db', replicas: 6, minAvailable: 6 }];
    const { rehearsal, phase } = await changed({}, { all: from(NEXT_IMAGE) }, { workloads });
    expect(errorTextOf(phase)).toContain('PodEvictionFailure');
    expect(groupOperations(phase)).toHaveLength(1);
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
    expect(fewestReady(rehearsal, phase)['one']).toBeGreaterThanOrEqual(NODES - 1);
  });
});

describeRehearsal('what is refused before anything changes', () => {
  it.each<[string, Fleet, RegExp]>([
    [
      'an image of the version before',
      { cluster: { version: V1_35 } },
      /carries\s+Kubernetes\s+1\.35\s+neither.*SEKS2016/s,
    ],
    [
      'an image of a version to come',
      { all: from(UPGRADED_IMAGE) },
      /carries\s+Kubernetes\s+1\.34\s+neither.*SEKS2016/s,
    ],
    [
      'an image of another architecture',
      { all: from('ami-0000000000000a12a') },
      /is\s+arm64,\s+and\s+ami\s+says\s+x86_64.*SEKS2005/s,
    ],
    [
      'a minor version that is skipped',
      { cluster: { version: V1_36 }, all: from('ami-0123456789abcdef0') },
      /1\.36\s+cannot\s+be\s+reached\s+from\s+1\.34.*SEKS1208/s,
    ],
    [
      'a version that is lowered',
      { cluster: { version: V1_33 }, all: from('ami-0123456789abcdef0') },
      /1\.33\s+cannot\s+be\s+reached\s+from\s+1\.34.*SEKS1208/s,
    ],
  ])('%s', async (_what, after, text) => {
    const { phase } = await changed({}, after);
    expect(errorTextOf(phase)).toMatch(text);
    expect(phase.operations).toEqual([]);
  });

  it('unless it is meant: nodes are held back, while the control plane moves on', async () => {
    const { rehearsal, phase } = await changed(
      {},
      { cluster: { version: V1_35 }, all: { version: KubernetesVersion.V1_34 } },
    );
    expect(phase.errors).toEqual([]);
    expect(groupOperations(phase)).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('unless it is meant: the control plane alone, then everything else', async () => {
    const { rehearsal, phase } = await changed({}, { cluster: { controlPlaneVersion: V1_35 } });
    expect(stepsOf(phase)).toEqual(['update aws_eks_cluster.Cluster']);
    const rest = await rehearsal.apply(
      appOf(fleet, { cluster: { version: V1_35 }, all: from(UPGRADED_IMAGE) }),
    );
    expect(rest.errors).toEqual([]);
    expect(stepsOf(rest)).not.toContain('update aws_eks_cluster.Cluster');
    expect(groupOperations(rest)).toHaveLength(2);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('unless it is meant: a version of the cluster that nobody compares', async () => {
    const cluster = { version: V1_33, upgradeFrom: UpgradeFrom.anything('Rolled back, see INC-7') };
    const { phase } = await changed({}, { cluster, all: from('ami-0123456789abcdef0') });
    expect(errorTextOf(phase)).not.toContain('SEKS1208');
    expect(phase.operations.length).toBeGreaterThan(0);
  });
});

describeRehearsal('a group that is updated by a new one beside it', () => {
  const all = { update: NodeUpdate.blueGreen() };

  it('is deleted when the new one is well, and not a node is missing', async () => {
    const workloads = [{ name: 'web', replicas: 4, minAvailable: 3 }];
    const { rehearsal, phase } = await changed(
      { all, groups: { one: {} } },
      { all: { ...all, ...from(NEXT_IMAGE) }, groups: { one: {} } },
      { workloads },
    );
    expect(phase.errors).toEqual([]);
    expect(stepsOf(phase)).toEqual([
      'update aws_launch_template.Cluster_one_LaunchTemplate',
      'create aws_eks_node_group.Cluster_one',
      'delete aws_eks_node_group.Cluster_one',
    ]);
    expectOneByOne(phase);
    expect(fewestReady(rehearsal, phase)).toEqual({ one: NODES });
    expect(eventsOf(rehearsal, phase, 'workload-down')).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('stays when the new one does not get well, and the next try goes well', async () => {
    const { rehearsal, phase } = await changed({ all }, { all: { ...all, ...from(BAD_IMAGE) } });
    expect(errorTextOf(phase)).toContain('NodeCreationFailure');
    expect(groupOperations(phase).map(({ action }) => action)).toEqual(['create']);
    expect(eventsOf(rehearsal, phase, 'node-draining')).toEqual([]);
    expect(eventsOf(rehearsal, phase, 'workload-down')).toEqual([]);
    const mended = await rehearsal.apply(appOf(fleet, { all: { ...all, ...from(NEXT_IMAGE) } }));
    expect(mended.errors).toEqual([]);
    expect(eventsOf(rehearsal, mended, 'workload-down')).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('is left alone by what changes in place', async () => {
    const { phase } = await changed({ all }, { all: { ...all, scaling: Scaling.fixed(4) } });
    expect(stepsOf(phase)).toEqual([
      'update aws_eks_node_group.Cluster_one',
      'update aws_eks_node_group.Cluster_two',
    ]);
  });

  it('waits for its wave, with old and new ones side by side until all are there', async () => {
    const { rehearsal, phase } = await changed({ all }, { all: { ...all, ...from(NEXT_IMAGE) } });
    expect(phase.errors).toEqual([]);
    expect(groupOperations(phase).map(({ action, address }) => `${action} ${address.slice(0, -9)}`)).toEqual([
      'create aws_eks_node_group.Cluster_one',
      'create aws_eks_node_group.Cluster_two',
      'delete aws_eks_node_group.Cluster_two',
      'delete aws_eks_node_group.Cluster_one',
    ]);
    expectOneByOne(phase);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('has the version of the control plane when EKS chooses the image', async () => {
    const { rehearsal, phase } = await changed(
      { all: { ...all, ami: Ami.eksOptimized() }, groups: { one: {} } },
      { all: { ...all, ami: Ami.eksOptimized() }, groups: { one: {} }, cluster: { version: V1_35 } },
    );
    expect(phase.errors).toEqual([]);
    expect(groupOperations(phase).map(({ action }) => action)).toEqual(['create', 'delete']);
    expect(rehearsal.violations()).toEqual([]);
  });
});
