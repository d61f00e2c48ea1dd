/**
 * Edges within one stack: which resource waits for which, whatever the order of calls.
 */
import { expect, test } from '@jest/globals';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { DeploymentOrder } from '../../lib/ordering/deployment-order';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { edgesOf, fake, group } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';

const {
  NETWORK,
  CONTROL_PLANE,
  ACCESS,
  PRE_COMPUTE_ADDONS,
  AFTER_CNI,
  COMPUTE,
  POST_COMPUTE_ADDONS,
  WORKLOADS,
} = DeploymentStage;

function newOrder() {
  const app = newApp();
  const stack = newStack(app);
  const order = new DeploymentOrder(new Construct(stack, 'Owner'));
  return { app, stack, order };
}

test('with every stage taken, each element waits for exactly the stages that the table names', () => {
  const { app, stack, order } = newOrder();
  for (const stage of Object.values(DeploymentStage)) {
    order.join(stage, fake(stack, stage));
  }

  expect(edgesOf(synth(app))).toEqual({
    'control-plane': ['control-plane-prerequisites', 'network'],
    access: ['control-plane'],
    'pre-compute-addons': ['control-plane'],
    'after-cni': ['pre-compute-addons'],
    compute: ['after-cni', 'pre-compute-addons'],
    'post-compute-addons': ['compute'],
    workloads: ['access', 'post-compute-addons'],
  });
});

test('an empty stage passes the need on to what it needs itself', () => {
  const { app, stack, order } = newOrder();
  order.join(NETWORK, fake(stack, 'routes'));
  order.join(WORKLOADS, fake(stack, 'app'));

  expect(edgesOf(synth(app))).toEqual({ app: ['routes'] });
});

test('workloads without add-ons after compute wait for compute and for access', () => {
  const { app, stack, order } = newOrder();
  order.join(COMPUTE, fake(stack, 'workers'));
  order.join(ACCESS, fake(stack, 'admin'));
  order.join(WORKLOADS, fake(stack, 'app'));

  expect(edgesOf(synth(app))).toEqual({ app: ['admin', 'workers'] });
});

test('every resource of an element waits for every resource of the elements before it', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, group(stack, 'Cni', 'one', 'two'));
  order.join(COMPUTE, group(stack, 'Nodes', 'three', 'four'));

  expect(edgesOf(synth(app))).toEqual({
    'Nodes/four': ['Cni/one', 'Cni/two'],
    'Nodes/three': ['Cni/one', 'Cni/two'],
  });
});

test('only the resources that are named wait and are waited for', () => {
  const { app, stack, order } = newOrder();
  const nodes = group(stack, 'Nodes');
  const workers = fake(nodes, 'workers');
  fake(nodes, 'template');
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, nodes, { resources: [workers] });
  order.join(POST_COMPUTE_ADDONS, fake(stack, 'coredns'));

  expect(edgesOf(synth(app))).toEqual({ 'Nodes/workers': ['cni'], coredns: ['Nodes/workers'] });
});

test('what an element requires comes before it without waiting for its stage', () => {
  const { app, stack, order } = newOrder();
  order.join(CONTROL_PLANE, fake(stack, 'cluster'));
  order.join(COMPUTE, fake(stack, 'workers'), { requires: [fake(stack, 'policy')] });

  expect(edgesOf(synth(app))).toEqual({ workers: ['cluster', 'policy'] });
});

test('after puts elements of one stage in order', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'), { name: 'vpc-cni', after: ['agent'] });
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'agent'));

  expect(edgesOf(synth(app))).toEqual({ cni: ['agent'] });
});

test('resources that are added below an element later are part of it', () => {
  const { app, stack, order } = newOrder();
  const cni = new Construct(stack, 'Cni');
  const nodes = new Construct(stack, 'Nodes');
  order.join(COMPUTE, nodes);
  order.join(PRE_COMPUTE_ADDONS, cni);
  fake(nodes, 'workers');
  fake(new Construct(cni, 'Deeper'), 'plugin');

  expect(edgesOf(synth(app))).toEqual({ 'Nodes/workers': ['Cni/Deeper/plugin'] });
});

test('resources that are added between two syntheses get their edges too', () => {
  const { app, stack, order } = newOrder();
  const nodes = group(stack, 'Nodes', 'workers');
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, nodes);
  synth(app);
  fake(nodes, 'more');

  expect(edgesOf(synth(app))).toEqual({ 'Nodes/more': ['cni'], 'Nodes/workers': ['cni'] });
});

test('a second synthesis gives the same edges', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  const workers = fake(stack, 'workers', { dependsOn: [fake(stack, 'own')] });
  order.join(COMPUTE, workers);
  const first = synth(app).stack('stack').configuration;

  expect(synth(app).stack('stack').configuration).toEqual(first);
});
test('edges of the user stay and are not written twice', () => {
  const { app, stack, order } = newOrder();
  const cni = fake(stack, 'cni');
  const workers = fake(stack, 'workers', { dependsOn: [fake(stack, 'own'), cni] });
  order.join(PRE_COMPUTE_ADDONS, cni);
  order.join(COMPUTE, workers);

  expect(edgesOf(synth(app))).toEqual({ workers: ['cni', 'own'] });
});

