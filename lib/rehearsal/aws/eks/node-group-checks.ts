/**
 * What EKS refuses at once when a node group is to be created or changed. Each throws an `ApiError` in EKS's words.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, UpdateCall } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import type { World } from '../../world/world';
import { architectureOf, imageFacts, minorsAhead } from '../ec2/image';
import { requireSubnets } from '../ec2/network';
import type { ClusterModel, NodeGroupModel } from './cluster-model';
import { blockOf } from './cluster-model';
import type { NodeGroupSpec } from './node-group-spec';
import { isReleaseFor } from './node-group-spec';

/** What CreateNodegroup refuses. */
export function refuseCreation(call: Call, cluster: ClusterModel, name: string, spec: NodeGroupSpec): void {
  if (cluster.status !== 'ACTIVE') {
    // Also while it is UPDATING (eksctl#2244).
    throw new ApiError('InvalidRequestException', `Cluster '${cluster.name}' is not in ACTIVE status`);
  }
  if (cluster.nodeGroups.has(name)) {
    // terraform-aws-eks#862.
    throw new ApiError(
      'ResourceInUseException',
      `NodeGroup already exists with name ${name} and cluster name ${cluster.name}`,
    );
  }
  requireSubnets(call.world, spec.subnetIds);
  refuseMissingRole(call.world, spec.roleArn);
  refuseSize(spec.size);
  refuseImage(call, spec);
  refuseTemplateMix(call.planned, spec);
  if (spec.imageId !== undefined) {
    return;
  }
  if (spec.version !== cluster.version) {
    // A new group is only made at the control plane's version (API reference, CreateNodegroup); text from memory.
    const pair = `nodegroup version ${spec.version}, cluster version ${cluster.version}`;
    throw new ApiError(
      'InvalidParameterException',
      `Nodegroup Kubernetes version must match the cluster's Kubernetes version: ${pair}`,
    );
  }
  refuseRelease(call.planned['release_version'], spec);
  const wanted = spec.amiType.includes('ARM_64') ? 'arm64' : 'x86_64';
  const unfit = spec.instanceTypes.filter((type) => architectureOf(type) !== wanted);
  if (unfit.length > 0) {
    throw new ApiError(
      'InvalidParameterException',
      `[${unfit.join(', ')}] is not a valid instance type for requested amiType ${spec.amiType}`,
    );
  }
}

/** What any change of a group that exists refuses. */
export function refuseUpdate(cluster: ClusterModel, group: NodeGroupModel): void {
  refuseWhileClusterChanges(cluster);
  if (group.status !== 'ACTIVE') {
    throw new ApiError(
      'ResourceInUseException',
      'Nodegroup cannot be updated as it is currently not in Active State',
    );
  }
}

/** What DeleteNodegroup refuses; text from memory. */
export function refuseDeletion({ name, status }: NodeGroupModel): void {
  if (status === 'UPDATING') {
    throw new ApiError('ResourceInUseException', `Nodegroup ${name} has an update in progress`);
  }
}

/** What UpdateNodegroupVersion refuses. */
export function refuseRoll(call: UpdateCall, cluster: ClusterModel, next: NodeGroupSpec): void {
  const { attributes } = call.object;
  const had = blockOf(attributes, 'launch_template') !== undefined;
  if (had !== (next.template !== undefined)) {
    // A group never gets or loses its template (EKS user guide, launch-templates); text from memory.
    throw new ApiError(
      'InvalidRequestException',
      had
        ? 'Launch template must be specified when updating a nodegroup that was created with a launch template'
        : 'Cannot specify a launch template for a nodegroup that was created without one',
    );
  }
  if ((attributes['ami_type'] === 'CUSTOM') !== (next.imageId !== undefined)) {
    // Only a new group can change from EKS's images to an own one or back (EKS user guide); text from memory.
    throw new ApiError(
      'InvalidRequestException',
      'You cannot change between a custom AMI and an EKS optimized AMI when updating a nodegroup',
    );
  }
  refuseImage(call, next);
  if (next.imageId !== undefined) {
    return;
  }
  if (minorsAhead(next.version, cluster.version) > 0) {
    // The version of a group never exceeds the control plane's (EKS user guide, update-managed-node-group); text from memory.
    throw new ApiError(
      'InvalidParameterException',
      `Nodegroup Kubernetes version ${next.version} is newer than the cluster's Kubernetes version ${cluster.version}`,
    );
  }
  refuseRelease(call.config['release_version'], next);
}

