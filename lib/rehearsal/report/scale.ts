/**
 * Virtual time as people read it: minutes and seconds, and an axis with round numbers on it.
 */
import type { Milliseconds } from '../world/virtual-clock';
import { MINUTE, SECOND } from '../world/virtual-clock';

/** Minutes and seconds, such as `12:05`. */
export function minutesAndSeconds(time: Milliseconds): string {
  const seconds = Math.round(time / SECOND);
  const sign = seconds < 0 ? '-' : '';
  const rest = Math.abs(seconds);
  return `${sign}${String(Math.floor(rest / 60))}:${String(rest % 60).padStart(2, '0')}`;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map(
  (seconds) => seconds * SECOND,
);

/**
 * The marks of an axis from zero on.
 *
 * @param duration where it ends
 * @param most so many marks at most
 */
export function marksOf(duration: Milliseconds, most: number): readonly Milliseconds[] {
  const step =
    STEPS.find((each) => duration / each < most) ?? Math.ceil(duration / (most - 1) / MINUTE) * MINUTE;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}

/** Such as `1 change` and `3 changes`. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Breaks a text at spaces into lines of at most so many characters; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = '';
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Paths are told apart by their ends, so the beginning is what is left out. */
export function cutStart(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - Math.max(0, length - 1))}`;
}

/** The first line of what a provider reported, which is the reason; what follows are the details. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