test('an override of depends_on is added to the edges instead of replacing them', () => {
  const { app, stack, order } = newOrder();
  const own = fake(stack, 'own');
  const workers = fake(stack, 'workers');
  workers.addOverride('depends_on', [`terraform_data.${own.friendlyUniqueId}`]);
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, workers);

  expect(edgesOf(synth(app))).toEqual({ workers: ['cni', 'own'] });
});

test('a construct that leaves is neither waited for nor waits', () => {
  const { app, stack, order } = newOrder();
  const hook = fake(stack, 'hook');
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(AFTER_CNI, hook);
  order.join(COMPUTE, fake(stack, 'workers'));
  order.leave(hook);

  expect(edgesOf(synth(app))).toEqual({ workers: ['cni'] });
  expect(order.membersOf(AFTER_CNI)).toEqual([]);
});

test('leaving without having joined does nothing', () => {
  const { app, stack, order } = newOrder();
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, fake(stack, 'workers'));
  order.leave(fake(stack, 'stranger'));

  expect(edgesOf(synth(app))).toEqual({ workers: ['cni'] });
});
test('a construct that leaves after a synthesis loses the edges it was given', () => {
  const { app, stack, order } = newOrder();
  const workers = fake(stack, 'workers');
  order.join(PRE_COMPUTE_ADDONS, fake(stack, 'cni'));
  order.join(COMPUTE, workers);
  synth(app);
  order.leave(workers);

  expect(edgesOf(synth(app))).toEqual({});
});
test('an element that joins two stages waits for what either of them needs', () => {
  const { app, stack, order } = newOrder();
  const both = fake(stack, 'both');
  order.join(NETWORK, fake(stack, 'routes'));
  order.join(CONTROL_PLANE, fake(stack, 'cluster'));
  order.join(COMPUTE, fake(stack, 'workers'));
  order.join(ACCESS, both);
  order.join(POST_COMPUTE_ADDONS, both);

  expect(edgesOf(synth(app))['both']).toEqual(['cluster', 'workers']);
});
test('a stage whose elements have no resources passes the need on like an empty one', () => {
  const { app, stack, order } = newOrder();
  order.join(COMPUTE, fake(stack, 'workers'));
  order.join(POST_COMPUTE_ADDONS, new Construct(stack, 'Nothing'));
  order.join(WORKLOADS, fake(stack, 'app'));

  expect(edgesOf(synth(app))).toEqual({ app: ['workers'] });
});
test('no resource waits for itself, even when it belongs to two elements', () => {
  const { app, stack, order } = newOrder();
  const cni = group(stack, 'Cni', 'plugin');
  const plugin = cni.node.findChild('plugin');
  order.join(PRE_COMPUTE_ADDONS, cni);
  order.join(COMPUTE, plugin);

  expect(edgesOf(synth(app))['Cni/plugin'] ?? []).not.toContain('Cni/plugin');
});

test('the members of a stage come in the order of their names', () => {
  const { stack, order } = newOrder();
  const [b, a] = [fake(stack, 'b'), fake(stack, 'a')];
  order.join(COMPUTE, b);
  order.join(COMPUTE, a);
  order.join(ACCESS, fake(stack, 'c'));

  expect(order.membersOf(COMPUTE)).toEqual([a, b]);
});

test('every resource of an element carries its stage, also those that do not wait', () => {
  const { app, stack, order } = newOrder();
  const nodes = group(stack, 'Nodes', 'template');
  order.join(COMPUTE, nodes, { resources: [fake(nodes, 'workers')], requires: [fake(stack, 'policy')] });
  fake(stack, 'stranger');

  const stages = synth(app)
    .stack('stack')
    .graph.resources.map(({ path, stage }) => [path, stage]);
  expect(Object.fromEntries(stages)).toEqual({
    'Nodes/template': 'compute',
    'Nodes/workers': 'compute',
    policy: 'compute',
    stranger: undefined,
  });
});

test('the order of the calls does not matter', () => {
  const joins = Object.values(DeploymentStage).flatMap((stage) => [
    { stage, id: `${stage}-1` },
    { stage, id: `${stage}-2` },
  ]);
  const edgesWhenJoined = (calls: typeof joins) => {
    const { app, stack, order } = newOrder();
    const resources = new Map(joins.map(({ id }) => [id, fake(stack, id)]));
    calls.forEach(({ stage, id }) => {
      const after = id.endsWith('-2') ? [`${stage}-1`] : [];
      order.join(stage, resources.get(id)!, { after });
    });
    return synth(app).stack('stack').configuration;
  };
  const expected = edgesWhenJoined(joins);

  fc.assert(
    fc.property(fc.shuffledSubarray(joins, { minLength: joins.length }), (calls) => {
      expect(edgesWhenJoined(calls)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
