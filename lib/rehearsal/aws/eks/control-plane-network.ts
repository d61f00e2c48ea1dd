/**
 * What a control plane has in the user's network: interfaces in its subnets and a security group that EKS makes.
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, UpdateCall } from '../../engine/rules';
import type { Known } from '../../protocol/value';
import type { World, WorldObject } from '../../world/world';
import { addNetworkInterface, removeNetworkInterface } from '../ec2/network';
import { nameIn, sameTexts, textOf } from './cluster-arguments';
import type { ClusterModel } from './cluster-model';

/** A control plane spans at least so many availability zones. */
const FEWEST_ZONES = 2;

/** EKS's own kind for the security group that it makes with a cluster. */
export const CLUSTER_SECURITY_GROUP = 'eks-cluster-security-group';

/** The availability zones of subnets; nothing when a stack only mentions some of them, so that nobody knows theirs. */
export function zonesOf(world: World, subnetIds: readonly string[]): readonly string[] | undefined {
  const zones = subnetIds.map((id) => textOf(subnet(world, id)?.attributes['availability_zone']));
  const known = zones.filter((zone) => zone !== undefined);
  return known.length === zones.length ? [...new Set(known)].sort() : undefined;
}

/** Two subnets in two zones at least (amazon-eks-user-guide#795). */
export function requireTwoZones(world: World, subnetIds: readonly string[]): void {
  const zones = zonesOf(world, subnetIds) ?? subnetIds;
  if (zones.length < FEWEST_ZONES) {
    throw new ApiError(
      'InvalidParameterException',
      'Subnets specified must be in at least two different AZs',
    );
  }
}

/**
 * The zones of a control plane are those of its creation, no fewer and no more ("VPC and subnet requirements",
 * containers-roadmap#2258; the words are from memory).
 */
export function requireSameZones(world: World, cluster: ClusterModel, subnetIds: readonly string[]): void {
  const [before, after] = [cluster.controlPlaneZones, zonesOf(world, subnetIds)];
  if (before === undefined || after === undefined || sameTexts(before, after)) {
    return;
  }
  throw new ApiError(
    'InvalidParameterException',
    `Provided subnets belong to the AZs '${after.join(',')}'. But they should belong to the exact set of AZs '${before.join(',')}' in which subnets were provided during cluster creation`,
  );
}

/** The VPC of subnets, where a stack manages one of them. */
export function vpcOf(world: World, subnetIds: readonly string[]): string | undefined {
  return subnetIds
    .map((id) => textOf(subnet(world, id)?.attributes['vpc_id']))
    .find((id) => id !== undefined);
}

/** EKS puts two to four interfaces into the subnets, nobody knows which; one in each is the worst case for whoever deletes one. */
export function attachControlPlane(
  call: CreateCall | UpdateCall,
  clusterName: string,
  subnetIds: readonly string[],
  securityGroupIds: readonly string[],
): void {
  const { world, region } = call;
  subnetIds.forEach((subnetId) => {
    const id = call.newId('eni-', subnetId);
    addNetworkInterface(world, region, id, subnetId, descriptionFor(clusterName), {
      security_group_ids: securityGroupIds,
    });
  });
}

/** Gives the interfaces other security groups. */
export function changeSecurityGroups(
  world: World,
  cluster: ClusterModel,
  securityGroupIds: readonly string[],
): void {
  controlPlaneInterfaces(world, cluster).forEach(({ attributes }) => {
    attributes['security_group_ids'] = securityGroupIds;
  });
}

/** Takes the interfaces away, those in some subnets or all. */
export function detachControlPlane(world: World, cluster: ClusterModel, subnetIds?: readonly string[]): void {
  controlPlaneInterfaces(world, cluster)
    .filter(({ attributes }) => subnetIds?.includes(nameIn(attributes['subnet_id'])) ?? true)
    .forEach(({ id, region }) => {
      removeNetworkInterface(world, region, id);
    });
}

/** Nobody cleans the interfaces up: they stay in the subnets and hold them. */
export function leaveControlPlaneBehind(world: World, cluster: ClusterModel): void {
  controlPlaneInterfaces(world, cluster).forEach(({ attributes }) => {
    attributes['status'] = 'available';
  });
}

/** The interfaces of a control plane. */
export function controlPlaneInterfaces(world: World, cluster: ClusterModel): readonly WorldObject[] {
  return world
    .all('network-interface')
    .filter(
      ({ region, attributes }) =>
        region === cluster.region && attributes['description'] === descriptionFor(cluster.name),
    );
}

/** The security group that EKS makes for the control plane and its nodes. */
export function addClusterSecurityGroup(call: CreateCall, clusterName: string, vpcId: string): string {
  const id = call.newId('sg-');
  const attributes: { [name: string]: Known } = {
    id,
    vpc_id: vpcId,
    cluster_name: clusterName,
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
  };
  call.world.add({ kind: CLUSTER_SECURITY_GROUP, id, region: call.region, attributes });
  return id;
}

/** It goes with the cluster. */
export function removeClusterSecurityGroup(world: World, cluster: ClusterModel): void {
  const found = world.find(CLUSTER_SECURITY_GROUP, { cluster_name: cluster.name }, cluster.region);
  if (found !== undefined) {
    world.remove(found);
  }
}

function subnet(world: World, id: string): WorldObject | undefined {
  return world.find('aws_subnet', { id });
}

function descriptionFor(clusterName: string): string {
  return `Amazon EKS ${clusterName}`;
}
