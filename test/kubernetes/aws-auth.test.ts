/**
 * The ConfigMap aws-auth while a cluster still reads it: which lines are ours, and what is rendered around them. That the lines of others
 * stay is seen where Terraform evaluates it, in test/terraform/rehearsal/migration.test.ts.
 */
import { expect, test } from '@jest/globals';
import { App } from 'cdktf';
import type { SafeEksCluster } from '../../lib';
import { AccessEntryAuth, Ami, MigrationStep, WindowsEdition } from '../../lib';
import type { AwsAuthProps } from '../../lib/kubernetes';
import { AwsAuth, DeferredProviders } from '../../lib/kubernetes';
import { ADMIN_ARN, bareCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

const LEGACY = 'arn:aws:iam::111122223333:role/legacy';

interface Line {
  readonly rolearn?: string;
  readonly userarn?: string;
  readonly username: string;
  readonly groups: readonly string[];
}

function build(
  app: ReturnType<typeof newApp>,
  props: Omit<AwsAuthProps, 'cluster'>,
  arrange: (cluster: SafeEksCluster) => void = () => undefined,
  step = MigrationStep.BOTH,
): void {
  const cluster = bareCluster(newStack(app), {
    authentication: AccessEntryAuth.migratingFromConfigMap({ step }),
    windowsSupport: true,
  });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  arrange(cluster);
  const stack = newStack(app, 'auth');
  new DeferredProviders(stack, 'Providers', { cluster });
  new AwsAuth(stack, 'AwsAuth', { cluster, ...props });
}

/** Our lines, of roles and of users. */
function linesOf(
  props: Omit<AwsAuthProps, 'cluster'>,
  arrange?: (cluster: SafeEksCluster) => void,
): Line[][] {
  const app = newApp();
  build(app, props, arrange);
  const { locals } = synth(app).stack('auth').configuration as { locals: Record<string, Line[]> };
  return ['mapRoles', 'mapUsers'].map((key) => {
    const [, lines] = Object.entries(locals).find(([name]) => name.startsWith(`AwsAuth_Own-${key}_`))!;
    return lines;
  });
}

const groupsByName = (lines: readonly Line[]): unknown =>
  lines.map(({ username, groups }) => [username, [...groups].sort()]);

test('the roles of nodes and of Fargate are in it, each with the name and the groups of its kind', () => {
  const [roles] = linesOf({}, (cluster) => {
    cluster.addFargateProfile('jobs', { selectors: [{ namespace: 'kube-system' }] });
    cluster.addNodeGroup('win', {
      ami: Ami.windows({ id: 'ami-0123456789abcdef0', edition: WindowsEdition.CORE_2022 }),
    });
  });
  expect(groupsByName(roles!)).toEqual([
    ['system:node:{{SessionName}}', ['system:bootstrappers', 'system:node-proxier', 'system:nodes']],
    ['system:node:{{EC2PrivateDNSName}}', ['eks:kube-proxy-windows', 'system:bootstrappers', 'system:nodes']],
    ['system:node:{{EC2PrivateDNSName}}', ['system:bootstrappers', 'system:nodes']],
  ]);
});

test('roles lose their path, which aws-auth does not compare; users keep theirs', () => {
  const [roles, users] = linesOf(
    {
      roles: [
        { roleArn: 'arn:aws:iam::111122223333:role/teams/shop/dev', userName: 'dev', groups: ['devs'] },
      ],
      users: [{ userArn: 'arn:aws:iam::111122223333:user/people/ann', userName: 'ann' }],
    },
    (cluster) => {
      cluster.addNodeGroup('brought', {
        ami: Ami.eksOptimized(),
        nodeRoleArn: 'arn:aws:iam::111122223333:role/eks/nodes',
      });
    },
  );
  expect(roles![0]).toEqual({
    rolearn: 'arn:aws:iam::111122223333:role/dev',
    username: 'dev',
    groups: ['devs'],
  });
  expect(roles!.map(({ rolearn }) => rolearn)).toContain('arn:aws:iam::111122223333:role/nodes');
  expect(users).toEqual([
    { userarn: 'arn:aws:iam::111122223333:user/people/ann', username: 'ann', groups: [] },
  ]);
});

test('the role of a node comes after all others, so that its line is the one that counts', () => {
  const [roles] = linesOf({ roles: [{ roleArn: LEGACY, userName: 'legacy' }] });
  expect(roles!.map(({ username }) => username)).toEqual(['legacy', 'system:node:{{EC2PrivateDNSName}}']);
});

test('in mode API nothing is rendered but that Terraform lets go', () => {
  const app = newApp();
  build(app, { roles: [{ roleArn: LEGACY, userName: 'legacy' }] }, undefined, MigrationStep.API);
  const { configuration } = synth(app).stack('auth');
  expect(configuration).not.toHaveProperty('resource');
  expect(configuration).toMatchObject({
    removed: [
      {
        from: expect.stringMatching(/^kubernetes_config_map_v1_data\.AwsAuth_/),
        lifecycle: { destroy: false },
      },
    ],
  });
  expect(problemsOf(app)).toEqual([]);
});

const ERRORS: ProblemCase[] = [
  {
    when: 'a role is a user',
    build: (stack) => {
      const cluster = bareCluster(newStack(App.of(stack), 'before'), {
        authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.BOTH }),
      });
      cluster.grantClusterAdmin('admin', ADMIN_ARN);
      cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
      new AwsAuth(stack, 'AwsAuth', {
        cluster,
        roles: [{ roleArn: 'arn:aws:iam::111122223333:user/ann', userName: 'ann' }],
      });
    },
    message:
      "stack/AwsAuth: roles[0].roleArn 'arn:aws:iam::111122223333:user/ann' is not an ARN of an IAM role (SEKS1003). Give the full ARN, such as arn:aws:iam:….",
    property: 'roles[0].roleArn',
    value: 'arn:aws:iam::111122223333:user/ann',
  },
];

test.each(ERRORS)('it is an error when $when', expectError);
