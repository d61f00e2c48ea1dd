import { describe, expect, test } from '@jest/globals';
import { declareWorkload, restartPods, schedule } from '../../../../lib/rehearsal/aws/eks/workloads';
import { groupArguments, NodeStage, sized } from './node-support';

const FARGATE_ROLE = 'arn:aws:iam::111122223333:role/fargate';

function addProfile(stage: NodeStage, namespace: string): void {
  stage.cluster.fargateProfiles.set('pods', {
    name: 'pods',
    roleArn: FARGATE_ROLE,
    selectors: [{ namespace, labels: {} }],
    status: 'ACTIVE',
  });
}

function letIn(stage: NodeStage): void {
  stage.cluster.accessEntries.set(FARGATE_ROLE, {
    principalArn: FARGATE_ROLE,
    type: 'FARGATE_LINUX',
    madeBy: 'EKS',
    policies: new Map(),
    groups: [],
  });
}

describe('pods on nodes', () => {
  test('are spread evenly as soon as nodes are Ready', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 4 });
    await stage.runningGroup();
    const [web] = stage.cluster.workloads;
    const [one, other] = stage.cluster.nodes.map(({ name }) => name);
    expect([...web!.placement].sort()).toEqual([one, one, other, other].sort());
    expect(web!.hasRun).toBe(true);
  });

  test('stay away from tainted nodes that they do not tolerate', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 1 });
    declareWorkload(stage.world, 'main', { name: 'batch', replicas: 1, tolerates: ['dedicated'] });
    await stage.runningGroup({ taint: [{ key: 'dedicated', value: 'batch', effect: 'NO_SCHEDULE' }] });
    expect(stage.cluster.workloads.map(({ placement }) => placement.length)).toEqual([0, 1]);
  });

  test('do not mind a taint that is only a preference', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 1 });
    await stage.runningGroup({ taint: [{ key: 'dedicated', value: '', effect: 'PREFER_NO_SCHEDULE' }] });
    expect(stage.cluster.workloads[0]!.placement).toHaveLength(1);
  });

  test('that never ran are no outage', () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2 });
    expect(stage.violations).toEqual([]);
  });

  test('that are too few after nodes were lost are an outage until there are enough again', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
    await stage.runningGroup();
    const begin = stage.world.clock.now;
    stage.cluster.nodes.forEach((node) => {
      node.status = 'NotReady';
    });
    schedule(stage.world, stage.cluster);
    await stage.run(3);
    stage.cluster.nodes.forEach((node) => {
      node.status = 'Ready';
    });
    schedule(stage.world, stage.cluster);
    expect(stage.world.events.filter(({ what }) => what.startsWith('workload-'))).toEqual([
      expect.objectContaining({ what: 'workload-down', time: begin, subject: 'main/default/web' }),
      expect.objectContaining({ what: 'workload-up', time: begin + 180_000, detail: 'after 3 min' }),
    ]);
    expect(stage.messageOf('workload-down')).toMatch(
      /^In the cluster main only 0 of 2 pods of default\/web ran, though 1 must, from .* after the start on\.$/,
    );
  });

  test('that are enough after a node was lost are none', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
    await stage.runningGroup();
    stage.cluster.nodes[0]!.status = 'NotReady';
    schedule(stage.world, stage.cluster);
    expect(stage.violations).toEqual([]);
    expect(stage.cluster.workloads[0]!.placement).toHaveLength(2);
  });

  test('without a node get one from Auto Mode', async () => {
    const stage = new NodeStage();
    const autoRole = 'arn:aws:iam::111122223333:role/auto';
    stage.cluster.autoMode = { nodePools: ['general-purpose'], nodeRoleArn: autoRole };
    stage.cluster.accessEntries.set(autoRole, {
      principalArn: autoRole,
      type: 'EC2',
      madeBy: 'EKS',
      policies: new Map([['AmazonEKSAutoNodePolicy', []]]),
      groups: [],
    });
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2 });
    await stage.run();
    expect(stage.cluster.nodes.map(({ origin, status }) => `${origin} ${status}`)).toEqual([
      'auto-mode Ready',
    ]);
    expect(stage.cluster.workloads[0]!.placement).toHaveLength(2);
  });

  test('without a node wait for ever when Auto Mode cannot start one', async () => {
    const stage = new NodeStage();
    stage.cluster.autoMode = {
      nodePools: ['general-purpose'],
      nodeRoleArn: 'arn:aws:iam::111122223333:role/auto',
    };
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2 });
    await stage.run();
    expect(stage.cluster.nodes).toEqual([]);
  });
});

describe('pods on Fargate', () => {
  test('run where an ACTIVE profile selects them and its role is let in', () => {
    const stage = new NodeStage();
    addProfile(stage, 'sho*');
    letIn(stage);
    declareWorkload(stage.world, 'main', { name: 'web', namespace: 'shop', replicas: 2, runsOn: 'fargate' });
    expect(stage.cluster.workloads[0]!.placement).toEqual(['fargate/pods', 'fargate/pods']);
    restartPods(stage.world, stage.cluster);
    expect(stage.violations).toEqual([]);
  });

  test('that no profile selects wait without a word', () => {
    const stage = new NodeStage();
    addProfile(stage, 'other');
    letIn(stage);
    declareWorkload(stage.world, 'main', { name: 'web', namespace: 'shop', replicas: 2, runsOn: 'fargate' });
    expect(stage.cluster.workloads[0]!.placement).toEqual([]);
    expect(stage.violations).toEqual([]);
  });

  test('are refused when they are replaced after their role was forgotten', () => {
    const stage = new NodeStage();
    addProfile(stage, 'shop');
    letIn(stage);
    declareWorkload(stage.world, 'main', { name: 'web', namespace: 'shop', replicas: 2, runsOn: 'fargate' });
    stage.cluster.accessEntries.delete(FARGATE_ROLE);
    schedule(stage.world, stage.cluster);
    expect(stage.violations).toEqual([]);
    restartPods(stage.world, stage.cluster);
    expect(stage.messageOf('fargate-pod-refused')).toBe(
      'Misconfigured Fargate Profile: fargate profile pods blocked for new launches due to: Pod execution role is not found ' +
        'in auth config or does not have all required permissions for launching fargate pods.',
    );
    expect(stage.happened('fargate-pod-refused')).toEqual(['main/shop/web']);
    expect(stage.violations).toEqual(['fargate-pod-refused', 'workload-down']);
  });
});

describe('a pod that is alone', () => {
  const roll = async (stage: NodeStage) => {
    const template = await stage.template({ instance_type: 't3.large' });
    const planned = (version: string) =>
      groupArguments({ launch_template: [{ id: template.id, version }], scaling_config: sized(1) });
    const group = await stage.runningGroup(planned('1'));
    await stage.nextVersion(template, { instance_type: 't3.xlarge' });
    await stage.change(group, planned('2'));
  };

  test('is down for a moment when its node is replaced', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 1 });
    await roll(stage);
    expect(stage.violations).toEqual(['workload-down']);
    expect(stage.happened('workload-up')).toEqual(['main/default/web']);
  });

  test('would not be if it were two and had a budget', async () => {
    const stage = new NodeStage();
    declareWorkload(stage.world, 'main', { name: 'web', replicas: 2, minAvailable: 1 });
    await roll(stage);
    expect(stage.violations).toEqual([]);
  });
});
