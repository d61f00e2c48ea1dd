/**
 * What comes out of an examination, and what collects it.
 */
import { compareText } from '../validation/checks/compare-text';
import type { DoctorRule } from './doctor-rules';
import { DOCTOR_RULES } from './doctor-rules';
import { DoctorSeverity } from './rule-definition';

/** Something that is wrong, or that differs. */
export interface DoctorFinding {
  readonly rule: DoctorRule;
  readonly severity: DoctorSeverity;
  /** What it is about: the path of a construct, the address of a resource, or the name of what is live. */
  readonly subject: string;
  /** What is declared, live, recorded or missing, and why that matters. */
  readonly message: string;
  /** What to do, in a sentence. */
  readonly wayOut: string;
  /** The change of the code that does it; empty where no change of the code does. */
  readonly repair: string;
}

/** What could not be read. */
export interface NotExamined {
  /** The action of AWS, such as `eks:ListAddons`. */
  readonly action: string;
  /** What was not examined for that, such as `add-ons`. */
  readonly what: string;
  readonly reason: 'denied' | 'failed';
  /** What AWS says. */
  readonly message: string;
}

const RANKS: readonly DoctorSeverity[] = [DoctorSeverity.ERROR, DoctorSeverity.WARNING, DoctorSeverity.NOTE];

/** An examination that is under way. */
export class Examination {
  private readonly found: DoctorFinding[] = [];
  private readonly unknown = new Set<string>();

  /**
   * Reports something.
   *
   * @param message whole sentences; the reason of the rule is added
   * @param repair code, if code repairs it
   */
  public report(rule: DoctorRule, subject: string, message: string, repair = ''): void {
    const { severity, reason, wayOut } = DOCTOR_RULES[rule];
    this.found.push({
      rule,
      severity,
      subject,
      message: `${message} ${reason}.`,
      wayOut: `${wayOut}.`,
      repair,
    });
  }

  /** Remembers what the stack does not tell; all of it is one note at the end, as a healthy stack has much of it. */
  public skip(subject: string, argument: string): void {
    this.unknown.add(`${subject} ${argument}`);
  }

  /** All findings, the bad ones first. */
  public finish(): readonly DoctorFinding[] {
    if (this.unknown.size > 0) {
      const list = [...this.unknown].sort(compareText).join(', ');
      this.report('known-after-apply', '', `Not compared: ${list}.`);
    }
    return [...this.found].sort(
      (a, b) =>
        RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity) ||
        compareText(a.subject, b.subject) ||
        compareText(a.rule, b.rule),
    );
  }
}
