/**
 * An IAM role that pods have through their service account.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { TerraformResource } from 'cdktf';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { providerOf } from '../cluster/provider-of';
import { DeploymentStage } from '../ordering/deployment-stage';
import { literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { readableId } from '../validation/checks/readable-id';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { givePolicies } from './role-policies';
import type { ServiceAccountRoleOptions, ServiceAccountRoleProps } from './service-account-role-options';
import { trustPolicy } from './service-role';

/** Whom the tokens of service accounts are for. */
export const AUDIENCE = 'sts.amazonaws.com';

/** Names of namespaces. */
export const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names of service accounts. */
export const SERVICE_ACCOUNT = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * A role for a service account, by the OpenID Connect provider of its cluster (IRSA): for pods on Fargate, and for whatever
 * else Pod Identity does not reach.
 *
 * It trusts tokens that the cluster has issued for this service account and for `sts.amazonaws.com`. What runs on the cluster
 * comes after the role and its policies. The service account itself has to carry the annotation `eks.amazonaws.com/role-arn` with
 * `roleArn`.
 *
 * The issuer of a cluster is known once the cluster is there, so unlike other roles of this library this one has no literal trust
 * policy: do not give it to what nodes wait for.
 *
 * Reports SEKS7002 for a name that no service account can have, SEKS7003 for a second role of a service account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 */
export class ServiceAccountRole extends Construct {
  /** The role itself. */
  public readonly resource: IamRole;
  /** ARN of the role, for the annotation `eks.amazonaws.com/role-arn`. */
  public readonly roleArn: string;
  /** Name of the role. */
  public readonly roleName: string;
  /** What whoever uses the role must require, so that the policies are there before it and go after it. */
  public readonly attachments: TerraformResource[];
  /** @internal */
  public readonly _subject: string;

  public constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const { openIdConnectProvider, namespace, serviceAccount } = props;
    const { cluster } = openIdConnectProvider;
    this.validate(props);
    this._subject = `${namespace}:${serviceAccount}`;
    const provider = providerOf(cluster, this);
    const environment = cluster._environment;
    const name = readableId(this._subject, [namespace, serviceAccount]);
    this.resource = new IamRole(this, 'Resource', {
      name: Lazy.stringValue({
        produce: () =>
          limitedName([cluster.physicalName, 'sa', name, environment.region ?? ''], NAME_LIMITS.iamRole),
      }),
      description: `Service account ${this._subject} of the EKS cluster ${cluster.physicalName}`,
      assumeRolePolicy: trustPolicy(this.trust(props)),
      permissionsBoundary: props.permissionsBoundary,
      tags: { ...cluster.tags, ...literalMap(props.tags) },
      provider,
    });
    this.roleArn = this.resource.arn;
    this.roleName = this.resource.name;
    const { managedPolicies = [], inlinePolicies } = props;
    this.attachments = givePolicies(this, this.resource, {
      managedPolicies,
      inlinePolicies,
      environment,
      provider,
    });
    cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, { name: this.node.path });
    SafetyReport.of(this).addCheck(this, () => this.judgeOther(props));
  }

  private trust({ openIdConnectProvider, allowWildcards }: ServiceAccountRoleProps): object {
    const { issuer, openIdConnectProviderArn } = openIdConnectProvider;
    const audience = { [`${issuer}:aud`]: AUDIENCE };
    const subject = { [`${issuer}:sub`]: `system:serviceaccount:${this._subject}` };
    return {
      Effect: 'Allow',
      Principal: { Federated: openIdConnectProviderArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition:
        allowWildcards === true
          ? { StringEquals: audience, StringLike: subject }
          : { StringEquals: { ...audience, ...subject } },
    };
  }

  private validate(options: ServiceAccountRoleOptions): void {
    const checks = new PropertyChecks(this);
    const isWild = options.allowWildcards ?? false;
    checks.literal('allowWildcards', options.allowWildcards);
    for (const [property, value, pattern] of [
      ['namespace', options.namespace, NAMESPACE],
      ['serviceAccount', options.serviceAccount, SERVICE_ACCOUNT],
    ] as const) {
      const text = isWild ? value.replaceAll(/[*?]/g, 'x') : value;
      if (checks.literal(property, value) && !pattern.test(text)) {
        const what = `${property} ${show(value)} is no name in Kubernetes`;
        const fix = /[*?]/.test(value)
          ? 'Give the name, or say allowWildcards: true if several are meant.'
          : 'Give a name of small letters, digits and -.';
        checks.report({ code: 'SEKS7002', property, value, limit: 'a name in Kubernetes', what, fix });
      }
    }
    checks.arn('permissionsBoundary', options.permissionsBoundary, 'iam');
    checks.tags('tags', options.tags);
  }

  /** A service account has one annotation. Of two roles the one that comes later in the tree is reported. */
  private judgeOther({ openIdConnectProvider }: ServiceAccountRoleProps): ProblemDetails[] {
    const [first] = openIdConnectProvider.cluster.deploymentOrder
      .membersOf(DeploymentStage.ACCESS)
      .filter((member: IConstruct): member is ServiceAccountRole => member instanceof ServiceAccountRole)
      .filter(({ _subject }) => _subject === this._subject)
      .map(({ node }) => node.path)
      .sort();
    if (first === undefined || first === this.node.path) {
      return [];
    }
    const property = 'serviceAccount';
    const what = `${property} ${show(this._subject)} has a role already, at ${first}, and pods take one only`;
    const fix = 'Put the policies together.';
    return [{ code: 'SEKS7003', property, value: this._subject, limit: 'one role', what, fix }];
  }
}
