/**
 * Node classes of Auto Mode: the object that is rendered, and what is refused.
 */
import { expect, test } from '@jest/globals';
import { AutoMode, EksNetwork, SafeEks } from '../../lib';
import type { AutoNodeClassProps } from '../../lib/kubernetes';
import {
  AutoNodeClass,
  DeferredProviders,
  NodeKernelLockdown,
  NodeNetworkPolicy,
  SnatPolicy,
} from '../../lib/kubernetes';
import { autoPools, manifestsOf } from '../support/auto-pools';
import { importedCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';
import { unknownList } from '../support/tokens';

const ROLE = 'AmazonEKSAutoNodeRole';

/** What is said of one class named `private` with these settings. */
function messagesFor(props: Partial<AutoNodeClassProps>, options = { customTags: true }): string[] {
  const app = newApp();
  const { cluster, pools } = autoPools(app, options);
  new AutoNodeClass(pools, 'private', { cluster, ...props });
  return messagesOf(app);
}

test('by default it has the subnets, the security group and the role of its cluster, and no public addresses', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodeClass(pools, 'private', { cluster });

  const reference = expect.stringMatching(/^\$\{data\.terraform_remote_state\..*outputs\..*\}$/);
  expect(manifestsOf(synth(app))).toEqual([
    {
      manifest: {
        apiVersion: 'eks.amazonaws.com/v1',
        kind: 'NodeClass',
        metadata: { name: 'private' },
        spec: {
          role: reference,
          subnetSelectorTerms: [{ id: 'subnet-a' }, { id: 'subnet-b' }],
          securityGroupSelectorTerms: [{ id: reference }],
          advancedNetworking: { associatePublicIPAddress: false },
        },
      },
      computed_fields: ['metadata.annotations', 'metadata.labels'],
      field_manager: { name: 'cdktf-safe-eks', force_conflicts: true },
      wait: { condition: [{ type: 'Ready', status: 'True' }] },
      timeouts: { delete: '60m' },
    },
  ]);
});

test('everything can be said, and what stands in manifest is laid over it', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app, { customTags: true });
  new AutoNodeClass(pools, 'Class', {
    cluster,
    nodeClassName: 'hardened',
    nodeRoleName: ROLE,
    subnets: [{ tags: { Name: 'nodes', 'kubernetes.io/role/internal-elb': '1' } }, { id: 'subnet-1' }],
    securityGroups: [{ name: 'nodes' }, { id: 'sg-1' }],
    podSubnets: [{ tags: { Name: '*' } }],
    podSecurityGroups: [{ id: 'sg-2' }],
    ephemeralStorage: { size: '160Gi', iops: 6000, throughput: 250, kmsKeyId: 'alias/nodes' },
    snatPolicy: SnatPolicy.DISABLED,
    networkPolicy: NodeNetworkPolicy.DEFAULT_DENY,
    networkPolicyEventLogs: true,
    advancedNetworking: {
      associatePublicIpAddress: true,
      httpsProxy: 'http://192.0.2.4:3128',
      noProxy: ['169.254.169.254'],
    },
    advancedSecurity: { fips: true, kernelLockdown: NodeKernelLockdown.INTEGRITY },
    tags: { team: 'shop' },
    manifest: {
      metadata: { annotations: { 'example.com/owner': 'platform' } },
      spec: {
        ephemeralStorage: { size: '200Gi', iops: null },
        certificateBundles: [{ name: 'proxy', data: 'Q0EK' }],
      },
    },
  });

  expect(manifestsOf(synth(app)).map(({ manifest }) => manifest)).toEqual([
    {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'NodeClass',
      metadata: { name: 'hardened', annotations: { 'example.com/owner': 'platform' } },
      spec: {
        role: ROLE,
        subnetSelectorTerms: [
          { tags: { Name: 'nodes', 'kubernetes.io/role/internal-elb': '1' } },
          { id: 'subnet-1' },
        ],
        securityGroupSelectorTerms: [{ name: 'nodes' }, { id: 'sg-1' }],
        podSubnetSelectorTerms: [{ tags: { Name: '*' } }],
        podSecurityGroupSelectorTerms: [{ id: 'sg-2' }],
        ephemeralStorage: { size: '200Gi', throughput: 250, kmsKeyID: 'alias/nodes' },
        snatPolicy: 'Disabled',
        networkPolicy: 'DefaultDeny',
        networkPolicyEventLogs: 'Enabled',
        advancedNetworking: {
          associatePublicIPAddress: true,
          httpsProxy: 'http://192.0.2.4:3128',
          noProxy: ['169.254.169.254'],
        },
        advancedSecurity: { fips: true, kernelLockdown: 'integrity' },
        tags: { team: 'shop' },
        certificateBundles: [{ name: 'proxy', data: 'Q0EK' }],
      },
    },
  ]);
});

