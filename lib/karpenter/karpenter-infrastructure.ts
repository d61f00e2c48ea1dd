/**
 * What Karpenter needs in AWS before it can be installed.
 */
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { TerraformResource } from 'cdktf';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AccessEntry } from '../access/access-entry';
import { AccessEntryType } from '../access/access-entry-type';
import type { NodeIdentity } from '../access/node-identity';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { PodIdentity } from '../iam/pod-identity';
import { policyFacts } from '../iam/policy-facts';
import { ServiceAccountRole } from '../iam/service-account-role';
import { ServiceRole } from '../iam/service-role';
import { NODE_POLICIES } from '../nodes/node-role';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown, literalMap } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { controllerPolicies } from './controller-policies';
import { InterruptionQueue } from './interruption-queue';
import type { KarpenterInfrastructureProps } from './karpenter-options';

/** By which Karpenter finds subnets and security groups, unless they are named by their ids. */
const DISCOVERY_TAG = 'karpenter.sh/discovery';

/**
 * The roles of Karpenter's controller and of its nodes, the access entry of these, and the queue by which it hears of machines that
 * are about to end. Chart, node pools and node classes belong into the stack of the workloads.
 *
 * It joins the stage ACCESS, so that all of it comes before workloads, and stays until they are gone: Karpenter ends its nodes
 * itself, when its node pools are deleted. It is no compute: the controller needs nodes, or Fargate, that are there without it.
 *
 * Reports SEKS7008 for a second one on a cluster, SEKS7009 where Auto Mode is alone, and what {@link PodIdentity} reports.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
export class KarpenterInfrastructure extends Construct {
  /** The queue itself. */
  public readonly queue: SqsQueue;
  /** Name of the queue, for `settings.interruptionQueue` of the chart. */
  public readonly queueName: string;
  /** ARN of the role of the controller. */
  public readonly controllerRoleArn: string;
  /** ARN of the role of the nodes. */
  public readonly nodeRoleArn: string;
  /** Name of the role of the nodes, for `spec.role` of node classes. */
  public readonly nodeRoleName: string;
  /** The tag of what Karpenter is to find by `karpenter.sh/discovery`. Nothing is tagged here. */
  public readonly discoveryTags: { [key: string]: string };
  /** Values of the chart: cluster, queue and service account. */
  public readonly helmValues: { [key: string]: unknown };
  private readonly cluster: ISafeEksCluster;
  private readonly props: KarpenterInfrastructureProps;
  private readonly tags: Record<string, string>;

  public constructor(scope: Construct, id: string, props: KarpenterInfrastructureProps) {
    super(scope, id);
    const { cluster } = props;
    this.cluster = cluster;
    this.props = props;
    this.tags = { ...cluster.tags, ...literalMap(props.tags) };
    this.validate();
    const role = props.nodeRoleArn === undefined ? this.makeNodeRole() : undefined;
    this.nodeRoleArn = role?.resource.arn ?? props.nodeRoleArn ?? '';
    this.nodeRoleName = role?.resource.name ?? nameOf(this.nodeRoleArn);
    if ((props.accessEntry ?? true) && cluster.authentication.hasEntries) {
      this.letNodesIn();
    }
    const interruption = new InterruptionQueue(this, 'Interruption', { cluster, tags: this.tags });
    this.queue = interruption.resource;
    this.queueName = this.queue.name;
    this.controllerRoleArn = this.makeController();
    this.discoveryTags = { [DISCOVERY_TAG]: cluster.physicalName };
    this.helmValues = this.chartValues();
    const ofRole: TerraformResource[] = role === undefined ? [] : [role.resource, ...role.attachments];
    // Not what joins by itself: controller and access entry.
    cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, {
      name: this.node.path,
      resources: [...ofRole, ...interruption.resources],
    });
    SafetyReport.of(this).addCheck(this, () => [...this.judgeOther(), ...this.judgeAutoMode()]);
  }

  /**
   * For as long as a cluster reads aws-auth.
   *
   * @internal
   */
  public get _joinsAs(): NodeIdentity {
    return { roleArn: this.nodeRoleArn, type: AccessEntryType.EC2_LINUX };
  }

  private get serviceAccount(): string {
    return this.props.serviceAccount ?? 'karpenter';
  }

  /** The CNI has a role of its own, and needs none of the nodes'. */
  private makeNodeRole(): ServiceRole {
    const { cluster } = this;
    return new ServiceRole(this, 'NodeRole', {
      service: 'ec2.amazonaws.com',
      trustActions: ['sts:AssumeRole'],
      nameParts: [cluster.physicalName, 'karpenter-node'],
      managedPolicies: [
        ...NODE_POLICIES,
        'AmazonSSMManagedInstanceCore',
        ...(this.props.additionalPolicies ?? []),
      ],
      description: `Nodes that Karpenter starts for the EKS cluster ${cluster.physicalName}`,
      permissionsBoundary: this.props.permissionsBoundary,
      environment: cluster._environment,
      tags: this.tags,
      provider: providerOf(cluster, this),
    });
  }

  /** EKS makes no entry for nodes that it has not started. */
  private letNodesIn(): void {
    const { cluster, nodeRoleArn: principalArn } = this;
    new AccessEntry(this, 'NodeAccess', { cluster, principalArn, type: AccessEntryType.EC2_LINUX });
  }

  private makeController(): string {
    const { cluster, nodeRoleArn, props } = this;
    const options = {
      namespace: props.namespace ?? 'kube-system',
      serviceAccount: this.serviceAccount,
      inlinePolicies: controllerPolicies(policyFacts(cluster), { nodeRoleArn, queueArn: this.queue.arn }),
      permissionsBoundary: props.permissionsBoundary,
      tags: this.tags,
    };
    const { openIdConnectProvider } = props;
    return openIdConnectProvider === undefined
      ? new PodIdentity(this, 'Controller', { cluster, ...options }).roleArn
      : new ServiceAccountRole(this, 'Controller', { openIdConnectProvider, ...options }).roleArn;
  }

  private chartValues(): { [key: string]: unknown } {
    const isAnnotated = this.props.openIdConnectProvider !== undefined;
    return {
      settings: { clusterName: this.cluster.physicalName, interruptionQueue: this.queueName },
      serviceAccount: {
        name: this.serviceAccount,
        ...(isAnnotated ? { annotations: { 'eks.amazonaws.com/role-arn': this.controllerRoleArn } } : {}),
      },
    };
  }

  private validate(): void {
    const { accessEntry, additionalPolicies, nodeRoleArn, permissionsBoundary, tags } = this.props;
    const checks = new PropertyChecks(this);
    checks.literal('accessEntry', accessEntry);
    checks.arn('nodeRoleArn', nodeRoleArn, 'iam', 'role/');
    checks.arn('permissionsBoundary', permissionsBoundary, 'iam');
    checks.tags('tags', tags);
    if (nodeRoleArn !== undefined && (additionalPolicies ?? []).length > 0) {
      const property = 'additionalPolicies';
      const what = `${property} are given together with nodeRoleArn`;
      const fix = 'Attach the policies to the role that you bring.';
      checks.report({ code: 'SEKS1002', property, value: additionalPolicies, what, fix });
    }
  }

  /** Queue and roles are named after the cluster. Of two the one that comes later in the tree is reported. */
  private judgeOther(): ProblemDetails[] {
    const [first] = this.cluster.deploymentOrder
      .membersOf(DeploymentStage.ACCESS)
      .filter((member: IConstruct) => member instanceof KarpenterInfrastructure)
      .map(({ node }) => node.path)
      .sort();
    if (first === undefined || first === this.node.path) {
      return [];
    }
    const what = `the cluster has what Karpenter needs already, at ${first}, and one Karpenter runs all node pools`;
    return [{ code: 'SEKS7008', value: first, limit: 'one per cluster', what, fix: 'Use that one.' }];
  }

  private judgeAutoMode(): ProblemDetails[] {
    if (this.cluster.autoMode?.isAlone !== true) {
      return [];
    }
    const what =
      'Auto Mode is alone and has Karpenter built in, so that two would start nodes for the same pods';
    const fix =
      'Make an AutoNodePool instead, or say besideOtherCompute: true if Karpenter has pods of its own.';
    return [{ code: 'SEKS7009', limit: 'one of the two', what, fix }];
  }
}

/** The name is the last part of the path. */
function nameOf(roleArn: string): string {
  return isKnown(roleArn)
    ? (roleArn.split('/').pop() ?? '')
    : Token.asString(Fn.element(Fn.reverse(Fn.split('/', roleArn)), 0));
}
