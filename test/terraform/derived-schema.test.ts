/**
 * Compares the schemas that a rehearsal derives from the bindings with those of the real AWS provider, for every type
 * that a cluster of this library is made of.
 *
 * The bindings are made for a newer provider than the one that may be at hand, so some differences are right. Each of
 * them stands in a table with its reason, and everything else has to be equal: types, what is required, optional or
 * computed, and how often a block may stand.
 */
import { expect, it } from '@jest/globals';
import { deriveProviderSchema } from '../../lib/rehearsal/schema/derive-schema';
import type { AttributeType, BlockSchema, Nesting } from '../../lib/rehearsal/schema/schema';
import { schemaRows } from '../rehearsal/schema/schema-rows';
import { describeTerraform } from './describe-terraform';
import { validStack } from './fixtures';
import type { Json } from './json';
import { objectAt } from './json';
import { BOUND_AWS_VERSION, NEWER_ARGUMENTS } from './provider-compatibility';
import { expectRan } from './results';
import { synthesize } from './synthesize';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

const RESOURCES = [
  'aws_cloudwatch_log_group',
  'aws_default_security_group',
  'aws_eip',
  'aws_eks_access_entry',
  'aws_eks_access_policy_association',
  'aws_eks_addon',
  'aws_eks_cluster',
  'aws_eks_fargate_profile',
  'aws_eks_node_group',
  'aws_eks_pod_identity_association',
  'aws_flow_log',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_internet_gateway',
  'aws_kms_alias',
  'aws_kms_key',
  'aws_launch_template',
  'aws_nat_gateway',
  'aws_route',
  'aws_route_table',
  'aws_route_table_association',
  'aws_security_group',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_endpoint',
];

const DATA_SOURCES = [
  'aws_ami',
  'aws_availability_zones',
  'aws_caller_identity',
  'aws_eks_cluster',
  'aws_eks_cluster_auth',
  'aws_iam_policy_document',
  'aws_partition',
  'aws_region',
  'aws_ssm_parameter',
  'aws_subnet',
];

/** Why a row differs. What stands below a path is covered too, except by a change. */
interface ExpectedDifference {
  readonly path: string;
  /** `added` and `removed`: between the provider at hand and the one of the bindings. */
  readonly difference: 'added' | 'removed' | { readonly real: string; readonly derived: string };
  readonly reason: string;
}

/** The provider that the table of versions was made with: there, every line of it has to be needed. */
const TABLE_VERSION = '5.100.0';

const REGIONAL_NAT = 'Newer providers let one NAT gateway serve all zones of a VPC.';
const AUTO_MODE = 'Newer providers compute the switches of Auto Mode: leaving them out changes nothing.';

const OF_VERSIONS: readonly ExpectedDifference[] = [
  {
    path: 'resource aws_eks_pod_identity_association.external_id',
    difference: 'added',
    reason: 'Comes with roles of other accounts: what their trust policies have to ask for.',
  },
  ...['deletion_protection', 'control_plane_scaling_config'].map((name): ExpectedDifference => ({
    path: `data aws_eks_cluster.${name}`,
    difference: 'added',
    reason: 'What is read of a cluster grew with what can be set.',
  })),
  {
    path: 'resource aws_launch_template.placement.group_id',
    difference: 'added',
    reason: 'Placement groups could only be chosen by name before.',
  },
  ...['elastic_gpu_specifications', 'elastic_inference_accelerator'].map((name): ExpectedDifference => ({
    path: `resource aws_launch_template.${name}`,
    difference: 'removed',
    reason: 'AWS ended both services; version 6 removed the blocks.',
  })),
  {
    path: 'resource aws_eks_addon.resolve_conflicts',
    difference: 'removed',
    reason: 'Replaced by one argument for creating and one for updating; version 6 removed it.',
  },
  {
    path: 'resource aws_eip.vpc',
    difference: 'removed',
    reason: 'Replaced by `domain`; version 6 removed it.',
  },
  {
    path: 'resource aws_flow_log.log_group_name',
    difference: 'removed',
    reason: 'Replaced by `log_destination`; version 6 removed it.',
  },
  { path: 'resource aws_flow_log.regional_nat_gateway_id', difference: 'added', reason: REGIONAL_NAT },
  ...[
    'auto_provision_zones',
    'auto_scaling_ips',
    'availability_mode',
    'availability_zone_address',
    'regional_nat_gateway_address',
    'regional_nat_gateway_auto_mode',
    'route_table_id',
    'vpc_id',
  ].map((name): ExpectedDifference => ({
    path: `resource aws_nat_gateway.${name}`,
    difference: 'added',
    reason: REGIONAL_NAT,
  })),
  {
    path: 'resource aws_nat_gateway.subnet_id',
    difference: { real: 'string required', derived: 'string optional' },
    reason: REGIONAL_NAT,
  },
  {
    path: 'resource aws_nat_gateway.secondary_allocation_ids',
    difference: { real: 'set(string) optional', derived: 'set(string) optional computed' },
    reason: REGIONAL_NAT,
  },
  ...[
    'compute_config.enabled',
    'kubernetes_network_config.elastic_load_balancing.enabled',
    'storage_config.block_storage.enabled',
  ].map((name): ExpectedDifference => ({
    path: `resource aws_eks_cluster.${name}`,
    difference: { real: 'bool optional', derived: 'bool optional computed' },
    reason: AUTO_MODE,
  })),
  {
    path: 'provider aws.tag_policy_compliance',
    difference: 'added',
    reason: 'Tag policies could not be enforced by the provider before.',
  },
  ...(['added', 'removed'] as const).map((difference): ExpectedDifference => ({
    path: 'provider aws.endpoints',
    difference,
    reason: 'AWS opens services and closes others; each has an endpoint that can be set.',
  })),
];

