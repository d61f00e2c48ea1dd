/**
 * The quickstart as it is synthesized: how many resources it takes, and in which stacks.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SynthesizedApp } from '../../lib/testing';
import { synthesizeExample } from '../support/example';

let folder: string;
let app: SynthesizedApp;

beforeAll(() => {
  folder = synthesizeExample('quickstart');
  app = SynthesizedApp.fromDirectory(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
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
