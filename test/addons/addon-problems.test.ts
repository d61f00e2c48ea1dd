/**
 * Everything that can be wrong with add-ons, as their user reads it.
 */
import { expect, test } from '@jest/globals';
import { AddonName } from '../../lib/addons/addon-name';
import type { AddonOptions } from '../../lib/addons/addon-options';
import { ResolveConflicts } from '../../lib/addons/addon-options';
import { AddonVersion } from '../../lib/addons/addon-version';
import { Cni } from '../../lib/addons/cni';
import { OrderedAddons } from '../../lib/addons/ordered-addons';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import type { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { SafeEks } from '../../lib/validation/safe-eks';
import { ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import { fake, group } from '../support/fake-resource';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';

const { VPC_CNI, COREDNS, METRICS_SERVER, EKS_POD_IDENTITY_AGENT, AWS_EBS_CSI_DRIVER } = AddonName;
const AT = 'stack/Cluster/Addons';

const withAddons =
  (change: (cluster: SafeEksCluster) => unknown): ProblemCase['build'] =>
  (stack) => {
    change(newCluster(stack));
  };
const configured = (name: AddonName, options: AddonOptions): ProblemCase['build'] =>
  withAddons(({ addons }) => {
    addons.configure(name, options);
  });

const ERRORS: ProblemCase[] = [
  {
    when: 'a role for pods is named instead of given by its ARN',
    build: configured(VPC_CNI, { podIdentityRoleArn: 'cni-role' }),
    message: `${AT}/vpc-cni: podIdentityRoleArn 'cni-role' is not an ARN of an IAM role (SEKS1003). Give the full ARN, such as arn:aws:iam:….`,
    property: 'podIdentityRoleArn',
    value: 'cni-role',
  },
  {
    when: 'a tag has no key',
    build: configured(COREDNS, { tags: { '': 'x' } }),
    message: `${AT}/coredns: tags has the tag '', but a key is 1 to 128 characters (SEKS1007). Shorten or rename it.`,
    property: 'tags',
    value: '',
  },
  {
    when: 'compute has no CNI',
    build: withAddons(({ addons }) => {
      addons.remove(VPC_CNI);
    }),
    message: `${AT}: the cluster has compute but no CNI, so its nodes would stay NotReady ("cni plugin not initialized") (SEKS3001). Leave the add-on 'vpc-cni' in, or name the construct that installs another with useCni(Cni.custom(…)).`,
  },
  {
    when: 'an add-on is added twice',
    build: withAddons((cluster) => {
      cluster.addAddon(METRICS_SERVER);
      cluster.addAddon(METRICS_SERVER);
    }),
    message: `${AT}: the add-on 'metrics-server' is added twice (SEKS3002). Add it once; configure() changes the settings of one that is there.`,
    value: 'metrics-server',
  },
  {
    when: 'the table has no version of it',
    build: withAddons((cluster) => cluster.addAddon(AddonName.of('fluent-bit'))),
    message: `${AT}/fluent-bit: version of fluent-bit for Kubernetes 1.34 is not in the table of this library (SEKS3003). Name one with AddonVersion.of; aws eks describe-addon-versions lists them.`,
    property: 'version',
  },
  {
    when: 'its version is malformed',
    build: configured(COREDNS, { version: AddonVersion.of('1.13.2') }),
    message: `${AT}/coredns: version '1.13.2' of coredns is not the version of an add-on (SEKS3003). Write it as EKS does, such as v1.20.4-eksbuild.2.`,
    property: 'version',
    value: '1.13.2',
  },
  {
    when: 'it needs nodes and there are none',
    build: (stack) => bareCluster(stack).grantClusterAdmin('admin', ADMIN_ARN),
    message: `${AT}: coredns would stay DEGRADED and time out after 20 minutes, as the cluster has no compute (SEKS3005). Add a node group, remove these add-ons, or acknowledge the code with the reason why there will be nodes by then.`,
    value: 'coredns',
  },
  {
    when: 'its name is misspelt',
    build: withAddons((cluster) =>
      cluster.addAddon(AddonName.of('core-dns'), { version: AddonVersion.of('v1.13.2-eksbuild.1') }),
    ),
    message: `${AT}/core-dns: addonName 'core-dns' is no add-on that the library knows (SEKS3007). Did you mean 'coredns'?`,
    property: 'addonName',
    value: 'core-dns',
  },
  {
    when: 'one is configured that is not there',
    build: configured(METRICS_SERVER, { preserve: true }),
    message: `${AT}: the add-on 'metrics-server' is configured but is not there (SEKS3007). Add it, or drop the call.`,
    value: 'metrics-server',
  },
  {
    when: 'one is removed that is not in the default set',
    build: withAddons(({ addons }) => {
      addons.remove(AddonName.of('kube-prox'));
    }),
    message: `${AT}: the add-on 'kube-prox' is removed but is not there (SEKS3007). Did you mean 'kube-proxy'?`,
    value: 'kube-prox',
  },
  {
    when: 'conflicts are to be preserved on creation',
    build: configured(COREDNS, { resolveConflictsOnCreate: ResolveConflicts.PRESERVE }),
    message: `${AT}/coredns: resolveConflictsOnCreate 'PRESERVE' is for updates only (SEKS3008). Give OVERWRITE or NONE.`,
    property: 'resolveConflictsOnCreate',
    value: 'PRESERVE',
  },
  {
    when: 'one is to come before compute that cannot',
    build: withAddons((cluster) => cluster.addAddon(COREDNS, { beforeCompute: true })),
    message: `${AT}/coredns: beforeCompute true contradicts what is known of coredns (SEKS3008). Leave it out: coredns belongs to the stage post-compute-addons.`,
    property: 'beforeCompute',
    value: true,
  },
  {
    when: 'a role is given for pods of which nothing is known',
    build: configured(COREDNS, { podIdentityRoleArn: 'arn:aws:iam::111122223333:role/dns' }),
    message: `${AT}/coredns: podIdentityRoleArn is given, but coredns has no service account known to take it (SEKS3008). Name it with serviceAccount.`,
    property: 'podIdentityRoleArn',
    value: 'arn:aws:iam::111122223333:role/dns',
  },
  {
    when: 'one setting is made by two calls',
    build: withAddons((cluster) => {
      cluster.addAddon(COREDNS, { configuration: { replicaCount: 2 } });
      cluster.addons.configure(COREDNS, { configuration: { replicaCount: 3 } });
    }),
    message: `${AT}: configuration of the add-on 'coredns' is set by two calls (SEKS3008). Set it in one place, so that the order of calls does not decide.`,
    property: 'configuration',
    value: { replicaCount: 3 },
  },
  {
    when: 'one is both added and removed',
    build: withAddons((cluster) => {
      cluster.addAddon(COREDNS);
      cluster.addons.remove(COREDNS);
    }),
    message: `${AT}: the add-on 'coredns' is both added and removed (SEKS3008). Drop one of the two calls.`,
    value: 'coredns',
  },
  {
    when: 'two CNIs are named',
    build: (stack) => {
      const { addons } = newCluster(stack);
      addons.useCni(Cni.vpcCni());
      addons.useCni(Cni.vpcCni());
    },
    message: `${AT}: useCni is called twice, but a cluster has one CNI (SEKS3009). Call it once.`,
  },
];

test.each(ERRORS)('add-ons are refused when $when', expectError);

test.each([
  ['DEFAULT_OF_EKS', AddonVersion.DEFAULT_OF_EKS],
  ['LATEST', AddonVersion.LATEST],
])('the version %s is a warning', (_, version) => {
  expectWarning({
    when: 'it floats',
    build: configured(COREDNS, { version }),
    message: `${AT}/coredns: version of coredns is looked up at every plan, so that a plan without a change may update it (SEKS3004). Name a version with AddonVersion.of, or acknowledge the code with a reason.`,
  });
});

test('another CNI and vpc-cni are refused together, in either order of calls', () => {
  const messages = [true, false].map((first) => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = newCluster(stack);
    const cni = Cni.custom(fake(stack, 'cilium'));
    if (first) {
      cluster.addons.useCni(cni);
    }
    cluster.addAddon(VPC_CNI);
    if (!first) {
      cluster.addons.useCni(cni);
    }
    return messagesOf(app).filter((message) => message.includes('SEKS3009'));
  });

  const expected = `${AT}: the cluster has a CNI of its own, and the add-on 'vpc-cni' is added too (SEKS3009). Remove one of the two.`;
  expect(messages).toEqual([[expected], [expected]]);
});

test('Pod Identity without its agent is refused (SEKS3006)', () => {
  const app = newApp();
  newCluster(newStack(app)).addons.remove(EKS_POD_IDENTITY_AGENT);

  expect(messagesOf(app)).toContain(
    `${AT}: vpc-cni takes its permissions from Pod Identity, but 'eks-pod-identity-agent' is missing (SEKS3006). Leave the add-on 'eks-pod-identity-agent' in.`,
  );
});

test('add-ons that need nodes can wait for nodes of somebody else’s when that is acknowledged', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  SafeEks.acknowledge(cluster, 'SEKS3005', 'Karpenter on Fargate makes the nodes');

  expect(problemsOf(app)).toEqual([]);
});

