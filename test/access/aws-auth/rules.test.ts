/**
 * What the converter has in common with the rest of the library, and what its texts and positions promise.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeUserName } from '../../../lib/access/access-entry-type';
import { AwsAuthError, ConversionKind, convertAwsAuth } from '../../../lib/access/aws-auth';
import { grantIds } from '../../../lib/access/aws-auth/grant-ids';
import { whyNoUserName } from '../../../lib/access/aws-auth/names';
import { literal, quoted, wrapped } from '../../../lib/access/aws-auth/text';
import { judgePrincipal } from '../../../lib/access/principal';
import { fixtures } from './fixtures';

const ROLE = 'arn:aws:iam::111122223333:role/dev';

test('no user name is generated that an access entry would refuse', () => {
  const parts = fc.constantFrom(
    'system:',
    'eks:',
    'aws:',
    'iam:',
    'amazon:',
    ':',
    'ci',
    '{{SessionName}}',
    '{{x}}',
    ' ',
    '${a}',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 4 }), (all) => {
      const name = all.join('');
      if (whyNoUserName(name, 'role') === undefined) {
        expect(judgeUserName(name)).toEqual([]);
      }
    }),
  );
});

test('no principal is generated that an access entry would refuse', () => {
  const arns = fixtures().flatMap(({ text, options }) => {
    try {
      return convertAwsAuth(text, options).mappings.flatMap(({ entry, kind }) =>
        entry === undefined || kind === ConversionKind.NEEDS_DECISION ? [] : [entry.principalArn],
      );
    } catch (error) {
      expect(error).toBeInstanceOf(AwsAuthError);
      return [];
    }
  });
  expect(arns.length).toBeGreaterThan(40);
  expect(arns.flatMap(judgePrincipal)).toEqual([]);
});

test('a literal means the text, whatever is in it, and stays in its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = literal(text);
      expect(written).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what it means to JavaScript is the question
      expect(new Function(`return ${written};`)()).toBe(text);
    }),
    { numRuns: 150 },
  );
  expect(literal('\ud800')).toBe("'\\ud800'");
});

test('a long text is cut in messages, and no line begins within quotes', () => {
  expect(quoted('x'.repeat(500)).length).toBeLessThan(170);
  const comment = `The group ${quoted('words @ts-ignore and more')} is it.`;
  expect(wrapped(comment, 12)).toEqual(['The group', "'words @ts-ignore and more'", 'is it.']);
});

test('ids are the shortest that tell the principals apart', () => {
  const arns = [
    'arn:aws:iam::111122223333:role/admin',
    'arn:aws:iam::111122223333:user/admin',
    'arn:aws:iam::444455556666:role/admin',
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_0123456789abcdef',
    'arn:aws:iam::111122223333:role/a+b',
    'arn:aws:iam::111122223333:role/a=b',
    'arn:aws:iam::111122223333:role/dev',
    'arn:aws:iam::111122223333:role/++',
  ];
  const ids = grantIds(arns);
  expect(ids).toEqual(
    [
      'role-admin-111122223333',
      'user-admin-111122223333',
      'admin-444455556666',
      'Ops',
      'a-b-2',
      'a-b-3',
      'dev',
      'grant',
    ].map((id) => (id.startsWith('a-b') ? `role-a-b-111122223333-${id.at(-1) ?? ''}` : id)),
  );
  const reversed = [...grantIds([...arns].reverse())].reverse();
  expect(reversed.filter((id) => !/-[23]$/.test(id))).toEqual(ids.filter((id) => !/-[23]$/.test(id)));
});

test.each([
  ['a block', `data:\n  mapRoles: |\n    - rolearn: ${ROLE}\n      groups: {a: b}\n`],
  ['a block with a sign', `data:\n  mapRoles: |2-\n    - rolearn: ${ROLE}\n      groups: {a: b}\n`],
  ['JSON', `{"data": {"mapRoles": "- rolearn: \\"x\\"\\n  groups: {a: b}\\n"}}`],
  ['single quotes', `data: {mapRoles: '[{"rolearn": "it''s", "groups": {a: b}}]'}`],
  ['a list', `mapRoles:\n- rolearn: ${ROLE}\n  groups: {a: b}\n`],
  ['carriage returns', `data:\r\n  mapRoles: |\r\n    - rolearn: ${ROLE}\r\n      groups: {a: b}\r\n`],
])('a mistake within %s is found where it is', (_form, text) => {
  const before = text.slice(0, text.indexOf('{a: b}')).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  expect(() => convertAwsAuth(text, { fileName: 'f.yaml' })).toThrow(
    new AwsAuthError('f.yaml', [{ ...place, what: 'groups is a map, not a list', fix: 'List the groups.' }]),
  );
});

test('options that make no sense are refused, all at once', () => {
  const options = {
    clusterVariable: 'cluster; evil()',
    accountId: '123',
    ssoRegion: 'Ireland',
    roleArns: ['arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:role/a/x'],
    managedRoleArns: ['arn:aws:iam::111122223333:role/b/x'],
    selfManagedRoleArns: ['arn:aws:iam::111122223333:role/b/x'],
  };
  let message = '';
  try {
    convertAwsAuth('mapRoles: []', options);
  } catch (error) {
    message = error instanceof RangeError ? error.message : '';
  }
  expect(message.split('\n')).toEqual([
    "'cluster; evil()' is no name of a variable, such as cluster or this.cluster.",
    "'123' is no account; it has twelve digits.",
    "'Ireland' is no region, such as eu-west-1.",
    "'arn:aws:iam::111122223333:user/ann' is no ARN of a role, such as arn:aws:iam::111122223333:role/path/name.",
    "'arn:aws:iam::111122223333:role/a/x' and 'arn:aws:iam::111122223333:role/b/x' cannot both be: a name belongs to one role.",
    "'arn:aws:iam::111122223333:role/b/x' cannot be managed and self-managed at once.",
  ]);
  expect(() => convertAwsAuth('mapRoles: []', { clusterVariable: 'delete' })).toThrow(RangeError);
});

test('a file as large as a ConfigMap can be is converted in seconds', () => {
  const line = (index: number): string =>
    `    - {rolearn: '${ROLE}${String(index)}', username: dev, groups: [devs]}\n`;
  const text = `data:\n  mapRoles: |\n${Array.from({ length: 3000 }, (_, index) => line(index)).join('')}`;
  const started = performance.now();
  expect(convertAwsAuth(text).mappings).toHaveLength(3000);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(() => convertAwsAuth(`mapRoles: ${'x'.repeat(5_000_000)}`)).toThrow(/larger than 4 MiB/);
});
