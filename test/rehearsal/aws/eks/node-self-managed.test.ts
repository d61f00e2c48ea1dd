import { expect, test } from '@jest/globals';
import type { Played } from '../../stage';
import { bootstrap, NodeStage, ROLE_ARN } from './node-support';

/** An Auto Scaling group of two nodes whose role is another than that of managed groups. */
async function selfManaged(stage: NodeStage): Promise<Played> {
  const template = await stage.template({
    image_id: 'ami-own',
    user_data: bootstrap(),
    iam_instance_profile: [{ arn: ROLE_ARN.replace(':role/', ':instance-profile/'), name: null }],
  });
  return stage.after(
    stage.create('aws_autoscaling_group', 'own', {
      name: 'own',
      desired_capacity: 2,
      vpc_zone_identifier: ['subnet-a', 'subnet-b'],
      launch_template: [{ id: template.id, version: '$Latest' }],
    }),
  );
}

test('self-managed nodes whose role has no access entry never join, and Terraform is content', async () => {
  const stage = new NodeStage();
  const { error } = await selfManaged(stage);
  expect(error).toBeUndefined();
  expect(stage.messageOf('self-managed-nodes-lost')).toContain(`they lack access of its role ${ROLE_ARN}`);
});

test('self-managed nodes with an EC2_LINUX entry join and go with their group', async () => {
  const stage = new NodeStage();
  stage.cluster.accessEntries.set(ROLE_ARN, {
    principalArn: ROLE_ARN,
    type: 'EC2_LINUX',
    madeBy: 'user',
    policies: new Map(),
    groups: [],
  });
  const { object } = await selfManaged(stage);
  expect(stage.cluster.nodes.map(({ origin, status }) => `${origin} ${status}`)).toEqual([
    'self-managed Ready',
    'self-managed Ready',
  ]);
  expect(stage.violations).toEqual([]);
  await stage.after(stage.delete('aws_autoscaling_group', 'own', object!));
  expect(stage.cluster.nodes).toEqual([]);
  expect(stage.world.all('network-interface')).toEqual([]);
});
