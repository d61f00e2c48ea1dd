/**
 * Finds the program of the real AWS provider in a plugin mirror, and has Terraform unpack it where the mirror holds it packed.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { mirrorCliConfiguration, terraformPlatform } from './mirror';
import type { TerraformInstallation } from './real-terraform';
import { runTerraform, unexpectedAnswer } from './terraform-command';

const SOURCE = 'registry.terraform.io/hashicorp/aws';

/** A program, and how to remove it again if it was unpacked for the occasion. */
export interface ProviderBinary {
  readonly file: string;
  dispose(): void;
}

/** The program of the newest AWS provider of a mirror. */
export async function findProviderBinary(installation: TerraformInstallation): Promise<ProviderBinary> {
  const { directory, awsVersion } = installation.mirror;
  const file = programIn(path.join(directory, SOURCE, awsVersion, terraformPlatform()));
  return file === undefined ? unpack(installation) : { file, dispose: () => undefined };
}

async function unpack({ command, mirror }: TerraformInstallation): Promise<ProviderBinary> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'provider-unpacked-'));
  const dispose = (): void => {
    fs.rmSync(directory, { recursive: true, force: true });
  };
  try {
    const cliConfigurationFile = path.join(directory, 'cli.tfrc');
    fs.writeFileSync(cliConfigurationFile, mirrorCliConfiguration(mirror.directory));
    const aws = { source: 'hashicorp/aws', version: mirror.awsVersion };
    fs.writeFileSync(
      path.join(directory, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { aws } } }),
    );
    const arguments_ = ['init', '-no-color', '-backend=false'];
    const result = await runTerraform(arguments_, { command, directory, cliConfigurationFile });
    const installed = path.join(
      directory,
      '.terraform/providers',
      SOURCE,
      mirror.awsVersion,
      terraformPlatform(),
    );
    const file = programIn(installed);
    if (result.exitCode !== 0 || file === undefined) {
      throw unexpectedAnswer(arguments_, result);
    }
    return { file, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function programIn(directory: string): string | undefined {
  const name = fs.existsSync(directory)
    ? fs.readdirSync(directory).find((file) => file.startsWith('terraform-provider-aws'))
    : undefined;
  return name === undefined ? undefined : path.join(directory, name);
}
