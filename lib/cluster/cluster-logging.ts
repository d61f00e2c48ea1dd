/**
 * Which logs of the control plane are kept, and for how long.
 */
import type { TerraformResource } from 'cdktf';

/** The logs that a control plane writes. */
export enum ClusterLogType {
  /** Requests to the Kubernetes API server. */
  API = 'api',
  /** Who did what: the Kubernetes audit log. */
  AUDIT = 'audit',
  /** How IAM principals were mapped to Kubernetes users. */
  AUTHENTICATOR = 'authenticator',
  /** The controllers of Kubernetes. */
  CONTROLLER_MANAGER = 'controllerManager',
  /** Where pods were placed. */
  SCHEDULER = 'scheduler',
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Name of the log group of a control plane. */
export function logGroupNameOf(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** Settings of the control plane's logs. */
export interface ClusterLoggingOptions {
  /**
   * The logs to write.
   *
   * @default - all five
   */
  readonly types?: ClusterLogType[];

  /**
   * Days that log events are kept; 0 keeps them for ever. One of the values that CloudWatch Logs takes.
   *
   * @default 90
   */
  readonly retentionInDays?: number;

  /**
   * ARN of the KMS key that encrypts the log group. Its policy must let CloudWatch Logs use it.
   *
   * @default - encrypted with a key that AWS owns
   */
  readonly kmsKeyArn?: string;

  /**
   * Whether the log group exists already and is taken over, by an `import` block. After the apply it may be left out.
   *
   * @default false
   */
  readonly importExisting?: boolean;

  /**
   * A log group of yours, made in this app, named `/aws/eks/<cluster name>/cluster`: EKS writes to no other.
   *
   * @default - a log group is made before the cluster
   */
  readonly logGroup?: TerraformResource;
}
