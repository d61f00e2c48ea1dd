/**
 * Providers for kubernetes and helm: how they find the cluster, and where they must not stand.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { expect, jest, test } from '@jest/globals';
import type { DeferredProvidersProps } from '../../lib/kubernetes';
import { DeferredProviders } from '../../lib/kubernetes';
import type { SynthesizedApp } from '../../lib/testing';
import { SafeEks } from '../../lib/validation/safe-eks';
import { importedCluster, newCluster } from '../support/cluster';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const SAME_STACK =
  'stack/Providers: the providers are in the stack of their cluster, so whenever the cluster is created or replaced they are ' +
  'configured with unknown values and turn to 127.0.0.1:80 (SEKS5001). ' +
  'Put them and what they manage into a stack of their own, or acknowledge the code with a reason.';

/** A cluster in the stack `stack`, and its providers in the stack `workloads`. */
function twoStacks(props: Partial<DeferredProvidersProps> = {}) {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  const workloads = newStack(app, 'workloads');
  const providers = new DeferredProviders(workloads, 'Providers', { cluster, ...props });
  return { app, workloads, providers };
}

function providerOf(output: SynthesizedApp, type: string, stack = 'workloads'): Record<string, unknown> {
  const providers = output.stack(stack).configuration['provider'] as Record<
    string,
    Record<string, unknown>[]
  >;
  expect(providers[type]).toHaveLength(1);
  return providers[type]![0]!;
}

test('in a stack of their own they read the cluster from the state of its stack', () => {
  const { app, workloads } = twoStacks();
  new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });

  const output = synth(app);
  const state = 'data.terraform_remote_state.cross-stack-reference-input-stack.outputs';
  expect(providerOf(output, 'kubernetes')).toEqual({
    host: expect.stringContaining(`\${${state}.`),
    cluster_ca_certificate: expect.stringContaining(`\${base64decode(${state}.`),
    exec: [
      {
        api_version: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', 'main', '--region', 'eu-west-1', '--output', 'json'],
      },
    ],
  });
  expect(output.stack('workloads').dependencies).toEqual(['stack']);
});

test('a role and a region can be named for the token', () => {
  const { app } = twoStacks({ region: 'eu-north-1', roleArn: 'arn:aws:iam::111122223333:role/deployer' });

  const [exec] = providerOf(synth(app), 'kubernetes')['exec'] as { args: string[] }[];
  expect(exec!.args.slice(4)).toEqual([
    '--region',
    'eu-north-1',
    '--output',
    'json',
    '--role-arn',
    'arn:aws:iam::111122223333:role/deployer',
  ]);
});

test('a provider for helm is made on demand, with the same connection and alias', () => {
  const { app, providers } = twoStacks({ helm: true, alias: 'main' });

  const output = synth(app);
  const { exec, alias, ...connection } = providerOf(output, 'kubernetes');
  expect(providerOf(output, 'helm')).toEqual({
    alias: 'main',
    kubernetes: { ...connection, exec: (exec as unknown[])[0] },
  });
  expect(alias).toBe('main');
  expect(providers.helm?.terraformResourceType).toBe('helm');
});

test('without being asked for there is no provider for helm', () => {
  const { app, providers } = twoStacks();

  expect(providers.helm).toBeUndefined();
  expect(synth(app).stack('workloads').configuration['provider']).not.toHaveProperty('helm');
});

test('in the stack of the cluster they are refused', () => {
  const app = newApp();
  const stack = newStack(app);
  new DeferredProviders(stack, 'Providers', { cluster: newCluster(stack) });

  expect(messagesOf(app)).toEqual([SAME_STACK]);
  expect(errorsOf(app)[0]).toMatchObject({ property: 'cluster', limit: 'another stack than the cluster’s' });
});

test('in the stack of the cluster they are made when the risk is acknowledged', () => {
  const app = newApp();
  const stack = newStack(app);
  const providers = new DeferredProviders(stack, 'Providers', { cluster: newCluster(stack) });
  SafeEks.acknowledge(providers, 'SEKS5001', 'the cluster is applied first with -target');

  expect(providerOf(synth(app), 'kubernetes', 'stack')['host']).toMatch(
    /^\$\{aws_eks_cluster\..*\.endpoint\}$/,
  );
});

test('in the stack of an imported cluster whose endpoint is known they are fine', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack);
  new DeferredProviders(stack, 'Providers', { cluster });

  expect(providerOf(synth(app), 'kubernetes', 'stack')['host']).toBe(cluster.clusterEndpoint);
});

test('in the stack of an imported cluster whose endpoint is a token they are refused', () => {
  const app = newApp();
  const stack = newStack(app);
  new DeferredProviders(stack, 'Providers', {
    cluster: importedCluster(stack, { clusterEndpoint: unknownText() }),
  });

  expect(messagesOf(app)).toEqual([SAME_STACK]);
});

test('a role that is named instead of given by its ARN is refused', () => {
  const { app } = twoStacks({ roleArn: 'deployer' });

  expect(messagesOf(app)).toEqual([
    "workloads/Providers: roleArn 'deployer' is not an ARN of iam (SEKS1003). Give the full ARN, such as arn:aws:iam:….",
  ]);
});

test('a region that nobody knows is refused, unless it is given', () => {
  const messages = [undefined, 'eu-west-1'].map((region) => {
    const app = newApp();
    const stack = newStack(app);
    const provider = new AwsProvider(stack, 'other', { alias: 'other', region: unknownText() });
    const cluster = importedCluster(stack, { provider, partition: 'aws' });
    new DeferredProviders(stack, 'Providers', { cluster, region });
    return messagesOf(app);
  });

  expect(messages).toEqual([
    [
      "stack/Providers: the region of the cluster's AWS provider is not a literal, so tokens cannot be asked for (SEKS5003). Give the region.",
    ],
    [],
  ]);
});

test('without the package for helm they say so', () => {
  jest.isolateModules(() => {
    jest.doMock('@cdktf/provider-helm/lib/provider', () => {
      throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    });
  });
  const { app, providers } = twoStacks({ helm: true });
  jest.dontMock('@cdktf/provider-helm/lib/provider');

  expect(messagesOf(app)).toEqual([
    'workloads/Providers: helm is asked for, but the package @cdktf/provider-helm is not installed (SEKS5002). Install it, or leave helm out.',
  ]);
  expect(providers.helm).toBeUndefined();
});

test('several clusters can be talked to from one stack', () => {
  const app = newApp();
  const workloads = newStack(app, 'workloads');
  for (const name of ['one', 'two']) {
    const cluster = newCluster(newStack(app, name), { clusterName: name });
    new DeferredProviders(workloads, name, { cluster, alias: name });
  }

  expect(problemsOf(app)).toEqual([]);
  expect([...synth(app).stack('workloads').dependencies].sort()).toEqual(['one', 'two']);
});
