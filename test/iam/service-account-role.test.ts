/**
 * Roles of service accounts, and the provider that vouches for them.
 */
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { expect, test } from '@jest/globals';
import { DeploymentStage, OpenIdConnectProvider, ServiceAccountRole } from '../../lib';
import type { ServiceAccountRoleOptions } from '../../lib';
import { importedCluster, newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const LOGS: ServiceAccountRoleOptions = { namespace: 'shop', serviceAccount: 'logs' };
const AT = 'Cluster/Oidc/logs';
/** What stands in the place of the issuer, so that the policy is JSON for tests too. */
const ISSUER = 'ISSUER';
const GIVEN = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123';

function rendered(options: Partial<ServiceAccountRoleOptions> = {}) {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack)
    .addOpenIdConnectProvider('Oidc')
    .addServiceAccountRole('logs', { ...LOGS, ...options });
  return synth(app).stack('stack').graph;
}

const trustOf = (graph: ReturnType<typeof rendered>, path = `${AT}/Resource`): unknown =>
  JSON.parse(String(graph.at(path).block['assume_role_policy']).replace(/\$\{element\([^}]*\}/g, ISSUER));

test('the provider is for the issuer of the cluster and for STS, without thumbprints', () => {
  const { block } = rendered().at('Cluster/Oidc/Resource');
  expect(block).toMatchObject({
    client_id_list: ['sts.amazonaws.com'],
    tags: { 'safe-eks:cluster': 'main' },
    url: expect.stringMatching(/^\$\{aws_eks_cluster\.\w+\.identity\[0\]\.oidc\[0\]\.issuer\}$/),
  });
  expect(block).not.toHaveProperty('thumbprint_list');
});

test('a role trusts one service account, by the provider, for STS', () => {
  const graph = rendered();
  // The ARN says the issuer as IAM does, without https://.
  expect(graph.at(`${AT}/Resource`).block['assume_role_policy']).toMatch(
    /"\$\{element\(split\(":oidc-provider\/", aws_iam_openid_connect_provider\.\w+\.arn\), 1\)\}:sub"/,
  );
  expect(trustOf(graph)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Federated: expect.stringMatching(/^\$\{aws_iam_openid_connect_provider\.Cluster_Oidc_\w+\.arn\}$/),
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: 'system:serviceaccount:shop:logs',
          },
        },
      },
    ],
  });
  expect(graph.at(`${AT}/Resource`).block['name']).toBe('main.sa.shop-logs.eu-west-1');
});

test('several service accounts are trusted only when that is said', () => {
  const graph = rendered({ namespace: 'team-*', serviceAccount: '*', allowWildcards: true });
  expect(trustOf(graph)).toMatchObject({
    Statement: [
      {
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:team-*:*' },
        },
      },
    ],
  });
  // IAM takes no asterisks in names.
  expect(graph.at(`${AT}/Resource`).block).toMatchObject({
    name: expect.stringMatching(/^main\.sa\.team-[0-9a-f]{8}\.eu-west-1$/),
    description: 'Service account team-*:* of the EKS cluster main',
  });
});

