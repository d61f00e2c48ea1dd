/**
 * A stack for workloads with its providers in it, over whatever backend the states are kept in.
 */
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { describe, expect, it } from '@jest/globals';
import type { TerraformBackend, App } from 'cdktf';
import {
  CloudBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  RemoteBackend,
  S3Backend,
  TaggedCloudWorkspaces,
  TerraformStack,
} from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DeferredProviders, WorkloadStack } from '../../lib/kubernetes';
import { newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

type Backend = (stack: TerraformStack, key: string) => TerraformBackend;

/** A cluster in the stack `prod`, and a namespace on it in `prod-workloads`, both over one kind of backend. */
function synthesizedOver(backend: Backend) {
  const app = newApp();
  const prod = new TerraformStack(app, 'prod');
  backend(prod, 'prod');
  new AwsProvider(prod, 'aws', { region: 'eu-west-1' });
  const workloads = new WorkloadStack(app, 'prod-workloads', { cluster: newCluster(prod) });
  backend(workloads, 'prod-workloads');
  new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
  return synth(app);
}

describe('a WorkloadStack', () => {
  it('is the same as a stack with DeferredProviders in it, so that one can take the place of the other', () => {
    const build = (make: (app: App, cluster: ReturnType<typeof newCluster>) => TerraformStack): unknown => {
      const app = newApp();
      const stack = make(app, newCluster(newStack(app)));
      new LocalBackend(stack, { path: 'workloads.tfstate' });
      new Namespace(stack, 'Shop', { metadata: { name: 'shop' } });
      const { configuration, dependencies } = synth(app).stack('workloads');
      return { configuration, dependencies };
    };
    const options = { helm: true, alias: 'main', profile: 'dev' };
    const own = build((app, cluster) => new WorkloadStack(app, 'workloads', { cluster, ...options }));
    const byHand = build((app, cluster) => {
      const stack = new TerraformStack(app, 'workloads');
      new DeferredProviders(stack, 'Providers', { cluster, ...options });
      return stack;
    });
    expect(own).toEqual(byHand);
  });

  it('has its providers at hand', () => {
    const app = newApp();
    const { providers } = new WorkloadStack(app, 'workloads', {
      cluster: newCluster(newStack(app)),
      helm: true,
    });
    expect([providers.kubernetes, providers.helm].map((provider) => provider?.node.path)).toEqual([
      'workloads/Providers/Kubernetes',
      'workloads/Providers/Helm',
    ]);
  });
});

describe('the state of the cluster’s stack is read from where it is', () => {
  it.each<[string, Backend, object]>([
    [
      'a file',
      (stack, key) => new LocalBackend(stack, { path: `/states/${key}.tfstate` }),
      { backend: 'local', config: { path: '/states/prod.tfstate' }, workspace: '${terraform.workspace}' },
    ],
    [
      'S3',
      (stack, key) =>
        new S3Backend(stack, {
          bucket: 'states',
          key: `${key}.tfstate`,
          region: 'eu-central-1',
          encrypt: true,
          profile: 'states',
        }),
      {
        backend: 's3',
        config: {
          bucket: 'states',
          key: 'prod.tfstate',
          region: 'eu-central-1',
          encrypt: true,
          profile: 'states',
        },
        workspace: '${terraform.workspace}',
      },
    ],
    [
      'HCP Terraform, by a cloud block',
      (stack, key) =>
        new CloudBackend(stack, { organization: 'shop', workspaces: new NamedCloudWorkspace(key) }),
      { backend: 'remote', config: { organization: 'shop', workspaces: { name: 'prod' } } },
    ],
    [
      'a Terraform Enterprise, by the backend remote',
      (stack, key) =>
        new RemoteBackend(stack, {
          hostname: 'tfe.example.com',
          organization: 'shop',
          workspaces: new NamedRemoteWorkspace(key),
        }),
      {
        backend: 'remote',
        config: { hostname: 'tfe.example.com', organization: 'shop', workspaces: { name: 'prod' } },
      },
    ],
    [
      'Google Cloud Storage',
      (stack, key) => new GcsBackend(stack, { bucket: 'states', prefix: key }),
      { backend: 'gcs', config: { bucket: 'states', prefix: 'prod' }, workspace: '${terraform.workspace}' },
    ],
    [
      'an address',
      (stack, key) => new HttpBackend(stack, { address: `https://states.example.com/${key}` }),
      { backend: 'http', config: { address: 'https://states.example.com/prod' } },
    ],
  ])('%s', (_, backend, expected) => {
    const output = synthesizedOver(backend);
    const { configuration, dependencies } = output.stack('prod-workloads');
    expect(dependencies).toEqual(['prod']);

    const { terraform_remote_state: states } = configuration['data'] as Record<
      string,
      Record<string, object>
    >;
    expect(Object.keys(states!)).toEqual(['cross-stack-reference-input-prod']);
    const state = states!['cross-stack-reference-input-prod']!;
    expect(state).toMatchObject(expected);
    expect(Object.keys(state).sort()).toEqual(Object.keys(expected).sort());

    // Whatever is read is there, and of this cluster.
    const outputs = output.stack('prod').configuration['output'] as Record<string, { value: string }>;
    const read = [
      ...JSON.stringify(configuration).matchAll(/cross-stack-reference-input-prod\.outputs\.([\w-]+)/g),
    ];
    expect([...new Set(read.map(([, name]) => outputs[name!]?.value))].sort()).toEqual([
      expect.stringMatching(/^\$\{aws_eks_cluster\.Cluster_\w+\.certificate_authority\[0\]\.data\}$/),
      expect.stringMatching(/^\$\{aws_eks_cluster\.Cluster_\w+\.endpoint\}$/),
    ]);
  });

  it('but not from workspaces that only tags name: which of them it is, nobody can tell', () => {
    const backend: Backend = (stack) =>
      new CloudBackend(stack, { organization: 'shop', workspaces: new TaggedCloudWorkspaces(['prod']) });
    expect(() => synthesizedOver(backend)).toThrow(/NamedCloudWorkspace|workspace.*name/i);
  });
});
