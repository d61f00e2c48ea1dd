/**
 * Everything that can be wrong with Fargate profiles, as their user reads it.
 */
import { expect, test } from '@jest/globals';
import { AddonName, EksVpc, FargateProfile, SafeEks } from '../../lib';
import type { FargateProfileOptions, FargateSelector } from '../../lib';
import { addWorkers, importedCluster, newCluster } from '../support/cluster';
import { fargateCluster, profileOf, SHOP, SYSTEM } from '../support/fargate';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownList, unknownText } from '../support/tokens';

const AT = 'stack/Cluster/shop';
const COREDNS_AT = 'stack/Cluster/Addons/coredns';
const ROLE = 'arn:aws:iam::111122223333:role/shared';

const withProfile =
  (options: Partial<FargateProfileOptions>): ProblemCase['build'] =>
  (stack) => {
    newCluster(stack).addFargateProfile('shop', { ...SHOP, ...options });
  };
const withSelectors = (...selectors: FargateSelector[]): ProblemCase['build'] => withProfile({ selectors });

const ERRORS: ProblemCase[] = [
  {
    when: 'it selects nothing',
    build: withSelectors(),
    message: `${AT}: selectors is empty, so no pod would run on Fargate (SEKS6001). Name a namespace.`,
    property: 'selectors',
    value: [],
  },
  {
    when: 'it has six selectors',
    build: withSelectors(...['a', 'b', 'c', 'd', 'e', 'f'].map((namespace) => ({ namespace }))),
    message: `${AT}: selectors holds 6, a profile takes 5 (SEKS6001). Add another profile, or use wildcards, as in team-*.`,
    property: 'selectors',
    value: 6,
  },
  {
    when: 'a selector has six labels',
    build: withSelectors({ namespace: 'shop', labels: { a: '', b: '', c: '', d: '', e: '', f: '' } }),
    message: `${AT}: selectors has 6 labels for 'shop', a selector takes 5 (SEKS6001). Drop some, or select by a label made for it.`,
    property: 'selectors',
    value: 6,
  },
  {
    when: 'a namespace cannot be one',
    build: withSelectors({ namespace: 'My_Shop' }),
    message: `${AT}: selectors has the namespace 'My_Shop', which is not a name of at most 63 small letters, digits and -, with * and ? (SEKS6001). Rename it.`,
    property: 'selectors',
    value: 'My_Shop',
  },
  {
    when: 'a label cannot be one',
    build: withSelectors({ namespace: 'shop', labels: { tier: 'web server' } }),
    message: `${AT}: selectors has 'tier=web server', which is not a label of Kubernetes, with * and ? (SEKS6001). Rename it.`,
    property: 'selectors',
    value: 'tier=web server',
  },
  {
    when: 'two selectors are the same',
    build: withSelectors(
      { namespace: 'shop', labels: { a: '1', b: '2' } },
      { namespace: 'shop', labels: { b: '2', a: '1' } },
    ),
    message: `${AT}: selectors holds {"labels":{"a":"1","b":"2"},"namespace":"shop"} more than once (SEKS6001). Name it once.`,
    property: 'selectors',
    value: { namespace: 'shop', labels: { b: '2', a: '1' } },
  },
  {
    when: 'a subnet is public',
    build: (stack) => {
      const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
      newCluster(stack, { network }).addFargateProfile('shop', {
        ...SHOP,
        subnetIds: [network.privateSubnetIds[0]!, network.publicSubnetIds[1]!],
      });
    },
    message: `${AT}: subnetIds names ['\${aws_subnet.Network_eu-west-1b_PublicSubnet_4AE112EC.id}'], public in the network of the cluster, and Fargate takes private subnets only (SEKS6002). Give private ones, or leave it out: the node subnets of the network are taken then.`,
    property: 'subnetIds',
    value: [expect.stringContaining('PublicSubnet')],
  },
  {
    when: 'its role is that of nodes',
    build: (stack) => {
      const cluster = newCluster(stack);
      addWorkers(cluster, { nodeRoleArn: ROLE }, 'more');
      cluster.addFargateProfile('shop', { ...SHOP, podExecutionRoleArn: ROLE });
    },
    message: `${AT}: podExecutionRoleArn '${ROLE}' is also the role of the nodes of stack/Cluster/more (SEKS6003). Leave it out, so that a role is made, or give one that only Fargate has.`,
    property: 'podExecutionRoleArn',
    value: ROLE,
  },
  {
    when: 'its name is taken',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addFargateProfile('jobs', SHOP);
      cluster.addFargateProfile('shop', { ...SHOP, fargateProfileName: 'Jobs' });
    },
    message: `${AT}: fargateProfileName 'Jobs' is also that of stack/Cluster/jobs (SEKS6004). Give one of them another name.`,
    property: 'fargateProfileName',
    value: 'Jobs',
  },
  {
    when: 'its name is a token',
    build: withProfile({ fargateProfileName: unknownText() }),
    message: `${AT}: fargateProfileName is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'fargateProfileName',
    value: expect.anything(),
  },
  {
    when: 'its selectors are a token',
    build: withProfile({ selectors: unknownList() as unknown as FargateSelector[] }),
    message: `${AT}: selectors is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.`,
    property: 'selectors',
    value: expect.anything(),
  },
  {
    when: 'policies are given for a role of the user',
    build: withProfile({ podExecutionRoleArn: ROLE, additionalPolicies: ['CloudWatchAgentServerPolicy'] }),
    message: `${AT}: additionalPolicies are given together with podExecutionRoleArn (SEKS1002). Attach the policies to the role that you bring.`,
    property: 'additionalPolicies',
    value: ['CloudWatchAgentServerPolicy'],
  },
  {
    when: 'a subnet is named twice',
    build: withProfile({ subnetIds: ['subnet-c', 'subnet-c'] }),
    message: `${AT}: subnetIds holds ['subnet-c'] more than once (SEKS1103). Name each once.`,
    property: 'subnetIds',
    value: ['subnet-c'],
  },
  {
    when: 'its role gets an entry of its own',
    build: (stack) => {
      const cluster = newCluster(stack);
      cluster.addFargateProfile('shop', { ...SHOP, podExecutionRoleArn: ROLE });
      cluster.grantAccess('pods', ROLE, []);
    },
    message: `stack/Cluster/Access: '${ROLE}' is the role of ${AT}, and EKS makes its entry itself (SEKS4007). Remove the grant; a second entry for the role is refused by EKS.`,
    property: 'principalArn',
    value: ROLE,
  },
  {
    when: 'coredns has only Fargate to run on, and no profile takes it',
    build: (stack) => {
      fargateCluster(stack, { profiles: { shop: SHOP } });
    },
    message: `${COREDNS_AT}: coredns runs on Fargate here, and no profile selects its pods, so that it would stay DEGRADED and time out after 20 minutes (SEKS6005). Add a profile for the namespace kube-system, with the label k8s-app 'kube-dns' or without.`,
    property: 'configuration',
    value: undefined,
  },
  {
    when: 'coredns is kept off the Fargate that alone could run it',
    build: (stack) => {
      fargateCluster(stack, {
        arrange: ({ addons }) => {
          addons.configure(AddonName.COREDNS, { configuration: { computeType: 'ec2' } });
        },
      });
    },
    message: `${COREDNS_AT}: configuration keeps coredns off Fargate with computeType 'ec2', and the cluster has nothing else to run it (SEKS6005). Leave computeType out, or add a node group.`,
    property: 'configuration',
    value: 'ec2',
  },
  {
    when: 'another add-on has only Fargate to run on, and no profile takes it',
    build: (stack) => {
      const dns = { selectors: [{ namespace: 'monitoring' }] };
      fargateCluster(stack, {
        profiles: { monitoring: dns },
        arrange: (cluster) => {
          cluster.addons.remove(AddonName.COREDNS);
          cluster.addAddon(AddonName.METRICS_SERVER);
        },
      });
    },
    message: `stack/Cluster/Addons/metrics-server: the pods of metrics-server would stay Pending, as only Fargate could run them and no profile selects kube-system (SEKS6005). Add a profile for the namespace kube-system, or remove the add-on.`,
    value: 'metrics-server',
  },
  {
    when: 'an add-on on Fargate has its permissions by Pod Identity',
    build: (stack) => {
      fargateCluster(stack, { arrange: (cluster) => cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER) });
    },
    message: `stack/Cluster/Addons/aws-ebs-csi-driver: aws-ebs-csi-driver takes its permissions from Pod Identity, which does not reach Fargate, and a profile takes its pods (SEKS6006). Give serviceAccountRoleArn, the role of a ServiceAccountRole; or narrow the profile by labels and have nodes for it.`,
    property: 'podIdentityRoleArn',
    value: 'aws-ebs-csi-driver',
  },
  {
    when: 'an add-on has a role in both ways',
    build: (stack) => {
      newCluster(stack).addAddon(AddonName.AWS_EBS_CSI_DRIVER, {
        podIdentityRoleArn: ROLE,
        serviceAccountRoleArn: ROLE,
      });
    },
    message: `stack/Cluster/Addons/aws-ebs-csi-driver: serviceAccountRoleArn is given together with podIdentityRoleArn, and pods have one role (SEKS3008). Drop one of the two: serviceAccountRoleArn is for pods on Fargate.`,
    property: 'serviceAccountRoleArn',
    value: undefined,
  },
];

test.each(ERRORS)('it is an error when $when', expectError);

test('eleven profiles are more than the quota, which can be raised', () => {
  expectWarning({
    when: '',
    build: (stack) => {
      const cluster = newCluster(stack);
      for (let index = 10; index <= 20; index++) {
        cluster.addFargateProfile(`p${String(index)}`, {
          selectors: [{ namespace: `n${String(index)}` }],
        });
      }
    },
    message:
      'stack/Cluster/p20: the cluster has 11 Fargate profiles, and an account may have 10, unless the quota was raised ' +
      '(SEKS6007). Put selectors together, or have the quota raised and acknowledge the code.',
  });
});

test('tokens pass where they decide nothing', () => {
  const app = newApp();
  withProfile({
    subnetIds: unknownList(),
    podExecutionRoleArn: unknownText(),
    selectors: [{ namespace: unknownText(), labels: { a: unknownText() } }],
  })(newStack(app));
  expect(problemsOf(app)).toEqual([]);
});

test('wildcards may stand in namespaces and labels', () => {
  const app = newApp();
  withSelectors(
    { namespace: '*' },
    { namespace: 'team-?', labels: { 'app.kubernetes.io/*': 'we*', empty: '' } },
  )(newStack(app));
  expect(problemsOf(app)).toEqual([]);
});

test('a role that two profiles have is no mistake', () => {
  const app = newApp();
  const options = { podExecutionRoleArn: ROLE };
  fargateCluster(newStack(app), {
    profiles: { system: { ...SYSTEM, ...options }, shop: { ...SHOP, ...options } },
  });
  expect(problemsOf(app)).toEqual([]);
});

test('the role of a profile made here is not taken for that of nodes', () => {
  const app = newApp();
  const cluster = fargateCluster(newStack(app));
  addWorkers(cluster, { nodeRoleArn: profileOf(cluster, 'shop').podExecutionRoleArn });
  expect(problemsOf(app)).toEqual(['SEKS6003 at stack/Cluster/shop']);
});

test('where a profile for coredns is made elsewhere, that can be said', () => {
  const app = newApp();
  const cluster = fargateCluster(newStack(app), { profiles: { shop: SHOP } });
  SafeEks.acknowledge(cluster.addons, 'SEKS6005', 'The platform team has a profile for kube-system');
  expect(messagesOf(app)).toEqual([]);
});

test('a profile with subnets of its own needs no network of an imported cluster', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack, { network: undefined });
  new FargateProfile(stack, 'shop', { cluster, ...SHOP, subnetIds: ['subnet-a'] });
  expect(problemsOf(app)).toEqual([]);
});
