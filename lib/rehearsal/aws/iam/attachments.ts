/**
 * Which policies are attached to which roles: facts of IAM, apart from Terraform's resources.
 *
 * `AttachRolePolicy` and `DetachRolePolicy` are idempotent and know only role and policy. Two resources for the same pair
 * therefore share one attachment, and deleting either of them takes it from both. That is how replacing an attachment with
 * `create_before_destroy` ends detached after a green apply (provider source `internal/service/iam/role_policy_attachment.go`).
 *
 * A pair is attached while a resource for it stands, or the role lists it in `managed_policy_arns`, unless it was detached
 * since.
 */
import type { World, WorldObject } from '../../world/world';
import { textOr } from '../texts';

const ATTACHMENT = 'aws_iam_role_policy_attachment';

interface Facts {
  /** Pairs that a role attached by itself. */
  readonly byRole: Map<string, readonly [role: string, policy: string]>;
  /** Pairs that were detached, whatever still stands in Terraform's state. */
  readonly detached: Set<string>;
}

const FACTS = new WeakMap<World, Facts>();

/** The ARNs of the policies that are attached to a role, sorted. */
export function attachedPolicies(world: World, roleName: string): readonly string[] {
  return attachedPairs(world)
    .filter(([role]) => role === roleName)
    .map(([, policy]) => policy)
    .sort();
}

/** The names of the roles that a policy is attached to, sorted. */
export function rolesWithPolicy(world: World, policyArn: string): readonly string[] {
  return attachedPairs(world)
    .filter(([, policy]) => policy === policyArn)
    .map(([role]) => role)
    .sort();
}

/** Whether a policy is attached to a role. */
export function isAttached(world: World, roleName: string, policyArn: string): boolean {
  return attachedPolicies(world, roleName).includes(policyArn);
}

/** The Terraform resources for an attachment. */
export function attachmentResources(
  world: World,
  roleName: string,
  policyArn: string,
): readonly WorldObject[] {
  return world
    .all(ATTACHMENT)
    .filter(({ attributes }) => attributes['role'] === roleName && attributes['policy_arn'] === policyArn);
}

/** Makes a pair attachable again; it is attached as soon as a resource for it stands. */
export function allowAttachment(world: World, roleName: string, policyArn: string): void {
  factsOf(world).detached.delete(keyOf(roleName, policyArn));
}

/** Attaches a policy by the role's own list. */
export function attachByRole(world: World, roleName: string, policyArn: string): void {
  allowAttachment(world, roleName, policyArn);
  factsOf(world).byRole.set(keyOf(roleName, policyArn), [roleName, policyArn]);
}

/** Detaches a policy; nothing happens when it is not attached. */
export function detach(world: World, roleName: string, policyArn: string): void {
  const facts = factsOf(world);
  facts.byRole.delete(keyOf(roleName, policyArn));
  facts.detached.add(keyOf(roleName, policyArn));
}

function attachedPairs(world: World): readonly (readonly [role: string, policy: string])[] {
  const { byRole, detached } = factsOf(world);
  const pairs = new Map(byRole);
  for (const { attributes } of world.all(ATTACHMENT)) {
    const pair = [textOr(attributes['role']), textOr(attributes['policy_arn'])] as const;
    pairs.set(keyOf(...pair), pair);
  }
  return [...pairs].filter(([key]) => !detached.has(key)).map(([, pair]) => pair);
}

function factsOf(world: World): Facts {
  const known = FACTS.get(world) ?? {
    byRole: new Map<string, readonly [string, string]>(),
    detached: new Set<string>(),
  };
  FACTS.set(world, known);
  return known;
}

function keyOf(roleName: string, policyArn: string): string {
  return `${roleName} ${policyArn}`;
}
