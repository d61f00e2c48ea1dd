/**
 * Changes of a cluster: one update after the other, as the provider orders them, each waited for.
 */
import { ApiError } from '../../engine/api-error';
import type { UpdateCall } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';
import { requireSubnets } from '../ec2/network';
import { registerCreator } from './authentication';
import { changeAuthenticationMode, requireModeStep } from './cluster-authentication';
import {
  autoModeArguments,
  autoModeChanges,
  disableAutoMode,
  enableAutoMode,
  requireAutoModeArguments,
} from './auto-mode';
import { argumentOf, asksForMore, filledIn, nameIn, sameTexts, textOf } from './cluster-arguments';
import { rememberEncryption } from './cluster-blocks';
import { asMode, creatorArn, keyOf, requireEndpoint, requireKey } from './cluster-checks';
import type { ClusterModel } from './cluster-model';
import { blockOf, requireCluster, textsOf } from './cluster-model';
import { writeLogs } from './control-plane-logs';
import {
  attachControlPlane,
  changeSecurityGroups,
  detachControlPlane,
  requireSameZones,
  zonesOf,
} from './control-plane-network';
import { roleProblem } from './control-plane-role';
import { requireNextVersion, requireNodesNearVersion } from './control-plane-version';

/** One update of EKS. */
interface UpdateStep {
  /** As EKS calls it. */
  readonly update: string;
  readonly request: string;
  /** A row of the table of durations. */
  readonly takes: string;
  readonly isDue: (call: UpdateCall) => boolean;
  /** What EKS refuses. */
  readonly check?: (call: UpdateCall, cluster: ClusterModel) => void;
  /** What is different when it is done. */
  readonly done: (call: UpdateCall, cluster: ClusterModel) => void;
}

const ENDPOINT_ARGUMENTS = ['endpoint_private_access', 'endpoint_public_access', 'public_access_cidrs'];

