/**
 * Files that say one thing to a reader and another to the authenticator: nobody may get by them what they do not have today.
 */
import { expect, test } from '@jest/globals';
import type { ConvertAwsAuthOptions } from '../../../lib/access/aws-auth';
import { AwsAuthError, convertAwsAuth } from '../../../lib/access/aws-auth';
import { literal } from '../../../lib/access/aws-auth/text';

const ROLE = 'arn:aws:iam::111122223333:role/kite';
const ADMIN = `- {rolearn: "${ROLE}", groups: [system:masters]}\n`;

/** The lines as the text of a ConfigMap. */
function written(lines: string): string {
  return `kind: ConfigMap\ndata:\n  mapRoles: |\n    ${lines.trimEnd().replaceAll('\n', '\n    ')}\n`;
}

function kinds(lines: string, options?: ConvertAwsAuthOptions): readonly string[] {
  return convertAwsAuth(written(lines), options).mappings.map(({ kind }) => kind);
}

function refusal(text: string): string {
  try {
    convertAwsAuth(text);
  } catch (error) {
    return error instanceof AwsAuthError ? error.message : '';
  }
  return '';
}

test.each([
  ['capitals before the name', ROLE.replace('arn:aws', 'ARN:AWS')],
  ['capitals in the type', ROLE.replace('role', 'ROLE')],
  ['a sign that is a capital k to Go', ROLE.replace('k', '\u212a')],
])('a later line with %s counts in place of an earlier one', (_what, arn) => {
  const { mappings } = convertAwsAuth(written(`${ADMIN}- {rolearn: "${arn}", groups: [view]}`));
  expect(mappings.map(({ kind }) => kind)).toEqual(['NARROWED', 'EXACT']);
  expect(mappings[1]?.entry).toMatchObject({ principalArn: ROLE, kubernetesGroups: ['view'] });
});

test('the same holds for an ARN in base64', () => {
  const arn = Buffer.from(ROLE).toString('base64');
  expect(kinds(`${ADMIN}- {rolearn: !!binary ${arn}, groups: [view]}`)).toEqual([
    'NARROWED',
    'NEEDS_DECISION',
  ]);
});

test.each([
  ['- {rolearn: "arn:aws:iam::111122223333:role/*"}', 'NEEDS_DECISION'],
  ['- {rolearn: "arn:aws:iam::1111?2223333:role/k*t?"}', 'NEEDS_DECISION'],
  ['- {rolearn: "arn:*:role/k*k*e"}', 'EXACT'],
  ['- {rolearn: "arn:aws:iam::111122223333:role/kite*e"}', 'EXACT'],
  [`- {rolearn: "${ROLE}", sso: {permissionSetName: Kite, accountID: "111122223333"}}`, 'NEEDS_DECISION'],
  ['- {sso: {permissionSetName: Kite, accountID: "111122223333"}}', 'EXACT'],
])('beside %s an administrator is %s', (other, kind) => {
  expect(kinds(`${ADMIN}${other}`)[0]).toBe(kind);
});

test('a permission set leaves open which line counts for its roles', () => {
  const line = '- {rolearn: "arn:aws:iam::111122223333:role/AWSReservedSSO_Kite_0123", groups: [view]}\n';
  const set = '- {sso: {permissionSetName: Kite, accountID: "111122223333"}}';
  expect(kinds(line, { ssoRegion: 'eu-west-1' })).toEqual(['EXACT']);
  expect(kinds(line + set, { ssoRegion: 'eu-west-1' })[0]).toBe('NEEDS_DECISION');
  expect(kinds(line.replace('AWSReserved', 'awsreserved'), { ssoRegion: 'eu-west-1' })).toEqual([
    'NEEDS_DECISION',
  ]);
});

test.each(['0o17', '0X1F', '+_1', '!!binary eA==', '!!float x', '!mine x', '!!int 5'])(
  'the group %s is not taken for a text',
  (group) => {
    expect(kinds(`- {rolearn: "${ROLE}", groups: [${group}]}`)).toEqual(['NEEDS_DECISION']);
  },
);

