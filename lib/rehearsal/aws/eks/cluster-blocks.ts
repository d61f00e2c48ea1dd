/**
 * The blocks of a cluster that EKS fills in when nobody writes them. Terraform's answer to a creation must have the blocks of
 * the configuration and no others, so these show at the next read, as part of the state from then on.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList } from '../../protocol/value';
import type { WorldObject } from '../../world/world';

const FILLED_IN = [
  'access_config',
  'control_plane_scaling_config',
  'kubernetes_network_config',
  'upgrade_policy',
];

const BLOCKS = new WeakMap<WorldObject, KnownValues>();

const ENCRYPTION = new WeakMap<WorldObject, Known>();

/**
 * Remembers what a cluster encrypts with, which never changes. The provider takes another key and calls nothing, so that the
 * difference comes back at every plan (provider source, `cluster.go`).
 */
export function rememberEncryption(cluster: WorldObject): void {
  const { encryption_config: encryption } = cluster.attributes;
  if (!isEmpty(encryption)) {
    ENCRYPTION.set(cluster, encryption ?? null);
  }
}

/** What a cluster encrypts with, whatever Terraform was told. */
export function encryptionOf(cluster: WorldObject): Known {
  return ENCRYPTION.get(cluster) ?? cluster.attributes['encryption_config'] ?? null;
}

/** Remembers what EKS put into the blocks of a new cluster. */
export function rememberBlocks(cluster: WorldObject): void {
  const blocks = FILLED_IN.map((name) => [name, cluster.attributes[name] ?? null] as const);
  BLOCKS.set(cluster, Object.fromEntries(blocks));
}

/** Gives back the blocks that a configuration left out. */
export function restoreBlocks(cluster: WorldObject): void {
  for (const [name, block] of Object.entries(BLOCKS.get(cluster) ?? {})) {
    if (isEmpty(cluster.attributes[name])) {
      cluster.attributes[name] = block;
    }
  }
}

function isEmpty(value: Known | undefined): boolean {
  return value === undefined || value === null || (isValueList(value) && value.length === 0);
}
