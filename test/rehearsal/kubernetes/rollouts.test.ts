/**
 * Objects and releases whose creation ends when their pods run.
 */
import { describe, expect, test } from '@jest/globals';
import { registerComputeRole } from '../../../lib/rehearsal/aws/eks/authentication';
import type { ClusterModel } from '../../../lib/rehearsal/aws/eks/cluster-model';
import type { KnownValues } from '../../../lib/rehearsal/protocol/value';
import { HELM_RULES } from '../../../lib/rehearsal/kubernetes/helm-rules';
import { KUBERNETES_RULES } from '../../../lib/rehearsal/kubernetes/kubernetes-rules';
import { addCluster, addNode, arnOf, settingsFor, stageOf } from './small-cluster';

const PODS = arnOf('pods');

function stageWith(tool: 'kubernetes' | 'helm') {
  const stage = stageOf(tool === 'helm' ? HELM_RULES : KUBERNETES_RULES, {});
  const cluster = addCluster(stage.world, 'API_AND_CONFIG_MAP', { creatorIsAdmin: true });
  const settings = settingsFor(cluster);
  stage.surroundings = {
    ...stage.surroundings,
    provider: tool === 'helm' ? { kubernetes: settings } : settings,
  };
  return { stage, cluster };
}

function workload(more: KnownValues = {}, labels: KnownValues = { app: 'web' }): KnownValues {
  const template = [{ metadata: [{ labels }] }];
  return {
    metadata: [{ name: 'web', namespace: 'default' }],
    spec: [{ replicas: '2', template }],
    wait_for_rollout: true,
    ...more,
  };
}

function addFargate(cluster: ClusterModel, labels: { readonly [name: string]: string } = {}) {
  cluster.fargateProfiles.set('web', {
    name: 'web',
    roleArn: PODS,
    selectors: [{ namespace: 'def*', labels }],
    status: 'ACTIVE',
  });
  registerComputeRole(cluster, PODS, 'fargate');
}

describe('a Deployment', () => {
  test('is complete within a minute on a node that is Ready', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    addNode(cluster, arnOf('nodes'));
    const played = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(played.error).toBeUndefined();
    expect(played.minutes).toBeLessThan(1);
  });

  test('is given up after ten minutes without one, and is there all the same', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    addNode(cluster, arnOf('nodes'), { status: 'NotReady' });
    const played = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(played.error).toBe('Waiting for rollout to finish: 2 replicas wanted; 0 replicas Ready');
    expect(played.minutes).toBeCloseTo(10 + 1 / 60);
    expect(played.object?.id).toBe('default/web');
  });

  test('waits for a node that comes in time', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    const played = stage.create('kubernetes_deployment_v1', 'web', workload());
    await stage.run(5);
    addNode(cluster, arnOf('nodes'));
    await stage.run();
    expect((await played).error).toBeUndefined();
  });

  test('gets nodes of Auto Mode', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    cluster.autoMode = { nodePools: ['general-purpose'], nodeRoleArn: arnOf('auto') };
    registerComputeRole(cluster, arnOf('auto'), 'auto-mode-node');
    const { error } = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(error).toBeUndefined();
  });

  test('gets none of an Auto Mode without node pools', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    cluster.autoMode = { nodePools: [], nodeRoleArn: undefined };
    const { error } = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(error).toContain('0 replicas Ready');
  });

  test('runs on Fargate, if a profile selects it', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    addFargate(cluster, { app: 'w?b' });
    const { error } = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(error).toBeUndefined();
    const others = workload({ metadata: [{ name: 'b', namespace: 'default' }] }, { app: 'api' });
    const other = await stage.after(stage.create('kubernetes_deployment', 'b', others));
    expect(other.error).toContain('0 replicas Ready');
  });

  test('stays pending when aws-auth has lost the role of the profile', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    addFargate(cluster);
    addNode(cluster, arnOf('nodes'));
    cluster.awsAuth = [];
    const { error } = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    expect(error).toContain('0 replicas Ready');
    expect(stage.world.events).toContainEqual(
      expect.objectContaining({
        what: 'fargate-pod-refused',
        detail:
          'Misconfigured Fargate Profile: fargate profile web blocked for new launches due to: Pod execution role is not ' +
          'found in auth config or does not have all required permissions for launching fargate pods.',
      }),
    );
  });

  test('is not waited for when nobody wants that', async () => {
    const { stage } = stageWith('kubernetes');
    const planned = workload({ wait_for_rollout: false });
    const { error } = await stage.after(stage.create('kubernetes_deployment', 'web', planned));
    expect(error).toBeUndefined();
  });

  test('rolls out again when its pods change, and only then', async () => {
    const { stage, cluster } = stageWith('kubernetes');
    addNode(cluster, arnOf('nodes'));
    const { object } = await stage.after(stage.create('kubernetes_deployment', 'web', workload()));
    cluster.nodes.splice(0);
    const same = { ...object!.attributes };
    expect(
      (await stage.after(stage.update('kubernetes_deployment', 'web', object!, same))).error,
    ).toBeUndefined();
    const other = { ...same, spec: [{ replicas: '1' }] };
    expect((await stage.after(stage.update('kubernetes_deployment', 'web', object!, other))).error).toContain(
      '1 replicas wanted',
    );
  });
});

