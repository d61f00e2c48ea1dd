/**
 * User data for Bottlerocket, which is its settings as TOML. Pure text: strings in, string out; the strings may be tokens.
 *
 * @see https://bottlerocket.dev/en/os/latest/#/concepts/user-data/
 */
import type { Taint } from '../taint';
import { kubeletTaint } from '../taint';
import type { BottlerocketSettings } from './bottlerocket-settings';
import type { NodeFacts } from './node-facts';
import type { TomlTable, TomlValue } from './toml';
import { toml } from './toml';

/** What a Bottlerocket node is told beside its cluster. */
export interface BottlerocketContent {
  readonly maxPods?: number;
  readonly settings?: BottlerocketSettings;
  readonly additionalClusterDnsIps?: readonly string[];
}

/** Settings as TOML; undefined when there is nothing to say. */
export function bottlerocketUserData(content: BottlerocketContent, node: NodeFacts): string | undefined {
  const settings = merged(
    merged(ofNode(content, node), namedSettings(content.settings)),
    // Shapes that TOML has no word for are reported before.
    (content.settings?.additionalSettings ?? {}) as TomlTable,
  );
  return Object.keys(settings).length === 0 ? undefined : toml({ settings });
}

/** What follows from the node group. */
function ofNode({ maxPods, additionalClusterDnsIps }: BottlerocketContent, node: NodeFacts): TomlTable {
  const { cluster, labels, taints } = node;
  const dnsIps = cluster === undefined ? [] : [cluster.dnsIp, ...(additionalClusterDnsIps ?? [])];
  return withoutEmpty({
    kubernetes: withoutEmpty({
      ...(cluster === undefined
        ? {}
        : {
            'cluster-name': cluster.name,
            'api-server': cluster.endpoint,
            'cluster-certificate': cluster.certificateAuthority,
            // Left out, Bottlerocket would ask EKS for it, and guess when it may not.
            'cluster-dns-ip': dnsIps.length === 1 ? dnsIps[0] : dnsIps,
            'node-labels': labels,
            'node-taints': taintTable(taints),
          }),
      'max-pods': maxPods,
    }),
  });
}

/** What has a property of its own, by the names that Bottlerocket has for it. */
export function namedSettings(settings: BottlerocketSettings = {}): TomlTable {
  return withoutEmpty({
    kubernetes: withoutEmpty({
      'system-reserved': settings.systemReserved,
      'kube-reserved': settings.kubeReserved,
      'eviction-hard': settings.evictionHard,
    }),
    'host-containers': ofEach(settings.hostContainers, ({ enabled, source, superpowered, userData }) =>
      withoutEmpty({ enabled, source, superpowered, 'user-data': userData }),
    ),
    'bootstrap-containers': ofEach(settings.bootstrapContainers, ({ source, mode, essential, userData }) =>
      withoutEmpty({ source, mode, essential, 'user-data': userData }),
    ),
    kernel: withoutEmpty({ lockdown: settings.kernelLockdown, sysctl: settings.sysctl }),
  });
}

/** Taints by key: Bottlerocket has a list for each, as a key may have several effects. */
function taintTable(taints: readonly Taint[]): TomlTable {
  const table: Record<string, string[]> = {};
  for (const taint of taints) {
    const valueAndEffect = kubeletTaint(taint).slice(taint.key.length + 1);
    table[taint.key] = [...(table[taint.key] ?? []), valueAndEffect].sort();
  }
  return table;
}

/** Both trees in one; where both have a value, which is reported before, the second one holds. */
function merged(first: TomlTable, second: TomlTable): TomlTable {
  const result: Record<string, TomlValue> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const own = first[key];
    result[key] = isTree(own) && isTree(value) ? merged(own, value) : value;
  }
  return result;
}

function isTree(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function ofEach<T>(record: { [name: string]: T } | undefined, render: (value: T) => TomlTable): TomlTable {
  return Object.fromEntries(Object.entries(record ?? {}).map(([name, value]) => [name, render(value)]));
}

function withoutEmpty(record: Readonly<Record<string, TomlValue | undefined>>): TomlTable {
  return Object.fromEntries(
    Object.entries(record).filter(
      (entry): entry is [string, TomlValue] =>
        entry[1] !== undefined && !(typeof entry[1] === 'object' && Object.keys(entry[1]).length === 0),
    ),
  );
}
