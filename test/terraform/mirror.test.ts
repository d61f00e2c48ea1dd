/**
 * Looks for mirrors in made-up directories: no Terraform is needed here, except where a test says so.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findInstallation } from './installation';
import { BINARY_VARIABLE, findTerraform } from '../../lib/rehearsal/terraform/find-terraform';
import {
  findPluginMirror,
  MIRROR_VARIABLE,
  mirroredVersions,
  type MirrorSearch,
  terraformPlatform,
} from './mirror';
import { isolatedEnvironment } from '../../lib/rehearsal/terraform/environment';

const PLATFORM = 'linux_amd64';

let root: string;
const nowhere = (): MirrorSearch => ({ environment: {}, usualPlaces: [], root, platform: PLATFORM });

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-mirror-'));
});

afterEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
});

/** Puts a provider below the root and gives the mirror's directory. */
function addProvider(mirror: string, version: string, options: { packed?: boolean; platform?: string } = {}) {
  const platform = options.platform ?? PLATFORM;
  const provider = path.join(root, mirror, 'registry.terraform.io', 'hashicorp', 'aws');
  const directory = options.packed ? provider : path.join(provider, version, platform);
  fs.mkdirSync(directory, { recursive: true });
  const file = options.packed
    ? `terraform-provider-aws_${version}_${platform}.zip`
    : 'terraform-provider-aws';
  fs.writeFileSync(path.join(directory, file), '');
  return path.join(root, mirror);
}

describe('the search for a plugin mirror', () => {
  it('takes the directory of the environment variable first', () => {
    addProvider('found', '6.25.0');
    const directory = addProvider('named', '5.100.0');
    const expected = { kind: 'mirror', foundBy: 'environment', directory, awsVersion: '5.100.0' };
    expect(findPluginMirror({ ...nowhere(), environment: { [MIRROR_VARIABLE]: directory } })).toEqual(
      expected,
    );
    const inside = path.join(directory, 'registry.terraform.io');
    expect(findPluginMirror({ ...nowhere(), environment: { [MIRROR_VARIABLE]: inside } })).toEqual(expected);
  });

  it('reports a variable that names a directory without the AWS provider, although there is another mirror', () => {
    addProvider('found', '6.25.0');
    const directory = path.join(root, 'empty');
    expect(findPluginMirror({ ...nowhere(), environment: { [MIRROR_VARIABLE]: directory } })).toEqual({
      kind: 'broken',
      directory,
      reason: `${directory} holds no registry.terraform.io/hashicorp/aws for linux_amd64.`,
    });
  });

  it('ignores a variable that is set to nothing', () => {
    expect(findPluginMirror({ ...nowhere(), environment: { [MIRROR_VARIABLE]: '' } }).kind).toBe('registry');
  });

  it('looks into the usual places before it searches', () => {
    addProvider('found', '6.25.0');
    const directory = addProvider('usual', '5.100.0');
    expect(
      findPluginMirror({ ...nowhere(), usualPlaces: [path.join(root, 'none'), directory] }),
    ).toMatchObject({
      foundBy: 'usual-place',
      directory,
    });
  });

  it('searches four levels deep and no deeper', () => {
    addProvider('a/b/c/d', '6.25.0');
    expect(findPluginMirror(nowhere()).kind).toBe('registry');
    const directory = addProvider('a/b/c', '5.100.0');
    expect(findPluginMirror(nowhere())).toMatchObject({ foundBy: 'search', directory });
  });

  it('passes over process directories, and over what `terraform init` leaves behind', () => {
    addProvider('proc', '6.25.0');
    addProvider('work/.terraform', '6.25.0');
    expect(findPluginMirror(nowhere())).toEqual({ kind: 'registry', searched: [root] });
  });

  it('passes over a mirror for another platform', () => {
    addProvider('other', '6.25.0', { platform: 'darwin_arm64' });
    expect(findPluginMirror(nowhere()).kind).toBe('registry');
  });

  it('takes the newest version, by number and not by letter, packed or unpacked', () => {
    const directory = addProvider('found', '5.99.0');
    addProvider('found', '6.3.0');
    addProvider('found', '5.100.0', { packed: true });
    expect(mirroredVersions(directory, 'registry.terraform.io/hashicorp/aws', PLATFORM)).toEqual([
      '5.99.0',
      '5.100.0',
      '6.3.0',
    ]);
    expect(findPluginMirror(nowhere())).toMatchObject({ awsVersion: '6.3.0' });
  });

  it('spells platforms the way Terraform does', () => {
    expect(terraformPlatform('linux', 'x64')).toBe('linux_amd64');
    expect(terraformPlatform('darwin', 'arm64')).toBe('darwin_arm64');
    expect(terraformPlatform('win32', 'ia32')).toBe('windows_386');
  });
});

describe('the search for Terraform', () => {
  it('reports a binary that cannot be run', () => {
    const found = findTerraform({ [BINARY_VARIABLE]: path.join(root, 'no-terraform') });
    expect(found).toMatchObject({ kind: 'missing', reason: expect.stringMatching(/cannot be run/) });
  });

  it('reports a binary that is something else', () => {
    const found = findTerraform({ [BINARY_VARIABLE]: process.execPath });
    expect(found).toMatchObject({ kind: 'missing', reason: expect.stringMatching(/does not answer like/) });
  });
});

describe('the installation', () => {
  const terraform = () => ({ kind: 'found', command: 'terraform', version: '1.11.4' }) as const;

  it('calls a broken mirror a mistake', () => {
    const broken = { kind: 'broken', directory: root, reason: 'Empty.' } as const;
    expect(findInstallation({ terraform, plugins: () => broken })).toMatchObject({
      kind: 'unavailable',
      missing: 'Empty.',
      isMistake: true,
    });
  });

  it('tries the registry only without a mirror', () => {
    const unreachable = { kind: 'unreachable', reason: 'No network.' } as const;
    const plugins = () => ({ kind: 'registry', searched: [] }) as const;
    expect(findInstallation({ terraform, plugins, download: () => unreachable })).toMatchObject({
      kind: 'unavailable',
      missing: 'No network.',
      isMistake: false,
    });
  });

  it('asks for Terraform first', () => {
    const missing = () => ({ kind: 'missing', reason: 'No Terraform.' }) as const;
    const plugins = (): never => {
      throw new Error('not to be called');
    };
    expect(findInstallation({ terraform: missing, plugins })).toMatchObject({ missing: 'No Terraform.' });
  });
});

describe('the environment of Terraform', () => {
  const inherited = {
    PATH: '/bin',
    AWS_PROFILE: 'work',
    TF_CLI_CONFIG_FILE: '/gone',
    https_proxy: 'http://proxy',
  };

  it('keeps the settings of the machine out', () => {
    const environment = isolatedEnvironment('/own/cli.tfrc', false, inherited);
    expect(environment).toMatchObject({ PATH: '/bin', TF_CLI_CONFIG_FILE: '/own/cli.tfrc', TF_INPUT: '0' });
    expect(environment).not.toHaveProperty('AWS_PROFILE');
    expect(environment).not.toHaveProperty('https_proxy');
  });

  it('leaves a way out only to downloads', () => {
    expect(isolatedEnvironment('/x', false, inherited)).toHaveProperty('HTTPS_PROXY', 'http://127.0.0.1:9');
    expect(isolatedEnvironment('/x', true, inherited)).toHaveProperty('https_proxy', 'http://proxy');
  });
});
