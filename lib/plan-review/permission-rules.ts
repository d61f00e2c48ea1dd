/**
 * What the roles of a cluster, its nodes, pods and add-ons must not lose while they are used.
 *
 * Who uses which role is read from values, not from references: a role may come through a local value, which no plan shows.
 */
import { listAt, textAt } from './json';
import type { PlanChange } from './plan-change';
import type { PlanFinding } from './plan-finding';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

/** Where each type names the roles that it works with. */
const ROLE_PATHS: readonly (readonly [string, readonly (string | number)[]])[] = [
  ['aws_eks_cluster', ['role_arn']],
  ['aws_eks_cluster', ['compute_config', 0, 'node_role_arn']],
  ['aws_eks_node_group', ['node_role_arn']],
  ['aws_eks_fargate_profile', ['pod_execution_role_arn']],
  ['aws_eks_addon', ['service_account_role_arn']],
  ['aws_eks_pod_identity_association', ['role_arn']],
];

interface RoleUser {
  readonly role: string;
  readonly change: PlanChange;
  /** Whether the plan touches whatever works with the role. */
  readonly isChanged: boolean;
}

/** Policies of roles, and the roles themselves. */
export function judgePermissions(plan: PlanUnderReview): readonly PlanFinding[] {
  const users = usersOf(plan);
  return [
    ...plan
      .ofType('aws_iam_role_policy_attachment', 'aws_iam_role_policy')
      .flatMap((policy) => judgePolicy(policy, usersOfRole(users, policy.had('role')))),
    ...plan.ofType('aws_iam_role').flatMap((role) => judgeRole(role, usersOfRole(users, role.had('name')))),
  ];
}

/** Whoever has a role and keeps it. Who is replaced or takes another role is done with this one. */
function usersOf(plan: PlanUnderReview): readonly RoleUser[] {
  const users = ROLE_PATHS.flatMap(([type, path]) =>
    plan.ofType(type).flatMap((change): RoleUser[] => {
      const role = roleName(change.had(...path));
      return role === undefined || !isKept(change, path)
        ? []
        : [{ role, change, isChanged: change.isUpdated || change.isReplaced }];
    }),
  );
  const podIdentities = plan.ofType('aws_eks_addon').flatMap((change) =>
    listAt(change.before, 'pod_identity_association').flatMap((association): RoleUser[] => {
      const role = roleName(textAt(association, 'role_arn'));
      return role === undefined || change.isDeleted ? [] : [{ role, change, isChanged: change.isUpdated }];
    }),
  );
  // Self-managed nodes are known by their access entry.
  const selfManaged = plan.ofType('aws_eks_access_entry').flatMap((change): RoleUser[] => {
    const role = roleName(change.had('principal_arn'));
    const isOfNodes = /^(EC2|HYBRID)/.test(change.had('type') ?? '');
    return role === undefined || !isOfNodes || change.isDeleted ? [] : [{ role, change, isChanged: false }];
  });
  return [...users, ...podIdentities, ...selfManaged];
}

function isKept(change: PlanChange, path: readonly (string | number)[]): boolean {
  // Who is replaced for the sake of another role is done with this one.
  return !change.isDeleted && (!change.isReplaced || !change.changes(...path));
}

function judgePolicy(policy: PlanChange, users: readonly RoleUser[]): readonly PlanFinding[] {
  const [user] = users;
  if (!policy.isLost || user === undefined) {
    return [];
  }
  const name = policy.had('policy_arn')?.split('/').pop() ?? policy.had('name') ?? policy.address;
  const role = `The role ${user.role} of ${user.change.address}`;
  if (policy.isReplaced) {
    return isSwapped(policy)
      ? [finding('role-policy-dropped', policy, `${role} gets another policy in place of ${name}`)]
      : [
          finding(
            'role-policy-lost',
            policy,
            policy.isDeletedFirst
              ? `${role} is without ${name} for a while${policy.cause}`
              : `${role} ends up without ${name}, as it is attached first and detached afterwards${policy.cause}`,
            policy.replacePaths,
          ),
        ];
  }
  return users.every(({ isChanged }) => isChanged)
    ? [finding('role-policy-dropped', policy, `${role} loses ${name}, and its user is changed as well`)]
    : [finding('role-policy-lost', policy, `${role} loses ${name}`)];
}

/** Whether another policy is there before the first one goes. */
function isSwapped(policy: PlanChange): boolean {
  const path = policy.type === 'aws_iam_role_policy' ? 'name' : 'policy_arn';
  const isKnown = !policy.isUnknown(path) && !policy.isUnknown('role');
  return (
    !policy.isDeletedFirst &&
    isKnown &&
    policy.text(path) !== policy.had(path) &&
    policy.text('role') === policy.had('role')
  );
}

function judgeRole(role: PlanChange, users: readonly RoleUser[]): readonly PlanFinding[] {
  const [user] = users;
  if (user === undefined) {
    return [];
  }
  if (role.isLost) {
    const what = role.isReplaced ? `replaced${role.cause}` : 'deleted';
    return [
      finding(
        'role-lost',
        role,
        `The role ${user.role} of ${user.change.address} is ${what}`,
        role.replacePaths,
      ),
    ];
  }
  const after = listAt(role.after, 'managed_policy_arns');
  const lost = listAt(role.before, 'managed_policy_arns').filter((arn) => !after.includes(arn));
  if (!role.isUpdated || lost.length === 0 || role.isUnknown('managed_policy_arns')) {
    return [];
  }
  const what = `The role ${user.role} of ${user.change.address} loses ${lost.join(', ')}`;
  return [finding('role-policy-lost', role, what, ['managed_policy_arns'])];
}

function usersOfRole(users: readonly RoleUser[], role: string | undefined): readonly RoleUser[] {
  return users.filter((user) => user.role === role);
}

function roleName(arn: string | undefined): string | undefined {
  return arn?.split('/').pop();
}
