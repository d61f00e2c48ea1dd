/**
 * The server without Terraform: what Terraform would not forgive, such as a call that is never answered.
 */
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Provider, ProviderSession } from '../../../lib/rehearsal/protocol/provider';
import { ProviderServer, type ProviderServerOptions } from '../../../lib/rehearsal/protocol/provider-server';
import { providerService } from '../../../lib/rehearsal/protocol/tfplugin6';
import type { Values } from '../../../lib/rehearsal/protocol/value';
import { decodeValues, encodeValues } from '../../../lib/rehearsal/protocol/wire-values';
import { TINY_SCHEMA, TinyProvider } from './tiny-provider';

const THING = TINY_SCHEMA.resources['tiny_thing']!;
const SERVICE = providerService();

const cleanups: (() => void)[] = [];

afterEach(() => {
  cleanups.splice(0).forEach((cleanup) => {
    cleanup();
  });
});

async function start(provider: Provider, options?: ProviderServerOptions): Promise<ProviderServer> {
  const server = await ProviderServer.start(provider, options);
  cleanups.push(() => {
    server.stop();
  });
  return server;
}

interface Message {
  readonly [name: string]: unknown;
}

/** A connection of its own, as Terraform opens one for each instance of a provider. */
function connect(server: ProviderServer): (name: string, request?: object) => Promise<Message> {
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  cleanups.push(() => {
    client.close();
  });
  return async (name, request = {}) =>
    new Promise((resolve, reject) => {
      const method = SERVICE[name] ?? { ...SERVICE['StopProvider']!, path: `/tfplugin6.Provider/${name}` };
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        (error: ServiceError | null, answer?: object) => {
          if (error === null) {
            resolve(answer as Message);
          } else {
            reject(error);
          }
        },
      );
    });
}

/** A provider in which whatever is asked throws. */
function broken(thrown: unknown): Provider {
  const session = new Proxy({} as ProviderSession, {
    get: () => () => {
      throw thrown;
    },
  });
  return { schema: TINY_SCHEMA, open: () => session };
}

const written = (values: Values | undefined) => encodeValues(values, THING);

const REQUESTS: { readonly [call: string]: object } = {
  ValidateProviderConfig: { config: encodeValues({}, TINY_SCHEMA.provider) },
  ValidateResourceConfig: { typeName: 'tiny_thing', config: written({}) },
  ValidateDataResourceConfig: {
    typeName: 'tiny_lookup',
    config: encodeValues({}, TINY_SCHEMA.dataSources['tiny_lookup']!),
  },
  ConfigureProvider: { config: encodeValues({}, TINY_SCHEMA.provider) },
  UpgradeResourceState: { typeName: 'tiny_thing', rawState: { json: Buffer.from('{}') } },
  ReadResource: { typeName: 'tiny_thing', currentState: written({ name: 'now' }) },
  PlanResourceChange: { typeName: 'tiny_thing', priorState: written(undefined), config: written({}) },
  ApplyResourceChange: { typeName: 'tiny_thing', priorState: written({ name: 'now' }) },
  ImportResourceState: { typeName: 'tiny_thing', id: 'x' },
  ReadDataSource: {
    typeName: 'tiny_lookup',
    config: encodeValues({}, TINY_SCHEMA.dataSources['tiny_lookup']!),
  },
};

describe('a provider that throws', () => {
  test.each(Object.keys(REQUESTS))('answers %s with an error that names the exception', async (name) => {
    const call = connect(await start(broken(new RangeError('too far'))));
    const { diagnostics } = await call(name, REQUESTS[name]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'ERROR',
        summary: expect.stringMatching(
          new RegExp(`^The simulated provider failed in ${name}.*: RangeError: too far$`),
        ),
      }),
    ]);
  });

  test('leaves what exists as it was', async () => {
    const call = connect(await start(broken('no error object')));
    for (const name of ['ReadResource', 'ApplyResourceChange']) {
      const { newState } = await call(name, REQUESTS[name]);
      expect(decodeValues(newState as never, THING)).toMatchObject({ name: 'now' });
    }
  });

  test('answers a stop with the exception', async () => {
    const call = connect(await start(broken('no error object')));
    const { error } = await call('StopProvider');
    expect(error).toMatch(/failed in StopProvider: no error object/);
  });

  test('is reported when it cannot even open a session', async () => {
    const provider: Provider = {
      schema: TINY_SCHEMA,
      open: () => {
        throw new Error('closed');
      },
    };
    const call = connect(await start(provider));
    const { diagnostics } = await call('ConfigureProvider', REQUESTS['ConfigureProvider']);
    expect(diagnostics).toHaveLength(1);
  });
});

