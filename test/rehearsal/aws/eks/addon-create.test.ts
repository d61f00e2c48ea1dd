/**
 * New add-ons: which come before nodes, which wait for them, and which fail.
 */
import { expect, test } from '@jest/globals';
import type { ClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { ADDON_RULES } from '../../../../lib/rehearsal/aws/eks/addon-rules';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { CLUSTER_RULES } from '../../../../lib/rehearsal/aws/eks/cluster-rules';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import { Stage, type Played } from '../../stage';
import {
  addNode,
  addRole,
  attach,
  CLUSTER,
  clusterStage,
  NODE_ROLE,
  stageWithCluster,
  switches,
} from './cluster-stage';

const ADDON_ROLE = 'arn:aws:iam::111122223333:role/main-addon';
const FARGATE_ROLE = 'arn:aws:iam::111122223333:role/main-fargate';
const ASSOCIATION = [{ role_arn: ADDON_ROLE, service_account: 'ebs-csi-controller-sa' }];
const EBS = 'aws-ebs-csi-driver';

function start(stage: Stage, name: string, more: KnownValues = {}): Promise<Played> {
  return stage.create('aws_eks_addon', name, { cluster_name: 'main', addon_name: name, ...more });
}

function runAgent(cluster: ClusterModel): void {
  cluster.addons.set('eks-pod-identity-agent', {
    name: 'eks-pod-identity-agent',
    selfManaged: false,
    status: 'ACTIVE',
    version: 'v1.3.4-eksbuild.1',
    configuration: null,
    podIdentityRoles: new Map(),
    serviceAccountRoleArn: undefined,
  });
}

const TIMED_OUT = (name: string, timeout = '20m0s'): string =>
  `waiting for EKS Add-On (main:${name}) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: ${timeout})`;

test.each(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent', 'eks-node-monitoring-agent'])(
  'a new add-on that is a DaemonSet needs no node: %s',
  async (name) => {
    const { stage, cluster } = await stageWithCluster();
    const played = await stage.after(start(stage, name));
    expect(played).toMatchObject({ error: undefined, minutes: 40 / 60 });
    expect(cluster.addons.get(name)).toMatchObject({ status: 'ACTIVE', selfManaged: false });
  },
);

test.each(['coredns', 'metrics-server', 'snapshot-controller', 'an-addon-nobody-knows'])(
  'a new add-on that is a Deployment times out without a node, and is left behind: %s',
  async (name) => {
    const { stage, cluster } = await stageWithCluster();
    const played = await stage.after(start(stage, name));
    expect(played).toMatchObject({ error: TIMED_OUT(name), minutes: 20 });
    expect(played.object).toBeDefined();
    expect(cluster.addons.get(name)).toMatchObject({ status: 'DEGRADED' });
  },
);

test('a new add-on that is a Deployment is active when a node is there', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  expect(await stage.after(start(stage, 'coredns'))).toMatchObject({ error: undefined, minutes: 40 / 60 });
});

test('a new add-on that is a Deployment recovers when a node comes in time', async () => {
  const { stage, cluster } = await stageWithCluster();
  const creation = start(stage, 'coredns');
  await stage.run(12);
  addNode(cluster);
  const played = await stage.after(creation);
  expect(played.error).toBeUndefined();
  expect(played.minutes).toBeGreaterThanOrEqual(12);
  expect(played.minutes).toBeLessThan(12.5);
  expect(stage.world.events.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['addon-degraded', 'addon-active']),
  );
});

test('a new add-on times out as early as its time-out says', async () => {
  const { stage } = await stageWithCluster();
  const played = await stage.after(start(stage, 'coredns', { timeouts: { create: '5m' } }));
  expect(played).toMatchObject({ error: TIMED_OUT('coredns', '5m0s'), minutes: 5 });
});

