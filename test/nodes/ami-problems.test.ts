/**
 * What can be wrong with the image of a node group and with what its nodes are told, as a user reads it.
 */
import { expect, test } from '@jest/globals';
import { Token } from 'cdktf';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import { DeploymentStage } from '../../lib/ordering/deployment-stage';
import { Ami } from '../../lib/nodes/ami';
import { AmiArchitecture, AmiFamily } from '../../lib/nodes/ami-family';
import { Al2023Variant, BottlerocketVariant, WindowsEdition } from '../../lib/nodes/ami-options';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { KernelLockdown } from '../../lib/nodes/user-data/bottlerocket-settings';
import { MimePart } from '../../lib/nodes/user-data/mime';
import { SafeEks } from '../../lib/validation/safe-eks';
import { addWorkers, ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import { fake } from '../support/fake-resource';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownNumber, unknownText } from '../support/tokens';

const AT = 'stack/Cluster/extra';
const id = 'ami-0123456789abcdef0';
const templateId = 'lt-0123456789abcdef0';
const edition = WindowsEdition.CORE_2022;

const withGroup =
  (options: Partial<NodeGroupOptions>): ProblemCase['build'] =>
  (stack) => {
    // With Windows support, so that groups of Windows are without fault but for what the case is about.
    addWorkers(newCluster(stack, { windowsSupport: true }), options, 'extra');
  };
const withAmi = (ami: Ami) => withGroup({ ami });

