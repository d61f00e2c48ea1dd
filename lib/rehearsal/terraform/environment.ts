/**
 * The environment of every Terraform command: shut off from the machine's settings, its AWS account and the network.
 */
import * as os from 'node:os';

// Nothing listens on the discard port of the own machine, so a call to AWS is refused at once instead of leaving it.
const NO_WAY_OUT = 'http://127.0.0.1:9';

/**
 * The environment of every Terraform command. Settings of the person who runs the tests (profiles, regions, plugin
 * caches, a CLI configuration that may not even exist) must not decide what a test sees.
 */
export function isolatedEnvironment(
  cliConfigurationFile: string,
  online = false,
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => {
    const isProxy = /^(https?|all|no)_proxy$/i.test(name);
    return !/^(AWS_|TF_)/.test(name) && (online || !isProxy);
  });
  return {
    ...Object.fromEntries(kept),
    ...(online ? {} : { HTTP_PROXY: NO_WAY_OUT, HTTPS_PROXY: NO_WAY_OUT }),
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: cliConfigurationFile,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
}
