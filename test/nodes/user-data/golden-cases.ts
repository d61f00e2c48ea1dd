/**
 * User data worth reading: what is chosen, by a name that says what to look for in the file of that name.
 */
import { Ami } from '../../../lib/nodes/ami';
import { Al2Variant, BottlerocketVariant, WindowsEdition } from '../../../lib/nodes/ami-options';
import type { Taint } from '../../../lib/nodes/taint';
import { TaintEffect } from '../../../lib/nodes/taint';
import { BootstrapContainerMode, KernelLockdown } from '../../../lib/nodes/user-data/bottlerocket-settings';
import { MimePart } from '../../../lib/nodes/user-data/mime';
import type { ClusterFacts } from '../../../lib/nodes/user-data/node-facts';
import { LocalStorageMount, LocalStorageStrategy } from '../../../lib/nodes/user-data/nodeadm-options';
import { userData } from '../../../lib/nodes/user-data/user-data';

const IPV4: ClusterFacts = {
  name: 'main',
  endpoint: 'https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'Q0EK',
  serviceCidr: '172.20.0.0/16',
  dnsIp: '172.20.0.10',
  isIpv6: false,
};
const IPV6: ClusterFacts = {
  ...IPV4,
  serviceCidr: 'fdd3:7636:68bc::/108',
  dnsIp: 'fdd3:7636:68bc::a',
  isIpv6: true,
};

const LABELS = { team: 'shop', 'example.com/tier': 'web', 'node.kubernetes.io/lifecycle': 'spot' };
const TAINTS: Taint[] = [
  { key: 'example.com/gpu', value: 'yes', effect: TaintEffect.NO_EXECUTE },
  { key: 'dedicated', value: 'shop', effect: TaintEffect.NO_SCHEDULE },
  { key: 'dedicated', effect: TaintEffect.PREFER_NO_SCHEDULE },
];

const id = 'ami-0123456789abcdef0';
const edition = WindowsEdition.CORE_2022;
const INSTALL = '#!/bin/bash\nset -o errexit\necho "${HOME:-none} $(date +%{s})"\n';
const GRACE = { shutdownGracePeriod: '30s', featureGates: { KubeletPodResources: true } };

interface Surroundings {
  readonly cluster?: ClusterFacts;
  readonly labels?: Record<string, string>;
  readonly taints?: Taint[];
}

/** For an image of EKS the cluster is left out, as it is by a node group. */
function of(ami: Ami, { cluster = IPV4, labels = {}, taints = [] }: Surroundings = {}): string {
  const node = { cluster: ami.isCustom ? cluster : undefined, labels, taints };
  return userData(ami._userData!, node) ?? 'nothing\n';
}

const MARKED = { labels: LABELS, taints: TAINTS };

