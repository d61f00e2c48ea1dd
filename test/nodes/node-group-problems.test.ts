/**
 * Everything that can be wrong with a node group, as its user reads it.
 */
import { expect, test } from '@jest/globals';
import { Ami } from '../../lib/nodes/ami';
import { AmiArchitecture } from '../../lib/nodes/ami-family';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { NodeUpdate } from '../../lib/nodes/node-update';
import { Scaling } from '../../lib/nodes/scaling';
import { TaintEffect } from '../../lib/nodes/taint';
import { addWorkers, AMI_ID, newCluster } from '../support/cluster';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownList, unknownNumber, unknownText } from '../support/tokens';

/** A second group named `extra`, with these options. */
const withGroup =
  (options: Partial<NodeGroupOptions>): ProblemCase['build'] =>
  (stack) => {
    addWorkers(newCluster(stack), options, 'extra');
  };
const noSchedule = (key: string) => ({ key, effect: TaintEffect.NO_SCHEDULE });
const AT = 'stack/Cluster/extra';

const ERRORS: ProblemCase[] = [
  {
    when: 'its name is a token',
    build: withGroup({ nodegroupName: unknownText() }),
    message: `${AT}: nodegroupName is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'nodegroupName',
    value: expect.anything(),
  },
  {
    when: 'its name has other characters than EKS takes',
    build: withGroup({ nodegroupName: 'my.group' }),
    message: `${AT}: nodegroupName 'my.group' is not letters, digits, - and _ (SEKS1002). Give letters, digits, - and _.`,
    property: 'nodegroupName',
    value: 'my.group',
  },
  {
    when: 'pods are to be ended against their budgets',
    build: withGroup({ update: NodeUpdate.rolling({ force: true }) }),
    message: `${AT}: update.force ends pods that a pod disruption budget keeps (SEKS2018). Leave it out and mend the budget, or acknowledge the code with the reason.`,
    property: 'update.force',
    value: true,
  },
  {
    when: 'the volume is too small',
    build: withGroup({ diskSize: 3 }),
    message: `${AT}: diskSize 3 is not an integer from 4 to 16384 (SEKS1002). Give at least 4 and at most 16384.`,
    property: 'diskSize',
    value: 3,
  },
  {
    when: 'the key of the volume is an alias by name',
    build: withGroup({ diskKmsKeyArn: 'alias/ebs' }),
    message: `${AT}: diskKmsKeyArn 'alias/ebs' is not an ARN of kms (SEKS1003). Give the full ARN, such as arn:aws:kms:….`,
    property: 'diskKmsKeyArn',
    value: 'alias/ebs',
  },
  {
    when: 'a tag has a long value',
    build: withGroup({ tags: { note: 'x'.repeat(257) } }),
    message: `${AT}: tags has the tag 'note', but a value is at most 256 characters (SEKS1007). Shorten or rename it.`,
    property: 'tags',
    value: 'note',
  },
  {
    when: 'a subnet is named twice',
    build: withGroup({ subnetIds: ['subnet-a', 'subnet-a'] }),
    message: `${AT}: subnetIds holds ['subnet-a'] more than once (SEKS1103). Name each once.`,
    property: 'subnetIds',
    value: ['subnet-a'],
  },
  {
    when: 'the smallest number of nodes is above the largest',
    build: withGroup({ scaling: Scaling.external({ min: 5, max: 2 }) }),
    message: `${AT}: scaling.min 5 is more than scaling.max 2 (SEKS2001). Swap the two.`,
    property: 'scaling.min',
    value: 5,
  },
  {
    when: 'the group begins with more nodes than it may have',
    build: withGroup({ scaling: Scaling.external({ min: 1, max: 3, initial: 4 }) }),
    message: `${AT}: scaling.initial 4 is outside of 1 to 3 (SEKS2001). Give a number from 1 to 3.`,
    property: 'scaling.initial',
    value: 4,
  },
  {
    when: 'more nodes may be away than the group has',
    build: withGroup({ scaling: Scaling.fixed(3), update: NodeUpdate.rolling({ maxUnavailable: 5 }) }),
    message: `${AT}: update.maxUnavailable 5 is more than scaling.max 3 (SEKS2002). Give at most 3.`,
    property: 'update.maxUnavailable',
    value: 5,
  },
  {
    when: 'the update is given as a number and as a share',
    build: withGroup({ update: NodeUpdate.rolling({ maxUnavailable: 1, maxUnavailablePercentage: 10 }) }),
    message: `${AT}: update names both maxUnavailable and maxUnavailablePercentage (SEKS2002). Drop one.`,
    property: 'update',
  },
  {
    when: 'all nodes and more may be away',
    build: withGroup({ update: NodeUpdate.rolling({ maxUnavailablePercentage: 101 }) }),
    message: `${AT}: update.maxUnavailablePercentage 101 is not an integer from 1 to 100 (SEKS1002). Give an integer from 1 to 100.`,
    property: 'update.maxUnavailablePercentage',
    value: 101,
  },
  {
    when: 'the image is no image',
    build: withGroup({ ami: Ami.al2023({ id: 'i-0123456789abcdef0' }) }),
    message: `${AT}: ami.id 'i-0123456789abcdef0' is not the id of an image (SEKS2003). Give an id such as ami-0abc….`,
    property: 'ami.id',
    value: 'i-0123456789abcdef0',
  },
  {
    when: 'the release is for another version of Kubernetes',
    build: withGroup({ ami: Ami.eksOptimized({ releaseVersion: '1.33.5-20251112' }) }),
    message: `${AT}: ami.releaseVersion '1.33.5-20251112' is for Kubernetes 1.33, the cluster has 1.34 (SEKS2003). Give a release that begins with 1.34.`,
    property: 'ami.releaseVersion',
    value: '1.33.5-20251112',
  },
  {
    when: 'the owner of the image is left blank',
    build: withGroup({ ami: Ami.al2023Lookup({ owner: ' ', name: 'golden' }) }),
    message: `${AT}: ami.owner is empty, so the lookup would take an image of anybody (SEKS2003). Name the owner and the image.`,
    property: 'ami.owner',
    value: ' ',
  },
  {
    when: 'a label has a reserved prefix',
    build: withGroup({ labels: { 'kubernetes.io/team': 'shop' } }),
    message: `${AT}: labels has 'kubernetes.io/team', but the prefix kubernetes.io is reserved (SEKS2004). Rename it.`,
    property: 'labels',
    value: 'kubernetes.io/team',
  },
  {
    when: 'a taint is given twice',
    build: withGroup({ taints: [noSchedule('gpu'), noSchedule('gpu')] }),
    message: `${AT}: taints has 'gpu:NO_SCHEDULE', but a key has each effect once (SEKS2004). Rename it.`,
    property: 'taints',
    value: 'gpu:NO_SCHEDULE',
  },
  {
    when: 'instances have another architecture than the image',
    build: withGroup({ instanceTypes: ['m7g.large'] }),
    message: `${AT}: instanceTypes names 'm7g.large', which is arm64, but the image is x86_64 (SEKS2005). Give types and an image of one architecture.`,
    property: 'instanceTypes',
    value: 'm7g.large',
  },
  {
    when: 'there is no instance type',
    build: withGroup({ instanceTypes: [] }),
    message: `${AT}: instanceTypes holds 0 types (SEKS2005). Give 1 to 20.`,
    property: 'instanceTypes',
    value: [],
  },
  {
    when: 'an instance type is named twice',
    build: withGroup({ instanceTypes: ['m6i.large', 'm6i.large'] }),
    message: `${AT}: instanceTypes holds ['m6i.large'] more than once (SEKS2005). Name each once.`,
    property: 'instanceTypes',
    value: ['m6i.large'],
  },
  {
    when: 'policies are given for a role of the user’s',
    build: withGroup({
      nodeRoleArn: 'arn:aws:iam::111122223333:role/node',
      additionalPolicies: ['AmazonSSMManagedInstanceCore'],
    }),
    message: `${AT}: additionalPolicies are given together with nodeRoleArn (SEKS1002). Attach the policies to the role that you bring.`,
    property: 'additionalPolicies',
    value: ['AmazonSSMManagedInstanceCore'],
  },
  {
    when: 'another group of the cluster has its name',
    build: withGroup({ nodegroupName: 'workers' }),
    message: `stack/Cluster/workers: nodegroupName 'workers' is also that of ${AT} (SEKS2006). Give one of them another name.`,
    property: 'nodegroupName',
    value: 'workers',
  },
];

test.each(ERRORS)('a node group is refused when $when', expectError);

test('an image that is looked up at every plan is a warning', () => {
  expectWarning({
    when: 'the newest image is taken',
    build: withGroup({ ami: Ami.al2023Lookup({ owner: 'self', name: 'golden-*', newest: true }) }),
    message: `${AT}: ami.newest looks the image up at every plan, so that an apply without a change may replace nodes (SEKS2007). Give the id or a name that matches one image, or acknowledge the code with a reason.`,
  });
});

test('tokens are not judged', () => {
  const app = newApp();
  const token = unknownText();
  addWorkers(
    newCluster(newStack(app)),
    {
      ami: Ami.al2023({ id: token }),
      diskKmsKeyArn: token,
      nodeRoleArn: token,
      instanceTypes: [token],
      securityGroupIds: [token],
      subnetIds: unknownList(),
      tags: { owner: token },
    },
    'extra',
  );

  expect(messagesOf(app)).toEqual([]);
});

test('graviton types fit an image for ARM, types of an unknown form fit every image', () => {
  const app = newApp();
  const ami = Ami.al2023({ id: AMI_ID, architecture: AmiArchitecture.ARM_64 });
  addWorkers(
    newCluster(newStack(app)),
    { ami, instanceTypes: ['m7g.large', 'c6gd.xlarge', 'a1.large', 'something'] },
    'extra',
  );

  expect(messagesOf(app)).toEqual([]);
});

test.each(['m6i.large', 'g5.xlarge', 'p4d.24xlarge', 'hpc7a.96xlarge'])(
  '%s is refused for an ARM image',
  (instanceType) => {
    const app = newApp();
    const ami = Ami.al2023({ id: AMI_ID, architecture: AmiArchitecture.ARM_64 });
    addWorkers(newCluster(newStack(app)), { ami, instanceTypes: [instanceType] }, 'extra');

    expect(problemsOf(app)).toEqual(['SEKS2005 at stack/Cluster/extra']);
  },
);

test.each(['g5g.xlarge', 'hpc7g.16xlarge', 'im4gn.large', 'x2gd.medium', 'is4gen.medium'])(
  '%s is refused for an x86 image',
  (instanceType) => {
    const app = newApp();
    addWorkers(newCluster(newStack(app)), { instanceTypes: [instanceType] }, 'extra');

    expect(problemsOf(app)).toEqual(['SEKS2005 at stack/Cluster/extra']);
  },
);
test('numbers that are tokens are refused as tokens or let through', () => {
  const app = newApp();
  const options = {
    scaling: Scaling.fixed(unknownNumber()),
    update: NodeUpdate.rolling({ maxUnavailable: unknownNumber() }),
  };
  addWorkers(newCluster(newStack(app)), options, 'extra');

  expect(problemsOf(app).filter((problem) => !problem.startsWith('SEKS1001'))).toEqual([]);
});
test('instance types that are a list of unknown length do not end in an error of cdktf', () => {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), { instanceTypes: unknownList() }, 'extra');

  expect(problemsOf(app).filter((problem) => !problem.startsWith('SEKS1001'))).toEqual([]);
});
test('security groups that are a list of unknown length do not end in an error of cdktf', () => {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), { securityGroupIds: unknownList() }, 'extra');

  expect(problemsOf(app).filter((problem) => !problem.startsWith('SEKS1001'))).toEqual([]);
});

test.each([
  ['that a node has anyway', ['AmazonEKSWorkerNodePolicy']],
  [
    'of two accounts',
    ['AmazonSSMManagedInstanceCore', 'arn:aws:iam::111122223333:policy/AmazonSSMManagedInstanceCore'],
  ],
])('a policy %s is not answered with an error of constructs', (_, additionalPolicies) => {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), { additionalPolicies }, 'extra');

  expect(problemsOf(app)).toEqual([]);
});
test('too many taints are not to be renamed', () => {
  const app = newApp();
  const taints = Array.from({ length: 51 }, (_, index) => noSchedule(`key-${String(index)}`));
  addWorkers(newCluster(newStack(app)), { taints }, 'extra');

  expect(messagesOf(app)[0]).not.toContain('Rename it');
});
