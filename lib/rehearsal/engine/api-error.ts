/**
 * An answer of a simulated service that is not what was asked for.
 */

/** The error of a service, with the code by which it is known. */
export class ApiError extends Error {
  public override readonly name = 'ApiError';

  /**
   * @param code the service's code, such as `ResourceInUseException`
   * @param text the service's words
   */
  public constructor(
    public readonly code: string,
    public readonly text: string,
  ) {
    super(`${code}: ${text}`);
  }
}

/** What a provider finds wrong by itself when it plans, without asking a service. */
export class PlanError extends Error {
  public override readonly name = 'PlanError';
}
