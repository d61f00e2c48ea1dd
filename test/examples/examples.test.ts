/**
 * Every example as it is synthesized: its addresses, its edges, its configuration, and what each later state of its code changes.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SynthesizedApp } from '../../lib/testing';
import { changedArguments } from '../support/changed-blocks';
import { exampleNames, stepsOf, synthesizeExample } from '../support/example';

const ROOT = resolve(__dirname, '../..');

describe.each(exampleNames())('%s', (name) => {
  const folders: string[] = [];
  let apps: SynthesizedApp[];

  beforeAll(() => {
    for (const step of stepsOf(name)) {
      folders.push(synthesizeExample(name, {}, step));
    }
    apps = folders.map((folder) => SynthesizedApp.fromDirectory(folder));
  });
  afterAll(() => {
    folders.forEach((folder) => {
      rmSync(folder, { recursive: true, force: true });
    });
  });

  const configurations = ({ stacks }: SynthesizedApp): object =>
    Object.fromEntries(stacks.map((stack) => [stack.name, stack.configuration]));

  it('keeps its addresses: a resource that moves is destroyed and created anew', () => {
    const { stacks } = apps[0]!;
    const addresses = stacks.map((stack) => [stack.name, stack.graph.nodes.map(({ address }) => address)]);
    expect(Object.fromEntries(addresses)).toMatchSnapshot('addresses');
  });

  it('keeps its edges', () => {
    const edges = apps[0]!.stacks.map(({ name: stack, graph }): [string, object] => {
      const pathOf = new Map(graph.nodes.map(({ address, path }) => [address, path]));
      const ofStack = graph.resources.map(({ path, dependsOn }) => [
        path,
        dependsOn.map((address) => pathOf.get(address)),
      ]);
      return [stack, Object.fromEntries(ofStack) as object];
    });
    expect(Object.fromEntries(edges)).toMatchSnapshot('edges');
  });

  it('renders what was reviewed', () => {
    expect(configurations(apps[0]!)).toMatchSnapshot('configuration');
  });

  for (const [index, step] of stepsOf(name).slice(1).entries()) {
    it(`changes in ${step.name} what was reviewed`, () => {
      const [before, after] = apps.slice(index, index + 2).map(configurations);
      expect(changedArguments(before, after)).toMatchSnapshot('changes');
    });
  }

  it('warns about nothing', () => {
    const annotations = apps.flatMap(({ stacks }) => stacks.flatMap((stack) => stack.annotations));
    expect(annotations.filter(({ level }) => level !== '@cdktf/info')).toEqual([]);
  });

  it('keeps the same stacks and states at every step', () => {
    const backends = apps.map(({ stacks }) =>
      stacks.map(({ name: stack, configuration }) => [
        stack,
        (configuration['terraform'] as { readonly backend: unknown }).backend,
      ]),
    );
    expect(backends).toEqual(backends.map(() => backends[0]));
  });

  it('tells its reader what it is and how to see, own, deploy and destroy it, and is in the list of all', () => {
    const readme = join(ROOT, 'examples', name, 'README.md');
    expect(existsSync(readme)).toBe(true);
    const headings = readFileSync(readme, 'utf8').match(/^##? .*$/gm);
    expect(headings).toEqual(
      expect.arrayContaining(['## See it', '## Make it yours', '## Deploy it', '## Destroy it']),
    );
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`(examples/${name}/README.md)`);
  });
});
