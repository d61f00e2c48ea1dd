/**
 * Lets go of a resource instead of destroying it when it leaves the code.
 */
import type { TerraformResource } from 'cdktf';
import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import { addressOf } from '../ordering/element';

/**
 * Renders a `removed` block for a resource that is not made any more. `prevent_destroy` stands in the block of the
 * resource and goes with it, so that it cannot protect a key whose cluster is told to use another: the cluster keeps
 * the old one all the same, and is lost with it. Where the state has no such resource, the block does nothing.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class Forgotten extends TerraformElement {
  private readonly address: string;

  /**
   * @param scope the scope that the resource was made in
   * @param id id of this element
   * @param make makes the resource as it was; it is taken away again, only its address is needed
   */
  public constructor(scope: Construct, id: string, make: () => TerraformResource) {
    super(scope, id);
    const resource = make();
    this.address = addressOf(resource);
    scope.node.tryRemoveChild(resource.node.id);
  }

  public override toTerraform(): object {
    return { removed: [{ from: this.address, lifecycle: { destroy: false } }] };
  }
}
