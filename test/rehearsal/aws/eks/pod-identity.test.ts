/**
 * `aws_eks_pod_identity_association`, as EKS answers it.
 */
import { describe, expect, test } from '@jest/globals';
import type { AddonModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { podIdentityRole } from '../../../../lib/rehearsal/aws/eks/addon-permissions';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import { addCluster, arnOf, removeCluster, stageOfAccess } from '../../kubernetes/small-cluster';

const TYPE = 'aws_eks_pod_identity_association';

const ASSOCIATION: KnownValues = {
  cluster_name: 'main',
  namespace: 'apps',
  service_account: 'api',
  role_arn: arnOf('api'),
};

function agent(): AddonModel {
  return {
    name: 'eks-pod-identity-agent',
    selfManaged: false,
    status: 'ACTIVE',
    version: 'v1.3.4-eksbuild.1',
    configuration: null,
    podIdentityRoles: new Map(),
    serviceAccountRoleArn: undefined,
  };
}

test('gives a role to a service account', async () => {
  const stage = stageOfAccess();
  const cluster = addCluster(stage.world);
  const { object, error } = await stage.after(stage.create(TYPE, 'api', ASSOCIATION));
  expect(error).toBeUndefined();
  expect(object?.attributes['association_id']).toBe(object?.id);
  const roleOf = (serviceAccount: string) => {
    const role = { namespace: 'apps', serviceAccount, policy: 'Any', action: 'any:Action', isVital: true };
    return podIdentityRole(stage.world, cluster, agent(), role);
  };
  expect([roleOf('api'), roleOf('other')]).toEqual([arnOf('api'), undefined]);
});

test('refuses a second association for the same service account', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  const { object } = await stage.after(stage.create(TYPE, 'api', ASSOCIATION));
  const { error } = await stage.after(stage.create(TYPE, 'again', ASSOCIATION));
  expect(error).toBe(`ResourceInUseException: Association already exists: ${object!.id}`);
});

test('refuses a role that is gone, when it is made and when it is changed', async () => {
  const stage = stageOfAccess();
  addCluster(stage.world);
  stage.world.vanish('gone');
  const planned = { ...ASSOCIATION, role_arn: arnOf('gone') };
  const text = 'InvalidParameterException: Role provided in the request does not exist.';
  expect((await stage.after(stage.create(TYPE, 'api', planned))).error).toBe(text);
  const { object } = await stage.after(stage.create(TYPE, 'api', ASSOCIATION));
  expect((await stage.after(stage.update(TYPE, 'api', object!, planned))).error).toBe(text);
});

describe('the agent', () => {
  test('is missed half an hour later', async () => {
    const stage = stageOfAccess();
    addCluster(stage.world);
    await stage.after(stage.create(TYPE, 'api', ASSOCIATION));
    expect(stage.world.violations).toMatchObject([
      { rule: 'pod-identity-without-agent', subject: 'main/apps/api' },
    ]);
    expect(stage.world.events).toContainEqual(
      expect.objectContaining({ what: 'pod-identity-without-agent' }),
    );
  });

  test.each<[string, (cluster: ReturnType<typeof addCluster>) => void]>([
    ['when it came by then', (cluster) => cluster.addons.set('eks-pod-identity-agent', agent())],
    [
      'with Auto Mode, which has it built in',
      (cluster) => {
        cluster.autoMode = { nodePools: ['system'], nodeRoleArn: arnOf('nodes') };
      },
    ],
  ])('is not missed %s', async (_when, change) => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const created = stage.create(TYPE, 'api', ASSOCIATION);
    await stage.run(10);
    change(cluster);
    await stage.run();
    await created;
    expect(stage.world.violations).toEqual([]);
  });

  test('is not missed when the cluster is gone by then', async () => {
    const stage = stageOfAccess();
    const cluster = addCluster(stage.world);
    const created = stage.create(TYPE, 'api', ASSOCIATION);
    await stage.run(10);
    removeCluster(stage.world, cluster);
    await stage.run();
    await created;
    expect(stage.world.violations).toEqual([]);
  });
});
