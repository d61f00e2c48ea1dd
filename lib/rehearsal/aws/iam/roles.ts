/**
 * What roles are allowed, asked by the services that are given them.
 */
import type { World, WorldObject } from '../../world/world';

/**
 * A role that a stack of the rehearsal manages. A role that none manages, which a stack only mentions, is nobody's
 * business here: it is taken as existing with everything that it needs.
 */
export function roleByArn(world: World, arn: string): WorldObject | undefined {
  return world.find('aws_iam_role', { arn });
}

/** Whether a managed policy is attached to a role; always of a role that no stack manages. */
export function hasPolicy(world: World, roleArn: string, policyName: string): boolean {
  const role = roleByArn(world, roleArn);
  return (
    role === undefined ||
    world
      .all('aws_iam_role_policy_attachment')
      .some(
        ({ attributes }) =>
          attributes['role'] === role.attributes['name'] &&
          String(attributes['policy_arn']).endsWith(`/${policyName}`),
      )
  );
}
