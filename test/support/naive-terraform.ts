/**
 * Stacks that fail by what Terraform itself does with them: data sources that wait, create-before-destroy that spreads,
 * providers that are configured from what is not there yet. Each also in the form that holds.
 */
import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { App, TerraformStack } from 'cdktf';
import { CLUSTER_POLICIES, naiveCluster, naiveNodes, naiveRole, NODE_POLICIES } from './naive-parts';
import { newStack } from './synth';

/**
 * A cluster that has its role from a data source, which waits for all policies of the role, or straight from the resource.
 *
 * @param morePolicies what is attached to the role beside
 */
export function roleFromDataSource(app: App, usesDataSource: boolean, morePolicies: readonly string[]): void {
  const stack = newStack(app, 'naive');
  const { role, attachments } = naiveRole(stack, 'role', 'eks', [...CLUSTER_POLICIES, ...morePolicies]);
  const data = new DataAwsIamRole(stack, 'looked-up', { name: 'naive-role', dependsOn: [...attachments] });
  naiveCluster(stack, {
    roleArn: usesDataSource ? data.arn : role.arn,
    dependsOn: [...attachments],
  });
}

/**
 * Nodes that are created before they are destroyed, with policies by the partition, and a VPC beside.
 *
 * @param partitionWaits whether the data source of the partition waits for the VPC, as `depends_on` of a module makes it
 * @param tag something to change in the VPC
 */
export function policiesByPartition(app: App, partitionWaits: boolean, tag: string): void {
  const stack = newStack(app, 'naive');
  const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16', tags: { owner: tag } });
  const { partition } = new DataAwsPartition(stack, 'current', { dependsOn: partitionWaits ? [vpc] : [] });
  const { role } = naiveRole(stack, 'role', 'ec2', []);
  const attachments = NODE_POLICIES.map(
    (policy) =>
      new IamRolePolicyAttachment(stack, policy, {
        role: role.name,
        policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
      }),
  );
  naiveNodes(stack, naiveCluster(stack), {
    nodeGroupName: undefined,
    nodeGroupNamePrefix: 'workers-',
    nodeRoleArn: role.arn,
    dependsOn: attachments,
    // It holds for everything that the nodes depend on, too.
    lifecycle: { createBeforeDestroy: true },
  });
}

/** A custom resource of Kubernetes in the stack of its cluster, or in one after it. */
export function manifestOfCluster(app: App, hasOwnStack: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const inside = hasOwnStack ? stackAfter(app, stack) : stack;
  new KubernetesProvider(inside, 'kubernetes', { host: cluster.endpoint, token: 'any' });
  new Manifest(inside, 'pool', {
    manifest: {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'pool' },
      spec: {},
    },
  });
}

/** A release of helm in the stack of its cluster, or in one after it. */
export function releaseInCluster(app: App, hasOwnStack: boolean, bootstrapSelfManagedAddons: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { bootstrapSelfManagedAddons });
  const inside = hasOwnStack ? stackAfter(app, stack) : stack;
  new HelmProvider(inside, 'helm', { kubernetes: connectionTo(cluster) });
  new Release(inside, 'web', { name: 'web', chart: 'web', wait: false });
}

function stackAfter(app: App, stack: TerraformStack): TerraformStack {
  const inside = newStack(app, 'inside');
  inside.addDependency(stack);
  return inside;
}

function connectionTo(cluster: EksCluster): { readonly host: string; readonly token: string } {
  return { host: cluster.endpoint, token: 'any' };
}
