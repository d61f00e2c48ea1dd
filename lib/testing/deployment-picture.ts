/**
 * The order of a deployment as a picture: a column for each stage, a box for each resource or kind of resource, a line
 * for what each waits for.
 */
import type { OutlineStage } from './deployment-outline';
import { outlineDeployment, readablePath } from './deployment-outline';
import type { TerraformGraph } from './terraform-graph';

interface Box {
  readonly label: string;
  readonly detail: string;
  readonly addresses: readonly string[];
  readonly column: number;
  readonly row: number;
}

const COLUMN = 250;
const ROW = 54;
const BOX = { width: 200, height: 40 };
const TOP = 92;
const LEFT = 24;
/** From this number of resources on, a stage is drawn by kind of resource. */
const CROWDED = 9;
const HUES = [210, 265, 0, 45, 150, 180, 25, 120, 300, 240];

/**
 * Draws a stack.
 *
 * @param name name of the stack
 * @param graph its graph
 * @returns an SVG document
 */
export function drawDeployment(name: string, graph: TerraformGraph): string {
  const stages = outlineDeployment(graph);
  const boxes = stages.flatMap((stage, column) => boxesOf(stage, column));
  const rows = Math.max(1, ...boxes.map(({ row }) => row + 1));
  const width = LEFT * 2 + COLUMN * (stages.length - 1) + BOX.width;
  const height = TOP + rows * ROW + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" ` +
      `height="${String(height)}" font-family="system-ui, sans-serif">`,
    `<title>Deployment order of ${escape(name)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${String(LEFT)}" y="32" font-size="18" font-weight="600">${escape(name)}: what is created after what</text>`,
    `<text x="${String(LEFT)}" y="52" font-size="12" fill="#555">Each line leads from a resource to one that waits for ` +
      `it; destroying runs from right to left.</text>`,
    ...lines(boxes, stages),
    ...stages.map(({ title }, column) => heading(title, column)),
    ...boxes.map(drawBox),
    '</svg>',
    '',
  ].join('\n');
}

function boxesOf({ entries }: OutlineStage, column: number): Box[] {
  if (entries.length < CROWDED) {
    return entries.map(({ node }, row) => {
      const label = node.type.replace(/^aws_/, '');
      return { label, detail: readablePath(node), addresses: [node.address], column, row };
    });
  }
  const types = [...new Set(entries.map(({ node }) => node.type))];
  return types.map((type, row) => {
    const alike = entries.filter(({ node }) => node.type === type).map(({ node }) => node);
    const addresses = alike.map(({ address }) => address);
    const [only] = alike;
    const detail =
      alike.length === 1 && only !== undefined ? readablePath(only) : `${String(alike.length)} of them`;
    return { label: type.replace(/^aws_/, ''), detail, addresses, column, row };
  });
}

function lines(boxes: readonly Box[], stages: readonly OutlineStage[]): string[] {
  const boxOf = new Map(boxes.flatMap((box) => box.addresses.map((address) => [address, box] as const)));
  const drawn = new Set<string>();
  const result: string[] = [];
  for (const { node, waitsFor } of stages.flatMap(({ entries }) => entries)) {
    for (const dependency of waitsFor) {
      const from = boxOf.get(dependency.address);
      const to = boxOf.get(node.address);
      const key = `${String(from && boxes.indexOf(from))}-${String(to && boxes.indexOf(to))}`;
      if (from !== undefined && to !== undefined && from !== to && !drawn.has(key)) {
        drawn.add(key);
        result.push(line(from, to));
      }
    }
  }
  return result;
}

function line(from: Box, to: Box): string {
  const [startX, startY] = [LEFT + from.column * COLUMN + BOX.width, TOP + from.row * ROW + BOX.height / 2];
  const [endX, endY] = [LEFT + to.column * COLUMN, TOP + to.row * ROW + BOX.height / 2];
  if (from.column === to.column) {
    // Within a stage the line goes round the right side, so that it does not hide behind the boxes.
    const bend = startX + 26;
    return curve(
      `M${point(startX, startY)} C${point(bend, startY)} ${point(bend, endY)} ${point(startX, endY)}`,
      from,
    );
  }
  const middle = (startX + endX) / 2;
  return curve(
    `M${point(startX, startY)} C${point(middle, startY)} ${point(middle, endY)} ${point(endX, endY)}`,
    from,
  );
}

function curve(path: string, from: Box): string {
  return `<path d="${path}" fill="none" stroke="${colour(from.column, 45)}" stroke-width="1.4" opacity="0.75"/>`;
}

function heading(title: string, column: number): string {
  const x = LEFT + column * COLUMN;
  return (
    `<text x="${String(x)}" y="78" font-size="13" font-weight="600" fill="${colour(column, 35)}">` +
    `${String(column + 1)}. ${escape(title)}</text>`
  );
}

function drawBox({ label, detail, column, row }: Box): string {
  const [x, y] = [LEFT + column * COLUMN, TOP + row * ROW];
  return [
    `<g><title>${escape(`${label} ${detail}`)}</title>`,
    `<rect x="${String(x)}" y="${String(y)}" width="${String(BOX.width)}" height="${String(BOX.height)}" rx="5" ` +
      `fill="${colour(column, 95)}" stroke="${colour(column, 55)}"/>`,
    `<text x="${String(x + 8)}" y="${String(y + 17)}" font-size="12" font-weight="600">${escape(cut(label, 25))}</text>`,
    `<text x="${String(x + 8)}" y="${String(y + 32)}" font-size="10" fill="#444">${escape(cut(detail, 32))}</text></g>`,
  ].join('');
}

function colour(column: number, lightness: number): string {
  return `hsl(${String(HUES[column % HUES.length] ?? 0)} 55% ${String(lightness)}%)`;
}

function point(x: number, y: number): string {
  return `${String(x)},${String(y)}`;
}

/** Paths are told apart by their ends, so the beginning is what is left out. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - length + 1)}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
