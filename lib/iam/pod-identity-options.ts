/**
 * What can be said about a role that pods have by Pod Identity.
 */
import type { TerraformResource } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { PodIdentityPreset } from './presets/pod-identity-preset';

/** Settings of a role that pods have by Pod Identity. */
export interface PodIdentityOptions {
  /**
   * Namespace of the service account. A literal, as the role is named after it.
   *
   * @default - that of the preset
   */
  readonly namespace?: string;

  /**
   * Name of the service account. A literal, as the role is named after it.
   *
   * @default - that of the preset
   */
  readonly serviceAccount?: string;

  /**
   * Policies of a well-known controller. Others may be given besides; an inline policy of its name takes its place.
   *
   * @default - none
   */
  readonly preset?: PodIdentityPreset;

  /**
   * Managed policies: names of AWS's own, such as `AmazonS3ReadOnlyAccess`, or ARNs of others.
   *
   * @default - those of the preset
   */
  readonly managedPolicies?: string[];

  /**
   * Inline policies by name, as documents with `Version` and `Statement`.
   *
   * @default - those of the preset
   */
  readonly inlinePolicies?: { [name: string]: { [key: string]: unknown } };

  /**
   * ARN of a role of yours that trusts `pods.eks.amazonaws.com`, for `sts:AssumeRole` and `sts:TagSession`.
   *
   * @default - a role is made
   */
  readonly roleArn?: string;

  /**
   * ARN of a role, maybe of another account, that the pods have in the end: the role made here is only there to take it. Its trust
   * policy names `roleArn` and, as `sts:ExternalId`, `externalId`.
   *
   * @default - none: pods have the role made here
   */
  readonly targetRoleArn?: string;

  /**
   * Whether sessions carry the tags by which policies know cluster, namespace and service account. Without them the trust policy
   * cannot tell one association from another.
   *
   * @default true
   */
  readonly sessionTags?: boolean;

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Resources that must be there for as long as pods have the role, such as the policies of a role of yours.
   *
   * @default - the policies of the role made here
   */
  readonly requires?: TerraformResource[];

  /**
   * Tags of role and association, over those of the cluster.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of a role that pods have by Pod Identity. */
export interface PodIdentityProps extends PodIdentityOptions {
  /** The cluster that the pods run on. */
  readonly cluster: ISafeEksCluster;
}
