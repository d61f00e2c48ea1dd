/**
 * A Fargate profile: pods that need no node of yours, taken by namespace and labels.
 */
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryType } from '../access/access-entry-type';
import type { NodeIdentity } from '../access/node-identity';
import { computeEntry } from '../access/node-identity';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { computeLifecycle, subnetsOfNodes } from '../cluster/network-of-nodes';
import { providerOf } from '../cluster/provider-of';
import type { AwsEnvironment } from '../iam/aws-environment';
import { ServiceRole } from '../iam/service-role';
import { DeploymentStage } from '../ordering/deployment-stage';
import { compareText } from '../validation/checks/compare-text';
import { isKnown, literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import {
  checkFargateOptions,
  judgeExecutionRole,
  judgeNamesakes,
  judgePublicSubnets,
  judgeQuota,
} from './fargate-checks';
import type { FargateProfileProps, FargateSelector } from './fargate-profile-options';

const EXECUTION_POLICY = 'AmazonEKSFargatePodExecutionRolePolicy';
/** Hexadecimal digits of the hash in the name. */
const HASH_DIGITS = 8;

/**
 * A Fargate profile.
 *
 * It waits for the policies of its role, and the profiles of a cluster for each other, since EKS changes one at a time. It is
 * replaced by making the new profile first, under another name. EKS makes the access entry of its role.
 *
 * Pods on Fargate get no credentials from Pod Identity: give them a {@link ServiceAccountRole}.
 *
 * Reports SEKS6001 for selectors that EKS does not take, SEKS6002 for public subnets, SEKS6003 for the role of nodes,
 * SEKS6004 for a name that is taken, SEKS6007, a warning, for more profiles than the quota.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
 */
export class FargateProfile extends Construct {
  /** The profile itself. */
  public readonly resource: EksFargateProfile;
  /** Name of the profile, as a reference: its end follows from what replaces it. */
  public readonly fargateProfileName: string;
  /** ARN of the profile. */
  public readonly fargateProfileArn: string;
  /** ARN of the role with which Fargate pulls images and writes logs. */
  public readonly podExecutionRoleArn: string;
  /** The role whose access entry EKS makes by itself. */
  public readonly eksRegisteredRoleArn: string;
  /** @internal */
  public readonly _joinsAs: NodeIdentity;
  /** @internal */
  public readonly _baseName: string;
  /** @internal */
  public readonly _selectors: readonly FargateSelector[];

  public constructor(scope: Construct, id: string, props: FargateProfileProps) {
    super(scope, id);
    const { cluster } = props;
    this._baseName = props.fargateProfileName ?? id;
    checkFargateOptions(new PropertyChecks(this), props, this._baseName);
    // A list that is a token has been reported.
    this._selectors = isKnown(props.selectors) ? props.selectors : [];
    const tags = { ...cluster.tags, ...literalMap(props.tags) };
    const role = props.podExecutionRoleArn === undefined ? this.makeRole(props, tags) : undefined;
    this.podExecutionRoleArn = role?.resource.arn ?? props.podExecutionRoleArn ?? '';
    this.eksRegisteredRoleArn = this.podExecutionRoleArn;
    this._joinsAs = { roleArn: this.podExecutionRoleArn, type: AccessEntryType.FARGATE_LINUX };
    const { subnetIds, replacing } = subnetsOfNodes(cluster, props);

    this.resource = new EksFargateProfile(this, 'Resource', {
      clusterName: cluster.clusterName,
      fargateProfileName: this.uniqueName(replacing),
      podExecutionRoleArn: this.podExecutionRoleArn,
      subnetIds,
      selector: this._selectors.map(({ namespace, labels }) => ({ namespace, labels })),
      tags,
      timeouts: { create: '20m', delete: '20m', ...props.timeouts },
      lifecycle: computeLifecycle(this, cluster, props, [
        ...(replacing === subnetIds ? [] : ['subnet_ids']),
        ...(props.importExisting === undefined ? [] : ['fargate_profile_name']),
      ]),
      provider: providerOf(cluster, this),
    });
    if (props.importExisting !== undefined) {
      const id = `${cluster.physicalName}:${props.importExisting}`;
      this.resource.importFrom(id, providerOf(cluster, this));
    }
    this.fargateProfileName = this.resource.fargateProfileName;
    this.fargateProfileArn = this.resource.arn;
    cluster.deploymentOrder.join(DeploymentStage.COMPUTE, this, {
      name: this.node.path,
      resources: [this.resource],
      requires: [
        ...(role?.attachments ?? []),
        ...computeEntry(this, cluster, this._joinsAs),
        ...(props.requires ?? []),
      ],
      sequence: 'fargate-profiles',
    });
    SafetyReport.of(this).addCheck(this, () => [
      ...judgePublicSubnets(this, cluster, subnetIds),
      ...judgeExecutionRole(this, cluster, this.podExecutionRoleArn),
      ...judgeNamesakes(this, cluster),
      ...judgeQuota(this, cluster),
    ]);
  }

  private makeRole(props: FargateProfileProps, tags: Record<string, string>): ServiceRole {
    const { cluster } = props;
    return new ServiceRole(this, 'Role', {
      service: 'eks-fargate-pods.amazonaws.com',
      trustActions: ['sts:AssumeRole'],
      trustCondition: (environment) => forProfilesOf(cluster, environment),
      nameParts: [cluster.physicalName, 'fargate', this._baseName],
      managedPolicies: [EXECUTION_POLICY, ...(props.additionalPolicies ?? [])],
      description: `Fargate profile ${this._baseName} of the EKS cluster ${cluster.physicalName}`,
      permissionsBoundary: props.permissionsBoundary,
      environment: cluster._environment,
      tags,
      provider: providerOf(cluster, this),
    });
  }

  /**
   * The provider has no prefix for this name, so the hash is all that keeps the names of the new and the old profile apart. It
   * is computed by Terraform from all that replaces the profile, also when a subnet gets another id behind the same reference.
   */
  private uniqueName(subnetIds: readonly string[]): string {
    const base = limitedName([this._baseName], NAME_LIMITS.fargateProfile - HASH_DIGITS - 1);
    const selectors = this._selectors
      .map(partsOf)
      .sort((a, b) => compareText(a.join(), b.join()))
      .flat();
    const subnets = Fn.join(',', Fn.sort(Fn.tolist(subnetIds)));
    const inputs = Fn.join('|', [...selectors, this.podExecutionRoleArn, subnets]);
    return `${base}-${Fn.substr(Fn.sha256(inputs), 0, HASH_DIGITS)}`;
  }
}

/** One by one, as cdktf renders no text within a function that is partly a token. No name may be a plus. */
function partsOf({ namespace, labels }: FargateSelector): string[] {
  const pairs = Object.entries(literalMap(labels)).sort(([a], [b]) => compareText(a, b));
  return [namespace, ...pairs.flatMap((pair) => ['+', ...pair])];
}

/**
 * Against a confused deputy: only profiles of this cluster. The account is left open, as it is not known at synth and a data
 * source for it would make trust policies unknown; the role can be passed within its own account only. So is a region that is
 * no literal.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
 */
function forProfilesOf(cluster: ISafeEksCluster, { partition, region }: AwsEnvironment): object {
  const profiles = `arn:${partition}:eks:${region ?? '*'}:*:fargateprofile/${cluster.physicalName}/*`;
  return { ArnLike: { 'aws:SourceArn': profiles } };
}
