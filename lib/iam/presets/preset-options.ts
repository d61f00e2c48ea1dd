/**
 * What the presets of Pod Identity are limited to.
 */

/** Zones of Route 53 that a preset may write into. */
export interface HostedZonePresetOptions {
  /**
   * ARNs of hosted zones, such as `arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ`.
   *
   * @default - none; SEKS7006 unless `allHostedZones` is set
   */
  readonly hostedZoneArns?: string[];

  /**
   * Whether all zones of the account may be written into, instead of some.
   *
   * @default false
   */
  readonly allHostedZones?: boolean;
}

/** Keys that a preset may use. */
export interface EbsCsiPresetOptions {
  /**
   * ARNs of the KMS keys of yours that volumes are encrypted with.
   *
   * @default - none: volumes are encrypted with the key of AWS, or not at all
   */
  readonly kmsKeyArns?: string[];
}

/** What file systems of FSx may be linked to. */
export interface FsxCsiPresetOptions {
  /**
   * ARNs of the buckets that file systems are linked to.
   *
   * @default - none
   */
  readonly bucketArns?: string[];
}

/** Buckets that may be mounted. */
export interface MountpointS3PresetOptions {
  /** ARNs of the buckets, such as `arn:aws:s3:::my-bucket`. */
  readonly bucketArns: string[];

  /**
   * Whether they are only read.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * ARNs of the KMS keys that the buckets are encrypted with.
   *
   * @default - none
   */
  readonly kmsKeyArns?: string[];
}

/** Where backups go. */
export interface VeleroPresetOptions {
  /** ARNs of the buckets that hold the backups. */
  readonly bucketArns: string[];

  /**
   * Whether volumes are saved as snapshots.
   *
   * @default true
   */
  readonly snapshots?: boolean;

  /**
   * ARNs of the KMS keys that buckets and volumes are encrypted with.
   *
   * @default - none
   */
  readonly kmsKeyArns?: string[];
}

/** Secrets that may be read. At least one of them has to be named. */
export interface ExternalSecretsPresetOptions {
  /**
   * ARNs of secrets of Secrets Manager; `*` at the end stands for any.
   *
   * @default - none
   */
  readonly secretArns?: string[];

  /**
   * ARNs of parameters of Systems Manager; `*` at the end stands for any.
   *
   * @default - none
   */
  readonly parameterArns?: string[];

  /**
   * ARNs of the KMS keys that they are encrypted with.
   *
   * @default - none: they are encrypted with the keys of AWS
   */
  readonly kmsKeyArns?: string[];

  /**
   * Whether the names of all secrets and parameters of the account may be listed, which finding them by name or tag needs.
   *
   * @default false
   */
  readonly listing?: boolean;
}

/** Where metrics go. */
export interface PrometheusPresetOptions {
  /** ARNs of the workspaces of Amazon Managed Service for Prometheus. */
  readonly workspaceArns: string[];
}

/** What the controller of VPC Lattice does besides. */
export interface GatewayApiControllerPresetOptions {
  /**
   * Whether it sets up access logs, for which it may write resource policies of log groups and buckets.
   *
   * @default false
   */
  readonly accessLogs?: boolean;
}
