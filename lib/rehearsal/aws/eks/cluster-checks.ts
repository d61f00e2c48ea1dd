/**
 * What EKS refuses before it does anything.
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, Surroundings } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import type { World } from '../../world/world';
import { CALLER_ROLE } from '../account';
import { requireSubnets } from '../ec2/network';
import { KEY_PENDING_DELETION } from '../kms';
import { autoModeArguments, requireAutoModeArguments, requireNoSelfManagedAddons } from './auto-mode';
import { argumentOf, nameIn, textOf } from './cluster-arguments';
import type { AuthenticationMode } from './cluster-model';
import { blockOf, findCluster, textsOf } from './cluster-model';
import { requireTwoZones } from './control-plane-network';
import { DEFAULT_VERSION, requireVersion } from './control-plane-version';

/** How a cluster lets people in when it says nothing: the API's own default, unlike that of the console. */
const DEFAULT_AUTHENTICATION_MODE: AuthenticationMode = 'CONFIG_MAP';

/** Checks a request for a new cluster. */
export function checkNewCluster({ world, region, planned }: CreateCall): void {
  const name = nameIn(planned['name']);
  const subnetIds = textsOf(argumentOf(planned, 'vpc_config', 'subnet_ids'));
  const version = textOf(planned['version']) ?? DEFAULT_VERSION;
  const mode = authenticationModeOf(planned);
  requireVersion(version);
  requireSubnets(world, subnetIds);
  requireTwoZones(world, subnetIds);
  requireEndpoint(blockOf(planned, 'vpc_config'));
  if (mode === 'CONFIG_MAP' && !makesCreatorAdmin(planned)) {
    // terraform-aws-eks#3206
    throw new ApiError(
      'InvalidParameterException',
      'bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP',
    );
  }
  const autoMode = autoModeArguments(planned);
  requireAutoModeArguments(autoMode, version, mode);
  requireNoSelfManagedAddons(autoMode, installsSelfManagedAddons(planned));
  requireKey(world, planned);
  if (findCluster(world, region, name) !== undefined) {
    throw new ApiError('ResourceInUseException', `Cluster already exists with name: ${name}`);
  }
}

/** Nobody could reach a control plane without endpoints (from memory). */
export function requireEndpoint(vpcConfig: KnownValues | undefined): void {
  if (vpcConfig?.['endpoint_public_access'] === false && vpcConfig['endpoint_private_access'] !== true) {
    throw new ApiError('InvalidParameterException', 'Private and public endpoint access cannot be false');
  }
}

/** The key must be there and usable ("Encrypt Kubernetes secrets with KMS"; the words are KMS's, eksctl#8606). */
export function requireKey(world: World, cluster: KnownValues): void {
  const keyArn = keyOf(cluster);
  if (keyArn === undefined) {
    return;
  }
  if (world.find(KEY_PENDING_DELETION, { arn: keyArn }) !== undefined) {
    throw refused(`KMSInvalidStateException: ${keyArn} is pending deletion.`);
  }
  if ([keyArn, keyArn.split('/').pop() ?? keyArn].some((id) => world.isGone(id))) {
    throw refused(`NotFoundException: Key '${keyArn}' does not exist`);
  }
  if (world.find('aws_kms_key', { arn: keyArn })?.attributes['is_enabled'] === false) {
    throw refused(`DisabledException: ${keyArn} is disabled.`);
  }
}

function refused(text: string): ApiError {
  return new ApiError('InvalidParameterException', text);
}

/** The key that encrypts the data of the Kubernetes API. */
export function keyOf(cluster: KnownValues): string | undefined {
  const encryption = blockOf(cluster, 'encryption_config');
  return encryption === undefined ? undefined : textOf(argumentOf(encryption, 'provider', 'key_arn'));
}

/** The authentication mode that a configuration asks for. */
export function authenticationModeOf(cluster: KnownValues): AuthenticationMode {
  return asMode(argumentOf(cluster, 'access_config', 'authentication_mode')) ?? DEFAULT_AUTHENTICATION_MODE;
}

/** A word as an authentication mode. */
export function asMode(value: Known | undefined): AuthenticationMode | undefined {
  return value === 'API' || value === 'API_AND_CONFIG_MAP' || value === 'CONFIG_MAP' ? value : undefined;
}

/**
 * Whether the creator becomes administrator: yes without the block, and not when the block leaves the argument out, since the
 * provider then sends false (provider source, `cluster.go`).
 */
export function makesCreatorAdmin(cluster: KnownValues): boolean {
  const access = blockOf(cluster, 'access_config');
  return access === undefined || access['bootstrap_cluster_creator_admin_permissions'] === true;
}

/** Whether EKS installs its self-managed add-ons: yes unless told otherwise. */
export function installsSelfManagedAddons(cluster: KnownValues): boolean {
  return cluster['bootstrap_self_managed_addons'] !== false;
}

/** Whoever runs Terraform, as an access entry names them: by the role, not by its session. */
export function creatorArn({ partition, accountId }: Surroundings): string {
  return `arn:${partition}:iam::${accountId}:role/${CALLER_ROLE}`;
}
