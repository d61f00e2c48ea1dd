/**
 * The real terraform binary with providers that it installs and starts by itself.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ProviderServer } from '../../lib/rehearsal/protocol/provider-server';
import {
  pluginMirrorConfiguration,
  SPAWNED_PROVIDER_ENVIRONMENT,
  writePluginMirror,
} from '../rehearsal/protocol/spawned-provider';
import { TerraformDirectory } from '../rehearsal/protocol/terraform-directory';
import { TinyProvider } from '../rehearsal/protocol/tiny-provider';
import { describeRehearsal } from './describe-terraform';

const LOG = 'terraform.log';

const requiring = (version: string) => `
terraform {
  required_providers {
    tiny = { source = "example/tiny", version = "${version}" }
  }
}
provider "tiny" { region = "one" }
provider "tiny" {
  alias  = "other"
  region = "two"
}
resource "tiny_thing" "here" { name = "here" }
resource "tiny_thing" "there" {
  name     = "there"
  zones    = [tiny_thing.here.id]
  provider = tiny.other
}
`;

let provider: TinyProvider;
let server: ProviderServer;
let mirror: string;
let terraform: TerraformDirectory;

beforeEach(async () => {
  provider = new TinyProvider();
  server = await ProviderServer.start(provider);
  mirror = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-relay of "all" -'));
  writePluginMirror(mirror, [{ source: 'example/tiny', version: '1.2.3', port: server.port }]);
  terraform = new TerraformDirectory({
    cliConfiguration: pluginMirrorConfiguration(mirror),
    environment: { ...SPAWNED_PROVIDER_ENVIRONMENT, TF_LOG: 'WARN', TF_LOG_PATH: LOG },
  });
});

afterEach(() => {
  terraform.dispose();
  fs.rmSync(mirror, { recursive: true, force: true });
  server.stop();
});

const changes = () => provider.log.filter((line) => /^(create|update|delete) /.test(line));

function relay(): string {
  const names = fs.readdirSync(mirror, { recursive: true, encoding: 'utf8' });
  return path.join(
    mirror,
    names.find((name) => name.endsWith('terraform-provider-tiny_v1.2.3'))!,
  );
}

describeRehearsal('terraform, which installs a provider,', () => {
  test('refuses a version that is not there', async () => {
    terraform.write(requiring('~> 2.0'));
    const { exitCode, output } = await terraform.run('init');
    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toMatch(/no available releases match the given constraints ~> 2\.0/);
    expect(terraform.has('.terraform.lock.hcl')).toBe(false);
  });

  test('does not plan before it has installed the provider', async () => {
    terraform.write(requiring('~> 1.2'));
    const { exitCode, output } = await terraform.run('plan');
    expect(exitCode).toBe(1);
    expect(output).toContain('terraform init');
    expect(provider.log).toEqual([]);
  });

  test('refuses a version that is not the locked one', async () => {
    terraform.write(requiring('~> 1.2'));
    await terraform.run('init');
    terraform.write(requiring('1.2.4'));
    const { exitCode, output } = await terraform.run('plan');
    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain('locked version selection 1.2.3');
  });

  test('locks it, and creates and destroys through it, each configuration in a session of its own', async () => {
    terraform.write(requiring('~> 1.2'));
    expect(await terraform.run('init')).toMatchObject({ exitCode: 0 });
    const lock = fs.readFileSync(path.join(terraform.directory, '.terraform.lock.hcl'), 'utf8');
    expect(lock).toMatch(/"registry\.terraform\.io\/example\/tiny"[\s\S]*version\s+= "1\.2\.3"/);

    expect(await terraform.run('apply', '-auto-approve')).toMatchObject({ exitCode: 0 });
    expect(changes().splice(0)).toEqual(['create here in one', 'create there in two']);
    expect(await terraform.run('plan', '-detailed-exitcode')).toMatchObject({ exitCode: 0 });

    provider.log.length = 0;
    expect(await terraform.run('destroy', '-auto-approve')).toMatchObject({ exitCode: 0 });
    expect(changes()).toEqual(['delete there in two', 'delete here in one']);
    // Terraform would wait two seconds for each relay that does not end by itself.
    const log = fs.readFileSync(path.join(terraform.directory, LOG), 'utf8');
    expect(log).not.toContain('failed to exit gracefully');
  });
});

test('a relay that is not started by Terraform says so and ends', () => {
  const { status, stderr, stdout } = spawnSync(relay(), { encoding: 'utf8', env: {} });
  expect(status).toBe(1);
  expect(stderr).toBe('This is a provider of a rehearsal; Terraform starts it.\n');
  expect(stdout).toBe('');
});