/** From the name of a case to its text. */
export const GOLDEN_CASES: Readonly<Record<string, () => string>> = {
  'al2023 own image, the cluster and nothing else': () => of(Ami.al2023({ id })),
  'al2023 own image, IPv6, the service CIDR is the one of IPv6': () =>
    of(Ami.al2023({ id }), { cluster: IPV6 }),
  'al2023 own image, labels and taints are flags, sorted': () => of(Ami.al2023({ id }), MARKED),
  'al2023 own image, own flags come behind labels': () =>
    of(Ami.al2023({ id, nodeadm: { kubeletFlags: ['--v=2'] } }), { labels: { team: 'shop' } }),
  'al2023 own image, the kubelet is configured by an object': () =>
    of(
      Ami.al2023({
        id,
        nodeadm: { kubeletConfig: { ...GRACE, evictionHard: { 'memory.available': '5%' } } },
      }),
    ),
  'al2023 own image, the most pods are a field of the kubelet, as a number': () =>
    of(Ami.al2023({ id, maxPods: 110 })),
  'al2023 own image, instance stores are striped, logs stay on the root volume': () =>
    of(
      Ami.al2023({
        id,
        nodeadm: {
          localStorage: {
            strategy: LocalStorageStrategy.RAID0,
            mountPath: '/mnt/fast',
            disabledMounts: [LocalStorageMount.POD_LOGS],
          },
        },
      }),
    ),
  'al2023 own image, containerd gets its TOML as a text and its runtime specification as an object': () =>
    of(
      Ami.al2023({
        id,
        nodeadm: {
          containerdConfig: '[grpc]\nmax_recv_message_size = 33554432\n',
          containerdBaseRuntimeSpec: {
            process: { rlimits: [{ type: 'RLIMIT_NOFILE', soft: 1024, hard: 4096 }] },
          },
        },
      }),
    ),
  'al2023 own image, features of nodeadm are beside the kubelet': () =>
    of(Ami.al2023({ id, nodeadm: { featureGates: { FastImagePull: true } } })),
  'al2023 own image, a script before and one after, their braces kept from Terraform': () =>
    of(
      Ami.al2023({
        id,
        nodeadm: {
          partsBefore: [MimePart.shellScript(INSTALL)],
          partsAfter: [MimePart.shellScript('#!/bin/bash\necho "All done"\n')],
        },
      }),
    ),
  'al2023 own image, cloud-config and a NodeConfig of its own before that of the library': () =>
    of(
      Ami.al2023({
        id,
        nodeadm: {
          partsBefore: [
            MimePart.cloudConfig('packages:\n  - htop\n'),
            MimePart.nodeConfig(
              'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      shutdownGracePeriod: 30s\n',
            ),
          ],
        },
      }),
    ),
  'al2023 own image, all at once on IPv6': () =>
    of(
      Ami.al2023({
        id,
        maxPods: 58,
        nodeadm: {
          kubeletConfig: GRACE,
          kubeletFlags: ['--v=2'],
          localStorage: { strategy: LocalStorageStrategy.MOUNT },
          partsBefore: [MimePart.shellScript(INSTALL)],
        },
      }),
      { ...MARKED, cluster: IPV6 },
    ),
  'al2023 looked up, the same as by id': () =>
    of(Ami.al2023Lookup({ owner: 'self', name: 'golden' }), MARKED),
  'al2023 of EKS, nothing to add is no user data, for labels too': () => of(Ami.eksOptimized(), MARKED),
  'al2023 of EKS, the cluster is left to EKS, the kubelet is merged': () =>
    of(Ami.eksOptimized({ maxPods: 110, nodeadm: { kubeletConfig: GRACE } }), MARKED),
  'al2023 of EKS, a script alone needs no NodeConfig': () =>
    of(Ami.eksOptimized({ nodeadm: { partsBefore: [MimePart.shellScript('#!/bin/bash\ntrue\n')] } })),

  'bottlerocket own image, the cluster and its DNS': () => of(Ami.bottlerocket({ id })),
  'bottlerocket own image, IPv6, the address of DNS is of IPv6': () =>
    of(Ami.bottlerocket({ id }), { cluster: IPV6 }),
  'bottlerocket own image, labels with a slash are quoted, taints are lists by key': () =>
    of(Ami.bottlerocket({ id }), MARKED),
  'bottlerocket own image, a second DNS makes a list': () =>
    of(Ami.bottlerocket({ id, additionalClusterDnsIps: ['169.254.20.10'] })),
  'bottlerocket own image, the most pods and what is reserved': () =>
    of(
      Ami.bottlerocket({
        id,
        maxPods: 110,
        settings: {
          systemReserved: { cpu: '10m', memory: '100Mi', 'ephemeral-storage': '1Gi' },
          kubeReserved: { cpu: '80m' },
          evictionHard: { 'memory.available': '15%' },
        },
      }),
    ),
  'bottlerocket own image, the admin container is on': () =>
    of(Ami.bottlerocket({ id, settings: { hostContainers: { admin: { enabled: true } } } })),
  'bottlerocket own image, containers of the host and of the boot': () =>
    of(
      Ami.bottlerocket({
        id,
        settings: {
          hostContainers: {
            control: { enabled: false },
            tools: { enabled: true, source: 'example.com/tools:1', superpowered: false, userData: 'e30=' },
          },
          bootstrapContainers: {
            disks: {
              source: 'example.com/disks:1',
              mode: BootstrapContainerMode.ONCE,
              essential: true,
              userData: 'e30=',
            },
          },
        },
      }),
    ),
  'bottlerocket own image, the kernel is locked, names with dots are quoted': () =>
    of(
      Ami.bottlerocket({
        id,
        settings: {
          kernelLockdown: KernelLockdown.INTEGRITY,
          sysctl: { 'net.core.rmem_max': '16777216', 'user.max_user_namespaces': '16384' },
        },
      }),
    ),
  'bottlerocket own image, further settings join those with a property': () =>
    of(
      Ami.bottlerocket({
        id,
        settings: {
          kernelLockdown: KernelLockdown.INTEGRITY,
          additionalSettings: {
            kernel: { modules: { udf: { allowed: false } } },
            kubernetes: {
              'image-gc-high-threshold-percent': 85,
              'allowed-unsafe-sysctls': ['net.core.somaxconn'],
            },
            ntp: { 'time-servers': ['169.254.169.123'] },
          },
        },
      }),
    ),
  'bottlerocket own image, a table with a quoted name is inline, quotes are single around double ones': () =>
    of(
      Ami.bottlerocket({
        id,
        settings: {
          additionalSettings: {
            motd: 'say "hello"\\there',
            'container-registry': {
              mirrors: [{ registry: 'docker.io', endpoint: ['https://mirror.example.com'] }],
            },
            kubernetes: { 'static-pods': { 'example.pod': { enabled: true, manifest: 'e30=' } } },
          },
        },
      }),
    ),
  'bottlerocket own image, line breaks and both kinds of quotes are escaped': () =>
    of(Ami.bottlerocket({ id, settings: { additionalSettings: { motd: `it's\n"both"\t\u007f` } } })),
  'bottlerocket looked up with GPUs, the same as without': () =>
    of(
      Ami.bottlerocketLookup({ owner: 'self', name: 'golden', variant: BottlerocketVariant.NVIDIA_FIPS }),
      MARKED,
    ),
  'bottlerocket of EKS, nothing to add is no user data, for labels too': () =>
    of(Ami.bottlerocketEksOptimized(), MARKED),
  'bottlerocket of EKS, settings without the cluster': () =>
    of(
      Ami.bottlerocketEksOptimized({ maxPods: 110, settings: { kernelLockdown: KernelLockdown.INTEGRITY } }),
      MARKED,
    ),

  'windows own image, service CIDR and DNS are always said': () => of(Ami.windows({ id, edition })),
  'windows own image, labels, taints and the most pods are arguments of the kubelet': () =>
    of(Ami.windows({ id, edition, maxPods: 50, kubeletFlags: ['--v=2'] }), MARKED),
  'windows own image, commands around, their braces kept from Terraform': () =>
    of(
      Ami.windows({
        id,
        edition,
        scriptBefore: 'Get-Process | %{ "${env:TEMP} $($_.Name)" }\n',
        scriptAfter: "Write-Host 'All done'",
      }),
    ),
  'windows own image, a quote within a name is doubled': () =>
    of(Ami.windows({ id, edition }), { cluster: { ...IPV4, name: "o'main" } }),
  'windows looked up, the same as by id': () =>
    of(Ami.windowsLookup({ owner: 'self', name: 'golden', edition: WindowsEdition.FULL_2025 })),
  'windows of EKS, nothing to add is no user data, for labels too': () =>
    of(Ami.windowsEksOptimized({ edition }), MARKED),
  'windows of EKS, commands alone, the script of the image is not called': () =>
    of(Ami.windowsEksOptimized({ edition, scriptBefore: "Write-Host 'First'" }), MARKED),

  'al2 own image, the script is told of the cluster': () => of(Ami.al2({ id })),
  'al2 own image, IPv6 has a family and a CIDR': () => of(Ami.al2({ id }), { cluster: IPV6 }),
  'al2 own image, labels, taints and the most pods, which the script does not choose': () =>
    of(Ami.al2({ id, maxPods: 110, kubeletFlags: ['--v=2'] }), MARKED),
  'al2 own image, commands around': () =>
    of(Ami.al2({ id, scriptBefore: 'export FOO=${BAR}\n', scriptAfter: 'echo "All done"\n' })),
  'al2 own image, a quote within a name ends no quotes': () =>
    of(Ami.al2({ id }), { cluster: { ...IPV4, name: "o'main" } }),
  'al2 of EKS, nothing to add is no user data': () =>
    of(Ami.al2EksOptimized({ variant: Al2Variant.GPU }), MARKED),
  'al2 of EKS, commands in a MIME message, which EKS wants': () =>
    of(Ami.al2EksOptimized({ scriptBefore: 'export USE_MAX_PODS=false' })),
};
