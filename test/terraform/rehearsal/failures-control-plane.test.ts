/**
 * Known failures of control planes, each happening in a rehearsal of a stack that somebody could have written, with the same
 * stack repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { Fault, rehearse } from '../../../lib/rehearsal';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import type { App } from 'cdktf';
import type { AutoModeSettings, Newcomer } from '../../support/naive-control-plane';
import {
  clusterAndNewcomer,
  clusterInOwnSubnets,
  clusterOfVersion,
  clusterWithAutoMode,
  clusterWithKey,
  clusterWithRole,
} from '../../support/naive-control-plane';
import {
  appOf,
  changesOf,
  errorTextOf,
  messageOf,
  minutesOf,
  rulesOf,
  stepsOf,
} from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

const CLUSTER = 'aws_eks_cluster.cluster';

/** Creates one form of a stack, which goes well, and applies the next. */
async function changed(
  before: App,
  after: App,
): Promise<{ readonly rehearsal: Rehearsal; readonly phase: Phase }> {
  const rehearsal = rehearse(before);
  expect((await rehearsal.create()).errors).toEqual([]);
  return { rehearsal, phase: await rehearsal.apply(after) };
}

describeRehearsal('the role of a cluster', () => {
  const MISSING =
    "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following " +
    'policies [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy] are attached';
  /** Twelve refusals take nearly three minutes; the provider waits two for a role. */
  const SLOW_IAM = Fault.throttle({ operation: 'iam:AttachRolePolicy', times: 12 });

  it('without its policy is refused after two minutes', async () => {
    const created = await rehearse(appOf(clusterWithRole, 'none')).create();
    expect(errorTextOf(created)).toContain(MISSING);
    expect(minutesOf(created, CLUSTER)).toBe(2);
  });

  it('whose policy comes late is refused when no edge makes the cluster wait', async () => {
    const created = await rehearse(appOf(clusterWithRole, 'without an edge')).create({ faults: [SLOW_IAM] });
    expect(errorTextOf(created)).toContain(MISSING);
  });

  it('whose policy comes late is taken when the cluster waits for it', async () => {
    const rehearsal = rehearse(appOf(clusterWithRole, 'before the cluster'));
    const created = await rehearsal.create({ faults: [SLOW_IAM] });
    expect(created.errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('the version of a cluster', () => {
  it('does not go back, and the plan says nothing of it', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterOfVersion, '1.34'),
      appOf(clusterOfVersion, '1.33'),
    );
    expect(changesOf(phase)).toEqual([`update ${CLUSTER}`]);
    expect(errorTextOf(phase)).toContain('Unsupported Kubernetes minor version update from 1.34 to 1.33');
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
  });

  it('goes one minor up in ten minutes', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterOfVersion, '1.34'),
      appOf(clusterOfVersion, '1.35'),
    );
    expect(minutesOf(phase, CLUSTER, 'update')).toBe(10);
    expect(rehearsal.violations()).toEqual([]);
  });

  it.each<[Newcomer['what'], string]>([
    ['nodes', "InvalidRequestException: Cluster 'naive' is not in ACTIVE status"],
    ['kube-proxy', 'InvalidParameterException: Addon version specified is not supported'],
  ])('is in the way of %s that know the cluster by a literal name', async (what, text) => {
    const upgraded = (newcomer?: Omit<Newcomer, 'what'>): App =>
      appOf(clusterAndNewcomer, newcomer === undefined ? '1.34' : '1.35', newcomer && { what, ...newcomer });
    const { phase } = await changed(upgraded(), upgraded({ refersToCluster: false }));
    expect(errorTextOf(phase)).toContain(text);
    expect(minutesOf(phase, CLUSTER, 'update')).toBe(10);

    const repaired = await changed(upgraded(), upgraded({ refersToCluster: true }));
    expect(repaired.phase.errors).toEqual([]);
    expect(repaired.rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('a subnet under a control plane', () => {
  it('is destroyed before the cluster leaves it, which cannot be done', async () => {
    const { phase } = await changed(
      appOf(clusterInOwnSubnets, '10.0.16.0/20', false),
      appOf(clusterInOwnSubnets, '10.0.32.0/20', false),
    );
    expect(errorTextOf(phase)).toMatch(
      /DependencyViolation: The subnet 'subnet-\w+' has dependencies and cannot be deleted\./,
    );
    expect(minutesOf(phase, 'aws_subnet.subnet-b', 'delete')).toBe(20);
    expect(stepsOf(phase)).not.toContain(`update ${CLUSTER}`);
  });

  it('is left first when its successor is created before', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterInOwnSubnets, '10.0.16.0/20', true),
      appOf(clusterInOwnSubnets, '10.0.32.0/20', true),
    );
    expect(phase.errors).toEqual([]);
    expect(stepsOf(phase)).toEqual([
      'create aws_subnet.subnet-b',
      `update ${CLUSTER}`,
      'delete aws_subnet.subnet-b',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('that somebody deleted keeps the cluster from its next version, even when the same apply names another', async () => {
    const rehearsal = rehearse(appOf(clusterOfVersion, '1.34'));
    await rehearsal.create();
    rehearsal.world.vanish('subnet-0b');
    const other = ['subnet-0a', 'subnet-0c'];
    // The provider changes the version first.
    const upgraded = await rehearsal.apply(appOf(clusterOfVersion, '1.35', other));
    expect(errorTextOf(upgraded)).toContain(
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-0b' does not exist",
    );

    expect((await rehearsal.apply(appOf(clusterOfVersion, '1.34', other))).errors).toEqual([]);
    expect((await rehearsal.apply(appOf(clusterOfVersion, '1.35', other))).errors).toEqual([]);
  });
});

describeRehearsal('the key that a cluster encrypts with', () => {
  it('is deleted under it in a green apply, and the difference comes back at every plan', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterWithKey, false, false),
      appOf(clusterWithKey, true, false),
    );
    expect(phase.errors).toEqual([]);
    expect(messageOf(rehearsal, 'key-deleted-under-cluster')).toMatch(
      /was scheduled for deletion in 30 days while the cluster naive encrypts with it/,
    );
    expect(changesOf(await rehearsal.plan())).toEqual([`update ${CLUSTER}`]);
    await rehearsal.apply();
    expect(changesOf(await rehearsal.plan())).toEqual([`update ${CLUSTER}`]);
  });

  it('stays when it may not be destroyed', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterWithKey, false, true),
      appOf(clusterWithKey, true, true),
    );
    expect(errorTextOf(phase)).toContain('Instance cannot be destroyed');
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
  });
});

