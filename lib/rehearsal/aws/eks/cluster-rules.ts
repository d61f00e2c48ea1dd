/**
 * How `aws_eks_cluster` behaves.
 */
import type { ResourceRules } from '../../engine/rules';
import { encryptionOf, restoreBlocks } from './cluster-blocks';
import { createCluster } from './cluster-create';
import { deleteCluster } from './cluster-delete';
import { clustersOf } from './cluster-model';
import { planCluster } from './cluster-plan';
import { updateCluster } from './cluster-update';

/** The rules of clusters. */
export const CLUSTER_RULES: ResourceRules = {
  plan: planCluster,
  create: createCluster,
  update: updateCluster,
  delete: deleteCluster,
  read(object, { world }) {
    const cluster = clustersOf(world).find((candidate) => candidate.object === object);
    if (cluster !== undefined) {
      object.attributes['status'] = cluster.status;
      object.attributes['version'] = cluster.version;
      object.attributes['encryption_config'] = encryptionOf(object);
      restoreBlocks(object);
    }
  },
};
