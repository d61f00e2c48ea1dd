/**
 * Node pools of Auto Mode: the object that is rendered, its order, and what is refused.
 */
import { expect, test } from '@jest/globals';
import { AutoMode, SafeEks, TaintEffect } from '../../lib';
import type { AutoNodePoolProps, NodeRequirement } from '../../lib/kubernetes';
import {
  AutoNodeClass,
  AutoNodeLabel,
  AutoNodePool,
  ConsolidationPolicy,
  DeferredProviders,
  DisruptionReason,
  RequirementOperator,
} from '../../lib/kubernetes';
import { autoPools, classAndPool, manifestsOf } from '../support/auto-pools';
import { importedCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';
import { unknownList } from '../support/tokens';

const { NO_SCHEDULE, NO_EXECUTE } = TaintEffect;
const LIMITS = { cpu: 100 };

/** What is said of one pool named `batch` with these settings. */
function messagesFor(props: Partial<AutoNodePoolProps>): string[] {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodePool(pools, 'batch', { cluster, limits: LIMITS, ...props });
  return messagesOf(app);
}

/** The requirements that are rendered, each as `key operator values`. */
function requirementsFor(requirements?: NodeRequirement[]): string[] {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodePool(pools, 'batch', { cluster, limits: LIMITS, requirements });
  const spec = manifestsOf(synth(app))[0]!.manifest.spec as {
    readonly template: { readonly spec: { readonly requirements: readonly Required<NodeRequirement>[] } };
  };
  return spec.template.spec.requirements.map(({ key, operator, values }) =>
    [key.replace(/.*\//, ''), operator, ...values].join(' '),
  );
}

test('by default it is on demand, of recent generations, on the class of EKS, and is replaced a tenth at a time', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodePool(pools, 'batch', { cluster, limits: { cpu: 100, memory: '400Gi' } });

  expect(manifestsOf(synth(app))).toEqual([
    {
      manifest: {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name: 'batch' },
        spec: {
          limits: { cpu: '100', memory: '400Gi' },
          disruption: {
            consolidationPolicy: 'WhenEmptyOrUnderutilized',
            consolidateAfter: '30s',
            budgets: [{ nodes: '10%' }],
          },
          template: {
            spec: {
              nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
              requirements: [
                { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
                { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
                { key: 'eks.amazonaws.com/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
                { key: 'eks.amazonaws.com/instance-generation', operator: 'Gt', values: ['4'] },
              ],
              expireAfter: '336h',
            },
          },
        },
      },
      computed_fields: ['metadata.annotations', 'metadata.labels'],
      field_manager: { name: 'cdktf-safe-eks', force_conflicts: true },
      wait: { condition: [{ type: 'Ready', status: 'True' }] },
      timeouts: { delete: '60m' },
    },
  ]);
});

test('everything can be said, and what stands in manifest is laid over it', () => {
  const app = newApp();
  classAndPool(
    app,
    {},
    {
      nodePoolName: 'spot',
      requirements: [
        { key: AutoNodeLabel.CAPACITY_TYPE, values: ['spot', 'on-demand'] },
        { key: AutoNodeLabel.INSTANCE_FAMILY, values: ['m6i', 'm7i', 'm7a'], minValues: 2 },
        { key: AutoNodeLabel.INSTANCE_CPU, operator: RequirementOperator.LT, values: ['17'] },
        { key: AutoNodeLabel.INSTANCE_LOCAL_NVME, operator: RequirementOperator.EXISTS },
      ],
      labels: { team: 'shop' },
      annotations: { 'example.com/owner': 'shop' },
      taints: [{ key: 'dedicated', value: 'shop', effect: NO_SCHEDULE }],
      startupTaints: [{ key: 'example.com/agent', effect: NO_EXECUTE }],
      weight: 10,
      expireAfter: '168h',
      terminationGracePeriod: '2h',
      disruption: {
        consolidationPolicy: ConsolidationPolicy.WHEN_EMPTY,
        consolidateAfter: '5m',
        budgets: [
          { nodes: '0', schedule: '0 8 * * mon-fri', duration: '10h', reasons: [DisruptionReason.DRIFTED] },
          { nodes: '20%' },
        ],
      },
      manifest: { spec: { limits: { cpu: null, 'nvidia.com/gpu': '4' } } },
    },
  );

  expect(manifestsOf(synth(app)).find(({ manifest }) => manifest.kind === 'NodePool')).toMatchObject({
    manifest: {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'spot' },
      spec: {
        weight: 10,
        limits: { 'nvidia.com/gpu': '4' },
        disruption: {
          consolidationPolicy: 'WhenEmpty',
          consolidateAfter: '5m',
          budgets: [
            { nodes: '0', schedule: '0 8 * * mon-fri', duration: '10h', reasons: ['Drifted'] },
            { nodes: '20%' },
          ],
        },
        template: {
          metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'shop' } },
          spec: {
            nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'private' },
            requirements: [
              { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
              {
                key: 'eks.amazonaws.com/instance-family',
                operator: 'In',
                values: ['m6i', 'm7i', 'm7a'],
                minValues: 2,
              },
              { key: 'eks.amazonaws.com/instance-cpu', operator: 'Lt', values: ['17'] },
              { key: 'eks.amazonaws.com/instance-local-nvme', operator: 'Exists' },
            ],
            taints: [{ key: 'dedicated', value: 'shop', effect: 'NoSchedule' }],
            startupTaints: [{ key: 'example.com/agent', effect: 'NoExecute' }],
            expireAfter: '168h',
            terminationGracePeriod: '2h',
          },
        },
      },
    },
    // EKS may write it back in another spelling.
    computed_fields: ['metadata.annotations', 'metadata.labels', 'spec.template.spec.terminationGracePeriod'],
  });
});

test.each<[string, NodeRequirement[], string[]]>([
  [
    'another capacity type',
    [{ key: AutoNodeLabel.CAPACITY_TYPE, values: ['spot'] }],
    ['arch In amd64', 'instance-category In c m r', 'instance-generation Gt 4', 'capacity-type In spot'],
  ],
  [
    'another category',
    [{ key: AutoNodeLabel.INSTANCE_CATEGORY, values: ['inf'] }],
    ['capacity-type In on-demand', 'arch In amd64', 'instance-category In inf'],
  ],
  [
    'a generation',
    [{ key: AutoNodeLabel.INSTANCE_GENERATION, operator: RequirementOperator.GT, values: ['6'] }],
    ['capacity-type In on-demand', 'arch In amd64', 'instance-category In c m r', 'instance-generation Gt 6'],
  ],
  [
    'a GPU',
    [{ key: AutoNodeLabel.INSTANCE_GPU_NAME, values: ['t4'] }],
    ['capacity-type In on-demand', 'arch In amd64', 'instance-gpu-name In t4'],
  ],
  [
    'a type',
    [{ key: AutoNodeLabel.INSTANCE_TYPE, values: ['m7g.large'] }],
    ['capacity-type In on-demand', 'instance-type In m7g.large'],
  ],
  [
    'Graviton as well',
    [{ key: AutoNodeLabel.ARCHITECTURE, values: ['amd64', 'arm64'] }],
    [
      'capacity-type In on-demand',
      'instance-category In c m r',
      'instance-generation Gt 4',
      'arch In amd64 arm64',
    ],
  ],
])('who requires %s gets the defaults that do not get in its way', (_, given, expected) => {
  expect(requirementsFor(given)).toEqual(expected);
});

test('a pool comes after its class', () => {
  const app = newApp();
  classAndPool(app);

  const { graph } = synth(app).stack('pools');
  const [pool, nodeClass] = ['batch', 'private'].map((id) => graph.at(`${id}/Resource`).address) as [
    string,
    string,
  ];
  expect(graph.path(pool, nodeClass)).toEqual([pool, nodeClass]);
});

test('a pool in another stack than its class makes that stack come after', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  const nodeClass = new AutoNodeClass(pools, 'private', { cluster });
  const later = newStack(app, 'later');
  new DeferredProviders(later, 'Providers', { cluster });
  new AutoNodePool(later, 'batch', { cluster, nodeClass, limits: LIMITS });

  expect(synth(app).stack('later').dependencies).toContain('pools');
});

