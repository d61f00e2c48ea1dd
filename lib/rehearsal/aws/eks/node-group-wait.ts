/**
 * EKS works on a node group by itself, and the provider asks every half minute how far it is. A provider that loses
 * patience does not stop EKS.
 */
import type { Call } from '../../engine/rules';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import { waitedTooLong } from './cluster-waiter';

/** Time-outs of create, update and delete (node_group.go). */
const PROVIDER_TIMEOUT = 60 * MINUTE;
const POLL = 30 * SECOND;

/** What the provider waits for. */
export interface Awaited {
  /** Such as `EKS Node Group (main:workers) create`. */
  readonly what: string;
  readonly target: string;
  readonly pending: string;
}

/** Lets EKS work and waits for it as long as the resource's time-out allows. */
export async function waitFor(call: Call, awaited: Awaited, work: () => Promise<void>): Promise<void> {
  const outcome: { isOver: boolean; error?: Error } = { isOver: false };
  work().then(
    () => {
      outcome.isOver = true;
    },
    (error: unknown) => {
      outcome.error = error instanceof Error ? error : new Error(String(error));
      outcome.isOver = true;
    },
  );
  const timeout = call.timeout(PROVIDER_TIMEOUT);
  const step = `waiting for ${awaited.what}`;
  const isOver = await call.until(() => outcome.isOver, { step, every: POLL, within: timeout });
  if (!isOver) {
    throw waitedTooLong(awaited.what, awaited.target, awaited.pending, timeout);
  }
  if (outcome.error !== undefined) {
    throw outcome.error;
  }
}
