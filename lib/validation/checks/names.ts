/**
 * Names that are readable, the same on every run, and within each service's limit.
 */
import { createHash } from 'node:crypto';

/** Limits of the names the library makes, in characters. */
export const NAME_LIMITS = {
  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  iamRole: 64,
  /** 64 for the whole name, of which the provider takes 26. */
  iamRolePrefix: 38,
  /** 128 for the whole name, of which the provider takes 26. */
  instanceProfilePrefix: 102,
  /** 63 for the whole name, of which the provider takes 26. */
  nodegroupPrefix: 37,
  /** The name becomes the value of a label of pods, `eks.amazonaws.com/fargate-profile`. */
  fargateProfile: 63,
  /** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
  launchTemplate: 128,
  /** 255 for the whole name, of which the provider takes 26. */
  autoScalingGroupPrefix: 229,
  /** `alias/` included. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
  kmsAlias: 256,
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  alarm: 255,
  /** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
  sqsQueue: 80,
  /** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
  eventRule: 64,
} as const;

const HASH_LENGTH = 8;

/** The first eight hexadecimal digits of SHA-256: enough to tell names apart, short enough to read. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

/**
 * Joins the parts with `.`, which neither clusters nor node groups may have in their names: group `b-c` of cluster `a`
 * and group `c` of cluster `a-b` stay apart. A result over the limit is cut and ends in a hash of the whole, so that
 * two long names that begin alike stay different too.
 */
export function limitedName(parts: readonly string[], limit: number): string {
  const whole = parts.filter((part) => part !== '').join('.');
  if (whole.length <= limit) {
    return whole;
  }
  const kept = whole.slice(0, limit - HASH_LENGTH - 1).replace(/[.-]+$/, '');
  return `${kept}-${shortHash(whole)}`;
}
