/**
 * Stacks that come up well and do not go as well, since nothing says what has to stay until the last. Each also in the form
 * that holds.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { App } from 'cdktf';
import { naiveNetwork, naiveWayOut } from './naive-network';
import { CLUSTER_POLICIES, naiveCluster, naiveNodes, naiveRole, NODE_POLICIES } from './naive-parts';
import { newStack } from './synth';

/** Nodes in subnets of the stack's own, with the CNI as an add-on that they wait for or that stands beside them. */
export function cniAndNodes(app: App, nodesWait: boolean): void {
  const stack = newStack(app, 'naive');
  const network = naiveNetwork(stack);
  const wayOut = naiveWayOut(stack, network);
  const { subnetIds } = network;
  const cluster = naiveCluster(stack, { vpcConfig: { subnetIds } });
  const cni = new EksAddon(stack, 'cni', {
    clusterName: cluster.name,
    addonName: 'vpc-cni',
    resolveConflictsOnCreate: 'OVERWRITE',
  });
  naiveNodes(stack, cluster, { subnetIds, dependsOn: [...wayOut, ...(nodesWait ? [cni] : [])] });
}

/** Whose consumer waits for the policies of its role. */
export interface PolicyEdges {
  readonly cluster: boolean;
  readonly nodes: boolean;
}

/** A cluster and nodes with roles and subnets of the stack's own. */
export function ownRoles(app: App, edges: PolicyEdges): void {
  const stack = newStack(app, 'naive');
  const network = naiveNetwork(stack);
  const wayOut = naiveWayOut(stack, network);
  const { subnetIds } = network;
  const clusterRole = naiveRole(stack, 'cluster-role', 'eks', CLUSTER_POLICIES);
  const nodeRole = naiveRole(stack, 'node-role', 'ec2', NODE_POLICIES);
  const cluster = naiveCluster(stack, {
    roleArn: clusterRole.role.arn,
    vpcConfig: { subnetIds },
    dependsOn: edges.cluster ? [...clusterRole.attachments] : [],
  });
  naiveNodes(stack, cluster, {
    nodeRoleArn: nodeRole.role.arn,
    subnetIds,
    dependsOn: [...wayOut, ...(edges.nodes ? nodeRole.attachments : [])],
  });
}

/** Nodes in private subnets, which wait for their way out or only for the subnets. */
export function privateNodes(app: App, nodesWait: boolean): void {
  const stack = newStack(app, 'naive');
  const network = naiveNetwork(stack);
  const wayOut = naiveWayOut(stack, network);
  const { subnetIds } = network;
  const cluster = naiveCluster(stack, { vpcConfig: { subnetIds } });
  naiveNodes(stack, cluster, { subnetIds, dependsOn: nodesWait ? [...wayOut] : [] });
}

/** A cluster that writes logs, and a log group for them: none, one that nothing connects to it, or one that it waits for. */
export function loggingCluster(app: App, logGroup: 'none' | 'beside' | 'before'): void {
  const stack = newStack(app, 'naive');
  const group =
    logGroup === 'none'
      ? []
      : [new CloudwatchLogGroup(stack, 'logs', { name: '/aws/eks/naive/cluster', retentionInDays: 30 })];
  naiveCluster(stack, {
    enabledClusterLogTypes: ['api', 'audit'],
    dependsOn: logGroup === 'before' ? group : [],
  });
}

/** A cluster that EKS does not delete before it is told twice. */
export function protectedCluster(app: App): void {
  naiveCluster(newStack(app, 'naive'), { deletionProtection: true });
}

/** A cluster with nodes and nothing else. */
export function clusterWithNodes(app: App): void {
  const stack = newStack(app, 'naive');
  naiveNodes(stack, naiveCluster(stack));
}
