/**
 * Numbers and times in the words of messages.
 */
import type { Milliseconds } from '../../world/virtual-clock';
import { SECOND } from '../../world/virtual-clock';

/** Such as `2 nodes`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A stretch of time for people, such as `3 min 30 s`. */
export function inWords(duration: Milliseconds): string {
  const seconds = Math.round(duration / SECOND);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${String(value)} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}