test('a new add-on times out while EKS still makes it when that takes longer', async () => {
  const { stage } = await stageWithCluster();
  const played = await stage.after(start(stage, 'vpc-cni', { timeouts: { create: '30s' } }));
  expect(played.error).toMatch(/last state: 'CREATING', timeout: 30s\)$/);
});

test('a new add-on has a name, a version and an ARN', async () => {
  const { stage } = await stageWithCluster();
  const { object } = await stage.after(start(stage, 'kube-proxy'));
  expect(object).toMatchObject({
    id: 'main:kube-proxy',
    attributes: {
      addon_version: 'v1.34.0-eksbuild.2',
      arn: expect.stringMatching(/^arn:aws:eks:eu-west-1:111122223333:addon\/main\/kube-proxy\//),
    },
  });
});

test('a request for an add-on is refused without a cluster', async () => {
  const stage = clusterStage();
  expect((await stage.after(start(stage, 'vpc-cni'))).error).toBe(
    'ResourceNotFoundException: No cluster found for name: main.',
  );
});

test('a request for an add-on is refused while the cluster is being created', async () => {
  const stage = clusterStage();
  const creation = stage.create('aws_eks_cluster', 'main', CLUSTER);
  await stage.run(1);
  const addon = start(stage, 'vpc-cni');
  await stage.run();
  expect((await addon).error).toMatch(/^InvalidRequestException: Cluster main is CREATING/);
  expect((await creation).error).toBeUndefined();
});

test('a request for an add-on is refused when EKS manages the add-on already', async () => {
  const { stage } = await stageWithCluster();
  await stage.after(start(stage, 'vpc-cni'));
  expect((await stage.after(start(stage, 'vpc-cni'))).error).toBe(
    'ResourceInUseException: Addon already exists.',
  );
});

test('a request for an add-on is refused for a kube-proxy that is newer than the control plane', async () => {
  const { stage } = await stageWithCluster();
  const played = await stage.after(start(stage, 'kube-proxy', { addon_version: 'v1.35.0-eksbuild.2' }));
  expect(played).toMatchObject({
    error: 'InvalidParameterException: Addon version specified is not supported',
    object: undefined,
  });
});

test('a request for an add-on is taken for a kube-proxy that is older than the control plane', async () => {
  const { stage } = await stageWithCluster();
  const played = await stage.after(start(stage, 'kube-proxy', { addon_version: 'v1.33.0-eksbuild.2' }));
  expect(played.error).toBeUndefined();
});

test('a request for an add-on is refused after two minutes when the role does not exist', async () => {
  const { stage } = await stageWithCluster();
  stage.world.vanish('main-addon');
  const played = await stage.after(start(stage, 'vpc-cni', { pod_identity_association: ASSOCIATION }));
  expect(played).toMatchObject({
    error: `InvalidParameterException: Role ${ADDON_ROLE} does not exist`,
    minutes: 2,
    object: undefined,
  });
});

const VERSION = { addon_version: 'v1.20.4-eksbuild.1' };

async function withCopies(): ReturnType<typeof stageWithCluster> {
  return stageWithCluster({ bootstrap_self_managed_addons: true });
}

test('an add-on beside a copy that EKS installed at creation fails with a conflict, is left behind, and the copy runs on', async () => {
  const { stage, cluster } = await withCopies();
  const played = await stage.after(start(stage, 'vpc-cni', VERSION));
  expect(played.error).toBe(
    "waiting for EKS Add-On (main:vpc-cni) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: : ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\n" +
      'DaemonSet.apps aws-node - .spec.template.spec.containers[name="aws-node"].image',
  );
  expect(played.object).toBeDefined();
  expect(cluster.addons.get('vpc-cni')).toMatchObject({ selfManaged: true, status: 'ACTIVE' });
});

test.each([
  ['overwrites it when told so', { ...VERSION, resolve_conflicts_on_create: 'OVERWRITE' }],
  ['takes it over as it is when nothing differs', { resolve_conflicts_on_create: 'NONE' }],
])('an add-on beside a copy that EKS installed at creation %s', async (_what, more) => {
  const { stage, cluster } = await withCopies();
  expect((await stage.after(start(stage, 'vpc-cni', more))).error).toBeUndefined();
  expect(cluster.addons.get('vpc-cni')).toMatchObject({ selfManaged: false, status: 'ACTIVE' });
});

test('the pods of an add-on find no place when all nodes have a taint that they do not tolerate', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster, { taints: ['dedicated=batch:NO_SCHEDULE'] });
  const played = await stage.after(start(stage, 'coredns'));
  expect(played.error).toBe(TIMED_OUT('coredns'));
  expect(stage.world.events).toContainEqual(
    expect.objectContaining({
      what: 'addon-degraded',
      detail: expect.stringContaining('do not tolerate the taints of the nodes: dedicated=batch:NO_SCHEDULE'),
    }),
  );
});

