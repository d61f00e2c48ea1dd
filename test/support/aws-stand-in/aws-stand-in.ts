/**
 * A small AWS on this machine: EKS, EC2 and log groups, as far as they can be read. It answers from plain data, fails as it is told to, and refuses
 * whatever would change something. Point the SDK at it by AWS_ENDPOINT_URL_EKS and AWS_ENDPOINT_URL_EC2, or the AWS provider of
 * Terraform by `endpoints`.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StandInAccount, StandInFailure } from './account';
import { StandInError } from './account';
import { ec2Answer, ec2Error } from './ec2-api';
import { eksCall } from './eks-api';
import type { Place } from './eks-shapes';
import { isReading, logsAction, logsAnswer } from './logs-api';

/** How the stand-in behaves. */
export interface StandInOptions {
  readonly failures?: readonly StandInFailure[];
  /** At most so many items in a page. @default 100 */
  readonly pageSize?: number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The server. */
export class AwsStandIn {
  /** Starts one on a free port; `close` it after the test. */
  public static async start(account: StandInAccount, options: StandInOptions = {}): Promise<AwsStandIn> {
    const standIn = new AwsStandIn(account, options);
    await new Promise<void>((resolve) => {
      standIn.server.listen(0, '127.0.0.1', resolve);
    });
    return standIn;
  }

  /** The actions that were asked for, in their order. */
  public readonly actions: string[] = [];
  /** What was refused because it is no reading. */
  public readonly refused: string[] = [];
  /** Where the account is. */
  public readonly place: Place;
  /** At most so many items in a page. */
  public readonly pageSize: number;
  private readonly failures: { readonly failure: StandInFailure; left: number }[];
  private readonly server: Server;

  private constructor(
    public readonly account: StandInAccount,
    { failures = [], pageSize = 100 }: StandInOptions,
  ) {
    this.place = { accountId: account.accountId ?? '111122223333', region: account.region ?? 'eu-west-1' };
    this.pageSize = pageSize;
    this.failures = failures.map((failure) => ({ failure, left: failure.times ?? Infinity }));
    this.server = createServer((request, response) => {
      void this.handle(request, response);
    });
  }

  /** Where it listens. */
  public get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** What a program needs to be sent here, with credentials that are good for nothing else. */
  public get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_EKS: this.url,
      AWS_ENDPOINT_URL_EC2: this.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { status, type, body, headers } = this.answer(request, Buffer.concat(chunks).toString('utf8'));
    response.writeHead(status, {
      'content-type': type,
      'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
      ...headers,
    });
    response.end(body);
  }

  private answer(request: IncomingMessage, body: string): Answer {
    const { method = '', url = '/' } = request;
    const { pathname, searchParams } = new URL(url, this.url);
    const target = request.headers['x-amz-target'];
    const logs = logsAction(typeof target === 'string' ? target : undefined);
    const isEc2 = pathname === '/' && logs === undefined;
    try {
      if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') !== true) {
        throw new StandInError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      }
      if (logs !== undefined) {
        return { status: 200, type: 'application/x-amz-json-1.1', body: this.logs(logs, body) };
      }
      return isEc2
        ? { status: 200, type: 'text/xml;charset=UTF-8', body: this.ec2(new URLSearchParams(body)) }
        : { status: 200, type: 'application/json', body: this.eks(method, pathname, searchParams) };
    } catch (error) {
      const failure =
        error instanceof StandInError ? error : new StandInError(500, 'ServerException', String(error));
      return isEc2
        ? { status: failure.status, type: 'text/xml;charset=UTF-8', body: ec2Error(failure) }
        : {
            status: failure.status,
            type: 'application/json',
            headers: { 'x-amzn-errortype': failure.code },
            body: JSON.stringify({
              ...failure.details,
              ...(logs === undefined ? {} : { __type: failure.code }),
              message: failure.message,
            }),
          };
    }
  }

  private eks(method: string, path: string, query: URLSearchParams): string {
    if (method !== 'GET') {
      this.refused.push(`${method} ${path}`);
      throw new StandInError(405, 'InvalidRequestException', 'This stand-in can only be read.');
    }
    const { account, place, pageSize } = this;
    const { action, answer } = eksCall(path, { account, place, query, pageSize });
    this.record(action);
    return JSON.stringify(answer());
  }

  private ec2(parameters: URLSearchParams): string {
    const name = parameters.get('Action') ?? '';
    if (!name.startsWith('Describe')) {
      this.refused.push(name);
      throw new StandInError(400, 'UnsupportedOperation', 'This stand-in can only be read.');
    }
    this.record(`ec2:${name}`);
    return ec2Answer(parameters, this.account, this.place, this.pageSize);
  }

  private logs(action: string, body: string): string {
    if (!isReading(action)) {
      this.refused.push(action);
      throw new StandInError(400, 'InvalidOperationException', 'This stand-in can only be read.');
    }
    this.record(`logs:${action}`);
    const request = JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, unknown>>;
    return JSON.stringify(logsAnswer(action, request, this));
  }

  private record(action: string): void {
    this.actions.push(action);
    const failing = this.failures.find(
      ({ failure, left }) => left > 0 && (failure.action === action || failure.action === '*'),
    );
    if (failing !== undefined) {
      failing.left -= 1;
      throw errorOf(failing.failure, action, this.place);
    }
  }
}

function errorOf({ kind }: StandInFailure, action: string, { accountId }: Place): StandInError {
  const isEc2 = action.startsWith('ec2:');
  switch (kind) {
    case 'denied': {
      const message = `User: arn:aws:sts::${accountId}:assumed-role/reader/ann is not authorized to perform: ${action}`;
      return isEc2
        ? new StandInError(
            403,
            'UnauthorizedOperation',
            `You are not authorized to perform this operation. ${message}`,
          )
        : new StandInError(403, 'AccessDeniedException', message);
    }
    case 'throttled':
      return isEc2
        ? new StandInError(503, 'RequestLimitExceeded', 'Request limit exceeded.')
        : new StandInError(429, 'ThrottlingException', 'Rate exceeded');
    case 'expired':
      return isEc2
        ? new StandInError(400, 'RequestExpired', 'Request has expired.')
        : new StandInError(
            403,
            'ExpiredTokenException',
            'The security token included in the request is expired',
          );
    case 'broken':
      return isEc2
        ? new StandInError(400, 'OptInRequired', 'You are not subscribed to this service.')
        : new StandInError(400, 'InvalidParameterException', 'Something is wrong with this request.');
  }
}
