/**
 * From aws-auth to access entries, one apply a step: nobody and nothing is shut out on the way.
 */
import { expect, it } from '@jest/globals';
import { MigrationStep } from '../../../lib';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import type { Keeper } from '../../support/migration';
import { migration } from '../../support/migration';
import { appOf, changesOf, errorTextOf, rulesOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

const { CONFIG_MAP, BOTH, API } = MigrationStep;
const HOURS = 60;

/** Pods on Fargate that start anew from time to time, and pods on nodes. */
const WORKLOADS = [
  { name: 'job', runsOn: 'fargate' as const },
  { name: 'web', replicas: 2, minAvailable: 1 },
];

async function created(step: MigrationStep, keeper: Keeper): Promise<Rehearsal> {
  const rehearsal = rehearse(appOf(migration, { step, keeper }), { workloads: WORKLOADS });
  expect((await rehearsal.create()).errors).toEqual([]);
  return rehearsal;
}

async function changed(rehearsal: Rehearsal, step: MigrationStep, keeper: Keeper): Promise<Phase> {
  const phase = await rehearsal.apply(appOf(migration, { step, keeper }));
  await rehearsal.pass(3 * HOURS);
  return phase;
}

const briefly = (phase: Phase): string[] =>
  changesOf(phase).map((change) => change.replace(/_[0-9A-F]{8}$/, ''));

describeRehearsal('a stack that goes on managing aws-auth', () => {
  it.each([CONFIG_MAP, BOTH])(
    'in the mode %s takes away the line of Fargate, and its pods start no more',
    async (step) => {
      const rehearsal = await created(step, 'naive');
      await rehearsal.pass(3 * HOURS);
      expect(rulesOf(rehearsal)).toEqual(
        expect.arrayContaining(['aws-auth-overwritten', 'fargate-pod-refused']),
      );
    },
  );
});

describeRehearsal('a migration that forgets the roles of nodes', () => {
  it('loses them at its last step, as EKS makes no entries for what was there before', async () => {
    const rehearsal = await created(CONFIG_MAP, 'nobody');
    const forgetful = { keeper: 'nobody', computeHasEntries: true } as const;
    expect((await rehearsal.apply(appOf(migration, { step: BOTH, ...forgetful }))).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    await rehearsal.apply(appOf(migration, { step: API, ...forgetful }));
    await rehearsal.pass(3 * HOURS);
    expect(rulesOf(rehearsal)).toEqual(
      expect.arrayContaining(['access-lost', 'workload-down', 'fargate-pod-refused']),
    );
  });

  it('is fine with those that were made while entries counted, for which EKS has made them', async () => {
    const known = { keeper: 'nobody', computeHasEntries: true } as const;
    const rehearsal = rehearse(appOf(migration, { step: BOTH, ...known }), { workloads: WORKLOADS });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(appOf(migration, { step: API, ...known }))).errors).toEqual([]);
    await rehearsal.pass(3 * HOURS);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('the way in three steps', () => {
  it.each<Keeper>(['nobody', 'ours'])('with aws-auth kept by %s loses nobody', async (keeper) => {
    const rehearsal = await created(CONFIG_MAP, keeper);
    await rehearsal.pass(3 * HOURS);
    expect((await rehearsal.plan()).changes).toEqual([]);

    const both = await changed(rehearsal, BOTH, keeper);
    expect(both.errors).toEqual([]);
    expect(briefly(both)).toEqual([
      'create aws_eks_access_entry.Cluster_Access_111122223333-role-admin',
      'create aws_eks_access_entry.Cluster_Access_111122223333-role-team',
      'create aws_eks_access_entry.Cluster_jobs_AccessEntry',
      'create aws_eks_access_entry.Cluster_workers_AccessEntry',
      'create aws_eks_access_policy_association.Cluster_Access_111122223333-role-admin_AmazonEKSClusterAdminPolicy',
      'create aws_eks_access_policy_association.Cluster_Access_111122223333-role-team_AmazonEKSEditPolicy',
      'update aws_eks_cluster.Cluster',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);

    const api = await changed(rehearsal, API, keeper);
    expect(api.errors).toEqual([]);
    expect(briefly(api)).toEqual([
      ...(keeper === 'ours' ? ['remove kubernetes_config_map_v1_data.AwsAuth'] : []),
      'update aws_eks_cluster.Cluster',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
    const wrong = ['workload-down', 'node-not-ready', 'fargate-pod-refused', 'no-administrator'];
    expect(rehearsal.world.events.filter(({ what }) => wrong.includes(what))).toEqual([]);
  });

  it('lets go of an aws-auth that Terraform managed, and takes no line from it', async () => {
    const rehearsal = await created(BOTH, 'ours');
    const api = await changed(rehearsal, API, 'ours');
    expect(api.errors).toEqual([]);
    expect(
      rehearsal.world.events.filter(({ what, time }) => what === 'aws-auth-written' && time > api.startedAt),
    ).toEqual([]);
  });
});

describeRehearsal('a resource of one’s own that writes aws-auth', () => {
  it.each([CONFIG_MAP, BOTH])('is let go at the step %s, and its lines stay', async (step) => {
    const rehearsal = await created(step, 'naive');
    const written = (): unknown[] => rehearsal.world.events.filter(({ what }) => what === 'aws-auth-written');
    const before = written().length;
    expect(before).toBeGreaterThan(0);
    expect((await changed(rehearsal, step, 'nobody after the naive one')).errors).toEqual([]);
    expect(written()).toHaveLength(before);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });
});

describeRehearsal('a step that EKS would not take', () => {
  it.each([
    [CONFIG_MAP, API],
    [BOTH, CONFIG_MAP],
    [API, BOTH],
  ])('from %s to %s is refused before anything changes', async (from, to) => {
    const rehearsal = await created(from, 'nobody');
    const phase = await rehearsal.apply(appOf(migration, { step: to, keeper: 'nobody' }));
    expect(errorTextOf(phase)).toMatch(/authentication\s+cannot\s+go\s+from.*SEKS4010/s);
    expect(phase.operations).toEqual([]);
  });
});