const ERRORS: ProblemCase[] = [
  {
    when: 'Amazon Linux 2 is not made any more',
    build: withAmi(Ami.al2({ id })),
    message: `${AT}: ami is Amazon Linux 2, which there is up to Kubernetes 1.32 only, and the cluster has 1.34 (SEKS2008). Take Ami.al2023 or Ami.bottlerocket.`,
    property: 'ami',
    value: '1.34',
  },
  {
    when: 'Windows Server 2025 is not made yet',
    build: withAmi(Ami.windows({ id, edition: WindowsEdition.FULL_2025 })),
    message: `${AT}: ami is Windows Server 2025 Full, which there is from Kubernetes 1.35 only, and the cluster has 1.34 (SEKS2008). Take another edition.`,
    property: 'ami',
    value: '1.34',
  },
  {
    when: 'the variant is not made for ARM',
    build: withGroup({
      ami: Ami.al2023({ id, variant: Al2023Variant.NEURON, architecture: AmiArchitecture.ARM_64 }),
      instanceTypes: ['m7g.large'],
    }),
    message: `${AT}: ami is Amazon Linux 2023 for Neuron, which there is not for arm64 (SEKS2008). Give another architecture or another variant.`,
    property: 'ami',
    value: 'arm64',
  },
  {
    when: 'the provider refuses the type of the image',
    build: withGroup({
      ami: Ami.bottlerocketEksOptimized({ variant: BottlerocketVariant.NVIDIA_FIPS }),
      instanceTypes: ['g5.xlarge'],
    }),
    message: `${AT}: ami is Bottlerocket for NVIDIA with FIPS as made by EKS, but the AWS provider refuses its AMI type (SEKS2009). Give the id of such an image; ssmParameter() names where AWS publishes it.`,
    property: 'ami',
    value: 'bottlerocket-nvidia-fips',
  },
  {
    when: 'Windows is alone',
    build: (stack) => {
      const cluster = bareCluster(stack, { windowsSupport: true });
      cluster.grantClusterAdmin('admin', ADMIN_ARN);
      addWorkers(cluster, { ami: Ami.windows({ id, edition }) }, 'extra');
    },
    message: `${AT}: ami is Windows, and nothing in the cluster runs Linux, which coredns needs (SEKS2010). Add a node group of Linux, or acknowledge the code with the reason why there will be one.`,
    property: 'ami',
    value: 'windows-2022-core',
  },
  {
    when: 'Windows is on a cluster that is not prepared for it',
    build: (stack) => {
      addWorkers(newCluster(stack), { ami: Ami.windows({ id, edition }) }, 'extra');
    },
    message: `${AT}: ami is Windows, and the cluster has no windowsSupport, so that pods on its nodes would get no addresses (SEKS2030). Give the cluster windowsSupport: true.`,
    property: 'ami',
    value: 'windows-2022-core',
  },
  {
    when: 'Windows is on a cluster with IPv6',
    build: (stack) => {
      const cluster = newCluster(stack, { ipFamily: IpFamily.IPV6, windowsSupport: true });
      addWorkers(cluster, { ami: Ami.windowsEksOptimized({ edition }) }, 'extra');
    },
    message: `${AT}: ami is Windows Server 2022 Core, which has IPv4 only, and the cluster has IPv6 (SEKS2011). Take an image of Linux, or another cluster.`,
    property: 'ami',
    value: 'windows-2022-core',
  },
  {
    when: 'a flag sets labels',
    build: withAmi(Ami.al2023({ id, nodeadm: { kubeletFlags: ['--node-labels=a=b'] } })),
    message: `${AT}: ami.nodeadm.kubeletFlags '--node-labels=a=b' says what the node group says already (SEKS2012). Use labels and taints of the node group.`,
    property: 'ami.nodeadm.kubeletFlags',
  },
  {
    when: 'a field of the kubelet sets the most pods',
    build: withAmi(Ami.eksOptimized({ nodeadm: { kubeletConfig: { maxPods: 110 } } })),
    message: `${AT}: ami.nodeadm.kubeletConfig.maxPods says what the node group says already (SEKS2012). Use maxPods beside it.`,
    property: 'ami.nodeadm.kubeletConfig.maxPods',
  },
  {
    when: 'settings name the cluster',
    build: withAmi(
      Ami.bottlerocketEksOptimized({
        settings: { additionalSettings: { kubernetes: { 'cluster-name': 'x' } } },
      }),
    ),
    message: `${AT}: ami.settings.additionalSettings.kubernetes.cluster-name says what the node group says already (SEKS2012). Leave it out: the node is told of the cluster of its group.`,
    property: 'ami.settings.additionalSettings.kubernetes.cluster-name',
  },
  {
    when: 'settings name a taint',
    build: withAmi(
      Ami.bottlerocket({
        id,
        settings: { additionalSettings: { kubernetes: { 'node-taints': { gpu: ['yes:NoSchedule'] } } } },
      }),
    ),
    message: `${AT}: ami.settings.additionalSettings.kubernetes.node-taints.gpu says what the node group says already (SEKS2012). Use labels and taints of the node group.`,
    property: 'ami.settings.additionalSettings.kubernetes.node-taints.gpu',
  },
  {
    when: 'a setting is given twice',
    build: withAmi(
      Ami.bottlerocket({
        id,
        settings: {
          kernelLockdown: KernelLockdown.INTEGRITY,
          additionalSettings: { kernel: { lockdown: 'none' } },
        },
      }),
    ),
    message: `${AT}: ami.settings.additionalSettings.kernel.lockdown says what the node group says already (SEKS2012). Say it once: settings has a property for it.`,
    property: 'ami.settings.additionalSettings.kernel.lockdown',
  },
  {
    when: 'user data is too long',
    build: withAmi(
      Ami.windowsEksOptimized({
        edition,
        scriptBefore: 'x'.repeat(16384 - '<powershell>\n\n</powershell>\n'.length + 1),
      }),
    ),
    message: `${AT}: ami makes user data of at least 16385 bytes, EC2 takes 16384 (SEKS2013). Bake what is long into the image, or fetch it from S3 at boot.`,
    property: 'ami',
    value: 16385,
  },
  {
    when: 'the version of a launch template moves',
    build: withAmi(Ami.launchTemplate({ id: templateId, version: '$Latest' })),
    message: `${AT}: ami.version '$Latest' is not the number of a version, so every plan would show a change (SEKS2014). Give a number such as '3', or a reference to latest_version of the template.`,
    property: 'ami.version',
    value: '$Latest',
  },
  {
    when: 'a disk is given beside a launch template',
    build: withGroup({ ami: Ami.launchTemplate({ id: templateId, version: '3' }), diskSize: 100 }),
    message: `${AT}: diskSize is given together with a launch template of yours, which decides it (SEKS2014). Say it in the launch template.`,
    property: 'diskSize',
    value: 100,
  },
  {
    when: 'a launch template is no launch template',
    build: withAmi(Ami.launchTemplate({ id: 'golden', version: '3' })),
    message: `${AT}: ami.id 'golden' is not the id of a launch template (SEKS2003). Give an id such as lt-0abc….`,
    property: 'ami.id',
    value: 'golden',
  },
  {
    when: 'a release is given for an image of one’s own in a launch template',
    build: withAmi(Ami.launchTemplate({ id: templateId, version: '3', releaseVersion: '1.34.2-20251112' })),
    message: `${AT}: ami.releaseVersion '1.34.2-20251112' is given for a launch template that names an image of its own (SEKS2003). Leave it out, or name the family of EKS in eksOptimized.`,
    property: 'ami.releaseVersion',
    value: '1.34.2-20251112',
  },
  {
    when: 'nodes are named by instance id',
    build: withAmi(Ami.al2023({ id, nodeadm: { featureGates: { InstanceIdNodeName: true } } })),
    message: `${AT}: ami.nodeadm.featureGates names nodes by instance id, but the access entry of their role admits them by DNS name (SEKS2015). Leave InstanceIdNodeName out, or acknowledge the code with a reason.`,
    property: 'ami.nodeadm.featureGates',
    value: 'InstanceIdNodeName',
  },
  {
    when: 'the volume is too small for Windows',
    build: withGroup({ ami: Ami.windows({ id, edition }), diskSize: 49 }),
    message: `${AT}: diskSize 49 is not an integer from 50 to 16384 (SEKS1002). Give at least 50 and at most 16384.`,
    property: 'diskSize',
    value: 49,
  },
  {
    when: 'an image for GPUs has no instance type',
    build: withAmi(Ami.eksOptimized({ variant: Al2023Variant.NVIDIA })),
    message: `${AT}: instanceTypes is left out, but the image is Amazon Linux 2023 for NVIDIA, and the default type has no accelerator (SEKS2005). Give types that have one.`,
    property: 'instanceTypes',
  },
  {
    when: 'there is no room for a pod',
    build: withAmi(Ami.bottlerocket({ id, maxPods: 0 })),
    message: `${AT}: ami.maxPods 0 is not an integer of 1 or more (SEKS1002). Give an integer of 1 or more.`,
    property: 'ami.maxPods',
    value: 0,
  },
  {
    when: 'a flag is none',
    build: withAmi(Ami.windows({ id, edition, kubeletFlags: ['v=2'] })),
    message: `${AT}: ami.kubeletFlags holds 'v=2', which is not a flag such as --v=2, without spaces (SEKS1002). Give a flag such as --v=2, without spaces.`,
    property: 'ami.kubeletFlags',
    value: 'v=2',
  },
  {
    when: 'a script names no interpreter',
    build: withAmi(Ami.al2023({ id, nodeadm: { partsBefore: [MimePart.shellScript('echo $HOME\n')] } })),
    message: `${AT}: ami.nodeadm.partsBefore holds a script that begins with 'echo $HOME', not with #! (SEKS1002). Name the interpreter in the first line, such as #!/bin/bash.`,
    property: 'ami.nodeadm.partsBefore',
    value: 'echo $HOME',
  },
  {
    when: 'commands of Windows bring their own tag',
    build: withAmi(Ami.windows({ id, edition, scriptBefore: '<powershell>exit</powershell>' })),
    message: `${AT}: ami.scriptBefore holds the tag <powershell>, which the library writes around all commands (SEKS1002). Give commands without the tag <powershell>.`,
    property: 'ami.scriptBefore',
  },
  {
    when: 'a list of settings is mixed',
    build: withAmi(
      Ami.bottlerocket({ id, settings: { additionalSettings: { kernel: { numbers: [1, 0.5] } } } }),
    ),
    message: `${AT}: ami.settings.additionalSettings.kernel.numbers is a list of values of different kinds (SEKS1002). Give a text, number, boolean, tree, or list of values of one kind.`,
    property: 'ami.settings.additionalSettings.kernel.numbers',
    value: [1, 0.5],
  },
  {
    when: 'a setting is null',
    build: withAmi(Ami.al2023({ id, nodeadm: { kubeletConfig: { tls: { cert: null } } } })),
    message: `${AT}: ami.nodeadm.kubeletConfig.tls.cert is of a kind that neither JSON nor TOML can hold here (SEKS1002). Give a text, number, boolean, tree, or list of values of one kind.`,
    property: 'ami.nodeadm.kubeletConfig.tls.cert',
    value: null,
  },
  {
    when: 'a number is known at apply only',
    build: withAmi(Ami.al2023({ id, maxPods: unknownNumber() })),
    message: `${AT}: ami.maxPods is a token that is no text, which cannot stand within user data (SEKS1001). Give a literal value, or a text.`,
    property: 'ami.maxPods',
    value: expect.anything(),
  },
];

