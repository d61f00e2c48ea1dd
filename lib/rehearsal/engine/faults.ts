/**
 * Troubles that a rehearsal makes on purpose.
 */

/** What happens to a request instead of being served. */
export type RequestFault =
  /** The service is asked too often: the provider tries again, as the AWS SDK does. */
  | { readonly kind: 'throttle'; readonly times: number }
  /** The service refuses for good. */
  | { readonly kind: 'fail'; readonly code: string; readonly text: string };

/** Decides, for each request in turn, whether something goes wrong. */
export interface RequestFaults {
  /**
   * @param operation such as `eks:CreateNodegroup`
   * @param address the resource that it is for
   */
  strike(operation: string, address: string): RequestFault | undefined;
}

/** Nothing goes wrong. */
export const NO_FAULTS: RequestFaults = { strike: () => undefined };
