/**
 * Random files: reading them never fails otherwise than with a message, no line is lost, and nobody may do more than today.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { AwsAuthMapping, ConvertAwsAuthOptions } from '../../../lib/access/aws-auth';
import { AwsAuthError, ConversionKind, convertAwsAuth } from '../../../lib/access/aws-auth';
import type { WrittenFile, WrittenLine } from './authenticator';
import { groupsToday } from './authenticator';

const NODE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  EC2_LINUX: ['system:nodes'],
  EC2_WINDOWS: ['system:nodes', 'eks:kube-proxy-windows'],
  FARGATE_LINUX: ['system:nodes', 'system:node-proxier'],
};

const names = fc.constantFrom(
  'a',
  'A',
  'b',
  'team/a',
  'AWSReservedSSO_x_0123',
  'aws-service-role/x/y',
  "it's",
  '*',
);
const arns = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(fc.constantFrom('role', 'user'), names).map(([type, name]) => arn(`${type}/${name}`)),
  },
  fc.constantFrom(
    arn('root'),
    arn('ROLE/a'),
    arn('role/a').toUpperCase(),
    arn('role/?'),
    arn('role/AWSServiceRoleForX'),
    arn('group/g'),
    arn('instance-profile/p'),
    'arn:aws:sts::111122223333:assumed-role/a/session',
    'arn:aws:sts::111122223333:federated-user/f',
    'arn:aws-cn:iam::444455556666:role/a',
    '${var.role}',
  ),
  fc.string(),
);
const userNames = fc.oneof(
  fc.constantFrom(
    'ann',
    '',
    'ci:{{SessionName}}',
    '{{SessionName}}',
    'x:{{SessionNameRaw}}',
    '{{AccountID}}:x',
    'system:node:{{EC2PrivateDNSName}}',
    'system:node:{{SessionName}}',
    'eks:x',
    '${x}',
  ),
  fc.string(),
);
const someGroups = fc.oneof(
  fc.constantFrom(
    'system:masters',
    'system:nodes',
    'system:bootstrappers',
    'system:node-proxier',
    'eks:kube-proxy-windows',
    'system:authenticated',
    'devs',
    'account-{{AccountID}}',
    's-{{SessionName}}',
    '%{x}',
  ),
  fc.string(),
);
const groupLists: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.uniqueArray(someGroups, { maxLength: 4 }) },
  fc.constantFrom<unknown>(null, 'system:masters', [true, 1, null, 'devs'], ''),
);
const lines: fc.Arbitrary<WrittenLine[]> = fc.array(
  fc.record({ arn: arns, username: userNames, groups: groupLists }, { requiredKeys: ['arn'] }),
  { maxLength: 6 },
);
const files: fc.Arbitrary<WrittenFile> = fc.record({ mapRoles: lines, mapUsers: lines });
const options: fc.Arbitrary<ConvertAwsAuthOptions> = fc.record(
  {
    ssoRegion: fc.constantFrom('eu-west-1', 'us-east-1'),
    accountId: fc.constantFrom('111122223333', '444455556666'),
    managedRoleArns: fc.subarray([arn('role/b')]),
    selfManagedRoleArns: fc.subarray([arn('role/path/a')]),
    clusterVariable: fc.constantFrom('cluster', 'this.cluster'),
  },
  { requiredKeys: [] },
);

function arn(resource: string): string {
  return `arn:aws:iam::111122223333:${resource}`;
}

const STYLES = [
  (value: unknown) => stringify(value),
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => stringify(value, { defaultStringType: 'QUOTE_SINGLE', indent: 4 }),
  (value: unknown) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }),
] as const;
const styles = fc.record({
  inner: fc.constantFrom(...STYLES),
  outer: fc.constantFrom(...STYLES),
  carriage: fc.boolean(),
});

function written(
  { mapRoles, mapUsers }: WrittenFile,
  {
    inner,
    outer,
    carriage,
  }: { inner: (value: unknown) => string; outer: (value: unknown) => string; carriage: boolean },
): string {
  const section = (key: string, all: readonly WrittenLine[]): string =>
    inner(all.map(({ arn: principal, ...rest }) => ({ [key]: principal, ...rest })));
  const text = outer({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'aws-auth', namespace: 'kube-system' },
    data: { mapRoles: section('rolearn', mapRoles), mapUsers: section('userarn', mapUsers) },
  });
  return carriage ? text.replaceAll('\n', '\r\n') : text;
}

/** What a mapping gives that today nobody gives. */
function widened(file: WrittenFile, { kind, entry }: AwsAuthMapping): readonly string[] {
  if (entry === undefined || kind === ConversionKind.NEEDS_DECISION) {
    return [];
  }
  const today = groupsToday(file, entry.principalArn);
  if (today === undefined) {
    return ['signs in'];
  }
  const given = [
    ...entry.kubernetesGroups,
    ...(entry.isClusterAdmin ? ['system:masters'] : []),
    ...(NODE_GROUPS[entry.type] ?? []),
  ];
  return given.filter((group) => !today.includes(group));
}

