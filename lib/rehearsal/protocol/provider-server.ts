/**
 * A provider as a server that the terraform binary talks to, on this machine only and without encryption.
 */
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { DiagnosticMessage } from './messages';
import type { Provider, ProviderSession } from './provider';
import { type CallHandler, callHandlers } from './provider-calls';
import { providerService } from './tfplugin6';

/** Settings of a server. */
export interface ProviderServerOptions {
  /** Told of every call that comes in and of every answer that goes out: as long as it is called, Terraform is busy. */
  readonly onMessage?: () => void;
}

// No schema and no state of a rehearsal comes near a limit that protects a server from strangers.
const NO_LIMIT = -1;

type AnyHandler = CallHandler<unknown, unknown>;

/** One provider, listening on a port of its own. */
export class ProviderServer {
  /** Begins to listen. */
  public static async start(
    provider: Provider,
    options: ProviderServerOptions = {},
  ): Promise<ProviderServer> {
    const server = new Server({
      'grpc.max_receive_message_length': NO_LIMIT,
      'grpc.max_send_message_length': NO_LIMIT,
      'grpc.enable_channelz': 0,
    });
    const calls = new ProviderServer(server, provider, options);
    server.addService(providerService(), calls.implementation());
    await calls.listen();
    return calls;
  }

  private readonly sessions = new Map<string, { session: ProviderSession; configured: boolean }>();
  private listening = 0;

  private constructor(
    private readonly server: Server,
    private readonly provider: Provider,
    private readonly options: ProviderServerOptions,
  ) {}

  /** Where it listens, on 127.0.0.1. */
  public get port(): number {
    return this.listening;
  }

  /** Ends all connections, also of calls that are still to be answered. */
  public stop(): void {
    this.server.forceShutdown();
    this.sessions.clear();
  }

  private async listen(): Promise<void> {
    this.listening = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) {
          resolve(port);
        } else {
          reject(error);
        }
      });
    });
  }

  private implementation(): UntypedServiceImplementation {
    const handlers = Object.entries(callHandlers(this.provider.schema)) as unknown as readonly (readonly [
      name: string,
      handler: AnyHandler,
    ])[];
    return Object.fromEntries(
      handlers.map(([name, handler]) => [
        name,
        (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
          this.options.onMessage?.();
          void this.answer(name, handler, call).then((answer) => {
            this.options.onMessage?.();
            callback(null, answer);
          });
        },
      ]),
    );
  }

  /** Never rejects: Terraform shows a diagnostic to people, and the status of a failed call as a crash of the provider. */
  private async answer(
    name: string,
    handler: AnyHandler,
    call: ServerUnaryCall<unknown, unknown>,
  ): Promise<unknown> {
    try {
      return await handler.answer(this.sessionOf(name, call.getPeer()), call.request);
    } catch (error) {
      return handler.failed(call.request, [describeFailure(name, call.request, error)]);
    }
  }

  private sessionOf(name: string, connection: string): ProviderSession {
    const known = this.sessions.get(connection);
    const configures = name === 'ConfigureProvider';
    // Terraform configures a provider once, so this is a later connection from a port that the machine gave out again.
    if (known === undefined || (configures && known.configured)) {
      const session = this.provider.open(connection);
      this.sessions.set(connection, { session, configured: configures });
      return session;
    }
    known.configured ||= configures;
    return known.session;
  }
}

function describeFailure(name: string, request: unknown, error: unknown): DiagnosticMessage {
  const type = (request as { readonly typeName?: string }).typeName ?? '';
  const detail = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  const summary = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    severity: 'ERROR',
    summary: `The simulated provider failed in ${name}${type === '' ? '' : ` of ${type}`}: ${summary}`,
    detail,
  };
}
