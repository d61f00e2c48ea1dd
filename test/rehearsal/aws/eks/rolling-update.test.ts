import { describe, expect, test } from '@jest/globals';
import { declareImages } from '../../../../lib/rehearsal/aws/ec2/image';
import { NODE_GROUP_RULES } from '../../../../lib/rehearsal/aws/eks/node-group';
import { judgeUnavailable } from '../../../../lib/rehearsal/aws/eks/rolling-update';
import { declareWorkload } from '../../../../lib/rehearsal/aws/eks/workloads';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import { bootstrap, groupArguments, NodeStage, sized } from './node-support';

interface Running {
  readonly stage: NodeStage;
  readonly template: WorldObject;
  readonly group: WorldObject;
  /** Brings the group to the newest version of its template. */
  readonly roll: (planned?: KnownValues) => ReturnType<NodeStage['change']>;
}

/** A group from the image `ami-old`, whose template then names `ami-new`. */
async function onTwoVersions(planned: KnownValues = {}, seed?: number): Promise<Running> {
  const stage = new NodeStage(seed === undefined ? {} : { seed });
  declareImages(stage.world, {
    'ami-old': { kubernetesVersion: '1.34' },
    'ami-new': { kubernetesVersion: '1.34' },
  });
  const template = await stage.template({ image_id: 'ami-old', user_data: bootstrap() });
  const reference = (version: string): KnownValues => ({ launch_template: [{ id: template.id, version }] });
  const group = await stage.runningGroup({ ...reference('1'), ...planned });
  await stage.nextVersion(template, { image_id: 'ami-new' });
  const roll = (more: KnownValues = {}): ReturnType<NodeStage['change']> =>
    stage.change(group, { ...groupArguments(), ...planned, ...reference('2'), ...more });
  return { stage, template, group, roll };
}

function images(stage: NodeStage): readonly (string | undefined)[] {
  return stage.cluster.nodes.map(({ imageId }) => imageId);
}

describe('a roll that goes well', () => {
  test('replaces all nodes, new ones first, and keeps the workload up', async () => {
    const { stage, roll } = await onTwoVersions();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
    const before = stage.cluster.nodes.map(({ name }) => `workers/${name}`);
    const { error, minutes } = await roll();
    expect(error).toBeUndefined();
    expect(images(stage)).toEqual(['ami-new', 'ami-new']);
    expect(stage.happened('node-drained')).toEqual(before);
    expect(stage.happened('node-terminated')).toEqual(before);
    expect(minutes).toBeGreaterThan(5);
    expect(stage.violations).toEqual([]);
    expect(stage.happened('workload-down')).toEqual([]);
  });

  test.each([1, 2, 3, 4])('does so with whatever durations, such as those of seed %i', async (seed) => {
    const { stage, roll } = await onTwoVersions({ scaling_config: sized(4) }, seed);
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 4, minAvailable: 3 });
    expect((await roll()).error).toBeUndefined();
    expect(images(stage)).toEqual(['ami-new', 'ami-new', 'ami-new', 'ami-new']);
    expect(stage.violations).toEqual([]);
  });

  test('takes more nodes at once when it may', async () => {
    const size = { scaling_config: sized(6) };
    const slow = await (await onTwoVersions(size)).roll();
    const fast = await (
      await onTwoVersions({ ...size, update_config: [{ max_unavailable_percentage: 50 }] })
    ).roll();
    expect(fast.minutes).toBeLessThan(slow.minutes);
  });

  test('takes as many as the group said before, when the same apply changes that', async () => {
    const { stage, roll, group } = await onTwoVersions({ scaling_config: sized(4) });
    const { error } = await roll({ update_config: [{ max_unavailable: 4 }] });
    expect(error).toBeUndefined();
    expect(group.attributes['update_config']).toEqual([{ max_unavailable: 4 }]);
    const drained = stage.world.events.filter(({ what }) => what === 'node-drained').map(({ time }) => time);
    expect(new Set(drained).size).toBe(4);
  });

  test('follows the control plane to its new version', async () => {
    const stage = new NodeStage();
    const group = await stage.runningGroup({ version: '1.34' });
    stage.cluster.version = '1.35';
    const { error } = await stage.change(group, { ...groupArguments(), version: '1.35' });
    expect(error).toBeUndefined();
    expect(stage.cluster.nodes.map(({ version }) => version)).toEqual(['1.35', '1.35']);
    expect(group.attributes['release_version']).toMatch(/^1\.35\./);
  });
});

