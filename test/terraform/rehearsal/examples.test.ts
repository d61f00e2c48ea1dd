/**
 * Every example through its whole life: created, changed as its files or its readers change it, destroyed, with an empty plan in
 * between.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import type { GraphNode } from '../../../lib/testing';
import { SynthesizedApp } from '../../../lib/testing';
import { exampleNames, stepsOf, synthesizeExample } from '../../support/example';
import { inParallel } from '../../support/in-parallel';
import { describeRehearsal, describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';
import type { ExampleForm, ExampleLife } from './example-lives';
import { lifeOf } from './example-lives';
import { clusterStacksOf, milestonesOf } from './milestones';

const NODE_GROUP = 'aws_eks_node_group';
const ADMIN = 'aws_eks_access_policy_association';

/** When the operations of a milestone began and ended. */
interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The milestones of each cluster at which something was done, as chains in the order of creation. */
function spansOf({ operations, stacks }: Phase, action?: string): readonly (readonly Span[])[] {
  return clusterStacksOf(stacks).flatMap((stack) =>
    milestonesOf(stack.graph).map((chain) =>
      chain.flatMap(({ name, addresses }) => {
        // What is replaced goes after all else, as its successor is there.
        const isReplaced = (address: string): boolean =>
          operations.some((one) => one.address === address && one.action === 'create');
        const found = operations
          .filter((operation) => operation.stack === stack.name && addresses.includes(operation.address))
          .filter((operation) => (action ?? operation.action) === operation.action)
          .filter((one) => action !== undefined || one.action !== 'delete' || !isReplaced(one.address));
        const from = Math.min(...found.map(({ startedAt }) => startedAt));
        const to = Math.max(...found.map(({ endedAt }) => endedAt));
        return found.length === 0 ? [] : [{ name, from, to }];
      }),
    ),
  );
}

/** Each ends before the next begins. */
function expectInOrder(spans: readonly Span[]): void {
  spans.slice(1).forEach((next, index) => {
    const before = spans[index]!;
    expect([before.name, next.name, next.from >= before.to]).toEqual([before.name, next.name, true]);
  });
}

const typesChanged = ({ operations }: Phase): string[] =>
  [...new Set(operations.map(({ action, type }) => `${action} ${type}`))].sort();

/** How many nodes have to be replaced in groups that were changed in place; the size of a group alone replaces none. */
function nodesToRoll({ operations, stacks }: Phase): number {
  if (!operations.some(({ type }) => type === 'aws_launch_template' || type === 'aws_eks_cluster')) {
    return 0;
  }
  return operations
    .filter(({ action }) => action === 'update')
    .map(({ stack, address }) => {
      const { graph } = stacks.find(({ name }) => name === stack)!;
      return sizeOf(graph.nodes.find((node) => node.address === address)?.block);
    })
    .reduce((sum, size) => sum + size, 0);
}

/** Of a group of nodes; whatever else there is has none. */
function sizeOf(block: GraphNode['block'] = {}): number {
  const scaling = block['scaling_config'] as { readonly desired_size: number } | undefined;
  return scaling?.desired_size ?? Number(block['desired_capacity'] ?? 0);
}

/** A change, and how its apply went. */
interface Changed {
  readonly form: ExampleForm;
  readonly phase: Phase;
}

/** Whether a group of nodes takes the place of another. */
const isReplacing = ({ form: { does } }: Changed): boolean => does.includes(`delete ${NODE_GROUP}`);

/** A life that was played to its end. */
interface Played {
  readonly life: ExampleLife;
  readonly rehearsal: Rehearsal;
  readonly created: Phase;
  readonly changed: readonly Changed[];
  readonly plans: readonly Phase[];
  readonly destroyed: Phase;
}

async function play(name: string): Promise<Played> {
  const life = lifeOf(name);
  const [first, ...later] = life.forms;
  const rehearsal = rehearse(first!.folder, { images: life.images });
  const created = await rehearsal.create();
  const plans = [await rehearsal.plan()];
  const changed: Changed[] = [];
  for (const form of later) {
    changed.push({ form, phase: await rehearsal.apply(form.folder) });
    plans.push(await rehearsal.plan());
  }
  const destroyed = await rehearsal.destroy({ liftProtection: true });
  return { life, rehearsal, created, changed, plans, destroyed };
}

