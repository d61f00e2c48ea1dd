/**
 * The account in which a rehearsal plays, as far as AWS tells it by itself.
 */
import { createHash } from 'node:crypto';
import type { ProviderPlace } from '../engine/rules';
import type { KnownValues } from '../protocol/value';

/** AWS uses this number in its own examples; every provider configuration of a rehearsal works in it. */
export const ACCOUNT_ID = '111122223333';

/** The role as which Terraform calls. */
export const CALLER_ROLE = 'terraform';

/** The session as which Terraform calls. */
export function callerArn(partition: string, accountId: string): string {
  return `arn:${partition}:sts::${accountId}:assumed-role/${CALLER_ROLE}/rehearsal`;
}

/** Where an AWS provider acts; without a region of its own it would take one from the environment, which is not read. */
export function placeOf({ region }: KnownValues): ProviderPlace {
  const where = typeof region === 'string' ? region : 'us-east-1';
  return { region: where, accountId: ACCOUNT_ID, partition: partitionOf(where) };
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain under which a partition's services answer. */
export function dnsSuffixOf(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** Zones that a region offers; three is what most have. */
export function zonesOf(region: string): readonly string[] {
  const letters = region === 'us-east-1' ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['a', 'b', 'c'];
  return letters.map((letter) => `${region}${letter}`);
}

/** The id of a zone, which names the same place in every account: `euw1-az1` for `eu-west-1a`. */
export function zoneIdOf(zone: string): string {
  const [, area = '', direction = '', number = '', letter = 'a'] =
    /^([a-z]+(?:-gov)?)-([a-z]+)-(\d)([a-z])$/.exec(zone) ?? [];
  const [first = ''] = direction;
  const short = DIRECTIONS[direction] ?? first;
  return `${area.replace('-gov', 'g')}${short}${number}-az${String(letter.charCodeAt(0) - 96)}`;
}

const DIRECTIONS: { readonly [name: string]: string } = {
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** Hexadecimal digits that are the same whenever they are asked for by the same words. */
export function digits(words: string, count: number): string {
  return createHash('sha256').update(words).digest('hex').slice(0, count);
}
