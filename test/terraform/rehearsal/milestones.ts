/**
 * What has to come one after the other in the life of every cluster, found in a graph by types, names of add-ons and stages.
 */
import { DeploymentStage } from '../../../lib/ordering/deployment-stage';
import type { GraphNode, SynthesizedStack, TerraformGraph } from '../../../lib/testing';

/** Resources that are all through before those of the next milestone begin. */
export interface Milestone {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** The milestones of a stack with a cluster, as chains, each in the order of creation. */
export function milestonesOf(graph: TerraformGraph): readonly (readonly Milestone[])[] {
  // Data sources are read whenever it suits.
  const ofType = (type: string): readonly GraphNode[] => graph.ofType(type).filter(({ managed }) => managed);
  const addons = ofType('aws_eks_addon');
  const addon = (name: string): Milestone =>
    milestone(
      name,
      addons.filter(({ block }) => block['addon_name'] === name),
    );
  const addonsOf = (stage: DeploymentStage): Milestone =>
    milestone(
      stage,
      addons.filter((node) => node.stage === stage),
    );
  const controlPlane = milestone('control plane', ofType('aws_eks_cluster'));
  const compute = ['aws_eks_node_group', 'aws_autoscaling_group', 'aws_eks_fargate_profile'];
  const nodes = milestone('nodes', compute.flatMap(ofType));
  if (nodes.addresses.length === 0 && ofType('aws_eks_cluster').every(isAutoMode)) {
    return [[controlPlane, addonsOf(DeploymentStage.POST_COMPUTE_ADDONS)]];
  }
  return [
    [controlPlane, addon('eks-pod-identity-agent'), addon('vpc-cni'), nodes, addon('coredns')],
    [
      controlPlane,
      addonsOf(DeploymentStage.PRE_COMPUTE_ADDONS),
      nodes,
      addonsOf(DeploymentStage.POST_COMPUTE_ADDONS),
    ],
  ];
}

/** The stacks with a cluster; the others of an example build on them. */
export function clusterStacksOf(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const found = stacks.filter(({ graph }) => graph.ofType('aws_eks_cluster').some(({ managed }) => managed));
  if (found.length === 0) {
    throw new Error(`None of the stacks makes a cluster: ${stacks.map(({ name }) => name).join(', ')}`);
  }
  return found;
}

/** Whether EKS runs the nodes, so that there are no resources of them. */
function isAutoMode({ block }: GraphNode): boolean {
  return (block['compute_config'] as { readonly enabled: boolean }).enabled;
}

function milestone(name: string, nodes: readonly GraphNode[]): Milestone {
  return { name, addresses: nodes.map(({ address }) => address) };
}