test('a DaemonSet is complete without any node', async () => {
  const { stage } = stageWith('kubernetes');
  const { error } = await stage.after(stage.create('kubernetes_daemonset', 'agent', workload()));
  expect(error).toBeUndefined();
});

describe('a release of helm', () => {
  const release: KnownValues = { name: 'web', namespace: 'default', chart: 'web' };

  test('is deployed on a node that is Ready', async () => {
    const { stage, cluster } = stageWith('helm');
    addNode(cluster, arnOf('nodes'));
    const { object, error } = await stage.after(stage.create('helm_release', 'web', release));
    expect(error).toBeUndefined();
    expect(object).toMatchObject({ id: 'web', attributes: { status: 'deployed' } });
  });

  test('fails after five minutes without one and is left behind', async () => {
    const { stage } = stageWith('helm');
    const { object, error, minutes } = await stage.after(stage.create('helm_release', 'web', release));
    expect(error).toBe('context deadline exceeded');
    expect(minutes).toBeCloseTo(5 + 1 / 60);
    expect(object?.attributes['status']).toBe('failed');
  });

  test('takes itself away when it is atomic', async () => {
    const { stage } = stageWith('helm');
    const planned = { ...release, atomic: true, wait: false, timeout: 60 };
    const played = await stage.after(stage.create('helm_release', 'web', planned));
    expect(played).toMatchObject({ error: 'context deadline exceeded', object: undefined });
    expect(stage.world.all('helm_release')).toEqual([]);
  });

  test('needs its namespace, or makes it', async () => {
    const { stage } = stageWith('helm');
    const planned = { ...release, namespace: 'apps', wait: false };
    const first = await stage.after(stage.create('helm_release', 'web', planned));
    expect(first.error).toBe('namespaces "apps" not found');
    const second = await stage.after(
      stage.create('helm_release', 'web', { ...planned, create_namespace: true }),
    );
    expect(second.error).toBeUndefined();
    expect(stage.world.all('kubernetes_namespace').map(({ id }) => id)).toEqual(['apps']);
  });

  test('has its name for itself within a namespace', async () => {
    const { stage } = stageWith('helm');
    const planned = { ...release, wait: false };
    await stage.after(stage.create('helm_release', 'web', planned));
    const again = await stage.after(stage.create('helm_release', 'again', planned));
    expect(again.error).toBe('installation failed: cannot re-use a name that is still in use');
    const elsewhere = { ...planned, namespace: 'kube-system' };
    const { object, error } = await stage.after(stage.create('helm_release', 'other', elsewhere));
    expect(error).toBeUndefined();
    expect(HELM_RULES.find?.('helm_release', elsewhere, stage.surroundings)).toBe(object);
  });

  test('is read, changed and uninstalled through the API server', async () => {
    const { stage } = stageWith('helm');
    const { object } = await stage.after(stage.create('helm_release', 'web', { ...release, wait: false }));
    const read = () => HELM_RULES.resources['helm_release']?.read?.(object!, stage.surroundings);
    read();
    expect(stage.world.has(object!)).toBe(true);
    const update = await stage.after(
      stage.update('helm_release', 'web', object!, { ...release, wait: false }),
    );
    expect(update.error).toBeUndefined();
    const { provider } = stage.surroundings;
    stage.surroundings = { ...stage.surroundings, provider: {} };
    expect(read).toThrow('Kubernetes cluster unreachable: invalid configuration');
    expect((await stage.after(stage.delete('helm_release', 'web', object!))).error).toContain('unreachable');
    stage.surroundings = { ...stage.surroundings, provider };
    expect((await stage.after(stage.delete('helm_release', 'web', object!))).error).toBeUndefined();
    expect(stage.world.all('helm_release')).toEqual([]);
  });
});
