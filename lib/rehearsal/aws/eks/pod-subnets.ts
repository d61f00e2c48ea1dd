/**
 * Pods in subnets of their own: whether a node that becomes Ready knows which.
 */
import type { Known } from '../../protocol/value';
import { isValues } from '../../protocol/value';
import type { World } from '../../world/world';
import { textOr } from '../texts';
import { VPC_CNI } from './addon-catalogue';
import type { ClusterModel, NodeModel } from './cluster-model';
import { blockOf } from './cluster-model';
import { nameOfNode } from './node-life';

interface CniConfiguration {
  readonly env?: { readonly AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG?: string };
  readonly eniConfig?: { readonly create?: boolean; readonly subnets?: { readonly [zone: string]: unknown } };
}

/**
 * With custom networking, a node whose availability zone has no ENIConfig gives its pods no addresses; one that comes later is taken by new network
 * interfaces only (EKS user guide, "Customize the secondary network interface in Amazon EKS nodes").
 */
export function noteMissingEniConfig(world: World, cluster: ClusterModel, node: NodeModel): void {
  const cni = configurationOf(cluster.addons.get(VPC_CNI)?.configuration);
  if (cni.env?.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG !== 'true') {
    return;
  }
  const zones = [
    ...(cni.eniConfig?.create === true ? Object.keys(cni.eniConfig.subnets ?? {}) : []),
    ...manifestsOf(world),
  ];
  const subnet = world.find('aws_subnet', { id: node.subnetId });
  const zone = subnet === undefined ? undefined : textOr(subnet.attributes['availability_zone']);
  // Of a subnet that no stack manages the zone is not known; without any ENIConfig there is none for it either.
  const isThere = zone === undefined ? zones.length > 0 : zones.includes(zone);
  if (!isThere) {
    world.violate(
      'node-before-eni-config',
      `${cluster.name}/${node.group}`,
      `The node ${nameOfNode(node)} became Ready in ${zone ?? node.subnetId}, for which there is no ENIConfig: its pods get no addresses.`,
    );
  }
}

function configurationOf(values: Known | undefined): CniConfiguration {
  try {
    const parsed: unknown = typeof values === 'string' ? JSON.parse(values) : {};
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Names of the objects of kind ENIConfig that stacks have made. */
function manifestsOf(world: World): readonly string[] {
  return world.all('kubernetes_manifest').flatMap(({ attributes }) => {
    const manifest = attributes['manifest'];
    return isValues(manifest) && manifest['kind'] === 'ENIConfig'
      ? [textOr(blockOf(manifest, 'metadata')?.['name'])]
      : [];
  });
}
