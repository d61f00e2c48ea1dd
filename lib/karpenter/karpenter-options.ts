/**
 * What can be said about what Karpenter needs in AWS.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { OpenIdConnectProvider } from '../iam/open-id-connect-provider';

/** Settings of what Karpenter needs in AWS. */
export interface KarpenterOptions {
  /**
   * Namespace that the controller is installed into.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Name of the service account of the controller.
   *
   * @default 'karpenter'
   */
  readonly serviceAccount?: string;

  /**
   * The provider by which the controller gets its role, for a controller that runs on Fargate, where Pod Identity does not reach.
   *
   * @default - none: the controller gets its role by Pod Identity
   */
  readonly openIdConnectProvider?: OpenIdConnectProvider;

  /**
   * ARN of a role of yours for the nodes that Karpenter starts.
   *
   * @default - a role is made
   */
  readonly nodeRoleArn?: string;

  /**
   * Further managed policies of the role of the nodes: names of AWS's own, or ARNs.
   *
   * @default - none beyond those that a node needs, and Session Manager
   */
  readonly additionalPolicies?: string[];

  /**
   * Whether an access entry lets the nodes in. False where there is one for `nodeRoleArn`.
   *
   * @default - true, once the cluster knows access entries
   */
  readonly accessEntry?: boolean;

  /**
   * ARN of the permissions boundary of the roles.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Tags of all that is made, over those of the cluster.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of what Karpenter needs in AWS. */
export interface KarpenterInfrastructureProps extends KarpenterOptions {
  /** The cluster that Karpenter starts nodes for. */
  readonly cluster: ISafeEksCluster;
}
