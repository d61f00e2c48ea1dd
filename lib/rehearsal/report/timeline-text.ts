/**
 * The timeline for a terminal: at most 110 columns, plain characters, readable without colours.
 */
import type { Action } from '../engine/operation';
import type { Milliseconds } from '../world/virtual-clock';
import type { Violation } from '../world/world';
import type { Bar, EventGroup } from './bars';
import { barsOf, eventGroups } from './bars';
import { errorsWithoutRow } from './errors';
import { count, cutStart, firstLine, marksOf, minutesAndSeconds, wrap } from './scale';
import type { Timeline, TimelineLane, TimelinePhase } from './timeline';
import { rowsOfPhase } from './timeline';

/** How to show it. */
export interface TimelineTextOptions {
  /** Paints the critical path and what went wrong, for terminals. @default false */
  readonly colour?: boolean;
}

const WIDTH = 110;
const LABEL = 48;
const BAR = 42;
/** Signs as Terraform's plan has them. */
const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', delete: '-' };
const LEGEND = '█ ● decided how long it took   ▒ went on beside   ✗ failed   ◆ happened by itself';

type Painter = (text: string) => string;

interface Paints {
  readonly strong: Painter;
  readonly wrong: Painter;
  readonly weak: Painter;
}

const PLAIN: Paints = { strong: (text) => text, wrong: (text) => text, weak: (text) => text };
const COLOURS: Paints = {
  strong: (text) => `\u001b[1m${text}\u001b[0m`,
  wrong: (text) => `\u001b[31m${text}\u001b[0m`,
  weak: (text) => `\u001b[2m${text}\u001b[0m`,
};

function paintsOf({ colour = false }: TimelineTextOptions): Paints {
  return colour ? COLOURS : PLAIN;
}

/** The whole timeline, with what must not have happened at its end. */
export function timelineText(timeline: Timeline, options: TimelineTextOptions = {}): string {
  const paints = paintsOf(options);
  const hasBars = timeline.phases.some(({ lanes }) => lanes.length > 0);
  return [
    ...(hasBars ? [paints.weak(LEGEND), ''] : []),
    ...timeline.phases.flatMap((phase) => [...phaseLines(phase, paints), '']),
    ...violationLines(timeline, options),
  ].join('\n');
}

/** One phase, without what must not have happened in it. */
export function phaseText(phase: TimelinePhase, options: TimelineTextOptions = {}): string {
  const paints = paintsOf(options);
  return [...(phase.lanes.length > 0 ? [paints.weak(LEGEND)] : []), ...phaseLines(phase, paints)].join('\n');
}

function phaseLines(phase: TimelinePhase, paints: Paints): readonly string[] {
  const header = paints.strong(headerOf(phase));
  const stacks = new Set(phase.lanes.map(({ stack }) => stack));
  const lanes = phase.lanes.flatMap((lane) => [
    paints.strong(laneTitle(lane, stacks.size)),
    ...barsOf(lane, phase).flatMap((bar) => barLines(bar, phase, paints)),
  ]);
  const groups = eventGroups(phase);
  const events =
    groups.length === 0
      ? []
      : [paints.strong('Meanwhile'), ...groups.map((group) => eventLine(group, phase))];
  const axis = phase.lanes.length + groups.length === 0 ? [] : [paints.weak(axisLine(phase))];
  return [header, ...planned(phase), ...axis, ...lanes, ...events, ...otherErrors(phase, paints)];
}

/** Such as `create: 14:05 min, 43 changes in 2 stacks`. */
function headerOf(phase: TimelinePhase): string {
  const rows = rowsOfPhase(phase);
  const title = phase.name.replaceAll('-', ' ');
  const ending = phase.succeeded ? '' : ', FAILED';
  if (rows.length === 0) {
    return `${title}: ${phase.changes.length === 0 ? 'nothing to change' : count(phase.changes.length, 'change')}${ending}`;
  }
  const stacks = new Set(rows.map(({ stack }) => stack)).size;
  return (
    `${title}: ${minutesAndSeconds(phase.duration)} min, ${count(rows.length, 'change')} ` +
    `in ${count(stacks, 'stack')}${ending}`
  );
}

/** What a plan found; of an apply, the bars tell it. */
function planned({ lanes, changes }: TimelinePhase): readonly string[] {
  return lanes.length > 0
    ? []
    : changes.map(({ stack, address, action }) => `    would ${action} ${stack} ${address}`);
}

function laneTitle({ stack, stage }: TimelineLane, stacks: number): string {
  return stacks === 1 ? stage : `${stage} (${stack})`;
}

