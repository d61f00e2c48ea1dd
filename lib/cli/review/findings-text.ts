/**
 * The findings of a review, for people.
 */
import type { PlanFinding } from '../../plan-review/plan-finding';
import { PlanSeverity } from '../../plan-review/plan-rules';

const WIDTH = 100;

/** Each finding with its reason and the way out, and a summary. */
export function findingsText(findings: readonly PlanFinding[]): string {
  return [
    ...findings.flatMap(({ rule, severity, address, message, wayOut }) => [
      visible(`${severity.toUpperCase().padEnd(7)}  ${rule}${address === '' ? '' : `  ${address}`}`),
      ...indented(message),
      ...indented(wayOut),
      '',
    ]),
    summary(findings),
  ].join('\n');
}

function summary(findings: readonly PlanFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === PlanSeverity.ERROR).length;
  const count = (number: number, word: string): string =>
    `${String(number)} ${word}${number === 1 ? '' : 's'}`;
  return findings.length === 0
    ? 'Nothing was found.'
    : `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}.`;
}

function indented(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of visible(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH - 4) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => `    ${line}`);
}

/** Names within a plan may hold what a terminal obeys. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
