/**
 * What each state of Auto Mode renders, and everything that can be wrong with it.
 */
import { describe, expect, test } from '@jest/globals';
import type { AutoModeOptions, SafeEksCluster } from '../../lib';
import {
  AccessEntryAuth,
  AddonName,
  AddonVersion,
  AutoMode,
  AutoModeState,
  BuiltInNodePool,
  KubernetesVersion,
  MigrationStep,
  OrderedAddons,
} from '../../lib';
import type { TerraformGraph } from '../../lib/testing';
import { journey } from '../support/auto-mode';
import { ADMIN_ARN, addWorkers, bareCluster, importedCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownList, unknownText } from '../support/tokens';

const { CLASSIC, BOTH, AUTO_ONLY } = AutoModeState;
const ROLE = 'arn:aws:iam::111122223333:role/eks/auto-nodes';
const AT = 'stack/Cluster';

function graphOf(state: AutoModeState | undefined, options?: AutoModeOptions): TerraformGraph {
  const app = newApp();
  journey(app, { state, options });
  return synth(app).stack('stack').graph;
}

const switchesOf = (graph: TerraformGraph): unknown => {
  const { compute_config, storage_config, kubernetes_network_config } = graph.at('Cluster/Resource').block;
  const network = kubernetes_network_config as { elastic_load_balancing: unknown };
  return { compute_config, storage_config, elastic_load_balancing: network.elastic_load_balancing };
};

const addonsOf = (graph: TerraformGraph): unknown[] =>
  graph.ofType('aws_eks_addon').map(({ block }) => block['addon_name']);

describe('the three switches', () => {
  test.each([undefined, CLASSIC])('are off, and a role that was there is kept: %s', (state) => {
    const graph = graphOf(state);
    expect(switchesOf(graph)).toEqual({
      compute_config: { enabled: false },
      storage_config: { block_storage: { enabled: false } },
      elastic_load_balancing: { enabled: false },
    });
    expect(graph.at('Cluster/Resource').block.lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining([
        'compute_config[0].node_role_arn',
        'compute_config[0].node_pools',
      ]),
    });
  });

  test.each([BOTH, AUTO_ONLY])('are on, with both pools and the role: %s', (state) => {
    const graph = graphOf(state);
    expect(switchesOf(graph)).toEqual({
      compute_config: {
        enabled: true,
        node_pools: ['general-purpose', 'system'],
        node_role_arn: `\${${graph.at('Cluster/AutoModeNodeRole/Resource').address}.arn}`,
      },
      storage_config: { block_storage: { enabled: true } },
      elastic_load_balancing: { enabled: true },
    });
    expect(JSON.stringify(graph.at('Cluster/Resource').block.lifecycle)).not.toContain('compute_config[0]');
  });

  test('name a role only with pools, as EKS takes neither alone', () => {
    const { compute_config } = switchesOf(graphOf(AUTO_ONLY, { nodePools: [] })) as {
      compute_config: object;
    };
    expect(compute_config).toEqual({ enabled: true });
  });
});

test.each<[AutoModeState | undefined, string[]]>([
  [undefined, ['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']],
  [CLASSIC, ['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']],
  [BOTH, ['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']],
  [AUTO_ONLY, []],
])('the add-ons of other nodes are there as long as there may be such nodes: %s', (state, names) => {
  expect(addonsOf(graphOf(state))).toEqual(names);
});

