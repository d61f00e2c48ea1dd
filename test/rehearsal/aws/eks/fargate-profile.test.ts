/**
 * `aws_eks_fargate_profile`, as EKS answers it.
 */
import { describe, expect, test } from '@jest/globals';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { Stage } from '../../stage';
import {
  addCluster,
  addNode,
  addRole,
  arnOf,
  attach,
  REGION,
  stageOfAccess,
} from '../../kubernetes/small-cluster';

const TYPE = 'aws_eks_fargate_profile';
const POLICY = 'AmazonEKSFargatePodExecutionRolePolicy';
const SERVICE = 'eks-fargate-pods.amazonaws.com';
const PODS = arnOf('pods');

function profile(name: string, values: KnownValues = {}): KnownValues {
  return {
    cluster_name: 'main',
    fargate_profile_name: name,
    pod_execution_role_arn: PODS,
    subnet_ids: ['subnet-a'],
    selector: [{ namespace: 'apps', labels: {} }],
    ...values,
  };
}

function addPublicSubnet({ world }: Stage): void {
  const region = REGION;
  world.add({ kind: 'aws_internet_gateway', id: 'igw-1', region, attributes: {} });
  const association = { subnet_id: 'subnet-open', route_table_id: 'rtb-1' };
  world.add({ kind: 'aws_route_table_association', id: 'a-1', region, attributes: association });
  const route = { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' };
  world.add({ kind: 'aws_route', id: 'r-1', region, attributes: route });
}

describe('creating', () => {
  test('a profile becomes ACTIVE and lets its role in', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world, 'API_AND_CONFIG_MAP');
    addRole(stage.world, 'pods', { trusts: SERVICE, policy: POLICY });
    const { object, error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error).toBeUndefined();
    expect(object).toMatchObject({ id: 'main:a', attributes: { status: 'ACTIVE' } });
    expect(cluster.fargateProfiles.get('a')?.status).toBe('ACTIVE');
    expect(cluster.accessEntries.get(PODS)?.type).toBe('FARGATE_LINUX');
    expect(cluster.awsAuth).toMatchObject([{ arn: PODS }]);
  });

  test('two profiles of a cluster come one after the other', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const both = ['b', 'a'].map((name) => stage.create(TYPE, name, profile(name)));
    await stage.run();
    const [second, first] = await Promise.all(both);
    expect([first?.error, second?.error]).toEqual([undefined, undefined]);
    expect(second!.operation.endedAt).toBe(2 * first!.operation.endedAt);
    expect(second!.operation.steps[0]?.name).toBe('waiting for another Fargate profile of the cluster');
  });

  test('the next one comes although the first fails', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const wrong = stage.create(TYPE, 'a', profile('a', { selector: Array(6).fill({ namespace: 'x' }) }));
    const right = stage.create(TYPE, 'b', profile('b'));
    await stage.run();
    expect((await wrong).error).toContain('at most 5 selectors');
    expect((await right).error).toBeUndefined();
  });

  test('another configuration of the provider collides with a profile that is under way', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const one = stage.create(TYPE, 'a', profile('a'));
    await stage.run(0.5);
    stage.surroundings = { ...stage.surroundings, provider: {} };
    const other = stage.create(TYPE, 'b', profile('b'));
    await stage.run();
    expect((await one).error).toBeUndefined();
    expect((await other).error).toBe(
      'ResourceInUseException: Cannot create Fargate Profile b because cluster main currently has Fargate profile a in status CREATING',
    );
  });

  test('a profile is refused while another one is being deleted from elsewhere', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    cluster.fargateProfiles.set('old', { name: 'old', roleArn: PODS, selectors: [], status: 'DELETING' });
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error).toContain('currently has Fargate profile old in status DELETING');
  });

  test('a name that is taken is refused', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    cluster.fargateProfiles.set('a', { name: 'a', roleArn: PODS, selectors: [], status: 'ACTIVE' });
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error).toBe(
      'ResourceInUseException: A Fargate Profile already exists with this name in this cluster.',
    );
  });

  test.each<[string, KnownValues, string]>([
    [
      'more than five label pairs',
      { selector: [{ namespace: 'x', labels: { a: '', b: '', c: '', d: '', e: '', f: '' } }] },
      'at most 5 label pairs',
    ],
    [
      'a subnet with a route to an internet gateway',
      { subnet_ids: ['subnet-a', 'subnet-open'] },
      'Subnet subnet-open provided in Fargate Profile is not a private subnet',
    ],
    ['a subnet that is gone', { subnet_ids: ['subnet-gone'] }, "The subnet ID 'subnet-gone' does not exist"],
  ])('refuses %s', async (_what, values, text) => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    addPublicSubnet(stage);
    stage.world.vanish('subnet-gone');
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a', values)));
    expect(error).toContain(text);
  });

  test('a role that does not trust Fargate is refused after two minutes of trying', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    addRole(stage.world, 'pods', { policy: POLICY });
    expect(await stage.after(stage.create(TYPE, 'a', profile('a')))).toMatchObject({
      minutes: 2,
      error:
        'InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal',
    });
  });

  test('a role without its policy is refused, and taken when the policy comes in time', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    addRole(stage.world, 'pods', { trusts: SERVICE });
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error).toContain(`${POLICY} is not attached to pods`);
    const again = stage.create(TYPE, 'b', profile('b'));
    await stage.run(1);
    attach(stage.world, 'pods', POLICY);
    await stage.run();
    expect((await again).error).toBeUndefined();
  });

  test.each<[string, string, boolean]>([
    ['profiles of the cluster', 'arn:aws:eks:eu-west-1:*:fargateprofile/main/*', true],
    ['profiles of another cluster', 'arn:aws:eks:eu-west-1:*:fargateprofile/other/*', false],
    ['another region', 'arn:aws:eks:us-east-1:*:fargateprofile/main/*', false],
  ])('a role that trusts Fargate on behalf of %s only', async (_what, source, isTaken) => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const role = addRole(stage.world, 'pods', { trusts: SERVICE, policy: POLICY });
    const statement = {
      Effect: 'Allow',
      Principal: { Service: SERVICE },
      Condition: { ArnLike: { 'aws:SourceArn': source } },
    };
    role.attributes['assume_role_policy'] = JSON.stringify({ Statement: [statement] });
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error === undefined).toBe(isTaken);
  });

  test('a role that is gone is refused', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    stage.world.vanish('pods');
    const { error } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    expect(error).toContain('Misconfigured PodExecutionRole Trust Policy');
  });
});

