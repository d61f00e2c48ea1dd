/**
 * What is found of a cluster, rule by rule; and what is not.
 */
import { expect, test } from '@jest/globals';
import { DOCTOR_RULES } from '../../lib/doctor/doctor-rules';
import type { LiveAccessEntry } from '../../lib/doctor/live-state';
import { versionCode } from '../../lib/doctor/repairs';
import { CASES } from './cases';
import { changed, CLUSTER, examine, HEALTHY, NODE_GROUP, RESOURCES, stackOf, subnet } from './healthy';

test('a cluster that is as its stack says has nothing to be found', () => {
  expect(examine(HEALTHY, [stackOf(RESOURCES)])).toEqual([]);
  expect(examine(HEALTHY, undefined)).toEqual([]);
});

test.each(CASES.map((each) => [each.rule, each.message, each] as const))('%s: %s', (rule, message, each) => {
  const { live = HEALTHY, resources = RESOURCES, notExamined } = each;
  const findings = examine(live, resources === null ? undefined : [stackOf(resources)], notExamined);
  const found = findings.filter((finding) => finding.rule === rule && finding.subject === each.subject);
  expect(found).toMatchObject([
    {
      severity: DOCTOR_RULES[rule].severity,
      message: expect.stringContaining(message),
      wayOut: `${DOCTOR_RULES[rule].wayOut}.`,
      repair: each.repair,
    },
  ]);
});

test('every rule has a case', () => {
  const covered = new Set<string>(CASES.map(({ rule }) => rule));
  expect(Object.keys(DOCTOR_RULES).filter((rule) => !covered.has(rule))).toEqual([]);
});

test('errors come first, notes last', () => {
  const live = { ...HEALTHY, addons: [], subnets: [subnet('subnet-a', 'a', { tags: {} })] };
  const severities = examine(live, [stackOf(RESOURCES)]).map(({ severity }) => severity);
  expect(new Set(severities)).toEqual(new Set(['error', 'warning', 'note']));
  expect(severities).toEqual([...severities].sort((a, b) => 'ewn'.indexOf(a[0]!) - 'ewn'.indexOf(b[0]!)));
});

test('what was not read is neither missing nor undeclared', () => {
  const live = { cluster: CLUSTER };
  expect(examine(live, [stackOf(RESOURCES)])).toEqual([]);
});

test('without its cluster, a stack need not declare what is live', () => {
  const resources = changed(
    'aws_eks_addon',
    'coredns',
    { cluster_name: 'prod' },
    {
      aws_eks_addon: RESOURCES['aws_eks_addon']!,
    },
  );
  const live = { ...HEALTHY, addons: [...HEALTHY.addons!, { ...HEALTHY.addons![0]!, name: 'other' }] };
  expect(examine(live, [stackOf(resources)])).toEqual([]);
  expect(examine({ ...live, addons: [] }, [stackOf(resources)])).toMatchObject([{ rule: 'addon-missing' }]);
});

test('what Terraform is told to ignore is no difference', () => {
  const live = { ...HEALTHY, cluster: { ...CLUSTER, version: '1.35', logTypes: [] } };
  const ignoring = (ignore_changes: unknown) =>
    examine(live, [stackOf(changed('aws_eks_cluster', 'main', { lifecycle: { ignore_changes } }))]).filter(
      ({ subject }) => subject === 'app/Cluster',
    );
  expect(ignoring([])).toHaveLength(2);
  expect(ignoring(['version'])).toMatchObject([{ rule: 'logs-differ' }]);
  expect(ignoring('all')).toEqual([]);
  expect(ignoring(['version', 'enabled_cluster_log_types'])).toEqual([]);
});

