/**
 * An IAM role for an AWS service, with the edges that keep it usable for as long as its consumer lives.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Lazy, Token } from 'cdktf';
import { Construct } from 'constructs';
import { managedPolicyArn, parseArn, servicePrincipal } from '../validation/checks/arn';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { readableId, rendered } from '../validation/checks/readable-id';
import type { AwsEnvironment } from './aws-environment';

/** Properties of a {@link ServiceRole}. */
export interface ServiceRoleProps {
  /** The service that assumes the role, such as `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service may do with the trust, such as `sts:AssumeRole`. */
  readonly trustActions: readonly string[];
  /** Readable parts of the role's name; the region is appended where it is known, as IAM names are global. */
  readonly nameParts: readonly string[];
  /** Managed policies: names of AWS's own, such as `AmazonEKSClusterPolicy`, or ARNs of others. */
  readonly managedPolicies: readonly string[];
  /** Inline policies by name, as documents. */
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  /** What the role is for, shown in the IAM console. */
  readonly description: string;
  readonly permissionsBoundary?: string;
  /** Whether the role keeps the name it has, because replacing it would replace its consumer for good. */
  readonly keepName?: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly environment: AwsEnvironment;
  readonly provider?: TerraformProvider;
}

/**
 * The trust policy and the ARNs of managed policies are literals, never data sources: a policy that is attached
 * by an unknown ARN is planned for replacement, and replacing an attachment create-before-destroy detaches it.
 */
export class ServiceRole extends Construct {
  public readonly resource: IamRole;
  /** What the consumer of the role must require, so that the policies are there before it and go after it. */
  public readonly attachments: TerraformResource[];

  public constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { environment, provider } = props;
    this.resource = new IamRole(this, 'Resource', {
      // A role is renamed by replacement, so the region must be known when the name is rendered, not before.
      name: Lazy.stringValue({
        produce: () => limitedName([...props.nameParts, environment.region ?? ''], NAME_LIMITS.iamRole),
      }),
      description: props.description,
      assumeRolePolicy: Lazy.stringValue({
        produce: () =>
          trustPolicy(servicePrincipal(props.service, environment.partition), props.trustActions),
      }),
      permissionsBoundary: props.permissionsBoundary,
      lifecycle: (props.keepName ?? false) ? { ignoreChanges: ['name'] } : undefined,
      tags: { ...props.tags },
      provider,
    });
    const managed = [...new Set(props.managedPolicies)].map(
      (policy) =>
        new IamRolePolicyAttachment(this, attachmentId(rendered(this, policy)), {
          role: this.resource.name,
          policyArn: Lazy.stringValue({
            produce: () => (isArn(policy) ? policy : managedPolicyArn(environment.partition, policy)),
          }),
          // When a policy is dropped, its consumer is updated first and the policy detached afterwards.
          lifecycle: { createBeforeDestroy: true },
          provider,
        }),
    );
    const inline = Object.entries(props.inlinePolicies ?? {}).map(
      ([name, document]) =>
        new IamRolePolicy(this, `Inline-${name}`, {
          role: this.resource.name,
          name,
          policy: JSON.stringify(document),
          lifecycle: { createBeforeDestroy: true },
          provider,
        }),
    );
    this.attachments = [...managed, ...inline];
  }
}

function trustPolicy(service: string, actions: readonly string[]): string {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: actions };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
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
