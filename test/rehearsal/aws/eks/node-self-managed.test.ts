import { expect, test } from '@jest/globals';
import { declareImages } from '../../../../lib/rehearsal/aws/ec2/image';
import { declareWorkload } from '../../../../lib/rehearsal/aws/eks/workloads';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Played } from '../../stage';
import { bootstrap, ENDPOINT, NodeStage, ROLE_ARN } from './node-support';

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
  letIn(stage);
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

/** A group that is there, with its role let in, and what is to be changed about it. */
async function running(
  more: KnownValues = {},
  preferences: KnownValues = { min_healthy_percentage: 100, max_healthy_percentage: 110 },
) {
  const stage = new NodeStage();
  letIn(stage);
  const template = await stage.template(templateOf('ami-own'));
  const plan = (version: number, changed: KnownValues = {}): KnownValues => ({
    name: 'own',
    min_size: 1,
    max_size: 4,
    desired_capacity: 2,
    vpc_zone_identifier: ['subnet-a', 'subnet-b'],
    launch_template: [{ id: template.id, version: String(version) }],
    instance_refresh: [{ strategy: 'Rolling', preferences: [preferences] }],
    ...more,
    ...changed,
  });
  const { object } = await stage.after(stage.create('aws_autoscaling_group', 'own', plan(1)));
  const update = async (planned: KnownValues): Promise<Played> => {
    const played = stage.update('aws_autoscaling_group', 'own', object!, planned);
    await stage.run(5);
    return played;
  };
  const nextImage = async (imageId = 'ami-next'): Promise<void> =>
    stage.nextVersion(template, templateOf(imageId));
  return { stage, plan, update, nextImage, object: object! };
}

function letIn(stage: NodeStage): void {
  stage.cluster.accessEntries.set(ROLE_ARN, {
    principalArn: ROLE_ARN,
    type: 'EC2_LINUX',
    madeBy: 'user',
    policies: new Map(),
    groups: [],
  });
}

function templateOf(imageId: string): KnownValues {
  return {
    image_id: imageId,
    user_data: bootstrap(),
    iam_instance_profile: [{ arn: ROLE_ARN.replace(':role/', ':instance-profile/'), name: null }],
  };
}

const imagesOf = (stage: NodeStage): readonly (string | undefined)[] =>
  stage.cluster.nodes.map(({ imageId }) => imageId);

test('a new template starts a refresh that nobody waits for, new instances first', async () => {
  const { stage, plan, update, nextImage } = await running();
  await nextImage();
  const { minutes } = await update(plan(2));
  expect(minutes).toBeLessThan(1);
  expect(imagesOf(stage)).toContain('ami-own');

  await stage.run(60);
  expect(imagesOf(stage)).toEqual(['ami-next', 'ami-next']);
  const steps = stage.world.events
    .map(({ what }) => what)
    .filter((what) => ['node-started', 'node-terminated'].includes(what));
  expect(steps.slice(2)).toEqual(['node-started', 'node-terminated', 'node-started', 'node-terminated']);
  expect(stage.happened('instance-refresh-done')).toHaveLength(1);
  expect(stage.violations).toEqual([]);
});

test('where there may be none too many, old instances go first', async () => {
  const { stage, plan, update, nextImage } = await running(
    {},
    { min_healthy_percentage: 50, max_healthy_percentage: 100 },
  );
  await nextImage();
  await update(plan(2));
  await stage.run(60);
  const steps = stage.world.events
    .map(({ what }) => what)
    .filter((what) => ['node-started', 'node-terminated'].includes(what));
  expect(steps.slice(2)).toEqual(['node-terminated', 'node-started', 'node-terminated', 'node-started']);
});

test('a refresh ends pods without asking for their budget', async () => {
  const { stage, plan, update, nextImage } = await running();
  declareWorkload(stage.world, 'main', { name: 'db', replicas: 2, minAvailable: 2 });
  await nextImage();
  await update(plan(2));
  await stage.run(60);
  expect(stage.messageOf('disruption-budget-broken')).toContain(
    'because the instance refresh of the Auto Scaling group own terminated their nodes, though its budget keeps 2',
  );
});

test('a lifecycle hook alone changes nothing about that, and lasts its time', async () => {
  const hook = {
    name: 'drain',
    lifecycle_transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    heartbeat_timeout: 600,
  };
  const { stage, plan, update, nextImage } = await running({ initial_lifecycle_hook: [hook] });
  declareWorkload(stage.world, 'main', { name: 'db', replicas: 2, minAvailable: 2 });
  await nextImage();
  const start = stage.world.clock.now / 60_000;
  await update(plan(2));
  await stage.run(120);
  expect(stage.violations).toContain('disruption-budget-broken');
  expect(stage.minuteOf('node-terminated') - start).toBeGreaterThan(10);
});

