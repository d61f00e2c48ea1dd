/**
 * Which networks are compared with AWS, and where: those of a cluster once, those of nodes where they have others.
 */
import type { TerraformProvider, TerraformResourceLifecycle } from 'cdktf';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { IEksNetwork } from './eks-network';
import type { PlanCondition } from './plan-condition';
import type { ISafeEksCluster } from './i-safe-eks-cluster';
import { LiveCluster } from './live-cluster';
import { NetworkCheck } from './network-check';
import { NetworkSurvey } from './network-survey';
import { providerOf } from './provider-of';
import type { GivenSubnets, SubnetLookup } from './subnet-lookup';
import { areMadeHere } from './subnet-lookup';

const ID = 'NetworkCheck';

/** What is known besides the network. */
export interface SurveyedCluster {
  readonly live: LiveCluster;
  readonly securityGroupIds?: readonly string[];
  readonly isImported?: boolean;
  readonly lookup?: SubnetLookup;
  readonly provider?: TerraformProvider;
}

/** The comparison of a network that somebody gave; undefined where there is nothing to compare. */
export function surveyOf(
  scope: Construct,
  network: IEksNetwork,
  cluster: SurveyedCluster,
  id = ID,
): NetworkSurvey | undefined {
  const { check, controlPlaneSubnetIds, nodeSubnetIds } = network;
  // Of subnets that are read live, only those for nodes can have been given.
  const isLookedUp = cluster.lookup !== undefined;
  if (check === undefined || check._isNone || (!isLookedUp && areMadeHere(scope, controlPlaneSubnetIds))) {
    return undefined;
  }
  const areOthers =
    network.isLive !== true && nodeSubnetIds !== controlPlaneSubnetIds && !areMadeHere(scope, nodeSubnetIds);
  return new NetworkSurvey(scope, id, {
    check,
    controlPlane: isLookedUp ? undefined : given('network.controlPlaneSubnetIds', controlPlaneSubnetIds),
    nodes: areOthers
      ? given(isLookedUp ? 'nodeSubnetIds' : 'network.nodeSubnetIds', nodeSubnetIds)
      : undefined,
    isImported: false,
    ...cluster,
    securityGroupIds: givenElsewhere(scope, cluster.securityGroupIds),
  });
}

/** Where nodes are put, as far as they have settings of their own. */
export interface NetworkOfNodes {
  readonly subnetIds?: string[];
  readonly securityGroupIds?: string[];
}

/** The subnets of nodes. */
export interface SubnetsOfNodes {
  readonly subnetIds: string[];
  /**
   * Those whose change is to replace the nodes, by new ones beside them. Live ones are not among them: what somebody else does to a
   * cluster replaces no nodes, which stay where they were made until something else replaces them.
   */
  readonly replacing: string[];
}

/** The subnets that nodes were given, or those of the cluster's network. */
export function subnetsOfNodes(cluster: ISafeEksCluster, { subnetIds }: NetworkOfNodes): SubnetsOfNodes {
  if (subnetIds !== undefined) {
    return { subnetIds, replacing: subnetIds };
  }
  const { nodeSubnetIds, isLive } = cluster.network;
  return { subnetIds: nodeSubnetIds, replacing: isLive === true ? [] : nodeSubnetIds };
}

/**
 * The lifecycle of something that runs pods: its successor comes before it goes, into a network that is as it should be.
 *
 * @param ignored arguments whose changes do nothing
 */
export function computeLifecycle(
  compute: Construct,
  cluster: ISafeEksCluster,
  network: NetworkOfNodes,
  ignored: readonly string[] = [],
): TerraformResourceLifecycle {
  const precondition = nodeNetworkConditions(compute, cluster, network);
  return {
    createBeforeDestroy: true,
    ...(ignored.length === 0 ? {} : { ignoreChanges: [...ignored] }),
    ...(precondition.length === 0 ? {} : { precondition }),
  };
}

/**
 * What must hold before nodes are put into a network. Of the cluster's own network that stands with the cluster, unless the cluster is
 * managed elsewhere.
 */
function nodeNetworkConditions(
  nodes: Construct,
  cluster: ISafeEksCluster,
  { subnetIds, securityGroupIds }: NetworkOfNodes,
): PlanCondition[] {
  const isSameStack = TerraformStack.of(nodes) === TerraformStack.of(cluster);
  const provider = providerOf(cluster, nodes);
  const live = isSameStack ? cluster._live : new LiveCluster(nodes, cluster.physicalName, provider);
  const inherited =
    subnetIds === undefined ? (surveyIn(nodes, cluster, { live, provider })?.conditions ?? []) : [];
  const check = cluster._networkCheck ?? NetworkCheck.live();
  const subnets = givenElsewhere(nodes, subnetIds);
  const groups = givenElsewhere(nodes, securityGroupIds);
  if (check._isNone || (subnets === undefined && groups === undefined)) {
    return inherited;
  }
  const own = new NetworkSurvey(nodes, ID, {
    check,
    live,
    nodes: subnets === undefined ? undefined : given('subnetIds', subnets),
    securityGroupIds: groups,
    isImported: false,
    provider,
  });
  return [...inherited, ...own.conditions];
}

/** The comparison of the network of a cluster that is managed elsewhere; a condition cannot refer to data of another stack. */
function surveyIn(
  nodes: Construct,
  cluster: ISafeEksCluster,
  lookedUp: SurveyedCluster,
): NetworkSurvey | undefined {
  const { _networkSurvey: survey, _live } = cluster;
  return survey === undefined || lookedUp.live === _live
    ? survey
    : cluster.network.isLive === true
      ? undefined
      : surveyOf(nodes, cluster.network, lookedUp, 'ClusterNetworkCheck');
}

function given(property: string, ids: string[]): GivenSubnets {
  return { property, ids };
}

function givenElsewhere<T extends readonly string[]>(scope: Construct, ids: T | undefined): T | undefined {
  return ids === undefined || ids.length === 0 || areMadeHere(scope, ids) ? undefined : ids;
}
