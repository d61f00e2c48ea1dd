/**
 * Lets Terraform install and start providers as it does in earnest: `terraform init` finds them in a directory, checks the
 * version constraints and writes the lock file, and every command starts processes of its own.
 *
 * What it installs is a relay: a small program that passes everything on to a server of this process, and ends when
 * Terraform hangs up.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { terraformPlatform } from '../../terraform/mirror';
import { fullProviderAddress } from '../../../lib/rehearsal/protocol/reattach';

/** A provider that Terraform can install. */
export interface SpawnedProvider {
  /** `aws`, `hashicorp/aws` and the full address are the same. */
  readonly source: string;
  /** Such as `6.25.0`. */
  readonly version: string;
  /** Where its server listens. */
  readonly port: number;
}

/**
 * What the environment of Terraform needs for spawned providers. Terraform asks a provider that it starts for encryption,
 * and takes an answer without a certificate for a crash; only its own environment can tell it not to ask.
 */
export const SPAWNED_PROVIDER_ENVIRONMENT: { readonly [name: string]: string } = {
  TF_DISABLE_PLUGIN_TLS: '1',
};

/**
 * Fills a directory from which Terraform can install the providers.
 *
 * @param platform Terraform's name of the machine's kind, such as `linux_amd64`
 */
export function writePluginMirror(
  directory: string,
  providers: readonly SpawnedProvider[],
  platform = terraformPlatform(),
): void {
  if (process.platform === 'win32') {
    throw new Error('Providers cannot be installed as scripts on Windows; attach Terraform to them instead.');
  }
  for (const { source, version, port } of providers) {
    const address = fullProviderAddress(source);
    const folder = path.join(directory, ...address.split('/'), version, platform);
    const program = `terraform-provider-${address.split('/').at(-1) ?? source}_v${version}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'relay.js'), relayProgram(port));
    writeFileSync(path.join(folder, program), launcher(), { mode: 0o755 });
  }
}

/** The content of Terraform's own configuration file that makes it install from there and from nowhere else. */
export function pluginMirrorConfiguration(directory: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(directory)}\n  }\n}\n`;
}

/** A shell script, because the first line of a script cannot name any path of a program. */
function launcher(): string {
  const node = `'${process.execPath.replaceAll("'", `'\\''`)}'`;
  return `#!/bin/sh\nexec ${node} "$(dirname "$0")/relay.js"\n`;
}

/** How Terraform proves that it is Terraform. */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** A relay that Terraform never connects to, since it was killed before, is not to stay for ever. */
const PATIENCE_MILLISECONDS = 60_000;

function relayProgram(port: number): string {
  return `'use strict';
const net = require('node:net');

if (process.env.TF_PLUGIN_MAGIC_COOKIE !== '${MAGIC_COOKIE}') {
  process.stderr.write('This is a provider of a rehearsal; Terraform starts it.\\n');
  process.exit(1);
}
// Ctrl-C reaches every process of a terminal, and Terraform still needs its providers then.
process.on('SIGINT', () => {});

let connections = 0;
setTimeout(() => connections === 0 && process.exit(1), ${PATIENCE_MILLISECONDS}).unref();

const relay = net.createServer((terraform) => {
  connections += 1;
  const provider = net.connect(${port}, '127.0.0.1');
  const pair = [terraform, provider];
  const end = () => {
    pair.splice(0).forEach((socket) => socket.destroy());
    process.exit(0);
  };
  pair.forEach((socket) => socket.setNoDelay(true).on('close', end).on('error', end));
  terraform.pipe(provider).pipe(terraform);
});
relay.listen(0, '127.0.0.1', () => {
  process.stdout.write('1|6|tcp|127.0.0.1:' + relay.address().port + '|grpc\\n');
});
`;
}
