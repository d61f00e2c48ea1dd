/**
 * What can be said about an alarm on the logs of a control plane.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { LogPattern } from './log-pattern';

/** Settings of an alarm on the logs of a control plane. */
export interface ControlPlaneLogAlarmOptions {
  /** What is looked for, and in which log. */
  readonly pattern: LogPattern;

  /**
   * What the alarm says; of a known pattern, what has happened and what to do.
   *
   * @default - known from the pattern
   */
  readonly description?: string;

  /**
   * Length of the period in which log events are counted, in seconds: a multiple of 60, up to 86400.
   *
   * @default 300
   */
  readonly periodSeconds?: number;

  /**
   * Log events in a period from which on there is an alarm.
   *
   * @default 1
   */
  readonly threshold?: number;

  /**
   * Periods that are looked at.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods have to be over the threshold.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * ARNs of the SNS topics that are told when the alarm goes off.
   *
   * @default - none: the alarm is seen in the console only
   */
  readonly alarmTopicArns?: string[];

  /**
   * ARNs of the SNS topics that are told when it is over.
   *
   * @default - none
   */
  readonly okTopicArns?: string[];

  /**
   * Name of the log group to look into: another than the control plane's where you have the events of Kubernetes exported to
   * it, or the like. Then it does not matter which logs the control plane writes.
   *
   * @default - the log group of the control plane
   */
  readonly logGroupName?: string;

  /**
   * Namespace of the metric.
   *
   * @default 'SafeEks'
   */
  readonly metricNamespace?: string;

  /**
   * Tags of the alarm, over those of the cluster.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of an alarm on the logs of a control plane. */
export interface ControlPlaneLogAlarmProps extends ControlPlaneLogAlarmOptions {
  /** The cluster whose control plane it is. */
  readonly cluster: ISafeEksCluster;
}
