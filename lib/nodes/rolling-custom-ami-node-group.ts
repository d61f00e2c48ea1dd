/**
 * A managed node group that comes after the CNI, rolls one node at a time and can always be replaced.
 */
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryType } from '../access/access-entry-type';
import type { NodeIdentity } from '../access/node-identity';
import { computeEntry } from '../access/node-identity';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { KubernetesVersion } from '../cluster/kubernetes-version';
import { computeLifecycle, subnetsOfNodes } from '../cluster/network-of-nodes';
import { providerOf } from '../cluster/provider-of';
import { DeploymentStage } from '../ordering/deployment-stage';
import { literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { PropertyChecks } from '../validation/property-checks';
import { SafeEksError } from '../validation/safe-eks-error';
import { SafetyReport } from '../validation/safety-report';
import type { Ami } from './ami';
import { tagAutoScalingGroup } from './autoscaler-tags';
import { instanceTypesFor } from './instance-types';
import { judgeCapacityType } from './launch-template/capacity-checks';
import { checkNodeOptions, nodeVersionOf } from './node-checks';
import type { NodeGroupProps } from './node-group-options';
import { CapacityType } from './node-group-options';
import { judgeNamesakes, judgeOperatingSystems } from './node-group-peers';
import { NodeLaunchTemplate } from './node-launch-template';
import { nodeRole } from './node-role';
import { NodeUpdate } from './node-update';
import { judgeImport } from './node-group-import';
import type { TemplateReference } from './own-launch-template';
import { ownTemplateOf } from './own-launch-template';
import { Scaling } from './scaling';
import { judgeSize } from './user-data/user-data-checks';

/** Hexadecimal digits of the hash in the name. */
const HASH_DIGITS = 8;
/** The hash and the dashes around it. */
const PREFIX_SUFFIX = HASH_DIGITS + 2;

/**
 * A managed node group from a custom image or from the one that EKS makes.
 *
 * The group waits for every add-on without which its nodes would stay NotReady, and for the policies of its role.
 * It is replaced by making the new group first; the provider gives each its own name, so that the two do not collide.
 *
 * Reports SEKS2001 for contradictory scaling, SEKS2002 for an update that takes more nodes than there are, SEKS2003
 * for an incomplete image, SEKS2004 for labels and taints outside of Kubernetes' limits, SEKS2005 for instance types
 * that do not fit, SEKS2008, SEKS2009 and SEKS2011 for an image that there is not for this cluster, SEKS2010 for Windows
 * alone, SEKS2012, SEKS2013 and SEKS2015 for user data, SEKS2014 for what a launch template of one's own decides, SEKS2016
 * for an image of another Kubernetes version, SEKS2017 for nodes too far from the control plane, SEKS2018 for force,
 * SEKS2021 for a capacity type that is not the launch template's, SEKS2022 for a contradictory launch template, SEKS2023
 * for an SSH key, SEKS2024 for instance metadata within reach of pods.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class RollingCustomAmiNodeGroup extends Construct {
  /** The node group itself. */
  public readonly resource: EksNodeGroup;
  /** Name of the group, as a reference: its end is known once the group is there. */
  public readonly nodegroupName: string;
  /** ARN of the role of the nodes. */
  public readonly nodeRoleArn: string;
  /** The role whose access entry EKS makes by itself. */
  public readonly eksRegisteredRoleArn: string;
  /**
   * The name without its hash: launch template and role are named after it.
   *
   * @internal
   */
  public readonly _baseName: string;
  /** @internal */
  public readonly _ami: Ami;
  private readonly madeTemplate: LaunchTemplate | undefined;

  public constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const { cluster, ami } = props;
    this._baseName = props.nodegroupName ?? id;
    this._ami = ami;
    const baseName = this._baseName;
    const scaling = props.scaling ?? Scaling.external({ min: 2, max: 4 });
    const update = props.update ?? NodeUpdate.rolling();
    this.validate(props, scaling, update);

    const tags = { ...cluster.tags, ...literalMap(props.tags) };
    const role = props.nodeRoleArn === undefined ? nodeRole(this, cluster, baseName, props, tags) : undefined;
    this.nodeRoleArn = role?.resource.arn ?? props.nodeRoleArn ?? '';
    this.eksRegisteredRoleArn = this.nodeRoleArn;
    const ownTemplate = ownTemplateOf(ami);
    this.madeTemplate = ownTemplate === undefined ? this.makeTemplate(props, tags) : undefined;
    const template = ownTemplate ?? { id: this.launchTemplate.id, version: versionOf(this.launchTemplate) };
    const { subnetIds, replacing: replacingSubnetIds } = subnetsOfNodes(cluster, props);
    const capacityType = props.capacityType ?? CapacityType.ON_DEMAND;
    const instanceTypes = instanceTypesFor(ami, props.instanceTypes);
    const image = imageArguments(ami, cluster, nodeVersionOf(cluster, props));
    const replacing = [
      ami.amiType ?? 'CUSTOM',
      capacityType,
      ...instanceTypes,
      ...(update.isBlueGreen ? contentOf(template, image) : []),
    ];

    this.resource = new EksNodeGroup(this, 'Resource', {
      clusterName: cluster.clusterName,
      nodeGroupNamePrefix: this.namePrefix(replacing, template.id, replacingSubnetIds),
      nodeRoleArn: this.nodeRoleArn,
      subnetIds,
      capacityType,
      instanceTypes: namesTypes(props) ? instanceTypes : undefined,
      ...image,
      launchTemplate: { id: template.id, version: template.version },
      scalingConfig: { minSize: scaling.min, maxSize: scaling.max, desiredSize: scaling.initial },
      updateConfig:
        update.maxUnavailablePercentage === undefined
          ? { maxUnavailable: update.maxUnavailable }
          : { maxUnavailablePercentage: update.maxUnavailablePercentage },
      forceUpdateVersion: update.force,
      nodeRepairConfig: { enabled: props.nodeRepair ?? true },
      labels: literalMap(props.labels),
      taint: (props.taints ?? []).map(({ key, value, effect }) => ({ key, value, effect })),
      tags,
      timeouts: { create: '60m', update: '180m', delete: '60m', ...props.timeouts },
      lifecycle: computeLifecycle(this, cluster, props, [
        ...(scaling.isExternal ? ['scaling_config[0].desired_size'] : []),
        ...(replacingSubnetIds === subnetIds ? [] : ['subnet_ids']),
        // What is replaced for another reason gets a name of ours: a replacement ignores nothing.
        ...(props.importExisting === undefined ? [] : ['node_group_name_prefix']),
      ]),
      provider: providerOf(cluster, this),
    });
    if (props.importExisting !== undefined) {
      this.resource.importFrom(`${cluster.physicalName}:${props.importExisting}`, providerOf(cluster, this));
    }
    this.nodegroupName = this.resource.nodeGroupName;
    if (scaling.nodeTemplateTags) {
      const { name } = this.resource.resources.get(0).autoscalingGroups.get(0);
      tagAutoScalingGroup(this, name, props, providerOf(cluster, this));
    }
    cluster.deploymentOrder.join(DeploymentStage.COMPUTE, this, {
      name: this.node.path,
      resources: [this.resource],
      requires: [
        ...(role?.attachments ?? []),
        ...computeEntry(this, cluster, this._joinsAs),
        ...(props.requires ?? []),
      ],
    });
    cluster.updateWaves._add(this);
    SafetyReport.of(this).addCheck(this, () => [
      ...judgeNamesakes(this, cluster, 'nodegroupName'),
      ...judgeOperatingSystems(this, cluster),
    ]);
  }

  /** @internal */
  public get _joinsAs(): NodeIdentity {
    const type = this._ami.isWindows ? AccessEntryType.EC2_WINDOWS : AccessEntryType.EC2_LINUX;
    return { roleArn: this.nodeRoleArn, type };
  }

  /**
   * Its launch template. Throws SEKS2014 for a group with `Ami.launchTemplate`, whose template is not one of this app's.
   */
  public get launchTemplate(): LaunchTemplate {
    if (this.madeTemplate === undefined) {
      const what = 'launchTemplate is asked for, but the group has one of yours';
      const fix = 'Use the construct that made it.';
      throw new SafeEksError([{ construct: this, code: 'SEKS2014', property: 'launchTemplate', what, fix }]);
    }
    return this.madeTemplate;
  }

  private makeTemplate(props: NodeGroupProps, tags: Record<string, string>): LaunchTemplate {
    const template = new NodeLaunchTemplate(this, 'LaunchTemplate', {
      cluster: props.cluster,
      baseName: this._baseName,
      kubernetesVersion: nodeVersionOf(props.cluster, props).version,
      nodes: props,
      // Of a Capacity Block EKS wants it here, beside the reservation, and in one place only.
      instanceType:
        props.capacityType === CapacityType.CAPACITY_BLOCK
          ? instanceTypesFor(props.ami, props.instanceTypes)[0]
          : undefined,
      tags,
    });
    const checks = new PropertyChecks(this);
    judgeSize(template.userDataText).forEach((problem) => {
      checks.report(problem);
    });
    return template.resource;
  }

  /**
   * The hash is computed by Terraform from the very values whose change replaces the group, also when a subnet gets
   * another id behind the same reference; it makes a change replace the group that the provider would overlook, such as
   * an AMI type that is dropped. What the provider appends keeps the names apart when the group is replaced for another
   * reason: a failed creation is, with nothing changed.
   */
  private namePrefix(values: readonly string[], templateId: string, subnetIds: readonly string[]): string {
    const base = limitedName([this._baseName], NAME_LIMITS.nodegroupPrefix - PREFIX_SUFFIX);
    const inputs = Fn.join('|', [
      ...values,
      this.nodeRoleArn,
      templateId,
      Fn.join(',', Fn.sort(Fn.tolist(subnetIds))),
    ]);
    return `${base}-${Fn.substr(Fn.sha256(inputs), 0, HASH_DIGITS)}-`;
  }

  private validate(props: NodeGroupProps, scaling: Scaling, update: NodeUpdate): void {
    const checks = new PropertyChecks(this);
    checkNodeOptions(checks, props.cluster, props);
    const capacity = judgeCapacityType(props.cluster, props);
    [...scaling._judge(), ...update._judge(scaling.max), ...capacity].forEach((problem) => {
      checks.report(problem);
    });
    checks.literal('nodegroupName', this._baseName);
    const namePattern = /^[0-9A-Za-z][0-9A-Za-z_-]*$/;
    checks.pattern('nodegroupName', this._baseName, namePattern, 'letters, digits, - and _');
    checks.literal('nodeRepair', props.nodeRepair);
    checks.literal('importExisting', props.importExisting);
    judgeImport(props).forEach((problem) => {
      checks.report(problem);
    });
  }
}

