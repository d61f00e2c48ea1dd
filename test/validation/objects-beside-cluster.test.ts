/**
 * Objects of Kubernetes in the stack of a cluster: which are refused, and which cannot go wrong.
 */
import { DataKubernetesNamespace } from '@cdktf/provider-kubernetes/lib/data-kubernetes-namespace';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { expect, test } from '@jest/globals';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../../lib';
import { SafeEks } from '../../lib';
import { DeferredProviders } from '../../lib/kubernetes';
import { importedCluster, newCluster } from '../support/cluster';
import { fake } from '../support/fake-resource';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, warningsOf } from '../support/synth';

const SHOP = { metadata: { name: 'shop' } };

const refusal = (path: string, type: string, cluster = 'stack/Cluster'): string =>
  `stack/${path}: ${type} is in the stack of the cluster ${cluster}, so whenever that is created or replaced the provider ` +
  'of this object is configured with unknown values and turns to 127.0.0.1:80 (SEKS5004). ' +
  'Put it into a WorkloadStack, or acknowledge the code with a reason.';

function byHand(stack: TerraformStack, cluster: ISafeEksCluster, alias?: string): KubernetesProvider {
  return new KubernetesProvider(stack, `kubernetes-${alias ?? 'default'}`, {
    alias,
    host: cluster.clusterEndpoint,
  });
}

test('objects beside a cluster are refused, with a provider that was made by hand and no others', () => {
  const app = newApp();
  const stack = newStack(app);
  // Before the cluster, as order must not matter.
  fake(stack, 'Manifest', { terraformResourceType: 'kubectl_manifest' } as object);
  const cluster = newCluster(stack);
  byHand(stack, cluster);
  new HelmProvider(stack, 'helm', { kubernetes: { host: cluster.clusterEndpoint } });
  const parts = new Construct(stack, 'Parts');
  new Namespace(parts, 'Shop', SHOP);
  new DataKubernetesNamespace(stack, 'Read', SHOP);
  new Release(stack, 'Podinfo', { name: 'podinfo', chart: 'podinfo' });

  expect(messagesOf(app)).toEqual([
    refusal('Manifest', 'kubectl_manifest'),
    refusal('Parts/Shop', 'kubernetes_namespace'),
    refusal('Podinfo', 'helm_release'),
    refusal('Read', 'kubernetes_namespace'),
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ value: 'kubectl_manifest', limit: 'another stack' });
});

test('the risk can be taken for some of them, and whatever is not refused any more is said', () => {
  const app = newApp();
  const stack = newStack(app);
  byHand(stack, newCluster(stack));
  new Namespace(stack, 'Shop', SHOP);
  const hook = new Namespace(stack, 'Hook', SHOP);
  SafeEks.acknowledge(hook, 'SEKS5004', 'the cluster is applied first with -target');

  expect(problemsOf(app)).toEqual(['SEKS5004 at stack/Shop']);
  stack.node.tryRemoveChild('Shop');
  expect(problemsOf(app)).toEqual([]);
  expect(warningsOf(app)).toEqual([]);
});

test('with providers of ours it is said once, by SEKS5001, and acknowledged once', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack);
  const providers = new DeferredProviders(stack, 'Providers', { cluster, alias: 'main' });
  new Namespace(stack, 'Shop', { ...SHOP, provider: providers.kubernetes });

  expect(problemsOf(app)).toEqual(['SEKS5001 at stack/Providers']);
  SafeEks.acknowledge(providers, 'SEKS5001', 'the cluster is applied first with -target');
  expect(problemsOf(app)).toEqual([]);

  // That reason is none for a provider beside it.
  new Namespace(stack, 'Pay', { ...SHOP, provider: byHand(stack, cluster, 'own') });
  expect(problemsOf(app)).toEqual(['SEKS5004 at stack/Pay']);
});

test('objects of a cluster that is there are fine in the stack of another', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack);
  const there = importedCluster(stack);
  byHand(stack, there, 'own');
  const providers = new DeferredProviders(stack, 'There', { cluster: there, helm: true });
  new Namespace(stack, 'Shop', { ...SHOP, provider: providers.kubernetes });
  new Release(stack, 'Podinfo', { name: 'podinfo', chart: 'podinfo', provider: providers.helm });

  expect(problemsOf(app)).toEqual([]);
});

test('objects in a stack without a cluster, or with one that is imported, are fine', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app, 'before'));
  const stack = newStack(app);
  byHand(stack, cluster);
  importedCluster(stack);
  new Namespace(stack, 'Shop', SHOP);

  expect(problemsOf(app)).toEqual([]);
});

test('of two clusters in a stack one says it', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, { clusterName: 'one' }, 'One');
  byHand(stack, newCluster(stack, { clusterName: 'two' }, 'Two'));
  new Namespace(stack, 'Shop', SHOP);

  expect(messagesOf(app)).toEqual([refusal('Shop', 'kubernetes_namespace', 'stack/One')]);
});
