/**
 * Add-ons for volumes.
 */
import { DeploymentStage } from '../../ordering/deployment-stage';
import type { AddonFacts } from './addon-facts';
import { AddonCompute, managed } from './addon-facts';

const stage = DeploymentStage.POST_COMPUTE_ADDONS;
const { EC2, FARGATE, AUTO_MODE, HYBRID } = AddonCompute;
const namespace = 'kube-system';
const pods = { namespace };

/** @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const STORAGE_ADDONS: Readonly<Record<string, AddonFacts>> = {
  'aws-ebs-csi-driver': {
    purpose: 'volumes on EBS',
    stage,
    namespace,
    pods,
    serviceAccount: 'ebs-csi-controller-sa',
    permissions: managed('service-role/AmazonEBSCSIDriverPolicy'),
    compute: [EC2],
    isBuiltIntoAutoMode: true,
  },
  'aws-efs-csi-driver': {
    purpose: 'volumes on EFS',
    stage,
    namespace,
    pods,
    serviceAccount: 'efs-csi-controller-sa',
    permissions: managed('service-role/AmazonEFSCSIDriverPolicy'),
    compute: [EC2, AUTO_MODE],
  },
  'aws-fsx-csi-driver': {
    // AWS names AmazonFSxFullAccess, which is more than anybody should give without saying so.
    purpose: 'volumes on FSx for Lustre',
    stage,
    namespace,
    pods,
    serviceAccount: 'fsx-csi-controller-sa',
    compute: [EC2, AUTO_MODE],
  },
  'aws-mountpoint-s3-csi-driver': {
    // Which buckets, nobody but the user knows.
    purpose: 'buckets of S3 as volumes',
    stage,
    namespace,
    pods,
    serviceAccount: 's3-csi-driver-sa',
    compute: [EC2, AUTO_MODE],
  },
  'snapshot-controller': {
    purpose: 'snapshots of volumes',
    stage,
    namespace,
    pods,
    compute: [EC2, FARGATE, AUTO_MODE, HYBRID],
  },
};
