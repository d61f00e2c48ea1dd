/**
 * `npm run bench`: what the library costs, as ratios within one run, so that they mean the same on every machine.
 *
 * Everything is measured on the built package in fresh processes of plain Node, as users run it: no TypeScript loader,
 * and the stack traces that cdktf records for each token by default. Times are processor time, which other load on the
 * machine distorts less than the time on the clock. It fails only when a measurement fails; a ratio over its budget is
 * said, not hidden.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import * as ts from 'typescript';
import { findTerraform } from '../lib/rehearsal/terraform/find-terraform';
import type { Growth, SynthPairs } from './measure';
import type { RehearsedLife } from './rehearsal';

const root = join(__dirname, '..');
const work = join(root, '.cache', 'bench');
const entryPoint = join(root, 'dist', 'index.js');
/** Of this run alone: somebody else may be measuring, too. */
const outdir = mkdtempSync(join(tmpdir(), 'cdktf-safe-eks-bench-'));

const IMPORT_PAIRS = 21;
const SYNTH_PAIRS = 240;
const BUDGET = { import: 1.25, synth: 1.1, growth: 1.25 } as const;
const REHEARSAL_SECONDS = 20;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const ratios = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value / b[index]!);
const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

/** The ratio against its budget, and how much the single ratios scatter. */
function verdict(ratio: number, budget: number, all: readonly number[] = []): string {
  const sorted = [...all].sort((a, b) => a - b);
  const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(3);
  const scatter = all.length === 0 ? '' : `, middle half ${quartile(0.25)} to ${quartile(0.75)}`;
  const state = ratio <= budget ? 'within budget' : 'OVER BUDGET';
  return `${ratio.toFixed(3)} (budget ${budget.toFixed(2)}${scatter}): ${state}`;
}

function newest(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(folder, file)).mtimeMs)
    .reduce((a, b) => Math.max(a, b), 0);
}

/** Builds dist/ when it is missing or older than the source. */
function build(): void {
  if (existsSync(entryPoint) && statSync(entryPoint).mtimeMs > newest(join(root, 'lib'))) {
    return;
  }
  say('Building dist/ …');
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) {
    throw new Error('The build failed.');
  }
}

/** Compiles the programs to measure into one folder; inside the project, so that they find the package by its name. */
function compile(...files: readonly string[]): void {
  mkdirSync(work, { recursive: true });
  for (const file of files) {
    compileText(readFileSync(join(root, file), 'utf8'), basename(file, '.ts'));
  }
}

function compileText(text: string, name: string): void {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  writeFileSync(join(work, `${name}.js`), ts.transpileModule(text, { compilerOptions }).outputText);
}

/** Runs a fresh Node and gives the JSON that it prints. */
async function node(args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, CDKTF_OUTDIR: outdir, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, args, { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) {
    throw new Error(`node ${args[0] ?? ''} failed:\n${errors}`);
  }
  return JSON.parse(out.trim().split('\n').pop() ?? '') as unknown;
}

