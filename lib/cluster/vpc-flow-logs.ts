/**
 * Flow logs of a VPC in CloudWatch Logs.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsEnvironment } from '../iam/aws-environment';
import { ServiceRole } from '../iam/service-role';
import { PropertyChecks } from '../validation/property-checks';
import { RETENTION_DAYS } from './cluster-logging';

/** Settings of flow logs. */
export interface VpcFlowLogsOptions {
  /**
   * Days that records are kept; 0 keeps them for ever. One of the values that CloudWatch Logs takes.
   *
   * @default 30
   */
  readonly retentionInDays?: number;
}

/** Properties of {@link VpcFlowLogs}. */
export interface VpcFlowLogsProps extends VpcFlowLogsOptions {
  readonly vpcId: string;
  readonly name: string;
  readonly environment: AwsEnvironment;
  readonly tags: Record<string, string>;
  readonly provider?: TerraformProvider;
}

/** All traffic of a VPC, accepted and rejected, with the role that writes the records. */
export class VpcFlowLogs extends Construct {
  public constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    const { vpcId, tags, provider } = props;
    const retentionInDays = props.retentionInDays ?? 30;
    new PropertyChecks(this).oneOf('retentionInDays', retentionInDays, RETENTION_DAYS);
    const logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/aws/vpc/${props.name}/flow-logs`,
      retentionInDays,
      tags,
      provider,
    });
    const role = new ServiceRole(this, 'Role', {
      service: 'vpc-flow-logs.amazonaws.com',
      trustActions: ['sts:AssumeRole'],
      nameParts: [props.name, 'flow-logs'],
      managedPolicies: [],
      inlinePolicies: {
        write: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              Resource: `${logGroup.arn}:*`,
            },
          ],
        },
      },
      description: `Writes the flow logs of ${props.name}`,
      environment: props.environment,
      tags,
      provider,
    });
    new FlowLog(this, 'Resource', {
      vpcId,
      trafficType: 'ALL',
      logDestination: logGroup.arn,
      iamRoleArn: role.resource.arn,
      tags,
      dependsOn: role.attachments,
      provider,
    });
  }
}
