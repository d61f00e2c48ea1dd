/**
 * Compares the rehearsal's tables with what a real provider was seen to do, and knows where the two have to differ: the
 * tables are for the provider of the bindings, and the one at hand may be older.
 */
import type { Known, KnownValues } from '../../lib/rehearsal/protocol/value';
import type { Findings } from './provider-client-probes';
import { isWithin } from './provider-client-specimens';
import { BOUND_AWS_VERSION } from './provider-compatibility';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

/** The tables in question; tests of the comparison have their own. */
export interface Tables {
  readonly forceNew: { readonly [type: string]: readonly string[] };
  readonly defaults: { readonly [type: string]: KnownValues };
  readonly keptBlocks: { readonly [type: string]: readonly string[] };
}

/** A place where a table and the provider differ for a reason. */
export interface Exception {
  readonly table: keyof Tables;
  /** The resource type; `*` means every type whose table has the path. */
  readonly type: string;
  readonly path: string;
  /**
   * `newer`: the provider at hand is too old to know it. `older`: it was so once, and is not any more. `conditional`: it is
   * so, but depends on more than the path, and is left to the rules of the resource.
   */
  readonly why: 'newer' | 'older' | 'conditional';
  readonly reason: string;
}

/** Every known difference to 5.100.0. What is `newer` was read in the source of the provider, not tried. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    table: 'forceNew',
    type: '*',
    path: 'region',
    why: 'newer',
    reason: 'Since version 6 every resource can choose a region, and moving to another one is a replacement.',
  },
  ...['availability_mode', 'vpc_id'].map((path): Exception => ({
    table: 'forceNew',
    type: 'aws_nat_gateway',
    path,
    why: 'newer',
    reason: 'Regional NAT gateways came late in 2025.',
  })),
  {
    table: 'forceNew',
    type: 'aws_flow_log',
    path: 'regional_nat_gateway_id',
    why: 'newer',
    reason: 'Regional NAT gateways came late in 2025.',
  },
  ...['remote_node_networks.cidrs', 'remote_pod_networks.cidrs'].map((path): Exception => ({
    table: 'forceNew',
    type: 'aws_eks_cluster',
    path: `remote_network_config.${path}`,
    why: 'older',
    reason: 'Hybrid nodes can be configured in place since version 6.',
  })),
  {
    table: 'forceNew',
    type: 'aws_eks_cluster',
    path: 'compute_config.node_role_arn',
    why: 'conditional',
    reason: 'Only another role is a replacement; giving the first one or taking it away is not.',
  },
  {
    table: 'forceNew',
    type: 'aws_eip',
    path: 'vpc',
    why: 'older',
    reason: 'Version 6 has removed it; `domain` has taken its place.',
  },
  {
    table: 'forceNew',
    type: 'aws_flow_log',
    path: 'log_group_name',
    why: 'older',
    reason: 'Version 6 has removed it; `log_destination` has taken its place.',
  },
  {
    table: 'defaults',
    type: 'aws_eks_pod_identity_association',
    path: 'disable_session_tags',
    why: 'newer',
    reason: 'Session tags could not be switched off before 6.2.',
  },
  ...['compute_config', 'storage_config'].map((path): Exception => ({
    table: 'keptBlocks',
    type: 'aws_eks_cluster',
    path,
    why: 'newer',
    reason: 'Up to 6.14 removing the blocks of Auto Mode is an error.',
  })),
  {
    table: 'keptBlocks',
    type: 'aws_eks_cluster',
    path: 'control_plane_scaling_config',
    why: 'newer',
    reason: 'Provisioned control planes came with 6.23.',
  },
  {
    table: 'keptBlocks',
    type: 'aws_eks_cluster',
    path: 'remote_network_config.remote_pod_networks',
    why: 'older',
    reason: 'It was optional and computed while hybrid nodes could not be changed in place.',
  },
];

const SOURCES = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];
const CHANGED_SOURCE = SOURCES.flatMap((source) => [
  `${source}: when added, replace`,
  `${source}: when removed, replace`,
]);

/** What no table can say, and the rules of a resource have to. */
export const SPECIALITIES: { readonly [type: string]: readonly string[] } = {
  // AWS can encrypt a cluster's secrets later, but not stop to.
  aws_eks_cluster: ['encryption_config: when removed, replace'],
  // Another source of the same kind is an update; one of another kind is another rule.
  aws_vpc_security_group_ingress_rule: CHANGED_SOURCE,
  aws_vpc_security_group_egress_rule: CHANGED_SOURCE,
};

