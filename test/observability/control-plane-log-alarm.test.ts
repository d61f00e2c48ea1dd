/**
 * Alarms on the logs of a control plane.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { expect, test } from '@jest/globals';
import { ClusterLogType, ControlPlaneLogAlarm, LogPattern } from '../../lib';
import type { ControlPlaneLogAlarmOptions, SafeEksClusterProps } from '../../lib';
import { importedCluster, newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownList, unknownNumber, unknownText } from '../support/tokens';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';
const AT = 'Cluster/Refused';
const PATTERN = LogPattern.FARGATE_ROLE_NOT_FOUND;

function rendered(options: Partial<ControlPlaneLogAlarmOptions> = {}) {
  const app = newApp();
  newCluster(newStack(app)).addControlPlaneLogAlarm('Refused', { pattern: PATTERN, ...options });
  return synth(app).stack('stack').graph;
}

test('a text in the log of the control plane becomes a metric, and the metric an alarm', () => {
  const graph = rendered({ alarmTopicArns: [TOPIC], okTopicArns: [TOPIC] });
  const name = 'main.stack/Cluster/Refused';
  expect(graph.at(`${AT}/Filter`).block).toMatchObject({
    name,
    log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.Cluster_LogGroup_\w+\.name\}$/),
    pattern: '"Pod execution role is not found in auth config"',
    metric_transformation: { name, namespace: 'SafeEks', value: '1', default_value: '0' },
  });
  expect(graph.at(`${AT}/Resource`).block).toMatchObject({
    alarm_name: name,
    alarm_description: expect.stringContaining('access entry'),
    metric_name: name,
    namespace: 'SafeEks',
    statistic: 'Sum',
    period: 300,
    evaluation_periods: 1,
    threshold: 1,
    comparison_operator: 'GreaterThanOrEqualToThreshold',
    treat_missing_data: 'notBreaching',
    alarm_actions: [TOPIC],
    ok_actions: [TOPIC],
    tags: { 'safe-eks:cluster': 'main' },
  });
});

test('the alarm takes what it is given', () => {
  const graph = rendered({
    pattern: LogPattern.of('{ $.objectRef.name = "aws-auth" }', ClusterLogType.AUDIT),
    description: 'Somebody writes aws-auth.',
    periodSeconds: 60,
    threshold: 5,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    logGroupName: '/events',
    metricNamespace: 'Shop',
    tags: { team: 'shop' },
  });
  expect(graph.at(`${AT}/Filter`).block).toMatchObject({
    log_group_name: '/events',
    pattern: '{ $.objectRef.name = "aws-auth" }',
  });
  expect(graph.at(`${AT}/Resource`).block).toMatchObject({
    alarm_description: 'Somebody writes aws-auth.',
    namespace: 'Shop',
    period: 60,
    threshold: 5,
    evaluation_periods: 3,
    datapoints_to_alarm: 2,
    tags: { 'safe-eks:cluster': 'main', team: 'shop' },
  });
});

test('a text is searched for word for word', () => {
  const { pattern } = LogPattern.text('Misconfigured Fargate Profile', ClusterLogType.AUDIT);
  expect(pattern).toBe('"Misconfigured Fargate Profile"');
});

test('the log group of an imported cluster is known by its name, its logs are not', () => {
  const app = newApp();
  const stack = newStack(app);
  new ControlPlaneLogAlarm(stack, 'Refused', { cluster: importedCluster(stack), pattern: PATTERN });
  expect(synth(app).stack('stack').graph.at('Refused/Filter').block['log_group_name']).toBe(
    '/aws/eks/imported/cluster',
  );
});

test('a log group of the user is referred to', () => {
  const app = newApp();
  const stack = newStack(app);
  const logGroup = new CloudwatchLogGroup(stack, 'Own', { name: '/aws/eks/main/cluster' });
  newCluster(stack, { logging: { logGroup } }).addControlPlaneLogAlarm('Refused', { pattern: PATTERN });
  expect(synth(app).stack('stack').graph.at(`${AT}/Filter`).block['log_group_name']).toBe(
    '${aws_cloudwatch_log_group.Own.name}',
  );
});

const withAlarm =
  (
    options: Partial<ControlPlaneLogAlarmOptions>,
    props: Partial<SafeEksClusterProps> = {},
  ): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack, props).addControlPlaneLogAlarm('Refused', { pattern: PATTERN, ...options });
  };
const API_ONLY = { logging: { types: [ClusterLogType.API] } };

const ERRORS: ProblemCase[] = [
  {
    when: 'the cluster does not write the log',
    build: withAlarm({}, API_ONLY),
    message: `stack/${AT}: pattern is found in the log 'audit', which the cluster does not write, so the alarm would never go off (SEKS7101). Add 'audit' to logging.types of the cluster.`,
    property: 'pattern',
    value: 'audit',
  },
  {
    when: 'a period is no number of minutes',
    build: withAlarm({ periodSeconds: 90 }),
    message: `stack/${AT}: periodSeconds 90 is no multiple of 60 (SEKS1002). Give 60, 300 or the like.`,
    property: 'periodSeconds',
    value: 90,
  },
  {
    when: 'more periods have to be bad than are looked at',
    build: withAlarm({ evaluationPeriods: 2, datapointsToAlarm: 3 }),
    message: `stack/${AT}: datapointsToAlarm 3 is not an integer from 1 to 2 (SEKS1002). Give at least 1 and at most 2.`,
    property: 'datapointsToAlarm',
    value: 3,
  },
  {
    when: 'a topic is no ARN',
    build: withAlarm({ alarmTopicArns: ['oncall'] }),
    message: `stack/${AT}: alarmTopicArns 'oncall' is not an ARN of sns (SEKS1003). Give the full ARN, such as arn:aws:sns:….`,
    property: 'alarmTopicArns',
    value: 'oncall',
  },
  {
    when: 'there is nothing to look for',
    build: withAlarm({ pattern: LogPattern.text('', ClusterLogType.AUDIT) }),
    message: `stack/${AT}: pattern '""' has 2 characters, CloudWatch Logs takes 1 to 1024 characters (SEKS1002). Say what to look for.`,
    property: 'pattern',
    value: '""',
  },
  {
    when: 'a text holds a quotation mark',
    build: withAlarm({ pattern: LogPattern.text('say "no"', ClusterLogType.AUDIT) }),
    message: `stack/${AT}: pattern "say "no"" holds a quotation mark, which ends the text (SEKS1002). Give the part before or after it.`,
    property: 'pattern',
    value: '"say "no""',
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test.each<[string, ProblemCase['build']]>([
  ['a log group of another kind is named', withAlarm({ logGroupName: '/events' }, API_ONLY)],
  ['the logs are a token', withAlarm({}, { logging: { types: unknownList() as never[] } })],
  [
    'the values are tokens',
    withAlarm({ description: unknownText(), logGroupName: unknownText(), alarmTopicArns: unknownList() }),
  ],
])('nothing is said when %s', (_when, build) => {
  const app = newApp();
  build(newStack(app));
  expect(problemsOf(app)).toEqual([]);
});

test('a period that nobody knows yet is a token where a literal is needed', () => {
  const app = newApp();
  withAlarm({ periodSeconds: unknownNumber() })(newStack(app));
  expect(problemsOf(app)).toEqual([`SEKS1001 at stack/${AT}`]);
});
