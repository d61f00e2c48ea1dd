/**
 * Orders across stacks: Terraform knows no address of another stack, so the stacks themselves wait.
 */
import { expect, test } from '@jest/globals';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { DeploymentOrder } from '../../lib/ordering/deployment-order';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { edgesOf, fake, group } from '../support/fake-resource';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

const { NETWORK, CONTROL_PLANE, PRE_COMPUTE_ADDONS, COMPUTE, POST_COMPUTE_ADDONS, WORKLOADS } =
  DeploymentStage;

/** The owner stands in the stack `cluster`, which is made in the middle of three. */
function threeStacks() {
  const app = newApp();
  const [before, cluster, behind] = [
    newStack(app, 'before'),
    newStack(app, 'cluster'),
    newStack(app, 'behind'),
  ];
  const order = new DeploymentOrder(new Construct(cluster, 'Owner'));
  return { app, before, cluster, behind, order };
}

test('a stack dependency takes the place of edges between stacks', () => {
  const { app, before, cluster, behind, order } = threeStacks();
  order.join(NETWORK, fake(before, 'routes'));
  order.join(CONTROL_PLANE, fake(cluster, 'cluster'));
  order.join(WORKLOADS, fake(behind, 'app'));

  const output = synth(app);
  expect(output.stacks.map(({ name, dependencies }) => [name, dependencies])).toEqual([
    ['before', []],
    ['cluster', ['before']],
    ['behind', ['cluster']],
  ]);
  expect(output.stacks.map(({ name }) => edgesOf(output, name))).toEqual([{}, {}, {}]);
});

test('a construct without resources makes its stack wait as well', () => {
  const { app, cluster, behind, order } = threeStacks();
  order.join(PRE_COMPUTE_ADDONS, fake(cluster, 'cni'));
  order.join(WORKLOADS, new Construct(behind, 'Providers'), { resources: [] });

  expect(synth(app).stack('behind').dependencies).toEqual(['cluster']);
});

test('elements within one other stack have edges among themselves', () => {
  const { app, cluster, behind, order } = threeStacks();
  order.join(CONTROL_PLANE, fake(cluster, 'cluster'));
  order.join(COMPUTE, fake(behind, 'workers'), { requires: [fake(behind, 'policy')] });
  order.join(POST_COMPUTE_ADDONS, fake(behind, 'coredns'));

  const output = synth(app);
  expect(edgesOf(output, 'behind')).toEqual({ coredns: ['workers'], workers: ['policy'] });
  expect(output.stack('behind').dependencies).toEqual(['cluster']);
});
test('Testing.synth of a stack beside the owner’s has the same edges as the whole app', () => {
  const { cluster, behind, order } = threeStacks();
  order.join(CONTROL_PLANE, fake(cluster, 'cluster'));
  order.join(COMPUTE, fake(behind, 'workers'), { requires: [fake(behind, 'policy')] });

  expect(JSON.parse(Testing.synth(behind))).toMatchObject({
    resource: { terraform_data: { workers: { depends_on: ['terraform_data.policy'] } } },
  });
});

test('an element that would need its stack to wait in both directions is reported (SEKS1303)', () => {
  const { app, before, cluster, order } = threeStacks();
  cluster.addDependency(before);
  order.join(PRE_COMPUTE_ADDONS, fake(cluster, 'cni'));
  order.join(COMPUTE, fake(before, 'workers'));

  expect(messagesOf(app)).toEqual([
    "cluster/Owner: 'workers' in the stack before must come after elements in the stack cluster, " +
      "which itself waits for before (SEKS1303). Make 'workers' in the stack cluster or in one that comes after it.",
  ]);
  expect(errorsOf(app)[0]).toMatchObject({ value: 'workers' });
});

test('stacks that alternate in the order are reported, in whichever order they were made', () => {
  const codes = ['before', 'behind'].map((name) => {
    const { app, before, behind, cluster, order } = threeStacks();
    order.join(PRE_COMPUTE_ADDONS, fake(cluster, 'cni'));
    order.join(COMPUTE, fake(name === 'before' ? before : behind, 'workers'));
    order.join(POST_COMPUTE_ADDONS, fake(cluster, 'coredns'));
    return problemsOf(app);
  });

  expect(codes).toEqual([['SEKS1303 at cluster/Owner'], ['SEKS1303 at cluster/Owner']]);
});

test('a construct whose resources stand in several stacks makes each of them wait', () => {
  const { app, before, cluster, behind, order } = threeStacks();
  const nodes = group(cluster, 'Nodes', 'workers');
  order.join(PRE_COMPUTE_ADDONS, fake(before, 'cni'));
  order.join(COMPUTE, nodes, { resources: [fake(behind, 'more')] });

  const output = synth(app);
  expect(output.stack('behind').dependencies).toEqual(['before']);
  expect(output.stack('cluster').dependencies).toEqual(['before']);
});
