/**
 * What a provider reports when it waits in vain.
 */
import { ApiError } from '../../engine/api-error';
import type { Milliseconds } from '../../world/virtual-clock';
import { HOUR, MINUTE, SECOND } from '../../world/virtual-clock';

/**
 * A state that does not come in time, such as `waiting for EKS Add-On (main:coredns) create: timeout while waiting for state
 * to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)`.
 *
 * @param what such as `EKS Add-On (main:coredns) create`
 */
export function waitedTooLong(what: string, target: string, last: string, timeout: Milliseconds): ApiError {
  const text = `timeout while waiting for state to become '${target}' (last state: '${last}', timeout: ${goDuration(timeout)})`;
  return new ApiError(`waiting for ${what}`, text);
}

/** A state from which nothing leads to the one that the provider waits for. */
export function unexpectedState(what: string, target: string, state: string, lastError: string): ApiError {
  const text = `unexpected state '${state}', wanted target '${target}'. last error: ${lastError}`;
  return new ApiError(`waiting for ${what}`, text);
}

/** A duration as Go writes it: `20m0s`, `1h0m0s`. */
function goDuration(duration: Milliseconds): string {
  const hours = Math.floor(duration / HOUR);
  const minutes = Math.floor((duration % HOUR) / MINUTE);
  const seconds = (duration % MINUTE) / SECOND;
  const hoursText = hours > 0 ? `${hours}h` : '';
  const minutesText = duration >= MINUTE ? `${minutes}m` : '';
  return `${hoursText}${minutesText}${seconds}s`;
}
