/**
 * What leaves the code without being destroyed. That real Terraform forgets it is in test/terraform/hazards.test.ts.
 */
import { expect, test } from '@jest/globals';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { ClusterEncryption } from '../../lib';
import type { SafeEksClusterProps } from '../../lib';
import { newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

function removedBlocks(props: Partial<SafeEksClusterProps>): unknown {
  const app = newApp();
  newCluster(newStack(app), props);
  return synth(app).stack('stack').configuration.removed;
}

function addressesOf(types: readonly string[]): string[] {
  const app = newApp();
  newCluster(newStack(app));
  const { graph } = synth(app).stack('stack');
  return types.flatMap((type) => graph.ofType(type).map(({ address }) => address));
}

test('a cluster with a key of its own forgets nothing', () => {
  expect(removedBlocks({})).toBeUndefined();
});

test.each([
  ['another key', ClusterEncryption.existingKey('arn:aws:kms:eu-west-1:111122223333:key/other')],
  ['the key of AWS', ClusterEncryption.awsOwnedKey()],
])(
  'with %s the key and its alias are let go of, at the very addresses that they had',
  (_title, encryption) => {
    const addresses = addressesOf(['aws_kms_key', 'aws_kms_alias']);
    expect(addresses).toHaveLength(2);
    expect(removedBlocks({ encryption })).toEqual(
      addresses.map((from) => ({ from, lifecycle: { destroy: false } })),
    );
  },
);

test('nothing is let go of when destroying is allowed', () => {
  expect(
    removedBlocks({ encryption: ClusterEncryption.awsOwnedKey(), preventDestroy: false }),
  ).toBeUndefined();
});

test('with a log group of one’s own the one that was made is let go of, and the cluster comes after the other', () => {
  const app = newApp();
  const stack = newStack(app);
  const logGroup = new CloudwatchLogGroup(stack, 'Logs', { name: '/aws/eks/main/cluster' });
  newCluster(stack, { logging: { logGroup } });
  const { configuration, graph } = synth(app).stack('stack');
  const [from] = addressesOf(['aws_cloudwatch_log_group']);
  expect(configuration.removed).toEqual([{ from, lifecycle: { destroy: false } }]);
  expect(graph.at('Cluster/Resource').block.depends_on).toContain(graph.at('Logs').address);
});
