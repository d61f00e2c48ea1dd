/**
 * A new cluster: from the request to a control plane that answers.
 */
import type { CreateCall } from '../../engine/rules';
import type { Known, KnownValues } from '../../protocol/value';
import { UNMANAGED_VPC } from '../ec2/network';
import { isValueList } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { dnsSuffixOf } from '../account';
import { defaultAddonVersion, SELF_MANAGED_ADDONS } from './addon-catalogue';
import { registerCreator } from './authentication';
import { autoModeArguments, enableAutoMode } from './auto-mode';
import { argumentOf, filledIn, nameIn, textOf } from './cluster-arguments';
import { rememberBlocks, rememberEncryption } from './cluster-blocks';
import {
  authenticationModeOf,
  checkNewCluster,
  creatorArn,
  installsSelfManagedAddons,
  makesCreatorAdmin,
} from './cluster-checks';
import type { ClusterModel } from './cluster-model';
import { blockOf, addClusterModel, textsOf } from './cluster-model';
import { writeLogs } from './control-plane-logs';
import { addClusterSecurityGroup, attachControlPlane, vpcOf, zonesOf } from './control-plane-network';
import { roleProblem } from './control-plane-role';
import { DEFAULT_VERSION } from './control-plane-version';

/** IAM is eventually consistent, so the provider tries again for so long when EKS does not like a role (`cluster.go`). */
const ROLE_PATIENCE = { every: 5 * SECOND, within: 2 * MINUTE };

/** Creates a cluster. */
export async function createCluster(call: CreateCall): Promise<void> {
  const { world } = call;
  checkNewCluster(call);
  await call.request('eks:CreateCluster');
  await waitForRole(call);
  const subnetIds = textsOf(argumentOf(call.planned, 'vpc_config', 'subnet_ids'));
  const name = nameIn(call.planned['name']);
  const vpcId = vpcOf(world, subnetIds) ?? UNMANAGED_VPC;
  const securityGroupId = addClusterSecurityGroup(call, name, vpcId);
  const object = call.exists(name, attributesOf(call, name, vpcId, securityGroupId));
  rememberBlocks(object);
  rememberEncryption(object);
  const cluster = addModel(call, object, zonesOf(world, subnetIds));
  const ownGroups = textsOf(argumentOf(call.planned, 'vpc_config', 'security_group_ids'));
  attachControlPlane(call, name, subnetIds, [securityGroupId, ...ownGroups]);
  await call.takes('eks:CreateCluster');
  becomeActive(world, cluster, call.planned);
}

async function waitForRole(call: CreateCall): Promise<void> {
  const { world, planned, partition } = call;
  const withAutoMode = autoModeArguments(planned).compute;
  const problem = (): Error | undefined =>
    roleProblem(world, nameIn(planned['role_arn']), partition, withAutoMode);
  await call.until(() => problem() === undefined, { step: 'waiting for the role', ...ROLE_PATIENCE });
  const left = problem();
  if (left !== undefined) {
    throw left;
  }
}

function becomeActive(world: World, cluster: ClusterModel, planned: KnownValues): void {
  cluster.status = 'ACTIVE';
  cluster.object.attributes['status'] = 'ACTIVE';
  world.note('cluster-active', cluster.name, `Kubernetes ${cluster.version}`);
  writeLogs(world, cluster.object);
  const autoMode = autoModeArguments(planned);
  if (autoMode.compute) {
    enableAutoMode(world, cluster, autoMode);
  }
}

function addModel(call: CreateCall, object: WorldObject, zones: readonly string[] | undefined): ClusterModel {
  const { world, planned } = call;
  const cluster = addClusterModel(world, {
    name: nameIn(planned['name']),
    object,
    status: 'CREATING',
    version: textOf(planned['version']) ?? DEFAULT_VERSION,
    authenticationMode: authenticationModeOf(planned),
    ...(zones === undefined ? {} : { controlPlaneZones: zones }),
  });
  registerCreator(cluster, creatorArn(call));
  if (installsSelfManagedAddons(planned)) {
    addSelfManagedAddons(cluster);
  }
  return cluster;
}

function addSelfManagedAddons(cluster: ClusterModel): void {
  for (const name of SELF_MANAGED_ADDONS) {
    cluster.addons.set(name, {
      name,
      selfManaged: true,
      status: 'ACTIVE',
      version: defaultAddonVersion(name, cluster.version),
      configuration: null,
      podIdentityRoles: new Map(),
      serviceAccountRoleArn: undefined,
    });
  }
}

/** What a read answers. */
function attributesOf(
  call: CreateCall,
  name: string,
  vpcId: string,
  securityGroupId: string,
): { [name: string]: Known } {
  const { planned, region, partition, accountId } = call;
  const domain = dnsSuffixOf(partition);
  const id = `${call.newId('', 'endpoint')}${call.newId('', 'issuer')}`.slice(0, 32).toUpperCase();
  return {
    arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
    status: 'CREATING',
    version: textOf(planned['version']) ?? DEFAULT_VERSION,
    platform_version: 'eks.1',
    endpoint: `https://${id}.gr7.${region}.eks.${domain}`,
    certificate_authority: [{ data: Buffer.from(`certificate of ${name}`).toString('base64') }],
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${region}.${domain}/id/${id}` }] }],
    deletion_protection: planned['deletion_protection'] === true,
    bootstrap_self_managed_addons: installsSelfManagedAddons(planned),
    vpc_config: block(planned, 'vpc_config', {
      vpc_id: vpcId,
      cluster_security_group_id: securityGroupId,
      endpoint_private_access: false,
      endpoint_public_access: true,
      public_access_cidrs: ['0.0.0.0/0'],
      security_group_ids: [],
    }),
    kubernetes_network_config: block(planned, 'kubernetes_network_config', networkOf(planned)),
    access_config: block(planned, 'access_config', {
      authentication_mode: authenticationModeOf(planned),
      bootstrap_cluster_creator_admin_permissions: makesCreatorAdmin(planned),
    }),
    upgrade_policy: block(planned, 'upgrade_policy', { support_type: 'EXTENDED' }),
    control_plane_scaling_config: block(planned, 'control_plane_scaling_config', { tier: 'standard' }),
  };
}

/** Which service range EKS chooses depends on the VPC's; this is what most clusters have. */
function networkOf(planned: KnownValues): KnownValues {
  const isIpv6 = argumentOf(planned, 'kubernetes_network_config', 'ip_family') === 'ipv6';
  return {
    ip_family: isIpv6 ? 'ipv6' : 'ipv4',
    service_ipv4_cidr: isIpv6 ? '' : '172.20.0.0/16',
    service_ipv6_cidr: isIpv6 ? 'fd30:1c53:5f8a::/108' : '',
    elastic_load_balancing: [{ enabled: false }],
  };
}

/** A block with what the service puts where nothing is planned; an empty collection is nothing to it. */
function block(planned: KnownValues, name: string, fallback: KnownValues): readonly KnownValues[] {
  const given = Object.entries(blockOf(planned, name) ?? {}).filter(
    ([, value]) => !(isValueList(value) && value.length === 0),
  );
  return [filledIn(Object.fromEntries(given), fallback)];
}
