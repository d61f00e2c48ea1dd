/**
 * Tokens: as whom they are asked for, and from whom.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { TerraformStack, Token } from 'cdktf';
import type { DeferredProvidersProps } from '../../lib/kubernetes';
import { DeferredProviders, TokenSource } from '../../lib/kubernetes';
import { importedCluster, newCluster } from '../support/cluster';
import { errorsOf, messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const CREATOR = 'arn:aws:iam::111122223333:role/creator';
const DEPLOYER = 'arn:aws:iam::111122223333:role/deployer';

/** A cluster whose AWS provider has these arguments, and providers for it in a stack of their own. */
function appWith(aws: AwsProviderConfig, props: Partial<DeferredProvidersProps> = {}): App {
  const app = newApp();
  const stack = newStack(app);
  const provider = new AwsProvider(stack, 'other', { alias: 'other', region: 'eu-north-1', ...aws });
  new DeferredProviders(newStack(app, 'workloads'), 'Providers', {
    cluster: newCluster(stack, { provider }),
    ...props,
  });
  return app;
}

function providersOf(app: App): Record<string, Record<string, unknown>[]> {
  return synth(app).stack('workloads').configuration['provider'] as Record<string, Record<string, unknown>[]>;
}

/** What follows the command's fixed arguments. */
function identityIn(app: App): string[] {
  const [provider] = providersOf(app)['kubernetes']!;
  const [{ args }] = provider!['exec'] as [{ args: string[] }];
  expect(args.slice(0, 8).join(' ')).toBe(
    'eks get-token --cluster-name main --region eu-north-1 --output json',
  );
  return args.slice(8);
}

describe('the identity of a token', () => {
  it.each<[string, AwsProviderConfig, Partial<DeferredProvidersProps>, string[]]>([
    ['nobody in particular, where the AWS provider names nobody', {}, {}, []],
    ['the profile of the AWS provider', { profile: 'prod' }, {}, ['--profile', 'prod']],
    ['the role that it takes', { assumeRole: [{ roleArn: CREATOR }] }, {}, ['--role-arn', CREATOR]],
    [
      'the role that it takes from a profile',
      { profile: 'prod', assumeRole: [{ roleArn: CREATOR }] },
      {},
      ['--profile', 'prod', '--role-arn', CREATOR],
    ],
    [
      'a role that is named, taken from the profile of the AWS provider',
      { profile: 'prod', assumeRole: [{ roleArn: CREATOR }] },
      { roleArn: DEPLOYER },
      ['--profile', 'prod', '--role-arn', DEPLOYER],
    ],
    [
      'a profile that is named, without the role of the AWS provider',
      { profile: 'prod', assumeRole: [{ roleArn: CREATOR }] },
      { profile: 'dev' },
      ['--profile', 'dev'],
    ],
    [
      'the caller, where that is chosen',
      { profile: 'prod', assumeRole: [{ roleArn: CREATOR }] },
      { tokenSource: TokenSource.EXEC_AS_CALLER },
      [],
    ],
    [
      'a role that the caller takes',
      { profile: 'prod' },
      { tokenSource: TokenSource.EXEC_AS_CALLER, roleArn: DEPLOYER },
      ['--role-arn', DEPLOYER],
    ],
    [
      'the role without its session policy, which says nothing within a cluster',
      { assumeRole: [{ roleArn: CREATOR, policy: '{}', sessionName: 'terraform', duration: '1h' }] },
      {},
      ['--role-arn', CREATOR],
    ],
    [
      'nobody in particular for empty lists of roles',
      { assumeRole: [], assumeRoleWithWebIdentity: [] },
      {},
      [],
    ],
  ])('is %s', (_, aws, props, expected) => {
    expect(identityIn(appWith(aws, props))).toEqual(expected);
  });

  it('is that of the default AWS provider of the cluster’s stack, even one that is made last', () => {
    const app = newApp();
    const stack = new TerraformStack(app, 'stack');
    const cluster = newCluster(stack);
    // That of the stack of the providers is no concern of the cluster's.
    const workloads = newStack(app, 'workloads', 'eu-west-1', { profile: 'wrong' });
    new DeferredProviders(workloads, 'Providers', { cluster });
    new AwsProvider(stack, 'aws', { region: 'eu-north-1', profile: 'late' });
    expect(identityIn(app)).toEqual(['--profile', 'late']);
  });

  it('can be a role of the cluster’s stack: its ARN is an output of it', () => {
    const app = newApp();
    const stack = newStack(app, 'stack', 'eu-north-1');
    const role = new IamRole(stack, 'Deployer', { assumeRolePolicy: '{}' });
    const cluster = newCluster(stack);
    new DeferredProviders(newStack(app, 'workloads'), 'Providers', { cluster, roleArn: role.arn });
    expect(identityIn(app)).toEqual([
      '--role-arn',
      expect.stringMatching(
        /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-stack\.outputs\./,
      ),
    ]);
  });

  it('is the same for helm', () => {
    const providers = providersOf(appWith({ profile: 'prod' }, { helm: true }));
    const [kubernetes, helm] = [providers['kubernetes']![0]!, providers['helm']![0]!];
    expect((helm['kubernetes'] as { exec: unknown }).exec).toEqual((kubernetes['exec'] as unknown[])[0]);
  });
});

