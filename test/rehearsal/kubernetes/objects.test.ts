/**
 * Kubernetes objects of any kind.
 */
import { describe, expect, test } from '@jest/globals';
import type { KnownValues } from '../../../lib/rehearsal/protocol/value';
import { KUBERNETES_RULES } from '../../../lib/rehearsal/kubernetes/kubernetes-rules';
import { addCluster, removeCluster, settingsFor, stageOf } from './small-cluster';

function stageWithCluster() {
  const stage = stageOf(KUBERNETES_RULES, {});
  const cluster = addCluster(stage.world, 'API', { creatorIsAdmin: true });
  stage.surroundings = { ...stage.surroundings, provider: settingsFor(cluster) };
  return { stage, cluster };
}

function named(name: string, namespace?: string): KnownValues {
  return { metadata: [{ name, ...(namespace === undefined ? {} : { namespace }) }] };
}

describe('creating', () => {
  test('an object takes a second and is known by its namespace and name', async () => {
    const { stage } = stageWithCluster();
    const played = await stage.after(stage.create('kubernetes_secret', 's', named('s', 'kube-system')));
    expect(played).toMatchObject({ error: undefined, object: { id: 'kube-system/s' } });
    expect(played.minutes).toBeCloseTo(1 / 60);
  });

  test('a name that is taken is refused, under either of the names of its type', async () => {
    const { stage } = stageWithCluster();
    await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
    const { error } = await stage.after(stage.create('kubernetes_namespace_v1', 'b', named('apps')));
    expect(error).toBe('namespaces "apps" already exists');
  });

  test('the namespaces of every cluster are there already', async () => {
    const { stage } = stageWithCluster();
    const { error } = await stage.after(stage.create('kubernetes_namespace', 'a', named('kube-system')));
    expect(error).toBe('namespaces "kube-system" already exists');
  });

  test('a namespace that is not there is missed', async () => {
    const { stage } = stageWithCluster();
    const { error } = await stage.after(
      stage.create('kubernetes_service_account', 'a', named('api', 'apps')),
    );
    expect(error).toBe('namespaces "apps" not found');
  });

  test('a namespace that is made before is found', async () => {
    const { stage } = stageWithCluster();
    await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
    const { error } = await stage.after(
      stage.create('kubernetes_service_account', 'a', named('api', 'apps')),
    );
    expect(error).toBeUndefined();
  });

  test('an object can have a name made up for it', async () => {
    const { stage } = stageWithCluster();
    const planned = { metadata: [{ generate_name: 'job-', namespace: 'default' }] };
    const { object } = await stage.after(stage.create('kubernetes_secret', 'a', planned));
    expect(object?.id).toMatch(/^default\/job-[0-9a-f]{5}$/);
  });

  test('labels go onto what exists already', async () => {
    const { stage } = stageWithCluster();
    const labels = { api_version: 'v1', kind: 'Namespace', metadata: [{ name: 'default' }] };
    const { object, error } = await stage.after(stage.create('kubernetes_labels', 'a', labels));
    expect(error).toBeUndefined();
    expect(object?.attributes['id']).toContain('apiVersion=v1,kind=Namespace,');
  });

  test('what an old cluster had in it is in nobody’s way', async () => {
    const { stage, cluster } = stageWithCluster();
    await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
    removeCluster(stage.world, cluster);
    const next = addCluster(stage.world, 'API', { name: 'next', creatorIsAdmin: true });
    stage.surroundings = { ...stage.surroundings, provider: settingsFor(next) };
    const { error, object } = await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
    expect(error).toBeUndefined();
    expect(object?.id).toBe('apps');
    expect(stage.world.all('kubernetes_namespace')).toEqual([object]);
  });
});

test('a namespace takes along what is in it', async () => {
  const { stage } = stageWithCluster();
  const { object } = await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
  await stage.after(stage.create('kubernetes_secret', 'a', named('inside', 'apps')));
  await stage.after(stage.create('kubernetes_secret', 'b', named('outside', 'default')));
  await stage.after(stage.delete('kubernetes_namespace', 'a', object!));
  expect(stage.world.all('kubernetes_secret').map(({ id }) => id)).toEqual(['default/outside']);
});

test('a namespace is not gone for whoever loses access while it goes', async () => {
  const { stage, cluster } = stageWithCluster();
  const { object } = await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
  stage.world.clock.later(1, 'let out', () => {
    cluster.object.attributes['access_config'] = [{}];
    cluster.accessEntries.clear();
  });
  const { error } = await stage.after(stage.delete('kubernetes_namespace', 'a', object!));
  expect(error).toBe('Unauthorized');
});

test('changing and deleting ask the API server too', async () => {
  const { stage } = stageWithCluster();
  const { object } = await stage.after(stage.create('kubernetes_cluster_role', 'a', named('reader')));
  stage.surroundings = { ...stage.surroundings, provider: {} };
  const update = await stage.after(stage.update('kubernetes_cluster_role', 'a', object!, named('reader')));
  expect(update.error).toBe(
    'Patch "http://localhost/apis/rbac.authorization.k8s.io/v1/clusterroles/reader": dial tcp 127.0.0.1:80: connect: connection refused',
  );
  const deletion = await stage.after(stage.delete('kubernetes_cluster_role', 'a', object!));
  expect(deletion.error).toContain(
    'Delete "http://localhost/apis/rbac.authorization.k8s.io/v1/clusterroles/reader"',
  );
  expect(stage.world.has(object!)).toBe(true);
});

test('a data source answers what is there', async () => {
  const { stage } = stageWithCluster();
  await stage.after(stage.create('kubernetes_namespace', 'a', named('apps')));
  const source = KUBERNETES_RULES.dataSources['kubernetes_namespace'];
  expect(source?.(named('apps'), stage.surroundings)).toMatchObject({ id: 'apps' });
});