describe('new nodes that do not get well', () => {
  test('fail the update after 15 minutes, and the old nodes go on', async () => {
    const { stage, roll, group } = await onTwoVersions();
    declareImages(stage.world, { 'ami-new': { healthy: false } });
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
    const { error, minutes } = await roll();
    expect(error).toMatch(
      /^waiting for EKS Node Group \(main:workers\) version update \([0-9a-f-]{36}\): unexpected state 'Failed', wanted target 'Successful'\. last error: i-/,
    );
    expect(error).toContain(
      "NodeCreationFailure: Couldn't proceed with upgrade process as new nodes are not joining node group workers",
    );
    expect(minutes).toBeGreaterThan(15);
    expect(minutes).toBeLessThan(20);
    expect(images(stage)).toEqual(['ami-old', 'ami-old']);
    expect(stage.cluster.nodes.map(({ status }) => status)).toEqual(['Ready', 'Ready']);
    expect(stage.cluster.nodeGroups.get('workers')?.status).toBe('ACTIVE');
    NODE_GROUP_RULES.read?.(group, stage.surroundings);
    expect(group.attributes['launch_template']).toEqual([expect.objectContaining({ version: '1' })]);
    expect(stage.happened('workload-down')).toEqual([]);
    expect(stage.world.all('network-interface')).toHaveLength(2);
  });

  test.each([
    ['are newer than the control plane', { kubernetesVersion: '1.35' }],
    ['are more than three minors older', { kubernetesVersion: '1.30' }],
  ])('because they %s', async (_what, facts) => {
    const { stage, roll } = await onTwoVersions();
    declareImages(stage.world, { 'ami-new': facts });
    expect((await roll()).error).toContain('NodeCreationFailure');
    expect(images(stage)).toEqual(['ami-old', 'ami-old']);
  });

  test('because their image is for another architecture', async () => {
    const { stage, roll } = await onTwoVersions();
    declareImages(stage.world, { 'ami-new': { architecture: 'arm64' } });
    expect((await roll()).error).toContain('AsgInstanceLaunchFailures');
    expect(images(stage)).toEqual(['ami-old', 'ami-old']);
  });

  test('may be tried again with a better image', async () => {
    const { stage, roll } = await onTwoVersions();
    declareImages(stage.world, { 'ami-new': { healthy: false } });
    await roll();
    declareImages(stage.world, { 'ami-new': { kubernetesVersion: '1.34' } });
    expect((await roll()).error).toBeUndefined();
    expect(images(stage)).toEqual(['ami-new', 'ami-new']);
  });
});

describe('budgets that let no pod go', () => {
  const blocked = { name: 'web', replicas: 2, minAvailable: 2 };

  test('fail the update after 15 minutes of trying', async () => {
    const { stage, roll } = await onTwoVersions();
    declareWorkload(stage.world, 'main', blocked);
    const { error } = await roll();
    expect(error).toContain(
      'PodEvictionFailure: Reached max retries while trying to evict pods from nodes in node group workers',
    );
    expect(images(stage)).toEqual(['ami-old', 'ami-old']);
    expect(stage.happened('workload-down')).toEqual([]);
    expect(stage.cluster.workloads[0]!.placement).toHaveLength(2);
    expect(stage.violations).toEqual([]);
  });

  test('are broken by a forced update', async () => {
    const { stage, roll } = await onTwoVersions();
    declareWorkload(stage.world, 'main', blocked);
    expect((await roll({ force_update_version: true })).error).toBeUndefined();
    expect(images(stage)).toEqual(['ami-new', 'ami-new']);
    expect(stage.messageOf('disruption-budget-broken')).toBe(
      '1 of 2 pods of default/web were ended because the update of the node group workers was forced, though its budget keeps 2.',
    );
  });

  test('leave the nodes that were replaced before, and the next update replaces the rest', async () => {
    const { stage, roll } = await onTwoVersions({ scaling_config: sized(3) });
    // The workload is on the newest old node only, so that the first two are gone when it is asked.
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 3, minAvailable: 2 });
    const last = stage.cluster.nodes[2]!.name;
    stage.world.clock.later(6 * 60_000, 'stuck', () => {
      stage.cluster.workloads.push({
        namespace: 'default',
        name: 'stuck',
        replicas: 1,
        minAvailable: 1,
        labels: {},
        runsOn: 'nodes',
        placement: [last],
        hasRun: true,
      });
    });
    expect((await roll()).error).toContain('PodEvictionFailure');
    expect([...images(stage)].sort()).toEqual(['ami-new', 'ami-new', 'ami-old']);
    stage.cluster.workloads.pop();
    const kept = stage.cluster.nodes.filter(({ imageId }) => imageId === 'ami-new').map(({ name }) => name);
    expect((await roll()).error).toBeUndefined();
    expect(stage.cluster.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(kept));
    expect(images(stage)).toEqual(['ami-new', 'ami-new', 'ami-new']);
  });
});

describe('how many nodes are away at once', () => {
  test('more than the update may take is a violation', async () => {
    const stage = new NodeStage();
    await stage.runningGroup();
    stage.cluster.nodes.forEach((node) => {
      node.status = 'Draining';
    });
    judgeUnavailable(stage.world, stage.cluster, 'workers', 1);
    expect(stage.messageOf('too-many-unavailable')).toContain('2 nodes of the node group workers');
  });

  test('as many as it may take is none', async () => {
    const stage = new NodeStage();
    await stage.runningGroup();
    stage.cluster.nodes[0]!.status = 'Draining';
    judgeUnavailable(stage.world, stage.cluster, 'workers', 1);
    expect(stage.violations).toEqual([]);
  });
});

