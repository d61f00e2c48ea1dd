/**
 * Hand-made Terraform states (format version 4), so that a test can ask what the real provider would do to something
 * that already exists, and can give the outputs of a stack that was never applied.
 */
import type { Json, JsonObject } from './json';
import { ADDRESS_ARGUMENT } from '../../lib/rehearsal/engine/scene';
import { asList, isObject, objectAt, textAt } from './json';

/** A resource that a state is to contain. */
export interface StateResource {
  /** Such as `aws_eks_cluster.main`, with an index if it has one: `aws_subnet.node["a"]`. */
  readonly address: string;
  /**
   * The attributes as the provider last wrote them. Those that are left out are null, which is not the same as empty: a
   * computed set or map that the provider would have written (`tags_all`, `security_group_ids`) makes a difference.
   */
  readonly attributes: JsonObject;
  /** @default - the version of AWS provider 5.100.0 and 6.25.0 for types that concern EKS, else 0 */
  readonly schemaVersion?: number;
  /** Addresses of what it depended on when it was last written; Terraform orders deletions by them. */
  readonly dependencies?: readonly string[];
  /** @default false */
  readonly createBeforeDestroy?: boolean;
  /** @default registry.terraform.io/hashicorp/aws */
  readonly provider?: string;
}

/** A state file's content. Rehearsals and `terraform state pull` give the same. */
export type TerraformState = JsonObject;

// The provider runs its upgrade steps on anything older, and those expect attributes that a hand-made state lacks.
const SCHEMA_VERSIONS: Readonly<Record<string, number>> = {
  aws_autoscaling_group: 1,
  aws_cloudwatch_event_rule: 1,
  aws_default_security_group: 1,
  aws_eks_cluster: 1,
  aws_security_group: 1,
  aws_security_group_rule: 2,
  aws_subnet: 1,
  aws_vpc: 1,
};

const AWS_PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** Builds a state from resources and outputs. */
export function terraformState(
  resources: readonly StateResource[],
  outputs: JsonObject = {},
): TerraformState {
  const grouped = new Map<string, JsonObject>();
  for (const resource of resources) {
    const { mode, type, name, index } = parseAddress(resource.address);
    const key = `${mode}.${type}.${name}`;
    const group = grouped.get(key) ?? {
      mode,
      type,
      name,
      provider: `provider["${resource.provider ?? AWS_PROVIDER}"]`,
      instances: [],
    };
    const instance: JsonObject = {
      schema_version: resource.schemaVersion ?? SCHEMA_VERSIONS[type] ?? 0,
      attributes: resource.attributes,
      sensitive_attributes: [],
      ...(index === undefined ? {} : { index_key: index }),
      ...(resource.dependencies ? { dependencies: resource.dependencies } : {}),
      ...(resource.createBeforeDestroy ? { create_before_destroy: true } : {}),
    };
    grouped.set(key, { ...group, instances: [...asList(group['instances']), instance] });
  }
  return {
    version: 4,
    terraform_version: '1.9.0',
    serial: 1,
    lineage: '00000000-0000-4000-8000-000000000000',
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, { value, type: typeOf(value) }]),
    ),
    resources: [...grouped.values()],
    check_results: null,
  };
}

/** A state that a rehearsal wrote, as the real provider would have written it. */
export function asWrittenByProvider(rehearsed: string): TerraformState {
  const state = JSON.parse(rehearsed) as JsonObject;
  const resources = asList(state['resources']).filter(isObject);
  return {
    ...state,
    resources: resources.map((resource) => ({
      ...resource,
      instances: asList(resource['instances'])
        .filter(isObject)
        .map((instance) => ({
          ...instance,
          schema_version: SCHEMA_VERSIONS[textAt(resource, 'type') ?? ''] ?? 0,
          attributes: Object.fromEntries(
            Object.entries(objectAt(instance, 'attributes')).filter(([name]) => name !== ADDRESS_ARGUMENT),
          ),
        })),
    })),
  };
}

interface ParsedAddress {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
}

function parseAddress(address: string): ParsedAddress {
  const match = /^(data\.)?([a-z0-9_]+)\.([\w-]+)(?:\[(?:(\d+)|"(.*)")\])?$/.exec(address);
  const [, data, type, name, number, key] = match ?? [];
  if (type === undefined || name === undefined) {
    throw new Error(`"${address}" is not the address of a resource, such as aws_eks_cluster.main.`);
  }
  const index = number !== undefined ? Number(number) : key;
  return { mode: data ? 'data' : 'managed', type, name, ...(index === undefined ? {} : { index }) };
}

/** The type that a state has to name beside an output's value. */
function typeOf(value: Json): Json {
  if (value === null) {
    return 'dynamic';
  }
  if (Array.isArray(value)) {
    return ['tuple', (value as readonly Json[]).map(typeOf)];
  }
  if (isObject(value)) {
    return ['object', Object.fromEntries(Object.entries(value).map(([key, child]) => [key, typeOf(child)]))];
  }
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : 'string';
}
