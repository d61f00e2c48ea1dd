/**
 * Small pieces of SVG, and the colours of a timeline.
 */

/** Attributes of an element; what is undefined is left out. */
export interface SvgAttributes {
  readonly [name: string]: string | number | undefined;
}

/** An element with its content, which is markup. */
export function element(name: string, attributes: SvgAttributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escapeMarkup(value ?? '')}"`,
    )
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

/** Text that stands where markup would. Terraform's output may hold characters that XML has no way to write. */
export function escapeMarkup(text: string): string {
  return Array.from(text)
    .filter((character) => character >= ' ' || character === '\n' || character === '\t')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A text whose baseline begins at a place. */
export function text(x: number, y: number, content: string, attributes: SvgAttributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeMarkup(content));
}

/** What a pointer that rests on the element is told. */
export function tooltip(content: string): string {
  return element('title', {}, escapeMarkup(content));
}

/** Tenths of a pixel are as fine as anybody sees. */
function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Black enough for all texts. */
export const INK = '#1b1b1f';
export const GREY = '#5b5b66';
export const HAIR = '#b9bac4';
export const RED = '#b3141c';

/** One hue a stage, as in the picture of the deployment order. */
const HUES = [210, 265, 338, 45, 150, 180, 25, 120, 300, 240];

/** A colour of a stage, which is told by its place among all stages. */
export function stageColour(place: number, lightness: number): string {
  return `hsl(${String(HUES[Math.max(0, place) % HUES.length] ?? 0)} 55% ${String(lightness)}%)`;
}