/** A Capacity Block has them in the template, and so may a group that exists. */
function namesTypes({ capacityType, importExisting, instanceTypes }: NodeGroupProps): boolean {
  return (
    capacityType !== CapacityType.CAPACITY_BLOCK &&
    (importExisting === undefined || instanceTypes !== undefined)
  );
}

/** What says to EKS which image of its own it is to take. */
interface ImageArguments {
  readonly amiType?: string;
  readonly version?: string;
  readonly releaseVersion?: string;
}

/**
 * With a custom image EKS takes neither an AMI type nor a version; with its own, the version follows the control plane, by
 * reference, so that nodes are updated after it.
 */
function imageArguments(ami: Ami, cluster: ISafeEksCluster, { version }: KubernetesVersion): ImageArguments {
  if (ami.isCustom) {
    return {};
  }
  const isSame = version === cluster.controlPlaneVersion.version;
  const { amiType, releaseVersion } = ami;
  return { amiType, version: isSame ? cluster.clusterVersion : version, releaseVersion };
}

/**
 * What a group beside the old one is made for: in its name, each of them forces a replacement. The version of a template is
 * unknown to a plan that changes the template, and only to such a plan.
 */
function contentOf(template: TemplateReference, { version, releaseVersion }: ImageArguments): string[] {
  return [template.version, version ?? '', releaseVersion ?? ''];
}

/** The number of the template's newest version, as the text that the node group wants. */
function versionOf(template: LaunchTemplate): string {
  return Token.asString(template.latestVersion);
}
