/**
 * Every example through its whole life: created, upgraded, given a new image, destroyed, with an empty plan in between.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import { SynthesizedApp } from '../../../lib/testing';
import { exampleNames } from '../../support/example';
import { describeRehearsal, describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';
import { type ExampleLives, livesOf } from './example-lives';

const CNI = 'aws_eks_addon.Cluster_Addons_vpc-cni_';
const AGENT = 'aws_eks_addon.Cluster_Addons_eks-pod-identity-agent_';
const COREDNS = 'aws_eks_addon.Cluster_Addons_coredns_';
const NODES = 'aws_eks_node_group.';
const CLUSTER = 'aws_eks_cluster.';
const ADMIN = 'aws_eks_access_policy_association.';

/** When the first of these operations began, and the last of them ended; there must be one. */
function span(
  { operations }: Phase,
  prefix: string,
  action?: string,
): { readonly from: number; readonly to: number } {
  const found = operations.filter(
    (operation) => operation.address.startsWith(prefix) && (action ?? operation.action) === operation.action,
  );
  expect([prefix, found.length > 0]).toEqual([prefix, true]);
  return {
    from: Math.min(...found.map(({ startedAt }) => startedAt)),
    to: Math.max(...found.map(({ endedAt }) => endedAt)),
  };
}

/** Each ends before the next begins. */
function expectInOrder(phase: Phase, prefixes: readonly string[], action?: string): void {
  prefixes.slice(1).forEach((next, index) => {
    const before = prefixes[index]!;
    const gap = span(phase, next, action).from - span(phase, before, action).to;
    expect([before, next, gap >= 0]).toEqual([before, next, true]);
  });
}

const typesChanged = ({ operations }: Phase): string[] =>
  [...new Set(operations.map(({ action, type }) => `${action} ${type}`))].sort();

describeRehearsal('the life of an example', () => {
  describe.each(exampleNames())('%s', (name) => {
    let lives: ExampleLives;
    let rehearsal: Rehearsal;
    const phases: Record<string, Phase> = {};

    beforeAll(async () => {
      lives = livesOf(name);
      rehearsal = rehearse(lives.first);
      phases['create'] = await rehearsal.create();
      phases['plan'] = await rehearsal.plan();
      phases['upgrade'] = await rehearsal.apply(lives.upgraded);
      phases['plan after the upgrade'] = await rehearsal.plan();
      phases['new image'] = await rehearsal.apply(lives.newImage);
      phases['plan after the new image'] = await rehearsal.plan();
      phases['destroy'] = await rehearsal.destroy({ liftProtection: true });
    });
    afterAll(() => {
      lives.dispose();
    });

    it('goes well at every step, and leaves nothing behind', () => {
      const errors = Object.entries(phases).map(([step, phase]) => [step, phase.errors]);
      expect(errors.filter(([, found]) => found?.length !== 0)).toEqual([]);
      expect(rehearsal.violations()).toEqual([]);
      expect(rehearsal.world.all().map(({ kind }) => kind)).toEqual(['aws_kms_key pending deletion']);
    });

    it('comes up in order: control plane, agent, CNI, nodes, what needs nodes', () => {
      expectInOrder(phases['create']!, [CLUSTER, AGENT, CNI, NODES, COREDNS]);
    });

    it('has nothing to do after each step', () => {
      for (const step of ['plan', 'plan after the upgrade', 'plan after the new image']) {
        expect([step, phases[step]!.changes]).toEqual([step, []]);
      }
    });

    it('upgrades the control plane first, then add-ons, then nodes, and replaces nothing', () => {
      const upgrade = phases['upgrade']!;
      expect(typesChanged(upgrade)).toEqual(['update aws_eks_addon', 'update aws_eks_cluster']);
      expectInOrder(upgrade, [CLUSTER, 'aws_eks_addon.Cluster_Addons_kube-proxy_']);
    });

    it('rolls nodes onto a new image one at a time, with work going on', () => {
      const rolled = phases['new image']!;
      expect(typesChanged(rolled)).toEqual(['update aws_eks_node_group', 'update aws_launch_template']);
      const events = rehearsal.world.events.filter(
        ({ time }) => time >= rolled.startedAt && time <= rolled.endedAt,
      );
      const away = events
        .filter(({ what }) => what === 'node-drained' || what === 'node-terminated')
        .map(({ what }) => what);
      // Two nodes, one after the other.
      expect(away).toEqual(['node-drained', 'node-terminated', 'node-drained', 'node-terminated']);
      expect(events.map(({ what }) => what)).not.toContain('workload-down');
    });

    it('goes in the reverse order', () => {
      expectInOrder(phases['destroy']!, [COREDNS, NODES, CNI, AGENT, CLUSTER], 'delete');
      expectInOrder(phases['destroy']!, ['kubernetes_namespace.', ADMIN], 'delete');
    });

    it('never configures a provider with what is not known yet', () => {
      const configurations = Object.values(phases).flatMap((phase) => phase.configurations);
      expect(configurations.length).toBeGreaterThan(0);
      expect(configurations.filter(({ unknownArguments }) => unknownArguments.length > 0)).toEqual([]);
    });
  });
});

describeTerraform('the graph of an example', (terraform) => {
  it.each(exampleNames())(
    '%s has by reference and depends_on the order that its rehearsal shows',
    async (name) => {
      const lives = livesOf(name);
      try {
        const { stacks } = SynthesizedApp.fromDirectory(lives.first);
        const { graph } = expectRan(await terraform.graph(stacks[0]!.directory));
        const one = (prefix: string): string => graph.nodes.find((node) => node.startsWith(prefix))!;
        for (const [later, earlier] of [
          [COREDNS, NODES],
          [NODES, CNI],
          [CNI, AGENT],
          [AGENT, CLUSTER],
          [ADMIN, CLUSTER],
        ] as const) {
          expect([later, graph.dependsOn(one(later), one(earlier))]).toEqual([later, true]);
        }
      } finally {
        lives.dispose();
      }
    },
  );
});
