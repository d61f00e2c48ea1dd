/**
 * What Auto Mode needs in IAM and in the cluster: the role of its nodes, the rights of the control plane, an access entry.
 */
import type { TerraformProvider } from 'cdktf';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsEnvironment } from '../iam/aws-environment';
import { ServiceRole } from '../iam/service-role';
import { isKnown } from '../validation/checks/known';
import type { AutoMode } from './auto-mode';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const CONTROL_PLANE_POLICIES = [
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];
/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const NODE_POLICIES = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/** Terraform would take a dollar and a brace for its own, and IAM has to read them. */
const CLUSTER_OF_PRINCIPAL = '$${aws:PrincipalTag/eks:eks-cluster-name}';

/** What the role of the control plane may do for Auto Mode, beside what it may anyway. */
export function controlPlaneRights(autoMode: AutoMode): {
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, object>>;
} {
  return {
    managedPolicies: autoMode.hasRoles ? CONTROL_PLANE_POLICIES : [],
    inlinePolicies:
      autoMode.hasRoles && autoMode._options.customTags === true ? { AutoModeTags: tagging() } : {},
  };
}

/**
 * To make what carries tags of the user. The managed policies allow tags of EKS only.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
 */
function tagging(): object {
  const ofCluster = { 'aws:RequestTag/eks:eks-cluster-name': CLUSTER_OF_PRINCIPAL };
  const allow = (
    Action: readonly string[],
    Resource: string | readonly string[],
    anyTags: readonly string[] = [],
  ): object => ({
    Effect: 'Allow',
    Action,
    Resource,
    Condition: {
      StringEquals: ofCluster,
      // A star is a pattern for StringLike only; for StringEquals it is a star, which no tag is.
      ...(anyTags.length === 0
        ? {}
        : { StringLike: Object.fromEntries(anyTags.map((tag) => [`aws:RequestTag/${tag}`, '*'])) }),
    },
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow(['ec2:CreateFleet', 'ec2:RunInstances', 'ec2:CreateLaunchTemplate'], '*', [
        'eks:kubernetes-node-class-name',
        'eks:kubernetes-node-pool-name',
      ]),
      allow(
        ['ec2:CreateVolume', 'ec2:CreateSnapshot'],
        ['arn:*:ec2:*:*:volume/*', 'arn:*:ec2:*:*:snapshot/*'],
      ),
      allow(['ec2:CreateNetworkInterface'], '*', ['eks:kubernetes-cni-node-name']),
      allow(
        [
          'elasticloadbalancing:CreateLoadBalancer',
          'elasticloadbalancing:CreateTargetGroup',
          'elasticloadbalancing:CreateListener',
          'elasticloadbalancing:CreateRule',
          'ec2:CreateSecurityGroup',
        ],
        '*',
      ),
      allow(['shield:CreateProtection'], '*'),
      allow(['shield:TagResource'], 'arn:*:shield::*:protection/*'),
    ],
  };
}

/** What is made in the name of a cluster. */
export interface AutoModeNodeRoleProps {
  readonly clusterName: string;
  readonly environment: AwsEnvironment;
  readonly tags: Record<string, string>;
  readonly provider?: TerraformProvider;
}

/** The role of the nodes, unless one is brought or none is needed. */
export function autoModeNodeRole(
  scope: Construct,
  autoMode: AutoMode,
  props: AutoModeNodeRoleProps,
): ServiceRole | undefined {
  const { nodeRoleArn, additionalNodePolicies = [], nodePermissionsBoundary } = autoMode._options;
  if (!autoMode.hasRoles || nodeRoleArn !== undefined) {
    return undefined;
  }
  return new ServiceRole(scope, 'AutoModeNodeRole', {
    service: 'ec2.amazonaws.com',
    trustActions: ['sts:AssumeRole'],
    nameParts: [props.clusterName, 'auto-mode-nodes'],
    managedPolicies: [...NODE_POLICIES, ...additionalNodePolicies],
    description: `Auto Mode nodes of the EKS cluster ${props.clusterName}`,
    permissionsBoundary: nodePermissionsBoundary,
    // A new name would be a new role, and that replaces the cluster.
    keepName: true,
    environment: props.environment,
    tags: props.tags,
    provider: props.provider,
  });
}

/** What stands after the last slash of its ARN. */
export function nameOfRole(arn: string | undefined): string | undefined {
  if (arn === undefined) {
    return undefined;
  }
  return isKnown(arn) ? arn.split('/').pop() : String(Fn.element(Fn.reverse(Fn.split('/', arn)), 0));
}
