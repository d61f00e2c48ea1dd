/**
 * How long AWS takes, in ranges that were seen in logs of real deployments; the longest lies within the provider's time-out.
 */
import type { DurationTable } from '../world/durations';
import { MINUTE, SECOND } from '../world/virtual-clock';

/** By service and API operation; what a service does by itself has a name in plain words. */
export const AWS_DURATIONS: DurationTable = {
  'eks:CreateCluster': { shortest: 7 * MINUTE, typical: 9 * MINUTE, longest: 15 * MINUTE },
  'eks:DeleteCluster': { shortest: 1 * MINUTE, typical: 3 * MINUTE, longest: 9 * MINUTE },
  'eks:UpdateClusterVersion': { shortest: 8 * MINUTE, typical: 10 * MINUTE, longest: 20 * MINUTE },
  'eks:UpdateClusterConfig': { shortest: 1 * MINUTE, typical: 2 * MINUTE, longest: 10 * MINUTE },
  'eks:UpdateClusterConfig endpoint access': {
    shortest: 5 * MINUTE,
    typical: 8 * MINUTE,
    longest: 12 * MINUTE,
  },
  'eks:AssociateEncryptionConfig': { shortest: 10 * MINUTE, typical: 14 * MINUTE, longest: 20 * MINUTE },
  'eks:UpdateNodegroupConfig': { shortest: 5 * SECOND, typical: 30 * SECOND, longest: 1 * MINUTE },
  'eks:DeleteNodegroup': { shortest: 3 * MINUTE, typical: 5 * MINUTE, longest: 10 * MINUTE },
  'eks:CreateAddon': { shortest: 4 * SECOND, typical: 40 * SECOND, longest: 8 * MINUTE },
  'eks:UpdateAddon': { shortest: 10 * SECOND, typical: 45 * SECOND, longest: 4 * MINUTE },
  'eks:DeleteAddon': { shortest: 5 * SECOND, typical: 15 * SECOND, longest: 2 * MINUTE },
  'eks:CreateFargateProfile': { shortest: 26 * SECOND, typical: 90 * SECOND, longest: 6 * MINUTE },
  'eks:DeleteFargateProfile': { shortest: 1 * MINUTE, typical: 2 * MINUTE, longest: 5 * MINUTE },
  'eks:CreateAccessEntry': { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 10 * SECOND },
  'eks:AssociateAccessPolicy': { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 10 * SECOND },
  'eks:CreatePodIdentityAssociation': { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 10 * SECOND },
  'ec2:RunInstances': { shortest: 40 * SECOND, typical: 75 * SECOND, longest: 4 * MINUTE },
  'ec2:TerminateInstances': { shortest: 30 * SECOND, typical: 1 * MINUTE, longest: 3 * MINUTE },
  'ec2:CreateVpc': { shortest: 2 * SECOND, typical: 3 * SECOND, longest: 30 * SECOND },
  'ec2:CreateSubnet': { shortest: 1 * SECOND, typical: 2 * SECOND, longest: 20 * SECOND },
  'ec2:CreateNatGateway': { shortest: 1 * MINUTE, typical: 90 * SECOND, longest: 5 * MINUTE },
  'ec2:DeleteNatGateway': { shortest: 40 * SECOND, typical: 1 * MINUTE, longest: 5 * MINUTE },
  'kubelet joins': { shortest: 15 * SECOND, typical: 30 * SECOND, longest: 2 * MINUTE },
  'kms:CreateKey': { shortest: 1 * SECOND, typical: 10 * SECOND, longest: 1 * MINUTE },
  'iam:CreateRole': { shortest: 1 * SECOND, typical: 2 * SECOND, longest: 20 * SECOND },
  /** Most things are there at once; a second keeps them visible. */
  create: { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 15 * SECOND },
  update: { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 15 * SECOND },
  delete: { shortest: 1 * SECOND, typical: 1 * SECOND, longest: 15 * SECOND },
};