test.each<[string, Partial<AutoNodePoolProps>, string]>([
  [
    'a name that is none in Kubernetes',
    { nodePoolName: 'batch_jobs' },
    "nodePoolName 'batch_jobs' is not 1 to 63 small letters, digits, - and ., with a letter or digit at both ends (SEKS8201). Give nodePoolName.",
  ],
  ...['system', 'general-purpose'].map((name): [string, Partial<AutoNodePoolProps>, string] => [
    `the name of the built-in pool ${name}`,
    { nodePoolName: name },
    `nodePoolName '${name}' is that of an object that EKS makes itself and would change back (SEKS8201). Choose another.`,
  ]),
  [
    'an unknown operator',
    {
      requirements: [
        { key: AutoNodeLabel.ZONE, operator: 'Near' as unknown as RequirementOperator, values: ['x'] },
      ],
    },
    "requirements[0] has the operator 'Near' (SEKS8203). Known are In, NotIn, Exists, DoesNotExist, Gt, Lt.",
  ],
  [
    'In without values',
    { requirements: [{ key: AutoNodeLabel.ZONE }] },
    'requirements[0] has the operator In and [], and it takes one value at least (SEKS8203). Change one of them.',
  ],
  [
    'a value that no label has',
    { requirements: [{ key: AutoNodeLabel.ZONE, values: ['eu west 1'] }] },
    "requirements[0] has the operator In and ['eu west 1'], and it takes values of at most 63 letters, digits, -, _ and . (SEKS8203). Change one of them.",
  ],
  [
    'Exists with values',
    { requirements: [{ key: 'team', operator: RequirementOperator.EXISTS, values: ['shop'] }] },
    "requirements[0] has the operator Exists and ['shop'], and it takes no values (SEKS8203). Change one of them.",
  ],
  [
    'Gt with a text',
    {
      requirements: [{ key: AutoNodeLabel.INSTANCE_CPU, operator: RequirementOperator.GT, values: ['many'] }],
    },
    "requirements[0] has the operator Gt and ['many'], and it takes exactly one whole number (SEKS8203). Change one of them.",
  ],
  [
    'Lt with two numbers',
    {
      requirements: [
        { key: AutoNodeLabel.INSTANCE_CPU, operator: RequirementOperator.LT, values: ['4', '8'] },
      ],
    },
    "requirements[0] has the operator Lt and ['4', '8'], and it takes exactly one whole number (SEKS8203). Change one of them.",
  ],
  [
    'more minValues than values',
    { requirements: [{ key: AutoNodeLabel.INSTANCE_FAMILY, values: ['m6i'], minValues: 2 }] },
    'requirements[0] has minValues 2 and 1 values to choose from (SEKS8203). Name more values, or lower it.',
  ],
  [
    'minValues over the limit',
    {
      requirements: [
        { key: AutoNodeLabel.INSTANCE_FAMILY, operator: RequirementOperator.EXISTS, minValues: 51 },
      ],
    },
    'requirements[0] has minValues 51, which is not an integer from 1 to 50 (SEKS8203). Give 1 to 50.',
  ],
  [
    'a label of self-managed Karpenter',
    { requirements: [{ key: 'karpenter.k8s.aws/instance-category', values: ['c'] }] },
    "requirements[0] is about 'karpenter.k8s.aws/instance-category', but Auto Mode has the labels of eks.amazonaws.com in place of those of karpenter.k8s.aws (SEKS8204). Use another label, or drop it.",
  ],
  [
    'the name of a pool',
    { requirements: [{ key: AutoNodeLabel.NODE_POOL, values: ['batch'] }] },
    "requirements[0] is about 'karpenter.sh/nodepool', but Auto Mode sets those of karpenter.sh itself (SEKS8204). Use another label, or drop it.",
  ],
  [
    'the name of a host',
    { requirements: [{ key: 'kubernetes.io/hostname', values: ['a'] }] },
    "requirements[0] is about 'kubernetes.io/hostname', but the prefix kubernetes.io is reserved (SEKS8204). Use another label, or drop it.",
  ],
  [
    'Windows',
    { requirements: [{ key: 'kubernetes.io/os', values: ['windows'] }] },
    "requirements[0] is about 'kubernetes.io/os', but Auto Mode has nothing but Linux (SEKS8204). Use another label, or drop it.",
  ],
  [
    'a build of Windows',
    { requirements: [{ key: 'node.kubernetes.io/windows-build', values: ['10.0.20348'] }] },
    "requirements[0] is about 'node.kubernetes.io/windows-build', but Auto Mode has no Windows (SEKS8204). Use another label, or drop it.",
  ],
  [
    'a malformed key',
    { requirements: [{ key: 'a b', values: ['c'] }] },
    "requirements[0] is about 'a b', but a key is a name of at most 63 letters, digits, -, _ and ., with an optional DNS prefix and / (SEKS8204). Use another label, or drop it.",
  ],
  [
    'a label of eks.amazonaws.com',
    { labels: { 'eks.amazonaws.com/compute-type': 'auto' } },
    "labels has 'eks.amazonaws.com/compute-type=auto', but Auto Mode sets those of eks.amazonaws.com itself (SEKS8204). Rename or drop it.",
  ],
  [
    'a label of Kubernetes',
    { labels: { 'kubernetes.io/arch': 'arm64' } },
    "labels has 'kubernetes.io/arch=arm64', but the prefix kubernetes.io is reserved (SEKS8204). Rename or drop it.",
  ],
  [
    'a label with a malformed value',
    { labels: { team: 'shop & co' } },
    "labels has 'team=shop & co', but a value is at most 63 letters, digits, -, _ and . (SEKS8204). Rename or drop it.",
  ],
  [
    'a taint of karpenter.sh',
    { taints: [{ key: 'karpenter.sh/disrupted', effect: NO_SCHEDULE }] },
    "taints has 'karpenter.sh/disrupted=:NO_SCHEDULE', but Auto Mode sets those of karpenter.sh itself (SEKS8204). Rename or drop it.",
  ],
  [
    'a malformed taint',
    { taints: [{ key: 'a b', effect: NO_SCHEDULE }] },
    "taints has 'a b=:NO_SCHEDULE', but a key is a name of at most 63 letters, digits, -, _ and ., with an optional DNS prefix and / (SEKS8204). Rename or drop it.",
  ],
  [
    'a taint with a malformed value',
    { taints: [{ key: 'a', value: 'b c', effect: NO_SCHEDULE }] },
    "taints has 'a=b c:NO_SCHEDULE', but a value is at most 63 letters, digits, -, _ and . (SEKS8204). Rename or drop it.",
  ],
  [
    'a taint for the start and for later',
    {
      taints: [{ key: 'a', effect: NO_SCHEDULE }],
      startupTaints: [{ key: 'a', value: 'b', effect: NO_SCHEDULE }],
    },
    "startupTaints has 'a=b:NO_SCHEDULE', but a key has each effect once, in taints and startupTaints together (SEKS8204). Rename or drop it.",
  ],
  [
    'a node that never expires',
    { expireAfter: 'Never' },
    'expireAfter is Never, and nodes of Auto Mode live for 21 days (504h) at most (SEKS8205). Give a duration, such as 480h.',
  ],
  [
    'a life that is too long with the grace period of EKS',
    { expireAfter: '480h1s' },
    'expireAfter 480h1s and terminationGracePeriod 24h are more than 21 days (504h) together (SEKS8205). Lower one of them.',
  ],
  [
    'a grace period that is too long',
    { terminationGracePeriod: '168h1m' },
    'expireAfter 336h and terminationGracePeriod 168h1m are more than 21 days (504h) together (SEKS8205). Lower one of them.',
  ],
  [
    'days',
    { expireAfter: '14d' },
    "expireAfter '14d' is not a duration such as 30s, 12h or 1h30m (SEKS1002). Give a duration such as 30s, 12h or 1h30m.",
  ],
  [
    'no limits',
    { limits: undefined },
    'limits are not given, so the pool grows for as long as pods are pending (SEKS8206). Say what it may have at most, as in limits: { cpu: 100 }, or acknowledge the code with a reason.',
  ],
  [
    'a limit of memory that is no amount',
    { limits: { memory: '400 GB' } },
    "limits.memory '400 GB' is not an amount such as 1000Gi (SEKS1002). Give an amount such as 1000Gi.",
  ],
  [
    'a weight over 100',
    { weight: 101 },
    'weight 101 is not an integer from 1 to 100 (SEKS1002). Give at least 1 and at most 100.',
  ],
  [
    'a budget with a schedule and no duration',
    { disruption: { budgets: [{ nodes: '0', schedule: '@daily' }] } },
    'disruption.budgets[0] has a schedule without a duration (SEKS8207). Give both, or neither.',
  ],
  [
    'a budget with a duration and no schedule',
    { disruption: { budgets: [{ nodes: '0', duration: '8h' }] } },
    'disruption.budgets[0] has a duration without a schedule (SEKS8207). Give both, or neither.',
  ],
  [
    'a budget for no reason',
    { disruption: { budgets: [{ nodes: '0', reasons: [] }] } },
    'disruption.budgets[0] has an empty list of reasons, so it is for none (SEKS8207). Leave it out for all reasons.',
  ],
  [
    'a budget of more than all nodes',
    { disruption: { budgets: [{ nodes: '101%' }] } },
    "disruption.budgets[0].nodes '101%' is not a number of nodes or a share such as 10% (SEKS1002). Give a number of nodes or a share such as 10%.",
  ],
  [
    'a budget in seconds',
    { disruption: { budgets: [{ nodes: '0', schedule: '@daily', duration: '90s' }] } },
    "disruption.budgets[0].duration '90s' is not hours and minutes such as 8h30m (SEKS1002). Give hours and minutes such as 8h30m.",
  ],
  [
    'a schedule of four fields',
    { disruption: { budgets: [{ nodes: '0', schedule: '0 8 * *', duration: '8h' }] } },
    "disruption.budgets[0].schedule '0 8 * *' is not a cron expression of five fields, or one such as @daily (SEKS1002). Give a cron expression of five fields, or one such as @daily.",
  ],
])('%s is refused', (_, props, message) => {
  expect(messagesFor(props)).toEqual([`pools/batch: ${message}`]);
});