test.each([CLASSIC, BOTH, AUTO_ONLY])('the rights of both roles come before the cluster: %s', (state) => {
  const graph = graphOf(state);
  const attachments = graph
    .ofType('aws_iam_role_policy_attachment')
    .filter(({ path }) => /^Cluster\/(AutoModeNode)?Role\//.test(path));
  expect(attachments.map(({ path }) => path)).toEqual([
    'Cluster/AutoModeNodeRole/AmazonEC2ContainerRegistryPullOnly',
    'Cluster/AutoModeNodeRole/AmazonEKSWorkerNodeMinimalPolicy',
    'Cluster/Role/AmazonEKSBlockStoragePolicy',
    'Cluster/Role/AmazonEKSClusterPolicy',
    'Cluster/Role/AmazonEKSComputePolicy',
    'Cluster/Role/AmazonEKSLoadBalancingPolicy',
    'Cluster/Role/AmazonEKSNetworkingPolicy',
  ]);
  expect(graph.at('Cluster/Resource').dependsOn).toEqual(
    expect.arrayContaining(attachments.map(({ address }) => address)),
  );
});

test('nothing of it is made for a cluster without it', () => {
  const graph = graphOf(undefined);
  expect(graph.nodes.filter(({ path }) => path.includes('AutoMode'))).toEqual([]);
  expect(graph.ofType('aws_eks_node_groups')).toEqual([]);
});

test('the role of nodes is a role for EC2 that keeps its name', () => {
  const { block } = graphOf(BOTH, {
    additionalNodePolicies: ['AmazonSSMManagedInstanceCore'],
    nodePermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  }).at('Cluster/AutoModeNodeRole/Resource');
  expect(block).toMatchObject({
    name: 'main.auto-mode-nodes.eu-west-1',
    permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
    lifecycle: { ignore_changes: ['name'] },
  });
  expect(JSON.parse(String(block['assume_role_policy']))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: ['sts:AssumeRole'] }],
  });
});

test('a role that is brought is taken as it is, and known by its name', () => {
  const app = newApp();
  const cluster = journey(app, { state: BOTH, options: { nodeRoleArn: ROLE } });
  const { graph } = synth(app).stack('stack');
  expect(graph.at('Cluster/Resource').block['compute_config']).toMatchObject({ node_role_arn: ROLE });
  expect(graph.nodes.map(({ path }) => path)).not.toContain('Cluster/AutoModeNodeRole/Resource');
  expect([cluster.autoModeNodeRoleArn, cluster.autoModeNodeRoleName]).toEqual([ROLE, 'auto-nodes']);
});

test('the role gets an entry here only where EKS makes no pools, and so no entry', () => {
  const entries = (options: AutoModeOptions): unknown[] =>
    graphOf(AUTO_ONLY, options)
      .ofType('aws_eks_access_entry')
      .map(({ block }) => block['type']);
  expect(entries({})).toEqual(['STANDARD']);
  expect(entries({ nodePools: [BuiltInNodePool.SYSTEM] })).toEqual(['STANDARD']);
  expect(entries({ nodePools: [] })).toEqual(['STANDARD', 'EC2']);
  const associations = graphOf(AUTO_ONLY, { nodePools: [] }).ofType('aws_eks_access_policy_association');
  expect(associations.map(({ block }) => block['policy_arn'])).toContain(
    'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy',
  );
});

test('tags of the user are allowed where they are asked for, by conditions that can be met', () => {
  const path = 'Cluster/Role/Inline-AutoModeTags';
  expect(graphOf(BOTH).nodes.map((node) => node.path)).not.toContain(path);
  const policy = String(graphOf(BOTH, { customTags: true }).at(path).block['policy']);
  // Terraform reads two dollars as one, which IAM then replaces.
  expect(policy).toContain(
    '"aws:RequestTag/eks:eks-cluster-name":"$${aws:PrincipalTag/eks:eks-cluster-name}"',
  );
  const { Statement } = JSON.parse(policy) as {
    Statement: { Condition: { StringEquals: Record<string, string> } }[];
  };
  expect(Statement.flatMap(({ Condition }) => Object.values(Condition.StringEquals))).not.toContain('*');
  expect(policy).toMatchSnapshot('tagging');
});

test('add-ons that need a node find one', () => {
  const app = newApp();
  const cluster = journey(app, { state: AUTO_ONLY });
  cluster.addAddon(AddonName.METRICS_SERVER);
  expect(problemsOf(app)).toEqual([]);
});

const withAutoMode =
  (
    autoMode: AutoMode,
    arrange: (cluster: SafeEksCluster) => void = () => undefined,
    props: object = {},
  ): ProblemCase['build'] =>
  (stack) => {
    const cluster = bareCluster(stack, { autoMode, ...props });
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    arrange(cluster);
  };