describe('deleting', () => {
  test('takes the pods and the access of the role with the profile', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world, 'API_AND_CONFIG_MAP');
    const { object } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    addNode(cluster, PODS, { origin: 'fargate', group: 'a' });
    await stage.after(stage.delete(TYPE, 'a', object!));
    expect(cluster.nodes).toEqual([]);
    expect(cluster.fargateProfiles.size).toBe(0);
    expect(cluster.accessEntries.size).toBe(0);
    expect(cluster.awsAuth).toEqual([]);
  });

  test('keeps the access of a role that another profile uses', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const { object } = await stage.after(stage.create(TYPE, 'a', profile('a')));
    await stage.after(stage.create(TYPE, 'b', profile('b')));
    await stage.after(stage.delete(TYPE, 'a', object!));
    expect(cluster.accessEntries.has(PODS)).toBe(true);
  });

  test('waits for its turn within the provider, and is refused from elsewhere', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map((name) => {
        const played = stage.create(TYPE, name, profile(name));
        void stage.run();
        return played;
      }),
    );
    const first = stage.delete(TYPE, 'a', a!.object!);
    const second = stage.delete(TYPE, 'b', b!.object!);
    await stage.run(0.5);
    stage.surroundings = { ...stage.surroundings, provider: {} };
    const elsewhere = stage.delete(TYPE, 'c', c!.object!);
    await stage.run();
    expect((await first).error).toBeUndefined();
    expect((await second).error).toBeUndefined();
    expect((await elsewhere).error).toContain('Cannot delete Fargate Profile c');
  });
});
