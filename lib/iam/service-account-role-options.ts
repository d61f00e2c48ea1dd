/**
 * What can be said about the role of a service account.
 */
import type { OpenIdConnectProvider } from './open-id-connect-provider';

/** Settings of a role for a service account. */
export interface ServiceAccountRoleOptions {
  /** Namespace of the service account. A literal, as the role is named after it. */
  readonly namespace: string;

  /** Name of the service account. A literal, as the role is named after it. */
  readonly serviceAccount: string;

  /**
   * Whether `*` and `?` in namespace and service account stand for any characters and for any one, so that several service
   * accounts may assume the role. Whoever may create a service account of such a name then has the role.
   *
   * @default false
   */
  readonly allowWildcards?: boolean;

  /**
   * Managed policies: names of AWS's own, such as `AmazonS3ReadOnlyAccess`, or ARNs of others.
   *
   * @default - none
   */
  readonly managedPolicies?: string[];

  /**
   * Inline policies by name, as documents with `Version` and `Statement`.
   *
   * @default - none
   */
  readonly inlinePolicies?: { [name: string]: { [key: string]: unknown } };

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Tags of the role, over those of the cluster.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of a role for a service account. */
export interface ServiceAccountRoleProps extends ServiceAccountRoleOptions {
  /** The provider that vouches for service accounts of the cluster. */
  readonly openIdConnectProvider: OpenIdConnectProvider;
}
