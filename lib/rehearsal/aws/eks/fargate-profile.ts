/**
 * `aws_eks_fargate_profile`: which pods run on Fargate.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, DeleteCall, ResourceRules } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import { requireSubnets } from '../ec2/network';
import { forgetComputeRole, registerComputeRole } from './authentication';
import type { ClusterModel, FargateProfileModel } from './cluster-model';
import { findCluster, requireCluster, textsOf } from './cluster-model';
import { executionRoleTrouble, isPublicSubnet } from './fargate-role';
import { inTurn } from './fargate-turns';
import { schedule } from './workloads';

/** The provider repeats a request for so long while IAM has not spread a role (provider source fargate_profile.go). */
const PROPAGATION = 2 * MINUTE;
/** EKS API reference, FargateProfileSelector. */
const MOST_SELECTORS = 5;
const MOST_LABELS = 5;

type Selector = FargateProfileModel['selectors'][number];

async function create(call: CreateCall): Promise<void> {
  await inTurn(call, async () => {
    await createInTurn(call);
  });
}

async function createInTurn(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  const name = textOf(planned, 'fargate_profile_name');
  const roleArn = textOf(planned, 'pod_execution_role_arn');
  const selectors = selectorsOf(planned['selector']);
  await call.request('eks:CreateFargateProfile');
  const cluster = requireCluster(world, region, planned['cluster_name']);
  checkSelectors(selectors);
  checkSubnets(call);
  const arn =
    `arn:${call.partition}:eks:${region}:${call.accountId}:fargateprofile/${cluster.name}/${name}/` +
    call.newId('');
  const troubleOfRole = (): string | undefined => executionRoleTrouble(world, roleArn, arn);
  const isUsable = await call.until(() => troubleOfRole() === undefined, {
    step: 'waiting for the pod execution role',
    every: 10 * SECOND,
    within: PROPAGATION,
  });
  if (!isUsable) {
    throw new ApiError('InvalidParameterException', troubleOfRole() ?? '');
  }
  if (cluster.fargateProfiles.has(name)) {
    throw new ApiError(
      'ResourceInUseException',
      'A Fargate Profile already exists with this name in this cluster.',
    );
  }
  refuseWhileOthersChange(cluster, name, 'create', ['CREATING', 'DELETING']);
  const profile: FargateProfileModel = { name, roleArn, selectors, status: 'CREATING' };
  cluster.fargateProfiles.set(name, profile);
  const object = call.exists(`${cluster.name}:${name}`, {
    arn,
    status: 'CREATING',
  });
  registerComputeRole(cluster, roleArn, 'fargate');
  await call.takes('eks:CreateFargateProfile');
  profile.status = 'ACTIVE';
  object.attributes['status'] = 'ACTIVE';
  world.note('fargate-profile-active', `${cluster.name}/${name}`);
  schedule(world, cluster);
}

async function remove(call: DeleteCall): Promise<void> {
  await inTurn(call, async () => {
    const { world, object, planned } = call;
    const name = textOf(planned, 'fargate_profile_name');
    await call.request('eks:DeleteFargateProfile');
    const cluster = findCluster(world, object.region, planned['cluster_name']);
    const profile = cluster?.fargateProfiles.get(name);
    if (cluster === undefined || profile === undefined) {
      return;
    }
    refuseWhileOthersChange(cluster, name, 'delete', ['DELETING']);
    profile.status = 'DELETING';
    object.attributes['status'] = 'DELETING';
    evictPods(call, cluster, name);
    await call.takes('eks:DeleteFargateProfile');
    cluster.fargateProfiles.delete(name);
    forgetComputeRole(cluster, profile.roleArn);
    schedule(world, cluster);
  });
}

/** The pods of a profile are deleted before the profile is (EKS user guide, "Delete a Fargate profile"). */
function evictPods({ world }: Call, cluster: ClusterModel, profile: string): void {
  const evicted = cluster.nodes.filter(({ origin, group }) => origin === 'fargate' && group === profile);
  const others = cluster.nodes.filter((node) => !evicted.includes(node));
  cluster.nodes.splice(0, cluster.nodes.length, ...others);
  world.note('fargate-pods-evicted', `${cluster.name}/${profile}`);
  // No longer ACTIVE, the profile is no place for pods: the scheduler takes them away and looks for another.
  schedule(world, cluster);
}

/**
 * EKS changes one profile of a cluster at a time. The provider keeps its own calls apart, so that this strikes only what
 * comes from elsewhere: another stack, another configuration of the provider (terraform-provider-aws#16272).
 */
function refuseWhileOthersChange(
  cluster: ClusterModel,
  name: string,
  action: 'create' | 'delete',
  statuses: readonly FargateProfileModel['status'][],
): void {
  const other = [...cluster.fargateProfiles.values()].find(
    (profile) => profile.name !== name && statuses.includes(profile.status),
  );
  if (other !== undefined) {
    throw new ApiError(
      'ResourceInUseException',
      `Cannot ${action} Fargate Profile ${name} because cluster ${cluster.name} currently has Fargate profile ` +
        `${other.name} in status ${other.status}`,
    );
  }
}

/** The provider lets any number through (the words are from memory). */
function checkSelectors(selectors: readonly Selector[]): void {
  if (selectors.length > MOST_SELECTORS) {
    throw new ApiError(
      'InvalidParameterException',
      `A Fargate profile can have at most ${String(MOST_SELECTORS)} selectors, not ${String(selectors.length)}.`,
    );
  }
  if (selectors.some(({ labels }) => Object.keys(labels).length > MOST_LABELS)) {
    throw new ApiError(
      'InvalidParameterException',
      `A selector of a Fargate profile can have at most ${String(MOST_LABELS)} label pairs.`,
    );
  }
}

function checkSubnets({ world, planned }: Call): void {
  const subnetIds = textsOf(planned['subnet_ids']);
  requireSubnets(world, subnetIds);
  const open = subnetIds.find((id) => isPublicSubnet(world, id));
  if (open !== undefined) {
    throw new ApiError(
      'InvalidParameterException',
      `Subnet ${open} provided in Fargate Profile is not a private subnet`,
    );
  }
}

function selectorsOf(value: Known | undefined): readonly Selector[] {
  return (isValueList(value) ? value : []).flatMap((selector) =>
    isValues(selector)
      ? [{ namespace: textOf(selector, 'namespace'), labels: labelsOf(selector['labels']) }]
      : [],
  );
}

function labelsOf(value: Known | undefined): Selector['labels'] {
  return Object.fromEntries(
    Object.entries(isValues(value) ? value : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );
}

function textOf(values: KnownValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export const FARGATE_PROFILE_RULES: ResourceRules = { create, delete: remove };
