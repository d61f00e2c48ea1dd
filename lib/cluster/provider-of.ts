/**
 * Which AWS provider something that belongs to a cluster uses.
 */
import type { TerraformProvider } from 'cdktf';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from './i-safe-eks-cluster';

/** The cluster's provider within its stack; a provider means nothing in another, whose default one is used. */
export function providerOf(cluster: ISafeEksCluster, scope: IConstruct): TerraformProvider | undefined {
  return TerraformStack.of(cluster) === TerraformStack.of(scope) ? cluster.provider : undefined;
}
