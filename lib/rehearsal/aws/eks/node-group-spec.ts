/**
 * What the arguments of a node group ask for, with its launch template looked up and EKS's defaults filled in.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import type { World } from '../../world/world';
import type { TemplateVersion } from '../ec2/launch-template-versions';
import { findVersion, readUserData } from '../ec2/launch-template-versions';
import { kubernetesVersionOf } from '../ec2/image';
import type { ComputeKind } from './authentication';
import type { ClusterModel } from './cluster-model';
import { blockOf, textsOf } from './cluster-model';

/** EKS starts these when neither the group nor its template names a type (EKS user guide, launch-templates). */
const DEFAULT_INSTANCE_TYPE = 't3.medium';

/** Whatever the instance types are (HHS/simpler-grants-gov#12404). */
const DEFAULT_AMI_TYPE = 'AL2023_x86_64_STANDARD';

/** What a node group is to be. */
export interface NodeGroupSpec {
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly size: { readonly desired: number; readonly min: number; readonly max: number };
  readonly template: KnownValues | undefined;
  readonly templateVersion: TemplateVersion | undefined;
  /** The user's own image; nothing when EKS chooses one. */
  readonly imageId: string | undefined;
  readonly userData: string;
  readonly securityGroupIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  /** Kubernetes minor of its nodes. */
  readonly version: string;
  /** What EKS says that its version is: with an own image, the control plane's when it was made or updated. */
  readonly reportedVersion: string;
  readonly releaseVersion: string;
  readonly kind: ComputeKind;
  readonly labels: { readonly [name: string]: string };
  /** Such as `dedicated=batch:NO_SCHEDULE`. */
  readonly taints: readonly string[];
  /** The same for nodes that need not be replaced by each other. */
  readonly generation: string;
}

/** Reads the arguments or attributes of a node group. */
export function readSpec(
  world: World,
  region: string,
  cluster: ClusterModel,
  attributes: KnownValues,
): NodeGroupSpec {
  const template = blockOf(attributes, 'launch_template');
  const templateVersion = template === undefined ? undefined : findVersion(world, region, template);
  const data = templateVersion?.data ?? {};
  const imageId = textOr(data['image_id'], undefined);
  const instanceTypes = instanceTypesOf(attributes, data);
  const amiType = imageId === undefined ? textOr(attributes['ami_type'], DEFAULT_AMI_TYPE) : 'CUSTOM';
  const wanted = textOr(attributes['version'], cluster.version);
  const version = imageId === undefined ? wanted : kubernetesVersionOf(world, imageId, cluster.version);
  const releaseVersion = imageId ?? releaseOf(attributes['release_version'], amiType, version);
  return {
    roleArn: textOr(attributes['node_role_arn'], ''),
    subnetIds: [...textsOf(attributes['subnet_ids'])].sort(),
    size: sizeOf(attributes),
    template,
    templateVersion,
    imageId,
    userData: readUserData(data),
    securityGroupIds: securityGroupsOf(cluster, data),
    instanceTypes,
    amiType,
    version,
    reportedVersion: imageId === undefined ? version : cluster.version,
    releaseVersion,
    kind: amiType.startsWith('WINDOWS') ? 'windows-node' : 'node',
    labels: labelsOf(attributes['labels']),
    taints: taintsOf(attributes['taint']),
    generation: [version, releaseVersion, versionText(template, templateVersion)].join(' '),
  };
}

/** The number of the launch template's version, as text, whatever the user wrote for it. */
export function versionText(template: KnownValues | undefined, version: TemplateVersion | undefined): string {
  return version === undefined ? textOr(template?.['version'], '') : String(version.number);
}

/**
 * How many nodes an update may take away at once: one, if nothing is said.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export function maxUnavailableOf(attributes: KnownValues): number {
  const config = blockOf(attributes, 'update_config');
  const percentage = config?.['max_unavailable_percentage'];
  const count =
    typeof percentage === 'number' && percentage > 0
      ? Math.floor((sizeOf(attributes).desired * percentage) / 100)
      : Number(config?.['max_unavailable'] ?? 1);
  return Math.max(1, count);
}

/**
 * Whether a release is one for a Kubernetes version. Those of Amazon Linux (`1.35.2-20261015`) and Windows (`1.35-2026.10.14`)
 * begin with it; one of Bottlerocket (`1.50.0-cf31ab6f`) has a number of its own and is made for every version.
 */
export function isReleaseFor(version: string, amiType: string, release: string): boolean {
  const isKubernetes = [`${version}.`, `${version}-`].some((start) => release.startsWith(start));
  return isKubernetes || amiType.startsWith('BOTTLEROCKET');
}

function releaseOf(given: Known | undefined, amiType: string, version: string): string {
  const release = textOr(given, '');
  return release !== '' && isReleaseFor(version, amiType, release)
    ? release
    : newestRelease(amiType, version);
}

/** A made-up build of EKS's own image for a minor. */
function newestRelease(amiType: string, version: string): string {
  if (amiType.startsWith('BOTTLEROCKET')) {
    return '1.50.0-00000000';
  }
  return amiType.startsWith('WINDOWS') ? `${version}-2026.01.01` : `${version}.0-20260101`;
}

/** Only where the template names none, the cluster's own group is added (EKS user guide, launch-templates). */
function securityGroupsOf(cluster: ClusterModel, data: KnownValues): readonly string[] {
  const own = [
    ...textsOf(data['vpc_security_group_ids']),
    ...textsOf(blockOf(data, 'network_interfaces')?.['security_groups']),
  ];
  const ofCluster = blockOf(cluster.object.attributes, 'vpc_config')?.['cluster_security_group_id'];
  return own.length === 0 && typeof ofCluster === 'string' ? [ofCluster] : own;
}

function instanceTypesOf(attributes: KnownValues, data: KnownValues): readonly string[] {
  const own = textsOf(attributes['instance_types']);
  return own.length > 0 ? own : [textOr(data['instance_type'], DEFAULT_INSTANCE_TYPE)];
}

/** What a node group's scaling configuration says. */
export function sizeOf(attributes: KnownValues): NodeGroupSpec['size'] {
  const config = blockOf(attributes, 'scaling_config') ?? {};
  return {
    desired: Number(config['desired_size'] ?? 0),
    min: Number(config['min_size'] ?? 0),
    max: Number(config['max_size'] ?? 0),
  };
}

function labelsOf(value: Known | undefined): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(isValues(value) ? value : {}).map(([name, label]) => [name, textOr(label, '')]),
  );
}

function taintsOf(value: Known | undefined): readonly string[] {
  return (isValueList(value) ? value : [])
    .filter((taint) => isValues(taint))
    .map(({ key, value: text, effect }) => `${textOr(key, '')}=${textOr(text, '')}:${textOr(effect, '')}`)
    .sort();
}

function textOr<Fallback>(value: Known | undefined, fallback: Fallback): string | Fallback {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
