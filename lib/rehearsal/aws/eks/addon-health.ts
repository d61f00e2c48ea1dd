/**
 * Whether add-ons do their work: what other services and nodes ask of them.
 */
import type { World } from '../../world/world';
import type { ClusterModel } from './cluster-model';

/** Whether a node that joins now gets its network: a CNI is there, runs, and has the rights that it needs. */
export function cniIsReady(_world: World, _cluster: ClusterModel): boolean {
  throw new Error('not written yet');
}

/** Why it does not, in the words of a report. */
export function cniTrouble(_world: World, _cluster: ClusterModel): string {
  throw new Error('not written yet');
}
