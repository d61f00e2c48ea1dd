/**
 * The queue by which Karpenter hears of machines that are about to end.
 */
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';

/** What came too late is of no use: the machine is gone. */
const RETENTION_SECONDS = 300;

/** What Karpenter knows how to take, by the ids of the rules. */
const EVENTS: Readonly<Record<string, { readonly source: string; readonly detailType: string }>> = {
  'capacity-reservation': {
    source: 'aws.ec2',
    detailType: 'EC2 Capacity Reservation Instance Interruption Warning',
  },
  rebalance: { source: 'aws.ec2', detailType: 'EC2 Instance Rebalance Recommendation' },
  // Maintenance of the hardware, announced days before.
  'scheduled-change': { source: 'aws.health', detailType: 'AWS Health Event' },
  'spot-interruption': { source: 'aws.ec2', detailType: 'EC2 Spot Instance Interruption Warning' },
  'state-change': { source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification' },
};

/** Properties of {@link InterruptionQueue}. */
export interface InterruptionQueueProps {
  readonly cluster: ISafeEksCluster;
  readonly tags: Readonly<Record<string, string>>;
}

/** Queue, its policy, and the rules that fill it. */
export class InterruptionQueue extends Construct {
  public readonly resource: SqsQueue;
  /** All that it consists of. */
  public readonly resources: TerraformResource[];

  public constructor(scope: Construct, id: string, { cluster, tags }: InterruptionQueueProps) {
    super(scope, id);
    const provider = providerOf(cluster, this);
    this.resource = new SqsQueue(this, 'Resource', {
      // Queues take no dots, and clusters have none.
      name: limitedName([`${cluster.physicalName}-karpenter`], NAME_LIMITS.sqsQueue),
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
      tags: { ...tags },
      provider,
    });
    const rules = Object.entries(EVENTS).map(
      ([name, { source, detailType }]) =>
        new CloudwatchEventRule(this, name, {
          name: limitedName([cluster.physicalName, 'karpenter', name], NAME_LIMITS.eventRule),
          description: `Tells Karpenter of the EKS cluster ${cluster.physicalName}: ${detailType}`,
          eventPattern: JSON.stringify({ source: [source], 'detail-type': [detailType] }),
          tags: { ...tags },
          provider,
        }),
    );
    const policy = new SqsQueuePolicy(this, 'Policy', {
      queueUrl: this.resource.url,
      policy: JSON.stringify(
        queuePolicy(
          this.resource.arn,
          rules.map(({ arn }) => arn),
        ),
      ),
      provider,
    });
    const targets = rules.map(
      (rule) =>
        new CloudwatchEventTarget(this, `${rule.node.id}-target`, {
          rule: rule.name,
          targetId: 'karpenter',
          arn: this.resource.arn,
          provider,
          // What EventBridge may not deliver is lost.
          dependsOn: [policy],
        }),
    );
    this.resources = [this.resource, policy, ...rules, ...targets];
  }
}

/**
 * Only from these rules: whoever could write into the queue could have nodes drained.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function queuePolicy(queueArn: string, ruleArns: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'FromRules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': ruleArns } },
      },
      {
        Sid: 'NotWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: queueArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
