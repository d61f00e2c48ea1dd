/**
 * Kubernetes versions of a control plane, and what they allow.
 */
import { ApiError } from '../../engine/api-error';
import type { World } from '../../world/world';
import type { ClusterModel } from './cluster-model';

/** What EKS takes when a cluster is created without a version. */
export const DEFAULT_VERSION = '1.35';

/** A kubelet may be at most so many minors older than the API server (kubernetes.io, "Version Skew Policy"). */
const LARGEST_KUBELET_SKEW = 3;

/** Auto Mode needs a control plane of at least this minor ("Enable EKS Auto Mode on an existing cluster"). */
export const OLDEST_AUTO_MODE_MINOR = 29;

/** The minor of a Kubernetes version: 35 of `1.35`, `v1.35.0` or `v1.35.0-eksbuild.2`. */
export function minorOf(version: string): number | undefined {
  const [, minor] = /^v?1\.(\d+)(?:[.-]|$)/.exec(version) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** A new cluster takes a minor and nothing else (terraform-provider-aws#21410). */
export function requireVersion(version: string): void {
  if (!/^1\.\d+$/.test(version)) {
    throw new ApiError('InvalidParameterException', 'unsupported Kubernetes version');
  }
}

/**
 * A control plane moves one minor up at a time (terraform-aws-eks#2607, rancher#28939). Going back one minor is possible for
 * some days since 2026; it is refused here as it was before, because whoever rehearses that has a version by mistake.
 */
export function requireNextVersion(from: string, to: string): void {
  requireVersion(to);
  const [before, after] = [minorOf(from), minorOf(to)];
  if (before === undefined || after !== before + 1) {
    throw new ApiError(
      'InvalidParameterException',
      `Unsupported Kubernetes minor version update from ${from} to ${to}`,
    );
  }
}

/**
 * Nodes that would be too old for the new control plane hold the update up, unless it is forced ("Update existing cluster to
 * new Kubernetes version"; terraform-provider-aws#19478 has the words).
 */
export function requireNodesNearVersion(
  world: World,
  cluster: ClusterModel,
  version: string,
  isForced: boolean,
): void {
  const minor = minorOf(version) ?? 0;
  const tooOld = cluster.nodes.filter(
    (node) => minor - (minorOf(node.version) ?? minor) > LARGEST_KUBELET_SKEW,
  );
  if (tooOld.length === 0) {
    return;
  }
  if (!isForced) {
    const groups = [...new Set(tooOld.map(({ group }) => group))].join(', ');
    throw new ApiError(
      'InvalidRequestException',
      `Nodegroups ${groups} must be updated to match cluster version ${cluster.version} before updating cluster version`,
    );
  }
  const names = tooOld.map(({ name, version: kubelet }) => `${name} (${kubelet})`).join(', ');
  world.violate(
    'kubelet-too-old',
    cluster.name,
    `The control plane of ${cluster.name} was forced to ${version} with nodes more than ${LARGEST_KUBELET_SKEW} minors older: ${names}.`,
  );
}
