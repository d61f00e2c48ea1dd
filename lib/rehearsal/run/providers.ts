/**
 * Which providers some stacks need, and their schemas.
 */
import { fullProviderAddress } from '../protocol/reattach';
import { deriveProviderSchema } from '../schema/derive-schema';
import type { ProviderSchema } from '../schema/schema';
import type { Configuration } from './configuration';
import { objectAt } from './configuration';

/** A provider that stacks use. */
export interface NeededProvider {
  /** As resource types begin with it: `aws`. */
  readonly name: string;
  /** Such as `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly schema: ProviderSchema;
}

/** Terraform has it built in. */
const BUILT_IN = 'terraform';

/**
 * The providers of a stack, without the built-in one: for what is in its configuration, and for what is only in its state any
 * more and will be destroyed.
 *
 * @param searchFrom folders from which the bindings are looked for
 * @param state the stack's state as Terraform wrote it, if it did
 */
export function neededProviders(
  configuration: Configuration,
  searchFrom: readonly string[],
  state?: string,
): readonly NeededProvider[] {
  refuseModules(configuration);
  const declared = objectAt(objectAt(configuration, 'terraform'), 'required_providers');
  const resources = unique([
    ...Object.keys(objectAt(configuration, 'resource')),
    ...typesInState(state, 'managed'),
  ]);
  const dataSources = unique([
    ...Object.keys(objectAt(configuration, 'data')),
    ...typesInState(state, 'data'),
  ]);
  const names = new Set([
    ...Object.keys(declared),
    ...[...resources, ...dataSources].map((type) => providerOf(type, declared)),
  ]);
  names.delete(BUILT_IN);
  return [...names].sort().map((name): NeededProvider => {
    const { source } = objectAt(declared, name);
    const isOwn = (type: string): boolean => providerOf(type, declared) === name;
    return {
      name,
      source: fullProviderAddress(typeof source === 'string' ? source : name),
      schema: deriveProviderSchema({
        provider: name,
        resources: resources.filter(isOwn),
        dataSources: dataSources.filter(isOwn),
        searchFrom,
      }),
    };
  });
}

/** Most providers have a name without underscores; one that has them is declared. */
function providerOf(type: string, declared: Configuration): string {
  const named = Object.keys(declared).filter((name) => type === name || type.startsWith(`${name}_`));
  return named.sort((one, other) => other.length - one.length)[0] ?? type.split('_')[0] ?? type;
}

function typesInState(state: string | undefined, mode: 'managed' | 'data'): readonly string[] {
  const { resources = [] } = JSON.parse(state ?? '{}') as {
    readonly resources?: readonly { readonly mode: string; readonly type: string }[];
  };
  return resources.filter((resource) => resource.mode === mode).map(({ type }) => type);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function refuseModules(configuration: Configuration): void {
  const modules = Object.keys(objectAt(configuration, 'module'));
  if (modules.length > 0) {
    throw new Error(
      `A stack with Terraform modules cannot be rehearsed, because their resources are not in its ` +
        `cdk.tf.json: ${modules.join(', ')}. Give the stack what the modules make, such as ids of subnets.`,
    );
  }
}
