/**
 * The end of a cluster.
 */
import { ApiError } from '../../engine/api-error';
import type { DeleteCall } from '../../engine/rules';
import { HOUR, MINUTE, SECOND } from '../../world/virtual-clock';
import { terminateAutoModeNodes } from './auto-mode';
import { nameIn } from './cluster-arguments';
import type { ClusterModel } from './cluster-model';
import { removeObjectsOf } from '../../kubernetes/objects';
import { findCluster, removeClusterModel } from './cluster-model';
import { waitedTooLong } from './cluster-waiter';
import { flushLogs } from './control-plane-logs';
import {
  controlPlaneInterfaces,
  detachControlPlane,
  leaveControlPlaneBehind,
  removeClusterSecurityGroup,
} from './control-plane-network';
import { missingPolicies } from './control-plane-role';

/** The provider's default time-out, and how long it tries again while an update is in progress (`cluster.go`). */
const DELETE_TIMEOUT = 15 * MINUTE;
const UPDATE_PATIENCE = { every: 10 * SECOND, within: 1 * HOUR };

/** Deletes a cluster. */
export async function deleteCluster(call: DeleteCall): Promise<void> {
  const { world, object } = call;
  const cluster = findCluster(world, object.region, object.attributes['name']);
  if (cluster === undefined) {
    return;
  }
  await call.request('eks:DeleteCluster');
  requireDeletable(call, cluster);
  await waitForUpdate(call, cluster);
  if (!world.ending) {
    world.violate(
      'cluster-replaced',
      cluster.name,
      `The cluster ${cluster.name} is deleted, with everything in it, by an apply that was to change it.`,
    );
  }
  cluster.status = 'DELETING';
  object.attributes['status'] = 'DELETING';
  const roleArn = nameIn(object.attributes['role_arn']);
  const started = world.clock.now;
  const couldCleanUp = missingPolicies(world, roleArn, false).length === 0;
  await call.takes('eks:DeleteCluster');
  if (couldCleanUp && missingPolicies(world, roleArn, false).length === 0) {
    detachControlPlane(world, cluster);
    removeObjectsOf(world, cluster);
    vanish(call, cluster);
    return;
  }
  const timeout = call.timeout(DELETE_TIMEOUT);
  await call.sleep(Math.max(0, started + timeout - world.clock.now), 'waiting for EKS to clean up');
  leaveUncleaned(call, cluster, roleArn);
  throw waitedTooLong(`EKS Cluster (${cluster.name}) delete`, '', 'DELETING', timeout);
}

/** What EKS refuses to delete (the first text is from memory; cloud-nuke#148 has the second). */
function requireDeletable({ object }: DeleteCall, cluster: ClusterModel): void {
  if (object.attributes['deletion_protection'] === true) {
    throw new ApiError(
      'InvalidRequestException',
      `Cluster ${cluster.name} cannot be deleted because deletion protection is enabled. Disable deletion protection first.`,
    );
  }
  if (cluster.nodeGroups.size > 0) {
    throw new ApiError('ResourceInUseException', 'Cluster has nodegroups attached');
  }
  if (cluster.fargateProfiles.size > 0) {
    throw new ApiError('ResourceInUseException', 'Cluster has Fargate profiles attached');
  }
}

async function waitForUpdate(call: DeleteCall, cluster: ClusterModel): Promise<void> {
  const isIdle = (): boolean => cluster.runningUpdate === undefined;
  if (!(await call.until(isIdle, { step: 'waiting for the running update', ...UPDATE_PATIENCE }))) {
    throw new ApiError(
      'ResourceInUseException',
      `Cannot delete because cluster ${cluster.name} currently has an update in progress`,
    );
  }
}

/**
 * Without its policies the role cannot take the interfaces out of the subnets ("Amazon EKS cluster IAM role" and the
 * provider's documentation on `depends_on`): EKS hangs, and the interfaces stay.
 */
function leaveUncleaned(call: DeleteCall, cluster: ClusterModel, roleArn: string): void {
  const { world } = call;
  const left = controlPlaneInterfaces(world, cluster).length;
  leaveControlPlaneBehind(world, cluster);
  world.violate(
    'role-lost-policies',
    cluster.name,
    `${roleArn} lost its policies while the cluster ${cluster.name} was being deleted. Its ${left} network interfaces stay in their subnets, which cannot be deleted.`,
  );
  vanish(call, cluster);
  world.remove(call.object);
}

function vanish({ world, object }: DeleteCall, cluster: ClusterModel): void {
  terminateAutoModeNodes(world, cluster, 'its cluster was deleted');
  removeClusterSecurityGroup(world, cluster);
  flushLogs(world, object);
  removeClusterModel(world, cluster);
  world.note('cluster-gone', cluster.name);
}