describeRehearsal('Auto Mode', () => {
  it.each<[string, AutoModeSettings, string]>([
    ['with one switch of three', { switches: 'compute only' }, 'must all be set to either true or false'],
    [
      'with self-managed add-ons from the beginning',
      { bootstrapSelfManagedAddons: true },
      'When EKS Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false',
    ],
    [
      'without access entries',
      { authenticationMode: 'CONFIG_MAP' },
      'EKS Auto Mode requires the cluster authentication mode to be set to API or API_AND_CONFIG_MAP.',
    ],
    [
      'with node pools and no role for them',
      { nodeRoleArn: null },
      'When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
    ],
  ])('%s is refused', async (_what, settings, text) => {
    const created = await rehearse(appOf(clusterWithAutoMode, settings)).create();
    expect(errorTextOf(created)).toContain(text);
    // One switch of three is seen by the plan, the rest by EKS only.
    expect(stepsOf(created)).toEqual(settings.switches === undefined ? [`create ${CLUSTER}`] : []);
  });

  it('is on when everything agrees, and starts nodes for whoever needs them', async () => {
    const rehearsal = rehearse(appOf(clusterWithAutoMode));
    expect((await rehearsal.create()).errors).toEqual([]);
    const events = rehearsal.world.events.map(({ what }) => what);
    expect(events).toContain('auto-mode-on');
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('with another role for its nodes is another cluster', async () => {
    const nodeRoleArn = 'arn:aws:iam::111122223333:role/other';
    const { rehearsal, phase } = await changed(
      appOf(clusterWithAutoMode),
      appOf(clusterWithAutoMode, { nodeRoleArn }),
    );
    expect(changesOf(phase)).toEqual([`replace ${CLUSTER}`]);
    expect(rulesOf(rehearsal)).toContain('cluster-replaced');
  });

  it('with other node pools is the same cluster', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterWithAutoMode),
      appOf(clusterWithAutoMode, { nodePools: ['general-purpose', 'system'] }),
    );
    expect(changesOf(phase)).toEqual([`update ${CLUSTER}`]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('whose blocks are removed silently stays on', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterWithAutoMode),
      appOf(clusterWithAutoMode, { switches: 'unsaid' }),
    );
    expect(phase.changes).toEqual([]);
    expect(rehearsal.world.events.map(({ what }) => what)).not.toContain('auto-mode-off');
  });

  it('whose three switches are turned off goes off', async () => {
    const { rehearsal, phase } = await changed(
      appOf(clusterWithAutoMode),
      appOf(clusterWithAutoMode, { switches: 'off' }),
    );
    expect(changesOf(phase)).toEqual([`update ${CLUSTER}`]);
    expect(rehearsal.world.events.map(({ what }) => what)).toContain('auto-mode-off');
    expect((await rehearsal.plan()).changes).toEqual([]);
  });
});
