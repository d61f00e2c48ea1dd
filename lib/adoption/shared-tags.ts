/**
 * Which tags belong to the whole cluster: those of the library are given to everything that is added to it.
 */
import type { ExistingCluster, Tags } from './existing-cluster';

/** Tags by where they are written. */
export interface SharedTags {
  /** What everything has in common. */
  readonly shared: Tags;
  /** What only the cluster has. */
  readonly ofCluster: Tags;
}

/** Puts tags where they change nothing. */
export function sharedTags(cluster: ExistingCluster, parts: readonly { readonly tags: Tags }[]): SharedTags {
  const shared: Record<string, string> = {};
  const ofCluster: Record<string, string> = {};
  for (const [key, value] of Object.entries(ownTags(cluster.tags))) {
    if (key === 'safe-eks:cluster' && value === cluster.name) {
      continue;
    }
    const target = parts.every(({ tags }) => tags[key] === value) ? shared : ofCluster;
    define(target, key, value);
  }
  return { shared, ofCluster };
}

/** Tags of a part beyond those that it gets from the cluster. */
export function tagsBeyond(tags: Tags, { shared }: SharedTags, clusterName: string): Tags {
  const beyond: Record<string, string> = {};
  for (const [key, value] of Object.entries(ownTags(tags))) {
    if (shared[key] !== value && !(key === 'safe-eks:cluster' && value === clusterName)) {
      define(beyond, key, value);
    }
  }
  return beyond;
}

/** Those that AWS sets cannot be set, and the provider does not compare them. */
function ownTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^aws:/i.test(key)));
}

/** Also a key such as `__proto__`. */
function define(target: Record<string, string>, key: string, value: string): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