describeRehearsal('the life of an example', () => {
  const played = new Map<string, Played>();

  beforeAll(async () => {
    await inParallel(exampleNames(), 3, async (name) => {
      played.set(name, await play(name));
    });
  }, 600_000);

  describe.each(exampleNames())('%s', (name) => {
    let life: ExampleLife;
    let rehearsal: Rehearsal;
    let created: Phase;
    let destroyed: Phase;
    let changed: readonly Changed[];
    let plans: readonly Phase[];

    beforeAll(() => {
      ({ life, rehearsal, created, destroyed, changed, plans } = played.get(name)!);
    });
    afterAll(() => {
      life.dispose();
    });

    /** Also those that come after the apply, since an Auto Scaling group goes on by itself. */
    const eventsOf = (phase: Phase, ...wanted: string[]) => {
      const next = rehearsal.phases[rehearsal.phases.indexOf(phase) + 1];
      const end = next?.startedAt ?? phase.endedAt;
      return rehearsal.world.events.filter(
        ({ time, what }) => time >= phase.startedAt && time < end && wanted.includes(what),
      );
    };

    it('goes well at every step, and leaves nothing behind', () => {
      expect(
        rehearsal.phases.flatMap(({ name: phase, errors }) => errors.map((error) => [phase, error])),
      ).toEqual([]);
      expect(rehearsal.violations()).toEqual([]);
      expect(rehearsal.world.all().map(({ kind }) => kind)).toEqual(
        clusterStacksOf(created.stacks).map(() => 'aws_kms_key pending deletion'),
      );
    });

    it('comes up in order: control plane, agent, CNI, nodes, what needs nodes', () => {
      const chains = spansOf(created);
      const lengths = clusterStacksOf(created.stacks).flatMap(({ graph }) =>
        milestonesOf(graph).map((chain) => chain.filter(({ addresses }) => addresses.length > 0).length),
      );
      expect(chains.map(({ length }) => length)).toEqual(life.beginsWithOthers ? expect.any(Array) : lengths);
      chains.forEach(life.beginsWithOthers ? () => undefined : expectInOrder);
    });

    it('has nothing to do after each step', () => {
      expect(plans.map(({ changes }) => changes)).toEqual(life.forms.map(() => []));
    });

    it('does at each change what is meant, and in the order of creation', () => {
      expect(changed.map(({ form, phase }) => [form.title, typesChanged(phase)])).toEqual(
        changed.map(({ form }) => [form.title, form.does]),
      );
      changed.forEach(({ phase }) => {
        spansOf(phase).forEach(expectInOrder);
      });
    });

    it('rolls the nodes of a group one at a time, each once', () => {
      for (const { form, phase } of changed.filter((change) => !isReplacing(change))) {
        const byGroup = new Map<string, string[]>();
        for (const { what, subject } of eventsOf(phase, 'node-drained', 'node-terminated')) {
          const group = subject.split('/')[0]!;
          byGroup.set(group, [...(byGroup.get(group) ?? []), what]);
        }
        const steps = [...byGroup.values()];
        expect([form.title, steps.flat().length / 2]).toEqual([
          form.title,
          form.keepsNodes ? 0 : nodesToRoll(phase),
        ]);
        const inTurn = steps.map((group) =>
          group.map((_, index) => (index % 2 === 0 ? 'node-drained' : 'node-terminated')),
        );
        expect([form.title, steps]).toEqual([form.title, inTurn]);
      }
    });

    it('takes no node of a group that is replaced away before all of the new one are Ready', () => {
      for (const { form, phase } of changed.filter(isReplacing)) {
        const [ready, drained] = ['node-ready', 'node-drained'].map((what) =>
          eventsOf(phase, what).map(({ time }) => time),
        );
        expect([form.title, ready!.length > 0, drained!.length > 0]).toEqual([form.title, true, true]);
        expect(Math.max(...ready!)).toBeLessThanOrEqual(Math.min(...drained!));
      }
    });

    it('keeps what runs on the nodes running while they change', () => {
      expect(changed.flatMap(({ phase }) => eventsOf(phase, 'workload-down'))).toEqual([]);
    });

    it('goes in the reverse order, what is in the cluster before the right to it', () => {
      spansOf(destroyed, 'delete').forEach((chain) => {
        expectInOrder([...chain].reverse());
      });
      for (const { name: cluster } of clusterStacksOf(destroyed.stacks)) {
        const above = destroyed.stacks.filter(({ dependencies }) => dependencies.includes(cluster));
        const stacks = [cluster, ...above.map(({ name: stack }) => stack)];
        const operations = destroyed.operations.filter(({ stack }) => stacks.includes(stack));
        const within = operations.filter(({ type }) => /^(kubernetes|helm)_/.test(type));
        const rights = operations.filter(({ type }) => type === ADMIN);
        expect(Math.max(0, ...within.map(({ endedAt }) => endedAt))).toBeLessThanOrEqual(
          Math.min(...rights.map(({ startedAt }) => startedAt)),
        );
      }
    });

    it('never configures a provider with what is not known yet', () => {
      const configurations = rehearsal.phases.flatMap((phase) => phase.configurations);
      expect(configurations.length).toBeGreaterThan(0);
      expect(configurations.filter(({ unknownArguments }) => unknownArguments.length > 0)).toEqual([]);
    });
  });
});

describeTerraform('the graph of an example', (terraform) => {
  it.each(exampleNames())(
    '%s has by reference and depends_on the order that its rehearsal shows',
    async (name) => {
      // The last form: on the way from aws-auth the first one grants nothing by entries.
      const folder = synthesizeExample(name, {}, stepsOf(name).at(-1));
      try {
        const { stacks } = SynthesizedApp.fromDirectory(folder);
        for (const { name: stack, directory, graph: synthesized } of clusterStacksOf(stacks)) {
          const { graph } = expectRan(await terraform.graph(directory));
          const chains = milestonesOf(synthesized).map((chain) => chain.map(({ addresses }) => addresses));
          const rights = synthesized.ofType(ADMIN).map(({ address }) => address);
          for (const chain of [...chains, [chains[0]![0]!, rights]]) {
            chain.slice(1).forEach((later, index) => {
              // What is in another stack comes after this one as a whole.
              expect(
                later.length > 0 || stacks.some(({ dependencies }) => dependencies.includes(stack)),
              ).toBe(true);
              const wrong = later.flatMap((one) =>
                chain[index]!.filter((other) => !graph.dependsOn(one, other)).map((other) => [one, other]),
              );
              expect(wrong).toEqual([]);
            });
          }
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
