/**
 * Lives for the tests of what people see: operations that begin as soon as their dependencies are done and take a time by
 * type, without Terraform and without rules.
 */
import type { Action, OperationStep } from '../../../lib/rehearsal/engine/operation';
import type { PlayedLife } from '../../../lib/rehearsal/report/timeline';
import type { Phase, PhaseName, StackOperation } from '../../../lib/rehearsal/run/phase';
import { MINUTE, SECOND } from '../../../lib/rehearsal/world/virtual-clock';
import type { Violation, WorldEvent } from '../../../lib/rehearsal/world/world';
import type { SynthesizedStack } from '../../../lib/testing';
import { TerraformGraph } from '../../../lib/testing';

/** A resource of a made-up stack. */
export interface MadeUpResource {
  readonly type: string;
  readonly name: string;
  readonly after?: readonly string[];
  readonly stage?: string;
  readonly isData?: boolean;
}

/** A stack of some resources that refer to each other by address. */
export function madeUpStack(name: string, resources: readonly MadeUpResource[]): SynthesizedStack {
  const blocks = (data: boolean) => {
    const types: { [type: string]: { [name: string]: object } } = {};
    for (const { type, name: own, after = [], stage, isData = false } of resources) {
      if (isData === data) {
        types[type] = {
          ...types[type],
          [own]: { '//': { metadata: { path: `${name}/${own}/Resource` }, stage }, depends_on: after },
        };
      }
    }
    return types;
  };
  const configuration = { resource: blocks(false), data: blocks(true) };
  const graph = TerraformGraph.fromConfiguration(configuration);
  return { name, directory: '', dependencies: [], annotations: [], configuration, graph };
}

/** An operation; times are in seconds. */
export function operation(
  address: string,
  times: readonly [number, number],
  more: Partial<StackOperation> = {},
): StackOperation {
  return {
    stack: 'app',
    address,
    type: address.split('.')[0]!,
    action: 'create',
    startedAt: times[0] * SECOND,
    endedAt: times[1] * SECOND,
    outcome: 'done',
    steps: [],
    ...more,
  };
}

/** A phase of some operations. */
export function phaseOf(operations: readonly StackOperation[], more: Partial<Phase> = {}): Phase {
  return {
    name: 'create',
    succeeded: operations.every(({ outcome }) => outcome === 'done'),
    isTroubled: false,
    errors: [],
    warnings: [],
    changes: [],
    operations,
    configurations: [],
    stacks: [],
    startedAt: 0,
    endedAt: Math.max(0, ...operations.map(({ endedAt }) => endedAt)),
    elapsed: 0,
    ...more,
  };
}

/** A life of some phases. */
export function lifeOf(
  phases: readonly Phase[],
  {
    events = [],
    violations = [],
  }: { events?: readonly WorldEvent[]; violations?: readonly Violation[] } = {},
): PlayedLife {
  return { phases, world: { events }, violations: () => violations };
}

const MINUTES: Readonly<Record<string, number>> = {
  aws_eks_cluster: 9,
  aws_eks_node_group: 2.5,
  aws_eks_addon: 0.7,
  aws_nat_gateway: 1.5,
  aws_kms_key: 0.15,
};

/** How a cluster comes up or goes, roughly: everything at once whose dependencies are done. */
export function roughPhase(name: PhaseName, stacks: readonly SynthesizedStack[], startedAt: number): Phase {
  const action: Action = name === 'destroy' ? 'delete' : 'create';
  const operations: StackOperation[] = [];
  let time = startedAt;
  for (const stack of action === 'delete' ? [...stacks].reverse() : stacks) {
    const ends = new Map<string, number>();
    const waves = stack.graph.waves().flat();
    for (const node of action === 'delete' ? waves.reverse() : waves) {
      const before =
        action === 'create'
          ? node.dependsOn
          : stack.graph.nodes
              .filter(({ dependsOn }) => dependsOn.includes(node.address))
              .map((each) => each.address);
      const start = Math.max(time, ...before.map((address) => ends.get(address) ?? 0));
      const end = start + (node.managed ? (MINUTES[node.type] ?? 1 / 60) * MINUTE : 0);
      ends.set(node.address, end);
      if (node.managed) {
        operations.push({
          stack: stack.name,
          address: node.address,
          type: node.type,
          action,
          startedAt: start,
          endedAt: end,
          outcome: 'done',
          steps: stepsOf(node.type, start, end),
        });
      }
    }
    time = Math.max(time, ...ends.values());
  }
  operations.sort((one, other) => one.startedAt - other.startedAt);
  return phaseOf(operations, { name, stacks, startedAt, endedAt: time });
}

function stepsOf(type: string, from: number, to: number): readonly OperationStep[] {
  const middle = from + (to - from) * 0.7;
  const waits = type === 'aws_eks_node_group' || type === 'aws_eks_addon';
  return waits
    ? [
        { name: 'waiting for nodes', from, to: middle },
        { name: 'waiting for ACTIVE', from: middle, to },
      ]
    : [{ name: 'create', from, to }];
}
