/**
 * What is remembered of a node beyond its model: what it was started with, what it waited for, and whether it takes pods.
 */
import type { Milliseconds } from '../../world/virtual-clock';
import type { NodeModel } from './cluster-model';

/** What a node has to wait for, by the name of the violation that it is to start without it. */
export type Want =
  'node-before-access' | 'node-before-role-policies' | 'node-before-route' | 'node-before-cni';

/** What a node still lacks, or what it will never have. */
export interface Lack {
  /** Nothing when waiting does not help. */
  readonly want: Want | undefined;
  /** What is missing, as the end of `… was missing`. */
  readonly what: string;
}

/** The life of a node. */
export interface NodeLife {
  /** Which version of what its group asks for it was made from. */
  readonly generation: string;
  readonly userData: string;
  readonly interfaceId: string;
  joinedAt: Milliseconds | undefined;
  /** What it lacked when it first needed it, and since when. */
  readonly waited: Map<Want, { readonly since: Milliseconds; readonly what: string }>;
  /** It waits for nothing more and never gets well. */
  isDoomed: boolean;
  /** New pods do not come to it. */
  isCordoned: boolean;
}

const LIVES = new WeakMap<NodeModel, NodeLife>();

/** Begins the life of a node. */
export function beginLife(
  node: NodeModel,
  facts: Pick<NodeLife, 'generation' | 'userData' | 'interfaceId'>,
): void {
  LIVES.set(node, { ...facts, joinedAt: undefined, waited: new Map(), isDoomed: false, isCordoned: false });
}

/** The life of a node; a node that somebody put there is one that always was well. */
export function lifeOf(node: NodeModel): NodeLife {
  const known = LIVES.get(node);
  if (known !== undefined) {
    return known;
  }
  beginLife(node, { generation: '', userData: '', interfaceId: '' });
  return lifeOf(node);
}

/** Whether new pods come to a node. */
export function takesPods(node: NodeModel): boolean {
  return node.status === 'Ready' && !lifeOf(node).isCordoned;
}

/** How people know a node, such as `workers/i-0a1b2c3d4e5f60718`. */
export function nameOfNode(node: NodeModel): string {
  return `${node.group}/${node.name}`;
}
