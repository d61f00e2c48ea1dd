/**
 * Makes a synthesized stack ready to be rehearsed: its state in a folder beside the others', and every resource telling its
 * address. Everything else stays as it was synthesized.
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
  /** Takes away what protects from deletion, as somebody would who means it. @default false */
  readonly liftProtection?: boolean;
}

/** The configuration as it is rehearsed. */
export function rehearsable(configuration: Configuration, options: ConfigurationOptions): Configuration {
  const terraform = withoutKey(objectAt(configuration, 'terraform'), 'backend');
  return {
    ...configuration,
    terraform,
    ...mapInstances(configuration, 'resource', (block, type, name) =>
      rehearsableResource(block, `${type}.${name}`, options.liftProtection === true),
    ),
    ...mapInstances(configuration, 'data', (block, type) =>
      type === 'terraform_remote_state' ? localState(block, options) : block,
    ),
  };
}

/** What a stack's backend says: its kind and its settings; the default one is local. */
export function backendOf(configuration: Configuration): readonly [string, Configuration] {
  const backend = objectAt(objectAt(configuration, 'terraform'), 'backend');
  const [kind = 'local'] = Object.keys(backend);
  return [kind, objectAt(backend, kind)];
}

function rehearsableResource(block: Configuration, address: string, liftProtection: boolean): Configuration {
  const named = { ...block, [ADDRESS_ARGUMENT]: instanceAddress(block, address) };
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
    return `${address}["\${each.key}"]`;
  }
  return block['count'] === undefined ? address : `${address}[\${count.index}]`;
}

function localState(block: Configuration, { stateFileOf }: ConfigurationOptions): Configuration {
  const kind = block['backend'];
  const path = typeof kind === 'string' ? stateFileOf(kind, objectAt(block, 'config')) : undefined;
  return path === undefined ? block : { ...block, backend: 'local', config: { path } };
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

function withoutKey(object: Configuration, key: string): Configuration {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
