/**
 * Blocks of a synthesized configuration without what a test is not about.
 */
import type { GraphNode } from '../../lib/testing';

/** The arguments of a block without cdktf's comment, `depends_on`, and those that are named. */
export function argumentsOf(block: GraphNode['block'], ...without: string[]): Record<string, unknown> {
  const hidden = ['//', 'depends_on', ...without];
  return Object.fromEntries(Object.entries(block).filter(([key]) => !hidden.includes(key)));
}