test('a resource type that the schema does not have is an error', async () => {
  const call = connect(await start(new TinyProvider()));
  const { diagnostics } = await call('ReadResource', { typeName: 'tiny_other', currentState: written({}) });
  expect(JSON.stringify(diagnostics)).toContain('has no resource type tiny_other');
});

test('a value that does not fit the schema is an error that says where', async () => {
  const provider = new TinyProvider();
  provider.things.set('x', { id: 'x', rule: [{ port: 'http' }] });
  const call = connect(await start(provider));
  const { diagnostics } = await call('ReadResource', {
    typeName: 'tiny_thing',
    currentState: written({ id: 'x' }),
  });
  expect(JSON.stringify(diagnostics)).toContain('rule[0].port must be a number');
});

test('a call that the provider does not have is answered with "unimplemented"', async () => {
  const call = connect(await start(new TinyProvider()));
  await expect(call('GetFunctions')).rejects.toMatchObject({ code: 12 });
});

test('each connection has a session of its own', async () => {
  const provider = new TinyProvider();
  const server = await start(provider);
  const [one, two] = [connect(server), connect(server)];
  const configure = (region: string) => ({ config: encodeValues({ region }, TINY_SCHEMA.provider) });
  await one('ConfigureProvider', configure('one'));
  await two('ConfigureProvider', configure('two'));
  await one('StopProvider');
  await two('StopProvider');
  expect(provider.log.filter((line) => line.startsWith('stop'))).toEqual(['stop one', 'stop two']);
  expect(provider.log.filter((line) => line.startsWith('open'))).toHaveLength(2);
});

test('a connection that is configured again is a later one with the same port, and gets a new session', async () => {
  const provider = new TinyProvider();
  const call = connect(await start(provider));
  await call('ValidateProviderConfig', REQUESTS['ValidateProviderConfig']);
  await call('ConfigureProvider', REQUESTS['ConfigureProvider']);
  expect(provider.log.filter((line) => line.startsWith('open'))).toHaveLength(1);
  await call('ConfigureProvider', REQUESTS['ConfigureProvider']);
  expect(provider.log.filter((line) => line.startsWith('open'))).toHaveLength(2);
});

test('every call and every answer is heard', async () => {
  const heard: string[] = [];
  const provider = new TinyProvider();
  const server = await start(provider, { onMessage: () => heard.push(provider.log.join()) });
  await connect(server)('ConfigureProvider', REQUESTS['ConfigureProvider']);
  expect(heard).toEqual(['', expect.stringContaining('configure nowhere')]);
});

test('the old type system, the private data and what forces a replacement are told', async () => {
  const plain = new TinyProvider();
  const provider: Provider = {
    schema: TINY_SCHEMA,
    open: (connection) => {
      const session = plain.open(connection);
      return Object.assign(Object.create(session) as ProviderSession, {
        plan: () => ({
          planned: { name: 'x' },
          requiresReplace: [[{ attribute: 'rule' }, { index: 0 }, { attribute: 'port' }], [{ key: 'k' }]],
          diagnostics: [{ severity: 'warning', summary: 'careful' }],
          legacyTypeSystem: true,
        }),
      });
    },
  };
  const call = connect(await start(provider));
  const answer = await call('PlanResourceChange', {
    typeName: 'tiny_thing',
    priorState: written({}),
    priorPrivate: Buffer.from('mine'),
  });
  const steps = (path: readonly object[]) => ({ steps: path.map((step) => expect.objectContaining(step)) });
  expect(answer).toMatchObject({
    legacyTypeSystem: true,
    plannedPrivate: Buffer.from('mine'),
    diagnostics: [{ severity: 'WARNING', summary: 'careful', detail: '' }],
    requiresReplace: [
      steps([{ attributeName: 'rule' }, { elementKeyInt: 0 }, { attributeName: 'port' }]),
      steps([{ elementKeyString: 'k' }]),
    ],
  });
});
