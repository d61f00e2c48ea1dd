/**
 * One process of the real AWS provider for many commands of Terraform, which otherwise starts one for each of them and reads what it says of
 * fifteen hundred types: four fifths of the time of a plan.
 */
import { fullProviderAddress, REATTACH_VARIABLE } from '../../lib/rehearsal/protocol/reattach';
import type { Json } from './json';
import { asList, objectAt } from './json';
import { findProviderBinary } from './provider-client-binary';
import { PluginProcess } from './provider-client-process';
import { ProviderRelay } from './provider-relay';
import type { TerraformInstallation } from './real-terraform';

interface Started {
  readonly relay: ProviderRelay;
  end(): Promise<void>;
}

/** Starts with the first command that can use it. Whoever makes it has to end it. */
export class SharedProvider {
  private started: Promise<Started> | undefined;

  constructor(private readonly installation: TerraformInstallation) {}

  /**
   * What to add to the environment of a command. A process holds one configuration and each command sets it anew, so commands have to
   * come one after the other; and a stack with several configurations gets nothing, whereupon Terraform starts a process for each.
   *
   * @param documents configuration and state: every type that they name
   */
  public async environment(configuration: Json, ...documents: readonly Json[]): Promise<NodeJS.ProcessEnv> {
    if (asList(objectAt(configuration, 'provider')['aws']).length > 1) {
      return {};
    }
    this.started ??= this.start();
    const { relay } = await this.started;
    const named = JSON.stringify([configuration, ...documents]).match(/\baws_[a-z0-9_]+/g) ?? [];
    relay.types = new Set([...relay.types, ...named]);
    const attached = {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      // Terraform leaves it running.
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${relay.port}` },
    };
    return { [REATTACH_VARIABLE]: JSON.stringify({ [fullProviderAddress('aws')]: attached }) };
  }

  /** Ends the process, if there is one. */
  public async end(): Promise<void> {
    await (await this.started)?.end();
  }

  private async start(): Promise<Started> {
    const binary = await findProviderBinary(this.installation);
    const plugin = await PluginProcess.start(binary.file);
    const relay = await ProviderRelay.start(plugin.socketPath);
    return {
      relay,
      end: async () => {
        relay.stop();
        await plugin.end(0);
        binary.dispose();
      },
    };
  }
}
