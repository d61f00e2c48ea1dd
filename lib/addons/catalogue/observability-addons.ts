/**
 * Add-ons that watch: metrics, logs, traces, threats.
 */
import { DeploymentStage } from '../../ordering/deployment-stage';
import type { AddonFacts } from './addon-facts';
import { AddonCompute, managed } from './addon-facts';

const stage = DeploymentStage.POST_COMPUTE_ADDONS;
const { EC2, FARGATE, AUTO_MODE, HYBRID } = AddonCompute;
const EVERYWHERE = [EC2, FARGATE, AUTO_MODE, HYBRID];

/** What AWS makes. @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
const OF_AWS: Readonly<Record<string, AddonFacts>> = {
  'amazon-cloudwatch-observability': {
    purpose: 'Container Insights and Application Signals',
    stage,
    namespace: 'amazon-cloudwatch',
    pods: { namespace: 'amazon-cloudwatch' },
    serviceAccount: 'cloudwatch-agent',
    permissions: managed('CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'),
    compute: [EC2, AUTO_MODE, HYBRID],
  },
  adot: {
    purpose: 'operator of the AWS Distro for OpenTelemetry',
    stage,
    namespace: 'opentelemetry-operator-system',
    pods: { namespace: 'opentelemetry-operator-system' },
    needs: ['cert-manager'],
    compute: EVERYWHERE,
  },
  'aws-guardduty-agent': {
    purpose: 'runtime monitoring by GuardDuty',
    stage,
    namespace: 'amazon-guardduty',
    compute: [EC2, AUTO_MODE],
  },
  'aws-network-flow-monitoring-agent': {
    purpose: 'network flows in CloudWatch',
    stage,
    namespace: 'amazon-network-flow-monitor',
    serviceAccount: 'aws-network-flow-monitor-agent-service-account',
    permissions: managed('CloudWatchNetworkFlowMonitorAgentPublishPolicy'),
    compute: [EC2, AUTO_MODE],
  },
};

/** What others make and AWS packs. @see https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html */
const OF_THE_COMMUNITY: Readonly<Record<string, AddonFacts>> = {
  'metrics-server': {
    purpose: 'CPU and memory figures for autoscaling',
    stage,
    namespace: 'kube-system',
    pods: { namespace: 'kube-system' },
    compute: EVERYWHERE,
  },
  'kube-state-metrics': {
    purpose: 'state of Kubernetes objects as metrics',
    stage,
    namespace: 'kube-state-metrics',
    pods: { namespace: 'kube-state-metrics' },
    compute: EVERYWHERE,
  },
  'prometheus-node-exporter': {
    purpose: 'metrics of each node',
    stage,
    namespace: 'prometheus-node-exporter',
    compute: [EC2, AUTO_MODE, HYBRID],
  },
  'fluent-bit': {
    purpose: 'logs of pods, sent on',
    stage,
    namespace: 'fluent-bit',
    serviceAccount: 'fluent-bit',
    compute: [EC2, AUTO_MODE, HYBRID],
  },
};

/** All of them. */
export const OBSERVABILITY_ADDONS: Readonly<Record<string, AddonFacts>> = { ...OF_AWS, ...OF_THE_COMMUNITY };
