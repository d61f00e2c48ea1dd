/**
 * The IAM role of nodes.
 */
import type { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { ServiceRole } from '../iam/service-role';
import type { NodeOptions } from './node-options';

/** What a node needs; the CNI has its own role through Pod Identity. Nodes of Karpenter have them, too. */
export const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/**
 * Makes the role of a group of nodes.
 *
 * @param scope the group
 * @param baseName name of the group, which the role is named after
 * @param uniquePart a part of the name of a role that never has the ARN of one before it; undefined for a fixed name
 */
export function nodeRole(
  scope: Construct,
  cluster: ISafeEksCluster,
  baseName: string,
  nodes: NodeOptions,
  tags: Readonly<Record<string, string>>,
  uniquePart?: string,
): ServiceRole {
  return new ServiceRole(scope, 'Role', {
    service: 'ec2.amazonaws.com',
    trustActions: ['sts:AssumeRole'],
    nameParts: [cluster.physicalName, uniquePart ?? 'node', baseName],
    isNameUnique: uniquePart !== undefined,
    managedPolicies: [...NODE_POLICIES, ...(nodes.additionalPolicies ?? [])],
    description: `Nodes of ${baseName} in the EKS cluster ${cluster.physicalName}`,
    permissionsBoundary: nodes.permissionsBoundary,
    environment: cluster._environment,
    tags,
    provider: providerOf(cluster, scope),
  });
}
