/**
 * How instances are paid for, on one side said by the group and on the other by its launch template.
 */
import type { ISafeEksCluster } from '../../cluster/i-safe-eks-cluster';
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import type { NodeGroupOptions } from '../node-group-options';
import { CapacityType } from '../node-group-options';
import type { NodeOptions } from '../node-options';
import { ownTemplateOf } from '../own-launch-template';

const RESERVATION = 'launchTemplate.capacityReservation';

/** A Capacity Block is of one instance type and in one availability zone, whoever manages the group. */
export function judgeBlock(cluster: ISafeEksCluster, nodes: NodeOptions): ProblemDetails[] {
  const { instanceTypes, launchTemplate } = nodes;
  if (launchTemplate?.capacityReservation?.isCapacityBlock !== true) {
    return [];
  }
  const isOneType = instanceTypes !== undefined && (!isKnown(instanceTypes) || instanceTypes.length === 1);
  const what = `${RESERVATION} is a Capacity Block, which is of one instance type`;
  const fix = 'Name the type of the block alone.';
  return [
    ...(isOneType ? [] : [problem('instanceTypes', instanceTypes, 'one type', what, fix)]),
    ...judgeZone(cluster, nodes),
  ];
}

/**
 * What a managed group says of its instances has to be what its template says: EKS refuses the group otherwise.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
 */
export function judgeCapacityType(cluster: ISafeEksCluster, options: NodeGroupOptions): ProblemDetails[] {
  const { ami, capacityType = CapacityType.ON_DEMAND, launchTemplate } = options;
  const isOfBlocks = capacityType === CapacityType.CAPACITY_BLOCK;
  if (ownTemplateOf(ami) !== undefined) {
    return isOfBlocks ? judgeBlockOfOwnTemplate(cluster, options) : [];
  }
  const { capacityReservation: reservation, placement } = launchTemplate ?? {};
  const add = (limit: string, what: string, fix: string): ProblemDetails =>
    problem('capacityType', capacityType, limit, what, fix);
  if (isOfBlocks && reservation?.isCapacityBlock !== true) {
    const what = `capacityType is CAPACITY_BLOCK, but ${RESERVATION} is none`;
    return [add('with a block', what, `Give ${RESERVATION} a CapacityReservation.capacityBlock.`)];
  }
  if (!isOfBlocks && reservation?.isCapacityBlock === true) {
    const what = `capacityType is ${capacityType}, but ${RESERVATION} is a Capacity Block`;
    return [add(CapacityType.CAPACITY_BLOCK, what, 'Give CapacityType.CAPACITY_BLOCK.')];
  }
  if (capacityType !== CapacityType.SPOT) {
    return [];
  }
  const impossible = [
    ...((reservation?.reservationId ?? reservation?.groupArn) ? ['in a capacity reservation'] : []),
    ...(placement?.tenancy?._tenancy === 'host' ? ['on a Dedicated Host'] : []),
  ];
  return impossible.map((where) => {
    const what = `capacityType is SPOT, but launchTemplate wants the nodes ${where}`;
    return add(CapacityType.ON_DEMAND, what, 'Give CapacityType.ON_DEMAND.');
  });
}

/** The template has the instance type, since it is needed together with the block. */
function judgeBlockOfOwnTemplate(cluster: ISafeEksCluster, nodes: NodeOptions): ProblemDetails[] {
  const { instanceTypes } = nodes;
  const what =
    'instanceTypes is given together with a launch template of yours, which names the type of a Capacity Block';
  const fix = 'Say it in the launch template.';
  return [
    ...(instanceTypes === undefined ? [] : [problem('instanceTypes', instanceTypes, 'nothing', what, fix)]),
    ...judgeZone(cluster, nodes),
  ];
}

function judgeZone(cluster: ISafeEksCluster, { subnetIds }: NodeOptions): ProblemDetails[] {
  const all = cluster.network.nodeSubnetIds;
  if (subnetIds !== undefined || (isKnown(all) && all.length === 1)) {
    return [];
  }
  const what = 'subnetIds is left out, but a Capacity Block is in one availability zone';
  const fix = 'Name the subnets of the zone of the block.';
  return [problem('subnetIds', undefined, 'subnets of one zone', what, fix)];
}

function problem(property: string, value: unknown, limit: string, what: string, fix: string): ProblemDetails {
  return { code: 'SEKS2021', property, value, limit, what, fix };
}