test.each<[string, Partial<AutoNodePoolProps>]>([
  ['a life of 20 days', { expireAfter: '480h' }],
  ['a life of 21 days without a grace period', { expireAfter: '504h', terminationGracePeriod: '0s' }],
  ['memory alone as a limit', { limits: { memory: '400Gi' } }],
  ['a limit in the override', { limits: undefined, manifest: { spec: { limits: { nodes: '3' } } } }],
  ['weights at the ends', { weight: 100 }],
  ['Linux in so many words', { requirements: [{ key: 'kubernetes.io/os', values: ['linux'] }] }],
  [
    'zones that are not known at synth',
    { requirements: [{ key: AutoNodeLabel.ZONE, values: unknownList() }] },
  ],
  ['labels of node-restriction', { labels: { 'node-restriction.kubernetes.io/team': 'shop' } }],
  ['no consolidation', { disruption: { consolidateAfter: 'Never' } }],
  [
    'one key with two effects',
    {
      taints: [
        { key: 'a', effect: NO_SCHEDULE },
        { key: 'a', effect: NO_EXECUTE },
      ],
    },
  ],
])('%s is taken', (_, props) => {
  expect(messagesFor(props)).toEqual([]);
});

test('a pool without limits can be acknowledged', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  const pool = new AutoNodePool(pools, 'batch', { cluster });
  SafeEks.acknowledge(pool, 'SEKS8206', 'the quota of the account is the limit');

  expect(messagesOf(app)).toEqual([]);
});

