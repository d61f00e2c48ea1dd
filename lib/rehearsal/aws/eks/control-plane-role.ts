/**
 * The role of a control plane, and what EKS asks of roles that it is given.
 */
import { ApiError } from '../../engine/api-error';
import type { World } from '../../world/world';
import { attachedPolicies } from '../iam/attachments';
import { trustAllows } from '../iam/policy-text';
import { hasOwnPolicyAllowing, hasPolicy, roleByArn } from '../iam/roles';
import { isRoleGone } from './access-checks';

/** A right, by the policy of AWS that gives it and by an action of it that a policy of one's own has to allow. */
export interface Right {
  readonly policy: string;
  readonly action: string;
}

/** What every control plane needs. */
const CLUSTER_RIGHT: Right = { policy: 'AmazonEKSClusterPolicy', action: 'ec2:DescribeSubnets' };

/** What it needs beside that for Auto Mode ("Amazon EKS Auto Mode cluster IAM role"). */
const AUTO_MODE_RIGHTS: readonly Right[] = [
  { policy: 'AmazonEKSComputePolicy', action: 'ec2:CreateFleet' },
  { policy: 'AmazonEKSBlockStoragePolicy', action: 'ec2:CreateVolume' },
  { policy: 'AmazonEKSLoadBalancingPolicy', action: 'elasticloadbalancing:CreateLoadBalancer' },
  { policy: 'AmazonEKSNetworkingPolicy', action: 'ec2:CreateNetworkInterface' },
];

/**
 * Whether a role has a right: by the managed policy, by a policy of the stack's own, which EKS has accepted in its place
 * since 2023 (containers-roadmap#122), or by one that no stack manages, so that nobody knows what it says.
 */
export function hasRight(world: World, roleArn: string, { policy, action }: Right): boolean {
  return hasPolicy(world, roleArn, policy) || hasOwnRight(world, roleArn, action);
}

/** The same without the managed policy. */
export function hasOwnRight(world: World, roleArn: string, action: string): boolean {
  return hasOwnPolicyAllowing(world, roleArn, action) || hasForeignPolicy(world, roleArn);
}

function hasForeignPolicy(world: World, roleArn: string): boolean {
  const name = roleByArn(world, roleArn)?.attributes['name'];
  return (
    typeof name === 'string' &&
    attachedPolicies(world, name).some(
      (arn) => !arn.includes(':iam::aws:policy/') && world.find('aws_iam_policy', { arn }) === undefined,
    )
  );
}

/** Which policies a control plane's role lacks. */
export function missingPolicies(world: World, roleArn: string, withAutoMode: boolean): readonly string[] {
  const needed = withAutoMode ? [CLUSTER_RIGHT, ...AUTO_MODE_RIGHTS] : [CLUSTER_RIGHT];
  return needed.filter((right) => !hasRight(world, roleArn, right)).map(({ policy }) => policy);
}

/** What is wrong with a control plane's role, if anything (rancher#37651; the first text is from memory). */
export function roleProblem(
  world: World,
  roleArn: string,
  partition: string,
  withAutoMode: boolean,
): ApiError | undefined {
  if (isRoleGone(world, roleArn)) {
    return new ApiError(
      'InvalidParameterException',
      `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
    );
  }
  const missing = missingPolicies(world, roleArn, withAutoMode);
  if (missing.length === 0) {
    return undefined;
  }
  const arns = missing.map((policy) => `arn:${partition}:iam::aws:policy/${policy}`);
  return new ApiError(
    'InvalidParameterException',
    `The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policies [${arns.join(', ')}] are attached`,
  );
}

/** Whether EKS may tag its sessions of a role, as Auto Mode does; always with a role that no stack manages. */
export function mayTagSessions(world: World, roleArn: string): boolean {
  const trust = roleByArn(world, roleArn)?.attributes['assume_role_policy'];
  return typeof trust !== 'string' || trustAllows(trust, 'eks.amazonaws.com', 'sts:TagSession');
}