test('a role has its policies, also with what is known at apply only', () => {
  const app = newApp();
  const stack = newStack(app);
  const bucket = new S3Bucket(stack, 'Logs', {});
  const Statement = [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket.arn}/*` }];
  newCluster(stack)
    .addOpenIdConnectProvider('Oidc')
    .addServiceAccountRole('logs', {
      ...LOGS,
      managedPolicies: ['AmazonS3ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/own'],
      inlinePolicies: { write: { Version: '2012-10-17', Statement } },
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      tags: { team: 'shop' },
    });
  const { graph } = synth(app).stack('stack');
  expect(graph.at(`${AT}/AmazonS3ReadOnlyAccess`).block['policy_arn']).toBe(
    'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
  );
  expect(graph.at(`${AT}/111122223333-own`).block).toMatchObject({
    lifecycle: { create_before_destroy: true },
  });
  expect(graph.at(`${AT}/Inline-write`).block['policy']).toBe(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"${aws_s3_bucket.Logs.arn}/*"}]}',
  );
  expect(graph.at(`${AT}/Resource`).block).toMatchObject({
    permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
    tags: { 'safe-eks:cluster': 'main', team: 'shop' },
  });
});

test('nothing that nodes wait for comes after a role, and workloads come after it', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = newCluster(stack);
  cluster.addOpenIdConnectProvider('Oidc').addServiceAccountRole('logs', LOGS);
  const bucket = new S3Bucket(stack, 'Workload', {});
  cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, bucket);
  const { graph } = synth(app).stack('stack');
  const address = graph.at(`${AT}/Resource`).address;
  expect(graph.at('Workload').dependsOn).toContain(address);
  const others = graph.nodes.filter(({ dependsOn }) => dependsOn.includes(address));
  expect(others.map(({ path }) => path)).toEqual(['Workload']);
  for (const type of ['aws_eks_addon', 'aws_eks_node_group']) {
    expect(JSON.stringify(graph.ofType(type).map(({ block }) => block))).not.toContain('openid');
  }
});

test('a provider that somebody else has made is taken as it is', () => {
  const app = newApp();
  const stack = newStack(app);
  const oidc = new OpenIdConnectProvider(stack, 'Oidc', {
    cluster: importedCluster(stack),
    openIdConnectProviderArn: GIVEN,
  });
  const role = new ServiceAccountRole(stack, 'logs', { openIdConnectProvider: oidc, ...LOGS });
  const { graph } = synth(app).stack('stack');
  expect(graph.ofType('aws_iam_openid_connect_provider')).toEqual([]);
  expect(oidc.issuer).toBe('oidc.eks.eu-west-1.amazonaws.com/id/0123');
  expect(JSON.stringify(trustOf(graph, 'logs/Resource'))).toContain(
    '"oidc.eks.eu-west-1.amazonaws.com/id/0123:sub":"system:serviceaccount:shop:logs"',
  );
  expect(role.resource.node.path).toBe('stack/logs/Resource');
});

const withRole =
  (options: Partial<ServiceAccountRoleOptions>): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack)
      .addOpenIdConnectProvider('Oidc')
      .addServiceAccountRole('logs', { ...LOGS, ...options });
  };

const ERRORS: ProblemCase[] = [
  {
    when: 'a cluster has a second provider',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addOpenIdConnectProvider('One');
      cluster.addOpenIdConnectProvider('Two');
    },
    message:
      'stack/Cluster/Two: the cluster has an OpenID Connect provider already, at stack/Cluster/One, and IAM takes one for each issuer (SEKS7001). Use that one.',
    value: 'stack/Cluster/One',
  },
  {
    when: 'wildcards are not asked for',
    build: withRole({ serviceAccount: 'log*' }),
    message: `stack/${AT}: serviceAccount 'log*' is no name in Kubernetes (SEKS7002). Give the name, or say allowWildcards: true if several are meant.`,
    property: 'serviceAccount',
    value: 'log*',
  },
  {
    when: 'a namespace cannot be one',
    build: withRole({ namespace: 'My Shop', allowWildcards: true }),
    message: `stack/${AT}: namespace 'My Shop' is no name in Kubernetes (SEKS7002). Give a name of small letters, digits and -.`,
    property: 'namespace',
    value: 'My Shop',
  },
  {
    when: 'a name is a token',
    build: withRole({ namespace: unknownText() }),
    message: `stack/${AT}: namespace is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'namespace',
    value: expect.anything(),
  },
  {
    when: 'a service account has a second role',
    build: (stack) => {
      const oidc = newCluster(stack).addOpenIdConnectProvider('Oidc');
      oidc.addServiceAccountRole('logs', LOGS);
      oidc.addServiceAccountRole('more', LOGS);
    },
    message: `stack/Cluster/Oidc/more: serviceAccount 'shop:logs' has a role already, at stack/${AT}, and pods take one only (SEKS7003). Put the policies together.`,
    property: 'serviceAccount',
    value: 'shop:logs',
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test('roles of different service accounts are no mistake', () => {
  const app = newApp();
  const oidc = newCluster(newStack(app)).addOpenIdConnectProvider('Oidc');
  oidc.addServiceAccountRole('logs', LOGS);
  oidc.addServiceAccountRole('more', { ...LOGS, namespace: 'pay' });
  expect(problemsOf(app)).toEqual([]);
});
