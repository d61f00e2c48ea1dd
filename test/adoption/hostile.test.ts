/**
 * Whatever names, tags and settings hold, the program is one, says just that, and is laid out as Prettier does.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as ts from 'typescript';
import type { ExistingCluster } from '../../lib/adoption/existing-cluster';
import { addon, ADMIN, GROUP, PLAIN, PROFILE, programFor } from './existing';
import { formatted } from './prettier';

/** What code, Terraform or a terminal would obey. */
const HOSTILE = [
  `it's "quoted" \`so\``,
  '${aws_iam_role.x.arn}',
  '%{ if true }$${x}',
  "'); process.exit(1); ('",
  'two\nlines // and */ comments',
  '\u2028\u202e\u0000\\',
  '__proto__',
  'constructor',
  'ünïcödé 🦊',
  'a-b',
  'class',
  '',
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 150 }),
  fc.string(),
);
const map = fc
  .array(
    fc.tuple(
      hostile.map((text) => text.slice(0, 128)),
      hostile,
    ),
    { maxLength: 4 },
  )
  .map((entries) => Object.fromEntries(entries));
/** Keys that are longer than a line are laid out in ways that nobody will see. */
const key = hostile.map((text) => text.slice(0, 6));
const json = fc.dictionary(
  key,
  fc.oneof(hostile, fc.boolean(), fc.integer(), fc.array(hostile, { maxLength: 5 })),
);

const clusters: fc.Arbitrary<ExistingCluster> = fc
  .record({
    roleArn: hostile,
    keyArn: fc.option(hostile, { nil: undefined }),
    subnetIds: fc.array(hostile, { minLength: 1, maxLength: 8 }),
    publicCidrs: fc.array(hostile, { maxLength: 6 }),
    tags: map,
    groupNames: fc.array(hostile, { maxLength: 3 }),
    labels: map,
    entries: fc.array(fc.record({ principalArn: hostile, groups: fc.array(hostile), tags: map }), {
      maxLength: 3,
    }),
    namespaces: fc.array(hostile, { minLength: 1, maxLength: 5 }),
    configuration: json,
    addonName: hostile,
    selectors: fc.array(fc.record({ namespace: hostile, labels: map }), { minLength: 1, maxLength: 3 }),
  })
  .map((made): ExistingCluster => ({
    ...PLAIN,
    roleArn: made.roleArn,
    keyArn: made.keyArn,
    subnetIds: made.subnetIds,
    publicAccess: true,
    publicCidrs: made.publicCidrs,
    tags: made.tags,
    nodeGroups: made.groupNames.map((name) => ({ ...GROUP, name, labels: made.labels, tags: made.tags })),
    fargateProfiles: [{ ...PROFILE, selectors: made.selectors }],
    entries: [
      ADMIN,
      ...made.entries.map((entry) => ({
        ...entry,
        type: 'STANDARD',
        policies: [{ arn: 'arn:x/AmazonEKSViewPolicy', namespaces: made.namespaces }],
      })),
    ],
    addons: [addon(made.addonName, { configuration: JSON.stringify(made.configuration) })],
  }));

describe('a program for a cluster with hostile texts', () => {
  test('is laid out as Prettier does', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, async (cluster) => {
        const { code } = programFor(cluster);
        expect(code).toBe(await formatted(code));
      }),
      { numRuns: 60 },
    );
  });

  test('says what the cluster says', () => {
    fc.assert(
      fc.property(clusters, (cluster) => {
        const calls = run(programFor(cluster).code);
        const groups = calls.filter(({ method }) => method === 'cluster.addNodeGroup');
        expect(
          groups.map(({ options }) => [options['importExisting'], entriesOf(options['labels'])]),
        ).toEqual(
          (cluster.nodeGroups ?? []).map(({ name, labels }) => [forTerraform(name), expected(labels)]),
        );
        const ids = groups.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => /^[a-z0-9][\w-]*$/.test(String(id)))).toBe(true);
        const grants = calls.filter(({ method }) => method === 'cluster.access.grant');
        expect(grants.map(({ args }) => args[1])).toEqual(
          (cluster.entries ?? []).map(({ principalArn }) => forTerraform(principalArn)),
        );
        const [made] = calls.filter(({ method }) => method === 'new SafeEksCluster');
        expect(made?.options['roleArn']).toBe(forTerraform(cluster.roleArn));
      }),
      { numRuns: 100 },
    );
  });

  test('holds no character that no editor shows', () => {
    fc.assert(
      fc.property(clusters, (cluster) => {
        expect(programFor(cluster).code).not.toMatch(/[^\n -~\u00a0-\uffff]|[\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  test('is the same each time, whatever the order of what it is made from', () => {
    const shuffled: ExistingCluster = {
      ...PLAIN,
      tags: { b: '2', a: '1' },
      nodeGroups: [{ ...GROUP, tags: { b: '2', a: '1' }, labels: { y: '1', x: '2' } }],
    };
    const sorted: ExistingCluster = {
      ...PLAIN,
      tags: { a: '1', b: '2' },
      nodeGroups: [{ ...GROUP, tags: { a: '1', b: '2' }, labels: { x: '2', y: '1' } }],
    };
    expect(programFor(shuffled)).toEqual(programFor(sorted));
  });
});

/** A text in which Terraform finds no expression. */
function forTerraform(text: string): string {
  return text.replace(/[$%](?=\{)/g, (found) => found + found);
}

const expected = (values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values)
    .map(([key, value]): [string, string] => [forTerraform(key), forTerraform(value)])
    .sort();

const entriesOf = (value: unknown): [string, unknown][] => Object.entries(value ?? {}).sort();

interface Call {
  readonly method: string;
  readonly id: unknown;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Runs a program with a library that only listens. */
function run(code: string): Call[] {
  const calls: Call[] = [];
  const heard = (path: string): unknown =>
    new Proxy(class Listener {}, {
      get: (_target, name) =>
        name === Symbol.toPrimitive
          ? () => path
          : name === Symbol.iterator
            ? undefined
            : heard(`${path}.${String(name)}`),
      set: () => true,
      ownKeys: () => ['prototype'],
      apply: (_target, _self, args: unknown[]) => listen(path, args),
      construct: (_target, args: unknown[]) => listen(`new ${path}`, args) as object,
    });
  const listen = (method: string, args: readonly unknown[]): unknown => {
    const last = args.at(-1);
    const options = (typeof last === 'object' && last !== null ? last : {}) as Record<string, unknown>;
    calls.push({ method, id: args[0], args, options });
    return heard(method === 'new SafeEksCluster' ? 'cluster' : 'result');
  };
  const { outputText, diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
  const library = new Proxy({}, { get: (_target, name) => heard(String(name)) });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- whether it does what it should is what is tested
  const program = new Function('require', 'exports', outputText) as (
    load: () => unknown,
    exports: object,
  ) => void;
  program(() => library, {});
  return calls;
}
