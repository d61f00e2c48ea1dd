import { beforeEach, describe, expect, test } from '@jest/globals';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import type { AddonModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { IAM_RULES } from '../../../../lib/rehearsal/aws/iam/rules';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import { Stage } from '../../stage';
import { addCluster, addNode } from './living-cluster';

const ARN = 'arn:aws:iam::111122223333:role/some';
let stage: Stage;

beforeEach(async () => {
  stage = new Stage(
    { resources: IAM_RULES, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
  await stage.after(stage.create('aws_iam_role', 'some', { name: 'some' }));
});

describe('A policy taken from a role', () => {
  test('of a living cluster is a violation: role-lost-policies', async () => {
    const attachment = await attach('AmazonEKSClusterPolicy');
    addCluster(stage.world, { role_arn: ARN });
    await detach(attachment);
    expect(stage.world.violations).toEqual([
      {
        time: stage.world.clock.now - 1000,
        rule: 'role-lost-policies',
        subject: 'some/AmazonEKSClusterPolicy',
        message: 'AmazonEKSClusterPolicy was taken from the role some while the cluster main used it.',
      },
    ]);
  });

  test('of a cluster that is still being deleted is one too, since EKS needs the role to clean up', async () => {
    const attachment = await attach('AmazonEKSClusterPolicy');
    addCluster(stage.world, { role_arn: ARN }).status = 'DELETING';
    await detach(attachment);
    expect(stage.world.violations[0]?.message).toContain('which was being deleted');
  });

  test('that the cluster does not need hurts nobody', async () => {
    const [compute, other] = [await attach('AmazonEKSComputePolicy'), await attach('ReadOnlyAccess')];
    addCluster(stage.world, { role_arn: ARN });
    await detach(compute);
    await detach(other);
    expect(stage.world.violations).toEqual([]);
  });

  test('while Auto Mode needs it is a violation', async () => {
    const attachment = await attach('AmazonEKSComputePolicy');
    addCluster(stage.world, { role_arn: ARN }).autoMode = { nodePools: ['system'], nodeRoleArn: undefined };
    await detach(attachment);
    expect(messages()).toEqual([
      'AmazonEKSComputePolicy was taken from the role some while the cluster main used it.',
    ]);
  });

  test('of nodes is a violation, unless another one does as well', async () => {
    const readOnly = await attach('AmazonEC2ContainerRegistryReadOnly');
    const pullOnly = await attach('AmazonEC2ContainerRegistryPullOnly');
    addNode(addCluster(stage.world), { roleArn: ARN });
    await detach(readOnly);
    expect(messages()).toEqual([]);
    await detach(pullOnly);
    expect(messages()).toEqual([
      'AmazonEC2ContainerRegistryPullOnly was taken from the role some while nodes of workers of the cluster main used it.',
    ]);
  });

  test('of nodes that are gone hurts nobody', async () => {
    const attachment = await attach('AmazonEKSWorkerNodePolicy');
    const cluster = addCluster(stage.world);
    addNode(cluster, { roleArn: ARN });
    cluster.nodes.splice(0);
    await detach(attachment);
    expect(messages()).toEqual([]);
  });

  test('of nodes whose CNI has a role of its own may be that of the CNI', async () => {
    const own = await attach('AmazonEKS_CNI_Policy');
    const cluster = addCluster(stage.world);
    addNode(cluster, { roleArn: ARN });
    cluster.addons.set('vpc-cni', addon('vpc-cni', 'arn:aws:iam::111122223333:role/cni'));
    await detach(own);
    expect(messages()).toEqual([]);
    const again = await attach('AmazonEKS_CNI_Policy');
    cluster.addons.set('vpc-cni', addon('vpc-cni'));
    await detach(again);
    expect(messages()).toHaveLength(1);
  });

  test('of a Fargate profile is a violation until the profile is gone', async () => {
    const attachment = await attach('AmazonEKSFargatePodExecutionRolePolicy');
    const cluster = addCluster(stage.world);
    cluster.fargateProfiles.set('fp', { name: 'fp', roleArn: ARN, selectors: [], status: 'DELETING' });
    await detach(attachment);
    expect(messages()[0]).toContain('while the Fargate profile fp of the cluster main used it.');
  });

  test('of an add-on is a violation when it was the last one', async () => {
    const [one, other] = [await attach('One'), await attach('Other')];
    addCluster(stage.world).addons.set('aws-ebs-csi-driver', addon('aws-ebs-csi-driver', ARN));
    await detach(one);
    expect(messages()).toEqual([]);
    await detach(other);
    expect(messages()).toEqual([
      'Other was taken from the role some while the add-on aws-ebs-csi-driver of the cluster main used it.',
    ]);
  });

  test('of an add-on that is going hurts nobody', async () => {
    const attachment = await attach('One');
    const going = addon('aws-ebs-csi-driver', ARN);
    going.status = 'DELETING';
    addCluster(stage.world).addons.set(going.name, going);
    await detach(attachment);
    expect(messages()).toEqual([]);
  });

  test('by an attachment that has a double is always a violation, whatever the policy', async () => {
    const first = await attach('ReadOnlyAccess', 'first');
    await attach('ReadOnlyAccess', 'second');
    addCluster(stage.world, { role_arn: ARN });
    await detach(first);
    expect(messages()).toEqual([
      'ReadOnlyAccess was taken from the role some while the cluster main used it.',
    ]);
  });

  test('that stood within the role counts as well', async () => {
    const planned = { role: 'some', name: 'ipv6', policy: '{}' };
    const { object } = await stage.after(stage.create('aws_iam_role_policy', 'ipv6', planned));
    addCluster(stage.world).addons.set('vpc-cni', addon('vpc-cni', ARN));
    await stage.after(stage.delete('aws_iam_role_policy', 'ipv6', existing(object)));
    expect(messages()).toEqual([
      'ipv6 was taken from the role some while the add-on vpc-cni of the cluster main used it.',
    ]);
  });
});

function addon(name: string, serviceAccountRoleArn?: string): AddonModel {
  return {
    name,
    selfManaged: false,
    status: 'ACTIVE',
    version: 'v1',
    configuration: null,
    podIdentityRoles: new Map(),
    serviceAccountRoleArn,
  };
}

function messages(): readonly string[] {
  return stage.world.violations.map(({ message }) => message);
}

async function attach(policy: string, name = policy): Promise<WorldObject> {
  const planned = { role: 'some', policy_arn: `arn:aws:iam::aws:policy/${policy}` };
  const { object } = await stage.after(stage.create('aws_iam_role_policy_attachment', name, planned));
  return existing(object);
}

function existing(object: WorldObject | undefined): WorldObject {
  if (object === undefined) {
    throw new Error('nothing was made');
  }
  return object;
}

async function detach(attachment: WorldObject): Promise<void> {
  await stage.after(stage.delete('aws_iam_role_policy_attachment', 'some', attachment));
}
