/**
 * What the expressions of stacks stand for.
 */
import { expect, test } from '@jest/globals';
import { declaredClusterNames, readDeclaredCluster } from '../../lib/doctor/declared-cluster';
import { NamePattern } from '../../lib/doctor/declared-values';
import { Expressions, templateParts, Unknown } from '../../lib/doctor/expressions';
import { changed, RESOURCES, stackOf } from './healthy';

const STACK = stackOf(
  {
    aws_eks_cluster: { main: { name: 'prod', vpc_config: [{ subnet_ids: ['subnet-a'] }] } },
    aws_x: { loop: { a: '${aws_x.loop.a}' } },
  },
  { locals: { team: 'blue', list: ['a'] } },
);
const evaluate = (text: string): unknown => new Expressions([STACK]).evaluate(STACK, text);

test.each([
  ['prod', 'prod'],
  ['${aws_eks_cluster.main.name}', 'prod'],
  ['${aws_eks_cluster.main.id}', 'prod'],
  ['${aws_eks_cluster.main.vpc_config[0].subnet_ids[0]}', 'subnet-a'],
  ['${local.team}-${aws_eks_cluster.main.name}', 'blue-prod'],
  ['$${literal}', '${literal}'],
  ['', ''],
])('%s is %s', (text, value) => {
  expect(evaluate(text)).toEqual(value);
});

test.each([
  '${aws_eks_cluster.main.arn}',
  '${aws_eks_cluster.other.name}',
  '${data.aws_subnet.a.id}',
  '${var.name}',
  '${lower(aws_eks_cluster.main.name)}',
  'x-${aws_eks_cluster.main.arn}',
  '${aws_x.loop.a}',
  '${local.list[0]}',
])('%s is known only after apply', (text) => {
  expect(evaluate(text)).toBeInstanceOf(Unknown);
});

test('a template is cut where its expressions end, whatever braces they hold', () => {
  expect(templateParts('a${f({b = "c"})}d')).toEqual([
    { text: 'a', isExpression: false },
    { text: 'f({b = "c"})', isExpression: true },
    { text: 'd', isExpression: false },
  ]);
  expect(templateParts('open ${ end')).toEqual([{ text: 'open ${ end', isExpression: false }]);
});

test('what another stack of the app puts out is followed to its source', () => {
  const network = stackOf(
    { aws_eks_cluster: { main: { name: 'prod' } } },
    { output: { out: { value: '${aws_eks_cluster.main.name}' } } },
    'net',
  );
  const reference = '${data.terraform_remote_state.cross-stack-reference-input-net.outputs.out}';
  const addons = stackOf({ aws_eks_addon: { dns: { cluster_name: reference, addon_name: 'coredns' } } });
  expect(readDeclaredCluster([network, addons], 'prod')).toMatchObject({ addons: [{ name: 'coredns' }] });
  expect(readDeclaredCluster([addons], 'prod')).toBeUndefined();
});

test('the region is that of the resource, or of its provider', () => {
  const provider = { aws: [{ region: 'eu-west-1' }, { alias: 'us', region: '${local.region}' }] };
  const region = (block: object): string | undefined =>
    readDeclaredCluster(
      [
        stackOf(changed('aws_eks_cluster', 'main', { ...block }), {
          provider,
          locals: { region: 'us-east-2' },
        }),
      ],
      'prod',
    )?.region;
  expect(region({})).toBe('eu-west-1');
  expect(region({ provider: 'aws.us' })).toBe('us-east-2');
  expect(region({ region: 'eu-north-1' })).toBe('eu-north-1');
  expect(region({ region: '${var.region}' })).toBeUndefined();
});

test('names of clusters are listed, also of those that are known later', () => {
  const named = changed('aws_eks_cluster', 'later', { name: '${var.name}' }, RESOURCES);
  expect(declaredClusterNames([stackOf(named)])).toEqual(['prod', undefined]);
});

test('a name with a hash in it matches what the provider makes of it', () => {
  const pattern = new NamePattern('a.b-${substr(sha256(join("|", [x])), 0, 8)}-', true);
  expect(pattern.matches('a.b-0123abcd-2026')).toBe(true);
  expect(pattern.matches('aXb-0123abcd-2026')).toBe(false);
  expect(pattern.matches('a.b-0123abcz-2026')).toBe(false);
  expect(pattern.matches('a.b-0123abcd-')).toBe(false);
  expect(new NamePattern('x-${var.y}', false).matches('x-anything')).toBe(true);
});
