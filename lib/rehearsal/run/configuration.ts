/**
 * Makes a synthesized stack ready to be rehearsed: its state in a folder beside the others', every resource telling its
 * address, and nothing in it that reaches out of the rehearsal. Everything else stays as it was synthesized.
 */
import { ADDRESS_ARGUMENT } from '../engine/scene';

/** A part of a `cdk.tf.json`. */
export interface Configuration {
  readonly [name: string]: unknown;
}

/** What to change beside. */
export interface ConfigurationOptions {
  /** Where the states of the app's stacks are, by what their backends say. */
  readonly stateFileOf: (backend: string, settings: Configuration) => string | undefined;
  /** Outputs of states that are none of the app's, by the name of the data source that reads them. @default - none */
  readonly remoteStates?: Configuration;
  /** Takes away what protects from deletion, as somebody would who means it. @default false */
  readonly liftProtection?: boolean;
}

/** Where a file is that looks like a state without anything in it, seen from a stack's folder. */
export const EMPTY_STATE_FILE = '../empty.tfstate';

const REMOTE_STATE = 'terraform_remote_state';

/** A resource type that Terraform brings itself; no simulated provider is asked about it. */
const BUILT_IN_TYPE = 'terraform_data';

/** What a resource runs on the user's machine or on others: a rehearsal must touch neither. */
const PROVISIONING: readonly string[] = ['provisioner', 'connection'];

/** The configuration as it is rehearsed. */
export function rehearsable(configuration: Configuration, options: ConfigurationOptions): Configuration {
  const terraform = withoutKeys(objectAt(configuration, 'terraform'), ['backend', 'cloud']);
  return {
    ...configuration,
    terraform,
    ...mapInstances(configuration, 'resource', (block, type, name) =>
      rehearsableResource(block, type, name, options.liftProtection === true),
    ),
    ...mapInstances(configuration, 'data', (block, type, name) =>
      type === REMOTE_STATE ? localState(block, name, options) : block,
    ),
  };
}

/** What a stack's backend says: its kind and its settings; the default one is local. */
export function backendOf(configuration: Configuration): readonly [string, Configuration] {
  const terraform = objectAt(configuration, 'terraform');
  if ('cloud' in terraform) {
    // Other stacks read such a state through the older backend of the same service.
    return ['remote', objectAt(terraform, 'cloud')];
  }
  const backend = objectAt(terraform, 'backend');
  const [kind = 'local'] = Object.keys(backend);
  return [kind, objectAt(backend, kind)];
}

function rehearsableResource(
  all: Configuration,
  type: string,
  name: string,
  liftProtection: boolean,
): Configuration {
  const block = withoutKeys(all, PROVISIONING);
  const named =
    type === BUILT_IN_TYPE
      ? block
      : { ...block, [ADDRESS_ARGUMENT]: instanceAddress(block, `${type}.${name}`) };
  if (!liftProtection) {
    return named;
  }
  const lifecycle = { ...objectAt(block, 'lifecycle') };
  if ('prevent_destroy' in lifecycle) {
    lifecycle['prevent_destroy'] = false;
  }
  return {
    ...named,
    ...(block['deletion_protection'] === undefined ? {} : { deletion_protection: false }),
    ...('lifecycle' in block ? { lifecycle } : {}),
  };
}

function instanceAddress(block: Configuration, address: string): string {
  if (block['for_each'] !== undefined) {
    // As Terraform writes a key: with a backslash before each quote and backslash.
    return `${address}["\${replace(replace(each.key, "\\\\", "\\\\\\\\"), "\\"", "\\\\\\"")}"]`;
  }
  return block['count'] === undefined ? address : `${address}[\${count.index}]`;
}

function localState(
  block: Configuration,
  name: string,
  { stateFileOf, remoteStates = {} }: ConfigurationOptions,
): Configuration {
  // The workspaces of a rehearsal are its own.
  const rest = withoutKeys(block, ['workspace']);
  const path = ownStateFile(block, stateFileOf);
  if (path !== undefined) {
    return { ...rest, backend: 'local', config: { path } };
  }
  return name in remoteStates
    ? {
        ...rest,
        backend: 'local',
        config: { path: EMPTY_STATE_FILE },
        defaults: { ...objectAt(block, 'defaults'), ...objectAt(remoteStates, name) },
      }
    : block;
}

function ownStateFile(
  block: Configuration,
  stateFileOf: ConfigurationOptions['stateFileOf'],
): string | undefined {
  const kind = block['backend'];
  return typeof kind === 'string' ? stateFileOf(kind, objectAt(block, 'config')) : undefined;
}

/** What a stack needs and a rehearsal was not given, as sentences. A local state outside of the app can be read as it is. */
export function missingInputs(
  stack: string,
  configuration: Configuration,
  options: ConfigurationOptions & { readonly variables?: Configuration },
): readonly string[] {
  const { stateFileOf, remoteStates = {}, variables = {} } = options;
  const unset = Object.entries(objectAt(configuration, 'variable'))
    .filter(([name, variable]) => !(name in variables) && !('default' in (variable as Configuration)))
    .map(([name]) => name);
  const unread = Object.entries(objectAt(objectAt(configuration, 'data'), REMOTE_STATE))
    .filter(([name]) => !(name in remoteStates))
    .filter(([, block]) => ownStateFile(block as Configuration, stateFileOf) === undefined)
    .filter(([, block]) => (block as Configuration)['backend'] !== 'local')
    .map(([name]) => name);
  return [
    ...unset.map(
      (name) =>
        `The variable "${name}" of the stack "${stack}" has no value: give one in the option "variables", or as --var NAME=VALUE.`,
    ),
    ...unread.map(
      (name) =>
        `The stack "${stack}" reads a state that is none of the app's, "${name}": give its outputs in the option "remoteStates".`,
    ),
  ];
}

function mapInstances(
  configuration: Configuration,
  mode: 'resource' | 'data',
  change: (block: Configuration, type: string, name: string) => Configuration,
): Configuration {
  if (configuration[mode] === undefined) {
    return {};
  }
  const types = Object.entries(objectAt(configuration, mode)).map(([type, instances]) => {
    const blocks = Object.entries(instances as Configuration).map(([name, block]) => [
      name,
      change(block as Configuration, type, name),
    ]);
    return [type, Object.fromEntries(blocks) as Configuration];
  });
  return { [mode]: Object.fromEntries(types) as Configuration };
}

/** An object within an object, empty when it is not there. */
export function objectAt(parent: Configuration, name: string): Configuration {
  const value = parent[name];
  return typeof value === 'object' && value !== null ? (value as Configuration) : {};
}

function withoutKeys(object: Configuration, keys: readonly string[]): Configuration {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !keys.includes(name)));
}