test('the class of EKS is not there without a built-in pool', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app, { nodePools: [] });
  new AutoNodePool(pools, 'batch', { cluster, limits: LIMITS });

  expect(messagesOf(app)).toEqual([
    'pools/batch: nodeClass is not given, and EKS makes its class default only where the cluster has a built-in pool (SEKS8211). Make an AutoNodeClass.',
  ]);
});

test('the class of another cluster is refused', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  const other = importedCluster(newStack(app, 'other'), { autoMode: AutoMode.enabled() });
  const nodeClass = new AutoNodeClass(pools, 'private', { cluster: other, nodeRoleName: 'nodes' });
  new AutoNodePool(pools, 'batch', { cluster, nodeClass, limits: LIMITS });

  expect(messagesOf(app)).toEqual([
    "pools/batch: nodeClass is on the cluster 'imported', and the pool on 'main' (SEKS8211). Make a class for each cluster.",
  ]);
});

test('two pools of one name on one cluster are refused', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodePool(pools, 'one', { cluster, nodePoolName: 'batch', limits: LIMITS });
  new AutoNodePool(pools, 'two', { cluster, nodePoolName: 'batch', limits: LIMITS });

  expect(messagesOf(app)).toEqual([
    "pools/two: nodePoolName 'batch' is taken on this cluster, by pools/one (SEKS8202). Rename one of them.",
  ]);
});