test.each([
  ['tolerate a taint for critical add-ons', 'CriticalAddonsOnly=true:NO_SCHEDULE', undefined],
  ['are only kept off when there is another node', 'dedicated=batch:PREFER_NO_SCHEDULE', undefined],
  [
    'tolerate what their configuration says',
    'dedicated=batch:NO_SCHEDULE',
    { tolerations: [{ key: 'dedicated', operator: 'Exists' }] },
  ],
  [
    'tolerate everything when their configuration names no key',
    'dedicated=batch:NO_SCHEDULE',
    { tolerations: [{ operator: 'Exists' }] },
  ],
])('the pods of an add-on %s', async (_what, taint, configuration) => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster, { taints: [taint] });
  const values = configuration === undefined ? null : JSON.stringify(configuration);
  const played = await stage.after(start(stage, 'coredns', { configuration_values: values }));
  expect(played.error).toBeUndefined();
});

test('the pods of an add-on do not run on a node that is not Ready', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster, { status: 'NotReady' });
  expect((await stage.after(start(stage, 'coredns'))).error).toBe(TIMED_OUT('coredns'));
});

test('the pods of an add-on make Auto Mode start a node', async () => {
  const pools = { node_pools: ['general-purpose'], node_role_arn: NODE_ROLE };
  const { stage } = await stageWithCluster(switches(true, pools));
  const { error, operation } = await stage.after(start(stage, 'metrics-server'));
  expect(error).toBeUndefined();
  expect(operation.steps.map(({ name }) => name)).toEqual([
    'eks:CreateAddon',
    'ec2:RunInstances',
    'kubelet joins',
  ]);
});

test('the pods of an add-on find no node with Auto Mode and no pools', async () => {
  const { stage } = await stageWithCluster(switches(true));
  expect((await stage.after(start(stage, 'metrics-server'))).error).toBe(TIMED_OUT('metrics-server'));
});

test('the pods of an add-on do not run on nodes of Auto Mode when the add-on is part of those: aws-ebs-csi-driver', async () => {
  const pools = { node_pools: ['general-purpose'], node_role_arn: NODE_ROLE };
  const { stage, cluster } = await stageWithCluster(switches(true, pools));
  addNode(cluster, { origin: 'auto-mode', group: 'general-purpose' });
  expect((await stage.after(start(stage, EBS))).error).toBe(TIMED_OUT(EBS));
});

const COMPUTE_TYPE = { configuration_values: JSON.stringify({ computeType: 'Fargate' }) };

async function withProfile(selector: KnownValues, mayEnter = true): ReturnType<typeof stageWithCluster> {
  const setting = await stageWithCluster();
  setting.cluster.fargateProfiles.set('system', {
    name: 'system',
    roleArn: FARGATE_ROLE,
    selectors: [{ namespace: 'kube-system', labels: {}, ...selector }],
    status: 'ACTIVE',
  });
  if (mayEnter) {
    setting.cluster.accessEntries.set(FARGATE_ROLE, {
      principalArn: FARGATE_ROLE,
      type: 'FARGATE_LINUX',
      madeBy: 'EKS',
      policies: new Map(),
      groups: [],
    });
  }
  return setting;
}

