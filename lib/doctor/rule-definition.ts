/**
 * What a rule of an examination consists of.
 */

/** How bad a finding is. */
export enum DoctorSeverity {
  /** It is broken, or the next apply or upgrade will be refused. */
  ERROR = 'error',
  /** Code and cluster differ, or something could not be examined. */
  WARNING = 'warning',
  /** Good to know. */
  NOTE = 'note',
}

/** What is fixed about a rule. */
export interface DoctorRuleDefinition {
  readonly severity: DoctorSeverity;
  /** What is found, in a line. */
  readonly title: string;
  /** Why that matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly wayOut: string;
}
