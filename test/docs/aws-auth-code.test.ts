/**
 * The code that aws-auth is converted into compiles, and an app with it synthesizes: all fixtures, proposals included, in one
 * program.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import { AwsAuthError, ConversionKind, convertAwsAuth } from '../../lib/access/aws-auth';
import type { AwsAuthConversion } from '../../lib/access/aws-auth';
import { fixtures } from '../access/aws-auth/fixtures';
import { root } from './code-blocks';

const folder = join(root, '.cache', 'aws-auth');
const out = mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-aws-auth-'));

const IMPORTS = `import { App, TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';
`;
const BEFORE = `const app = new App();
const stack = new TerraformStack(app, 'prod');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], cidr: '10.0.0.0/16' });
const cluster = new SafeEksCluster(stack, 'Cluster', { clusterName: 'prod', version: KubernetesVersion.V1_34, network });
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
cluster.grantClusterAdmin('first of all', 'arn:aws:iam::111122223333:role/first-of-all');
`;

interface Converted {
  readonly name: string;
  readonly conversion: AwsAuthConversion;
}

const converted = fixtures().flatMap(({ name, text, options }): readonly Converted[] => {
  try {
    return [{ name, conversion: convertAwsAuth(text, { ...options, clusterVariable: 'cluster' }) }];
  } catch (error) {
    if (error instanceof AwsAuthError) {
      return [];
    }
    throw error;
  }
});
const fileOf = ({ name }: Converted): string => join(folder, `${name}.ts`);
const proposalsOf = ({ name }: Converted): string => join(folder, `${name}.proposals.ts`);

/** An import that the code brings comes before what surrounds it. */
function moduleOf(code: string, withApp: boolean): string {
  const imports = code.split('\n').filter((line) => line.startsWith('import '));
  const body = code.split('\n').filter((line) => !line.startsWith('import '));
  const app = withApp ? `${BEFORE}${body.join('\n')}\napp.synth();\n` : body.join('\n');
  return [
    ...imports,
    withApp ? IMPORTS : "import type { SafeEksCluster } from 'cdktf-safe-eks';",
    app,
    'export {};',
  ].join('\n');
}

function proposals({ mappings }: AwsAuthConversion): string {
  const open = mappings.flatMap(({ kind, code }) =>
    kind === ConversionKind.NEEDS_DECISION && code !== undefined ? [code] : [],
  );
  const names = ['AccessEntryType', 'AccessPolicy'].filter((name) =>
    open.some((code) => code.includes(`${name}.`)),
  );
  const imports = names.length === 0 ? '' : `import { ${names.join(', ')} } from 'cdktf-safe-eks';\n`;
  return `${imports}declare const cluster: SafeEksCluster;\n${open.join('\n')}\nvoid cluster;\n`;
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of converted) {
    writeFileSync(fileOf(each), moduleOf(each.conversion.code, true));
    writeFileSync(proposalsOf(each), moduleOf(proposals(each.conversion), false));
  }
});

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

test('all of it compiles, with nothing unused', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const files = converted.flatMap((each) => [fileOf(each), proposalsOf(each)]);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, root);
  const program = ts.createProgram(files, options);
  const problems = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start }) =>
        `${file}:${String(source?.getLineAndCharacterOfPosition(start ?? 0).line)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  expect(problems).toEqual([]);
  expect(files.length).toBeGreaterThan(70);
});

test('nothing but grants comes out of hostile names', () => {
  for (const each of converted) {
    const source = ts.createSourceFile('x.ts', each.conversion.code, ts.ScriptTarget.ES2022, true);
    const calls = source.statements.filter((statement) => !ts.isImportDeclaration(statement));
    const kinds = calls.map((call) =>
      /^cluster\.(grantClusterAdmin|access\.grant|access\.registerNodes)\(/.test(call.getText()),
    );
    expect(kinds.every(Boolean)).toBe(true);
    const walk = (node: ts.Node): readonly ts.Node[] => [node, ...node.getChildren().flatMap(walk)];
    const inner = calls.flatMap(walk).filter((node) => ts.isCallExpression(node));
    const admins = inner.filter((call) => call.getText() === 'AccessPolicy.clusterAdmin()');
    expect(inner.length).toBe(calls.length + admins.length);
  }
});

test.each(converted.map((each) => [each.name, each] as const))('%s synthesizes', (name, each) => {
  const before = process.env['CDKTF_OUTDIR'];
  process.env['CDKTF_OUTDIR'] = join(out, name);
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the code is a module of its own
    require(fileOf(each));
  } finally {
    if (before === undefined) {
      delete process.env['CDKTF_OUTDIR'];
    } else {
      process.env['CDKTF_OUTDIR'] = before;
    }
  }
  const json = JSON.parse(readFileSync(join(out, name, 'stacks/prod/cdk.tf.json'), 'utf8')) as {
    resource: {
      aws_eks_access_entry: Record<
        string,
        { principal_arn: string; kubernetes_groups?: string[]; user_name?: string }
      >;
    };
  };
  const rendered = Object.values(json.resource.aws_eks_access_entry)
    .filter(({ principal_arn }) => !principal_arn.endsWith('/first-of-all'))
    .map((entry) => [
      entry.principal_arn,
      [...(entry.kubernetes_groups ?? [])].sort(),
      entry.user_name ?? null,
    ]);
  const meant = each.conversion.mappings
    .filter(({ kind, entry }) => entry !== undefined && kind !== ConversionKind.NEEDS_DECISION)
    .map(({ entry }) => [entry!.principalArn, [...entry!.kubernetesGroups].sort(), entry!.userName ?? null]);
  const byArn = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
  expect(rendered.sort(byArn)).toEqual(meant.sort(byArn));
});