test.each<KnownValues>([{}, { labels: { 'k8s-app': 'kube-dns' } }, { namespace: 'kube-*' }])(
  'coredns on Fargate runs where a profile takes its pods (%j)',
  async (selector) => {
    const { stage } = await withProfile(selector);
    expect((await stage.after(start(stage, 'coredns', COMPUTE_TYPE))).error).toBeUndefined();
  },
);

test('coredns on Fargate times out without the compute type', async () => {
  const { stage } = await withProfile({});
  expect((await stage.after(start(stage, 'coredns'))).error).toBe(TIMED_OUT('coredns'));
});

test.each<KnownValues>([{ labels: { 'k8s-app': 'dns' } }, { namespace: 'default' }])(
  'coredns on Fargate times out when no profile takes its pods (%j)',
  async (selector) => {
    const { stage } = await withProfile(selector);
    expect((await stage.after(start(stage, 'coredns', COMPUTE_TYPE))).error).toBe(TIMED_OUT('coredns'));
  },
);

test('coredns on Fargate times out when the role of the profile is not let in', async () => {
  const { stage } = await withProfile({}, false);
  expect((await stage.after(start(stage, 'coredns', COMPUTE_TYPE))).error).toBe(TIMED_OUT('coredns'));
});

const ASSOCIATED = { pod_identity_association: ASSOCIATION };

test('a controller that needs a role stays DEGRADED by Pod Identity without its agent', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  expect((await stage.after(start(stage, EBS, ASSOCIATED))).error).toBe(TIMED_OUT(EBS));
});

test('a controller that needs a role is active by Pod Identity when the agent comes in time', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  const creation = start(stage, EBS, ASSOCIATED);
  await stage.run(5);
  runAgent(cluster);
  expect((await stage.after(creation)).error).toBeUndefined();
});

test('a controller that needs a role stays DEGRADED when its role lacks the policy', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  runAgent(cluster);
  addRole(stage.world, ADDON_ROLE, []);
  expect((await stage.after(start(stage, EBS, ASSOCIATED))).error).toBe(TIMED_OUT(EBS));
});

test('a controller that needs a role is active when its role has the policy', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  addRole(stage.world, ADDON_ROLE, []);
  attach(stage.world, ADDON_ROLE, 'service-role/AmazonEBSCSIDriverPolicy');
  const more = { service_account_role_arn: ADDON_ROLE };
  expect((await stage.after(start(stage, EBS, more))).error).toBeUndefined();
});

test('a controller that needs a role stays DEGRADED without a role when that of the nodes does not do', async () => {
  const { stage, cluster } = await stageWithCluster();
  addNode(cluster);
  addRole(stage.world, NODE_ROLE, ['AmazonEKSWorkerNodePolicy']);
  expect((await stage.after(start(stage, EBS))).error).toBe(TIMED_OUT(EBS));
});

test('an injected fault keeps an add-on from being made', async () => {
  const faults = {
    strike: (operation: string) =>
      operation === 'eks:CreateAddon'
        ? ({ kind: 'fail', code: 'ServerException', text: 'Internal Error' } as const)
        : undefined,
  };
  const resources = { aws_eks_cluster: CLUSTER_RULES, aws_eks_addon: ADDON_RULES };
  const rules = { resources, dataSources: {}, forceNew: {}, defaults: {} };
  const stage = new Stage(rules, { durations: AWS_DURATIONS, faults });
  await stage.after(stage.create('aws_eks_cluster', 'main', CLUSTER));
  expect(await stage.after(start(stage, 'vpc-cni'))).toMatchObject({
    error: 'ServerException: Internal Error',
    object: undefined,
  });
});