function axisLine({ duration }: TimelinePhase): string {
  const cells = new Array<string>(BAR + 1).fill(' ');
  for (const mark of marksOf(duration, 6)) {
    const [at, label] = [cellOf(mark, duration), minutesAndSeconds(mark)];
    if (at + label.length <= BAR) {
      cells.splice(at, label.length, ...Array.from(label));
    }
  }
  return `${' '.repeat(4 + LABEL)}${cells.join('')}${'from'.padStart(7)}${'took'.padStart(7)}`;
}

function barLines(bar: Bar, phase: TimelinePhase, paints: Paints): readonly string[] {
  const mark = bar.hasFailed ? '✗' : bar.isCritical ? '●' : ' ';
  const space = LABEL - 2 - bar.kind.length;
  const label = `${bar.kind} ${cutStart(bar.path, space)}`.padEnd(LABEL).slice(0, LABEL);
  const line =
    `${mark} ${SIGNS[bar.action]} ${label}${cellsOf(bar, phase)} ` +
    minutesAndSeconds(bar.start).padStart(7) +
    `${bar.rows.length > 1 ? '≤' : ''}${minutesAndSeconds(bar.longest)}`.padStart(7);
  const paint = bar.hasFailed ? paints.wrong : bar.isCritical ? paints.strong : PLAIN.strong;
  const errors = bar.rows.flatMap(({ outcome, error }) => {
    if (outcome === 'done') {
      return [];
    }
    const text = outcome === 'running' ? 'Terraform was cut off here.' : firstLine(error ?? 'failed');
    return wrap(text, WIDTH - 8).map((part) => paints.wrong(`      ${part}`));
  });
  return [paint(line.trimEnd()), ...errors];
}

/** The bar itself. Half a cell is the smallest that a critical bar shows; the others have whole cells. */
function cellsOf({ rows }: Bar, { duration }: TimelinePhase): string {
  const halves = new Array<boolean>(BAR * 2).fill(false);
  const lights = new Array<boolean>(BAR).fill(false);
  for (const { start, end, isCritical } of rows) {
    const unit = Math.max(duration, 1) / (isCritical ? halves.length : lights.length);
    const target = isCritical ? halves : lights;
    const from = Math.min(target.length - 1, Math.floor(start / unit));
    target.fill(true, from, Math.max(from + 1, Math.min(target.length, Math.round(end / unit))));
  }
  return lights
    .map((isLight, cell) => {
      const [left, right] = [halves[cell * 2], halves[cell * 2 + 1]];
      if (left === true) {
        return right === true ? '█' : '▌';
      }
      return right === true ? '▐' : isLight ? '▒' : ' ';
    })
    .join('');
}

function eventLine({ what, events }: EventGroup, { duration }: TimelinePhase): string {
  const cells = new Array<string>(BAR).fill(' ');
  const times = events.map(({ time }) => time);
  times
    .filter((time) => time >= 0 && time <= duration)
    .forEach((time) => {
      cells[cellOf(time, duration)] = '◆';
    });
  const label = `${events.length === 1 ? '' : `${String(events.length)} × `}${what}`;
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const until = last === first ? '' : `–${minutesAndSeconds(last)}`;
  return `    ${label.padEnd(LABEL).slice(0, LABEL)}${cells.join('')} ${`${minutesAndSeconds(first)}${until}`.padStart(14)}`;
}

function cellOf(time: Milliseconds, duration: Milliseconds): number {
  return Math.max(0, Math.min(BAR - 1, Math.floor((time / Math.max(duration, 1)) * BAR)));
}

function otherErrors(phase: TimelinePhase, paints: Paints): readonly string[] {
  return errorsWithoutRow(phase).flatMap((error) =>
    wrap(`✗ ${error}`, WIDTH - 6).map((part) => paints.wrong(`    ${part}`)),
  );
}

/** What must not have happened, in all phases. */
export function violationLines({ phases }: Timeline, options: TimelineTextOptions = {}): readonly string[] {
  const { wrong } = paintsOf(options);
  const all = phases.flatMap((phase) => phase.violations.map((violation) => ({ phase, violation })));
  if (all.length === 0) {
    return ['Nothing happened that must not.'];
  }
  return [
    wrong(`${count(all.length, 'violation')}:`),
    ...all.flatMap(({ phase, violation }) => violationText(violation, phase).map(wrong)),
  ];
}

/** A violation in as many lines as it needs. */
export function violationText(
  { time, rule, subject, message }: Violation,
  { name, duration }: Pick<TimelinePhase, 'name' | 'duration'>,
): readonly string[] {
  const when =
    time > duration
      ? `${minutesAndSeconds(time - duration)} after ${name}`
      : `${name} ${minutesAndSeconds(time)}`;
  return [`  ${rule}: ${subject} (${when})`, ...wrap(message, WIDTH - 6).map((line) => `      ${line}`)];
}
