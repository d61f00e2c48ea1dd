/**
 * Stands between Terraform and the real AWS provider, passes every call on as it is, and leaves one thing out: of the descriptions of
 * fifteen hundred types Terraform gets those that a stack has. Reading all of them is most of the time of a command.
 */
import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { keepNamed } from './protobuf-maps';

const SERVICE = '/tfplugin5.Provider/';
const SCHEMA_CALL = 'GetSchema';
const CALLS = [
  'GetMetadata',
  SCHEMA_CALL,
  'PrepareProviderConfig',
  'ValidateResourceTypeConfig',
  'ValidateDataSourceConfig',
  'UpgradeResourceState',
  'GetResourceIdentitySchemas',
  'UpgradeResourceIdentity',
  'Configure',
  'ReadResource',
  'PlanResourceChange',
  'ApplyResourceChange',
  'ImportResourceState',
  'MoveResourceState',
  'ReadDataSource',
  'GetFunctions',
  'CallFunction',
  'Stop',
];
/** Fields of the answer to GetSchema that are maps from the name of a type: resources, data sources, ephemeral resources. */
const BY_TYPE = [2, 3, 8];

const NO_LIMITS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const asItIs = (bytes: Buffer): Buffer => bytes;

/** Listens on a port of its own for as long as it is not stopped. */
export class ProviderRelay {
  /** @param socketPath where the provider listens */
  public static async start(socketPath: string): Promise<ProviderRelay> {
    const relay = new ProviderRelay(socketPath);
    relay.server.addService(
      Object.fromEntries(
        CALLS.map((name) => [
          name,
          {
            path: `${SERVICE}${name}`,
            requestStream: false,
            responseStream: false,
            requestSerialize: asItIs,
            requestDeserialize: asItIs,
            responseSerialize: asItIs,
            responseDeserialize: asItIs,
          },
        ]),
      ),
      Object.fromEntries(CALLS.map((name) => [name, relay.handler(name)])),
    );
    relay.port = await new Promise<number>((resolve, reject) => {
      relay.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) {
          resolve(port);
        } else {
          reject(error);
        }
      });
    });
    return relay;
  }

  /** The types that the next commands are told about. */
  public types: ReadonlySet<string> = new Set();
  /** Where it listens, on 127.0.0.1. */
  public port = 0;

  private readonly server = new Server(NO_LIMITS);
  private readonly client: Client;
  private schema: Buffer | undefined;

  private constructor(socketPath: string) {
    this.client = new Client(`unix:${socketPath}`, credentials.createInsecure(), {
      ...NO_LIMITS,
      // A plugin on a unix socket has no name, and the server is particular about what stands in its place.
      'grpc.default_authority': 'localhost',
    });
  }

  /** Ends all connections. */
  public stop(): void {
    this.server.forceShutdown();
    this.client.close();
  }

  private handler(name: string): handleUnaryCall<Buffer, Buffer> {
    return ({ request }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
      if (name === SCHEMA_CALL && this.schema !== undefined) {
        callback(null, keepNamed(this.schema, BY_TYPE, this.types));
        return;
      }
      this.client.makeUnaryRequest(`${SERVICE}${name}`, asItIs, asItIs, request, (error, answer) => {
        if (error !== null || answer === undefined) {
          callback(error);
        } else if (name === SCHEMA_CALL) {
          this.schema = answer;
          callback(null, keepNamed(answer, BY_TYPE, this.types));
        } else {
          callback(null, answer);
        }
      });
    };
  }
}
