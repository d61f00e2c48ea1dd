/**
 * The policies of a role, each as a resource of its own.
 */
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Lazy, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { managedPolicyArn, parseArn } from '../validation/checks/arn';
import { readableId, rendered } from '../validation/checks/readable-id';
import type { AwsEnvironment } from './aws-environment';

/** What a role may do. */
export interface RolePolicies {
  /** Managed policies: names of AWS's own, such as `AmazonEKSClusterPolicy`, or ARNs of others. */
  readonly managedPolicies: readonly string[];
  /** Inline policies by name, as documents. */
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  readonly environment: AwsEnvironment;
  readonly provider?: TerraformProvider;
}

/**
 * Gives a role its policies.
 *
 * @param scope the scope of the attachments
 * @returns what the consumer of the role must require, so that the policies are there before it and go after it
 */
export function givePolicies(scope: Construct, role: IamRole, policies: RolePolicies): TerraformResource[] {
  const { environment, provider } = policies;
  const managed = [...new Set(policies.managedPolicies)].map(
    (policy) =>
      new IamRolePolicyAttachment(scope, attachmentId(rendered(scope, policy)), {
        role: role.name,
        policyArn: Lazy.stringValue({
          produce: () => (isArn(policy) ? policy : managedPolicyArn(environment.partition, policy)),
        }),
        // When a policy is dropped, its consumer is updated first and the policy detached afterwards.
        lifecycle: { createBeforeDestroy: true },
        provider,
      }),
  );
  const inline = Object.entries(policies.inlinePolicies ?? {}).map(
    ([name, document]) =>
      new IamRolePolicy(scope, `Inline-${name}`, {
        role: role.name,
        name,
        policy: JSON.stringify(document),
        lifecycle: { createBeforeDestroy: true },
        provider,
      }),
  );
  return [...managed, ...inline];
}

/** A token can only be the ARN of a policy that is made in the same app. */
function isArn(policy: string): boolean {
  return policy.startsWith('arn:') || Token.isUnresolved(policy);
}

/** The id follows the policy, not its place in a list: another order must not move addresses. */
function attachmentId(policy: string): string {
  const arn = parseArn(policy);
  const isOfAws = arn === undefined || arn.account === 'aws';
  const name = (arn?.resource ?? policy).split('/').pop() ?? policy;
  return readableId(policy, isOfAws ? [name] : [arn.account, name]);
}