test.each(['!!str 5', '"0o17"', '1.2.3', '-x'])('the group %s is', (group) => {
  expect(kinds(`- {rolearn: "${ROLE}", groups: [${group}]}`)).toEqual(['EXACT']);
});

test('a service-linked role is known by its name, as aws-auth leaves the path out', () => {
  const arn = 'arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonEMRContainers';
  const own = arn.replace('role/', 'role/own/');
  const linked = arn.replace('role/', 'role/aws-service-role/emr-containers.amazonaws.com/');
  const line = `- {rolearn: "${arn}", username: emr-containers}`;
  expect(kinds(line)).toEqual(['IMPOSSIBLE']);
  expect(kinds(line, { roleArns: [linked] })).toEqual(['IMPOSSIBLE']);
  expect(kinds(line, { roleArns: [own] })).toEqual(['EXACT']);
  const session = arn.replace('iam', 'sts').replace('role/', 'assumed-role/');
  expect(kinds(`- {rolearn: "${session}/x"}`)).toEqual(['IMPOSSIBLE']);
});

const BARE = `mapRoles:\n${ADMIN}`;
const INDENTED = `data:\n  mapRoles:\n  ${ADMIN}`;
test.each([
  [`${INDENTED}mapUsers: []\n`, '4:1: mapUsers is not within data'],
  [`kind: ConfigMap\n${INDENTED}mapUsers: []\n`, '5:1: mapUsers is not within data'],
  [`${INDENTED}${INDENTED}`, '4:1: data is here for the second time'],
  [`kind: Secret\nkind: ConfigMap\n${INDENTED}`, '2:1: kind is here for the second time'],
  [
    `kind: ConfigMap\nmetadata: {name: x, name: aws-auth}\n${INDENTED}`,
    '2:21: name is here for the second time',
  ],
  [`%YAML 1.2\n---\n${BARE}`, '1:1: this says YAML 1.2'],
  [written(`%YAML 1.2\n---\n${ADMIN}`), '4:5: this says YAML 1.2'],
  [written(`- {groups: [a], <<: {groups: [b]}, rolearn: "${ROLE}"}`), "4:21: this merges in 'groups'"],
  [written(`- {<<: {groups: [a]}, <<: {groups: [b]}, rolearn: "${ROLE}"}`), "4:27: this merges in 'groups'"],
])('what parsers and readers differ in is refused: %j', (text, message) => {
  expect(refusal(text)).toContain(`aws-auth:${message}`);
});

test('what is passed over is named', () => {
  const { notes } = convertAwsAuth(
    `aws_auth_node_role_arns: [x]\nother: 1\n${BARE}---\n- rolearn: x\n---\na: 1\n`,
  );
  expect(notes.slice(0, 3)).toEqual([
    'Skipped a list in line 6, which is no aws-auth.',
    'Skipped a map in line 8, which is no aws-auth.',
    "Skipped 'aws_auth_node_role_arns'; the authenticator reads mapRoles, mapUsers and mapAccounts only.",
  ]);
});

test('characters that nobody sees are written out', () => {
  expect(literal('a\u00a0b\u3164\ufe0f\u3000 c')).toBe("'a\\u00a0b\\u3164\\ufe0f\\u3000 c'");
});

test.each([
  ['mistakes', `mapRoles: ${']'.repeat(1_000_000)}`, /this is no YAML/],
  [
    'groups of lines for one principal',
    `mapRoles:\n${['a', 'b'].map((each) => `- {rolearn: "${ROLE}", groups: [${Array.from({ length: 60_000 }, (_, index) => `${each}${String(index)}`).join(',')}]}`).join('\n')}`,
    undefined,
  ],
  [
    'fields merged in',
    `a: &a {${Array.from({ length: 150_000 }, (_, index) => `k${String(index)}: 1`).join(',')}}\nmapRoles: [{<<: *a}]`,
    undefined,
  ],
])('many %s do not take long', (_what, text, message) => {
  const started = performance.now();
  expect(refusal(text)).toMatch(message ?? /^$/);
  expect(performance.now() - started).toBeLessThan(15_000);
});
