/**
 * What the node groups of a cluster must agree on among themselves, whoever manages them.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { Ami } from './ami';

/** A node group, as the others see it. */
export interface NodeGroupPeer extends IConstruct {
  /** The name that launch template and role are named after. */
  readonly _baseName: string;
  readonly _ami: Ami;
}

/** The node groups among the compute of a cluster. */
export function nodeGroupsOf(cluster: ISafeEksCluster): NodeGroupPeer[] {
  return cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE).filter(isNodeGroup);
}

/**
 * Of two groups with one name the one that comes later in the tree is reported.
 *
 * @param property what the name is called in the options of the group
 */
export function judgeNamesakes(
  group: NodeGroupPeer,
  cluster: ISafeEksCluster,
  property: string,
): ProblemDetails[] {
  const value = group._baseName;
  const first = nodeGroupsOf(cluster)
    // The names of roles do not differ by case.
    .filter((other) => other._baseName.toLowerCase() === value.toLowerCase())
    .map((other) => other.node.path)
    .sort()[0];
  if (first === undefined || first === group.node.path) {
    return [];
  }
  const what = `${property} ${show(value)} is also that of ${first}`;
  return [
    { code: 'SEKS2006', property, value, limit: 'unique', what, fix: 'Give one of them another name.' },
  ];
}

/** coredns and most other add-ons run on Linux only: without it a Windows node resolves no name. */
export function judgeOperatingSystems(group: NodeGroupPeer, cluster: ISafeEksCluster): ProblemDetails[] {
  const others = cluster.deploymentOrder
    .membersOf(DeploymentStage.COMPUTE)
    .filter((member) => !(isNodeGroup(member) && member._ami.isWindows));
  const { isWindows, family } = group._ami;
  if (!isWindows || others.length > 0) {
    return [];
  }
  const what = 'ami is Windows, and nothing in the cluster runs Linux, which coredns needs';
  const fix = 'Add a node group of Linux, or acknowledge the code with the reason why there will be one.';
  return [{ code: 'SEKS2010', property: 'ami', value: family, limit: 'Linux beside it', what, fix }];
}

function isNodeGroup(construct: IConstruct): construct is NodeGroupPeer {
  return '_baseName' in construct && '_ami' in construct;
}
