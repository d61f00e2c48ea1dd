/**
 * From a provider's configuration to the cluster, or to the reason why there is none.
 */
import { describe, expect, test } from '@jest/globals';
import type { ClusterModel } from '../../../lib/rehearsal/aws/eks/cluster-model';
import type { KnownValues, Values } from '../../../lib/rehearsal/protocol/value';
import type { PlannedChange } from '../../../lib/rehearsal/engine/rules';
import { HELM_RULES } from '../../../lib/rehearsal/kubernetes/helm-rules';
import { KUBERNETES_RULES } from '../../../lib/rehearsal/kubernetes/kubernetes-rules';
import { removeObjectsOf } from '../../../lib/rehearsal/kubernetes/objects';
import type { Stage } from '../stage';
import { addCluster, removeCluster, settingsFor, stageOf } from './small-cluster';

const NAMESPACE: KnownValues = { metadata: [{ name: 'apps' }] };
const RELEASE: KnownValues = { name: 'web', namespace: 'default', chart: 'web', wait: false };

function kubernetesStage(settings: (cluster: ClusterModel) => KnownValues = settingsFor) {
  const stage = stageOf(KUBERNETES_RULES, {});
  const cluster = addCluster(stage.world, 'API', { creatorIsAdmin: true });
  configure(stage, settings(cluster));
  return { stage, cluster };
}

function configure(stage: Stage, provider: KnownValues) {
  stage.surroundings = { ...stage.surroundings, provider };
}

async function failureOf(settings: (cluster: ClusterModel) => KnownValues): Promise<string | undefined> {
  const { stage } = kubernetesStage(settings);
  return (await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE))).error;
}

function planOf(stage: Stage, manifest: KnownValues): PlannedChange {
  const values: Values = { manifest, rehearsal_address: 'kubernetes_manifest.pool' };
  return {
    ...stage.surroundings,
    prior: undefined,
    config: values,
    planned: { ...values },
    changes: () => true,
    replace: () => undefined,
  };
}

describe('the kubernetes provider', () => {
  test('reaches the cluster whose endpoint it has', async () => {
    expect(await failureOf(settingsFor)).toBeUndefined();
  });

  test.each<[string, KnownValues]>([
    ['nothing at all', {}],
    ['a host that is not known yet', { host: null, token: null }],
  ])('asks this machine when it is given %s', async (_what, provider) => {
    const { stage } = kubernetesStage(() => provider);
    const { error } = await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE));
    expect(error).toBe(
      'Post "http://localhost/api/v1/namespaces": dial tcp 127.0.0.1:80: connect: connection refused',
    );
    expect(stage.world.violations).toMatchObject([
      { rule: 'provider-reached-localhost', subject: 'kubernetes_namespace.apps' },
    ]);
  });

  test('does not find the host of a cluster that is gone', async () => {
    const { stage, cluster } = kubernetesStage();
    removeCluster(stage.world, cluster);
    const { error } = await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE));
    expect(error).toBe(
      'Post "https://MAIN.gr7.eu-west-1.eks.amazonaws.com/api/v1/namespaces": dial tcp: lookup MAIN.gr7.eu-west-1.eks.amazonaws.com: no such host',
    );
  });

  test('is refused when nobody may administer the cluster', async () => {
    const stage = stageOf(KUBERNETES_RULES, {});
    configure(stage, settingsFor(addCluster(stage.world, 'API')));
    const { error } = await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE));
    expect(error).toBe('Unauthorized');
    expect(stage.world.events).toContainEqual(expect.objectContaining({ what: 'api-server-refused' }));
  });

  test('is refused with the token of another cluster, and without any', async () => {
    const args = ['eks', 'get-token', '--cluster-name', 'other'];
    expect(await failureOf((cluster) => ({ ...settingsFor(cluster), exec: [{ args }] }))).toBe(
      'Unauthorized',
    );
    expect(await failureOf((cluster) => ({ ...settingsFor(cluster), exec: [] }))).toBe(
      'namespaces is forbidden: User "system:anonymous" cannot create resource "namespaces"',
    );
  });

  test('takes a token without looking at it', async () => {
    expect(await failureOf((cluster) => ({ ...settingsFor(cluster), exec: [], token: 'x' }))).toBeUndefined();
  });

  test('finds the cluster of a kubeconfig context, and takes any other as working', async () => {
    const config = { config_path: '~/.kube/config' };
    expect(await failureOf(() => config)).toBeUndefined();
    expect(
      await failureOf((cluster) => ({
        ...config,
        config_context: cluster.object.attributes['arn'] ?? null,
      })),
    ).toBeUndefined();
    expect(await failureOf(() => ({ host: 'https://10.0.0.1:6443' }))).toBeUndefined();
  });
});