test('no line is lost, none is invented, and nobody may do more than today', () => {
  fc.assert(
    fc.property(files, styles, options, (file, style, said) => {
      const { mappings, isComplete, code } = convertAwsAuth(written(file, style), said);
      const both = [...file.mapRoles, ...file.mapUsers];
      expect(mappings.map(({ principal }) => principal)).toEqual(both.map((line) => line.arn));
      expect(mappings.flatMap((mapping) => widened(file, mapping))).toEqual([]);
      expect(isComplete).toBe(mappings.every(({ kind }) => ['EXACT', 'NARROWED'].includes(kind)));
      const live = mappings.filter(
        ({ kind, entry }) => entry !== undefined && kind !== ConversionKind.NEEDS_DECISION,
      );
      // One entry for each principal, and each under an id of its own.
      expect(new Set(live.map(({ entry }) => entry?.principalArn.toLowerCase())).size).toBe(live.length);
      const ids = mappings.flatMap(({ entry }) => entry?.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const calls = code
        .split('\n')
        .filter((line) => /^[a-z.]+\.(grantClusterAdmin|access\.\w+)\(/.test(line));
      expect(calls.length).toBe(live.length);
    }),
    { numRuns: 150 },
  );
});

test('what an exact line gives is all that it gives today', () => {
  fc.assert(
    fc.property(files, styles, (file, style) => {
      const { mappings } = convertAwsAuth(written(file, style));
      for (const { kind, entry } of mappings) {
        if (kind === ConversionKind.EXACT && entry?.type === 'STANDARD') {
          const today = groupsToday(file, entry.principalArn) ?? [];
          const given = new Set([...entry.kubernetesGroups, 'system:authenticated', '']);
          const missing = today.filter((group) => !given.has(group));
          expect(missing).toEqual(entry.isClusterAdmin ? ['system:masters'] : []);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('a text of any kind is converted or refused with a place, and nothing else', () => {
  const pieces = fc.constantFrom(
    ...[
      'mapRoles:',
      'mapUsers: |',
      'data:',
      'kind: ConfigMap',
      '- rolearn: x',
      'groups: [',
      '&a',
      '*a',
      '<<: *a',
      '{',
      '}',
    ],
    ...[
      '"',
      "'",
      '\t',
      '\n',
      '\n  ',
      '\n    ',
      '---',
      '\u0000',
      '!!binary x',
      '!t',
      '? ',
      ': ',
      '#',
      '|',
      '>',
      ']',
      '%YAML',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 }).map((all) => all.join('')),
    fc
      .array(pieces, { maxLength: 30 })
      .map((all) => `mapRoles: |\n  ${all.join('').replaceAll('\n', '\n  ')}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        convertAwsAuth(text);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsAuthError);
        const { problems } = error as AwsAuthError;
        expect(problems.length).toBeGreaterThan(0);
        const rows = text.split('\n').length;
        expect(
          problems.filter(({ line, column }) => !(line >= 1 && line <= rows + 1 && column >= 1)),
        ).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