/** What the bindings do not tell, whatever the version: see `lib/rehearsal/schema/derive-block.ts`. */
const LOST_IN_BINDINGS: readonly ExpectedDifference[] = [
  {
    path: 'resource aws_eks_node_group.taint',
    difference: { real: 'block set at most 50', derived: 'block set' },
    reason: 'Bindings tell one from many, and not how many.',
  },
];

interface Difference {
  readonly path: string;
  readonly real: string | undefined;
  readonly derived: string | undefined;
}

describeTerraform('a derived schema', (terraform) => {
  it('is that of the real AWS provider', async () => {
    const app = synthesize(validStack);
    const answer = expectRan(await terraform.schemas(app.stackDirectory('valid')));
    app.dispose();
    const real = realRows(answer.schemas);
    const derived = derivedRows();
    const differences = compare(real, derived);

    const { awsVersion } = terraform.installation.mirror;
    const ofVersions = compareVersions(awsVersion, BOUND_AWS_VERSION) < 0 ? OF_VERSIONS : [];
    const table = [...ofVersions, ...LOST_IN_BINDINGS];
    const unexpected = differences.filter(
      (found) => !isNewerArgument(found, awsVersion) && !table.some((expected) => explains(expected, found)),
    );
    expect(unexpected).toEqual([]);

    const idle = table.filter((expected) => !differences.some((found) => explains(expected, found)));
    expect(awsVersion === TABLE_VERSION ? idle : []).toEqual([]);
    // Were the types not found in the answer, there would be little to differ.
    expect(real.size).toBeGreaterThan(1000);
  });
});

function derivedRows(): Map<string, string> {
  const schema = deriveProviderSchema({
    provider: 'aws',
    resources: RESOURCES,
    dataSources: DATA_SOURCES,
    searchFrom: [__dirname],
  });
  return joined([
    ['provider aws', schema.provider],
    ...RESOURCES.map((type): [string, BlockSchema] => [`resource ${type}`, schema.resources[type]!]),
    ...DATA_SOURCES.map((type): [string, BlockSchema] => [`data ${type}`, schema.dataSources[type]!]),
  ]);
}

function realRows(schemas: Json): Map<string, string> {
  const provider = objectAt(schemas, 'provider_schemas', 'registry.terraform.io/hashicorp/aws');
  const block = (...keys: string[]): BlockSchema => readBlock(objectAt(provider, ...keys, 'block'));
  return joined([
    ['provider aws', block('provider')],
    ...RESOURCES.map((type): [string, BlockSchema] => [`resource ${type}`, block('resource_schemas', type)]),
    ...DATA_SOURCES.map((type): [string, BlockSchema] => [
      `data ${type}`,
      block('data_source_schemas', type),
    ]),
  ]);
}

function joined(blocks: readonly (readonly [string, BlockSchema])[]): Map<string, string> {
  return new Map(
    blocks.flatMap(([name, block]) =>
      Object.entries(schemaRows(block)).map(([path, row]): [string, string] => [`${name}.${path}`, row]),
    ),
  );
}

/** A block of `terraform providers schema -json`, which leaves out whatever is false or zero. */
function readBlock(json: Json): BlockSchema {
  const attributes = Object.entries(objectAt(json, 'attributes')).map(([name, raw]) => {
    const { type, required, optional, computed } = objectAt(raw);
    const flags = { required: required === true, optional: optional === true, computed: computed === true };
    return [name, { type: type as AttributeType, ...flags }] as const;
  });
  const blocks = Object.entries(objectAt(json, 'block_types')).map(([name, raw]) => {
    const { nesting_mode: nesting, min_items: minItems, max_items: maxItems } = objectAt(raw);
    return [
      name,
      {
        nesting: nesting as Nesting,
        block: readBlock(objectAt(raw, 'block')),
        minItems: Number(minItems ?? 0),
        ...(maxItems === undefined ? {} : { maxItems: Number(maxItems) }),
      },
    ] as const;
  });
  return { attributes: Object.fromEntries(attributes), blocks: Object.fromEntries(blocks) };
}

function compare(real: ReadonlyMap<string, string>, derived: ReadonlyMap<string, string>): Difference[] {
  return [...new Set([...real.keys(), ...derived.keys()])]
    .map((path): Difference => ({ path, real: real.get(path), derived: derived.get(path) }))
    .filter((row) => row.real !== row.derived);
}

function explains({ path, difference }: ExpectedDifference, found: Difference): boolean {
  if (typeof difference === 'object') {
    return path === found.path && difference.real === found.real && difference.derived === found.derived;
  }
  const missing = difference === 'added' ? found.real : found.derived;
  return missing === undefined && isAtOrBelow(found.path, path);
}

/** Whether the difference is one that the harness already takes out of configurations for an older provider. */
function isNewerArgument({ path, real }: Difference, awsVersion: string): boolean {
  return NEWER_ARGUMENTS.some(({ mode, type, path: steps, since }) => {
    const [, foundMode = '', foundType = ''] = /^(\w+) (\w+)\./.exec(path) ?? [];
    const fits = (mode === 'any' || mode === foundMode) && (type === '*' || type === foundType);
    const isNewer = real === undefined && compareVersions(awsVersion, since) < 0;
    return fits && isNewer && isAtOrBelow(path, `${foundMode} ${foundType}.${steps.join('.')}`);
  });
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`);
}