test.each(ERRORS)('a node group is refused when $when', expectError);

test.each<[string, Partial<NodeGroupOptions>]>([
  [
    'scripts of just 16 KiB',
    {
      ami: Ami.windowsEksOptimized({
        edition,
        scriptBefore: 'x'.repeat(16384 - '<powershell>\n\n</powershell>\n'.length),
      }),
    },
  ],
  ['a volume of just 50 GiB for Windows', { ami: Ami.windows({ id, edition }), diskSize: 50 }],
  ['a version by reference', { ami: Ami.launchTemplate({ id: unknownText(), version: unknownText() }) }],
  ['a release by reference', { ami: Ami.bottlerocketEksOptimized({ releaseVersion: unknownText() }) }],
  ['an empty script', { ami: Ami.eksOptimized({ nodeadm: { partsBefore: [] } }) }],
  [
    'texts that are tokens among settings',
    {
      ami: Ami.bottlerocket({
        id,
        settings: { additionalSettings: { motd: unknownText(), kubernetes: { list: ['a', unknownText()] } } },
      }),
    },
  ],
  [
    'a script whose first line is a token',
    { ami: Ami.al2023({ id, nodeadm: { partsAfter: [MimePart.shellScript(unknownText())] } }) },
  ],
  ['a token as a flag', { ami: Ami.al2023({ id, nodeadm: { kubeletFlags: [unknownText()] } }) }],
  [
    'a feature that is off',
    { ami: Ami.al2023({ id, nodeadm: { featureGates: { InstanceIdNodeName: false } } }) },
  ],
])('a node group may have %s', (_, options) => {
  const app = newApp();
  withGroup(options)(newStack(app));

  expect(messagesOf(app)).toEqual([]);
});

