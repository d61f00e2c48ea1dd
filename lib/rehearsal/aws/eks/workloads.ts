/**
 * Pods that ought to run all the time, and where they run.
 */
import type { World } from '../../world/world';
import type { ClusterModel } from './cluster-model';

/** Finds a place for every pod that has none; to be called whenever nodes come, go or become ready. */
export function schedule(_world: World, _cluster: ClusterModel): void {
  throw new Error('not written yet');
}
