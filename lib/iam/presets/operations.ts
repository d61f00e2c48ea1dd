/**
 * Presets for scaling, secrets, metrics and logs.
 */
import { allow, EVERYTHING } from '../policy-facts';
import type { PresetFacts } from './preset-facts';
import { keyReach } from './preset-facts';
import type { ExternalSecretsPresetOptions, PrometheusPresetOptions } from './preset-options';

/** @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md */
export function clusterAutoscaler(): PresetFacts {
  return {
    name: 'cluster-autoscaler',
    namespace: 'kube-system',
    serviceAccount: 'cluster-autoscaler',
    source:
      'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md',
    statements: ({ partition, region, clusterName }) => [
      allow(
        [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeAutoScalingInstances',
          'autoscaling:DescribeLaunchConfigurations',
          'autoscaling:DescribeScalingActivities',
          'autoscaling:DescribeTags',
          'ec2:DescribeImages',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplateVersions',
          'ec2:GetInstanceTypesFromInstanceRequirements',
        ],
        EVERYTHING,
      ),
      allow(['eks:DescribeNodegroup'], [`arn:${partition}:eks:${region}:*:nodegroup/${clusterName}/*/*`]),
      // EKS puts the tag on the groups behind its node groups; the self-managed groups of this library carry it, too.
      allow(
        ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        [`arn:${partition}:autoscaling:${region}:*:autoScalingGroup:*:autoScalingGroupName/*`],
        { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: 'owned' } },
      ),
    ],
  };
}

/** @see https://external-secrets.io/latest/provider/aws-secrets-manager/ */
export function externalSecrets(options: ExternalSecretsPresetOptions): PresetFacts {
  const { secretArns = [], parameterArns = [], kmsKeyArns = [], listing } = options;
  return {
    name: 'external-secrets',
    namespace: 'external-secrets',
    serviceAccount: 'external-secrets',
    source: 'https://external-secrets.io/latest/provider/aws-secrets-manager/',
    reach: [
      { property: 'secretArns', arns: secretArns, service: 'secretsmanager', prefix: 'secret:' },
      { property: 'parameterArns', arns: parameterArns, service: 'ssm', prefix: 'parameter/' },
      keyReach(kmsKeyArns),
    ],
    needsReach: true,
    statements: () => [
      ...(secretArns.length === 0
        ? []
        : [
            allow(
              [
                'secretsmanager:DescribeSecret',
                'secretsmanager:GetResourcePolicy',
                'secretsmanager:GetSecretValue',
                'secretsmanager:ListSecretVersionIds',
              ],
              secretArns,
            ),
          ]),
      ...(parameterArns.length === 0
        ? []
        : [allow(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], parameterArns)]),
      ...(kmsKeyArns.length === 0 ? [] : [allow(['kms:Decrypt'], kmsKeyArns)]),
      ...(listing === true
        ? [
            allow(
              ['secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets', 'ssm:DescribeParameters'],
              EVERYTHING,
            ),
          ]
        : []),
    ],
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html */
export function cloudWatchObservability(): PresetFacts {
  return {
    name: 'cloudwatch-observability',
    namespace: 'amazon-cloudwatch',
    serviceAccount: 'cloudwatch-agent',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html',
    managedPolicies: ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'],
  };
}

/** @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics.html */
export function prometheusRemoteWrite({ workspaceArns }: PrometheusPresetOptions): PresetFacts {
  return {
    name: 'prometheus-remote-write',
    namespace: 'prometheus',
    serviceAccount: 'amp-iamproxy-ingest-service-account',
    source: 'https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics.html',
    reach: [{ property: 'workspaceArns', arns: workspaceArns, service: 'aps', prefix: 'workspace/' }],
    needsReach: true,
    statements: () => [allow(['aps:RemoteWrite'], workspaceArns)],
  };
}