/** What was special in 5.100.0 only: Auto Mode could not be left by removing its blocks. */
export const OLDER_SPECIALITIES: { readonly [type: string]: readonly string[] } = {
  aws_eks_cluster: [
    'compute_config: when added, in place',
    'compute_config: when removed, error',
    'compute_config.enabled: when removed, error',
    'compute_config.node_role_arn: when added, in place',
    'kubernetes_network_config: when removed, error',
    'kubernetes_network_config.elastic_load_balancing: when removed, error',
    'storage_config: when removed, error',
    'storage_config.block_storage: when removed, error',
    'storage_config.block_storage.enabled: when removed, error',
  ],
};

/** What is wrong with the tables for one resource type: a line for each entry that is missing, superfluous or different. */
export function differences(
  tables: Tables,
  type: string,
  found: Findings,
  awsVersion: string,
  exceptions: readonly Exception[] = EXCEPTIONS,
): string[] {
  const isOld = compareVersions(awsVersion, BOUND_AWS_VERSION) < 0;
  const excepted = (table: keyof Tables, ...reasons: readonly Exception['why'][]): ReadonlySet<string> =>
    new Set(
      exceptions
        .filter((exception) => exception.table === table && [type, '*'].includes(exception.type))
        .filter(({ why }) => reasons.includes(why) && (isOld || why === 'conditional'))
        .map(({ path }) => path),
    );
  const compare = (
    table: keyof Tables,
    written: ReadonlyMap<string, Known>,
    seen: ReadonlyMap<string, Known>,
  ) => {
    const tooNew = excepted(table, 'newer');
    const leftOut = excepted(table, 'older', 'conditional');
    return [
      ...[...seen.keys()]
        .filter((path) => !written.has(path) && !leftOut.has(path))
        .map((path) => `${type}: ${table} lacks ${path}${shown(seen.get(path))}`),
      ...[...written.keys()]
        .filter((path) => !seen.has(path) && !tooNew.has(path))
        .map((path) => `${type}: ${table} has ${path}${shown(written.get(path))}, the provider has not`),
      ...[...written.keys()]
        .filter((path) => seen.has(path) && shown(seen.get(path)) !== shown(written.get(path)))
        .map(
          (path) =>
            `${type}: ${table} has ${path}${shown(written.get(path))}, the provider${shown(seen.get(path))}`,
        ),
      ...[...tooNew]
        .filter((path) => seen.has(path))
        .map((path) => `${type}: ${table}: the exception for ${path} is not needed`),
      ...[...leftOut]
        .filter((path) => written.has(path) || !seen.has(path))
        .map((path) => `${type}: ${table}: the exception for ${path} is wrong`),
    ];
  };
  return [
    ...compare(
      'forceNew',
      setOf(
        (tables.forceNew[type] ?? []).flatMap((path) => {
          const below = [...found.probed].filter((other) => isWithin(other, path) && other !== path);
          // A block stands for the arguments in it.
          return below.length > 0 ? below.filter((other) => !isBlock(found, other)) : [path];
        }),
      ),
      setOf(found.forceNew),
    ),
    ...compare('defaults', new Map(Object.entries(tables.defaults[type] ?? {})), found.defaults),
    ...compare('keptBlocks', setOf(tables.keptBlocks[type] ?? []), setOf(found.keptBlocks)),
  ];
}

function isBlock(found: Findings, path: string): boolean {
  return [...found.probed].some((other) => other !== path && isWithin(other, path));
}

function setOf(paths: Iterable<string>): Map<string, Known> {
  return new Map([...paths].map((path) => [path, true]));
}

/** A value behind its path; membership of a list has none to show. */
function shown(value: Known | undefined): string {
  return value === undefined || value === true ? '' : ` = ${JSON.stringify(value)}`;
}
