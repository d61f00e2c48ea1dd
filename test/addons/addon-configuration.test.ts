/**
 * Configuration of add-ons in words.
 */
import { expect, test } from '@jest/globals';
import { AddonConfiguration, AddonName, KubeProxyMode } from '../../lib';
import { newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

test('coredns has a number of pods, or as many as the nodes ask for', () => {
  expect(AddonConfiguration.coredns({ replicas: 3 })).toEqual({ replicaCount: 3 });
  expect(AddonConfiguration.coredns({ autoScaling: { minReplicas: 2, maxReplicas: 10 } })).toEqual({
    autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 },
  });
});

test('where pods run and what they ask for', () => {
  expect(
    AddonConfiguration.coredns({
      nodeSelector: { tier: 'system' },
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
      cpuRequest: '100m',
      memory: '170Mi',
      corefile: '.:53 {\n    errors\n}',
    }),
  ).toEqual({
    corefile: '.:53 {\n    errors\n}',
    nodeSelector: { tier: 'system' },
    resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '170Mi' } },
    tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
  });
});

test('kube-proxy has a mode', () => {
  expect(AddonConfiguration.kubeProxy({ mode: KubeProxyMode.IPVS, ipvsScheduler: 'rr' })).toEqual({
    ipvs: { scheduler: 'rr' },
    mode: 'ipvs',
  });
  expect(AddonConfiguration.kubeProxy({ mode: KubeProxyMode.NFTABLES })).toEqual({ mode: 'nftables' });
});

test('what the words do not know stands above them', () => {
  expect(
    AddonConfiguration.coredns({ replicas: 3, other: { replicaCount: 4, podLabels: { a: 'b' } } }),
  ).toEqual({
    podLabels: { a: 'b' },
    replicaCount: 4,
  });
});

test('it is what an add-on takes', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addAddon(AddonName.COREDNS, { configuration: AddonConfiguration.coredns({ replicas: 3 }) });
  const { block } = synth(app).stack('stack').graph.at('Cluster/Addons/coredns/Resource');
  expect(block['configuration_values']).toBe('{"replicaCount":3}');
});