test('of a group that is being replaced both belong to the code, and of two groups the name decides', () => {
  const hash = '${substr(sha256("x"), 0, 8)}';
  const stack = stackOf(
    changed('aws_eks_node_group', 'gpu', {
      cluster_name: 'prod',
      node_group_name_prefix: `workers-gpu-${hash}-`,
    }),
  );
  const named = (...names: string[]) => ({
    ...HEALTHY,
    nodeGroups: names.map((name) => ({ ...NODE_GROUP, name })),
  });
  const three = named('workers-0a1b2c3d-1', 'workers-ffffffff-2', 'workers-gpu-0a1b2c3d-1');
  expect(examine(three, [stack])).toEqual([]);
  expect(examine(named('workers-0a1b2c3d-1'), [stack])).toMatchObject([
    { rule: 'node-group-missing', subject: 'aws_eks_node_group.gpu' },
  ]);
  expect(
    examine(named('workers-0a1b2c3d-1', 'workers-gpu-0a1b2c3d-1', 'workers-x-1'), [stack]),
  ).toMatchObject([{ rule: 'node-group-undeclared', subject: 'workers-x-1' }]);
});

test('where a resource is repeated by Terraform, nothing of its kind is undeclared for sure', () => {
  const many = { cluster_name: 'prod', for_each: '${toset(var.names)}', addon_name: '${each.key}' };
  const live = { ...HEALTHY, addons: [...HEALTHY.addons!, { ...HEALTHY.addons![0]!, name: 'other' }] };
  expect(examine(live, [stackOf(changed('aws_eks_addon', 'many', many))])).toMatchObject([
    { rule: 'known-after-apply', message: expect.stringContaining('aws_eks_addon.many') },
  ]);
});

const BOB: LiveAccessEntry = {
  principalArn: 'arn:aws:iam::111122223333:role/teams/bob',
  type: 'STANDARD',
  groups: [],
  policies: [],
};

test('a role of the same stack is known by its name before its ARN is', () => {
  const entry = { cluster_name: 'prod', principal_arn: '${aws_iam_role.bob.arn}' };
  const role = { aws_iam_role: { bob: { name: 'bob', path: '/teams/' } } };
  const resources = { ...changed('aws_eks_access_entry', 'bob', entry), ...role };
  const live = { ...HEALTHY, accessEntries: [...HEALTHY.accessEntries!, BOB] };
  expect(examine(live, [stackOf(resources)])).toEqual([]);
  expect(examine(HEALTHY, [stackOf(resources)])).toMatchObject([{ rule: 'known-after-apply' }]);
});

test('an entry whose principal nobody knows yet may be any that is left', () => {
  const entry = { cluster_name: 'prod', principal_arn: '${data.aws_iam_role.bob.arn}' };
  const stack = stackOf(changed('aws_eks_access_entry', 'bob', entry));
  const one = { ...HEALTHY, accessEntries: [...HEALTHY.accessEntries!, BOB] };
  expect(examine(one, [stack])).toMatchObject([{ rule: 'known-after-apply' }]);
  const eve = { ...BOB, principalArn: 'arn:aws:iam::111122223333:user/eve' };
  expect(examine({ ...one, accessEntries: [...one.accessEntries, eve] }, [stack])).toMatchObject([
    { rule: 'access-entry-undeclared', subject: BOB.principalArn },
    {
      rule: 'access-entry-undeclared',
      subject: eve.principalArn,
      message: expect.stringContaining('Unless it is that of aws_eks_access_entry.bob'),
    },
    { rule: 'known-after-apply' },
  ]);
});

test('a subnet that the app makes is found by its addresses', () => {
  const ids = ['${aws_subnet.a.id}', '${aws_subnet.b.id}'];
  const resources = {
    ...changed('aws_eks_cluster', 'main', { vpc_config: { subnet_ids: ids, endpoint_private_access: true } }),
    aws_subnet: { a: { cidr_block: '10.0.1.0/24' }, b: { cidr_block: '10.0.2.0/24' } },
  };
  const live = (second: string) => ({
    ...HEALTHY,
    subnets: [subnet('subnet-a', 'a', { cidr: '10.0.1.0/24' }), subnet('subnet-b', 'b', { cidr: second })],
  });
  expect(examine(live('10.0.2.0/24'), [stackOf(resources)])).toEqual([]);
  expect(examine(live('10.0.9.0/24'), [stackOf(resources)])).toMatchObject([{ rule: 'known-after-apply' }]);
});

test('a version without a constant is written by its number', () => {
  expect(versionCode('1.36')).toBe('KubernetesVersion.V1_36');
  expect(versionCode('1.99')).toBe(`KubernetesVersion.of('1.99')`);
});
