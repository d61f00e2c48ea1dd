/**
 * What Karpenter needs in AWS, and when.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { describe, expect, test } from '@jest/globals';
import {
  AccessEntryAuth,
  AutoMode,
  DeploymentStage,
  KarpenterInfrastructure,
  MigrationStep,
  SafeEks,
} from '../../lib';
import { nodeIdentitiesOf } from '../../lib/access/node-identity';
import type { KarpenterOptions, SafeEksClusterProps } from '../../lib';
import { ADMIN_ARN, bareCluster, importedCluster, newCluster } from '../support/cluster';
import { edgesOf, fake } from '../support/fake-resource';
import { fargateCluster, SYSTEM } from '../support/fargate';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

const AT = 'Cluster/Karpenter';
const OWN_ROLE = 'arn:aws:iam::111122223333:role/nodes/own';

function rendered(options: KarpenterOptions = {}, props: Partial<SafeEksClusterProps> = {}) {
  const app = newApp();
  const karpenter = newCluster(newStack(app), props).addKarpenter('Karpenter', options);
  return { karpenter, graph: synth(app).stack('stack').graph };
}

type Graph = ReturnType<typeof rendered>['graph'];
const pathsOf = (graph: Graph): string[] =>
  graph.resources.map(({ path }) => path).filter((path) => path.startsWith(AT));
const jsonOf = (graph: Graph, path: string, key: string): unknown =>
  JSON.parse(String(graph.at(path).block[key]));

test('there are two roles, an access entry, a queue and five rules', () => {
  const { graph } = rendered();
  expect(pathsOf(graph).sort()).toMatchSnapshot();
});

describe('the controller', () => {
  test('has its role by Pod Identity, in kube-system', () => {
    const { graph } = rendered();
    expect(graph.at(`${AT}/Controller/Resource`).block).toMatchObject({
      namespace: 'kube-system',
      service_account: 'karpenter',
    });
    expect(graph.at(`${AT}/Controller/Role/Resource`).block['name']).toBe(
      'main.pod.kube-system-karpenter.eu-west-1',
    );
  });

  test('may be elsewhere', () => {
    const { graph, karpenter } = rendered({ namespace: 'karpenter', serviceAccount: 'controller' });
    expect(graph.at(`${AT}/Controller/Resource`).block).toMatchObject({
      namespace: 'karpenter',
      service_account: 'controller',
    });
    expect(karpenter.helmValues).toMatchObject({ serviceAccount: { name: 'controller' } });
  });

  test('passes the role of the nodes, and reads the queue, and no others', () => {
    const { graph } = rendered();
    const [passing] = (
      jsonOf(graph, `${AT}/Controller/Role/Inline-instance-profiles`, 'policy') as {
        readonly Statement: readonly unknown[];
      }
    ).Statement;
    expect(passing).toMatchObject({
      Action: ['iam:PassRole'],
      Resource: [expect.stringMatching(/^\$\{aws_iam_role\.Cluster_Karpenter_NodeRole_\w+\.arn\}$/)],
    });
    expect(jsonOf(graph, `${AT}/Controller/Role/Inline-interruption`, 'policy')).toMatchObject({
      Statement: [
        {
          Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
          Resource: [expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/)],
        },
      ],
    });
  });

  test('on Fargate has the role of a service account', () => {
    const app = newApp();
    const cluster = fargateCluster(newStack(app), { profiles: { system: SYSTEM } });
    const openIdConnectProvider = cluster.addOpenIdConnectProvider('Oidc');
    const karpenter = cluster.addKarpenter('Karpenter', { openIdConnectProvider });
    const { graph } = synth(app).stack('stack');
    expect(graph.ofType('aws_eks_pod_identity_association')).toEqual([]);
    expect(graph.at(`${AT}/Controller/Resource`).block['assume_role_policy']).toContain(
      'system:serviceaccount:kube-system:karpenter',
    );
    expect(karpenter.helmValues).toMatchObject({
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': karpenter.controllerRoleArn } },
    });
  });
});

describe('the nodes', () => {
  test('have a role with what a node needs and Session Manager, without the policy of the CNI', () => {
    const { graph } = rendered({ additionalPolicies: ['CloudWatchAgentServerPolicy'] });
    const policies = pathsOf(graph).filter((path) => path.startsWith(`${AT}/NodeRole/Amazon`));
    expect(policies.map((path) => path.split('/').pop()).sort()).toEqual([
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKSWorkerNodePolicy',
      'AmazonSSMManagedInstanceCore',
    ]);
    expect(graph.at(`${AT}/NodeRole/CloudWatchAgentServerPolicy`).block['policy_arn']).toBe(
      'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
    );
    expect(graph.at(`${AT}/NodeRole/Resource`).block['name']).toBe('main.karpenter-node.eu-west-1');
  });

  test('are let in by an access entry, which goes with the role', () => {
    const { graph } = rendered();
    expect(graph.at(`${AT}/NodeAccess/Resource`).block).toMatchObject({
      type: 'EC2_LINUX',
      principal_arn: expect.stringMatching(/NodeRole_\w+\.arn\}$/),
      lifecycle: { replace_triggered_by: [expect.stringMatching(/NodeRole_\w+\.unique_id$/)] },
    });
  });

  test('have a role of yours, with an entry unless there is one', () => {
    const { graph, karpenter } = rendered({ nodeRoleArn: OWN_ROLE });
    expect(graph.at(`${AT}/NodeAccess/Resource`).block['principal_arn']).toBe(OWN_ROLE);
    expect(karpenter.nodeRoleName).toBe('own');
    expect(pathsOf(graph).filter((path) => path.includes('NodeRole'))).toEqual([]);
    const without = rendered({ nodeRoleArn: OWN_ROLE, accessEntry: false }).graph;
    expect(pathsOf(without).filter((path) => path.includes('NodeAccess'))).toEqual([]);
  });

  test('are let in by aws-auth while the cluster knows no entries', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app), {
      authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP }),
    });
    const { nodeRoleArn: roleArn } = cluster.addKarpenter('Karpenter');
    expect(nodeIdentitiesOf(cluster)).toContainEqual({ roleArn, type: 'EC2_LINUX' });
    expect(pathsOf(synth(app).stack('stack').graph).filter((path) => path.includes('NodeAccess'))).toEqual(
      [],
    );
  });
});

describe('the queue', () => {
  test('is encrypted, keeps messages for five minutes and is filled by its rules only, with TLS', () => {
    const { graph } = rendered();
    expect(graph.at(`${AT}/Interruption/Resource`).block).toMatchObject({
      name: 'main-karpenter',
      message_retention_seconds: 300,
      sqs_managed_sse_enabled: true,
    });
    const arn: unknown = expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/);
    expect(jsonOf(graph, `${AT}/Interruption/Policy`, 'policy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'FromRules',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn,
          Condition: {
            ArnEquals: {
              'aws:SourceArn': Array.from({ length: 5 }, () =>
                expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.[\w-]+\.arn\}$/),
              ),
            },
          },
        },
        {
          Sid: 'NotWithoutTls',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });

  test('hears of everything that Karpenter knows', () => {
    const { graph } = rendered();
    const rules = graph
      .ofType('aws_cloudwatch_event_rule')
      .map(({ block }) => [block['name'], JSON.parse(String(block['event_pattern']))] as const);
    expect(Object.fromEntries(rules)).toEqual({
      'main.karpenter.capacity-reservation': {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Capacity Reservation Instance Interruption Warning'],
      },
      'main.karpenter.rebalance': {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Instance Rebalance Recommendation'],
      },
      'main.karpenter.scheduled-change': { source: ['aws.health'], 'detail-type': ['AWS Health Event'] },
      'main.karpenter.spot-interruption': {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Spot Instance Interruption Warning'],
      },
      'main.karpenter.state-change': {
        source: ['aws.ec2'],
        'detail-type': ['EC2 Instance State-change Notification'],
      },
    });
    const targets = graph.ofType('aws_cloudwatch_event_target');
    expect(targets.length).toBe(5);
    const policy = graph.at(`${AT}/Interruption/Policy`).address;
    expect(targets.every(({ dependsOn }) => dependsOn.includes(policy))).toBe(true);
  });

  test('has names within the limits for the longest name of a cluster', () => {
    const { graph } = rendered({}, { clusterName: 'c'.repeat(100) });
    expect(String(graph.at(`${AT}/Interruption/Resource`).block['name'])).toMatch(/^[\w-]{1,80}$/);
    for (const { block } of graph.ofType('aws_cloudwatch_event_rule')) {
      expect(String(block['name'])).toMatch(/^[\w.-]{1,64}$/);
    }
  });
});

describe('the order', () => {
  test('has all of it before workloads, and after the cluster only, besides the agent', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = newCluster(stack);
    cluster.addKarpenter('Karpenter');
    cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, fake(stack, 'Workload'));
    const edges = edgesOf(synth(app));
    for (const part of [
      'NodeRole/Resource',
      'NodeRole/AmazonEKSWorkerNodePolicy',
      'NodeAccess/Resource',
      'Controller/Resource',
      'Interruption/Resource',
      'Interruption/Policy',
      'Interruption/spot-interruption-target',
    ]) {
      expect(edges['Workload']).toContain(`${AT}/${part}`);
      expect(edges[`${AT}/${part}`]).toContain('Cluster/Resource');
    }
    const elsewhere = Object.entries(edges).filter(([path]) => !path.startsWith(AT) && path !== 'Workload');
    expect(elsewhere.filter(([, needs]) => needs.some((need) => need.startsWith(AT)))).toEqual([]);
    const nodes = Object.keys(edges).filter((path) => /workers|coredns/.test(path));
    const waiting = Object.entries(edges).filter(([path]) => path.startsWith(AT));
    expect(waiting.filter(([, needs]) => needs.some((need) => nodes.includes(need)))).toEqual([]);
  });

  test('takes the policies away from the controller after its association only', () => {
    const { graph } = rendered();
    const association = graph.at(`${AT}/Controller/Resource`);
    for (const name of ['discovery', 'instance-profiles', 'interruption', 'nodes']) {
      expect(association.dependsOn).toContain(graph.at(`${AT}/Controller/Role/Inline-${name}`).address);
    }
  });
});

test('subnets are not tagged: the tag is there to be given', () => {
  const { graph, karpenter } = rendered();
  expect(karpenter.discoveryTags).toEqual({ 'karpenter.sh/discovery': 'main' });
  expect(JSON.stringify(graph.resources.map(({ block }) => block))).not.toContain('karpenter.sh/discovery');
  expect(graph.ofType('aws_ec2_tag')).toEqual([]);
});

test('the chart is told cluster, queue and service account', () => {
  const { karpenter } = rendered();
  expect(karpenter.helmValues).toEqual({
    settings: { clusterName: 'main', interruptionQueue: karpenter.queueName },
    serviceAccount: { name: 'karpenter' },
  });
});

describe('on other clusters', () => {
  test('it stands in another stack', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    const stack = newStack(app, 'karpenter');
    new KarpenterInfrastructure(stack, 'Karpenter', { cluster });
    const { graph } = synth(app).stack('karpenter');
    expect(graph.at('Karpenter/NodeAccess/Resource').block['cluster_name']).toMatch(
      /^\$\{data\.terraform_remote_state\./,
    );
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['stack']);
  });

  test('it is made for an imported cluster, in its region', () => {
    const app = newApp();
    const stack = newStack(app, 'stack', 'us-gov-west-1');
    const cluster = importedCluster(stack, { clusterName: 'shared' });
    new KarpenterInfrastructure(stack, 'Karpenter', { cluster });
    const { graph } = synth(app).stack('stack');
    expect(graph.at('Karpenter/NodeAccess/Resource').block['cluster_name']).toBe('shared');
    expect(graph.at('Karpenter/Controller/Role/Inline-nodes').block['policy']).toContain(
      '"arn:aws-us-gov:ec2:us-gov-west-1:*:instance/*"',
    );
    expect(graph.at('Karpenter/Controller/Role/Inline-nodes').block['policy']).toContain(
      '"aws:RequestTag/eks:eks-cluster-name":"shared"',
    );
  });

  test('it takes the provider that the cluster has, whenever that was made', () => {
    const app = newApp();
    const stack = newStack(app);
    const provider = new AwsProvider(stack, 'other', { region: 'eu-central-1', alias: 'other' });
    newCluster(stack, { provider }).addKarpenter('Karpenter');
    const made = synth(app).stack('stack').graph;
    const without = made.resources.filter(
      ({ path, block }) => path.startsWith(AT) && block['provider'] !== 'aws.other',
    );
    expect(without).toEqual([]);
    expect(made.at(`${AT}/Controller/Role/Inline-discovery`).block['policy']).toContain('eu-central-1');
  });

  test('it goes with Auto Mode beside other compute', () => {
    const app = newApp();
    const autoMode = AutoMode.enabled({ besideOtherCompute: true });
    newCluster(newStack(app), { autoMode }).addKarpenter('Karpenter');
    expect(problemsOf(app)).toEqual([]);
  });
});

const ERRORS: ProblemCase[] = [
  {
    when: 'a cluster has two',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addKarpenter('One', { namespace: 'one' });
      cluster.addKarpenter('Two', { namespace: 'two', nodeRoleArn: OWN_ROLE });
    },
    message:
      'stack/Cluster/Two: the cluster has what Karpenter needs already, at stack/Cluster/One, and one Karpenter runs all node pools (SEKS7008). Use that one.',
    value: 'stack/Cluster/One',
  },
  {
    when: 'Auto Mode is alone',
    build: (stack) => {
      const cluster = bareCluster(stack, { autoMode: AutoMode.enabled() });
      cluster.grantClusterAdmin('admin', ADMIN_ARN);
      cluster.addKarpenter('Karpenter');
    },
    message: `stack/${AT}: Auto Mode is alone and has Karpenter built in, so that two would start nodes for the same pods (SEKS7009). Make an AutoNodePool instead, or say besideOtherCompute: true if Karpenter has pods of its own.`,
    value: undefined,
  },
  {
    when: 'a role of yours comes with policies',
    build: (stack) => {
      newCluster(stack).addKarpenter('Karpenter', {
        nodeRoleArn: OWN_ROLE,
        additionalPolicies: ['CloudWatchAgentServerPolicy'],
      });
    },
    message: `stack/${AT}: additionalPolicies are given together with nodeRoleArn (SEKS1002). Attach the policies to the role that you bring.`,
    property: 'additionalPolicies',
    value: ['CloudWatchAgentServerPolicy'],
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test('the nodes of Karpenter are not those that its controller needs', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.addKarpenter('Karpenter');
  expect(problemsOf(app)).toEqual(['SEKS3005 at stack/Cluster/Addons']);
});

test('it may stand beside Auto Mode alone, if that is acknowledged', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app), { autoMode: AutoMode.enabled() });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  SafeEks.acknowledge(cluster.addKarpenter('Karpenter'), 'SEKS7009', 'on the way to Auto Mode');
  expect(problemsOf(app)).toEqual([]);
});
