/**
 * The timeline as a picture: an SVG document, or a page that needs nothing but itself.
 */
import type { Drawing } from './phase-picture';
import { drawPhase, WIDTH } from './phase-picture';
import { count, minutesAndSeconds } from './scale';
import { element, escapeMarkup, GREY, INK, stageColour, text } from './svg';
import type { Timeline, TimelinePhase } from './timeline';
import { rowsOfPhase } from './timeline';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * Draws the whole timeline, phases one below the other.
 *
 * @returns an SVG document
 */
export function drawTimeline(timeline: Timeline): string {
  const parts = [titleOf(timeline), ...timeline.phases.map(drawPhase)];
  let y = 0;
  const placed = parts.map(({ height, markup }) => {
    const part = element('g', { transform: `translate(0 ${String(Math.round(y))})` }, markup);
    y += height + 12;
    return part;
  });
  return `${svg(y, nameOf(timeline), placed)}\n`;
}

/**
 * The page: the same picture, each phase for itself, with a highlight on whatever a bar waited for.
 *
 * @returns an HTML document without references to anything outside of it
 */
export function timelinePage(timeline: Timeline): string {
  const legend = drawLegend();
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeMarkup(nameOf(timeline))}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeMarkup(nameOf(timeline))}</h1>`,
    `<p>${escapeMarkup(summaryOf(timeline))}</p>`,
    svg(legend.height, 'Legend', [legend.markup]),
    ...timeline.phases.map((phase) => {
      const { height, markup } = drawPhase(phase);
      return `<section>\n${svg(height, phase.name, [markup])}\n</section>`;
    }),
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function nameOf({ stacks }: Timeline): string {
  return `Rehearsal of ${stacks.join(', ')}`;
}

function summaryOf({ phases }: Timeline): string {
  const violations = phases.flatMap((phase) => phase.violations).length;
  const played = phases.map(summaryOfPhase).join(', ');
  return `${played}. ${violations === 0 ? 'Nothing happened that must not.' : `${count(violations, 'violation')}, in red below.`}`;
}

function summaryOfPhase(phase: TimelinePhase): string {
  const name = phase.name.replaceAll('-', ' ');
  if (rowsOfPhase(phase).length === 0) {
    const { length } = phase.changes;
    return `${name}: ${phase.succeeded ? (length === 0 ? 'nothing to change' : count(length, 'change')) : 'failed'}`;
  }
  return `${name}: ${phase.succeeded ? '' : 'failed after '}${minutesAndSeconds(phase.duration)} minutes`;
}

function titleOf(timeline: Timeline): Drawing {
  const legend = drawLegend();
  return {
    height: 66 + legend.height,
    markup: [
      text(20, 34, nameOf(timeline), { 'font-size': 24, 'font-weight': 650, fill: INK }),
      text(20, 58, summaryOf(timeline), { 'font-size': 13, fill: GREY }),
      element('g', { transform: 'translate(0 66)' }, legend.markup),
    ].join('\n'),
  };
}

function drawLegend(): Drawing {
  const [y, height] = [8, 14];
  const words = { 'font-size': 12, fill: GREY };
  const box = (x: number, attributes: object): string =>
    element('rect', { x, y, width: 34, height, rx: 2, fill: stageColour(0, 80), ...attributes });
  const markup = [
    box(20, { stroke: INK, 'stroke-width': 1.8 }),
    text(62, 19, '● decided how long the phase took', words),
    box(290, { stroke: stageColour(0, 45), 'stroke-width': 0.8 }),
    element('rect', { x: 307, y, width: 17, height, fill: stageColour(0, 70) }),
    text(332, 19, 'went on beside; shades are its steps', words),
    box(570, { fill: '#fbd9d9', stroke: '#b3141c', 'stroke-width': 1.8 }),
    text(612, 19, '✗ failed', words),
    element('path', { d: 'M700,15 l5,-5 l5,5 l-5,5 z', fill: INK }),
    text(718, 19, 'happened by itself', words),
    element('path', { d: 'M850,8 V22 H884', fill: 'none', stroke: '#8a8b96' }),
    text(892, 19, 'leads from what was waited for to what waited', words),
  ].join('\n');
  return { height: 30, markup };
}

function svg(height: number, title: string, content: readonly string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${String(WIDTH)} ${String(Math.ceil(height))}`,
      width: WIDTH,
      height: Math.ceil(height),
      'font-family': FONT,
      role: 'group',
      'aria-label': title,
    },
    `\n${element('rect', { width: '100%', height: '100%', fill: '#fff' })}\n`,
    ...content,
    '\n',
  );
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 24px auto; max-width: 1520px; padding: 0 16px; background: #fff; color: ${INK}; font-family: ${FONT}; }
h1 { font-size: 24px; font-weight: 650; margin: 0 0 4px 20px; }
p { font-size: 14px; margin: 0 0 8px 20px; color: ${GREY}; }
section { overflow-x: auto; margin-top: 12px; }
svg { display: block; width: 100%; min-width: 1100px; height: auto; font-variant-numeric: tabular-nums; }
.bar:hover text { text-decoration: underline; }
svg.chosen .row, svg.chosen .wait { opacity: 0.25; }
svg.chosen .lit { opacity: 1; }
`;

/** Only a comfort: everything that it shows is in the lines and tooltips too. */
const SCRIPT = `
for (const picture of document.querySelectorAll('section svg')) {
  const rows = new Map([...picture.querySelectorAll('.row')].map((row) => [row.dataset.id, row]));
  const lines = [...picture.querySelectorAll('.wait')];
  const clear = () => {
    picture.classList.remove('chosen');
    picture.querySelectorAll('.lit').forEach((each) => each.classList.remove('lit'));
  };
  for (const row of rows.values()) {
    row.addEventListener('mouseenter', () => {
      clear();
      picture.classList.add('chosen');
      for (let each = row; each; each = rows.get(each.dataset.after)) {
        each.classList.add('lit');
        lines.filter((line) => line.dataset.of === each.dataset.id).forEach((line) => line.classList.add('lit'));
      }
    });
    row.addEventListener('mouseleave', clear);
  }
}
`;
