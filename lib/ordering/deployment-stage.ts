/**
 * The stages of a cluster's life, and which of them each needs. This table is the whole policy: the edges between
 * resources follow from it and from who joined which stage.
 */

/**
 * A step in bringing up a cluster. Destroying runs through the stages backwards.
 */
export enum DeploymentStage {
  /** Subnets, routes, NAT gateways: what the control plane and the nodes talk through. */
  NETWORK = 'network',
  /** What must exist before the control plane and outlive it: its role with policies, key and log group. */
  CONTROL_PLANE_PREREQUISITES = 'control-plane-prerequisites',
  /** The cluster itself. */
  CONTROL_PLANE = 'control-plane',
  /** Who may enter: access entries and their policies. */
  ACCESS = 'access',
  /** Add-ons without which no node becomes Ready: the CNI, kube-proxy, the Pod Identity agent. */
  PRE_COMPUTE_ADDONS = 'pre-compute-addons',
  /** What must be configured once the CNI is there and before any node is, such as an ENIConfig. */
  AFTER_CNI = 'after-cni',
  /** Node groups and every other kind of compute. */
  COMPUTE = 'compute',
  /** Add-ons that become healthy only on a running node, such as coredns. */
  POST_COMPUTE_ADDONS = 'post-compute-addons',
  /** Whatever runs on the cluster. */
  WORKLOADS = 'workloads',
}

/** The stages in the order in which they come up. */
export const STAGES_IN_ORDER: readonly DeploymentStage[] = Object.values(DeploymentStage);

/**
 * The stages whose elements an element of a stage waits for. A needed stage that is empty passes the need on to
 * what it needs itself.
 *
 * Compute does not wait for ACCESS: node groups are replaced by creating the new one first, Terraform then treats
 * everything they depend on likewise, and an access policy association that is "created" before its old self is
 * destroyed ends up missing. Managed nodes do not need the entries of people anyway.
 */
export const STAGE_NEEDS: Readonly<Record<DeploymentStage, readonly DeploymentStage[]>> = {
  [DeploymentStage.NETWORK]: [],
  [DeploymentStage.CONTROL_PLANE_PREREQUISITES]: [],
  [DeploymentStage.CONTROL_PLANE]: [DeploymentStage.NETWORK, DeploymentStage.CONTROL_PLANE_PREREQUISITES],
  [DeploymentStage.ACCESS]: [DeploymentStage.CONTROL_PLANE],
  [DeploymentStage.PRE_COMPUTE_ADDONS]: [DeploymentStage.CONTROL_PLANE],
  [DeploymentStage.AFTER_CNI]: [DeploymentStage.PRE_COMPUTE_ADDONS],
  [DeploymentStage.COMPUTE]: [DeploymentStage.PRE_COMPUTE_ADDONS, DeploymentStage.AFTER_CNI],
  [DeploymentStage.POST_COMPUTE_ADDONS]: [DeploymentStage.COMPUTE],
  [DeploymentStage.WORKLOADS]: [DeploymentStage.POST_COMPUTE_ADDONS, DeploymentStage.ACCESS],
};

/**
 * Stages whose elements can be named by those of a stage that does not wait for all of them. An association of Pod Identity comes
 * after the agent, but access entries need no add-on. No element of such a stage can name one of the other way round.
 */
const NAMED_BESIDES: { readonly [stage in DeploymentStage]?: readonly DeploymentStage[] } = {
  [DeploymentStage.ACCESS]: [DeploymentStage.PRE_COMPUTE_ADDONS],
};

/** What each stage is called where people read it. */
export const STAGE_TITLES: Readonly<Record<DeploymentStage, string>> = {
  [DeploymentStage.NETWORK]: 'Network',
  [DeploymentStage.CONTROL_PLANE_PREREQUISITES]: 'Control plane prerequisites',
  [DeploymentStage.CONTROL_PLANE]: 'Control plane',
  [DeploymentStage.ACCESS]: 'Access',
  [DeploymentStage.PRE_COMPUTE_ADDONS]: 'Add-ons before compute',
  [DeploymentStage.AFTER_CNI]: 'After the CNI',
  [DeploymentStage.COMPUTE]: 'Compute',
  [DeploymentStage.POST_COMPUTE_ADDONS]: 'Add-ons after compute',
  [DeploymentStage.WORKLOADS]: 'Workloads',
};

/** All stages that come before a stage, nearest first. */
export function stagesBefore(stage: DeploymentStage): DeploymentStage[] {
  const needs = STAGE_NEEDS[stage];
  return [...new Set([...needs, ...needs.flatMap(stagesBefore)])];
}

/** The stages whose elements an element of a stage can come after: its own, all before it, and some that run beside it. */
export function stagesToName(stage: DeploymentStage): DeploymentStage[] {
  return [...new Set([stage, ...stagesBefore(stage), ...(NAMED_BESIDES[stage] ?? [])])];
}
