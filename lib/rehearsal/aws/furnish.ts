/**
 * Puts into a world what a rehearsal is told about it before anything is created.
 */
import type { RehearsalOptions } from '../run/rehearsal-options';
import type { World } from '../world/world';
import { declareImages } from './ec2/image';
import { setNodeMode } from './eks/node-mode';

/** Furnishes the world. */
export function furnish(world: World, { images = {}, strict = false }: RehearsalOptions): void {
  declareImages(world, images);
  setNodeMode(world, strict ? 'strict' : 'realistic');
}
