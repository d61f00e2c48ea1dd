/**
 * A client of the real AWS provider, without Terraform between: it asks the provider what a change of one resource would
 * do. A plan through Terraform takes seconds; a call takes about a millisecond, so that every argument can be asked for.
 */
import { credentials, type Client } from '@grpc/grpc-js';
import { UNKNOWN, type Value, type Values } from '../../lib/rehearsal/protocol/value';
import type { BlockSchema } from '../../lib/rehearsal/schema/schema';
import { PluginProcess } from './provider-client-process';
import {
  blockSchema,
  ControllerService,
  decodeSchema,
  decodeValue,
  encodeValue,
  plainPath,
  ProviderService,
  type WireDiagnostic,
  type WirePlan,
  type WireSchemas,
} from './provider-client-protocol';

/** What the provider needs so that it asks AWS nothing. */
const OFFLINE: Readonly<Record<string, Value>> = {
  region: 'eu-west-1',
  access_key: 'offline',
  secret_key: 'offline',
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: 'true',
  skip_region_validation: true,
  max_retries: 1,
};

const CALL_MILLISECONDS = 60_000;
const ERROR = 1;

/** What a change would do. */
export interface ChangeAnswer {
  readonly planned: Values | undefined;
  /** What forces a replacement, as paths without indexes, each once. */
  readonly requiresReplace: readonly string[];
  readonly errors: readonly string[];
}

/** A change of one resource; nothing as `prior` means that it is to be created. */
export interface Change {
  readonly type: string;
  readonly prior: Values | undefined;
  readonly proposed: Values;
  readonly config: Values;
}

/** A provider that runs, until it is stopped. */
export class ProviderClient {
  /** Starts and configures the provider. */
  public static async start(binary: string): Promise<ProviderClient> {
    const plugin = await PluginProcess.start(binary);
    const options = {
      'grpc.max_receive_message_length': 256 << 20,
      // A plugin on a unix socket has no name, and the server is particular about what stands in its place.
      'grpc.default_authority': 'localhost',
    };
    const client = new ProviderClient(
      plugin,
      new ProviderService(plugin.address, credentials.createInsecure(), options),
      new ControllerService(plugin.address, credentials.createInsecure(), options),
    );
    try {
      await client.configure();
      return client;
    } catch (error) {
      await client.stop();
      throw error;
    }
  }

  private schemas: Readonly<Record<string, Buffer>> = {};

  private constructor(
    private readonly plugin: PluginProcess,
    private readonly provider: Client,
    private readonly controller: Client,
  ) {}

  /** The schema of a resource type, or nothing when this provider does not have it. */
  public schema(type: string): BlockSchema | undefined {
    const bytes = this.schemas[type];
    return bytes === undefined ? undefined : decodeSchema(bytes);
  }

  /** Asks what a change would do. */
  public async plan(change: Change): Promise<ChangeAnswer> {
    const answer = await call<WirePlan>(this.provider, 'PlanResourceChange', {
      type_name: change.type,
      prior_state: encodeValue(change.prior ?? null),
      proposed_new_state: encodeValue(change.proposed),
      config: encodeValue(change.config),
    }).catch((error: unknown) => {
      throw new Error(`${change.type}: the provider did not answer. ${this.plugin.lastWords}`, {
        cause: error,
      });
    });
    const planned = answer.planned_state === null ? null : decodeValue(answer.planned_state);
    return {
      planned: planned === null || planned === UNKNOWN ? undefined : (planned as Values),
      requiresReplace: [...new Set(answer.requires_replace.map(plainPath))].sort(),
      errors: errorsIn(answer.diagnostics),
    };
  }

  /** Ends the provider: asked first, killed when it does not listen. */
  public async stop(): Promise<void> {
    // The provider may close the connection before it has answered; what counts is that the process ends.
    await call(this.controller, 'Shutdown', {}, 1_000).catch(() => undefined);
    await this.plugin.end();
    this.provider.close();
    this.controller.close();
  }

  private async configure(): Promise<void> {
    const answer = await call<WireSchemas>(this.provider, 'GetSchema', {});
    failOn(answer.diagnostics, 'GetSchema');
    this.schemas = answer.resource_schemas;
    const { attributes, blocks } = blockSchema(answer.provider.block);
    const nothing = [
      ...Object.keys(attributes).map((name) => [name, null]),
      ...Object.entries(blocks).map(([name, { nesting }]) => [name, nesting === 'single' ? null : []]),
    ];
    const config = { ...(Object.fromEntries(nothing) as Values), ...OFFLINE };
    const configured = await call<{ diagnostics: readonly WireDiagnostic[] }>(this.provider, 'Configure', {
      terraform_version: '1.11.4',
      config: encodeValue(config),
    });
    failOn(configured.diagnostics, 'Configure');
  }
}

/** gRPC clients that are made from a descriptor have their calls as methods that no type knows. */
async function call<Answer>(
  client: Client,
  name: string,
  request: object,
  milliseconds = CALL_MILLISECONDS,
): Promise<Answer> {
  const methods = client as unknown as Record<
    string,
    (request: object, options: object, answer: (error: Error | null, value?: Answer) => void) => void
  >;
  return new Promise((resolve, reject) => {
    methods[name]!.call(client, request, { deadline: Date.now() + milliseconds }, (error, value) => {
      if (error || value === undefined) {
        reject(error ?? new Error(`${name} was answered with nothing.`));
      } else {
        resolve(value);
      }
    });
  });
}

function errorsIn(diagnostics: readonly WireDiagnostic[]): string[] {
  return diagnostics
    .filter(({ severity }) => severity === ERROR)
    .map(({ summary, detail }) => [summary, detail].filter(Boolean).join(': '));
}

function failOn(diagnostics: readonly WireDiagnostic[], name: string): void {
  const errors = errorsIn(diagnostics);
  if (errors.length > 0) {
    throw new Error(`${name} failed: ${errors.join('; ')}`);
  }
}
