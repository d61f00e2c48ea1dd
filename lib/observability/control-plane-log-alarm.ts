/**
 * An alarm that goes off when something stands in the logs of a control plane.
 */
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { providerOf } from '../cluster/provider-of';
import { isKnown, literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import type { ControlPlaneLogAlarmProps } from './control-plane-log-alarm-options';

/** A day. */
const MAX_PERIOD = 86_400;
const MINUTE = 60;

/**
 * Counts log events of a control plane that match a pattern, and raises an alarm.
 *
 * Where there are no data there is no alarm: a control plane that has nothing to say is no trouble.
 *
 * Reports SEKS7101 when the cluster does not write the log.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 */
export class ControlPlaneLogAlarm extends Construct {
  /** The alarm itself. */
  public readonly resource: CloudwatchMetricAlarm;
  /** What counts the log events. */
  public readonly metricFilter: CloudwatchLogMetricFilter;
  /** ARN of the alarm. */
  public readonly alarmArn: string;
  /** Name of the alarm and of the metric: that of the cluster, and the path of this construct. */
  public readonly alarmName: string;

  public constructor(scope: Construct, id: string, props: ControlPlaneLogAlarmProps) {
    super(scope, id);
    const { cluster, pattern } = props;
    this.validate(props);
    // By the path, since a second alarm of one name would silently take the place of the first.
    this.alarmName = limitedName([cluster.physicalName, this.node.path], NAME_LIMITS.alarm);
    const provider = providerOf(cluster, this);
    const metric = { name: this.alarmName, namespace: props.metricNamespace ?? 'SafeEks' };
    this.metricFilter = new CloudwatchLogMetricFilter(this, 'Filter', {
      name: this.alarmName,
      logGroupName: props.logGroupName ?? cluster.logGroupName,
      pattern: pattern.pattern,
      metricTransformation: { ...metric, value: '1', defaultValue: '0' },
      provider,
    });
    this.resource = new CloudwatchMetricAlarm(this, 'Resource', {
      alarmName: this.alarmName,
      alarmDescription: props.description ?? pattern.meaning,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: 'Sum',
      period: props.periodSeconds ?? 5 * MINUTE,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      datapointsToAlarm: props.datapointsToAlarm,
      threshold: props.threshold ?? 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: props.alarmTopicArns,
      okActions: props.okTopicArns,
      tags: { ...cluster.tags, ...literalMap(props.tags) },
      provider,
      // The metric is known to it by name only.
      dependsOn: [this.metricFilter],
    });
    this.alarmArn = this.resource.arn;
  }

  private validate(props: ControlPlaneLogAlarmProps): void {
    const { cluster, pattern, logGroupName, evaluationPeriods = 1 } = props;
    const checks = new PropertyChecks(this);
    pattern._judge().forEach((problem) => {
      checks.report(problem);
    });
    checks.integer('periodSeconds', props.periodSeconds, MINUTE, MAX_PERIOD);
    const { periodSeconds } = props;
    if (periodSeconds !== undefined && isKnown(periodSeconds) && periodSeconds % MINUTE !== 0) {
      const property = 'periodSeconds';
      const what = `${property} ${String(periodSeconds)} is no multiple of 60`;
      const limit = 'whole minutes';
      checks.report({
        code: 'SEKS1002',
        property,
        value: periodSeconds,
        limit,
        what,
        fix: 'Give 60, 300 or the like.',
      });
    }
    checks.integer('threshold', props.threshold, 1, Number.MAX_SAFE_INTEGER);
    checks.integer('evaluationPeriods', evaluationPeriods, 1, 1440);
    checks.integer('datapointsToAlarm', props.datapointsToAlarm, 1, evaluationPeriods);
    for (const property of ['alarmTopicArns', 'okTopicArns'] as const) {
      const arns = props[property];
      (isKnown(arns) ? (arns ?? []) : []).forEach((arn) => {
        checks.arn(property, arn, 'sns');
      });
    }
    checks.tags('tags', props.tags);
    const written = cluster.logTypes;
    if (logGroupName !== undefined || written === undefined || !isKnown(written)) {
      return;
    }
    if (written.every((type) => isKnown(type) && type !== pattern.logType)) {
      const property = 'pattern';
      const value = pattern.logType;
      const what = `${property} is found in the log ${show(value)}, which the cluster does not write, so the alarm would never go off`;
      const fix = `Add ${show(value)} to logging.types of the cluster.`;
      checks.report({ code: 'SEKS7101', property, value, limit: written.join(', ') || 'no log', what, fix });
    }
  }
}