describe('reading', () => {
  async function withNamespace() {
    const { stage, cluster } = kubernetesStage();
    const { object } = await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE));
    const read = () =>
      KUBERNETES_RULES.resources['kubernetes_namespace']?.read?.(object!, stage.surroundings);
    const find = () =>
      KUBERNETES_RULES.find?.('kubernetes_namespace', object!.attributes, stage.surroundings);
    return { stage, cluster, object: object!, read, find };
  }

  test('finds what is there', async () => {
    const { stage, object, read, find } = await withNamespace();
    read();
    expect(stage.world.has(object)).toBe(true);
    expect(find()).toBe(object);
  });

  test('fails while the cluster is to be replaced and the host unknown', async () => {
    const { stage, object, read, find } = await withNamespace();
    configure(stage, {});
    const text =
      'Get "http://localhost/api/v1/namespaces/apps": dial tcp 127.0.0.1:80: connect: connection refused';
    expect(read).toThrow(text);
    expect(find).toThrow(text);
    expect(stage.world.has(object)).toBe(true);
  });

  test('finds nothing of an old cluster in a new one', async () => {
    const { stage, cluster, object, read, find } = await withNamespace();
    removeCluster(stage.world, cluster);
    configure(stage, settingsFor(addCluster(stage.world, 'API', { name: 'new', creatorIsAdmin: true })));
    expect(find()).toBeUndefined();
    read();
    expect(stage.world.has(object)).toBe(false);
  });

  test('two clusters have a namespace of the same name each', async () => {
    const { stage, object, find } = await withNamespace();
    const first = stage.surroundings.provider;
    configure(stage, settingsFor(addCluster(stage.world, 'API', { name: 'other', creatorIsAdmin: true })));
    const second = await stage.after(stage.create('kubernetes_namespace', 'apps', NAMESPACE));
    expect(second.error).toBeUndefined();
    expect(second.object?.attributes['id']).toBe('apps');
    expect(find()).toBe(second.object);
    configure(stage, first);
    expect(find()).toBe(object);
  });

  test('a cluster can take its objects along', async () => {
    const { stage, cluster, object } = await withNamespace();
    removeObjectsOf(stage.world, cluster);
    expect(stage.world.has(object)).toBe(false);
  });
});

describe('planning a manifest', () => {
  const manifest = { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'pool' } };

  test('fails without a cluster', () => {
    const stage = stageOf(KUBERNETES_RULES, {});
    expect(() => {
      KUBERNETES_RULES.resources['kubernetes_manifest']?.plan?.(planOf(stage, manifest));
    }).toThrow('Failed to construct REST client: cannot create REST client: no client config');
    expect(stage.world.violations).toMatchObject([
      { rule: 'provider-reached-localhost', subject: 'kubernetes_manifest.pool' },
    ]);
  });

  test('fails when the cluster is gone', () => {
    const { stage, cluster } = kubernetesStage();
    removeCluster(stage.world, cluster);
    expect(() => {
      KUBERNETES_RULES.resources['kubernetes_manifest']?.plan?.(planOf(stage, manifest));
    }).toThrow('/apis/karpenter.sh/v1/nodepools/pool": dial tcp: lookup');
  });

  test('goes well with one, and the manifest is made and found though it has no id', async () => {
    const { stage } = kubernetesStage();
    KUBERNETES_RULES.resources['kubernetes_manifest']?.plan?.(planOf(stage, manifest));
    const { object, error } = await stage.after(stage.create('kubernetes_manifest', 'pool', { manifest }));
    expect(error).toBeUndefined();
    expect(object?.attributes).toEqual({ manifest, object: manifest });
    expect(KUBERNETES_RULES.find?.('kubernetes_manifest', { manifest }, stage.surroundings)).toBe(object);
  });
});

describe('the helm provider', () => {
  async function failureOfHelm(
    settings: (cluster: ClusterModel) => KnownValues,
    isAdmin = true,
    isGone = false,
  ) {
    const stage = stageOf(HELM_RULES, {});
    const cluster = addCluster(stage.world, 'API', { creatorIsAdmin: isAdmin });
    configure(stage, settings(cluster));
    if (isGone) {
      removeCluster(stage.world, cluster);
    }
    return (await stage.after(stage.create('helm_release', 'web', RELEASE))).error;
  }

  test('reaches its cluster, by an argument as by a block', async () => {
    expect(await failureOfHelm((cluster) => ({ kubernetes: settingsFor(cluster) }))).toBeUndefined();
    expect(await failureOfHelm((cluster) => ({ kubernetes: [settingsFor(cluster)] }))).toBeUndefined();
  });

  test('finds no configuration when it is given no host', async () => {
    expect(await failureOfHelm(() => ({ kubernetes: null }))).toBe(
      'Kubernetes cluster unreachable: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
    );
  });

  test('says in its own words that nobody lets it in, or that the host is gone', async () => {
    const settings = (cluster: ClusterModel) => ({ kubernetes: settingsFor(cluster) });
    expect(await failureOfHelm(settings, false)).toBe(
      'Kubernetes cluster unreachable: the server has asked for the client to provide credentials',
    );
    expect(await failureOfHelm(settings, true, true)).toContain(
      'Kubernetes cluster unreachable: Get "https://MAIN.gr7.eu-west-1.eks.amazonaws.com/version": dial tcp: lookup',
    );
  });
});
