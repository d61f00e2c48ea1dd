/**
 * A stage with clusters and add-ons, and what they need around them.
 */
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { ADDON_RULES } from '../../../../lib/rehearsal/aws/eks/addon-rules';
import type { ClusterModel, NodeModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { clustersOf } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { CLUSTER_RULES } from '../../../../lib/rehearsal/aws/eks/cluster-rules';
import type { PlannedChange } from '../../../../lib/rehearsal/engine/rules';
import type { KnownValues, Values } from '../../../../lib/rehearsal/protocol/value';
import { knownValues, sameValue } from '../../../../lib/rehearsal/protocol/value';
import type { World, WorldObject } from '../../../../lib/rehearsal/world/world';
import { Stage } from '../../stage';

export const REGION = 'eu-west-1';
export const CLUSTER_ROLE = 'arn:aws:iam::111122223333:role/main-cluster';
export const NODE_ROLE = 'arn:aws:iam::111122223333:role/main-node';

export const TRUST_WITH_SESSIONS = trustOf(['sts:AssumeRole', 'sts:TagSession']);
export const TRUST_WITHOUT_SESSIONS = trustOf(['sts:AssumeRole']);

export const AUTO_MODE_POLICIES = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/** Stands for the arguments of a cluster that nothing is wrong with. */
export const CLUSTER: KnownValues = {
  name: 'main',
  role_arn: CLUSTER_ROLE,
  version: '1.34',
  bootstrap_self_managed_addons: false,
  access_config: [{ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false }],
  vpc_config: [
    {
      subnet_ids: ['subnet-a', 'subnet-b'],
      security_group_ids: [],
      endpoint_private_access: true,
      endpoint_public_access: false,
    },
  ],
};

/** The three switches, all the same way. */
export function switches(enabled: boolean, more: KnownValues = {}): KnownValues {
  return {
    compute_config: [{ enabled, ...more }],
    kubernetes_network_config: [{ elastic_load_balancing: [{ enabled }] }],
    storage_config: [{ block_storage: [{ enabled }] }],
  };
}

/** A stage without anything on it. */
export function clusterStage(options: { readonly seed?: number } = {}): Stage {
  const resources = { aws_eks_cluster: CLUSTER_RULES, aws_eks_addon: ADDON_RULES };
  const rules = { resources, dataSources: {}, forceNew: {}, defaults: {} };
  return new Stage(rules, { durations: AWS_DURATIONS, ...options });
}

/** A stage with a cluster that runs. */
export async function stageWithCluster(
  more: KnownValues = {},
): Promise<{ readonly stage: Stage; readonly cluster: ClusterModel }> {
  const stage = clusterStage();
  const { error } = await stage.after(stage.create('aws_eks_cluster', 'main', { ...CLUSTER, ...more }));
  if (error !== undefined) {
    throw new Error(error);
  }
  return { stage, cluster: clustersOf(stage.world)[0]! };
}

/** The arguments of a change: what there is, with what is to be different. */
export function changed(object: WorldObject, more: KnownValues): KnownValues {
  return { ...object.attributes, ...more };
}

/** A block of a cluster with something different in it. */
export function changedBlock(object: WorldObject, name: string, more: KnownValues): KnownValues {
  const [before] = object.attributes[name] as readonly KnownValues[];
  return changed(object, { [name]: [{ ...before, ...more }] });
}

function trustOf(actions: readonly string[]): string {
  const principal = { Service: 'eks.amazonaws.com' };
  const statement = { Effect: 'Allow', Principal: principal, Action: actions };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A role that a stack manages, with managed policies of AWS. */
export function addRole(
  world: World,
  arn: string,
  policies: readonly string[],
  trust = TRUST_WITH_SESSIONS,
): void {
  const name = arn.split('/').pop()!;
  const attributes = { arn, name, assume_role_policy: trust };
  world.add({ kind: 'aws_iam_role', id: name, region: REGION, address: `aws_iam_role.${name}`, attributes });
  policies.forEach((policy) => {
    attach(world, arn, policy);
  });
}

/** Attaches a managed policy of AWS. */
export function attach(world: World, roleArn: string, policy: string): WorldObject {
  const role = roleArn.split('/').pop()!;
  const address = `aws_iam_role_policy_attachment.${role}-${policy}`;
  return world.add({
    kind: 'aws_iam_role_policy_attachment',
    id: `${role}-${policy}`,
    region: REGION,
    address,
    attributes: { role, policy_arn: `arn:aws:iam::aws:policy/${policy}` },
  });
}

/** A policy within a role. */
export function addInlinePolicy(world: World, roleArn: string, actions: readonly string[]): void {
  const role = roleArn.split('/').pop()!;
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  world.add({ kind: 'aws_iam_role_policy', id: `${role}:own`, region: REGION, attributes: { role, policy } });
}

/** A subnet that a stack manages. */
export function addSubnet(world: World, id: string, zone: string): void {
  world.add({
    kind: 'aws_subnet',
    id,
    region: REGION,
    attributes: { id, availability_zone: zone, vpc_id: 'vpc-1' },
  });
}

/** A node of a cluster. */
export function addNode(cluster: ClusterModel, more: Partial<NodeModel> = {}): NodeModel {
  const node: NodeModel = {
    name: `i-${String(cluster.nodes.length)}`,
    origin: 'managed-node-group',
    group: 'workers',
    roleArn: NODE_ROLE,
    subnetId: 'subnet-a',
    imageId: undefined,
    version: cluster.version,
    startedAt: 0,
    status: 'Ready',
    labels: {},
    taints: [],
    ...more,
  };
  cluster.nodes.push(node);
  return node;
}

/** What the provider would make of a change: which blocks force a replacement. Throws what it finds wrong. */
export function plan(prior: KnownValues | undefined, config: Values): readonly string[] {
  const planned = { ...prior, ...config };
  const replaced: string[] = [];
  const change: PlannedChange = {
    ...clusterStage().surroundings,
    prior: prior === undefined ? undefined : knownValues(prior),
    config,
    planned,
    changes: (attribute) => !sameValue(planned[attribute] ?? null, prior?.[attribute] ?? null),
    replace: (attribute) => replaced.push(attribute),
  };
  CLUSTER_RULES.plan?.(change);
  return replaced;
}
