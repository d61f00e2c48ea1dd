/**
 * IAM policies: those with a name of their own, those within a role, and what attaches the former to roles.
 *
 * Sources: the provider's `internal/service/iam/policy.go`, `role_policy.go`, `role_policy_attachment.go`.
 */
import { ApiError } from '../../engine/api-error';
import type { ResourceRules } from '../../engine/rules';
import { nameOrGenerated } from '../names';
import { allowAttachment, isAttached, rolesWithPolicy } from './attachments';
import { detachFromRole, findWhoMisses } from './consumers';
import { requireRole, uniqueId } from './role-rules';
import { textOr } from '../texts';

/** Policies with a name of their own. */
export const POLICY_RULES: ResourceRules = {
  async create(call) {
    const name = nameOrGenerated(call);
    await call.request('iam:CreatePolicy');
    if (call.world.find('aws_iam_policy', { name }) !== undefined) {
      throw new ApiError(
        'EntityAlreadyExists',
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    }
    const path = textOr(call.planned['path'], '/');
    const arn = `arn:${call.partition}:iam::${call.accountId}:policy${path}${name}`;
    call.exists(arn, {
      name,
      name_prefix: call.planned['name_prefix'] ?? '',
      arn,
      policy_id: uniqueId(call, 'ANPA'),
      attachment_count: 0,
    });
    await call.takes('create');
  },
  async delete(call) {
    await call.request('iam:DeletePolicy');
    if (rolesWithPolicy(call.world, call.object.id).length > 0) {
      throw new ApiError('DeleteConflict', 'Cannot delete a policy attached to entities.');
    }
    await call.takes('delete');
  },
  read(object, { world }) {
    object.attributes['attachment_count'] = rolesWithPolicy(world, object.id).length;
  },
};

/** The attachment of a policy to a role: its resource says that it is wanted, the facts say whether it is there. */
export const ATTACHMENT_RULES: ResourceRules = {
  async create(call) {
    const { world, planned } = call;
    const [role, policy] = [textOr(planned['role']), textOr(planned['policy_arn'])];
    await call.request('iam:AttachRolePolicy');
    requireRole(call, role);
    if (world.isGone(policy)) {
      throw new ApiError('NoSuchEntity', `Policy ${policy} does not exist or is not attachable.`);
    }
    await call.takes('create');
    allowAttachment(world, role, policy);
    call.exists(call.newId(`${role}-`));
    world.note('policy-attached', role, policy.slice(policy.lastIndexOf('/') + 1));
  },
  async delete(call) {
    const { role, policy_arn: policy } = call.object.attributes;
    await call.request('iam:DetachRolePolicy');
    detachFromRole(call.world, textOr(role), textOr(policy));
    await call.takes('delete');
  },
  // Gone for whoever still has it in the state.
  read(object, { world }) {
    const { role, policy_arn: policy } = object.attributes;
    if (!isAttached(world, textOr(role), textOr(policy))) {
      world.remove(object);
    }
  },
};

/** Policies within a role. Putting one replaces that of the same name, so two resources for it share it as well. */
export const INLINE_POLICY_RULES: ResourceRules = {
  async create(call) {
    const { world, planned } = call;
    const role = textOr(planned['role']);
    const name = nameOrGenerated(call);
    await call.request('iam:PutRolePolicy');
    requireRole(call, role);
    await call.takes('create');
    const id = `${role}:${name}`;
    const before = world.all('aws_iam_role_policy').find((object) => object.id === id);
    if (before !== undefined) {
      world.remove(before);
    }
    call.exists(id, { name, name_prefix: planned['name_prefix'] ?? '' });
    world.note('policy-attached', role, name);
  },
  async update(call) {
    await call.request('iam:PutRolePolicy');
    await call.takes('update');
  },
  async delete(call) {
    const { world, object } = call;
    const [role, name] = [textOr(object.attributes['role']), textOr(object.attributes['name'])];
    await call.request('iam:DeleteRolePolicy');
    world.remove(object);
    world.note('policy-detached', role, name);
    findWhoMisses(world, role, name);
    await call.takes('delete');
  },
};
