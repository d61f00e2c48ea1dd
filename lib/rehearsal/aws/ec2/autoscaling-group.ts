/**
 * Auto Scaling groups of self-managed nodes. EKS knows nothing of them: they join the cluster that their user data names, if
 * their role is let in, and nobody tells Terraform when they do not.
 */
import type { Call, CreateCall, DeleteCall, ResourceRules } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World } from '../../world/world';
import type { ClusterModel, NodeModel } from '../eks/cluster-model';
import { blockOf, clustersOf, textsOf } from '../eks/cluster-model';
import { killPods } from '../eks/node-drain';
import type { NodeGroupSpec } from '../eks/node-group-spec';
import { readSpec } from '../eks/node-group-spec';
import { advanceNodes } from '../eks/node-joining';
import { launchNodes, terminateNodes } from '../eks/node-launch';
import { isBootstrapped, whyNotJoined, whyNotReady } from '../eks/node-wants';
import { requireSubnets } from './network';

const NODE_POLL = 30 * SECOND;
/** So long somebody who looks at the cluster would wait for the nodes. */
const PATIENCE = 25 * MINUTE;

/** aws_autoscaling_group. */
export const AUTOSCALING_GROUP_RULES: ResourceRules = { create: createGroup, delete: deleteGroup };

async function createGroup(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  await call.request('autoscaling:CreateAutoScalingGroup');
  const subnetIds = textsOf(planned['vpc_zone_identifier']);
  requireSubnets(world, subnetIds);
  const name = nameOf(call);
  call.exists(name, {
    name,
    arn: `arn:${call.partition}:autoscaling:${region}:${call.accountId}:autoScalingGroup:${call.newId('')}:autoScalingGroupName/${name}`,
  });
  const found = findCluster(world, region, planned, subnetIds);
  if (found === undefined) {
    await call.takes('create');
    return;
  }
  const { cluster, spec } = found;
  const count = Number(planned['desired_capacity'] ?? planned['min_size'] ?? 0);
  const { nodes } = await launchNodes(call, cluster, name, spec, count, 'self-managed');
  followNodes(world, cluster, name, nodes);
}

async function deleteGroup(call: DeleteCall): Promise<void> {
  const { world, region, object } = call;
  await call.request('autoscaling:DeleteAutoScalingGroup');
  await call.takes('ec2:TerminateInstances');
  for (const cluster of clustersOf(world)) {
    const nodes = cluster.nodes.filter(
      ({ origin, group }) => origin === 'self-managed' && group === object.id,
    );
    killPods(world, cluster, nodes, `the Auto Scaling group ${object.id} was deleted`);
    terminateNodes(world, region, cluster, nodes);
  }
}

/** Looks after nodes that nobody waits for, for a while. */
function followNodes(world: World, cluster: ClusterModel, group: string, nodes: readonly NodeModel[]): void {
  const end = world.clock.now + PATIENCE;
  const look = (): void => {
    const left = nodes.filter((node) => cluster.nodes.includes(node));
    if (left.length === 0 || advanceNodes(world, cluster, left, 'node')) {
      return;
    }
    if (world.clock.now >= end) {
      reportOutside(world, cluster, group, left);
      return;
    }
    world.clock.later(NODE_POLL, `nodes of ${group}`, look);
  };
  look();
}

function reportOutside(
  world: World,
  cluster: ClusterModel,
  group: string,
  nodes: readonly NodeModel[],
): void {
  const lost = nodes.filter(({ status }) => status !== 'Ready');
  const [first] = lost;
  const lack = first && (whyNotJoined(world, cluster, first, 'node') ?? whyNotReady(world, cluster, first));
  world.violate(
    'self-managed-nodes-lost',
    `${cluster.name}/${group}`,
    `${lost.map(({ name }) => name).join(', ')} of the Auto Scaling group ${group} never became Ready in the cluster ` +
      `${cluster.name}: they lack ${lack?.what ?? 'something that they should have had at once'}.`,
  );
}

/** The cluster that the user data of the group's launch template names. */
function findCluster(
  world: World,
  region: string,
  planned: KnownValues,
  subnetIds: readonly string[],
): { readonly cluster: ClusterModel; readonly spec: NodeGroupSpec } | undefined {
  const mixed = blockOf(planned, 'mixed_instances_policy') ?? {};
  const inPolicy = blockOf(blockOf(mixed, 'launch_template') ?? {}, 'launch_template_specification');
  const template = blockOf(planned, 'launch_template') ?? renamed(inPolicy);
  if (template === undefined) {
    return undefined;
  }
  return clustersOf(world)
    .map((cluster) => {
      const attributes = { launch_template: [template], subnet_ids: [...subnetIds] };
      const spec = readSpec(world, region, cluster, attributes);
      const roleArn = roleOf(world, spec.templateVersion?.data ?? {});
      return { cluster, spec: { ...spec, roleArn } };
    })
    .find(({ cluster, spec }) => cluster.region === region && isBootstrapped(cluster, spec.userData));
}

/** The same reference has longer names in a mixed policy. */
function renamed(reference: KnownValues | undefined): KnownValues | undefined {
  return (
    reference && {
      id: reference['launch_template_id'] ?? null,
      name: reference['launch_template_name'] ?? null,
      version: reference['version'] ?? null,
    }
  );
}

/** The role behind the instance profile; its ARN stands in for it where no stack manages it. */
function roleOf(world: World, data: KnownValues): string {
  const { arn = null, name = null } = blockOf(data, 'iam_instance_profile') ?? {};
  const profile = world
    .all('aws_iam_instance_profile')
    .find(({ attributes }) => attributes['arn'] === arn || attributes['name'] === name);
  const role = world.find('aws_iam_role', { name: profile?.attributes['role'] ?? null });
  return textOf(role?.attributes['arn']) || textOf(arn).replace(':instance-profile/', ':role/');
}

function nameOf(call: Call): string {
  const { name, name_prefix: prefix } = call.planned;
  return textOf(name) || call.newId(textOf(prefix) || 'terraform-');
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}
