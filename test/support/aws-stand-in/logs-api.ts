/**
 * The part of the API of CloudWatch Logs that describes log groups:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html.
 */
import type { StandInAccount, StandInLogGroup } from './account';
import { pageOf, StandInError } from './account';
import type { Place } from './eks-shapes';

const TARGET = /^Logs_20140328\.(\w+)$/;
const READING = /^(Describe|List|Get)/;

/** The action that a header names; undefined for one of another service. */
export function logsAction(target: string | undefined): string | undefined {
  return TARGET.exec(target ?? '')?.[1];
}

/** Whether an action only reads. */
export function isReading(action: string): boolean {
  return READING.test(action);
}

/** The answer to an action. */
export function logsAnswer(
  action: string,
  request: Readonly<Record<string, unknown>>,
  {
    account,
    place,
    pageSize,
  }: { readonly account: StandInAccount; readonly place: Place; readonly pageSize: number },
): object {
  const all = [...(account.logGroups ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1));
  switch (action) {
    case 'DescribeLogGroups': {
      const prefix = textOf(request['logGroupNamePrefix']);
      const found = all.filter(({ name }) => name.startsWith(prefix));
      const { items, nextToken } = pageOf(found, textOf(request['nextToken']), Math.min(pageSize, 50));
      return { logGroups: items.map((group) => groupJson(place, group)), nextToken };
    }
    case 'ListTagsForResource': {
      const arn = textOf(request['resourceArn']);
      const group = all.find(({ name }) => arnOf(place, name) === arn);
      if (group === undefined) {
        throw new StandInError(400, 'ResourceNotFoundException', 'The specified resource does not exist.');
      }
      return { tags: group.tags ?? {} };
    }
    default:
      throw new StandInError(400, 'UnknownOperationException', `The stand-in knows no logs:${action}.`);
  }
}

function groupJson(place: Place, { name, retentionInDays, kmsKeyArn }: StandInLogGroup): object {
  return {
    // With an asterisk, which the ARN for tags has not.
    arn: `${arnOf(place, name)}:*`,
    creationTime: 1_750_000_000_123,
    kmsKeyId: kmsKeyArn,
    logGroupArn: arnOf(place, name),
    logGroupClass: 'STANDARD',
    logGroupName: name,
    metricFilterCount: 0,
    retentionInDays,
    storedBytes: 4096,
  };
}

function arnOf({ region, accountId }: Place, name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
