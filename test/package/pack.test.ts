/**
 * The package as its users get it: packed, installed into an empty CDKTF app, compiled against its published types
 * and run, imported from CommonJS and from ESM.
 *
 * Only our tarball is unpacked; peers and dependencies are links to the project's own node_modules. What is under test is
 * our exports map, types and file list, and those resolve as they do anywhere; 400 MB of provider would add nothing.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const modules = join(root, 'node_modules');
const temp = realpathSync(mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-pack-')));
const sources = join(temp, 'sources');
const app = join(temp, 'app');

interface Manifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** Runs Node and returns what it printed; everything it said is in the error otherwise. */
function node(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string {
  return run(process.execPath, args, cwd, env);
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

function link(name: string): void {
  mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
  symlinkSync(join(modules, name), join(app, 'node_modules', name), 'dir');
}

const body = `
const app = new App();
const stack = new TerraformStack(app, 'prod');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Vpc', { cidr: '10.0.0.0/16', availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
const cluster = new SafeEksCluster(stack, 'Cluster', { clusterName: 'prod', version: KubernetesVersion.V1_34, network });
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/platform-admin');
app.synth();
`;

const typescriptApp = `
import { App, TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';
${body}`;

/** The provider bindings have no exports map, so that native ESM needs the file; ours are imported by name. */
const esmApp = `
import { App, TerraformStack } from 'cdktf';
import provider from '@cdktf/provider-aws/lib/provider/index.js';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';
const { AwsProvider } = provider;
${body}`;

function compile(module: 'commonjs' | 'node16', file: string): void {
  const compilerOptions = {
    target: 'ES2022',
    module,
    // What `cdktf init` writes is commonjs with the resolution of that time, which knows no exports map.
    moduleResolution: module === 'commonjs' ? 'node10' : 'node16',
    strict: true,
    types: [],
    skipLibCheck: true,
    outDir: `out-${module}`,
  };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  node([join(modules, 'typescript/bin/tsc')], app);
}

function synthesized(folder: string): string {
  return readFileSync(join(app, folder, 'stacks/prod/cdk.tf.json'), 'utf8');
}

/** Modules loaded by requiring an entry point, relative to their node_modules. */
function loadedBy(entryPoint: string): string[] {
  const script = `require(${JSON.stringify(entryPoint)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const files = JSON.parse(node(['-e', script], app)) as string[];
  return files.map((file) => file.split('/node_modules/').at(-1) ?? file);
}

beforeAll(() => {
  // A copy, so that building does not pull dist/ from under somebody's feet.
  mkdirSync(sources);
  for (const file of ['package.json', ...manifest.files.filter((name) => name !== 'dist')]) {
    if (existsSync(join(root, file))) {
      cpSync(join(root, file), join(sources, file), { recursive: true });
    }
  }
  node(
    [
      join(modules, 'typescript/bin/tsc'),
      '-p',
      join(root, 'tsconfig.build.json'),
      '--outDir',
      join(sources, 'dist'),
    ],
    root,
  );
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts'], sources)) as [
    { filename: string },
  ];

  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  const installed = join(app, 'node_modules', 'cdktf-safe-eks');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', join(sources, packed.filename), '--strip-components=1', '-C', installed], app);
  ['constructs', 'cdktf', '@cdktf/provider-aws'].forEach(link);
});

afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

describe('the tarball', () => {
  test('holds what the file list promises, and no sources', () => {
    const top = readdirSync(join(app, 'node_modules/cdktf-safe-eks')).sort();
    expect(top).toEqual(['package.json', ...manifest.files].sort());
    expect(readdirSync(join(app, 'node_modules/cdktf-safe-eks/dist'))).toContain('index.d.ts');
  });

  test('brings no dependencies but those of the rehearsal and of the converter', () => {
    // Only those two need them, and only their entry points load them.
    expect(Object.keys(manifest.dependencies)).toEqual([
      '@grpc/grpc-js',
      '@grpc/proto-loader',
      '@msgpack/msgpack',
      'yaml',
    ]);
  });
});

describe('a ten-line cluster', () => {
  test('synthesizes the same from TypeScript as CommonJS, as node16 and from ESM', () => {
    writeFileSync(join(app, 'main.ts'), typescriptApp);
    writeFileSync(join(app, 'main.mjs'), esmApp);
    compile('commonjs', 'main.ts');
    compile('node16', 'main.ts');

    node(['out-commonjs/main.js'], app, { CDKTF_OUTDIR: 'cdktf.out.commonjs' });
    node(['out-node16/main.js'], app, { CDKTF_OUTDIR: 'cdktf.out.node16' });
    node(['main.mjs'], app, { CDKTF_OUTDIR: 'cdktf.out.esm' });

    const expected = synthesized('cdktf.out.commonjs');
    expect(JSON.parse(expected)).toHaveProperty('resource.aws_eks_cluster');
    expect(synthesized('cdktf.out.node16')).toBe(expected);
    expect(synthesized('cdktf.out.esm')).toBe(expected);
  });

  test('loads no provider barrel and no optional provider', () => {
    const loaded = loadedBy('cdktf-safe-eks');
    expect(loaded).toContain('cdktf-safe-eks/dist/index.js');
    expect(loaded.filter((file) => /^@cdktf\/provider-[^/]+\/lib\/index\.js$/.test(file))).toEqual([]);
    expect(loaded.filter((file) => /^@cdktf\/provider-(?!aws\/)/.test(file))).toEqual([]);
    expect(loaded.filter((file) => /^@(aws-sdk|smithy)\/|\/doctor\//.test(file))).toEqual([]);
  });

  test('loads a small part of the provider', () => {
    const types = new Set(
      loadedBy('cdktf-safe-eks').flatMap(
        (file) => /^@cdktf\/provider-aws\/lib\/([^/]+)\//.exec(file)?.[1] ?? [],
      ),
    );
    expect(types.size).toBeGreaterThan(0);
    expect(types.size).toBeLessThan(60);
  });
});

describe('further entry points', () => {
  const useThem = `
import { convertAwsAuth } from 'cdktf-safe-eks/aws-auth';
import { DeferredProviders } from 'cdktf-safe-eks/kubernetes';
import { rehearse } from 'cdktf-safe-eks/rehearsal';
import * as testing from 'cdktf-safe-eks/testing';
console.log(typeof convertAwsAuth, typeof DeferredProviders, typeof rehearse, Object.keys(testing).length > 0);
`;

  beforeAll(() => {
    ['@cdktf/provider-kubernetes', '@cdktf/provider-helm', ...Object.keys(manifest.dependencies)].forEach(
      link,
    );
  });

  test.each(['commonjs', 'node16'] as const)('resolve with their types, %s', (module) => {
    writeFileSync(
      join(app, 'entries.ts'),
      `declare const console: { log(...values: unknown[]): void };${useThem}`,
    );
    compile(module, 'entries.ts');
    expect(node([`out-${module}/entries.js`], app).trim()).toBe('function function function true');
  });

  test('resolve by name from ESM', () => {
    writeFileSync(join(app, 'entries.mjs'), useThem);
    expect(node(['entries.mjs'], app).trim()).toBe('function function function true');
  });

  test('of the rehearsal are the only ones that load what a rehearsal needs', () => {
    const heavy = (entryPoint: string): string[] =>
      loadedBy(entryPoint).filter((file) => /^@grpc\/|^@msgpack\/|\/rehearsal\//.test(file));
    expect(['cdktf-safe-eks', 'cdktf-safe-eks/kubernetes', 'cdktf-safe-eks/testing'].flatMap(heavy)).toEqual(
      [],
    );
    expect(heavy('cdktf-safe-eks/rehearsal').length).toBeGreaterThan(10);
  });

  test('of the converter is the only one that loads a YAML parser, and it loads no construct', () => {
    const parser = (entryPoint: string): string[] =>
      loadedBy(entryPoint).filter((file) => /^yaml\/|\/aws-auth\//.test(file));
    const others = ['', '/kubernetes', '/testing', '/rehearsal'].map((name) => `cdktf-safe-eks${name}`);
    expect(others.flatMap(parser)).toEqual([]);
    expect(parser('cdktf-safe-eks/aws-auth').length).toBeGreaterThan(10);
    expect(
      loadedBy('cdktf-safe-eks/aws-auth').filter((file) => /^(cdktf|constructs|@cdktf)\//.test(file)),
    ).toEqual([]);
  });

  test('teach expect to rehearse, with types', () => {
    writeFileSync(
      join(app, 'matchers.ts'),
      `import 'cdktf-safe-eks/rehearsal/jest';
import { expect } from '@jest/globals';
export const check = async (folder: string): Promise<void> => expect(folder).toDeployInOrder({ seed: 1 });`,
    );
    ['@jest/globals', 'expect'].forEach(link);
    expect(() => {
      compile('node16', 'matchers.ts');
      compile('commonjs', 'matchers.ts');
    }).not.toThrow();
  });

  test('stand beside a command', () => {
    const [command = ''] = Object.values(manifest.bin);
    const help = node([join(app, 'node_modules/cdktf-safe-eks', command), '--help'], app);
    expect(help).toContain('Usage: safe-eks COMMAND');
    expect(readFileSync(join(app, 'node_modules/cdktf-safe-eks', command), 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  test('of the AWS SDK load nothing; the command that needs it says how to install it', () => {
    const others = ['aws-auth', 'kubernetes', 'testing', 'rehearsal'].map((name) => `cdktf-safe-eks/${name}`);
    expect(others.flatMap(loadedBy).filter((file) => /^@(aws-sdk|smithy)\//.test(file))).toEqual([]);
    const [command = ''] = Object.values(manifest.bin);
    const script = join(app, 'node_modules/cdktf-safe-eks', command);
    const examine = (): string => node([script, 'doctor', '--cluster', 'prod', '--region', 'eu-west-1'], app);
    expect(examine).toThrow(/npm install --save-dev @aws-sdk\/client-eks @aws-sdk\/client-ec2/);
    ['@aws-sdk/client-eks', '@aws-sdk/client-ec2'].forEach(link);
    // Nobody is signed in, which only the packages can find out.
    const nobody = Object.fromEntries(
      ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'].map((name) => [name, '']),
    );
    const none = {
      ...nobody,
      AWS_CONFIG_FILE: join(app, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(app, 'none'),
    };
    const asNobody = { ...none, AWS_EC2_METADATA_DISABLED: 'true' };
    expect(() =>
      node([script, 'doctor', '--cluster', 'prod', '--region', 'eu-west-1'], app, asNobody),
    ).toThrow(/There are no usable credentials/);
  });

  test('load no provider barrel', () => {
    const loaded = ['aws-auth', 'kubernetes', 'testing', 'rehearsal'].flatMap((name) =>
      loadedBy(`cdktf-safe-eks/${name}`),
    );
    expect(loaded.filter((file) => /^@cdktf\/provider-[^/]+\/lib\/index\.js$/.test(file))).toEqual([]);
  });
});
