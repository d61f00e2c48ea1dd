/**
 * The identity provider of a cluster in IAM: with it, tokens of service accounts are good for roles.
 */
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import type { ServiceAccountRoleOptions } from './service-account-role-options';
import { AUDIENCE, ServiceAccountRole } from './service-account-role';

/** What stands before the issuer in the ARN of a provider. */
const BEFORE_ISSUER = ':oidc-provider/';

/** Properties of {@link OpenIdConnectProvider}. */
export interface OpenIdConnectProviderProps {
  /** The cluster whose service accounts are to be trusted. */
  readonly cluster: ISafeEksCluster;

  /**
   * ARN of the provider, where somebody else has made it already. An account has one for each issuer.
   *
   * @default - it is made
   */
  readonly openIdConnectProviderArn?: string;
}

/**
 * The OpenID Connect provider of a cluster (IRSA). A cluster has one: a second one is SEKS7001.
 *
 * IAM knows the certificate authorities of EKS, so no thumbprint is given. Where pods run on nodes, Pod Identity needs no
 * provider and is the simpler way; on Fargate this is the only one.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 */
export class OpenIdConnectProvider extends Construct {
  /** The provider itself; undefined for one that somebody else has made. */
  public readonly resource?: IamOpenidConnectProvider;
  /** ARN of the provider. */
  public readonly openIdConnectProviderArn: string;
  /** The issuer without `https://`, as the conditions of trust policies name it. */
  public readonly issuer: string;
  /** The cluster that it is of. */
  public readonly cluster: ISafeEksCluster;

  public constructor(scope: Construct, id: string, props: OpenIdConnectProviderProps) {
    super(scope, id);
    const { cluster, openIdConnectProviderArn: given } = props;
    this.cluster = cluster;
    new PropertyChecks(this).arn('openIdConnectProviderArn', given, 'iam', 'oidc-provider/');
    this.resource =
      given === undefined
        ? new IamOpenidConnectProvider(this, 'Resource', {
            url: cluster.clusterOpenIdConnectIssuerUrl,
            clientIdList: [AUDIENCE],
            tags: { ...cluster.tags },
            provider: providerOf(cluster, this),
          })
        : undefined;
    this.openIdConnectProviderArn = this.resource?.arn ?? given ?? '';
    this.issuer = issuerOf(this.openIdConnectProviderArn);
    cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, {
      name: this.node.path,
      // Not the roles below it, which join by themselves.
      resources: this.resource === undefined ? [] : [this.resource],
    });
    SafetyReport.of(this).addCheck(this, () => this.judgeOther());
  }

  /**
   * Adds a role for a service account.
   *
   * @param id id of the construct
   * @param options whose role it is, and what it may do
   */
  public addServiceAccountRole(id: string, options: ServiceAccountRoleOptions): ServiceAccountRole {
    return new ServiceAccountRole(this, id, { openIdConnectProvider: this, ...options });
  }

  /** Of two the one that comes later in the tree is reported. */
  private judgeOther(): ProblemDetails[] {
    const [first] = this.cluster.deploymentOrder
      .membersOf(DeploymentStage.ACCESS)
      .filter((member: IConstruct) => member instanceof OpenIdConnectProvider)
      .map(({ node }) => node.path)
      .sort();
    if (first === undefined || first === this.node.path) {
      return [];
    }
    const what = `the cluster has an OpenID Connect provider already, at ${first}, and IAM takes one for each issuer`;
    return [{ code: 'SEKS7001', value: first, limit: 'one per cluster', what, fix: 'Use that one.' }];
  }
}

/** The ARN says it as IAM does, whoever has made the provider. */
function issuerOf(arn: string): string {
  return isKnown(arn)
    ? arn.slice(arn.indexOf(BEFORE_ISSUER) + BEFORE_ISSUER.length)
    : String(Fn.element(Fn.split(BEFORE_ISSUER, arn), 1));
}