/** In the order of the provider's `resourceClusterUpdate`. */
const STEPS: readonly UpdateStep[] = [
  {
    update: 'VersionUpdate',
    request: 'eks:UpdateClusterVersion',
    takes: 'eks:UpdateClusterVersion',
    isDue: ({ planned, object }) => asksForMore(planned['version'], object.attributes['version']),
    check: checkVersion,
    done: ({ world, planned, object }, cluster) => {
      cluster.version = nameIn(planned['version']);
      object.attributes['version'] = cluster.version;
      world.note('cluster-version', cluster.name, `Kubernetes ${cluster.version}`);
    },
  },
  {
    ...configUpdate('AccessConfigUpdate'),
    isDue: ({ planned, object }) => {
      const wanted = argumentOf(planned, 'access_config', 'authentication_mode');
      return asksForMore(wanted, argumentOf(object.attributes, 'access_config', 'authentication_mode'));
    },
    check: ({ planned }, cluster) => {
      requireModeStep(cluster.authenticationMode, wantedMode(planned));
    },
    done: (call, cluster) => {
      changeAuthenticationMode(call.world, cluster, wantedMode(call.planned) ?? cluster.authenticationMode);
      adopt(call, 'access_config');
      registerCreator(cluster, creatorArn(call));
    },
  },
  {
    ...configUpdate('AutoModeUpdate'),
    isDue: ({ planned, object }) => autoModeChanges(planned, object.attributes),
    check: checkAutoMode,
    done: (call, cluster) => {
      const wanted = autoModeArguments(call.planned);
      if (wanted.compute) {
        enableAutoMode(call.world, cluster, wanted);
      } else {
        disableAutoMode(call.world, cluster);
      }
      ['compute_config', 'kubernetes_network_config', 'storage_config'].forEach((name) => {
        adopt(call, name);
      });
    },
  },
  plainUpdate('ControlPlaneScalingConfigUpdate', 'control_plane_scaling_config'),
  plainUpdate('DeletionProtectionUpdate', 'deletion_protection'),
  {
    update: 'AssociateEncryptionConfig',
    request: 'eks:AssociateEncryptionConfig',
    takes: 'eks:AssociateEncryptionConfig',
    // The provider calls nothing when only the key is another, so that the difference comes back at every plan.
    isDue: ({ planned, object }) => keyOf(planned) !== undefined && keyOf(object.attributes) === undefined,
    check: ({ world, planned }) => {
      requireKey(world, planned);
    },
    done: (call) => {
      adopt(call, 'encryption_config');
      rememberEncryption(call.object);
    },
  },
  {
    ...configUpdate('LoggingUpdate'),
    isDue: ({ planned, object }) => !sameTexts(logTypesOf(planned), logTypesOf(object.attributes)),
    done: ({ world, planned, object }) => {
      object.attributes['enabled_cluster_log_types'] = logTypesOf(planned);
      writeLogs(world, object);
    },
  },
  plainUpdate('RemoteNetworkConfigUpdate', 'remote_network_config'),
  plainUpdate('UpgradePolicyUpdate', 'upgrade_policy'),
  {
    ...configUpdate('EndpointAccessUpdate'),
    takes: 'eks:UpdateClusterConfig endpoint access',
    isDue: (call) => ENDPOINT_ARGUMENTS.some((name) => vpcConfigAsks(call, name)),
    check: ({ planned }) => {
      requireEndpoint(blockOf(planned, 'vpc_config'));
    },
    done: (call) => {
      ENDPOINT_ARGUMENTS.forEach((name) => {
        adoptVpcConfig(call, name);
      });
    },
  },
  {
    ...configUpdate('VpcConfigUpdate'),
    isDue: (call) => vpcConfigAsks(call, 'subnet_ids'),
    check: ({ world, planned }, cluster) => {
      const subnetIds = textsOf(argumentOf(planned, 'vpc_config', 'subnet_ids'));
      requireSubnets(world, subnetIds);
      requireSameZones(world, cluster, subnetIds);
    },
    done: moveControlPlane,
  },
  {
    ...configUpdate('VpcConfigUpdate'),
    isDue: (call) => {
      const groups = textsOf(argumentOf(call.planned, 'vpc_config', 'security_group_ids'));
      return !sameTexts(
        groups,
        textsOf(argumentOf(call.object.attributes, 'vpc_config', 'security_group_ids')),
      );
    },
    done: (call, cluster) => {
      adoptVpcConfig(call, 'security_group_ids');
      changeSecurityGroups(call.world, cluster, securityGroupsOf(call.object.attributes));
    },
  },
  plainUpdate('ZonalShiftConfigUpdate', 'zonal_shift_config'),
];

/** Changes a cluster. When an update is refused, those before it stay done. */
export async function updateCluster(call: UpdateCall): Promise<void> {
  const cluster = requireCluster(call.world, call.object.region, call.object.attributes['name']);
  for (const step of STEPS) {
    if (step.isDue(call)) {
      await play(call, cluster, step);
    }
  }
}

async function play(call: UpdateCall, cluster: ClusterModel, step: UpdateStep): Promise<void> {
  step.check?.(call, cluster);
  await call.request(step.request);
  requireNoOtherUpdate(cluster, step.update);
  cluster.runningUpdate = step.update;
  cluster.status = 'UPDATING';
  await call.takes(step.takes);
  cluster.runningUpdate = undefined;
  cluster.status = 'ACTIVE';
  step.done(call, cluster);
}

/** One update at a time (aws-controllers-k8s/community#1192); EKS gives an id instead of the name of the other. */
function requireNoOtherUpdate(cluster: ClusterModel, update: string): void {
  if (cluster.runningUpdate !== undefined) {
    throw new ApiError(
      'ResourceInUseException',
      `Cannot ${update} because cluster ${cluster.name} currently has update ${cluster.runningUpdate} in progress`,
    );
  }
}

