/**
 * What runs in a process of its own, on plain Node without a TypeScript loader: `index.ts` starts it and reads one
 * line of JSON from it. Processor time is taken around the construction of an app and its synth, files written included.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster, Scaling } from 'cdktf-safe-eks';
import { handwrittenQuickstart } from './handwritten-quickstart';

/** Milliseconds of each run, library and hand-written in pairs. */
export interface SynthPairs {
  readonly library: number[];
  readonly handwritten: number[];
  readonly resources: number;
}

/** Milliseconds of each run of an app with some clusters, and the most memory that the process ever had. */
export interface Growth {
  readonly clusters: number;
  readonly milliseconds: number[];
  readonly peakMegabytes: number;
}

const WARM_UP = 12;

function milliseconds(run: () => void): number {
  // Each run pays for its own garbage, not for that of the one before.
  globalThis.gc?.();
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The example itself, compiled once: what is measured is what the README shows. */
function quickstart(file: string): () => void {
  const code = readFileSync(file, 'utf8');
  const main = compileFunction(code, ['require', 'exports'], { filename: file }) as (
    require: NodeJS.Require,
    exports: object,
  ) => void;
  return () => {
    main(require, {});
  };
}

/** The configurations of all stacks, without the key that Terraform ignores. */
function rendered(outdir: string, run: () => void): string {
  rmSync(outdir, { recursive: true, force: true });
  run();
  const stacks = readdirSync(join(outdir, 'stacks')).sort();
  const parsed = stacks.map((stack): unknown =>
    JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'), (key, value: unknown) =>
      key === '//' ? undefined : value,
    ),
  );
  return JSON.stringify(Object.fromEntries(stacks.map((stack, index) => [stack, parsed[index]])), null, 2);
}

/** The first lines in which two texts differ, to see what has to be mended. */
function firstDifference(ours: string, theirs: string): string {
  const [a, b] = [ours.split('\n'), theirs.split('\n')];
  const line = a.findIndex((text, index) => text !== b[index]);
  const from = Math.max(0, line - 6);
  const excerpt = (lines: readonly string[]) => lines.slice(from, line + 4).join('\n');
  return `line ${line}\n--- library\n${excerpt(a)}\n--- hand-written\n${excerpt(b)}`;
}

function measurePairs(example: string, outdir: string, pairs: number): SynthPairs {
  const library = quickstart(example);
  const [ours, theirs] = [rendered(outdir, library), rendered(outdir, handwrittenQuickstart)];
  if (ours !== theirs) {
    throw new Error(`bench/handwritten-quickstart.ts renders other JSON: ${firstDifference(ours, theirs)}`);
  }
  for (let run = 0; run < WARM_UP; run++) {
    library();
    handwrittenQuickstart();
  }
  const result: SynthPairs = { library: [], handwritten: [], resources: countResources(ours) };
  for (let pair = 0; pair < pairs; pair++) {
    // Who goes first alternates, so that neither always runs on the warmer machine.
    if (pair % 2 === 0) {
      result.library.push(milliseconds(library));
      result.handwritten.push(milliseconds(handwrittenQuickstart));
    } else {
      result.handwritten.push(milliseconds(handwrittenQuickstart));
      result.library.push(milliseconds(library));
    }
  }
  return result;
}

function countResources(json: string): number {
  const stacks = JSON.parse(json) as Record<string, { resource?: Record<string, object> }>;
  return Object.values(stacks)
    .flatMap(({ resource }) => Object.values(resource ?? {}))
    .reduce((count, byName) => count + Object.keys(byName).length, 0);
}

/** An app with a number of clusters, each with its network in a stack of its own. */
function manyClusters(count: number): void {
  const app = new App();
  for (let index = 0; index < count; index++) {
    const stack = new TerraformStack(app, `cluster-${index}`);
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const availabilityZones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
    const cluster = new SafeEksCluster(stack, 'Cluster', {
      clusterName: `cluster-${index}`,
      version: KubernetesVersion.V1_35,
      network: new EksVpc(stack, 'Network', { availabilityZones }),
    });
    cluster.addNodeGroup('workers', {
      ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
      scaling: Scaling.external({ min: 2, max: 6 }),
    });
    cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
  }
  app.synth();
}

function measureGrowth(clusters: number, runs: number): Growth {
  for (let run = 0; run < 3; run++) {
    manyClusters(5);
  }
  const times = Array.from({ length: runs }, () =>
    milliseconds(() => {
      manyClusters(clusters);
    }),
  );
  return { clusters, milliseconds: times, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}

function main(): void {
  const [what, ...rest] = process.argv.slice(2);
  const outdir = process.env.CDKTF_OUTDIR ?? '';
  const [first = '', second = ''] = rest;
  const result =
    what === 'pairs'
      ? measurePairs(first, outdir, Number(second))
      : measureGrowth(Number(first), Number(second));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main();
