/**
 * Terraform modules in the order: many a CNI is installed by one.
 */
import { expect, test } from '@jest/globals';
import { TerraformHclModule } from 'cdktf';
import { Cni, DeploymentStage } from '../../lib';
import { newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

test('a module that installs the CNI comes before compute, and after the control plane', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack);
  const cilium = new TerraformHclModule(stack, 'Cilium', { source: 'terraform-aws-modules/any/aws' });
  cluster.addons.useCni(Cni.custom(cilium));
  const { graph, configuration } = synth(app).stack('stack');
  expect(graph.at('Cluster/workers/Resource').block.depends_on).toContain('module.Cilium');
  const { module } = configuration as { module: Record<string, { depends_on: string[] }> };
  expect(module['Cilium']?.depends_on).toEqual([graph.at('Cluster/Resource').address]);
});

test('a module that makes compute is waited for by coredns', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack);
  const nodes = new TerraformHclModule(stack, 'Nodes', { source: 'terraform-aws-modules/any/aws' });
  cluster.deploymentOrder.join(DeploymentStage.COMPUTE, nodes);
  const { graph } = synth(app).stack('stack');
  expect(graph.at('Cluster/Addons/coredns/Resource').block.depends_on).toContain('module.Nodes');
});
