/**
 * Everything that can be wrong with a group of self-managed nodes, as its user reads it.
 */
import { expect, test } from '@jest/globals';
import type { SelfManagedNodeGroupOptions } from '../../lib';
import {
  Al2023Variant,
  Ami,
  InstanceRefresh,
  SafeEks,
  Scaling,
  SelfManagedNodeGroup,
  WindowsEdition,
} from '../../lib';
import { addWorkers, AMI_ID, bareCluster, importedCluster, newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownText } from '../support/tokens';

const AT = 'stack/Cluster/own';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/node';
const IMAGE = Ami.al2023({ id: AMI_ID });

/** A group named `own` beside the managed one. */
const withGroup =
  (options: Partial<SelfManagedNodeGroupOptions>): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack).addSelfManagedNodeGroup('own', { ami: IMAGE, drainSeconds: 60, ...options });
  };

const ERRORS: ProblemCase[] = [
  {
    when: 'the image is to be found by EKS',
    build: withGroup({ ami: Ami.eksOptimized() }),
    message: `${AT}: ami is Amazon Linux 2023 as made by EKS, which EKS finds for managed node groups only (SEKS2025). Give its id; AWS publishes it in SSM at /aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id.`,
    property: 'ami',
    value: 'al2023',
  },
  {
    when: 'the launch template is the user’s',
    build: withGroup({ ami: Ami.launchTemplate({ id: 'lt-0123456789abcdef0', version: '3' }) }),
    message: `${AT}: ami is a launch template of yours, but the group makes its own, with the profile of its role (SEKS2025). Give the image, with Ami.al2023 and the like.`,
    property: 'ami',
    value: 'lt-0123456789abcdef0',
  },
  {
    when: 'the role is that of a managed node group',
    build: (stack) => {
      const cluster = newCluster(stack);
      addWorkers(cluster, { nodeRoleArn: ROLE_ARN }, 'managed');
      cluster.addSelfManagedNodeGroup('own', { ami: IMAGE, drainSeconds: 60, nodeRoleArn: ROLE_ARN });
    },
    message: `${AT}: nodeRoleArn '${ROLE_ARN}' has an entry already, which EKS makes for stack/Cluster/managed (SEKS2026). Say accessEntry: false here, or give the groups roles of their own.`,
    property: 'nodeRoleArn',
    value: ROLE_ARN,
  },
  {
    when: 'the role is that of another such group',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addSelfManagedNodeGroup('own', { ami: IMAGE, drainSeconds: 60, nodeRoleArn: ROLE_ARN });
      cluster.addSelfManagedNodeGroup('first', { ami: IMAGE, drainSeconds: 60, nodeRoleArn: ROLE_ARN });
    },
    message: `${AT}: nodeRoleArn '${ROLE_ARN}' has an entry already, which stack/Cluster/first makes (SEKS2026). Say accessEntry: false here, or give the groups roles of their own.`,
    property: 'nodeRoleArn',
    value: ROLE_ARN,
  },
  {
    when: 'somebody is granted something by the role',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.grantClusterAdmin('nodes', ROLE_ARN);
      cluster.addSelfManagedNodeGroup('own', { ami: IMAGE, drainSeconds: 60, nodeRoleArn: ROLE_ARN });
    },
    message: `${AT}: nodeRoleArn '${ROLE_ARN}' has an entry already, which is made at stack/Cluster/Access/111122223333-role-node (SEKS2026). Remove it there: the group makes the entry that its nodes need.`,
    property: 'nodeRoleArn',
    value: ROLE_ARN,
  },
  {
    when: 'the refresh may have more than 100 percent between its limits',
    build: withGroup({
      refresh: InstanceRefresh.rolling({ minHealthyPercentage: 50, maxHealthyPercentage: 200 }),
    }),
    message: `${AT}: refresh.maxHealthyPercentage 200 is more than 100 above refresh.minHealthyPercentage 50 (SEKS2027). Give at most 150.`,
    property: 'refresh.maxHealthyPercentage',
    value: 200,
  },
  {
    when: 'the last pause of a refresh is before its end',
    build: withGroup({ refresh: InstanceRefresh.rolling({ checkpointPercentages: [20, 50] }) }),
    message: `${AT}: refresh.checkpointPercentages [20, 50] are not ascending integers that end in 100, so part of the group would stay as it is (SEKS2027). Write them such as [25, 50, 100].`,
    property: 'refresh.checkpointPercentages',
    value: [20, 50],
  },
  {
    when: 'a pause has a length and no place',
    build: withGroup({ refresh: InstanceRefresh.rolling({ checkpointDelay: 60 }) }),
    message: `${AT}: refresh.checkpointDelay is given without refresh.checkpointPercentages, so there is no pause (SEKS2027). Name them, or drop it.`,
    property: 'refresh.checkpointDelay',
    value: 60,
  },
  {
    when: 'all may be away and more',
    build: withGroup({ refresh: InstanceRefresh.rolling({ maxHealthyPercentage: 90 }) }),
    message: `${AT}: refresh.maxHealthyPercentage 90 is not an integer from 100 to 200 (SEKS1002). Give at least 100 and at most 200.`,
    property: 'refresh.maxHealthyPercentage',
    value: 90,
  },
  {
    when: 'a type has no weight',
    build: withGroup({
      instanceTypes: ['m6i.large', 'm5.large'],
      mixedInstances: { weights: { 'm6i.large': 2 } },
    }),
    message: `${AT}: mixedInstances.weights leave out ['m5.large'], and AWS wants all or none (SEKS2028). Name the same types in both.`,
    property: 'mixedInstances.weights',
    value: ['m5.large'],
  },
  {
    when: 'a weight is for a type that the group has not',
    build: withGroup({
      instanceTypes: ['m6i.large'],
      mixedInstances: { weights: { 'm6i.large': 2, 'm5.large': 1 } },
    }),
    message: `${AT}: mixedInstances.weights name ['m5.large'], which instanceTypes does not (SEKS2028). Name the same types in both.`,
    property: 'mixedInstances.weights',
    value: ['m5.large'],
  },
  {
    when: 'requirements stand beside types',
    build: withGroup({
      instanceTypes: ['m6i.large'],
      mixedInstances: { requirements: { minVcpus: 2, minMemory: 4096 } },
    }),
    message: `${AT}: mixedInstances.requirements are given together with instanceTypes, and a group takes one of both (SEKS2028). Drop one.`,
    property: 'mixedInstances.requirements',
    value: ['m6i.large'],
  },
  {
    when: 'types are both allowed and excluded',
    build: withGroup({
      mixedInstances: {
        requirements: {
          minVcpus: 2,
          minMemory: 4096,
          allowedInstanceTypes: ['m7*'],
          excludedInstanceTypes: ['t3*'],
        },
      },
    }),
    message: `${AT}: mixedInstances.requirements.excludedInstanceTypes are given together with allowedInstanceTypes, which AWS refuses (SEKS2028). Drop one.`,
    property: 'mixedInstances.requirements.excludedInstanceTypes',
    value: ['t3*'],
  },
  {
    when: 'more instances come first than there may be',
    build: withGroup({ scaling: Scaling.fixed(2), mixedInstances: { onDemandBase: 3 } }),
    message: `${AT}: mixedInstances.onDemandBase 3 is not an integer from 0 to 2 (SEKS1002). Give at least 0 and at most 2.`,
    property: 'mixedInstances.onDemandBase',
    value: 3,
  },
  {
    when: 'the numbers contradict each other',
    build: withGroup({ scaling: Scaling.external({ min: 5, max: 2 }) }),
    message: `${AT}: scaling.min 5 is more than scaling.max 2 (SEKS2001). Swap the two.`,
    property: 'scaling.min',
    value: 5,
  },
  {
    when: 'its name is that of a managed group',
    build: withGroup({ name: 'Workers' }),
    message:
      "stack/Cluster/workers: nodegroupName 'workers' is also that of stack/Cluster/own (SEKS2006). Give one of them another name.",
    property: 'nodegroupName',
    value: 'workers',
  },
  {
    when: 'nodes are given no time that is worth it',
    build: withGroup({ drainSeconds: 5 }),
    message: `${AT}: drainSeconds 5 is not an integer from 30 to 7200 (SEKS1002). Give at least 30 and at most 7200.`,
    property: 'drainSeconds',
    value: 5,
  },
  {
    when: 'its name is a token',
    build: withGroup({ name: unknownText() }),
    message: `${AT}: name is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'name',
    value: expect.anything(),
  },
  {
    when: 'nodes are to be named by their instance',
    build: withGroup({
      ami: Ami.al2023({ id: AMI_ID, nodeadm: { featureGates: { InstanceIdNodeName: true } } }),
    }),
    message: `${AT}: ami.nodeadm.featureGates names nodes by instance id, but the access entry of their role admits them by DNS name (SEKS2015). Leave InstanceIdNodeName out, or acknowledge the code with a reason.`,
    property: 'ami.nodeadm.featureGates',
    value: 'InstanceIdNodeName',
  },
];

test.each(ERRORS)('an error says what to do when $when', (problem) => {
  expectError(problem);
});

test('nodes that end without being drained are warned about', () => {
  expectWarning({
    when: 'nothing drains',
    build: withGroup({ drainSeconds: undefined }),
    message: `${AT}: drainSeconds is left out, so instances end with all that runs on them, whatever a disruption budget says (SEKS2029). Give it and run aws-node-termination-handler on the cluster, or acknowledge the code with the reason.`,
  });
});

test('every instance that can be looked up by id or name is taken', () => {
  for (const ami of [
    Ami.al2023Lookup({ owner: 'self', name: 'golden-7' }),
    Ami.bottlerocket({ id: AMI_ID }),
    Ami.al2023({ id: AMI_ID, variant: Al2023Variant.NVIDIA }),
  ]) {
    const app = newApp();
    withGroup({ ami, instanceTypes: ['g5.xlarge'] })(newStack(app));
    expect(messagesOf(app)).toEqual([]);
  }
});

test('Windows needs Linux beside it, whoever manages the nodes', () => {
  const windows = Ami.windows({ id: AMI_ID, edition: WindowsEdition.CORE_2022 });
  const problems = (linux: boolean): string[] => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = importedCluster(stack);
    new SelfManagedNodeGroup(stack, 'windows', { cluster, ami: windows, drainSeconds: 60 });
    if (linux) {
      new SelfManagedNodeGroup(stack, 'linux', { cluster, ami: IMAGE, drainSeconds: 60 });
    }
    return problemsOf(app);
  };

  expect(problems(false)).toEqual(['SEKS2010 at stack/windows']);
  expect(problems(true)).toEqual([]);
});

test('a role that others use too is taken when nobody else makes its entry', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
  addWorkers(cluster, { nodeRoleArn: ROLE_ARN });
  cluster.addSelfManagedNodeGroup('own', { ami: IMAGE, nodeRoleArn: ROLE_ARN, accessEntry: false });
  SafeEks.acknowledge(cluster, 'SEKS2029', 'nothing on it minds');

  expect(messagesOf(app)).toEqual([]);
});
