/**
 * A warning that Terraform gives with a plan, without refusing it.
 */
import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import type { PlanCondition } from './plan-condition';

/**
 * A `check` block, which CDKTF has no construct for.
 *
 * @see https://developer.hashicorp.com/terraform/language/checks
 */
export class PlanWarning extends TerraformElement {
  public constructor(
    scope: Construct,
    id: string,
    private readonly condition: PlanCondition,
  ) {
    super(scope, id, 'check');
  }

  /** Called by CDKTF at synth. */
  public override toTerraform(): object {
    const { condition, errorMessage } = this.condition;
    return {
      check: { [this.friendlyUniqueId]: { assert: [{ condition, error_message: errorMessage }] } },
    };
  }
}