describe('what the command cannot be told', () => {
  const CASES: [string, AwsProviderConfig][] = [
    ['has an access key of its own', { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'secret' }],
    ['reads files of its own for credentials', { sharedConfigFiles: ['/etc/aws/config'] }],
    ['reads files of its own for credentials', { sharedCredentialsFiles: ['/etc/aws/credentials'] }],
    ['takes its role by a web identity', { assumeRoleWithWebIdentity: [{ roleArn: CREATOR }] }],
    ['has a profile that is not known at synth', { profile: unknownText() }],
    ['takes roles that are not known at synth', { assumeRole: Token.asAny('${var.roles}') }],
    ['takes 2 roles one after the other', { assumeRole: [{ roleArn: CREATOR }, { roleArn: DEPLOYER }] }],
    ['takes a role that is not known at synth', { assumeRole: [{ roleArn: unknownText() }] }],
    ['takes its role with an external id', { assumeRole: [{ roleArn: CREATOR, externalId: 'x' }] }],
    ['takes its role with a source identity', { assumeRole: [{ roleArn: CREATOR, sourceIdentity: 'x' }] }],
    ['takes its role with session tags', { assumeRole: [{ roleArn: CREATOR, tags: { team: 'x' } }] }],
  ];

  it.each(CASES)('is an error: an AWS provider that %s', (how, aws) => {
    const app = appWith(aws);
    expect(messagesOf(app)).toEqual([
      `workloads/Providers: the AWS provider of the cluster ${how}, which aws eks get-token cannot be told (SEKS5005). ` +
        'Give a profile or a roleArn, or take TokenSource.EXEC_AS_CALLER.',
    ]);
    expect(errorsOf(app)[0]).toMatchObject({ property: 'roleArn' });
  });

  it.each<[string, Partial<DeferredProvidersProps>]>([
    ['a profile', { profile: 'chain' }],
    ['a role', { roleArn: DEPLOYER }],
    ['the caller', { tokenSource: TokenSource.EXEC_AS_CALLER }],
    ['the data source', { tokenSource: TokenSource.DATA_SOURCE }],
  ])('does not matter where %s is chosen', (_, props) => {
    expect(CASES.flatMap(([, aws]) => problemsOf(appWith(aws, props)))).toEqual([]);
  });

  it('does not matter for an imported cluster in a stack without an AWS provider', () => {
    const app = newApp();
    const stack = newStack(app, 'workloads');
    stack.node.tryRemoveChild('aws');
    const cluster = importedCluster(stack, { partition: 'aws' });
    new DeferredProviders(stack, 'Providers', { cluster, region: 'eu-west-1' });
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('a token of the data source', () => {
  it('is read by an AWS provider of the stack, in the region of the cluster', () => {
    const app = appWith({}, { tokenSource: TokenSource.DATA_SOURCE, helm: true });
    const { graph } = synth(app).stack('workloads');
    const { address, block } = graph.at('Providers/Token');
    expect(block).toMatchObject({ name: 'main', region: 'eu-north-1' });
    expect(block).not.toHaveProperty('provider');
    const { kubernetes, helm } = providersOf(app);
    expect(kubernetes![0]).toEqual({
      host: expect.any(String),
      cluster_ca_certificate: expect.any(String),
      token: `\${${address}.token}`,
    });
    expect(helm![0]).toEqual({ kubernetes: kubernetes![0] });
  });

  it('can be read by an AWS provider with an alias', () => {
    const app = newApp();
    const workloads = newStack(app, 'workloads');
    const awsProvider = new AwsProvider(workloads, 'prod', { alias: 'prod', profile: 'prod' });
    new DeferredProviders(workloads, 'Providers', {
      cluster: newCluster(newStack(app)),
      tokenSource: TokenSource.DATA_SOURCE,
      awsProvider,
    });
    const { block } = synth(app).stack('workloads').graph.at('Providers/Token');
    expect(block).toMatchObject({ provider: 'aws.prod', region: 'eu-west-1' });
  });

  it('needs no region: without one it is that of the AWS provider that reads it', () => {
    const aws = { region: unknownText() };
    const app = newApp();
    const stack = newStack(app);
    const provider = new AwsProvider(stack, 'other', { alias: 'other', ...aws });
    const cluster = newCluster(stack, { provider, partition: 'aws' });
    const workloads = newStack(app, 'workloads');
    new DeferredProviders(workloads, 'Providers', { cluster, tokenSource: TokenSource.DATA_SOURCE });
    expect(synth(app).stack('workloads').graph.at('Providers/Token').block).not.toHaveProperty('region');
  });

  it.each(['profile', 'roleArn'] as const)('is asked for by nobody that %s could name', (property) => {
    const app = appWith({}, { tokenSource: TokenSource.DATA_SOURCE, [property]: CREATOR });
    expect(messagesOf(app)).toEqual([
      `workloads/Providers: ${property} is given, but the data source signs in as the AWS provider of this stack does ` +
        '(SEKS5006). Give it to that AWS provider.',
    ]);
  });

  it('has an AWS provider, which the command has not', () => {
    const app = newApp();
    const workloads = newStack(app, 'workloads');
    const awsProvider = new AwsProvider(workloads, 'prod', { alias: 'prod' });
    new DeferredProviders(workloads, 'Providers', { cluster: newCluster(newStack(app)), awsProvider });
    expect(messagesOf(app)).toEqual([
      'workloads/Providers: awsProvider is given, but tokens are asked for by aws eks get-token (SEKS5006). ' +
        'Leave it out, or take TokenSource.DATA_SOURCE.',
    ]);
  });
});