test('a list of subnets whose length is not known is taken apart by Terraform', () => {
  const app = newApp();
  const network = EksNetwork.fromSubnetIds({
    controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
    nodeSubnetIds: unknownList(),
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  });
  const stack = newStack(app);
  const cluster = importedCluster(stack, { network, autoMode: AutoMode.enabled() });
  new DeferredProviders(stack, 'Providers', { cluster });
  new AutoNodeClass(stack, 'private', { cluster, nodeRoleName: ROLE });

  const [rendered] = manifestsOf(synth(app), 'stack');
  expect(rendered!.manifest.spec).toMatchObject({
    subnetSelectorTerms: expect.stringMatching(/^\$\{\[for id in distinct\(.*\) : \{ id = id \}\]\}$/),
  });
});

test('the stack of a class comes after that of its cluster', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodeClass(pools, 'private', { cluster });

  expect(synth(app).stack('pools').dependencies).toEqual(['stack']);
});

test.each<[string, Partial<AutoNodeClassProps>, string]>([
  [
    'a name that is none in Kubernetes',
    { nodeClassName: 'Private' },
    "nodeClassName 'Private' is not 1 to 63 small letters, digits, - and ., with a letter or digit at both ends (SEKS8201). Give nodeClassName.",
  ],
  [
    'the name of the class of EKS',
    { nodeClassName: 'default' },
    "nodeClassName 'default' is that of an object that EKS makes itself and would change back (SEKS8201). Choose another.",
  ],
  [
    'an ARN in place of the name of a role',
    { nodeRoleName: `arn:aws:iam::111122223333:role/${ROLE}` },
    "nodeRoleName 'arn:aws:iam::111122223333:role/AmazonEKSAutoNodeRole' is not the name of a role (SEKS1002). Give the name of a role.",
  ],
  [
    'no subnets',
    { subnets: [] },
    'subnets is empty, so no node would start (SEKS8209). Name one, or leave it out.',
  ],
  [
    'a selector of nothing',
    { subnets: [{}] },
    'subnets has a selector that selects nothing (SEKS8209). Give the id or the tags; several selectors are united.',
  ],
  [
    'a selector of two kinds',
    { securityGroups: [{ id: 'sg-1', name: 'nodes' }] },
    'securityGroups has {"id":"sg-1","name":"nodes"}, and a selector takes one of them (SEKS8209). Give the id or the tags; several selectors are united.',
  ],
  [
    'an empty tag',
    { subnets: [{ tags: { Name: '' } }] },
    'subnets has the tags {"Name":""}, and needs keys and values (SEKS8209). Write \'*\' for any value.',
  ],
  [
    'subnets of pods without their security groups',
    { podSubnets: [{ id: 'subnet-1' }] },
    'podSubnets are given without podSecurityGroups (SEKS8209). Give both, or neither.',
  ],
  [
    'security groups of pods without their subnets',
    { podSecurityGroups: [{ id: 'sg-1' }] },
    'podSecurityGroups are given without podSubnets (SEKS8209). Give both, or neither.',
  ],
  [
    'too large a volume',
    { ephemeralStorage: { size: '59001Gi' } },
    "ephemeralStorage.size '59001Gi' is not 1 to 59000Gi, 64000G, 58Ti or 64T (SEKS1002). Give a size such as 160Gi.",
  ],
  [
    'too few operations a second',
    { ephemeralStorage: { iops: 2999 } },
    'ephemeralStorage.iops 2999 is not an integer from 3000 to 16000 (SEKS1002). Give at least 3000 and at most 16000.',
  ],
  [
    'too much throughput',
    { ephemeralStorage: { throughput: 1001 } },
    'ephemeralStorage.throughput 1001 is not an integer from 125 to 1000 (SEKS1002). Give at least 125 and at most 1000.',
  ],
  [
    'a proxy without a scheme',
    { advancedNetworking: { httpsProxy: '192.0.2.4:3128' } },
    "advancedNetworking.httpsProxy '192.0.2.4:3128' is not an http or https URL of at most 255 characters (SEKS1002). Give an http or https URL of at most 255 characters.",
  ],
  ...[
    'eks:eks-cluster-name',
    'kubernetes.io/cluster/main',
    'karpenter.sh/nodepool',
    'eks.amazonaws.com/nodeclass',
  ].map((key): [string, Partial<AutoNodeClassProps>, string] => [
    `the tag ${key}`,
    { tags: { [key]: 'x' } },
    `tags has '${key}', which EKS sets itself (SEKS8208). Rename or drop it.`,
  ]),
])('%s is refused', (_, props, message) => {
  expect(messagesFor(props)).toEqual([`pools/private: ${message}`]);
});

