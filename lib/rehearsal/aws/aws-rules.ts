/**
 * How the AWS provider and the services behind it behave, put together from the rules of each service.
 */
import type { ProviderRules } from '../engine/rules';
import { placeOf } from './account';
import { ACM_RULES } from './acm';
import { AWS_DATA_SOURCES } from './data-sources';
import { DEFAULTS, KEPT_BLOCKS } from './defaults';
import { AUTOSCALING_GROUP_RULES } from './ec2/autoscaling-group';
import { LAUNCH_TEMPLATE_RULES } from './ec2/launch-template';
import { EC2_RULES } from './ec2/rules';
import { ACCESS_ENTRY_RULES } from './eks/access-entry';
import { ACCESS_POLICY_ASSOCIATION_RULES } from './eks/access-policy-association';
import { ADDON_RULES } from './eks/addon-rules';
import { CLUSTER_RULES } from './eks/cluster-rules';
import { FARGATE_PROFILE_RULES } from './eks/fargate-profile';
import { NODE_GROUP_RULES } from './eks/node-group';
import { POD_IDENTITY_ASSOCIATION_RULES } from './eks/pod-identity';
import { FORCE_NEW } from './force-new';
import { IAM_RULES } from './iam/rules';
import { inventAttribute } from './invent';
import { KMS_RULES } from './kms';
import { LOGS_RULES } from './logs';
import { planTags } from './tags';

/** The AWS provider. */
export const AWS_RULES: ProviderRules = {
  resources: {
    ...ACM_RULES,
    ...EC2_RULES,
    ...IAM_RULES,
    ...KMS_RULES,
    ...LOGS_RULES,
    aws_autoscaling_group: AUTOSCALING_GROUP_RULES,
    aws_eks_access_entry: ACCESS_ENTRY_RULES,
    aws_eks_access_policy_association: ACCESS_POLICY_ASSOCIATION_RULES,
    aws_eks_addon: ADDON_RULES,
    aws_eks_cluster: CLUSTER_RULES,
    aws_eks_fargate_profile: FARGATE_PROFILE_RULES,
    aws_eks_node_group: NODE_GROUP_RULES,
    aws_eks_pod_identity_association: POD_IDENTITY_ASSOCIATION_RULES,
    aws_launch_template: LAUNCH_TEMPLATE_RULES,
  },
  dataSources: AWS_DATA_SOURCES,
  place: placeOf,
  every: { plan: planTags },
  forceNew: FORCE_NEW,
  defaults: DEFAULTS,
  keptBlocks: KEPT_BLOCKS,
  invent: inventAttribute,
};
