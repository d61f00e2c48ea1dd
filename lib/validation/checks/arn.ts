/**
 * ARNs and partitions as plain text.
 */

/** The parts of an ARN. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Parses `arn:partition:service:region:account:resource`; undefined when it is no such thing. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(.+)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

const PARTITION_OF_REGION: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** The partition that a region belongs to. */
export function partitionOfRegion(region: string): string {
  return PARTITION_OF_REGION.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** ARN of an IAM policy that AWS manages, such as `AmazonEKSClusterPolicy` or `service-role/…`. */
export function managedPolicyArn(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** Where EC2 has another name of its own; the other services are called alike in every partition. */
const EC2_PRINCIPALS: Readonly<Record<string, string>> = {
  'aws-cn': 'ec2.amazonaws.com.cn',
  'aws-iso': 'ec2.c2s.ic.gov',
  'aws-iso-b': 'ec2.sc2s.sgov.gov',
};

/** The principal of a service in a partition. */
export function servicePrincipal(service: string, partition: string): string {
  return service === 'ec2.amazonaws.com' ? (EC2_PRINCIPALS[partition] ?? service) : service;
}
