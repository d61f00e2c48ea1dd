/**
 * The quickstart as it is synthesized: its addresses, its edges, and how many resources it takes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SynthesizedApp } from '../../lib/testing';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'safe-eks-quickstart-'));
let app: SynthesizedApp;

beforeAll(() => {
  const main = join(ROOT, 'examples/quickstart/main.ts');
  execFileSync('npx', ['--no-install', 'tsx', main], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: folder },
  });
  app = SynthesizedApp.fromDirectory(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('keeps its addresses: a resource that moves is destroyed and created anew', () => {
  const addresses = app.stacks.map(({ name, graph }) => [name, graph.nodes.map(({ address }) => address)]);
  expect(Object.fromEntries(addresses)).toMatchSnapshot('addresses');
});

it('keeps its edges', () => {
  const { graph } = app.stack('quickstart');
  const pathOf = new Map(graph.nodes.map(({ address, path }) => [address, path]));
  const edges = graph.resources.map(({ path, dependsOn }) => [
    path,
    dependsOn.map((address) => pathOf.get(address)),
  ]);
  expect(Object.fromEntries(edges)).toMatchSnapshot('edges');
});

it('renders what was reviewed', () => {
  expect(app.stacks.map(({ configuration }) => configuration)).toMatchSnapshot('configuration');
});

it('takes at most 32 managed resources besides those of the network', () => {
  const { graph } = app.stack('quickstart');
  const beside = graph.resources.filter(({ path }) => !path.startsWith('Network'));
  expect(beside.length).toBeLessThanOrEqual(32);
  expect(beside).toHaveLength(21);
});

it('puts the namespace into a stack that comes after the cluster', () => {
  expect(app.stack('quickstart-workloads').dependencies).toEqual(['quickstart']);
});

it('warns about nothing', () => {
  expect(app.stacks.flatMap(({ annotations }) => annotations)).toEqual([]);
});