test.each<[string, Partial<AutoNodeClassProps>]>([
  ['names of 63 characters', { nodeClassName: 'a'.repeat(63) }],
  ['the largest volume', { ephemeralStorage: { size: '59000Gi', iops: 16000, throughput: 1000 } }],
  ['terabytes', { ephemeralStorage: { size: '64T', iops: 3000, throughput: 125 } }],
  ['a tag of kubernetes.io that is not reserved', { tags: { 'kubernetes.io/role': 'node' } }],
])('%s are taken', (_, props) => {
  expect(messagesFor(props)).toEqual([]);
});

test('tags that the control plane may not set are refused, unless that is acknowledged', () => {
  const build = (isAcknowledged: boolean): string[] => {
    const app = newApp();
    const { cluster, pools } = autoPools(app);
    const nodeClass = new AutoNodeClass(pools, 'private', { cluster, tags: { team: 'shop' } });
    if (isAcknowledged) {
      SafeEks.acknowledge(nodeClass, 'SEKS8212', 'the role of the cluster is ours and may set tags');
    }
    return messagesOf(app);
  };

  expect(build(false)).toEqual([
    'pools/private: tags are given, and the role of the control plane may not set them, so no node would start (SEKS8212). ' +
      'Say customTags: true in autoMode, or acknowledge the code where the role is yours and may.',
  ]);
  expect(build(true)).toEqual([]);
});

test('a cluster of which it is known that it has no Auto Mode is refused', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  new AutoNodeClass(newStack(app, 'pools'), 'private', { cluster });

  expect(messagesOf(app)).toEqual([
    'pools/private: cluster has no Auto Mode, so that it knows neither node classes nor node pools (SEKS8210). ' +
      'Switch it on with autoMode; before it is switched off, take these out in an apply of their own.',
  ]);
});

test('an imported cluster needs the name of the role', () => {
  const messages = [undefined, ROLE].map((nodeRoleName) => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = importedCluster(stack, { autoMode: AutoMode.enabled() });
    new DeferredProviders(stack, 'Providers', { cluster });
    new AutoNodeClass(stack, 'private', { cluster, nodeRoleName });
    return messagesOf(app);
  });

  expect(messages).toEqual([
    [
      'stack/private: nodeRoleName is not given, and the role of Auto Mode of this cluster is not known (SEKS8210). ' +
        "Give the name of the role, as in nodeRoleName: 'AmazonEKSAutoNodeRole'.",
    ],
    [],
  ]);
});

test('two classes of one name on one cluster are refused, on two clusters they are fine', () => {
  const app = newApp();
  const { cluster, pools } = autoPools(app);
  new AutoNodeClass(pools, 'one', { cluster, nodeClassName: 'private' });
  new AutoNodeClass(pools, 'two', { cluster, nodeClassName: 'private' });
  const other = importedCluster(newStack(app, 'other'), { autoMode: AutoMode.enabled() });
  new AutoNodeClass(pools, 'three', { cluster: other, nodeClassName: 'private', nodeRoleName: ROLE });

  expect(messagesOf(app)).toEqual([
    "pools/two: nodeClassName 'private' is taken on this cluster, by pools/one (SEKS8202). Rename one of them.",
  ]);
});
