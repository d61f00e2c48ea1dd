/**
 * What is said about the library's checks as a whole.
 */
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { SafetyReport } from './safety-report';

/**
 * Entry to what is not about one construct.
 */
export class SafeEks {
  /**
   * Takes a risk knowingly: silences one code for a construct and everything below it.
   *
   * An acknowledgement that matches nothing warns (SEKS1004), so that it does not outlive its reason; one for a
   * code that cannot be silenced, or without a reason, is an error (SEKS1005). It may be given before or after
   * the construct that has the problem is made.
   *
   * @param scope the construct, stack or app for which the risk is taken
   * @param code a code from docs/errors.md, such as `SEKS1203`
   * @param reason why, for the next reader
   */
  public static acknowledge(scope: IConstruct, code: string, reason: string): void {
    // Within a stack the guard is needed even when nothing else of the library is there: it judges the acknowledgement.
    const inStack = scope.node.scopes.some((node) => TerraformStack.isStack(node));
    (inStack ? SafetyReport.of(scope) : SafetyReport.ofTree(scope)).acknowledge(scope, code, reason);
  }

  // Only statics: there is nothing to construct.
  private constructor() {}
}
