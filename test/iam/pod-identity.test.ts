/**
 * Roles that pods have by Pod Identity.
 */
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { describe, expect, test } from '@jest/globals';
import {
  AddonName,
  AddonVersion,
  AutoMode,
  DeploymentStage,
  PodIdentity,
  PodIdentityPreset,
  SafeEks,
} from '../../lib';
import type { PodIdentityOptions } from '../../lib';
import { OrderedAddons } from '../../lib/addons/ordered-addons';
import { ADMIN_ARN, bareCluster, importedCluster, newCluster } from '../support/cluster';
import { edgesOf, fake } from '../support/fake-resource';
import { fargateCluster, SHOP, SYSTEM } from '../support/fargate';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const LOGS: PodIdentityOptions = {
  namespace: 'shop',
  serviceAccount: 'logs',
  managedPolicies: ['AmazonS3ReadOnlyAccess'],
};
const OWN_ROLE = 'arn:aws:iam::111122223333:role/own';
const TARGET = 'arn:aws:iam::444455556666:role/target';
const AT = 'Cluster/logs';
const AGENT = 'Cluster/Addons/eks-pod-identity-agent/Resource';

function rendered(options: PodIdentityOptions = LOGS) {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addPodIdentity('logs', options);
  return synth(app).stack('stack').graph;
}

const trustOf = (graph: ReturnType<typeof rendered>, path = `${AT}/Role/Resource`): unknown =>
  JSON.parse(String(graph.at(path).block['assume_role_policy']));

describe('the association', () => {
  test('names cluster, service account and role by reference', () => {
    const { block } = rendered().at(`${AT}/Resource`);
    expect(block).toMatchObject({
      cluster_name: expect.stringMatching(/^\$\{aws_eks_cluster\.\w+\.name\}$/),
      namespace: 'shop',
      service_account: 'logs',
      role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/),
      tags: { 'safe-eks:cluster': 'main' },
      // Two can be there at the same time, as they are of two service accounts.
      lifecycle: { create_before_destroy: true },
    });
    expect(block).not.toHaveProperty('disable_session_tags');
  });

  test('comes after cluster, agent and policies, and before workloads', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = newCluster(stack);
    cluster.addPodIdentity('logs', LOGS);
    cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, fake(stack, 'Workload'));
    const edges = edgesOf(synth(app));
    expect(edges[`${AT}/Resource`]).toEqual([AGENT, 'Cluster/Resource', `${AT}/Role/AmazonS3ReadOnlyAccess`]);
    expect(edges['Workload']).toContain(`${AT}/Resource`);
    const waiting = Object.entries(edges).filter(([, needs]) => needs.some((need) => need.startsWith(AT)));
    expect(waiting.map(([path]) => path)).toEqual([`${AT}/Resource`, 'Workload']);
  });

  test('comes after the agent whatever the order of calls, and does without one that was removed', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack, { autoMode: AutoMode.enabled() });
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    const identity = cluster.addPodIdentity('logs', LOGS);
    const paths = (): string[] => edgesOf(synth(app))[`${AT}/Resource`] ?? [];
    expect(identity.usesPodIdentity).toBe(true);
    // Auto Mode has it built in.
    expect(paths()).not.toContain(AGENT);

    const later = newApp();
    const other = newCluster(newStack(later), { addons: { defaultAddons: false } });
    other.addPodIdentity('logs', LOGS);
    other.addAddon(AddonName.VPC_CNI);
    other.addAddon(AddonName.EKS_POD_IDENTITY_AGENT);
    expect(edgesOf(synth(later))[`${AT}/Resource`]).toContain(AGENT);
  });

  test('stands in another stack, which is deployed after that of the cluster', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    const stack = newStack(app, 'apps');
    new PodIdentity(stack, 'logs', { cluster, ...LOGS });
    const { graph } = synth(app).stack('apps');
    expect(graph.at('logs/Resource').block['cluster_name']).toMatch(/^\$\{data\.terraform_remote_state\./);
    expect(graph.at('logs/Resource').dependsOn).toEqual(
      expect.arrayContaining([graph.at('logs/Role/AmazonS3ReadOnlyAccess').address]),
    );
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['stack']);
  });

  test('is made for an imported cluster, whose agent may be there without this app', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = importedCluster(stack);
    const identity = new PodIdentity(stack, 'logs', { cluster, ...LOGS });
    const { graph } = synth(app).stack('stack');
    expect(graph.at('logs/Resource').block['cluster_name']).toBe('imported');
    expect(graph.at('logs/Role/Resource').block['name']).toBe('imported.pod.shop-logs.eu-west-1');
    expect(identity.associationArn).toEqual(expect.any(String));
    expect(identity.associationId).toEqual(expect.any(String));
  });
});

