/**
 * Finds a plugin mirror that holds the AWS provider on this machine, for the tests with real Terraform. Everything here is synchronous, because jest decides while it collects tests whether they can run.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { nonEmpty } from '../../lib/rehearsal/terraform/find-terraform';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

/** Names the directory of a plugin mirror (the one that contains `registry.terraform.io`). */
export const MIRROR_VARIABLE = 'SAFE_EKS_PLUGIN_MIRROR';

const REGISTRY_HOST = 'registry.terraform.io';
const AWS_SOURCE = `${REGISTRY_HOST}/hashicorp/aws`;

/** A directory with unpacked or packed providers, laid out the way Terraform's `filesystem_mirror` wants it. */
export interface PluginMirror {
  readonly kind: 'mirror';
  /** How the mirror was found: by the environment variable, by a search, or in one of Terraform's usual places. */
  readonly foundBy: 'environment' | 'usual-place' | 'search';
  /** The directory that contains `registry.terraform.io`. */
  readonly directory: string;
  /** The newest AWS provider for this platform. */
  readonly awsVersion: string;
}

/** No mirror here; Terraform may still be able to install providers from the public registry. Only `init` can tell. */
export interface RegistryOnly {
  readonly kind: 'registry';
  /** The directories that were looked at in vain. */
  readonly searched: readonly string[];
}

/** The environment names a mirror that cannot be used. This is a mistake to report, never a reason to skip tests. */
export interface BrokenMirror {
  readonly kind: 'broken';
  readonly directory: string;
  readonly reason: string;
}

export type PluginSource = PluginMirror | RegistryOnly | BrokenMirror;

/** Where to look; the defaults are this machine's, and tests give directories of their own. */
export interface MirrorSearch {
  /** @default - `process.env` */
  readonly environment?: NodeJS.ProcessEnv;
  /** The directory to search. @default - the root of the file system */
  readonly root?: string;
  /** Directories that are tried before the search. @default - Terraform's implied mirror directories */
  readonly usualPlaces?: readonly string[];
  /** @default - this machine's, in Terraform's spelling, such as `linux_amd64` */
  readonly platform?: string;
}

/** This machine in Terraform's spelling. */
export function terraformPlatform(platform: string = process.platform, arch: string = process.arch): string {
  const system = platform === 'win32' ? 'windows' : platform;
  const processor = arch === 'x64' ? 'amd64' : arch === 'ia32' ? '386' : arch;
  return `${system}_${processor}`;
}

/** Finds the plugin mirror: the environment variable first, then Terraform's usual places, then a bounded search. */
export function findPluginMirror(search: MirrorSearch = {}): PluginSource {
  const environment = search.environment ?? process.env;
  const platform = search.platform ?? terraformPlatform();

  const named = nonEmpty(environment[MIRROR_VARIABLE]);
  if (named !== undefined) {
    // Both spellings are natural, so both are taken: the mirror, and the registry's directory in it.
    const directory = path.resolve(path.basename(named) === REGISTRY_HOST ? path.dirname(named) : named);
    const awsVersion = newestVersion(directory, AWS_SOURCE, platform);
    return awsVersion
      ? { kind: 'mirror', foundBy: 'environment', directory, awsVersion }
      : { kind: 'broken', directory, reason: `${directory} holds no ${AWS_SOURCE} for ${platform}.` };
  }

  const usualPlaces = search.usualPlaces ?? impliedMirrorDirectories();
  for (const directory of usualPlaces) {
    const awsVersion = newestVersion(directory, AWS_SOURCE, platform);
    if (awsVersion) {
      return { kind: 'mirror', foundBy: 'usual-place', directory, awsVersion };
    }
  }

  const root = search.root ?? path.parse(process.cwd()).root;
  for (const directory of searchForRegistryDirectories(root)) {
    const awsVersion = newestVersion(directory, AWS_SOURCE, platform);
    if (awsVersion) {
      return { kind: 'mirror', foundBy: 'search', directory, awsVersion };
    }
  }
  return { kind: 'registry', searched: [...usualPlaces, root] };
}

/** The versions of a provider (`registry.terraform.io/hashicorp/aws`) that a mirror holds for this platform, oldest first. */
export function mirroredVersions(mirror: string, source: string, platform = terraformPlatform()): string[] {
  const directory = path.join(mirror, ...source.split('/'));
  const type = path.basename(directory);
  const versions = new Set<string>();
  for (const entry of readDirectory(directory)) {
    const packed = new RegExp(`^terraform-provider-${type}_(.+)_${platform}\\.zip$`).exec(entry.name);
    if (packed?.[1]) {
      versions.add(packed[1]);
    } else if (readDirectory(path.join(directory, entry.name, platform)).length > 0) {
      versions.add(entry.name);
    }
  }
  return [...versions].filter((version) => /^\d+\.\d+\.\d+$/.test(version)).sort(compareVersions);
}

/** The content of a CLI configuration file that installs providers from a mirror and from nowhere else. */
export function mirrorCliConfiguration(directory: string): string {
  // Without a `direct` method nothing is ever asked of a registry, so a provider that is not in the mirror fails at once.
  return [
    'disable_checkpoint = true',
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(directory)}`,
    `    include = ["${REGISTRY_HOST}/*/*"]`,
    '  }',
    '}',
    '',
  ].join('\n');
}

function newestVersion(mirror: string, source: string, platform: string): string | undefined {
  return mirroredVersions(mirror, source, platform).at(-1);
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrorDirectories(): string[] {
  const home = os.homedir();
  return [
    path.join(home, '.terraform.d', 'plugins'),
    path.join(home, '.local', 'share', 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
}

const SEARCH_DEPTH = 4;
const NEVER_SEARCHED = new Set(['proc', 'sys', 'dev', 'node_modules', '.git', '.terraform', 'lost+found']);

/** The directories down to a small depth that contain a directory of the registry's name, nearest first. */
function* searchForRegistryDirectories(root: string): Generator<string> {
  let level = [root];
  for (let depth = 1; depth <= SEARCH_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const directory of level) {
      for (const entry of readDirectory(directory)) {
        if (!entry.isDirectory() || NEVER_SEARCHED.has(entry.name)) {
          continue;
        }
        if (entry.name === REGISTRY_HOST) {
          yield directory;
        } else {
          next.push(path.join(directory, entry.name));
        }
      }
    }
    level = next;
  }
}

function readDirectory(directory: string): fs.Dirent[] {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    // Absent or not readable: for a search both mean that there is nothing to find here.
    return [];
  }
}