function configUpdate(update: string): Pick<UpdateStep, 'update' | 'request' | 'takes'> {
  return { update, request: 'eks:UpdateClusterConfig', takes: 'eks:UpdateClusterConfig' };
}

/** An update that only changes what is read. */
function plainUpdate(update: string, attribute: string): UpdateStep {
  return {
    ...configUpdate(update),
    isDue: ({ planned, object }) => asksForMore(planned[attribute], object.attributes[attribute]),
    done: (call) => {
      adopt(call, attribute);
    },
  };
}

function checkVersion({ world, planned, object }: UpdateCall, cluster: ClusterModel): void {
  const version = textOf(planned['version']) ?? cluster.version;
  requireNextVersion(cluster.version, version);
  requireNodesNearVersion(world, cluster, version, planned['force_update_version'] === true);
  // The new control plane gets new interfaces in the subnets that EKS knows ("Update existing cluster to new Kubernetes version").
  requireSubnets(world, textsOf(argumentOf(object.attributes, 'vpc_config', 'subnet_ids')));
}

function checkAutoMode({ world, planned, object, partition }: UpdateCall, cluster: ClusterModel): void {
  const wanted = autoModeArguments(planned);
  requireAutoModeArguments(wanted, cluster.version, cluster.authenticationMode);
  const problem = wanted.compute
    ? roleProblem(world, nameIn(object.attributes['role_arn']), partition, true)
    : undefined;
  if (problem !== undefined) {
    throw problem;
  }
}

function moveControlPlane(call: UpdateCall, cluster: ClusterModel): void {
  const { world, object } = call;
  const before = textsOf(argumentOf(object.attributes, 'vpc_config', 'subnet_ids'));
  adoptVpcConfig(call, 'subnet_ids');
  const after = textsOf(argumentOf(object.attributes, 'vpc_config', 'subnet_ids'));
  detachControlPlane(
    world,
    cluster,
    before.filter((id) => !after.includes(id)),
  );
  const added = after.filter((id) => !before.includes(id));
  attachControlPlane(call, cluster.name, added, securityGroupsOf(object.attributes));
  world.note('control-plane-moved', cluster.name, `zones: ${zonesOf(world, after)?.join(', ') ?? 'unknown'}`);
}

function wantedMode(planned: KnownValues): ReturnType<typeof asMode> {
  return asMode(argumentOf(planned, 'access_config', 'authentication_mode'));
}

function logTypesOf(cluster: KnownValues): readonly string[] {
  return textsOf(cluster['enabled_cluster_log_types']);
}

function securityGroupsOf(cluster: KnownValues): readonly string[] {
  const own = textOf(argumentOf(cluster, 'vpc_config', 'cluster_security_group_id'));
  const others = textsOf(argumentOf(cluster, 'vpc_config', 'security_group_ids'));
  return own === undefined ? others : [own, ...others];
}

function vpcConfigAsks({ planned, object }: UpdateCall, name: string): boolean {
  return asksForMore(
    argumentOf(planned, 'vpc_config', name),
    argumentOf(object.attributes, 'vpc_config', name),
  );
}

function adoptVpcConfig({ planned, object }: UpdateCall, name: string): void {
  const value = argumentOf(planned, 'vpc_config', name);
  if (value !== undefined && value !== null) {
    object.attributes['vpc_config'] = [{ ...blockOf(object.attributes, 'vpc_config'), [name]: value }];
  }
}

/** What was asked for is there, whatever becomes of the updates after it. */
function adopt({ planned, object }: UpdateCall, attribute: string): void {
  const value = planned[attribute];
  const block = blockOf(planned, attribute);
  if (block !== undefined) {
    object.attributes[attribute] = [filledIn(block, blockOf(object.attributes, attribute) ?? {})];
  } else if (value !== undefined && value !== null && !Array.isArray(value)) {
    object.attributes[attribute] = value;
  }
}
