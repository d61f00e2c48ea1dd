/**
 * Without a plugin mirror, the providers come from the public registry: downloaded once into the user's cache
 * directory, which is used as a mirror from then on.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { nonEmpty } from '../../lib/rehearsal/terraform/find-terraform';
import { findPluginMirror, type PluginMirror } from './mirror';
import { BOUND_AWS_VERSION } from './provider-compatibility';
import { isolatedEnvironment } from '../../lib/rehearsal/terraform/environment';

/** The downloaded mirror, or why there is none. */
export type DownloadResult = PluginMirror | { readonly kind: 'unreachable'; readonly reason: string };

/** Where and how to download; tests give a directory and an installation method of their own. */
export interface DownloadOptions {
  /** @default - a directory in the user's cache directory */
  readonly cacheDirectory?: string;
  /** The content of Terraform's CLI configuration. @default - install directly from the registry */
  readonly cliConfiguration?: string;
  /** Versions by source. @default - the providers the bindings are made for */
  readonly providers?: Readonly<Record<string, string>>;
}

// The providers that the bindings (`@cdktf/provider-aws`, `-kubernetes`, `-helm`) are made for.
const BOUND_PROVIDERS: Readonly<Record<string, string>> = {
  'hashicorp/aws': BOUND_AWS_VERSION,
  'hashicorp/kubernetes': '2.38.0',
  'hashicorp/helm': '3.1.1',
};

const REGISTRY_HOST = 'registry.terraform.io';
const TIMEOUT_MILLISECONDS = 300_000;

/** Downloads the providers with `terraform init`, unless the cache has them. */
export function downloadProviders(command: string, options: DownloadOptions = {}): DownloadResult {
  const cache = options.cacheDirectory ?? defaultCacheDirectory();
  const cached = asMirror(cache);
  if (cached) {
    return cached;
  }
  fs.mkdirSync(cache, { recursive: true });
  // Terraform's plugin cache must not be written by two processes at once, and jest has several: each fills a directory
  // of its own, and the first to be ready gives its one the final name.
  const incoming = fs.mkdtempSync(path.join(cache, 'incoming-'));
  try {
    const failure = initialise(command, incoming, options);
    if (failure !== undefined) {
      return { kind: 'unreachable', reason: failure };
    }
    moveIntoPlace(path.join(incoming, 'plugins', REGISTRY_HOST), path.join(cache, REGISTRY_HOST));
    return (
      asMirror(cache) ?? { kind: 'unreachable', reason: `${cache} holds no AWS provider after the download.` }
    );
  } finally {
    fs.rmSync(incoming, { recursive: true, force: true });
  }
}

/** Lets Terraform install the providers into a plugin cache; gives the reason when it does not. */
function initialise(command: string, directory: string, options: DownloadOptions): string | undefined {
  const plugins = path.join(directory, 'plugins');
  const work = path.join(directory, 'work');
  const cliConfiguration = path.join(directory, 'cli.tfrc');
  fs.mkdirSync(plugins);
  fs.mkdirSync(work);
  fs.writeFileSync(cliConfiguration, options.cliConfiguration ?? 'provider_installation {\n  direct {}\n}\n');
  const providers = Object.entries(options.providers ?? BOUND_PROVIDERS);
  const required = Object.fromEntries(
    providers.map(([source, version]) => [path.posix.basename(source), { source, version }]),
  );
  fs.writeFileSync(
    path.join(work, 'main.tf.json'),
    JSON.stringify({ terraform: { required_providers: required } }),
  );
  const result = spawnSync(command, ['init', '-no-color', '-backend=false'], {
    cwd: work,
    encoding: 'utf8',
    timeout: TIMEOUT_MILLISECONDS,
    env: {
      ...isolatedEnvironment(cliConfiguration, true),
      TF_PLUGIN_CACHE_DIR: plugins,
      // Whether the registry can be reached is the question; a machine without a way out is to answer soon.
      TF_REGISTRY_DISCOVERY_RETRY: '0',
      TF_REGISTRY_CLIENT_TIMEOUT: '10',
    },
  });
  if (result.status === 0) {
    return undefined;
  }
  const said = (result.error?.message ?? result.stderr).replace(/[│╷╵\s]+/g, ' ').trim();
  return `There is no plugin mirror, and the registry could not be used: ${said.slice(0, 400)}`;
}

function moveIntoPlace(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    // Another process was faster; its copy is as good.
    if (!fs.existsSync(to)) {
      throw error;
    }
  }
}

function asMirror(directory: string): PluginMirror | undefined {
  const found = findPluginMirror({ environment: {}, usualPlaces: [directory], root: directory });
  return found.kind === 'mirror' ? found : undefined;
}

function defaultCacheDirectory(): string {
  const base = nonEmpty(process.env['XDG_CACHE_HOME']) ?? path.join(os.homedir(), '.cache');
  return path.join(base, 'cdktf-safe-eks', 'terraform-providers');
}
