/**
 * What to look for in the logs of a control plane.
 */
import { ClusterLogType } from '../cluster/cluster-logging';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const MAX_LENGTH = 1024;

/**
 * A pattern of CloudWatch Logs, and the log of the control plane that it is found in.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export class LogPattern {
  /**
   * Fargate launches no pods for a profile any more, since nothing lets its role in. Its scheduler says so in an event of the pod
   * and, as schedulers do, in the status of the pod. EKS leaves events out of the audit log and writes what changes the status of
   * pods into it.
   *
   * AWS documents that policy of the audit log, but not what the scheduler of Fargate writes; docs/fargate.md says what follows.
   */
  public static readonly FARGATE_ROLE_NOT_FOUND = new LogPattern(
    quoted('Pod execution role is not found in auth config'),
    ClusterLogType.AUDIT,
    'Fargate launches no pods for a profile, as nothing lets its pod execution role in: look for its access entry.',
  );

  /**
   * A text, word for word, anywhere in a log event.
   *
   * @param text the text, without quotation marks
   * @param logType the log that it appears in
   */
  public static text(text: string, logType: ClusterLogType): LogPattern {
    return new LogPattern(quoted(text), logType);
  }

  /**
   * A pattern in the syntax of CloudWatch Logs, such as `{ $.objectRef.name = "aws-auth" }`.
   *
   * @param pattern the pattern
   * @param logType the log that it is for
   */
  public static of(pattern: string, logType: ClusterLogType): LogPattern {
    return new LogPattern(pattern, logType);
  }

  /** The pattern in the syntax of CloudWatch Logs. */
  public readonly pattern: string;
  /** The log that it is found in. */
  public readonly logType: ClusterLogType;
  /** What it means when it is found; undefined for patterns of yours. */
  public readonly meaning?: string;

  private constructor(pattern: string, logType: ClusterLogType, meaning?: string) {
    this.pattern = pattern;
    this.logType = logType;
    this.meaning = meaning;
  }

  /**
   * What is wrong with it.
   *
   * @internal
   */
  public _judge(): ProblemDetails[] {
    const property = 'pattern';
    const { pattern: value } = this;
    if (!isKnown(value)) {
      return [];
    }
    if (value.trim() === '' || value === quoted('') || value.length > MAX_LENGTH) {
      const limit = `1 to ${String(MAX_LENGTH)} characters`;
      const what = `${property} ${show(value.slice(0, 20))} has ${String(value.length)} characters, CloudWatch Logs takes ${limit}`;
      return [{ code: 'SEKS1002', property, value, limit, what, fix: 'Say what to look for.' }];
    }
    if (value.startsWith('"') && value.slice(1, -1).includes('"')) {
      const limit = 'a text without quotation marks';
      const what = `${property} ${value} holds a quotation mark, which ends the text`;
      return [{ code: 'SEKS1002', property, value, limit, what, fix: 'Give the part before or after it.' }];
    }
    return [];
  }
}

function quoted(text: string): string {
  return `"${text}"`;
}
