/**
 * Presets for the drivers of volumes, and for backups.
 */
import type { PolicyFacts, PolicyStatement } from '../policy-facts';
import { allow, EVERYTHING } from '../policy-facts';
import type { PresetFacts, Reach } from './preset-facts';
import { keyReach } from './preset-facts';
import type {
  EbsCsiPresetOptions,
  FsxCsiPresetOptions,
  MountpointS3PresetOptions,
  VeleroPresetOptions,
} from './preset-options';

const DRIVERS = 'kube-system';
/** What encrypting and decrypting takes, whoever asks for it. */
const USE_OF_KEYS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
];

/** @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
export function ebsCsi({ kmsKeyArns = [] }: EbsCsiPresetOptions): PresetFacts {
  return {
    name: 'ebs-csi',
    namespace: DRIVERS,
    serviceAccount: 'ebs-csi-controller-sa',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html',
    managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
    reach: [keyReach(kmsKeyArns)],
    statements:
      kmsKeyArns.length === 0
        ? undefined
        : () => [
            // EC2 uses the key for as long as the volume is attached.
            allow(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], kmsKeyArns, {
              Bool: { 'kms:GrantIsForAWSResource': 'true' },
            }),
            allow(USE_OF_KEYS, kmsKeyArns),
          ],
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html */
export function efsCsi(): PresetFacts {
  return {
    name: 'efs-csi',
    namespace: DRIVERS,
    serviceAccount: 'efs-csi-controller-sa',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
    managedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'],
  };
}

/**
 * AWS names AmazonFSxFullAccess, which reaches far beyond what the driver does.
 *
 * @see https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/docs/install.md
 */
export function fsxCsi({ bucketArns = [] }: FsxCsiPresetOptions): PresetFacts {
  return {
    name: 'fsx-csi',
    namespace: DRIVERS,
    serviceAccount: 'fsx-csi-controller-sa',
    source: 'https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/docs/install.md',
    reach: [buckets(bucketArns)],
    statements: ({ partition, region }) => [
      allow(
        ['fsx:CreateFileSystem', 'fsx:DeleteFileSystem', 'fsx:TagResource', 'fsx:UpdateFileSystem'],
        [`arn:${partition}:fsx:${region}:*:file-system/*`],
      ),
      allow(['fsx:DescribeFileSystems'], EVERYTHING),
      allow(
        ['iam:CreateServiceLinkedRole'],
        [`arn:${partition}:iam::*:role/aws-service-role/fsx.amazonaws.com/*`],
        {
          StringLike: { 'iam:AWSServiceName': 'fsx.amazonaws.com' },
        },
      ),
      ...(bucketArns.length === 0
        ? []
        : [
            allow(['s3:ListBucket'], bucketArns),
            // FSx makes a role of its own for each file system that is linked to a bucket.
            allow(
              ['iam:AttachRolePolicy', 'iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'],
              [`arn:${partition}:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*`],
            ),
          ]),
    ],
  };
}

/** @see https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions */
export function mountpointS3(options: MountpointS3PresetOptions): PresetFacts {
  const { bucketArns, kmsKeyArns = [], readOnly } = options;
  const isWritten = readOnly !== true;
  return {
    name: 'mountpoint-s3-csi',
    namespace: DRIVERS,
    serviceAccount: 's3-csi-driver-sa',
    source: 'https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions',
    reach: [buckets(bucketArns), keyReach(kmsKeyArns)],
    needsReach: true,
    statements: () => [
      allow(['s3:ListBucket'], bucketArns),
      allow(
        [
          's3:GetObject',
          ...(isWritten ? ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'] : []),
        ],
        objectsIn(bucketArns),
      ),
      ...keyUse(['kms:Decrypt', ...(isWritten ? ['kms:GenerateDataKey'] : [])], kmsKeyArns),
    ],
  };
}

/** @see https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero */
export function velero({ bucketArns, kmsKeyArns = [], snapshots }: VeleroPresetOptions): PresetFacts {
  return {
    name: 'velero',
    namespace: 'velero',
    serviceAccount: 'velero-server',
    source: 'https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero',
    reach: [buckets(bucketArns), keyReach(kmsKeyArns)],
    needsReach: true,
    statements: (facts) => [
      ...(snapshots === false ? [] : snapshotStatements(facts)),
      allow(
        [
          's3:AbortMultipartUpload',
          's3:DeleteObject',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
          's3:PutObjectTagging',
        ],
        objectsIn(bucketArns),
      ),
      allow(['s3:ListBucket'], bucketArns),
      ...keyUse([...USE_OF_KEYS, 'kms:CreateGrant'], kmsKeyArns),
    ],
  };
}

/** The plugin names `*` for all of them; what it makes and deletes are volumes and snapshots only. */
function snapshotStatements({ partition, region }: PolicyFacts): PolicyStatement[] {
  const volumes = `arn:${partition}:ec2:${region}:*:volume/*`;
  const saved = `arn:${partition}:ec2:${region}::snapshot/*`;
  return [
    allow(['ec2:DescribeSnapshots', 'ec2:DescribeVolumes'], EVERYTHING),
    allow(
      ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:CreateVolume', 'ec2:DeleteSnapshot'],
      [volumes, saved],
    ),
  ];
}

function objectsIn(bucketArns: readonly string[]): string[] {
  return bucketArns.map((arn) => `${arn}/*`);
}

function keyUse(actions: readonly string[], arns: readonly string[]): PolicyStatement[] {
  return arns.length === 0 ? [] : [allow(actions, arns)];
}

function buckets(arns: readonly string[]): Reach {
  return { property: 'bucketArns', arns, service: 's3' };
}
