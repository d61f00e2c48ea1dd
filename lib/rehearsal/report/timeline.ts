/**
 * A rehearsal as it is shown to people: for each phase who did what from when to when, why not earlier, and what happened
 * meanwhile. Everything here follows from what the rehearsal wrote down; two runs that went the same way look the same.
 */
import { STAGES_IN_ORDER, STAGE_TITLES } from '../../ordering/deployment-stage';
import { readablePath } from '../../testing/deployment-outline';
import type { Action, OperationStep, Outcome } from '../engine/operation';
import type { PlannedChange } from '../run/messages';
import type { Phase, PhaseName } from '../run/phase';
import type { Milliseconds } from '../world/virtual-clock';
import type { Violation, WorldEvent } from '../world/world';
import { PhaseGraph, waitingOperations, withoutIndex } from './waiting';

/** What a timeline is made from: a `Rehearsal` is one. */
export interface PlayedLife {
  readonly phases: readonly Phase[];
  readonly world: { readonly events: readonly WorldEvent[] };
  /** What must not have happened, and did. */
  violations(): readonly Violation[];
}

/** The phases of a rehearsal, one after the other. */
export interface Timeline {
  /** Names of the stacks, in the order in which they are deployed. */
  readonly stacks: readonly string[];
  readonly phases: readonly TimelinePhase[];
}

/** A phase. All times count from its beginning. */
export interface TimelinePhase {
  readonly name: PhaseName;
  readonly succeeded: boolean;
  readonly duration: Milliseconds;
  /** What Terraform planned. */
  readonly changes: readonly PlannedChange[];
  /** What Terraform reported as errors. */
  readonly errors: readonly string[];
  /** Who took part: stacks in the order in which they were played, their stages from first to last. */
  readonly lanes: readonly TimelineLane[];
  /** What happened in the phase, and until the next one began. */
  readonly events: readonly WorldEvent[];
  /** What must not have happened. */
  readonly violations: readonly Violation[];
}

/** The resources of a stage in a phase. */
export interface TimelineLane {
  readonly stack: string;
  /** Such as `Control plane`; resources of no stage are beyond the cluster. */
  readonly stage: string;
  /** In the order in which they began. */
  readonly rows: readonly TimelineRow[];
}

/** What was done with a resource. */
export interface TimelineRow {
  /** Tells it from all other rows of the phase. */
  readonly id: string;
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  /** The construct's path within its stack, such as `Cluster/workers`. */
  readonly path: string;
  readonly stage: string;
  readonly action: Action;
  readonly start: Milliseconds;
  /** One that was cut off ends with the phase. */
  readonly end: Milliseconds;
  readonly outcome: Outcome;
  /** What the provider reported, when it failed. */
  readonly error: string | undefined;
  readonly steps: readonly OperationStep[];
  /** The `id` of the row that it really waited for: of what had to be done before, what was done last. */
  readonly waitedFor: string | undefined;
  /** Whether it is one of those that decided how long the phase took. */
  readonly isCritical: boolean;
}

const BEYOND = 'Beyond the cluster';
/** Titles of all stages, from first to last. */
export const STAGE_ORDER: readonly string[] = [
  ...STAGES_IN_ORDER.map((stage) => STAGE_TITLES[stage]),
  BEYOND,
];

/**
 * The timeline of a rehearsal so far.
 *
 * @param life the rehearsal
 */
export function timelineOf(life: PlayedLife): Timeline {
  const { phases, world } = life;
  const violations = life.violations();
  return {
    stacks: [...new Set(phases.flatMap(({ stacks }) => stacks.map(({ name }) => name)))],
    phases: phases.map((phase, index): TimelinePhase => {
      const until = phases[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
      // What comes before the first phase belongs to it as well, so that nothing is lost.
      const from = index === 0 ? Number.NEGATIVE_INFINITY : phase.startedAt;
      const within = <T extends { readonly time: Milliseconds }>(all: readonly T[]): readonly T[] =>
        all
          .filter(({ time }) => time >= from && time < until)
          .map((each) => ({ ...each, time: each.time - phase.startedAt }));
      return {
        name: phase.name,
        succeeded: phase.succeeded,
        duration: phase.endedAt - phase.startedAt,
        changes: phase.changes,
        errors: phase.errors,
        lanes: lanesOf(rowsOf(phase, phases[index - 1]), phase.name),
        events: within(world.events),
        violations: within(violations),
      };
    }),
  };
}

/** All rows of a phase. */
export function rowsOfPhase({ lanes }: TimelinePhase): readonly TimelineRow[] {
  return lanes.flatMap(({ rows }) => rows);
}

function rowsOf(phase: Phase, before: Phase | undefined): readonly TimelineRow[] {
  const graphs = new Map<string, PhaseGraph>();
  const graphOf = (stack: string): PhaseGraph => {
    const forms = [before, phase].flatMap((each) => each?.stacks.filter(({ name }) => name === stack) ?? []);
    const graph = graphs.get(stack) ?? new PhaseGraph(forms);
    graphs.set(stack, graph);
    return graph;
  };
  const waiting = waitingOperations(phase.operations, graphOf, phase.endedAt);
  const ids = idsOf(phase);
  const sinceStart = (time: Milliseconds): Milliseconds => time - phase.startedAt;
  return waiting.map(({ operation, endedAt, waitedFor, isCritical }, index): TimelineRow => {
    const { stack, address, type, action, startedAt, outcome, error, steps } = operation;
    const node = graphOf(stack).node(address);
    const titles: Readonly<Record<string, string>> = STAGE_TITLES;
    return {
      id: ids[index] ?? address,
      stack,
      address,
      type,
      path: node === undefined ? address : readablePath(node) + address.slice(withoutIndex(address).length),
      stage: titles[node?.stage ?? ''] ?? BEYOND,
      action,
      start: sinceStart(startedAt),
      end: sinceStart(endedAt),
      outcome,
      error,
      steps: steps.map(({ name, from, to }) => ({ name, from: sinceStart(from), to: sinceStart(to) })),
      waitedFor: waitedFor === undefined ? undefined : ids[waitedFor],
      isCritical,
    };
  });
}

/** A resource is operated on twice when it is replaced, and more often when Terraform replaces it and deletes leftovers. */
function idsOf({ operations }: Phase): readonly string[] {
  const counts = new Map<string, number>();
  return operations.map(({ stack, address, action }) => {
    const name = `${stack}: ${action} ${address}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${String(count)})`;
  });
}

function lanesOf(rows: readonly TimelineRow[], phase: PhaseName): readonly TimelineLane[] {
  // Destroying runs through the stages backwards; turned round, time runs from the top left to the bottom right there too.
  const stages = phase === 'destroy' ? [...STAGE_ORDER].reverse() : STAGE_ORDER;
  const stacks = [...new Set(rows.map(({ stack }) => stack))];
  return stacks
    .flatMap((stack) =>
      stages.map((stage) => ({
        stack,
        stage,
        rows: rows.filter((row) => row.stack === stack && row.stage === stage).sort(byBeginning),
      })),
    )
    .filter((lane) => lane.rows.length > 0);
}

function byBeginning(one: TimelineRow, other: TimelineRow): number {
  return one.start - other.start || one.end - other.end || (one.id < other.id ? -1 : 1);
}