describe('the role', () => {
  test('trusts the pods of one service account of one cluster, all known beforehand', () => {
    const graph = rendered();
    expect(trustOf(graph)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringEquals: {
              'aws:RequestTag/kubernetes-namespace': 'shop',
              'aws:RequestTag/kubernetes-service-account': 'logs',
            },
            StringLike: { 'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:*:cluster/main' },
          },
        },
      ],
    });
    expect(graph.at(`${AT}/Role/Resource`).block).toMatchObject({
      name: 'main.pod.shop-logs.eu-west-1',
      description: 'Service account shop:logs of the EKS cluster main',
    });
  });

  test('trusts without conditions where sessions carry no tags', () => {
    const graph = rendered({ ...LOGS, sessionTags: false });
    expect(JSON.stringify(trustOf(graph))).not.toContain('Condition');
    expect(graph.at(`${AT}/Resource`).block['disable_session_tags']).toBe(true);
  });

  test('has its policies, boundary and tags, also with what is known at apply only', () => {
    const app = newApp();
    const stack = newStack(app);
    const bucket = new S3Bucket(stack, 'Logs', {});
    const Statement = [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket.arn}/*` }];
    newCluster(stack).addPodIdentity('logs', {
      ...LOGS,
      inlinePolicies: { write: { Version: '2012-10-17', Statement } },
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      tags: { team: 'shop' },
    });
    const { graph } = synth(app).stack('stack');
    expect(graph.at(`${AT}/Role/Inline-write`).block).toMatchObject({
      policy: expect.stringContaining('"Resource":"${aws_s3_bucket.Logs.arn}/*"'),
      lifecycle: { create_before_destroy: true },
    });
    expect(graph.at(`${AT}/Role/Resource`).block).toMatchObject({
      permissions_boundary: 'arn:aws:iam::111122223333:policy/boundary',
      tags: { 'safe-eks:cluster': 'main', team: 'shop' },
    });
    expect(graph.at(`${AT}/Resource`).dependsOn).toContain(graph.at(`${AT}/Role/Inline-write`).address);
  });

  test('can be one of yours, with what it requires', () => {
    const app = newApp();
    const stack = newStack(app);
    const attachment = fake(stack, 'Attachment');
    const cluster = newCluster(stack);
    const identity = cluster.addPodIdentity('logs', {
      namespace: 'shop',
      serviceAccount: 'logs',
      roleArn: OWN_ROLE,
      requires: [attachment],
    });
    const { graph } = synth(app).stack('stack');
    expect(graph.at(`${AT}/Resource`).block['role_arn']).toBe(OWN_ROLE);
    expect(graph.at(`${AT}/Resource`).dependsOn).toContain(graph.at('Attachment').address);
    expect(graph.nodes.filter(({ path }) => path.startsWith(`${AT}/Role`))).toEqual([]);
    expect(identity.roleName).toBeUndefined();
  });

  test('may take a role of another account', () => {
    const graph = rendered({ namespace: 'shop', serviceAccount: 'logs', targetRoleArn: TARGET });
    expect(graph.at(`${AT}/Resource`).block['target_role_arn']).toBe(TARGET);
    expect(JSON.parse(String(graph.at(`${AT}/Role/Inline-target-role`).block['policy']))).toMatchObject({
      Statement: [{ Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: [TARGET] }],
    });
  });

  test('has the policies of a preset, in the partition of the cluster, and others besides', () => {
    const app = newApp();
    const stack = newStack(app, 'stack', 'cn-north-1');
    newCluster(stack).addPodIdentity('logs', {
      preset: PodIdentityPreset.externalDns({ allHostedZones: true }),
      managedPolicies: ['AmazonS3ReadOnlyAccess'],
      inlinePolicies: { more: { Version: '2012-10-17', Statement: [] } },
    });
    const { graph } = synth(app).stack('stack');
    expect(graph.at(`${AT}/Role/Inline-external-dns`).block['policy']).toContain(
      '"arn:aws-cn:route53:::hostedzone/*"',
    );
    expect(graph.at(`${AT}/Role/AmazonS3ReadOnlyAccess`).block['policy_arn']).toBe(
      'arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess',
    );
    expect(graph.at(`${AT}/Role/Inline-more`).block['policy']).toContain('2012-10-17');
    expect(graph.at(`${AT}/Resource`).block).toMatchObject({
      namespace: 'external-dns',
      service_account: 'external-dns',
    });
  });

  test('is for another service account than that of the preset where one is named', () => {
    const graph = rendered({
      preset: PodIdentityPreset.clusterAutoscaler(),
      namespace: 'tools',
      serviceAccount: 'scaler',
    });
    expect(graph.at(`${AT}/Resource`).block).toMatchObject({ namespace: 'tools', service_account: 'scaler' });
  });
});

const withIdentity =
  (options: PodIdentityOptions): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack).addPodIdentity('logs', options);
  };

const ERRORS: ProblemCase[] = [
  {
    when: 'the agent was removed',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addons.configure(AddonName.VPC_CNI, { serviceAccountRoleArn: OWN_ROLE });
      cluster.addons.remove(AddonName.EKS_POD_IDENTITY_AGENT);
      cluster.addPodIdentity('logs', LOGS);
    },
    message:
      "stack/Cluster/Addons: stack/Cluster/logs takes its permissions from Pod Identity, but 'eks-pod-identity-agent' is missing (SEKS3006). Leave the add-on 'eks-pod-identity-agent' in.",
    value: ['stack/Cluster/logs'],
  },
  {
    when: 'only Fargate runs pods',
    build: (stack) => {
      fargateCluster(stack).addPodIdentity('logs', { ...LOGS, namespace: 'pay' });
    },
    message: `stack/${AT}: serviceAccount 'pay:logs' has its role by Pod Identity, which does not reach Fargate, and only Fargate runs pods here (SEKS6006). Make it a ServiceAccountRole; or narrow the profile by labels and have nodes for the pods.`,
    property: 'serviceAccount',
    value: 'pay:logs',
  },
  {
    when: 'a Fargate profile takes the pods',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addFargateProfile('shop', SHOP);
      cluster.addPodIdentity('logs', LOGS);
    },
    message: `stack/${AT}: serviceAccount 'shop:logs' has its role by Pod Identity, which does not reach Fargate, and a profile takes all pods of shop (SEKS6006). Make it a ServiceAccountRole; or narrow the profile by labels and have nodes for the pods.`,
    property: 'serviceAccount',
    value: 'shop:logs',
  },
  {
    when: 'a service account cannot be one',
    build: withIdentity({ ...LOGS, serviceAccount: 'log*' }),
    message: `stack/${AT}: serviceAccount 'log*' is no name in Kubernetes (SEKS7002). Give a name of small letters, digits and -.`,
    property: 'serviceAccount',
    value: 'log*',
  },
  {
    when: 'nothing names the namespace',
    build: withIdentity({ ...LOGS, namespace: undefined }),
    message: `stack/${AT}: namespace is missing, and there is no preset that names one (SEKS7002). Give a name of small letters, digits and -.`,
    property: 'namespace',
    value: undefined,
  },
  {
    when: 'a name is a token',
    build: withIdentity({ ...LOGS, namespace: unknownText() }),
    message: `stack/${AT}: namespace is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'namespace',
    value: expect.anything(),
  },
  {
    when: 'a service account has a second association',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addPodIdentity('logs', LOGS);
      cluster.addPodIdentity('more', LOGS);
    },
    message: `stack/Cluster/more: serviceAccount 'shop:logs' has an association already, by stack/${AT}, and EKS takes one only (SEKS7004). Put the policies together.`,
    property: 'serviceAccount',
    value: 'shop:logs',
  },
  {
    when: 'an add-on has the association',
    build: withIdentity({ ...LOGS, namespace: 'kube-system', serviceAccount: 'aws-node' }),
    message: `stack/${AT}: serviceAccount 'kube-system:aws-node' has an association already, by stack/Cluster/Addons/vpc-cni, and EKS takes one only (SEKS7004). Give the add-on its role, as podIdentityRoleArn.`,
    property: 'serviceAccount',
    value: 'kube-system:aws-node',
  },
  {
    when: 'an add-on of another namespace has the association',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addAddon(AddonName.EXTERNAL_DNS, {
        podIdentityRoleArn: OWN_ROLE,
        version: AddonVersion.of('v0.18.0-eksbuild.1'),
      });
      cluster.addPodIdentity('logs', { preset: PodIdentityPreset.externalDns({ allHostedZones: true }) });
    },
    message: `stack/${AT}: serviceAccount 'external-dns:external-dns' has an association already, by stack/Cluster/Addons/external-dns, and EKS takes one only (SEKS7004). Give the add-on its role, as podIdentityRoleArn.`,
    property: 'serviceAccount',
    value: 'external-dns:external-dns',
  },
  {
    when: 'a role of yours comes with policies',
    build: withIdentity({ ...LOGS, roleArn: OWN_ROLE }),
    message: `stack/${AT}: roleArn is given together with managedPolicies, which are for a role that is made here (SEKS7005). Drop one of the two: attach policies to a role of yours where it is made.`,
    property: 'roleArn',
    value: OWN_ROLE,
  },
  {
    when: 'the role may do nothing',
    build: withIdentity({ namespace: 'shop', serviceAccount: 'logs' }),
    message: `stack/${AT}: roleArn is missing, and so is every policy, so that the pods would have a role that may do nothing (SEKS7005). Give a preset, managedPolicies, inlinePolicies, targetRoleArn or roleArn.`,
    property: 'roleArn',
    value: undefined,
  },
  {
    when: 'inline policies are too long',
    build: withIdentity({ ...LOGS, inlinePolicies: { long: { Statement: 'x'.repeat(10_225) } } }),
    message: `stack/${AT}: inlinePolicies have 10241 characters, and IAM takes 10240 characters together for a role (SEKS7007). Make managed policies of them, and name these in managedPolicies.`,
    property: 'inlinePolicies',
    value: 10_241,
  },
  {
    when: 'a role is none',
    build: withIdentity({ namespace: 'shop', serviceAccount: 'logs', roleArn: 'own' }),
    message: `stack/${AT}: roleArn 'own' is not an ARN of an IAM role (SEKS1003). Give the full ARN, such as arn:aws:iam:….`,
    property: 'roleArn',
    value: 'own',
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

describe('it is no mistake', () => {
  const clean = (arrange: (cluster: ReturnType<typeof newCluster>) => void): string[] => {
    const app = newApp();
    arrange(newCluster(newStack(app)));
    return problemsOf(app);
  };

  test('that service accounts of one name are in two namespaces', () => {
    expect(
      clean((cluster) => {
        cluster.addPodIdentity('logs', LOGS);
        cluster.addPodIdentity('more', { ...LOGS, namespace: 'pay' });
      }),
    ).toEqual([]);
  });

  test('that a Fargate profile takes some pods of the namespace, by labels', () => {
    expect(
      clean((cluster) => {
        cluster.addFargateProfile('shop', { selectors: [{ namespace: 'shop', labels: { tier: 'batch' } }] });
        cluster.addPodIdentity('logs', LOGS);
      }),
    ).toEqual([]);
  });

  test('that inline policies are as long as they may be', () => {
    const inlinePolicies = { long: { Statement: 'x'.repeat(10_224) } };
    expect(clean((cluster) => cluster.addPodIdentity('logs', { ...LOGS, inlinePolicies }))).toEqual([]);
  });

  test('that pods on Fargate have one for when they move, if that is acknowledged', () => {
    const app = newApp();
    const cluster = fargateCluster(newStack(app), { profiles: { system: SYSTEM } });
    const identity = cluster.addPodIdentity('logs', LOGS);
    SafeEks.acknowledge(identity, 'SEKS6006', 'nodes come next week');
    expect(problemsOf(app)).toEqual([]);
  });

  test('that Auto Mode alone has no agent', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app), { autoMode: AutoMode.enabled() });
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    cluster.addPodIdentity('logs', LOGS);
    expect(problemsOf(app)).toEqual([]);
  });
});

test('add-ons of an imported cluster have to hold the agent', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack);
  new OrderedAddons(stack, 'Addons', { cluster, defaultAddons: false });
  new PodIdentity(stack, 'logs', { cluster, ...LOGS });
  expect(problemsOf(app)).toEqual(['SEKS3006 at stack/Addons']);
});
