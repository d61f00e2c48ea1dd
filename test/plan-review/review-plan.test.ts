/**
 * The review of plans made by hand: each danger with its harmless neighbour.
 */
import { expect, test } from '@jest/globals';
import type { PlanReviewOptions } from '../../lib/testing';
import { PLAN_RULES, PlanReviewError, reviewPlan } from '../../lib/testing';
import { clusterChange, groupUpdate, madePlan } from './made-plan';

const rules = (plan: object, options?: PlanReviewOptions) =>
  reviewPlan(plan, options).map(({ rule, address }) => `${rule} ${address}`);

test('deletion protection that goes is a warning, and that comes is none', () => {
  const off = madePlan([clusterChange({ deletion_protection: true }, { deletion_protection: false })]);
  expect(rules(off)).toEqual(['deletion-protection-removed aws_eks_cluster.main']);
  expect(reviewPlan(off)[0]).toMatchObject({ severity: 'warning', paths: ['deletion_protection'] });
  expect(
    rules(madePlan([clusterChange({ deletion_protection: false }, { deletion_protection: true })])),
  ).toEqual([]);
});

test('Auto Mode that is switched off is a warning, also when its block is left out', () => {
  const on = { compute_config: [{ enabled: true }] };
  const off = { compute_config: [{ enabled: false }] };
  expect(rules(madePlan([clusterChange(on, off)]))).toEqual(['auto-mode-off aws_eks_cluster.main']);
  expect(rules(madePlan([clusterChange(on, { compute_config: [] })]))).toEqual([
    'auto-mode-off aws_eks_cluster.main',
  ]);
  expect(rules(madePlan([clusterChange(off, on)]))).toEqual([]);
});

test('a key that is disabled is lost, and one that is described anew is not', () => {
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  const cluster = clusterChange({ encryption_config: [{ provider: [{ key_arn: arn }] }] });
  const key = (after: object) => ({
    address: 'aws_kms_key.any',
    actions: ['update'],
    before: { arn, is_enabled: true },
    after: { arn, is_enabled: true, ...after },
  });
  expect(rules(madePlan([cluster, key({ is_enabled: false })]))).toEqual(['key-lost aws_kms_key.any']);
  expect(rules(madePlan([cluster, key({ description: 'new' })]))).toEqual([]);
});

const AWS_AUTH = 'kubernetes_config_map_v1_data.auth';
const awsAuth = (before: string, after: string | undefined, unknown = {}) => ({
  address: AWS_AUTH,
  actions: [after === undefined ? 'delete' : 'update'],
  before: { metadata: [{ name: 'aws-auth' }], data: { mapRoles: before } },
  after: after === undefined ? null : { metadata: [{ name: 'aws-auth' }], data: { mapRoles: after } },
  unknown,
});
const LINE = '- rolearn: arn:aws:iam::111122223333:role/nodes\n';
const MORE = '- "rolearn": "arn:aws:iam::111122223333:role/team"\n';

test('aws-auth must not go or lose lines, and may be laid out anew or grow', () => {
  expect(rules(madePlan([awsAuth(LINE, undefined)]))).toEqual([`aws-auth-deleted ${AWS_AUTH}`]);
  const [shorter] = reviewPlan(madePlan([awsAuth(LINE + MORE, MORE)]));
  expect(shorter?.message).toMatch(/loses arn:aws:iam::111122223333:role\/nodes\./);
  expect(rules(madePlan([awsAuth(LINE, MORE + LINE)]))).toEqual([]);
  expect(rules(madePlan([awsAuth(LINE, '', { data: { mapRoles: true } })]))).toEqual([]);
});

test('aws-auth of a cluster that does not read it may go, but not while it still does', () => {
  const mode = (name: string) => ({ access_config: [{ authentication_mode: name }] });
  expect(rules(madePlan([clusterChange(mode('API')), awsAuth(LINE, undefined)]))).toEqual([]);
  expect(
    rules(madePlan([clusterChange(mode('API_AND_CONFIG_MAP'), mode('API')), awsAuth(LINE, undefined)])),
  ).toEqual([`aws-auth-deleted ${AWS_AUTH}`]);
});

