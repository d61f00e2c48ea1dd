/**
 * The log group of a control plane, made in time or not.
 */
import { expect, test } from '@jest/globals';
import type { World, WorldObject } from '../../../../lib/rehearsal/world/world';
import { changed, REGION, stageWithCluster } from './cluster-stage';

const NAME = '/aws/eks/main/cluster';
const LOGGING = { enabled_cluster_log_types: ['audit'] };

function addLogGroup(world: World): WorldObject {
  const address = 'aws_cloudwatch_log_group.main';
  return world.add({
    kind: 'aws_cloudwatch_log_group',
    id: NAME,
    region: REGION,
    address,
    attributes: { name: NAME },
  });
}

test('a control plane that writes logs makes its log group itself when nobody did', async () => {
  const { stage } = await stageWithCluster(LOGGING);
  const group = stage.world.get('aws_cloudwatch_log_group', NAME, REGION)!;
  expect(group.address).toBeUndefined();
  expect(group.attributes).toMatchObject({
    retention_in_days: 0,
    arn: `arn:aws:logs:eu-west-1:111122223333:log-group:${NAME}`,
  });
  expect(stage.world.events.map(({ what }) => what)).toContain('log-group-made-by-eks');
});

test('a control plane that writes logs makes none without log types', async () => {
  const { stage } = await stageWithCluster();
  expect(stage.world.all('aws_cloudwatch_log_group')).toEqual([]);
});

test('a control plane that writes logs makes one when logging is switched on later', async () => {
  const { stage, cluster } = await stageWithCluster();
  const planned = changed(cluster.object, LOGGING);
  const played = await stage.after(stage.update('aws_eks_cluster', 'main', cluster.object, planned));
  expect(played.minutes).toBe(2);
  expect(stage.world.all('aws_cloudwatch_log_group')).toHaveLength(1);
});

test('a control plane that writes logs brings back a log group that was deleted before it was gone, and that one stays', async () => {
  const { stage, cluster } = await stageWithCluster();
  const group = addLogGroup(stage.world);
  cluster.object.attributes['enabled_cluster_log_types'] = ['audit'];
  stage.world.ending = true;
  const deletion = stage.delete('aws_eks_cluster', 'main', cluster.object);
  await stage.run(1);
  stage.world.remove(group);
  expect((await stage.after(deletion)).error).toBeUndefined();
  expect(stage.world.all().map(({ kind, address }) => [kind, address])).toEqual([
    ['aws_cloudwatch_log_group', undefined],
  ]);
  expect(stage.world.violations).toMatchObject([{ rule: 'log-group-recreated', subject: NAME }]);
});

test('a control plane that writes logs leaves no log group behind when that is deleted after it', async () => {
  const { stage, cluster } = await stageWithCluster();
  const group = addLogGroup(stage.world);
  cluster.object.attributes['enabled_cluster_log_types'] = ['audit'];
  stage.world.ending = true;
  await stage.after(stage.delete('aws_eks_cluster', 'main', cluster.object));
  stage.world.remove(group);
  await stage.run();
  expect(stage.world.all()).toEqual([]);
  expect(stage.world.violations).toEqual([]);
});
