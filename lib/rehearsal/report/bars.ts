/**
 * The bars of a timeline: one for each resource, and one for all of a kind where many that take no time crowd a stage.
 */
import type { Action } from '../engine/operation';
import type { Milliseconds } from '../world/virtual-clock';
import { SECOND } from '../world/virtual-clock';
import type { TimelineLane, TimelinePhase, TimelineRow } from './timeline';

/** A line of the timeline. */
export interface Bar {
  /** Such as `eks_node_group`, or `3 × subnet`. */
  readonly kind: string;
  /** The construct's path; nothing when the bar stands for several. */
  readonly path: string;
  readonly action: Action;
  readonly rows: readonly TimelineRow[];
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  /** How long the one that took longest took. */
  readonly longest: Milliseconds;
  readonly isCritical: boolean;
  /** Whether one of them failed or was cut off. */
  readonly hasFailed: boolean;
}

/** From this number of resources on, a stage is shown by kind of resource, as in the picture of the order. */
const CROWDED = 9;
/** What takes less than this part of a phase is a dot in it. */
const DOT = 1 / 50;

/** The bars of a stage, in the order in which they began. */
export function barsOf({ rows }: TimelineLane, { duration }: TimelinePhase): readonly Bar[] {
  if (rows.length < CROWDED) {
    return rows.map((row) => barOf([row]));
  }
  const isShort = ({ start, end, outcome }: TimelineRow): boolean =>
    outcome === 'done' && end - start <= Math.max(5 * SECOND, duration * DOT);
  const groups = new Map<string, TimelineRow[]>();
  for (const row of rows) {
    const name = isShort(row) ? `${row.type} ${row.action}` : row.id;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()].map(barOf);
}

function barOf(rows: readonly TimelineRow[]): Bar {
  const [first] = rows;
  const kind = (first?.type ?? '').replace(/^aws_/, '');
  return {
    kind: rows.length === 1 ? kind : `${String(rows.length)} × ${kind}`,
    path: rows.length === 1 ? (first?.path ?? '') : '',
    action: first?.action ?? 'create',
    rows,
    start: Math.min(...rows.map(({ start }) => start)),
    end: Math.max(...rows.map(({ end }) => end)),
    longest: Math.max(...rows.map(({ start, end }) => end - start)),
    isCritical: rows.some(({ isCritical }) => isCritical),
    hasFailed: rows.some(({ outcome }) => outcome !== 'done'),
  };
}

/** Events of one kind. */
export interface EventGroup {
  readonly what: string;
  readonly events: TimelinePhase['events'];
}

/** The events of a phase by kind, in the order in which the first of each happened. */
export function eventGroups({ events }: TimelinePhase): readonly EventGroup[] {
  const kinds = [...new Set(events.map(({ what }) => what))];
  return kinds.map((what) => ({ what, events: events.filter((event) => event.what === what) }));
}