describe('what EKS refuses at once', () => {
  test('a version above the control plane', async () => {
    const stage = new NodeStage();
    const group = await stage.runningGroup();
    const { error, minutes } = await stage.change(group, { ...groupArguments(), version: '1.35' });
    expect(error).toMatch(/^InvalidParameterException: Nodegroup Kubernetes version 1\.35 is newer/);
    expect(minutes).toBe(0);
  });

  test('an update while the control plane is updated', async () => {
    const { stage, roll } = await onTwoVersions();
    stage.cluster.runningUpdate = 'VersionUpdate';
    stage.cluster.status = 'UPDATING';
    expect((await roll()).error).toContain('ResourceInUseException');
  });

  test('an update while the group is not ACTIVE', async () => {
    const { stage, roll } = await onTwoVersions();
    stage.cluster.nodeGroups.get('workers')!.status = 'UPDATING';
    expect((await roll()).error).toBe(
      'ResourceInUseException: Nodegroup cannot be updated as it is currently not in Active State',
    );
  });

  test('the removal of the launch template, which the provider plans in place', async () => {
    const { roll } = await onTwoVersions();
    expect((await roll({ launch_template: [] })).error).toContain('Launch template must be specified');
  });

  test("a change from an own image to EKS's", async () => {
    const { stage, template, group } = await onTwoVersions();
    await stage.nextVersion(template, { image_id: null });
    const planned = { ...groupArguments(), launch_template: [{ id: template.id, version: '3' }] };
    expect((await stage.change(group, planned)).error).toContain('You cannot change between a custom AMI');
  });
});

describe('the provider', () => {
  test('gives a long roll up after its time-out, while EKS goes on', async () => {
    const { stage, roll } = await onTwoVersions({ scaling_config: sized(20, 0, 20) });
    const { error, minutes } = await roll();
    expect(minutes).toBe(60);
    expect(error).toContain(
      "timeout while waiting for state to become 'Successful' (last state: 'InProgress', timeout: 1h0m0s)",
    );
    expect(new Set(images(stage))).toEqual(new Set(['ami-new']));
  });

  test('waits for it when its time-out is longer', async () => {
    const { roll } = await onTwoVersions({ scaling_config: sized(20, 0, 20) });
    expect((await roll({ timeouts: { update: '180m' } })).error).toBeUndefined();
  });

  test('reads the number of a version that was asked for as $Latest', async () => {
    const stage = new NodeStage();
    const template = await stage.template({ instance_type: 't3.large' });
    const group = await stage.runningGroup({ launch_template: [{ id: template.id, version: '$Latest' }] });
    NODE_GROUP_RULES.read?.(group, stage.surroundings);
    expect(group.attributes['launch_template']).toEqual([{ id: template.id, name: 'nodes', version: '1' }]);
  });
});

describe('another size', () => {
  test('more nodes come', async () => {
    const stage = new NodeStage();
    const group = await stage.runningGroup();
    const { error } = await stage.change(group, groupArguments({ scaling_config: sized(4) }));
    expect(error).toBeUndefined();
    expect(stage.cluster.nodes.filter(({ status }) => status === 'Ready')).toHaveLength(4);
    expect(group.attributes['scaling_config']).toEqual(sized(4));
  });

  test('fewer nodes go without asking budgets', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 2 });
    const group = await stage.runningGroup();
    const { error } = await stage.change(group, groupArguments({ scaling_config: sized(1) }));
    expect(error).toBeUndefined();
    expect(stage.cluster.nodes).toHaveLength(1);
    expect(stage.violations).toEqual(['disruption-budget-broken', 'workload-down']);
  });

  test('a minimum above what runs is refused', async () => {
    const stage = new NodeStage();
    const group = await stage.runningGroup();
    const { error } = await stage.change(group, groupArguments({ scaling_config: sized(2, 3) }));
    expect(error).toContain("Minimum capacity 3 can't be greater than desired size 2");
  });

  test('labels and taints come to the nodes that run', async () => {
    const stage = new NodeStage();
    const group = await stage.runningGroup();
    await stage.change(
      group,
      groupArguments({
        labels: { team: 'a' },
        taint: [{ key: 'dedicated', value: 'batch', effect: 'NO_SCHEDULE' }],
      }),
    );
    expect(stage.cluster.nodes[0]!.labels).toMatchObject({ team: 'a' });
    expect(stage.cluster.nodes[0]!.taints).toEqual(['dedicated=batch:NO_SCHEDULE']);
    expect(stage.happened('node-terminated')).toEqual([]);
  });
});
