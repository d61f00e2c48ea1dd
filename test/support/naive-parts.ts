/**
 * What the stacks of negative fixtures are put together from: resources as people write them with the bindings.
 */
import { EksCluster, type EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup, type EksNodeGroupConfig } from '@cdktf/provider-aws/lib/eks-node-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable, TerraformStack } from 'cdktf';

/** Roles and subnets that no stack manages: they are taken as existing with all that they need. */
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/any';
export const NODE_ROLE_ARN = 'arn:aws:iam::111122223333:role/nodes';
export const FARGATE_ROLE_ARN = 'arn:aws:iam::111122223333:role/fargate';
export const SUBNET_IDS = ['subnet-0a', 'subnet-0b'];

export const CLUSTER_POLICIES = ['AmazonEKSClusterPolicy'];
export const NODE_POLICIES = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKS_CNI_Policy',
];

const SCALING = { minSize: 1, maxSize: 3, desiredSize: 2 };

/** A cluster named `naive` with the id `cluster`. */
export function naiveCluster(stack: TerraformStack, config: Partial<EksClusterConfig> = {}): EksCluster {
  return new EksCluster(stack, 'cluster', {
    name: 'naive',
    roleArn: ROLE_ARN,
    version: '1.34',
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
    vpcConfig: { subnetIds: SUBNET_IDS },
    ...config,
  });
}

/** A group of two nodes named `workers` with the id `nodes`. */
export function naiveNodes(
  stack: TerraformStack,
  cluster: EksCluster,
  config: Partial<EksNodeGroupConfig> = {},
): EksNodeGroup {
  return new EksNodeGroup(stack, 'nodes', {
    clusterName: cluster.name,
    nodeGroupName: 'workers',
    nodeRoleArn: NODE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    scalingConfig: SCALING,
    ...config,
  });
}

/** A role with what is attached to it. */
export interface NaiveRole {
  readonly role: IamRole;
  readonly attachments: readonly ITerraformDependable[];
}

/** A role that a service may assume, such as `eks` or `ec2`, with policies of AWS by name. */
export function naiveRole(
  stack: TerraformStack,
  id: string,
  service: string,
  policies: readonly string[],
): NaiveRole {
  const role = new IamRole(stack, id, {
    name: `naive-${id}`,
    assumeRolePolicy: trustOf(service),
  });
  const attachments = policies.map(
    (policy) =>
      new IamRolePolicyAttachment(stack, `${id}-${policy}`, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
      }),
  );
  return { role, attachments };
}

/** Who may assume a role. */
export function trustOf(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } },
    ],
  });
}
