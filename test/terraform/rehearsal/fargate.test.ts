/**
 * Clusters with Fargate, from their creation to their end: real Terraform, simulated AWS. And how the same fails when it is written
 * by hand.
 */
import { expect, it } from '@jest/globals';
import { AddonName, KubernetesVersion } from '../../../lib';
import type { SafeEksCluster } from '../../../lib';
import type { Phase, Rehearsal, RehearsalOptions } from '../../../lib/rehearsal';
import { Fault, rehearse } from '../../../lib/rehearsal';
import { addWorkers } from '../../support/cluster';
import type { FargateFleet } from '../../support/fargate';
import { fargateFleet, SHOP, SYSTEM } from '../../support/fargate';
import { profileForNamespace, profilesOfTwoProviders } from '../../support/naive-fargate';
import { appOf, errorTextOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

const PROFILE = 'aws_eks_fargate_profile';
const WORKLOADS = [{ name: 'web', namespace: 'shop', runsOn: 'fargate' as const }];
const WIDER = { selectors: [{ namespace: 'shop' }, { namespace: 'pay' }] };

const appWith = (fleet: FargateFleet) => appOf(fargateFleet, fleet);

const stepsOf = ({ operations }: Phase): string[] =>
  operations.map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`);

const profilesOf = ({ operations }: Phase) => operations.filter(({ type }) => type === PROFILE);

/** Each operation on a profile ends before the next begins, and none waits within the provider. */
function expectOneByOne(phase: Phase): void {
  const operations = profilesOf(phase);
  operations.slice(1).forEach(({ startedAt }, index) => {
    expect(startedAt).toBeGreaterThanOrEqual(operations[index]!.endedAt);
  });
  expect(operations.flatMap(({ steps }) => steps.map(({ name }) => name))).not.toContain(
    'waiting for another Fargate profile of the cluster',
  );
}

/** A cluster that is there, and the change that comes to it. */
async function changed(
  before: FargateFleet,
  after: FargateFleet,
  options: RehearsalOptions = {},
): Promise<{ readonly rehearsal: Rehearsal; readonly phase: Phase }> {
  const rehearsal = rehearse(appWith(before), options);
  expect((await rehearsal.create()).errors).toEqual([]);
  const phase = await rehearsal.apply(appWith(after));
  return { rehearsal, phase };
}

/** For how many minutes each outage lasted. Fargate of a rehearsal starts pods in no time. */
function outagesOf({ world }: Rehearsal): readonly number[] {
  const [down = [], up = []] = ['workload-down', 'workload-up'].map((wanted) =>
    world.events.filter(({ what }) => what === wanted).map(({ time }) => time),
  );
  return down.map((time, index) => ((up[index] ?? Number.POSITIVE_INFINITY) - time) / 60_000);
}

describeRehearsal('a cluster of Fargate', () => {
  it('comes up with coredns on it, is upgraded, changed and destroyed, and nothing is violated', async () => {
    const rehearsal = rehearse(appWith({}), { workloads: WORKLOADS });
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    expectOneByOne(created);
    const steps = stepsOf(created);
    expect(steps.filter((step) => step.includes(PROFILE) || step.includes('aws_eks_addon'))).toEqual([
      'create aws_eks_addon.Cluster_Addons_eks-pod-identity-agent',
      'create aws_eks_addon.Cluster_Addons_kube-proxy',
      'create aws_eks_addon.Cluster_Addons_vpc-cni',
      `create ${PROFILE}.Cluster_shop`,
      `create ${PROFILE}.Cluster_system`,
      'create aws_eks_addon.Cluster_Addons_coredns',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);

    const cluster = { version: KubernetesVersion.V1_35 };
    const upgraded = await rehearsal.apply(appWith({ cluster }));
    expect(upgraded.errors).toEqual([]);
    expect(stepsOf(upgraded)[0]).toBe('update aws_eks_cluster.Cluster');
    expect(profilesOf(upgraded)).toEqual([]);

    const wider = await rehearsal.apply(appWith({ cluster, profiles: { system: SYSTEM, shop: WIDER } }));
    expect(wider.errors).toEqual([]);
    expect(stepsOf(wider)).toEqual([`create ${PROFILE}.Cluster_shop`, `delete ${PROFILE}.Cluster_shop`]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    // The pods of the old profile are stopped together, and find the new one there.
    expect(outagesOf(rehearsal)).toEqual([0]);

    const destroyed = await rehearsal.destroy({ liftProtection: true });
    expect(destroyed.errors).toEqual([]);
    expectOneByOne(destroyed);
    const ends = stepsOf(destroyed);
    expect(ends.indexOf('delete aws_eks_addon.Cluster_Addons_coredns')).toBeLessThan(
      ends.indexOf(`delete ${PROFILE}.Cluster_system`),
    );
    expect(rehearsal.violations().filter(({ rule }) => rule !== 'workload-down')).toEqual([]);
  });

  it('goes on launching pods hours later, as the entry of their role is left to EKS', async () => {
    const rehearsal = rehearse(appWith({}), { workloads: WORKLOADS });
    expect((await rehearsal.create()).errors).toEqual([]);
    await rehearsal.pass(180);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('replaces all profiles one by one, the new ones first', async () => {
    const { rehearsal, phase } = await changed(
      {},
      {
        profiles: {
          system: { selectors: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }] },
          shop: WIDER,
        },
      },
    );
    expect(phase.errors).toEqual([]);
    expect(stepsOf(phase)).toEqual([
      `create ${PROFILE}.Cluster_shop`,
      `create ${PROFILE}.Cluster_system`,
      `delete ${PROFILE}.Cluster_system`,
      `delete ${PROFILE}.Cluster_shop`,
    ]);
    expectOneByOne(phase);
    expect(rehearsal.violations()).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('changes tags of a profile in place', async () => {
    const { phase } = await changed(
      {},
      { profiles: { system: SYSTEM, shop: { ...SHOP, tags: { team: 'shop' } } } },
    );
    expect(phase.errors).toEqual([]);
    expect(profilesOf(phase).map(({ action }) => action)).toEqual(['update']);
  });

  it('keeps a profile when the role of another one changes', async () => {
    const { rehearsal, phase } = await changed(
      {},
      {
        profiles: {
          system: SYSTEM,
          shop: { ...SHOP, podExecutionRoleArn: 'arn:aws:iam::111122223333:role/fargate' },
        },
      },
    );
    expect(phase.errors).toEqual([]);
    expect(profilesOf(phase).map(({ action }) => action)).toEqual(['create', 'delete']);
    // The old role loses its policy when its profile is gone.
    const steps = stepsOf(phase);
    const detached = steps.findIndex((step) => step.startsWith('delete aws_iam_role_policy_attachment'));
    expect(detached).toBeGreaterThan(steps.indexOf(`delete ${PROFILE}.Cluster_shop`));
    expect(rehearsal.violations()).toEqual([]);
  });

  it('is mended by the next apply when a profile is refused', async () => {
    const rehearsal = rehearse(appWith({}));
    const refused = Fault.fail(
      { operation: 'eks:CreateFargateProfile', nth: 2 },
      'InvalidParameterException',
      'Try again',
    );
    const failed = await rehearsal.create({ faults: [refused] });
    expect(errorTextOf(failed)).toContain('Try again');
    // What comes after it has not begun.
    expect(stepsOf(failed)).not.toContain('create aws_eks_addon.Cluster_Addons_coredns');
    const mended = await rehearsal.apply();
    expect(mended.errors).toEqual([]);
    expect(stepsOf(mended)).toEqual([
      `create ${PROFILE}.Cluster_system`,
      'create aws_eks_addon.Cluster_Addons_coredns',
    ]);
  });
});

describeRehearsal('where coredns runs', () => {
  const WITH_NODES: FargateFleet = { arrange: (cluster: SafeEksCluster) => void addWorkers(cluster) };
  const corednsOf = ({ world }: Rehearsal): unknown =>
    world.all('aws_eks_addon').find(({ attributes }) => attributes['addon_name'] === AddonName.COREDNS.name)!
      .attributes['configuration_values'];

  it('moves to nodes that join a cluster of Fargate, once they are there, and back before they go', async () => {
    const { rehearsal, phase } = await changed({}, WITH_NODES, { workloads: [] });
    expect(phase.errors).toEqual([]);
    expect(stepsOf(phase).filter((step) => /node_group|eks_addon/.test(step))).toEqual([
      'create aws_eks_node_group.Cluster_workers',
      'update aws_eks_addon.Cluster_Addons_coredns',
    ]);
    expect(corednsOf(rehearsal)).toBe('{}');

    const back = await rehearsal.apply(appWith({}));
    expect(back.errors).toEqual([]);
    expect(stepsOf(back).filter((step) => /node_group|eks_addon/.test(step))).toEqual([
      'update aws_eks_addon.Cluster_Addons_coredns',
      'delete aws_eks_node_group.Cluster_workers',
    ]);
    expect(corednsOf(rehearsal)).toBe('{"computeType":"Fargate"}');
    expect(rehearsal.violations()).toEqual([]);
  });

  it('stays Fargate when all profiles give way to nodes in one change, unless that is taken back', async () => {
    const onlyNodes: FargateFleet = { ...WITH_NODES, profiles: {} };
    const { rehearsal, phase } = await changed({}, onlyNodes);
    expect(phase.errors).toEqual([]);
    // An argument that is left out changes nothing: docs/fargate.md says what to write.
    expect(corednsOf(rehearsal)).toBe('{"computeType":"Fargate"}');
    const mended = await rehearsal.apply(
      appWith({
        profiles: {},
        arrange: (cluster) => {
          addWorkers(cluster);
          cluster.addons.configure(AddonName.COREDNS, { configuration: {} });
        },
      }),
    );
    expect(mended.errors).toEqual([]);
    expect(stepsOf(mended)).toEqual(['update aws_eks_addon.Cluster_Addons_coredns']);
    expect(corednsOf(rehearsal)).toBe('{}');
  });
});

describeRehearsal('Fargate profiles written by hand', () => {
  it('collide when two configurations of the provider make them at once', async () => {
    const created = await rehearse(appOf(profilesOfTwoProviders, 'at once')).create();
    expect(errorTextOf(created)).toMatch(
      /ResourceInUseException: Cannot create Fargate Profile \w+ because cluster naive currently has Fargate profile \w+ in status CREATING/,
    );
    const repaired = rehearse(appOf(profilesOfTwoProviders, 'in turn'));
    expect((await repaired.create()).errors).toEqual([]);
    expect((await repaired.destroy()).errors).toEqual([]);
    expect(repaired.violations()).toEqual([]);
  });

  it.each([
    ['old first', ['delete', 'create'], [3.5]],
    ['new first', ['create', 'delete'], [0]],
  ] as const)('are replaced %s', async (replacement, actions, outages) => {
    const workloads = [{ name: 'job', namespace: 'jobs', runsOn: 'fargate' as const }];
    const rehearsal = rehearse(appOf(profileForNamespace, 'jobs', replacement), { workloads });
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(profileForNamespace, 'job*', replacement));
    expect(phase.errors).toEqual([]);
    expect(profilesOf(phase).map(({ action }) => action)).toEqual(actions);
    expect(outagesOf(rehearsal)).toEqual(outages);
  });

  it('cannot be replaced at all when the new one comes first under the old name', async () => {
    const rehearsal = rehearse(appOf(profileForNamespace, 'jobs', 'new first under the old name'));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(profileForNamespace, 'job*', 'new first under the old name'));
    expect(errorTextOf(phase)).toContain(
      'ResourceInUseException: A Fargate Profile already exists with this name in this cluster.',
    );
  });
});