test('with somebody who drains, the hook gives budgets their due', async () => {
  const hook = { name: 'drain', lifecycle_transition: 'autoscaling:EC2_INSTANCE_TERMINATING' };
  const { stage, plan, update, nextImage } = await running({ initial_lifecycle_hook: [hook] });
  stage.world.add({
    kind: 'helm_release',
    id: 'nth',
    region: '',
    attributes: { chart: 'aws-node-termination-handler' },
  });
  declareWorkload(stage.world, 'main', { name: 'db', replicas: 2, minAvailable: 1 });
  await nextImage();
  await update(plan(2));
  await stage.run(120);
  expect(imagesOf(stage)).toEqual(['ami-next', 'ami-next']);
  expect(stage.violations).toEqual([]);
});

test('any later update cancels the refresh, and nothing takes it up again until the template changes', async () => {
  const { stage, plan, update, nextImage } = await running(
    { desired_capacity: 3 },
    { min_healthy_percentage: 100, max_healthy_percentage: 110, skip_matching: true },
  );
  await nextImage();
  await update(plan(2));
  await stage.run(8);
  await update(plan(2, { max_size: 5 }));
  await stage.run(60);
  expect(stage.happened('instance-refresh-stopped')).toHaveLength(1);
  expect(new Set(imagesOf(stage))).toEqual(new Set(['ami-own', 'ami-next']));

  await nextImage('ami-last');
  await update(plan(3, { max_size: 5 }));
  await stage.run(90);
  expect(imagesOf(stage)).toEqual(['ami-last', 'ami-last', 'ami-last']);
});

test('without a refresh the instances stay as they are', async () => {
  const { stage, plan, update, nextImage } = await running({ instance_refresh: [] });
  await nextImage();
  await update(plan(2));
  await stage.run(60);
  expect(imagesOf(stage)).toEqual(['ami-own', 'ami-own']);
});

test('a group becomes larger and smaller', async () => {
  const { stage, plan, update } = await running();
  const larger = update(plan(1, { desired_capacity: 4 }));
  await stage.run(10);
  await larger;
  expect(stage.cluster.nodes.map(({ status }) => status)).toEqual(['Ready', 'Ready', 'Ready', 'Ready']);
  const smaller = update(plan(1, { desired_capacity: 1 }));
  await stage.run(10);
  await smaller;
  expect(stage.cluster.nodes).toHaveLength(1);
});

test('instances that cannot start are waited for in vain', async () => {
  const stage = new NodeStage();
  letIn(stage);
  declareImages(stage.world, { 'ami-own': { architecture: 'arm64' } });
  const template = await stage.template({ ...templateOf('ami-own'), instance_type: 'm7i.large' });
  const { error, minutes } = await stage.after(
    stage.create('aws_autoscaling_group', 'own', {
      name: 'own',
      desired_capacity: 2,
      wait_for_capacity_timeout: '20m',
      vpc_zone_identifier: ['subnet-a'],
      launch_template: [{ id: template.id, version: '1' }],
    }),
  );
  expect(minutes).toBe(20);
  expect(error).toContain(
    "timeout while waiting for state to become 'ok' (last state: 'want at least 2 healthy instance(s) in Auto Scaling " +
      "Group, have 0', timeout: 20m0s)",
  );
});

test('nodes of a mixture and of Windows find their cluster too', async () => {
  const stage = new NodeStage();
  stage.cluster.accessEntries.set(ROLE_ARN, {
    principalArn: ROLE_ARN,
    type: 'EC2_WINDOWS',
    madeBy: 'user',
    policies: new Map(),
    groups: [],
  });
  const script = `<powershell>\n& $EKSBootstrapScriptFile -EKSClusterName "main" -APIServerEndpoint "${ENDPOINT}"\n</powershell>`;
  const template = await stage.template({
    ...templateOf('ami-own'),
    user_data: Buffer.from(script).toString('base64'),
  });
  await stage.after(
    stage.create('aws_autoscaling_group', 'own', {
      name_prefix: 'own-',
      min_size: 1,
      vpc_zone_identifier: ['subnet-a'],
      mixed_instances_policy: [
        {
          launch_template: [
            {
              launch_template_specification: [{ launch_template_id: template.id, version: '1' }],
              override: [{ instance_type: 'm7i.large' }, { instance_type: 'm6i.large' }],
            },
          ],
        },
      ],
    }),
  );
  expect(stage.cluster.nodes.map(({ status, labels }) => [status, labels['kubernetes.io/os']])).toEqual([
    ['Ready', 'windows'],
  ]);
});
