/**
 * IAM roles.
 *
 * Sources: the provider's `internal/service/iam/role.go`; error codes and texts of the IAM API reference.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, DeleteCall, ResourceRules } from '../../engine/rules';
import { isValueList } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import { textsOf } from '../eks/cluster-model';
import { CREATION_DATE, nameOrGenerated } from '../names';
import { attachByRole, attachedPolicies } from './attachments';
import { detachFromRole } from './consumers';

/** The provider's `propagationTimeout` of IAM. */
const PROPAGATION_TIMEOUT = 2 * MINUTE;

/** Roles. */
export const ROLE_RULES: ResourceRules = {
  async create(call) {
    const { world, planned } = call;
    const name = nameOrGenerated(call);
    await call.request('iam:CreateRole');
    if (world.find('aws_iam_role', { name }) !== undefined) {
      throw new ApiError('EntityAlreadyExists', `Role with name ${name} already exists.`);
    }
    const { path } = planned;
    const arn = arnOfRole(call, typeof path === 'string' ? path : '/', name);
    const policies = textsOf(planned['managed_policy_arns']);
    call.exists(name, {
      name,
      name_prefix: planned['name_prefix'] ?? '',
      arn,
      // Another one each time, so that whoever remembers the role knows its successor for a stranger.
      unique_id: uniqueId(call, 'AROA'),
      create_date: CREATION_DATE,
      managed_policy_arns: [...policies].sort(),
    });
    policies.forEach((policy) => {
      attachByRole(world, name, policy);
    });
    await call.takes('iam:CreateRole');
  },
  async update(call) {
    const { world, object, planned } = call;
    await call.request('iam:UpdateRole');
    if (call.changes('managed_policy_arns')) {
      const before = textsOf(object.attributes['managed_policy_arns']);
      const after = textsOf(planned['managed_policy_arns']);
      before
        .filter((policy) => !after.includes(policy))
        .forEach((policy) => {
          detachFromRole(world, object.id, policy);
        });
      after.forEach((policy) => {
        attachByRole(world, object.id, policy);
      });
    }
    await call.takes('update');
  },
  async delete(call) {
    await call.request('iam:DeleteRole');
    const { world, object } = call;
    leaveInstanceProfiles(world, object.id);
    clear(call);
    const isFree = (): boolean => conflictOf(world, object.id) === undefined;
    const step = 'waiting for the policies of the role';
    if (!(await call.until(isFree, { step, every: 10 * SECOND, within: PROPAGATION_TIMEOUT }))) {
      throw new ApiError('DeleteConflict', conflictOf(world, object.id) ?? '');
    }
    await call.takes('delete');
  },
  // Whatever resource attached them, the role shows all of its policies.
  read(object, { world }) {
    object.attributes['managed_policy_arns'] = attachedPolicies(world, object.id);
  },
};

/** The ids of IAM that are never given twice: `AROA…` for roles, `AIPA…` for instance profiles. */
export function uniqueId(call: CreateCall, prefix: string): string {
  return call.newId(prefix).toUpperCase();
}

/** The error for what a role is asked to take when it is not there any more. */
export function requireRole(call: Call, roleName: string): void {
  if (call.world.isGone(roleName)) {
    throw new ApiError('NoSuchEntity', `The role with name ${roleName} cannot be found.`);
  }
}

function arnOfRole({ partition, accountId }: Call, path: string, name: string): string {
  return `arn:${partition}:iam::${accountId}:role${path}${name}`;
}

/** The provider takes the role out of all profiles by itself. */
function leaveInstanceProfiles(world: World, roleName: string): void {
  world
    .all('aws_iam_instance_profile')
    .filter(({ attributes }) => attributes['role'] === roleName)
    .forEach(({ attributes }) => {
      attributes['role'] = '';
    });
}

/**
 * The provider empties the role before when it is told to, and also when the state knows of any policies: then it takes all
 * of them, even those that other resources attached.
 */
function clear({ world, object, planned }: DeleteCall): void {
  const isForced = planned['force_detach_policies'] === true;
  if (isForced || textsOf(planned['managed_policy_arns']).length > 0) {
    attachedPolicies(world, object.id).forEach((policy) => {
      detachFromRole(world, object.id, policy);
    });
  }
  const { inline_policy: inline } = planned;
  if (isForced || (isValueList(inline) && inline.length > 0)) {
    inlineResources(world, object.id).forEach((policy) => {
      world.remove(policy);
    });
  }
}

function conflictOf(world: World, roleName: string): string | undefined {
  if (attachedPolicies(world, roleName).length > 0) {
    return 'Cannot delete entity, must detach all policies first.';
  }
  return inlineResources(world, roleName).length > 0
    ? 'Cannot delete entity, must delete policies first.'
    : undefined;
}

function inlineResources(world: World, roleName: string): ReturnType<World['all']> {
  return world.all('aws_iam_role_policy').filter(({ attributes }) => attributes['role'] === roleName);
}