/** What UpdateNodegroupConfig refuses too: a size that contradicts itself. Texts from memory. */
export function refuseSize({ desired, min, max }: NodeGroupSpec['size']): void {
  const refuse = (text: string): never => {
    throw new ApiError('InvalidParameterException', text);
  };
  if (min > max) {
    refuse(`Minimum capacity ${String(min)} can't be greater than maximum size ${String(max)}`);
  }
  if (min > desired) {
    refuse(`Minimum capacity ${String(min)} can't be greater than desired size ${String(desired)}`);
  }
  if (desired > max) {
    refuse(`Desired capacity ${String(desired)} can't be greater than max size ${String(max)}`);
  }
}

/** EKS runs one thing at a time on a cluster that is being updated; texts from memory. */
function refuseWhileClusterChanges(cluster: ClusterModel): void {
  if (cluster.runningUpdate !== undefined && cluster.status !== 'DELETING') {
    throw new ApiError(
      'ResourceInUseException',
      `Cluster ${cluster.name} is currently being updated: ${cluster.runningUpdate}`,
    );
  }
  if (cluster.status !== 'ACTIVE' && cluster.status !== 'UPDATING') {
    throw new ApiError('InvalidRequestException', `Cluster '${cluster.name}' is not in ACTIVE status`);
  }
}

function refuseMissingRole(world: World, roleArn: string): void {
  const name = roleArn.split('/').at(-1) ?? '';
  if (world.isGone(roleArn) || world.isGone(name)) {
    throw new ApiError('InvalidParameterException', `The role with name ${name} cannot be found.`);
  }
}

/** With an own image EKS takes nothing that would choose one of its own (EKS user guide, launch-templates). */
function refuseImage(call: Call, spec: NodeGroupSpec): void {
  const { imageId, templateVersion } = spec;
  if (imageId === undefined) {
    return;
  }
  const given = [
    ['version', 'kubernetesVersion'],
    ['release_version', 'releaseVersion'],
    ['ami_type', 'amiType'],
  ].filter(([argument = '']) => isGiven(call.config[argument]) && call.config[argument] !== 'CUSTOM');
  const [first] = given;
  if (first !== undefined) {
    throw new ApiError(
      'InvalidParameterException',
      `You cannot specify the field ${first[1] ?? ''} when using custom AMIs`,
    );
  }
  const type = templateVersion?.data['instance_type'];
  const { architecture } = imageFacts(call.world, imageId);
  if (typeof type === 'string' && architecture !== undefined && architectureOf(type) !== architecture) {
    // A type in the template itself is compared at once (eksctl#4319).
    throw new ApiError('InvalidRequestException', architectureMismatch(architectureOf(type), architecture));
  }
}

/** EC2's words for an image and an instance type that do not fit. */
export function architectureMismatch(ofType: string, ofImage: string): string {
  return (
    `The architecture '${ofType}' of the specified instance type does not match the architecture '${ofImage}' of the ` +
    'specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use ' +
    "'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI."
  );
}

/** What stands in the template must not stand beside it (EKS user guide, launch-templates); texts from memory. */
function refuseTemplateMix(planned: KnownValues, { template, templateVersion }: NodeGroupSpec): void {
  if (template === undefined) {
    return;
  }
  const refuse = (text: string): never => {
    throw new ApiError('InvalidParameterException', text);
  };
  if (isGiven(planned['disk_size'])) {
    refuse('Disk size must be specified within the launch template.');
  }
  if (blockOf(planned, 'remote_access') !== undefined) {
    refuse('Remote access configuration cannot be specified with a launch template.');
  }
  if (isGiven(templateVersion?.data['instance_type']) && isGiven(planned['instance_types'])) {
    refuse('Cannot specify instance types in launch template and API request');
  }
}

/** The release belongs to the version; text from memory. */
function refuseRelease(release: Known | undefined, { amiType, version }: NodeGroupSpec): void {
  if (typeof release === 'string' && release !== '' && !isReleaseFor(version, amiType, release)) {
    throw new ApiError(
      'InvalidParameterException',
      `Requested release version ${release} is not valid for kubernetes version ${version}`,
    );
  }
}

function isGiven(value: Known | undefined): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}
