/**
 * How the provider waits for what stands in the way of a deletion.
 */
import { ApiError } from '../../engine/api-error';
import type { DeleteCall } from '../../engine/rules';
import type { Milliseconds } from '../../world/virtual-clock';
import { SECOND } from '../../world/virtual-clock';

/** The provider's `RetryWhenAWSErrCodeEquals` waits at most ten seconds between two attempts (terraform-plugin-sdk `retry`). */
const EVERY = 10 * SECOND;

/** Tries again until nothing depends on the object any more; after the time-out it reports what the service said last. */
export async function waitUntilFree(
  call: DeleteCall,
  isFree: () => boolean,
  options: { readonly within: Milliseconds; readonly step: string; readonly text: string },
): Promise<void> {
  if (!(await call.until(isFree, { step: options.step, every: EVERY, within: options.within }))) {
    throw new ApiError('DependencyViolation', options.text);
  }
}
