/**
 * Puts into a world what a rehearsal is told about it before anything is created, and what stacks take for granted.
 */
import type { RehearsalOptions, RehearsedWorkload } from '../run/rehearsal-options';
import type { World } from '../world/world';
import { assumeArchitectures, declareImages } from './ec2/image';
import { architecturesInUse } from './ec2/image-uses';
import { setNodeMode } from './eks/node-mode';
import { declareWorkload, EVERY_CLUSTER } from './eks/workloads';

/** What runs where nothing else is said: enough pods to lose one, and not both. */
const WEB: RehearsedWorkload = { name: 'web', replicas: 2, minAvailable: 1 };

/** Furnishes the world. */
export function furnish(
  world: World,
  { images = {}, strict = false, workloads = [WEB] }: RehearsalOptions,
): void {
  declareImages(world, images);
  setNodeMode(world, strict ? 'strict' : 'realistic');
  for (const { clusterName = EVERY_CLUSTER, ...workload } of workloads) {
    declareWorkload(world, clusterName, workload);
  }
}

/** What a stack uses and does not make fits it, unless a rehearsal is told otherwise. */
export function takeForGranted(world: World, configuration: { readonly [name: string]: unknown }): void {
  assumeArchitectures(world, architecturesInUse(configuration));
}