/** The provider submodules that the package loads, sorted: the same list on every run. */
async function loadedSubmodules(): Promise<readonly string[]> {
  const script = `require(${JSON.stringify(entryPoint)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const files = (await node(['-e', script])) as string[];
  const submodules = files.flatMap((file) => {
    const [, provider, path] = /(@cdktf\/provider-[^/]+)\/lib\/(.*)index\.js$/.exec(file) ?? [];
    return provider === undefined ? [] : [`${provider}/lib/${(path ?? '').replace(/\/$/, '')}`];
  });
  const barrel = submodules.find((submodule) => submodule.endsWith('/lib/'));
  if (barrel !== undefined) {
    throw new Error(`The package loads all of ${barrel}.`);
  }
  return submodules.sort();
}

async function benchImport(): Promise<void> {
  const submodules = await loadedSubmodules();
  const timed = (modules: readonly string[]) =>
    `const start = process.cpuUsage(); ${JSON.stringify(modules)}.forEach((name) => require(name)); ` +
    'const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000)';
  const library = ['-e', timed([entryPoint])];
  const byHand = ['-e', timed(['cdktf', 'constructs', ...submodules])];
  say(
    `Import: the package against its ${submodules.length} provider submodules by hand, ${IMPORT_PAIRS} pairs`,
  );
  const [ours, theirs]: [number[], number[]] = [[], []];
  // One of each beforehand, so that both find their files in the cache of the system.
  await node(library);
  await node(byHand);
  for (let pair = 0; pair < IMPORT_PAIRS; pair++) {
    ours.push((await node(library)) as number);
    theirs.push((await node(byHand)) as number);
    progress(pair + 1, IMPORT_PAIRS);
  }
  const all = ratios(ours, theirs);
  say(`  package ${ms(median(ours))}, by hand ${ms(median(theirs))}`);
  say(`  ratio ${verdict(median(all), BUDGET.import, all)}\n`);
}

async function benchSynth(): Promise<void> {
  say(`Synth: the quickstart against generated classes by hand, same JSON, ${SYNTH_PAIRS} pairs …`);
  const args = ['--expose-gc', 'measure.js', 'pairs', join(work, 'main.js'), String(SYNTH_PAIRS)];
  const { library, handwritten, resources } = (await node(args)) as SynthPairs;
  const all = ratios(library, handwritten);
  const [ours, theirs] = [median(library), median(handwritten)];
  say(`  ${resources} resources in two stacks: library ${ms(ours)}, by hand ${ms(theirs)}`);
  say(`  ratio ${verdict(median(all), BUDGET.synth, all)}\n`);
}

async function benchGrowth(): Promise<void> {
  say('Growth: clusters in one app, each with its network in a stack of its own …');
  const perCluster: number[] = [];
  for (const [clusters, runs] of [
    [10, 9],
    [50, 3],
    [100, 3],
  ] as const) {
    const args = ['--expose-gc', 'measure.js', 'growth', String(clusters), String(runs)];
    const { milliseconds, peakMegabytes } = (await node(args)) as Growth;
    const total = median(milliseconds);
    perCluster.push(total / clusters);
    const each = ms(total / clusters);
    say(`  ${clusters} clusters: ${ms(total)}, ${each} each, at most ${peakMegabytes.toFixed(0)} MB`);
  }
  say(`  each of 100 against each of 10: ${verdict(perCluster[2]! / perCluster[0]!, BUDGET.growth)}\n`);
}

/** The quickstart as it is, then a minor later and from a newer image. */
async function benchRehearsal(): Promise<void> {
  const terraform = findTerraform();
  if (terraform.kind === 'missing') {
    say(`Rehearsal: not measured. ${terraform.reason}\n`);
    return;
  }
  say(`Rehearsal: the life of the quickstart, with Terraform ${terraform.version} …`);
  const source = readFileSync(join(root, 'examples/quickstart/main.ts'), 'utf8');
  compileText(
    source.replace('V1_35', 'V1_36').replace('0123456789abcdef0', '0fedcba9876543210'),
    'main-next',
  );
  const life = (await node([
    'rehearsal.js',
    join(work, 'main.js'),
    join(work, 'main-next.js'),
  ])) as RehearsedLife;
  for (const { name, seconds, virtualMinutes, operations } of life.phases) {
    const what = `${operations} changes in ${virtualMinutes.toFixed(1)} virtual minutes`;
    say(`  ${name.padEnd(16)} ${seconds.toFixed(2)} s   ${what}`);
  }
  const total = life.phases.reduce((sum, { seconds }) => sum + seconds, 0);
  const state = total <= REHEARSAL_SECONDS ? 'within budget' : 'OVER BUDGET';
  const memory = `${life.peakMegabytes.toFixed(0)} MB, ${life.violations} violations`;
  say(`  in all ${total.toFixed(1)} s (budget ${REHEARSAL_SECONDS} s), ${memory}: ${state}\n`);
}

function progress(done: number, of: number): void {
  if (process.stdout.isTTY) {
    process.stdout.write(done < of ? `\r  ${done} of ${of}` : '\r\x1b[K');
  }
}

async function main(): Promise<void> {
  build();
  compile(
    'bench/measure.ts',
    'bench/rehearsal.ts',
    'bench/handwritten-quickstart.ts',
    'bench/handwritten-network.ts',
    'examples/quickstart/main.ts',
  );
  say(
    `Node ${process.versions.node}, ${relative(root, entryPoint)}. Processor time; other load on the machine scatters it.\n`,
  );
  await benchImport();
  await benchSynth();
  await benchGrowth();
  await benchRehearsal();
}

main()
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  })
  .finally(() => {
    rmSync(outdir, { recursive: true, force: true });
  });
