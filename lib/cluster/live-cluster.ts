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
import type { PlanCondition } from './plan-condition';
import type { KubernetesVersion } from './kubernetes-version';
import type { UpgradeFrom } from './upgrade-from';

/** What a cluster is to be. */
export interface WantedCluster {
  readonly version: KubernetesVersion;
  readonly upgradeFrom: UpgradeFrom;
  readonly authentication: ClusterAuthentication;
  readonly autoMode: AutoMode;
}

/** The cluster as AWS has it, asked for once however many want to know. */
export class LiveCluster {
  private known?: { readonly address: string; readonly count?: number };

  /**
   * @param scope where the data sources are made
   * @param clusterName name of the cluster, a literal
   * @param provider the provider to ask with
   * @param found the data source of a cluster that is there for certain
   */
  public constructor(
    private readonly scope: Construct,
    private readonly clusterName: string,
    private readonly provider?: TerraformProvider,
    found?: DataAwsEksCluster,
  ) {
    this.known = found === undefined ? undefined : { address: found.fqn };
  }

  /**
   * Address of one live cluster or none: `address[*]` is a list of either.
   *
   * The data sources may feed nothing but conditions: an argument that is fed from them could turn unknown, and replace
   * the cluster.
   */
  public get address(): string {
    return this.sought.address;
  }

  /** Address of the names of its node groups, of which there is one list or none. */
  public nodeGroups(): string {
    const { clusterName, provider } = this;
    const { count } = this.sought;
    return new DataAwsEksNodeGroups(this.scope, 'LiveNodeGroups', { clusterName, count, provider }).fqn;
  }

  private get sought(): { readonly address: string; readonly count?: number } {
    if (this.known === undefined) {
      const { scope, clusterName: name, provider } = this;
      // One that is not there yet cannot be looked at, so it is first seen whether it is.
      const clusters = new DataAwsEksClusters(scope, 'LiveClusters', { provider });
      const count = Token.asNumber(conditional(Fn.contains(clusters.names, name), 1, 0));
      this.known = { address: new DataAwsEksCluster(scope, 'Live', { name, count, provider }).fqn, count };
    }
    return this.known;
  }
}

/**
 * Has each plan look at the cluster, if it is there.
 *
 * @param path path of the cluster
 */
export function liveConditions(path: string, live: LiveCluster, wanted: WantedCluster): PlanCondition[] {
  const { version, upgradeFrom, authentication, autoMode } = wanted;
  if (!upgradeFrom._isLive) {
    return [];
  }
  const { address } = live;
  // Only who is to lose nodes or add-ons needs the right to list node groups.
  const nodeGroups = autoMode._endsNodes ? live.nodeGroups() : '[]';
  return [
    ...upgradeFrom._conditions(path, address, version),
    authenticationCondition(path, address, authentication),
    ...autoModeConditions(path, autoMode, { cluster: address, nodeGroups }),
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
