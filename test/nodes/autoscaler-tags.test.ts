/**
 * What Cluster Autoscaler is told of nodes that are not there.
 */
import { expect, test } from '@jest/globals';
import type { NodeGroupOptions } from '../../lib';
import { NodeUpdate, Scaling, TaintEffect } from '../../lib';
import { addWorkers, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const GROUP = {
  labels: { team: 'shop', 'example.com/tier': 'batch' },
  taints: [
    { key: 'dedicated', value: 'batch', effect: TaintEffect.NO_SCHEDULE },
    { key: 'spot', effect: TaintEffect.PREFER_NO_SCHEDULE },
  ],
  diskSize: 80,
};

/** The tags by path of their resource. */
function tags(options: Partial<NodeGroupOptions>): { readonly [path: string]: unknown } {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), { ...GROUP, ...options }, 'extra');
  const { graph } = synth(app).stack('stack');
  const found = graph.ofType('aws_autoscaling_group_tag');
  for (const { block } of found) {
    expect(block['autoscaling_group_name']).toBe(
      `\${${graph.at('Cluster/extra/Resource').address}.resources[0].autoscaling_groups[0].name}`,
    );
  }
  return Object.fromEntries(
    found.map(({ path, block }) => {
      const { key, value } = block['tag'] as { key: string; value: string };
      return [path, `${key}=${value}`];
    }),
  );
}

const PREFIX = 'k8s.io/cluster-autoscaler/node-template';
const AT = 'Cluster/extra/AutoscalerTag';

const ALL = {
  [`${AT}-label-example.com-tier-77aa88c3`]: `${PREFIX}/label/example.com/tier=batch`,
  [`${AT}-label-team-ff44a3dd`]: `${PREFIX}/label/team=shop`,
  [`${AT}-resources-ephemeral-storage-ceedf1b8`]: `${PREFIX}/resources/ephemeral-storage=80Gi`,
  [`${AT}-taint-dedicated-90e4dabc`]: `${PREFIX}/taint/dedicated=batch:NoSchedule`,
  [`${AT}-taint-spot-753321a9`]: `${PREFIX}/taint/spot=:PreferNoSchedule`,
};

test('a group that can be empty describes its nodes', () => {
  expect(tags({ scaling: Scaling.external({ min: 0, max: 5 }) })).toEqual(ALL);
});

test('a taint with two effects is one tag, as an Auto Scaling group has one of a key', () => {
  const twice = [TaintEffect.NO_SCHEDULE, TaintEffect.NO_EXECUTE].map((effect) => ({ key: 'gpu', effect }));
  const scaling = Scaling.external({ min: 0, max: 5 });
  const found = Object.values(tags({ scaling, labels: {}, taints: twice }));
  expect(found.filter((tag) => String(tag).includes('/taint/'))).toEqual([`${PREFIX}/taint/gpu=:NoExecute`]);
});

test('others do so where it is asked for, and not otherwise', () => {
  expect(tags({ scaling: Scaling.external({ min: 1, max: 5 }) })).toEqual({});
  expect(tags({ scaling: Scaling.fixed(3) })).toEqual({});
  expect(tags({ scaling: Scaling.external({ min: 0, max: 5, nodeTemplateTags: false }) })).toEqual({});
  expect(tags({ scaling: Scaling.external({ min: 1, max: 5, nodeTemplateTags: true }) })).toEqual(ALL);
});

test('whether they are there must be known', () => {
  const app = newApp();
  const nodeTemplateTags = unknownText() as unknown as boolean;
  const scaling = Scaling.external({ min: 1, max: 5, nodeTemplateTags });
  addWorkers(newCluster(newStack(app)), { scaling, update: NodeUpdate.rolling() }, 'extra');
  expect(messagesOf(app)).toEqual([
    'stack/Cluster/extra: scaling.nodeTemplateTags is a token, but it decides which resources there are (SEKS1001). Give true or ' +
      'false.',
  ]);
});
