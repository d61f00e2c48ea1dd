/**
 * The documentation says what the code says: the table of findings, the help, and the actions that must be allowed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DOCTOR_RULES } from '../../lib/doctor/doctor-rules';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'doctor.md'), 'utf8');
const sources = ['lib/doctor', 'lib/cli/doctor'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((file) => ({
    file: `${folder}/${file}`,
    text: readFileSync(join(root, folder, file), 'utf8'),
  })),
);
const gateway = sources.find(({ file }) => file.endsWith('/aws-gateway.ts'))!.text;

test('docs/doctor.md lists every rule with severity, reason and way out', () => {
  const rows = [...page.matchAll(/^\| `[a-z-]+` +\| (?:error|warning|note) .*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(rows).toEqual(
    Object.entries(DOCTOR_RULES).map(([rule, { severity, title, reason, wayOut }]) => [
      `\`${rule}\``,
      severity,
      title,
      reason,
      wayOut,
    ]),
  );
});

test('the policy in docs/doctor.md allows the calls that are made, and nothing else', () => {
  const allowed = [...page.matchAll(/"((?:eks|ec2):\w+)"/g)].map(([, action]) => action);
  const commands = [...gateway.matchAll(/sdk\.(eks|ec2)\.(\w+)Command\(/g)].map(
    ([, service = '', name = '']) => `${service}:${name}`,
  );
  expect([...new Set(allowed)].sort()).toEqual([...new Set(commands)].sort());
});

test('no command of the SDK is known that could change anything', () => {
  const commands = [...gateway.matchAll(/(\w+)Command\b/g)].map(([, name]) => name);
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.filter((name) => !/^(Describe|List)/.test(name ?? ''))).toEqual([]);
  const others = sources.filter(
    ({ file, text }) => !file.endsWith('/aws-gateway.ts') && text.includes('Command('),
  );
  expect(others).toEqual([]);
});

test('the SDK is imported for its types, and loaded by one file', () => {
  const imports = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/^.*['"]@aws-sdk\/.*$/gm)].map(([line]) => ({ file, line: line.trim() })),
  );
  const loading = imports.filter(({ line }) => !/^(import type|\} from)/.test(line));
  expect(new Set(loading.map(({ file }) => file))).toEqual(new Set(['lib/cli/doctor/aws-sdk.ts']));
  expect(imports.filter(({ file }) => file.startsWith('lib/doctor/'))).toEqual([]);
});

test('what is compared is plain data: the comparison loads neither cdktf nor a provider', () => {
  const imports = sources
    .filter(({ file }) => file.startsWith('lib/doctor/'))
    .flatMap(({ text }) => [...text.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name));
  expect(imports.filter((name) => !name.startsWith('.'))).toEqual([]);
});
