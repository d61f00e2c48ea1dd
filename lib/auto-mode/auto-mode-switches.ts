/**
 * The three switches of Auto Mode. AWS takes them only together, all on or all off; a block that is left out keeps
 * what the cluster has, so that Auto Mode would silently stay on. Hence one value renders all three, always.
 */
import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';

/** The parts of the cluster's configuration that the switches take up. */
export interface AutoModeSwitches {
  readonly computeConfig: NonNullable<EksClusterConfig['computeConfig']>;
  readonly elasticLoadBalancing: { readonly enabled: boolean };
  readonly storageConfig: NonNullable<EksClusterConfig['storageConfig']>;
}

/**
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
 */
export function autoModeSwitches(enabled: boolean): AutoModeSwitches {
  return {
    computeConfig: { enabled },
    elasticLoadBalancing: { enabled },
    storageConfig: { blockStorage: { enabled } },
  };
}