const created = (address: string) => ({
  address,
  actions: ['create'],
  after: { name: 'prod' },
  unknown: { endpoint: true },
});
const throughModule = (host: object) => ({
  provider_config: {
    kubernetes: { name: 'kubernetes', expressions: { host } },
  },
  root_module: {
    resources: [
      { address: 'kubernetes_namespace.team', mode: 'managed', expressions: {} },
      {
        address: 'data.aws_eks_cluster.named',
        mode: 'data',
        expressions: { name: { constant_value: 'prod' } },
      },
    ],
    module_calls: {
      eks: {
        module: {
          outputs: { endpoint: { expression: { references: ['aws_eks_cluster.main[0].endpoint'] } } },
          resources: [{ address: 'aws_eks_cluster.main', mode: 'managed', expressions: {} }],
        },
      },
    },
  },
});

test.each([
  ['an output', { references: ['module.eks.endpoint', 'module.eks'] }],
  ['a data source', { references: ['data.aws_eks_cluster.named.endpoint', 'data.aws_eks_cluster.named'] }],
])('a provider that takes its host through %s from a cluster that comes is refused', (_, host) => {
  const address = 'module.eks.aws_eks_cluster.main[0]';
  const plan = madePlan([created(address)], throughModule(host));
  expect(reviewPlan(plan)).toMatchObject([
    { rule: 'provider-unknown', address: 'provider.kubernetes', paths: ['host'] },
  ]);
  const there = madePlan([{ ...clusterChange(), address }], throughModule(host));
  expect(rules(there)).toEqual([]);
});

test('a helm provider is refused by either form of its connection, and one without releases is not', () => {
  const host = { references: ['aws_eks_cluster.main.endpoint', 'aws_eks_cluster.main'] };
  const plan = (kubernetes: unknown, resources: readonly object[]) =>
    madePlan([created('aws_eks_cluster.main')], {
      provider_config: { helm: { name: 'helm', expressions: { kubernetes } } },
      root_module: { resources },
    });
  const releases = [{ address: 'helm_release.web', expressions: {} }];
  expect(rules(plan([{ host }], releases))).toEqual(['provider-unknown provider.helm']);
  expect(rules(plan(host, releases))).toEqual(['provider-unknown provider.helm']);
  expect(rules(plan([{ exec: [{ args: host }] }], releases))).toEqual([]);
  expect(rules(plan([{ host }], []))).toEqual([]);
});

test('groups of one block are updated together, and so are those of one module with for_each', () => {
  const block = madePlan(['a', 'b'].map((key) => groupUpdate(`aws_eks_node_group.nodes["${key}"]`)));
  expect(rules(block)).toEqual(['updates-together aws_eks_node_group.nodes["a"]']);
  const module = madePlan(
    ['a.b', 'b'].map((key) => groupUpdate(`module.g["${key}"].aws_eks_node_group.this[0]`)),
  );
  expect(rules(module)).toEqual(['updates-together module.g["a.b"].aws_eks_node_group.this[0]']);
});

test('groups wait for each other through depends_on of a module, a variable, or what the state remembers', () => {
  const changes = ['module.a.aws_eks_node_group.n', 'module.b.aws_eks_node_group.n'].map(groupUpdate);
  const resources = [{ address: 'aws_eks_node_group.n', expressions: {} }];
  const calls = (second: object, more: readonly object[] = resources) => ({
    root_module: {
      module_calls: { a: { module: { resources } }, b: { ...second, module: { resources: more } } },
    },
  });
  expect(rules(madePlan(changes, calls({})))).toEqual(['updates-together module.a.aws_eks_node_group.n']);
  expect(rules(madePlan(changes, calls({ depends_on: ['module.a'] })))).toEqual([]);
  const byVariable = [
    { address: 'aws_eks_node_group.n', expressions: { tags: { references: ['var.after'] } } },
  ];
  const call = { expressions: { after: { references: ['module.a'] } } };
  expect(rules(madePlan(changes, calls(call, byVariable)))).toEqual([]);
  const byLocal = [
    { address: 'aws_eks_node_group.n', expressions: { tags: { references: ['local.after'] } } },
  ];
  const remembered = {
    address: 'module.b.aws_eks_node_group.n',
    depends_on: ['module.a.aws_eks_node_group.n'],
  };
  const state = { values: { root_module: { child_modules: [{ resources: [remembered] }] } } };
  expect(rules({ ...madePlan(changes, calls({}, byLocal)), prior_state: state })).toEqual([]);
});

