/**
 * Clusters with Fargate profiles, as their user changes them.
 */
import type { App, TerraformStack } from 'cdktf';
import type { FargateProfileOptions, SafeEksCluster, SafeEksClusterProps } from '../../lib';
import { FargateProfile } from '../../lib';
import { ADMIN_ARN, bareCluster } from './cluster';
import { newStack } from './synth';

/** A profile that takes coredns. */
export const SYSTEM: FargateProfileOptions = { selectors: [{ namespace: 'kube-system' }] };
/** A profile for a namespace of its own. */
export const SHOP: FargateProfileOptions = { selectors: [{ namespace: 'shop' }] };

/** What a test says of its cluster. */
export interface FargateFleet {
  readonly cluster?: Partial<SafeEksClusterProps>;
  /** By name; `system` and `shop` unless told otherwise. */
  readonly profiles?: { readonly [name: string]: FargateProfileOptions };
  readonly arrange?: (cluster: SafeEksCluster) => void;
}

/** A cluster that has an administrator and Fargate profiles, and no nodes. */
export function fargateFleet(app: App, fleet: FargateFleet = {}): SafeEksCluster {
  return fargateCluster(newStack(app), fleet);
}

/** The same in a stack that is there. */
export function fargateCluster(stack: TerraformStack, fleet: FargateFleet = {}): SafeEksCluster {
  const cluster = bareCluster(stack, fleet.cluster);
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  for (const [name, options] of Object.entries(fleet.profiles ?? { system: SYSTEM, shop: SHOP })) {
    cluster.addFargateProfile(name, options);
  }
  fleet.arrange?.(cluster);
  return cluster;
}

/** A profile of a cluster by its name. */
export function profileOf(cluster: SafeEksCluster, name: string): FargateProfile {
  const found = cluster.node.findChild(name);
  if (!(found instanceof FargateProfile)) {
    throw new Error(`${name} is no Fargate profile`);
  }
  return found;
}
