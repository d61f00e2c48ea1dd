/**
 * An IAM role for an AWS service, with the edges that keep it usable for as long as its consumer lives.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { TerraformResource } from 'cdktf';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { servicePrincipal } from '../validation/checks/arn';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import type { AwsEnvironment } from './aws-environment';
import type { RolePolicies } from './role-policies';
import { givePolicies } from './role-policies';

/** Properties of a {@link ServiceRole}. */
export interface ServiceRoleProps extends RolePolicies {
  /** The service that assumes the role, such as `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service may do with the trust, such as `sts:AssumeRole`. */
  readonly trustActions: readonly string[];
  /** On behalf of what it may do so, of literals only; evaluated at synth. */
  readonly trustCondition?: (environment: AwsEnvironment) => object;
  /** Readable parts of the role's name; the region is appended where it is known, as IAM names are global. */
  readonly nameParts: readonly string[];
  /** What the role is for, shown in the IAM console. */
  readonly description: string;
  readonly permissionsBoundary?: string;
  /** Whether the role keeps the name it has, because replacing it would replace its consumer for good. */
  readonly keepName?: boolean;
  /** Whether a role that is made anew gets another name, and so another ARN: what knows roles by ARN takes it for another. */
  readonly isNameUnique?: boolean;
  readonly tags: Readonly<Record<string, string>>;
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
    // A role is renamed by replacement, so the region must be known when the name is rendered, not before.
    const nameWithin = (limit: number, ending = ''): string =>
      Lazy.stringValue({
        produce: () =>
          limitedName([...props.nameParts, environment.region ?? ''], limit - ending.length) + ending,
      });
    const isUnique = props.isNameUnique ?? false;
    this.resource = new IamRole(this, 'Resource', {
      name: isUnique ? undefined : nameWithin(NAME_LIMITS.iamRole),
      namePrefix: isUnique ? nameWithin(NAME_LIMITS.iamRolePrefix, '.') : undefined,
      description: props.description,
      assumeRolePolicy: Lazy.stringValue({
        produce: () =>
          trustPolicy({
            Effect: 'Allow',
            Principal: { Service: servicePrincipal(props.service, environment.partition) },
            Action: props.trustActions,
            Condition: props.trustCondition?.(environment),
          }),
      }),
      permissionsBoundary: props.permissionsBoundary,
      lifecycle: (props.keepName ?? false) ? { ignoreChanges: ['name'] } : undefined,
      tags: { ...props.tags },
      provider,
    });
    this.attachments = givePolicies(this, this.resource, props);
  }
}

/** A trust policy of one statement. */
export function trustPolicy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