test('what only Terraform knows does not count for the limit of user data', () => {
  const app = newApp();
  const scriptBefore = Array.from({ length: 1000 }, () => unknownText('a'.repeat(100))).join('');
  withAmi(Ami.windowsEksOptimized({ edition, scriptBefore }))(newStack(app));

  expect(Token.isUnresolved(scriptBefore)).toBe(true);
  expect(messagesOf(app)).toEqual([]);
});

test('any other compute counts as Linux beside Windows', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = bareCluster(stack, { version: KubernetesVersion.V1_35, windowsSupport: true });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  addWorkers(cluster, { ami: Ami.windows({ id, edition: WindowsEdition.CORE_2025 }) }, 'extra');
  cluster.deploymentOrder.join(DeploymentStage.COMPUTE, fake(stack, 'Profile'));

  expect(problemsOf(app)).toEqual([]);
});

test('Windows alone can be acknowledged', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app), { windowsSupport: true });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  addWorkers(cluster, { ami: Ami.windows({ id, edition }) }, 'extra');
  SafeEks.acknowledge(cluster, 'SEKS2010', 'Linux nodes are made by another tool');

  expect(problemsOf(app)).toEqual([]);
});

test('two groups of Windows are alone together', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app), { windowsSupport: true });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  addWorkers(cluster, { ami: Ami.windows({ id, edition }) }, 'a');
  addWorkers(cluster, { ami: Ami.windowsEksOptimized({ edition }) }, 'b');

  expect(problemsOf(app)).toEqual(['SEKS2010 at stack/Cluster/a', 'SEKS2010 at stack/Cluster/b']);
});

test('the launch template of a group that has one of the user’s cannot be asked for', () => {
  const ami = Ami.launchTemplate({ id: templateId, version: '3', eksOptimized: AmiFamily.AL2023 });
  const nodes = addWorkers(newCluster(newStack(newApp())), { ami }, 'extra');

  expect(() => nodes.launchTemplate).toThrow(
    `${AT}: launchTemplate is asked for, but the group has one of yours (SEKS2014). Use the construct that made it.`,
  );
});