test('the EBS CSI driver, which comes after nodes and takes its permissions from Pod Identity, can be added', () => {
  const app = newApp();
  newCluster(newStack(app)).addAddon(AWS_EBS_CSI_DRIVER);

  expect(messagesOf(app)).toEqual([]);
});
test('Pod Identity without its agent is one problem', () => {
  const app = newApp();
  newCluster(newStack(app)).addons.remove(EKS_POD_IDENTITY_AGENT);

  expect(problemsOf(app)).toEqual([`SEKS3006 at ${AT}`]);
});
test('on a Kubernetes version that is not in the table, versions can be named', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app), { version: KubernetesVersion.of('1.37') });
  for (const name of [VPC_CNI, AddonName.KUBE_PROXY, EKS_POD_IDENTITY_AGENT]) {
    cluster.addAddon(name, { version: AddonVersion.of('v1.0.0-eksbuild.1') });
  }
  cluster.addons.remove(COREDNS);

  expect(messagesOf(app)).toEqual([]);
});
test('a version that is missing from the table is reported once', () => {
  const app = newApp();
  newCluster(newStack(app)).addAddon(AddonName.of('fluent-bit'), { version: AddonVersion.PINNED });

  expect(problemsOf(app)).toEqual([`SEKS3003 at ${AT}/fluent-bit`]);
});
test('beforeCompute cannot get lost in configure()', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addAddon(AddonName.of('calico'), { version: AddonVersion.of('v3.30.0') });
  cluster.addons.configure(AddonName.of('calico'), { beforeCompute: true });
  const { stage } = cluster.addons.tryFind(AddonName.of('calico'))!;

  expect(stage === DeploymentStage.PRE_COMPUTE_ADDONS || problemsOf(app).length > 0).toBe(true);
});
test('a CNI that holds no resource is refused', () => {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack).addons.useCni(Cni.custom(group(stack, 'Empty')));

  expect(problemsOf(app)).not.toEqual([]);
});

test('a second OrderedAddons of a cluster is refused, since each add-on would be there twice', () => {
  const app = newApp();
  const stack = newStack(app);
  new OrderedAddons(stack, 'More', { cluster: newCluster(stack) });

  expect(problemsOf(app)).toEqual(Array.from({ length: 4 }, () => 'SEKS1304 at stack/Cluster'));
});
