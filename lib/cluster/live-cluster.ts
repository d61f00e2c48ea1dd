/**
 * What Terraform compares with the live cluster before it touches it.
 */
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsEksClusters } from '@cdktf/provider-aws/lib/data-aws-eks-clusters';
import { DataAwsEksNodeGroups } from '@cdktf/provider-aws/lib/data-aws-eks-node-groups';
import type { TerraformProvider } from 'cdktf';
import { conditional, Fn, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { AutoMode } from '../auto-mode/auto-mode';
import { autoModeConditions } from '../auto-mode/auto-mode-checks';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import type { PlanCondition } from './eks-network';
import type { KubernetesVersion } from './kubernetes-version';
import type { UpgradeFrom } from './upgrade-from';

/** What a cluster is to be. */
export interface WantedCluster {
  readonly clusterName: string;
  readonly version: KubernetesVersion;
  readonly upgradeFrom: UpgradeFrom;
  readonly authentication: ClusterAuthentication;
  readonly autoMode: AutoMode;
  readonly provider?: TerraformProvider;
}

/**
 * Has each plan look at the cluster, if it is there.
 *
 * The data sources feed nothing but these conditions: an argument that is fed from them could turn unknown, and replace
 * the cluster.
 *
 * @param scope the cluster
 */
export function liveConditions(scope: Construct, wanted: WantedCluster): PlanCondition[] {
  const { clusterName, version, upgradeFrom, authentication, autoMode, provider } = wanted;
  if (!upgradeFrom._isLive) {
    return [];
  }
  // One that is not there yet cannot be looked at, so it is first seen whether it is.
  const clusters = new DataAwsEksClusters(scope, 'LiveClusters', { provider });
  const count = Token.asNumber(conditional(Fn.contains(clusters.names, clusterName), 1, 0));
  const live = new DataAwsEksCluster(scope, 'Live', { name: clusterName, count, provider }).fqn;
  // Only who is to lose nodes or add-ons needs the right to list node groups.
  const nodeGroups = autoMode._endsNodes
    ? new DataAwsEksNodeGroups(scope, 'LiveNodeGroups', { clusterName, count, provider }).fqn
    : '[]';
  const { path } = scope.node;
  return [
    ...upgradeFrom._conditions(path, live, version),
    authenticationCondition(path, live, authentication),
    ...autoModeConditions(path, autoMode, { cluster: live, nodeGroups }),
  ];
}

/** EKS knows one way only, and no step may be left out; the AWS provider plans all of them. */
function authenticationCondition(
  path: string,
  live: string,
  authentication: ClusterAuthentication,
): PlanCondition {
  const modes = `flatten(${live}[*].access_config[*].authentication_mode)`;
  const allowed = JSON.stringify(authentication._allowedBefore);
  return {
    condition: `\${alltrue([for mode in ${modes} : contains(${allowed}, mode)])}`,
    errorMessage:
      `${path}: authentication cannot go from \${join(", ", ${modes})}, which the cluster has, to ${authentication.mode} ` +
      `(SEKS4010). ${authentication._wayOut}`,
  };
}
