/**
 * A phase as a picture: lanes for the stages, a bar for each resource, and a line from each bar to what it waited for.
 */
import type { Milliseconds } from '../world/virtual-clock';
import { barsOf, eventGroups } from './bars';
import { drawBar } from './bar-picture';
import type { PlacedBar } from './bar-picture';
import { errorsWithoutRow, untoldFailures } from './errors';
import { count, marksOf, minutesAndSeconds, wrap } from './scale';
import { element, GREY, HAIR, INK, RED, stageColour, text, tooltip } from './svg';
import type { TimelineLane, TimelinePhase } from './timeline';
import { rowsOfPhase, STAGE_ORDER } from './timeline';

/** How wide every picture is. */
export const WIDTH = 1480;
const LEFT = 20;
const CHART = { from: 440, to: 1330 };
const ROW = 22;
const LANE_TITLE = 24;
const LANE_GAP = 8;
const HEADER = 62;
const FROM_COLUMN = 1392;
const TOOK_COLUMN = 1456;
/** What 12-pixel text needs at most, so that lines of messages end before the picture does. */
const CHARACTERS = 190;

/** A part of a picture and how high it is. */
export interface Drawing {
  readonly height: number;
  readonly markup: string;
}

interface Placed {
  readonly bars: readonly PlacedBar[];
  readonly lanes: readonly { readonly lane: TimelineLane; readonly y: number; readonly height: number }[];
  readonly bottom: number;
}

/** Draws a phase from the top left corner on. */
export function drawPhase(phase: TimelinePhase): Drawing {
  const placed = place(phase);
  const x = (time: Milliseconds): number =>
    CHART.from + (time / Math.max(phase.duration, 1)) * (CHART.to - CHART.from);
  const meanwhile = drawMeanwhile(phase, placed.bottom, x);
  const chartBottom = placed.bottom + meanwhile.height;
  const messages = drawMessages(phase, chartBottom);
  const hasChart = placed.bars.length > 0 || meanwhile.height > 0;
  return {
    height: chartBottom + messages.height + 12,
    markup: [
      ...heading(phase),
      ...placed.lanes.map(drawLane(new Set(phase.lanes.map(({ stack }) => stack)).size)),
      ...(hasChart ? axis(phase, chartBottom, x) : []),
      ...wrongTimes(phase, chartBottom, x),
      ...waits(placed.bars, x),
      ...placed.bars.map((bar) =>
        drawBar(bar, x, {
          left: LEFT,
          labelEnd: CHART.from - 14,
          fromColumn: FROM_COLUMN,
          tookColumn: TOOK_COLUMN,
        }),
      ),
      meanwhile.markup,
      messages.markup,
    ].join('\n'),
  };
}

function place(phase: TimelinePhase): Placed {
  const bars: PlacedBar[] = [];
  const lanes: { lane: TimelineLane; y: number; height: number }[] = [];
  let y = phase.lanes.length > 0 ? HEADER + 22 : HEADER;
  for (const lane of phase.lanes) {
    const own = barsOf(lane, phase);
    const height = LANE_TITLE + own.length * ROW + 6;
    lanes.push({ lane, y, height });
    own.forEach((bar, index) => {
      bars.push({
        bar,
        middle: y + LANE_TITLE + index * ROW + ROW / 2,
        stage: STAGE_ORDER.indexOf(lane.stage),
      });
    });
    y += height + LANE_GAP;
  }
  return { bars, lanes, bottom: y };
}

function heading(phase: TimelinePhase): readonly string[] {
  const name = phase.name.replaceAll('-', ' ');
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return [
    element('line', { x1: LEFT, y1: 4, x2: WIDTH - LEFT, y2: 4, stroke: '#d9dae0' }),
    text(LEFT, 34, title, { 'font-size': 20, 'font-weight': 650, fill: INK }),
    text(LEFT, 54, subtitle(phase), { 'font-size': 13, fill: phase.succeeded ? GREY : RED }),
  ];
}

