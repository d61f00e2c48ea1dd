/**
 * How forgiving nodes are that come up before what they need.
 */
import type { World } from '../../world/world';

/**
 * - `realistic`: as on AWS the kubelet tries again until the node group loses patience, so a race that is won in the end is
 *   a violation only.
 * - `strict`: a node that had to wait for anything never gets well, so that no race goes unseen.
 */
export type NodeMode = 'realistic' | 'strict';

const MODES = new WeakMap<World, NodeMode>();

/** Chooses how forgiving the nodes of a world are; realistic if nobody does. */
export function setNodeMode(world: World, mode: NodeMode): void {
  MODES.set(world, mode);
}

/** How forgiving they are. */
export function nodeModeOf(world: World): NodeMode {
  return MODES.get(world) ?? 'realistic';
}
