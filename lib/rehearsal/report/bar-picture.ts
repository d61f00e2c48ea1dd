/**
 * A line of the picture: what it is about, the bar with its steps, and its times.
 */
import type { Milliseconds } from '../world/virtual-clock';
import type { Bar } from './bars';
import { cutStart, minutesAndSeconds } from './scale';
import { element, escapeMarkup, GREY, INK, RED, stageColour, text, tooltip } from './svg';
import type { TimelineRow } from './timeline';

/** A bar and where it belongs. */
export interface PlacedBar {
  readonly bar: Bar;
  /** Half of its height. */
  readonly middle: number;
  /** Its stage's place among all stages, which gives the colour. */
  readonly stage: number;
}

/** Where the columns of the picture are. */
export interface Columns {
  readonly left: number;
  readonly labelEnd: number;
  readonly fromColumn: number;
  readonly tookColumn: number;
}

const HEIGHT = 14;
/** The least that can be seen and pointed at. */
const NARROWEST = 3;
/** Widths of a character, on the safe side, in the sizes that are used here. */
const KIND_CHARACTER = 7.4;
const PATH_CHARACTER = 6.6;
const STEP_CHARACTER = 5.8;
/** Shades of steps that follow each other. */
const SHADES = [80, 70, 87];
const SIGNS = { create: '+', update: '~', delete: '−' } as const;

/** Draws the line. */
export function drawBar(placed: PlacedBar, x: (time: Milliseconds) => number, columns: Columns): string {
  const { bar, middle } = placed;
  const weight = bar.isCritical ? 650 : 400;
  const colour = bar.hasFailed ? RED : INK;
  const times = { 'font-size': 11.5, fill: colour, 'text-anchor': 'end', 'font-weight': weight };
  return element(
    'g',
    { class: 'bar' },
    ...byWeight(bar.rows).map((row) => drawRow(row, placed, x)),
    ...label(placed, columns),
    text(columns.fromColumn, middle + 4, minutesAndSeconds(bar.start), times),
    text(
      columns.tookColumn,
      middle + 4,
      `${bar.rows.length > 1 ? '≤ ' : ''}${minutesAndSeconds(bar.longest)}`,
      times,
    ),
  );
}

/** Those that decided come last, on top of others that went on at the same time. */
function byWeight(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  return [...rows].sort((one, other) => Number(one.isCritical) - Number(other.isCritical));
}

function label({ bar, middle }: PlacedBar, { left, labelEnd }: Columns): readonly string[] {
  const colour = bar.hasFailed ? RED : INK;
  const start = left + 36;
  const mark = bar.hasFailed ? '✗' : bar.isCritical ? '●' : '';
  const pathStart = bar.kind.length * KIND_CHARACTER + 8;
  const fitting = Math.floor((labelEnd - start - pathStart) / PATH_CHARACTER);
  return [
    text(left + 4, middle + 4, mark, { 'font-size': 11, fill: colour }),
    text(left + 20, middle + 4, SIGNS[bar.action], { 'font-size': 12, fill: GREY }),
    element(
      'text',
      { x: start, y: middle + 4, 'font-size': 12, fill: colour },
      tooltip(bar.rows.map(({ address }) => address).join('\n')),
      element('tspan', { 'font-weight': bar.isCritical ? 700 : 550 }, bar.kind),
      ...(bar.path === ''
        ? []
        : [
            element(
              'tspan',
              { dx: 7, 'font-size': 11, fill: GREY },
              escapeMarkup(cutStart(bar.path, fitting)),
            ),
          ]),
    ),
  ];
}

function drawRow(row: TimelineRow, { middle, stage }: PlacedBar, x: (time: Milliseconds) => number): string {
  const [from, to] = [x(row.start), Math.max(x(row.end), x(row.start) + NARROWEST)];
  const top = middle - HEIGHT / 2;
  const hasFailed = row.outcome !== 'done';
  const frame = hasFailed ? RED : row.isCritical ? INK : stageColour(stage, 45);
  const body = { y: top, height: HEIGHT };
  return element(
    'g',
    { class: 'row', 'data-id': row.id, 'data-after': row.waitedFor },
    tooltip(describe(row)),
    element('rect', {
      ...body,
      x: from,
      width: to - from,
      rx: 2,
      fill: hasFailed ? '#fbd9d9' : stageColour(stage, 80),
    }),
    ...row.steps.flatMap((step, index) => {
      const [stepFrom, stepTo] = [x(step.from), x(step.to)];
      const width = stepTo - stepFrom;
      if (width < 1) {
        return [];
      }
      const shade = SHADES[index % SHADES.length] ?? 80;
      const fill = hasFailed ? `hsl(0 70% ${String(shade + 8)}%)` : stageColour(stage, shade);
      const name = text(stepFrom + 5, middle + 3.5, step.name, { 'font-size': 10.5, fill: INK });
      return [
        element('rect', { ...body, x: stepFrom, width, fill }),
        ...(step.name.length * STEP_CHARACTER + 10 <= width ? [name] : []),
      ];
    }),
    element('rect', {
      ...body,
      x: from,
      width: to - from,
      rx: 2,
      fill: 'none',
      stroke: frame,
      'stroke-width': row.isCritical || hasFailed ? 1.8 : 0.8,
      'stroke-dasharray': row.outcome === 'running' ? '4 3' : undefined,
    }),
  );
}

const ENDINGS = { done: 'done', failed: 'FAILED', running: 'cut off' } as const;

function describe(row: TimelineRow): string {
  const { action, address, path, start, end, outcome, error, steps, isCritical } = row;
  const span = `${minutesAndSeconds(start)} – ${minutesAndSeconds(end)} (${minutesAndSeconds(end - start)})`;
  return [
    path,
    `${action} ${address}`,
    `${span} ${ENDINGS[outcome]}`,
    ...steps.map(({ name, from, to }) => `  ${minutesAndSeconds(from)} – ${minutesAndSeconds(to)} ${name}`),
    row.waitedFor === undefined ? 'waited for nothing' : `waited for ${row.waitedFor}`,
    ...(isCritical ? ['one of those that decided how long the phase took'] : []),
    ...(error === undefined ? [] : [error]),
  ].join('\n');
}
