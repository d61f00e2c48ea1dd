/**
 * Values for what a plan would otherwise have to ask AWS or another stack's state for.
 *
 * A data source whose values are given becomes a local value, so the rest of the configuration, with its preconditions, is
 * planned by the real provider as it stands. Outputs of other stacks are written into state files that the stack reads.
 */
import type { Json, JsonObject } from './json';
import { asList, copyOf, isObject, mapTexts, objectAt } from './json';
import type { RemoteOutput } from './synthesized-stack';

/** Values by address, such as `data.aws_subnet.first`. A data source with `count` or `for_each` takes a list or a map. */
export type KnownData = Readonly<Record<string, Json>>;

/**
 * Outputs of other stacks: by what the other stack puts there (`aws_eks_cluster.main.endpoint`), or by the output's name.
 */
export type KnownOutputs = Readonly<Record<string, Json>>;

// These compute their answer from their arguments or the provider's configuration and never call AWS.
const OFFLINE_DATA_SOURCES = new Set([
  'aws_arn',
  'aws_default_tags',
  'aws_eks_cluster_auth',
  'aws_iam_policy_document',
  'aws_partition',
  'aws_region',
  'aws_service',
  'aws_service_principal',
]);

/** Those of the addresses that only AWS could answer and that are not given. */
export function unansweredDataSources(addresses: readonly string[], known: KnownData): string[] {
  const unknown = Object.keys(known).filter((address) => !addresses.includes(address));
  if (unknown.length > 0) {
    // A misspelt address would otherwise leave a test that proves nothing.
    throw new Error(
      `The stack has no ${unknown.join(', ')}. It has: ${addresses.join(', ') || 'no data sources'}.`,
    );
  }
  return addresses.filter((address) => {
    const type = address.split('.')[1] ?? '';
    return !(address in known) && type.startsWith('aws_') && !OFFLINE_DATA_SOURCES.has(type);
  });
}

/** A copy of a configuration in which known data sources are local values. */
export function withKnownData(configuration: JsonObject, known: KnownData): JsonObject {
  let changed = copyOf(configuration);
  const answers: JsonObject = {};
  for (const [address, value] of Object.entries(known)) {
    const [, type = '', name = ''] = address.split('.');
    const local = `known_${type}_${name}`;
    const instances = objectAt(changed, 'data', type);
    delete instances[name];
    dropDependency(changed, address);
    const reference = new RegExp(`\\b${address.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
    changed = mapTexts(changed, (text) => text.replace(reference, `local.${local}`)) as JsonObject;
    // Texts in Terraform's JSON syntax are templates; what AWS answers is not.
    answers[local] = mapTexts(value, (text) => text.replace(/([$%])\{/g, '$1$1{'));
  }
  return withoutEmptySections({ ...changed, locals: { ...objectAt(changed, 'locals'), ...answers } });
}

/** The values of the outputs that a stack reads, by data source, and those that are not known. */
export interface ResolvedOutputs {
  readonly byDataSource: ReadonlyMap<string, JsonObject>;
  readonly missing: readonly RemoteOutput[];
}

/** Finds a value for every output of another stack: a given one, or the literal that the other stack puts there. */
export function resolveOutputs(outputs: readonly RemoteOutput[], known: KnownOutputs): ResolvedOutputs {
  const byDataSource = new Map<string, JsonObject>();
  const missing: RemoteOutput[] = [];
  for (const output of outputs) {
    const value = valueOf(output, known);
    if (value === undefined) {
      missing.push(output);
    } else {
      byDataSource.set(output.dataSource, { ...byDataSource.get(output.dataSource), [output.output]: value });
    }
  }
  return { byDataSource, missing };
}

/** Names an output the way a test would give it. */
export function describeOutput({ dataSource, output, expression }: RemoteOutput): string {
  return expression === undefined ? `${dataSource}.${output}` : (referenceIn(expression) ?? expression);
}

/** A copy of a configuration in which every remote state is read from a local file. */
export function withLocalRemoteStates(
  configuration: JsonObject,
  fileOf: (dataSource: string) => string,
): JsonObject {
  const changed = copyOf(configuration);
  const states = objectAt(changed, 'data', 'terraform_remote_state');
  for (const name of Object.keys(states)) {
    const comment = objectAt(states[name])['//'];
    states[name] = {
      ...(comment === undefined ? {} : { '//': comment }),
      backend: 'local',
      config: { path: fileOf(name) },
    };
  }
  return changed;
}

function valueOf({ output, expression }: RemoteOutput, known: KnownOutputs): Json | undefined {
  const reference = expression === undefined ? undefined : referenceIn(expression);
  if (known[output] !== undefined) {
    return known[output];
  }
  if (reference !== undefined) {
    return known[reference];
  }
  return expression !== undefined && !expression.includes('${') ? expression : undefined;
}

/** What stands in `${…}` when that is the whole text. */
function referenceIn(expression: string): string | undefined {
  return /^\$\{([^{}]+)\}$/.exec(expression)?.[1];
}

/** A local value has no place in `depends_on`. */
function dropDependency(configuration: JsonObject, address: string): void {
  for (const mode of ['resource', 'data']) {
    for (const instances of Object.values(objectAt(configuration, mode))) {
      for (const block of Object.values(objectAt(instances))) {
        if (isObject(block) && 'depends_on' in block) {
          block['depends_on'] = asList(block['depends_on']).filter((entry) => entry !== address);
        }
      }
    }
  }
}

/** Terraform's JSON syntax takes `data: {}` for a block whose label is missing. */
function withoutEmptySections(configuration: JsonObject): JsonObject {
  const data = Object.entries(objectAt(configuration, 'data')).filter(
    ([, instances]) => Object.keys(objectAt(instances)).length > 0,
  );
  const sections = Object.entries({ ...configuration, data: Object.fromEntries(data) });
  return Object.fromEntries(
    sections.filter(([, section]) => !isObject(section) || Object.keys(section).length > 0),
  );
}
