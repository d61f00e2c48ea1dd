/**
 * The stack of what runs on a cluster, with the providers in it.
 */
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { DeferredProvidersProps } from './deferred-providers';
import { DeferredProviders } from './deferred-providers';

/**
 * A stack that is deployed after a cluster and destroyed before it, and whose kubernetes provider leads there. It is the same as
 * a stack of your own with `new DeferredProviders(stack, 'Providers', …)` in it: nothing changes when one takes the other's place.
 */
export class WorkloadStack extends TerraformStack {
  /** The kubernetes provider, and the one for Helm. */
  public readonly providers: DeferredProviders;

  /**
   * @param scope the app
   * @param id name of the stack
   * @param props the cluster, and how its providers sign in
   */
  public constructor(scope: Construct, id: string, props: DeferredProvidersProps) {
    super(scope, id);
    this.providers = new DeferredProviders(this, 'Providers', props);
  }
}
