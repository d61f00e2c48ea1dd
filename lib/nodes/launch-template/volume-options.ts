/**
 * What can be said about the volumes of nodes.
 */

/**
 * Kind of an EBS volume.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
 */
export enum VolumeType {
  /** General purpose SSD whose operations and throughput are set apart from its size. */
  GP3 = 'gp3',
  /** General purpose SSD whose operations grow with its size. */
  GP2 = 'gp2',
  /** SSD with provisioned operations, of the newer generation. */
  IO2 = 'io2',
  /** SSD with provisioned operations. */
  IO1 = 'io1',
  /** Hard disk for throughput; not to boot from. */
  ST1 = 'st1',
  /** Hard disk for rare access; not to boot from. */
  SC1 = 'sc1',
}

/** How fast a volume is, and what is on it at the beginning. It is always encrypted. */
export interface VolumeOptions {
  /**
   * Kind of the volume.
   *
   * @default VolumeType.GP3
   */
  readonly type?: VolumeType;

  /**
   * Operations per second: 3,000 to 80,000 for gp3, at most 500 per GiB; 100 to 256,000 for io2, at most 1,000 per GiB;
   * 100 to 64,000 for io1, at most 50 per GiB. The last two need it, the others have none to set.
   *
   * @default - 3,000 for gp3
   */
  readonly iops?: number;

  /**
   * Throughput in MiB/s: 125 to 2,000, for gp3 only, at most a quarter of its operations per second.
   *
   * @default - 125 for gp3
   */
  readonly throughput?: number;

  /**
   * Id of the snapshot that the volume begins with, such as `snap-0123456789abcdef0`; one that is not encrypted is
   * encrypted while it is restored. Not for the volume that nodes boot from, which begins with the image.
   *
   * @default - an empty volume
   */
  readonly snapshotId?: string;
}

/** A volume beside those that the image wants. */
export interface NodeVolume extends VolumeOptions {
  /** Device that the volume is attached as, such as `/dev/xvdf`. To mount it is up to the user data. */
  readonly deviceName: string;

  /**
   * Size in GiB: 1 to 65,536 for gp3, 1 to 16,384 for gp2, 4 to 65,536 for io2, 4 to 16,384 for io1, 125 to 16,384 for
   * st1 and sc1.
   *
   * @default - that of the snapshot; without a snapshot it is needed
   */
  readonly size?: number;

  /**
   * ARN of the KMS key that encrypts the volume.
   *
   * @default - `diskKmsKeyArn` of the nodes
   */
  readonly kmsKeyArn?: string;
}
