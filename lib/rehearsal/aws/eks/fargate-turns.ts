/**
 * The provider's own lock around Fargate profiles: one call of a cluster at a time, within one configuration of the provider
 * (provider source fargate_profile.go, `conns.GlobalMutexKV`; each configuration is a process of its own).
 */
import type { Call } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';

/** For each configuration of the provider: what the last in the queue of a cluster waits to be done. */
const QUEUES = new WeakMap<KnownValues, Map<string, Promise<void>>>();

/** Does something when the calls before it are done. */
export async function inTurn(call: Call, action: () => Promise<void>): Promise<void> {
  // Calls that come at the same moment queue up in the order of their addresses, whichever message was first.
  await call.world.clock.sleep(0, call.address);
  const queues = QUEUES.get(call.provider) ?? new Map<string, Promise<void>>();
  QUEUES.set(call.provider, queues);
  const { cluster_name: cluster } = call.planned;
  const key = `${call.region} ${typeof cluster === 'string' ? cluster : ''}`;
  const before = queues.get(key) ?? Promise.resolve();
  let done = (): void => undefined;
  queues.set(
    key,
    new Promise<void>((resolve) => {
      done = resolve;
    }),
  );
  await call.waitFor(before, 'waiting for another Fargate profile of the cluster');
  try {
    await action();
  } finally {
    done();
  }
}