const ERRORS: ProblemCase[] = [
  {
    when: 'there are node groups beside Auto Mode alone',
    build: withAutoMode(AutoMode.enabled(), addWorkers),
    message: `${AT}: autoMode is all that runs nodes, and there is ${AT}/workers besides, without CNI and DNS (SEKS8001). Say besideOtherCompute: true, so that the add-ons for them are installed.`,
    property: 'autoMode',
    value: [`${AT}/workers`],
  },
  {
    when: 'node groups are still there at the last state',
    build: withAutoMode(AutoMode.migrating({ state: AUTO_ONLY }), addWorkers),
    message: `${AT}: autoMode is all that runs nodes, and there is ${AT}/workers besides, without CNI and DNS (SEKS8001). Remove them in an apply at AutoModeState.BOTH, or stay there.`,
    property: 'autoMode',
    value: [`${AT}/workers`],
  },
  {
    when: 'an add-on is added that is built in',
    build: withAutoMode(AutoMode.enabled(), (cluster) => cluster.addAddon(AddonName.COREDNS)),
    message: `${AT}: Auto Mode has coredns built in, and the add-on finds no node to run on (SEKS8002). Remove the add-on, or say besideOtherCompute: true if there are other nodes.`,
    property: undefined,
    value: ['coredns'],
  },
  {
    when: 'Kubernetes is too old',
    build: withAutoMode(AutoMode.enabled(), undefined, { version: KubernetesVersion.of('1.28') }),
    message: `${AT}: autoMode is on with Kubernetes 1.28, and needs 1.29 or later (SEKS8003). Upgrade first.`,
    property: 'autoMode',
    value: '1.28',
  },
  {
    when: 'only aws-auth lets anybody in',
    build: withAutoMode(AutoMode.enabled(), undefined, {
      authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP }),
    }),
    message: `${AT}: autoMode is on while only aws-auth lets anybody in, and its nodes join by access entries (SEKS8004). Go to MigrationStep.BOTH first, in an apply of its own.`,
    property: 'autoMode',
    value: 'CONFIG_MAP',
  },
  {
    when: 'policies are given for a role that is brought',
    build: withAutoMode(AutoMode.enabled({ nodeRoleArn: ROLE, additionalNodePolicies: ['X'] })),
    message: `${AT}: autoMode names both a role for the nodes and what a new one would get (SEKS8005). Set policies and boundary on the role that you bring.`,
    property: 'autoMode.nodeRoleArn',
    value: ROLE,
  },
  {
    when: 'a pool is named twice',
    build: withAutoMode(AutoMode.enabled({ nodePools: [BuiltInNodePool.SYSTEM, BuiltInNodePool.SYSTEM] })),
    message: `${AT}: autoMode.nodePools holds ['system'] more than once (SEKS8005). Name each once.`,
    property: 'autoMode.nodePools',
    value: ['system'],
  },
  {
    when: 'an add-on is too old to keep off its nodes',
    build: withAutoMode(AutoMode.enabled({ besideOtherCompute: true }), (cluster) => {
      addWorkers(cluster);
      cluster.addons.configure(AddonName.VPC_CNI, { version: AddonVersion.of('v1.18.6-eksbuild.1') });
    }),
    message: `${AT}: vpc-cni 'v1.18.6-eksbuild.1' does not keep off the nodes of Auto Mode, as v1.19.0-eksbuild.1 does (SEKS8008). Give v1.19.0-eksbuild.1 or later, in an apply before Auto Mode is switched on.`,
    property: 'version',
    value: 'v1.18.6-eksbuild.1',
  },
  {
    when: 'the pools are a token',
    build: withAutoMode(AutoMode.enabled({ nodePools: unknownList() as never[] })),
    message: `${AT}: autoMode.nodePools is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'autoMode.nodePools',
    value: expect.anything(),
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test('a role that nobody knows yet is no mistake', () => {
  const app = newApp();
  withAutoMode(AutoMode.enabled({ nodeRoleArn: unknownText() }))(newStack(app));
  expect(problemsOf(app)).toEqual([]);
});

test('node groups and their add-ons may be beside Auto Mode from the start', () => {
  const app = newApp();
  withAutoMode(AutoMode.enabled({ besideOtherCompute: true }), addWorkers)(newStack(app));
  expect(addonsOf(synth(app).stack('stack').graph)).toHaveLength(4);
});

test('an imported cluster with Auto Mode gets no add-ons for other nodes, and tells its role', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack, { autoMode: AutoMode.enabled({ nodeRoleArn: ROLE }) });
  new OrderedAddons(stack, 'Addons', { cluster });
  expect(cluster.autoModeNodeRoleName).toBe('auto-nodes');
  expect(addonsOf(synth(app).stack('stack').graph)).toEqual([]);
});
