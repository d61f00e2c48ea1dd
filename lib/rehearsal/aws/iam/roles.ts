/**
 * What roles are allowed, asked by the services that are given them.
 */
import type { Known } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import type { World, WorldObject } from '../../world/world';
import { attachedPolicies } from './attachments';
import { documentAllows } from './policy-text';

/**
 * A role that a stack of the rehearsal manages. A role that none manages, which a stack only mentions, is nobody's
 * business here: it is taken as existing with everything that it needs.
 */
export function roleByArn(world: World, arn: string): WorldObject | undefined {
  return world.find('aws_iam_role', { arn });
}

/**
 * Whether a managed policy is attached to a role; always of a role that no stack manages.
 *
 * @param policyName the end of its ARN, with or without a path: `AmazonEKS_CNI_Policy`, `service-role/AmazonEBSCSIDriverPolicy`
 */
export function hasPolicy(world: World, roleArn: string, policyName: string): boolean {
  const role = roleByArn(world, roleArn);
  return (
    role === undefined || attachedPolicies(world, nameOf(role)).some((arn) => arn.endsWith(`/${policyName}`))
  );
}

/**
 * Whether a policy that a stack wrote itself, within the role or attached to it, allows an action, such as
 * `ec2:AssignIpv6Addresses`; always of a role that no stack manages.
 */
export function hasOwnPolicyAllowing(world: World, roleArn: string, action: string): boolean {
  const role = roleByArn(world, roleArn);
  if (role === undefined) {
    return true;
  }
  const attached = attachedPolicies(world, nameOf(role)).flatMap((arn) => {
    const text = world.find('aws_iam_policy', { arn })?.attributes['policy'];
    return typeof text === 'string' ? [text] : [];
  });
  return [...inlinePolicies(world, role), ...attached].some((text) => documentAllows(text, action));
}

/** The documents of all policies within a role. */
export function inlinePolicies(world: World, role: WorldObject): readonly string[] {
  const separate = world
    .all('aws_iam_role_policy')
    .filter(({ attributes }) => attributes['role'] === nameOf(role))
    .map(({ attributes }) => attributes['policy']);
  return [...separate, ...inlineBlocks(role.attributes['inline_policy'])].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}

function nameOf({ id, attributes }: WorldObject): string {
  const { name } = attributes;
  return typeof name === 'string' ? name : id;
}

function inlineBlocks(value: Known | undefined): readonly Known[] {
  return isValueList(value) ? value.map((block) => (isValues(block) ? (block['policy'] ?? null) : null)) : [];
}
