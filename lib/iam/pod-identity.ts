/**
 * A role that pods have by EKS Pod Identity.
 */
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { AddonName } from '../addons/addon-name';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { DeploymentStage } from '../ordering/deployment-stage';
import { literalMap } from '../validation/checks/known';
import { readableId } from '../validation/checks/readable-id';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import type { AwsEnvironment } from './aws-environment';
import {
  checkPodIdentity,
  judgeInlineSize,
  judgeOtherAssociation,
  judgePodsOnFargate,
} from './pod-identity-checks';
import type { PodIdentityProps } from './pod-identity-options';
import type { PolicyFacts } from './policy-facts';
import { allow, knownPolicyFacts, policyDocument, policyFacts } from './policy-facts';
import { ServiceRole } from './service-role';

/** Inline policies by name. */
interface Documents {
  readonly [name: string]: { [key: string]: unknown };
}

/**
 * A role for the pods of a service account, by EKS Pod Identity: no provider, no annotation, and a trust policy that is known
 * before the cluster is.
 *
 * It joins the stage ACCESS: workloads come after it and go before it, and no node waits for it. So a policy may name what itself
 * depends on nodes, and nothing here is replaced together with nodes. It comes after the agent, where the cluster installs one.
 *
 * Reports SEKS3006 for a cluster without the agent, SEKS6006 for pods on Fargate, SEKS7002 for a name that no service account can
 * have, SEKS7004 for a second association of a service account, SEKS7005 for a role without policies or with others than its own,
 * SEKS7006 for a preset that is limited to nothing, SEKS7007 for policies that are too long.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class PodIdentity extends Construct {
  /** The association itself. */
  public readonly resource: EksPodIdentityAssociation;
  /** ARN of the association. */
  public readonly associationArn: string;
  /** Id of the association. */
  public readonly associationId: string;
  /** What the trust policy of `targetRoleArn` names as `sts:ExternalId`. */
  public readonly externalId: string;
  /** ARN of the role that the association names. */
  public readonly roleArn: string;
  /** Name of the role that was made; undefined for a role of yours. */
  public readonly roleName?: string;
  /** Namespace of the service account. */
  public readonly namespace: string;
  /** Name of the service account. */
  public readonly serviceAccount: string;
  /** What whoever uses the role must require, so that the policies are there before it and go after it. */
  public readonly attachments: TerraformResource[];
  /** Whether it counts on the agent, as add-ons may. */
  public readonly usesPodIdentity: boolean = true;
  /** @internal */
  public readonly _subject: string;

  public constructor(scope: Construct, id: string, props: PodIdentityProps) {
    super(scope, id);
    const { cluster, preset, requires = [] } = props;
    checkPodIdentity(new PropertyChecks(this), props);
    this.namespace = props.namespace ?? preset?.namespace ?? '';
    this.serviceAccount = props.serviceAccount ?? preset?.serviceAccount ?? '';
    this._subject = `${this.namespace}:${this.serviceAccount}`;
    const tags = { ...cluster.tags, ...literalMap(props.tags) };
    const role = props.roleArn === undefined ? this.makeRole(props, tags) : undefined;
    this.roleArn = role?.resource.arn ?? props.roleArn ?? '';
    this.roleName = role?.resource.name;
    this.attachments = role?.attachments ?? [];
    this.resource = new EksPodIdentityAssociation(this, 'Resource', {
      clusterName: cluster.clusterName,
      namespace: this.namespace,
      serviceAccount: this.serviceAccount,
      roleArn: this.roleArn,
      targetRoleArn: props.targetRoleArn,
      disableSessionTags: props.sessionTags === false ? true : undefined,
      tags,
      // Another service account has its association before the old one loses it; the role is replaced like its policies.
      lifecycle: { createBeforeDestroy: true },
      provider: providerOf(cluster, this),
    });
    this.associationArn = this.resource.associationArn;
    this.associationId = this.resource.associationId;
    this.externalId = this.resource.externalId;
    cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, {
      name: this.node.path,
      resources: [this.resource],
      requires: [...this.attachments, ...requires],
      afterIfPresent: [AddonName.EKS_POD_IDENTITY_AGENT.name],
    });
    SafetyReport.of(this).addCheck(this, () => [
      ...judgeOtherAssociation(this, cluster, this._subject),
      ...judgePodsOnFargate(cluster, this.namespace, this._subject),
      ...(role === undefined ? [] : judgeInlineSize(documentsOf(props, knownPolicyFacts(cluster)))),
    ]);
  }

  private makeRole(props: PodIdentityProps, tags: Record<string, string>): ServiceRole {
    const { cluster, preset, managedPolicies = [], sessionTags } = props;
    const name = readableId(this._subject, [this.namespace, this.serviceAccount]);
    return new ServiceRole(this, 'Role', {
      service: 'pods.eks.amazonaws.com',
      trustActions: ['sts:AssumeRole', 'sts:TagSession'],
      trustCondition:
        sessionTags === false ? undefined : (environment) => this.onlyThis(cluster, environment),
      nameParts: [cluster.physicalName, 'pod', name],
      managedPolicies: [...(preset?._managedPolicies ?? []), ...managedPolicies],
      inlinePolicies: documentsOf(props, policyFacts(cluster)),
      description: `Service account ${this._subject} of the EKS cluster ${cluster.physicalName}`,
      permissionsBoundary: props.permissionsBoundary,
      environment: cluster._environment,
      tags,
      provider: providerOf(cluster, this),
    });
  }

  /**
   * AWS documents the tags of the session for that, and neither `aws:SourceArn` nor `aws:SourceAccount`. The account is left open, as
   * it is not known at synth: a role can be given to associations of its own account only.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
   */
  private onlyThis({ physicalName }: ISafeEksCluster, { partition, region }: AwsEnvironment): object {
    return {
      StringEquals: {
        'aws:RequestTag/kubernetes-namespace': this.namespace,
        'aws:RequestTag/kubernetes-service-account': this.serviceAccount,
      },
      StringLike: {
        'aws:RequestTag/eks-cluster-arn': `arn:${partition}:eks:${region ?? '*'}:*:cluster/${physicalName}`,
      },
    };
  }
}

function documentsOf(
  { preset, inlinePolicies, targetRoleArn }: PodIdentityProps,
  place: PolicyFacts,
): Documents {
  const takesTarget: Documents =
    targetRoleArn === undefined
      ? {}
      : {
          'target-role': policyDocument([allow(['sts:AssumeRole', 'sts:TagSession'], [targetRoleArn])]),
        };
  return { ...preset?._inlinePolicies(place), ...takesTarget, ...inlinePolicies };
}