function subtitle(phase: TimelinePhase): string {
  const rows = rowsOfPhase(phase);
  const parts = [
    ...(phase.succeeded ? [] : ['Terraform failed']),
    rows.length === 0 && phase.changes.length === 0 ? 'nothing to change' : '',
    rows.length > 0 ? `${minutesAndSeconds(phase.duration)} minutes` : '',
    rows.length > 0
      ? `${count(rows.length, 'change')} in ${count(new Set(rows.map(({ stack }) => stack)).size, 'stack')}`
      : '',
    rows.length === 0 && phase.changes.length > 0 ? `${count(phase.changes.length, 'change')} planned` : '',
    phase.violations.length > 0 ? count(phase.violations.length, 'violation') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function drawLane(stacks: number): (placed: Placed['lanes'][number]) => string {
  return ({ lane: { stage, stack }, y, height }) => {
    const hue = STAGE_ORDER.indexOf(stage);
    return element(
      'g',
      {},
      element('rect', {
        x: LEFT - 8,
        y,
        width: WIDTH - 2 * LEFT + 16,
        height,
        rx: 5,
        fill: stageColour(hue, 97.5),
      }),
      element('rect', { x: LEFT - 8, y, width: 4, height, rx: 2, fill: stageColour(hue, 55) }),
      text(LEFT + 4, y + 17, stacks === 1 ? stage : `${stage} · ${stack}`, {
        'font-size': 13,
        'font-weight': 650,
        fill: stageColour(hue, 30),
      }),
    );
  };
}

function axis(
  { duration }: TimelinePhase,
  bottom: number,
  x: (time: Milliseconds) => number,
): readonly string[] {
  const top = HEADER + 16;
  const columns = { 'font-size': 11, fill: GREY, 'text-anchor': 'end' };
  return [
    ...marksOf(duration, 12).flatMap((mark) => [
      element('line', {
        x1: x(mark),
        y1: top,
        x2: x(mark),
        y2: bottom - LANE_GAP,
        stroke: '#000',
        'stroke-opacity': 0.08,
      }),
      text(x(mark), top - 6, minutesAndSeconds(mark), {
        'font-size': 11,
        fill: GREY,
        'text-anchor': 'middle',
      }),
    ]),
    text(FROM_COLUMN, top - 6, 'from', columns),
    text(TOOK_COLUMN, top - 6, 'took', columns),
  ];
}

/** Through all lanes, so that one sees what else went on when something happened that must not. */
function wrongTimes(
  { violations, lanes, duration }: TimelinePhase,
  bottom: number,
  x: (time: Milliseconds) => number,
): readonly string[] {
  const times = lanes.length === 0 ? [] : [...new Set(violations.map(({ time }) => time))];
  return times
    .filter((time) => time <= duration)
    .map((time) =>
      element('line', {
        x1: x(time),
        y1: HEADER + 16,
        x2: x(time),
        y2: bottom - LANE_GAP,
        stroke: RED,
        'stroke-dasharray': '2 4',
      }),
    );
}

/** Lines from the end of what was waited for to the beginning of what waited; those that decided are drawn last, on top. */
function waits(bars: readonly PlacedBar[], x: (time: Milliseconds) => number): readonly string[] {
  const barOf = new Map(
    bars.flatMap((placed) => placed.bar.rows.map((row) => [row.id, { placed, row }] as const)),
  );
  const lines = new Map<string, boolean>();
  const drawn: { path: string; isCritical: boolean; waiting: string }[] = [];
  for (const { placed, row } of barOf.values()) {
    const before = row.waitedFor === undefined ? undefined : barOf.get(row.waitedFor);
    if (before !== undefined && before.placed !== placed) {
      const [fromX, toX] = [x(before.row.end), x(row.start)];
      const path = `M${fromX.toFixed(1)},${String(before.placed.middle)} V${String(placed.middle)} H${toX.toFixed(1)}`;
      const isCritical = row.isCritical && before.row.isCritical;
      if (lines.get(path) !== true && (isCritical || !lines.has(path))) {
        lines.set(path, isCritical);
        drawn.push({ path, isCritical, waiting: row.id });
      }
    }
  }
  return drawn
    .sort((one, other) => Number(one.isCritical) - Number(other.isCritical))
    .map(({ path, isCritical, waiting }) =>
      element('path', {
        d: path,
        fill: 'none',
        stroke: isCritical ? INK : HAIR,
        'stroke-width': isCritical ? 1.6 : 1,
        class: 'wait',
        'data-of': waiting,
      }),
    );
}

/** What happened by itself, a line for each kind; and each thing that must not have happened on a line of its own. */
function drawMeanwhile(phase: TimelinePhase, top: number, x: (time: Milliseconds) => number): Drawing {
  const groups = eventGroups(phase).map(({ what, events }) => ({
    colour: INK,
    label: events.length === 1 ? what : `${String(events.length)} × ${what}`,
    marks: events.map(({ time, subject, detail }) => ({
      time,
      note: `${minutesAndSeconds(time)} ${what}: ${subject}${detail === undefined ? '' : `\n${detail}`}`,
    })),
  }));
  const wrongs = phase.violations.map(({ time, rule, subject, message }, index) => ({
    colour: RED,
    label: `${String(index + 1)}. ${rule}`,
    marks: [{ time, note: `${minutesAndSeconds(time)} ${rule}: ${subject}\n${message}` }],
  }));
  const lines = [...groups, ...wrongs];
  if (lines.length === 0 || (phase.lanes.length === 0 && groups.length === 0)) {
    return { height: 0, markup: '' };
  }
  const height = LANE_TITLE + lines.length * ROW + 6;
  const title = { 'font-size': 13, 'font-weight': 650, fill: '#3a3a42' };
  const markup = [
    element('rect', { x: LEFT - 8, y: top, width: WIDTH - 2 * LEFT + 16, height, rx: 5, fill: '#f4f4f6' }),
    element('rect', { x: LEFT - 8, y: top, width: 4, height, rx: 2, fill: '#8a8b96' }),
    text(LEFT + 4, top + 17, 'Meanwhile', title),
    ...lines.flatMap(({ colour, label, marks }, index) => {
      const middle = top + LANE_TITLE + index * ROW + ROW / 2;
      const [first, last] = [marks[0]?.time ?? 0, marks.at(-1)?.time ?? 0];
      const small = { 'font-size': 12, fill: colour };
      return [
        text(LEFT + 22, middle + 4, label, { ...small, 'font-weight': colour === RED ? 650 : 400 }),
        ...marks.map((mark) => diamond(Math.min(x(mark.time), CHART.to + 12), middle, colour, mark.note)),
        text(FROM_COLUMN, middle + 4, minutesAndSeconds(first), { ...small, 'text-anchor': 'end' }),
        ...(last === first
          ? []
          : [
              text(TOOK_COLUMN, middle + 4, `–${minutesAndSeconds(last)}`, {
                ...small,
                'text-anchor': 'end',
              }),
            ]),
      ];
    }),
  ].join('\n');
  return { height: height + LANE_GAP, markup };
}

function diamond(x: number, y: number, colour: string, note: string): string {
  const d = `M${(x - 5).toFixed(1)},${String(y)} l5,-5 l5,5 l-5,5 z`;
  return element('path', { d, fill: colour, stroke: '#fff', 'stroke-width': 1 }, tooltip(note));
}

/** What went wrong, in words. */
function drawMessages(phase: TimelinePhase, top: number): Drawing {
  const failures = untoldFailures(phase).map(({ path, reason }) => ({ title: `✗ ${path}`, message: reason }));
  const others = errorsWithoutRow(phase).map((error) => ({ title: '✗ Terraform', message: error }));
  const plans =
    phase.lanes.length > 0
      ? []
      : phase.changes.map(({ stack, address, action }) => ({
          title: `would ${action} ${stack} ${address}`,
          message: '',
        }));
  const violations = phase.violations.map(({ time, rule, subject, message }, index) => ({
    title:
      `${String(index + 1)}. ${rule}: ${subject} ` +
      (time > phase.duration
        ? `(${minutesAndSeconds(time - phase.duration)} afterwards)`
        : `(at ${minutesAndSeconds(time)})`),
    message,
  }));
  const markup: string[] = [];
  let y = top + 4;
  for (const { title, message } of [...plans, ...failures, ...others, ...violations]) {
    y += 18;
    wrap(title, CHARACTERS).forEach((line, index) => {
      y += index === 0 ? 0 : 16;
      markup.push(text(LEFT + 4, y, line, { 'font-size': 12.5, 'font-weight': 650, fill: RED }));
    });
    for (const line of wrap(message, CHARACTERS)) {
      y += 16;
      markup.push(text(LEFT + 22, y, line, { 'font-size': 12.5, fill: INK }));
    }
    y += 4;
  }
  return { height: markup.length === 0 ? 0 : y - top + 6, markup: markup.join('\n') };
}
