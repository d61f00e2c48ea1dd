/**
 * The findings of an examination, for people.
 */
import { wrapped } from '../../access/aws-auth/text';
import type { DoctorFinding } from '../../doctor/doctor-finding';
import { DoctorSeverity } from '../../doctor/rule-definition';

const WIDTH = 100;

/** What was examined, in a line. */
export interface ExaminedText {
  readonly clusterName: string;
  readonly region: string;
  /** Where the stacks are from; undefined when there are none. */
  readonly path: string | undefined;
}

/** Each finding with its way out and its repair, and a summary. */
export function findingsText(findings: readonly DoctorFinding[], examined: ExaminedText): string {
  return [
    ...findings.flatMap(({ rule, severity, subject, message, wayOut, repair }) => [
      visible(`${severity.toUpperCase().padEnd(7)}  ${rule}${subject === '' ? '' : `  ${subject}`}`),
      ...indented(message),
      ...indented(wayOut),
      ...(repair === '' ? [] : [`        ${visible(repair)}`]),
      '',
    ]),
    summary(findings, examined),
  ].join('\n');
}

function summary(findings: readonly DoctorFinding[], { clusterName, region, path }: ExaminedText): string {
  const count = (severity: DoctorSeverity): string => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return `${String(number)} ${severity}${number === 1 ? '' : 's'}`;
  };
  const what = path === undefined ? 'examined by itself' : `compared with ${path}`;
  const counts = [DoctorSeverity.ERROR, DoctorSeverity.WARNING, DoctorSeverity.NOTE].map(count).join(', ');
  const result = findings.length === 0 ? 'nothing was found' : counts;
  return visible(`${clusterName} in ${region}, ${what}: ${result}.`);
}

function indented(text: string): readonly string[] {
  return wrapped(visible(text), WIDTH - 4).map((line) => `    ${line}`);
}

/** Names in AWS and messages of it may hold what a terminal obeys. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
