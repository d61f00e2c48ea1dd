/**
 * Self-managed nodes: an Auto Scaling group of one's own that the cluster lets in before its first node starts.
 */
import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { AutoscalingGroupConfig, AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import type { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { TerraformResource } from 'cdktf';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryType } from '../access/access-entry-type';
import type { NodeIdentity } from '../access/node-identity';
import { computeLifecycle, subnetsOfNodes } from '../cluster/network-of-nodes';
import { providerOf } from '../cluster/provider-of';
import type { ServiceRole } from '../iam/service-role';
import { DeploymentStage } from '../ordering/deployment-stage';
import { addressOf } from '../ordering/element';
import { literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import type { Ami } from './ami';
import { nodeTemplateTags } from './autoscaler-tags';
import { instanceTypesFor } from './instance-types';
import { InstanceRefresh } from './instance-refresh';
import { distributionOf, hasSpot, overridesOf } from './mixed-instances';
import { nodeVersionOf } from './node-checks';
import { judgeNamesakes, judgeOperatingSystems } from './node-group-peers';
import { NodeLaunchTemplate } from './node-launch-template';
import { nodeRole } from './node-role';
import { Scaling } from './scaling';
import { checkSelfManagedOptions, judgeEntry } from './self-managed-checks';
import type { SelfManagedNodeGroupProps } from './self-managed-node-group-options';
import { ScalingProcess, TerminationPolicy } from './self-managed-node-group-options';
import { judgeSize } from './user-data/user-data-checks';

/** Hexadecimal digits of the hash in the names. */
const HASH_DIGITS = 8;
const SECONDS_OF_A_DAY = 86_400;

/** All that there are; AWS wants them by name. */
const GROUP_METRICS = [
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupMaxSize',
  'GroupMinSize',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
];

/**
 * Nodes in an Auto Scaling group of yours, for what managed node groups do not do: Spot and regular instances in one group,
 * weights, requirements in the place of types, a longest lifetime.
 *
 * An access entry lets the role of the nodes in before the group is made; EKS makes none for such a role, and Terraform
 * would never hear of nodes that cannot join. The group waits for every add-on without which its nodes would stay NotReady,
 * and for the policies of its role. It is replaced by making the new group first.
 *
 * Terraform waits until the instances are in service, not until they are nodes. A change of image or template starts an
 * instance refresh, for which Terraform does not wait: an update wave that comes after this group, and every add-on, begins
 * while its nodes are still replaced.
 *
 * Reports what {@link RollingCustomAmiNodeGroup} reports of nodes, and SEKS2025 for an image that only managed node groups can
 * take, SEKS2026 for a role that has an access entry already, SEKS2027 for a contradictory refresh, SEKS2028 for contradictory
 * mixed instances, SEKS2029 for nodes that end without being drained.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/worker.html
 */
export class SelfManagedNodeGroup extends Construct {
  /** The Auto Scaling group itself. */
  public readonly resource: AutoscalingGroup;
  /** Name of the group, as a reference: its end is known once the group is there. */
  public readonly autoScalingGroupName: string;
  /** ARN of the group. */
  public readonly autoScalingGroupArn: string;
  /** ARN of the role of the nodes. */
  public readonly nodeRoleArn: string;
  /** Its launch template. */
  public readonly launchTemplate: LaunchTemplate;
  /** The instance profile that brings the role to the instances. */
  public readonly instanceProfile: IamInstanceProfile;
  /** The entry that lets the nodes in; undefined with `accessEntry: false`, and while the cluster takes no entries. */
  public readonly accessEntry?: EksAccessEntry;
  /** @internal */
  public readonly _baseName: string;
  /** @internal */
  public readonly _ami: Ami;
  /** @internal */
  public readonly _ownEntryRoleArn?: string;
  private readonly props: SelfManagedNodeGroupProps;
  private readonly tags: Record<string, string>;

  public constructor(scope: Construct, id: string, props: SelfManagedNodeGroupProps) {
    super(scope, id);
    const { cluster, ami } = props;
    this.props = props;
    this._baseName = props.name ?? id;
    this._ami = ami;
    const scaling = props.scaling ?? Scaling.external({ min: 2, max: 4 });
    checkSelfManagedOptions(new PropertyChecks(this), props, this._baseName, scaling);

    this.tags = { ...cluster.tags, ...literalMap(props.tags) };
    const role = props.nodeRoleArn === undefined ? this.makeRole() : undefined;
    this.nodeRoleArn = role?.resource.arn ?? props.nodeRoleArn ?? '';
    const makesEntry = (props.accessEntry ?? true) && cluster.authentication.hasEntries;
    this.accessEntry = makesEntry ? this.makeEntry(role) : undefined;
    this._ownEntryRoleArn = this.accessEntry === undefined ? undefined : this.nodeRoleArn;
    this.instanceProfile = this.makeProfile(role);
    const instanceTypes = instanceTypesFor(ami, props.instanceTypes);
    this.launchTemplate = this.makeTemplate(instanceTypes);
    this.resource = new AutoscalingGroup(this, 'Resource', this.group(scaling, instanceTypes));
    this.autoScalingGroupName = this.resource.name;
    this.autoScalingGroupArn = this.resource.arn;
    const entry: TerraformResource[] = this.accessEntry === undefined ? [] : [this.accessEntry];
    cluster.deploymentOrder.join(DeploymentStage.COMPUTE, this, {
      name: this.node.path,
      resources: [this.resource],
      requires: [...(role?.attachments ?? []), ...entry, this.instanceProfile, ...(props.requires ?? [])],
    });
    cluster.updateWaves._add(this);
    SafetyReport.of(this).addCheck(this, () => [
      ...judgeNamesakes(this, cluster, 'name'),
      ...judgeOperatingSystems(this, cluster),
      ...judgeEntry(this, cluster, this._ownEntryRoleArn),
    ]);
  }

  /** @internal */
  public get _joinsAs(): NodeIdentity {
    return { roleArn: this.nodeRoleArn, type: this.entryType };
  }

  private get entryType(): AccessEntryType {
    return this._ami.isWindows ? AccessEntryType.EC2_WINDOWS : AccessEntryType.EC2_LINUX;
  }

  /**
   * The role never has the ARN of one before it. What a create-before-destroy group depends on is replaced like the group:
   * the entry of a new role is made while that of the old one is still there, which EKS takes for two roles only.
   */
  private makeRole(): ServiceRole {
    const { cluster } = this.props;
    // Another operating system needs another type of entry, and so another role.
    const part = this._ami.isWindows ? 'windows-node' : 'node';
    return nodeRole(this, cluster, this._baseName, this.props, this.tags, part);
  }

  private makeEntry(role: ServiceRole | undefined): EksAccessEntry {
    const { cluster } = this.props;
    return new EksAccessEntry(this, 'AccessEntry', {
      clusterName: cluster.clusterName,
      principalArn: this.nodeRoleArn,
      type: this.entryType,
      tags: { ...this.tags },
      lifecycle: {
        createBeforeDestroy: true,
        // EKS remembers the id of the role: an entry of a role that was made anew lets nobody in.
        replaceTriggeredBy: role === undefined ? undefined : [`${addressOf(role.resource)}.unique_id`],
      },
      provider: providerOf(cluster, this),
    });
  }

  /** Another role gets another profile, so that instances that run keep the one that they started with. */
  private makeProfile(role: ServiceRole | undefined): IamInstanceProfile {
    const { cluster } = this.props;
    const nameOfRole =
      role?.resource.name ?? Token.asString(Fn.element(Fn.reverse(Fn.split('/', this.nodeRoleArn)), 0));
    return new IamInstanceProfile(this, 'InstanceProfile', {
      namePrefix: this.namePrefix(NAME_LIMITS.instanceProfilePrefix, [this.nodeRoleArn]),
      role: nameOfRole,
      tags: { ...this.tags },
      lifecycle: { createBeforeDestroy: true },
      provider: providerOf(cluster, this),
    });
  }

  private makeTemplate(instanceTypes: readonly string[]): LaunchTemplate {
    const { cluster, mixedInstances } = this.props;
    const template = new NodeLaunchTemplate(this, 'LaunchTemplate', {
      cluster,
      baseName: this._baseName,
      kubernetesVersion: nodeVersionOf(cluster, this.props).version,
      nodes: this.props,
      tags: this.tags,
      instanceType: mixedInstances?.requirements === undefined ? instanceTypes[0] : undefined,
      instanceProfileArn: this.instanceProfile.arn,
    });
    const checks = new PropertyChecks(this);
    judgeSize(template.userDataText).forEach((problem) => {
      checks.report(problem);
    });
    return template.resource;
  }

  private group(scaling: Scaling, instanceTypes: readonly string[]): AutoscalingGroupConfig {
    const { props } = this;
    const { cluster, mixedInstances, drainSeconds, timeouts, maxInstanceLifetimeDays: days } = props;
    const { subnetIds, replacing } = subnetsOfNodes(cluster, props);
    const hasMetrics = props.groupMetrics ?? false;
    return {
      namePrefix: this.namePrefix(NAME_LIMITS.autoScalingGroupPrefix, [
        this.entryType,
        this.nodeRoleArn,
        Fn.join(',', Fn.sort(Fn.tolist(replacing))),
      ]),
      vpcZoneIdentifier: subnetIds,
      minSize: scaling.min,
      maxSize: scaling.max,
      desiredCapacity: scaling.initial,
      ...this.instances(instanceTypes),
      capacityRebalance:
        mixedInstances !== undefined && hasSpot(mixedInstances)
          ? (mixedInstances.capacityRebalance ?? true)
          : undefined,
      instanceRefresh: (props.refresh ?? InstanceRefresh.rolling())._render(),
      initialLifecycleHook:
        drainSeconds === undefined
          ? undefined
          : [
              {
                name: 'drain',
                lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
                heartbeatTimeout: drainSeconds,
                defaultResult: 'CONTINUE',
              },
            ],
      healthCheckType: 'EC2',
      healthCheckGracePeriod: props.healthCheckGracePeriod ?? 300,
      maxInstanceLifetime: days === undefined ? undefined : days * SECONDS_OF_A_DAY,
      terminationPolicies: props.terminationPolicies ?? [
        TerminationPolicy.ALLOCATION_STRATEGY,
        TerminationPolicy.OLDEST_LAUNCH_TEMPLATE,
        TerminationPolicy.OLDEST_INSTANCE,
      ],
      suspendedProcesses: props.suspendedProcesses ?? [ScalingProcess.AZ_REBALANCE],
      enabledMetrics: hasMetrics ? GROUP_METRICS : undefined,
      metricsGranularity: hasMetrics ? '1Minute' : undefined,
      waitForCapacityTimeout: timeouts?.capacity ?? '20m',
      timeouts: { update: timeouts?.update ?? '20m', delete: timeouts?.delete ?? '60m' },
      tag: this.groupTags(scaling),
      lifecycle: computeLifecycle(this, cluster, props, scaling.isExternal ? ['desired_capacity'] : []),
      provider: providerOf(cluster, this),
    };
  }

  /** The number of a version, not `$Latest`: the provider starts a refresh only when it sees another one. */
  private instances(
    instanceTypes: readonly string[],
  ): Pick<AutoscalingGroupConfig, 'launchTemplate' | 'mixedInstancesPolicy'> {
    const { id, latestVersion } = this.launchTemplate;
    const version = Token.asString(latestVersion);
    const mixed = this.props.mixedInstances ?? (instanceTypes.length > 1 ? {} : undefined);
    return mixed === undefined
      ? { launchTemplate: { id, version } }
      : {
          mixedInstancesPolicy: {
            instancesDistribution: distributionOf(mixed),
            launchTemplate: {
              launchTemplateSpecification: { launchTemplateId: id, version },
              override: overridesOf(mixed, instanceTypes),
            },
          },
        };
  }

  private groupTags(scaling: Scaling): AutoscalingGroupTag[] {
    const { physicalName } = this.props.cluster;
    const ofInstances = {
      Name: `${physicalName}-${this._baseName}`,
      ...this.tags,
      [`kubernetes.io/cluster/${physicalName}`]: 'owned',
      ...(this.props.drainSeconds === undefined ? {} : { 'aws-node-termination-handler/managed': 'true' }),
    };
    // EKS puts these on the groups that it manages; Cluster Autoscaler finds a group by them.
    const ofGroup: Record<string, string> = scaling.isExternal
      ? {
          'k8s.io/cluster-autoscaler/enabled': 'true',
          [`k8s.io/cluster-autoscaler/${physicalName}`]: 'owned',
        }
      : {};
    const tagsOf = (
      tags: Readonly<Record<string, string>>,
      propagateAtLaunch: boolean,
    ): AutoscalingGroupTag[] =>
      Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch }));
    const ofTemplate = scaling.nodeTemplateTags ? nodeTemplateTags(this.props) : [];
    return [
      ...tagsOf(ofInstances, true),
      ...tagsOf(ofGroup, false),
      ...ofTemplate.map((tag) => ({ ...tag, propagateAtLaunch: false })),
    ];
  }

  /**
   * The hash is computed by Terraform from the values whose change replaces what is named; what the provider appends keeps the
   * names apart when it is replaced for another reason.
   */
  private namePrefix(limit: number, values: readonly string[]): string {
    const { physicalName } = this.props.cluster;
    const base = limitedName([physicalName, this._baseName], limit - HASH_DIGITS - 2);
    return `${base}-${Fn.substr(Fn.sha256(Fn.join('|', [...values])), 0, HASH_DIGITS)}-`;
  }
}