test('one finding names all groups of a cluster that are updated together', () => {
  const plan = madePlan(['a', 'b', 'c'].map((key) => groupUpdate(`aws_eks_node_group.nodes["${key}"]`)));
  expect(reviewPlan(plan).map(({ message }) => message)).toEqual([
    expect.stringMatching(/nodes\["a"\] is updated together with .*nodes\["b"\], .*nodes\["c"\]\./),
  ]);
});

test('groups of two clusters may be updated together', () => {
  const other = groupUpdate('aws_eks_node_group.b');
  const plan = madePlan([
    groupUpdate('aws_eks_node_group.a'),
    { ...other, before: { ...other.before, cluster_name: 'test' } },
  ]);
  expect(rules(plan)).toEqual([]);
});

test('what an earlier apply left behind may go, unless it is what is there now', () => {
  const entry = (id: string, deposed?: string) => ({
    address: 'aws_iam_role_policy_attachment.cni',
    actions: [deposed === undefined ? 'no-op' : 'delete'],
    before: { id, role: 'nodes', policy_arn: 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy' },
    ...(deposed === undefined ? {} : { deposed }),
  });
  const group = {
    address: 'aws_eks_node_group.a',
    before: { cluster_name: 'prod', node_role_arn: 'arn:aws:iam::111122223333:role/nodes' },
  };
  expect(rules(madePlan([group, entry('new'), entry('old', '00')]))).toEqual([]);
  expect(rules(madePlan([group, entry('same'), entry('same', '00')]))).toEqual([
    'role-policy-lost aws_iam_role_policy_attachment.cni',
  ]);
});

test('a policy that goes while its user changes is a warning', () => {
  const group = groupUpdate('aws_eks_node_group.a');
  const role = { node_role_arn: 'arn:aws:iam::111122223333:role/nodes' };
  const policy = {
    address: 'aws_iam_role_policy.more',
    actions: ['delete'],
    before: { role: 'nodes', name: 'more' },
  };
  const plan = madePlan([
    { ...group, before: { ...group.before, ...role }, after: { ...group.after, ...role } },
    policy,
  ]);
  expect(rules(plan)).toEqual(['role-policy-dropped aws_iam_role_policy.more']);
});

test('data sources, and plans of nothing, are none of its business', () => {
  expect(rules({ format_version: '1.0', planned_values: {} })).toEqual([]);
  const data = { address: 'data.aws_eks_cluster.main', mode: 'data', actions: ['delete', 'create'] };
  expect(rules(madePlan([data]))).toEqual([]);
});

test('a finding is accepted with a reason, everywhere or at an address; one that matches nothing is told', () => {
  const plan = madePlan([clusterChange({}, { version: '1.36' })]);
  const accept = (address?: string) => [
    { rule: 'minor-skipped' as const, address, reason: 'a test cluster' },
  ];
  expect(rules(plan, { accept: accept() })).toEqual([]);
  expect(rules(plan, { accept: accept('aws_eks_cluster.main') })).toEqual([]);
  expect(rules(plan, { accept: accept('aws_eks_cluster.other') })).toEqual([
    'minor-skipped aws_eks_cluster.main',
    'acceptance-unused aws_eks_cluster.other',
  ]);
  expect(() => reviewPlan(plan, { accept: [{ rule: 'minor-skipped', reason: ' ' }] })).toThrow(
    /has no reason/,
  );
  expect(() => reviewPlan(plan, { accept: [{ rule: 'toString' as never, reason: 'x' }] })).toThrow(
    /There is no rule toString/,
  );
});

test('what is no plan is named, with the way to one', () => {
  const message = (plan: object) => {
    try {
      reviewPlan(plan);
      return '';
    } catch (error) {
      return error instanceof PlanReviewError ? error.message : String(error);
    }
  };
  expect(message({ version: 4, lineage: 'x' })).toMatch(/a state file and no plan.*show -json plan\.out/);
  expect(message({ format_version: '1.0', values: {} })).toMatch(/the JSON of a state/);
  expect(message({ format_version: '2.0', resource_changes: [] })).toMatch(/format version 2\.0/);
  expect(message({ format_version: '1.2', resource_changes: [], errored: true })).toMatch(
    /ended with an error/,
  );
  expect(message({})).toMatch(/not the JSON of a plan/);
});

test('every rule says why and what to do, as parts of sentences', () => {
  for (const { title, reason, wayOut } of Object.values(PLAN_RULES)) {
    for (const text of [title, reason, wayOut]) {
      expect(text).toMatch(/^[A-Z].*[^.]$/);
    }
  }
});
