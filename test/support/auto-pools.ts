/**
 * A cluster with Auto Mode in the stack `stack`, and node classes and pools for it in the stack `pools`.
 */
import type { App, TerraformStack } from 'cdktf';
import type { AutoModeOptions, SafeEksCluster } from '../../lib';
import { AutoMode } from '../../lib';
import type { AutoNodeClassProps, AutoNodePoolProps } from '../../lib/kubernetes';
import { AutoNodeClass, AutoNodePool, DeferredProviders } from '../../lib/kubernetes';
import type { SynthesizedApp } from '../../lib/testing';
import { ADMIN_ARN, bareCluster } from './cluster';
import { newStack } from './synth';

export interface AutoPools {
  readonly cluster: SafeEksCluster;
  /** The stack of the classes and pools. */
  readonly pools: TerraformStack;
}

/** Makes it, without any class or pool. */
export function autoPools(app: App, options: AutoModeOptions = {}): AutoPools {
  const cluster = bareCluster(newStack(app), { autoMode: AutoMode.enabled(options) });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  const pools = newStack(app, 'pools');
  new DeferredProviders(pools, 'Providers', { cluster });
  return { cluster, pools };
}

/** The class `private` and the pool `batch` on it. */
export function classAndPool(
  app: App,
  ofClass: Partial<AutoNodeClassProps> = {},
  ofPool: Partial<AutoNodePoolProps> = {},
): AutoPools {
  const made = autoPools(app);
  const { cluster, pools } = made;
  const nodeClass = new AutoNodeClass(pools, 'private', { cluster, ...ofClass });
  new AutoNodePool(pools, 'batch', { cluster, nodeClass, limits: { cpu: 100 }, ...ofPool });
  return made;
}

/** A rendered object, as Terraform gets it. */
export interface RenderedManifest {
  readonly manifest: { readonly kind: string; readonly spec: object };
  readonly computed_fields: readonly string[];
}

/** The objects of a stack, without the comments of CDKTF. */
export function manifestsOf(app: SynthesizedApp, stack = 'pools'): readonly RenderedManifest[] {
  const { resource } = app.stack(stack).configuration as {
    readonly resource: {
      readonly kubernetes_manifest: Readonly<Record<string, RenderedManifest & { '//': unknown }>>;
    };
  };
  return Object.values(resource.kubernetes_manifest).map(({ '//': _comment, ...rest }) => rest);
}
