/**
 * What can be said about a Fargate profile.
 */
import type { TerraformResource } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';

/** Which pods run on Fargate: those of a namespace, or those among them that have all of the labels. */
export interface FargateSelector {
  /**
   * Name of the namespace. `*` stands for any characters and `?` for one, as in `team-*`.
   */
  readonly namespace: string;

  /**
   * Labels that a pod must have, at most five; keys and values may hold `*` and `?`.
   *
   * @default - all pods of the namespace
   */
  readonly labels?: { [key: string]: string };
}

/** How long Terraform waits for a Fargate profile, such as `20m`. A profile cannot be updated. */
export interface FargateProfileTimeouts {
  /**
   * For creation.
   *
   * @default '20m'
   */
  readonly create?: string;

  /**
   * For deletion, with that of its pods.
   *
   * @default '20m'
   */
  readonly delete?: string;
}

/** Settings of a Fargate profile. A change of anything but tags and timeouts replaces it, the new one first. */
export interface FargateProfileOptions {
  /**
   * Which pods run on Fargate: 1 to 5, a pod that one of them selects is taken.
   */
  readonly selectors: FargateSelector[];

  /**
   * First part of the profile's name. A hash of what replaces the profile follows, so that the new one can be made before the
   * old one goes. Letters, digits, `-` and `_`; beyond 54 characters it is cut.
   *
   * @default - the id of the construct
   */
  readonly fargateProfileName?: string;

  /**
   * Name of a profile that exists already and is taken over, by an `import` block. It keeps its name until something replaces it;
   * until then this has to stay. Give `podExecutionRoleArn`, `subnetIds` and `selectors` as they are: anything else replaces the
   * profile, and is reported as SEKS6008 where it is left out.
   *
   * @default - a new profile
   */
  readonly importExisting?: string;

  /**
   * Ids of the subnets of the pods; private ones, without a route to an internet gateway of their own.
   *
   * @default - the node subnets of the cluster's network
   */
  readonly subnetIds?: string[];

  /**
   * ARN of an existing role with which Fargate pulls images and writes logs. It must not be the role of nodes.
   *
   * @default - a role with AmazonEKSFargatePodExecutionRolePolicy
   */
  readonly podExecutionRoleArn?: string;

  /**
   * Policies for the role, beside AmazonEKSFargatePodExecutionRolePolicy: names of AWS's own, or ARNs. Logs of pods on Fargate
   * need one.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html
   * @default - none
   */
  readonly additionalPolicies?: string[];

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Resources that the profile needs for as long as it lives, such as the policies of a role that you bring.
   *
   * @default - the policies of the role that is made
   */
  readonly requires?: TerraformResource[];

  /**
   * Tags of profile and role, over those of the cluster. Pods do not get them.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * How long Terraform waits.
   *
   * @default - see {@link FargateProfileTimeouts}
   */
  readonly timeouts?: FargateProfileTimeouts;
}

/** Properties of a Fargate profile. */
export interface FargateProfileProps extends FargateProfileOptions {
  /** The cluster to join. */
  readonly cluster: ISafeEksCluster;
}
