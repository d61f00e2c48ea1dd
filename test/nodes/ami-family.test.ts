/**
 * The table of families: what each is called by AWS, and what depends on it in a node group.
 */
import { expect, test } from '@jest/globals';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { Ami } from '../../lib/nodes/ami';
import { AmiArchitecture, AmiFamily, factsOf } from '../../lib/nodes/ami-family';
import { Al2023Variant, Al2Variant, BottlerocketVariant, WindowsEdition } from '../../lib/nodes/ami-options';

const { X86_64, ARM_64 } = AmiArchitecture;
const id = 'ami-0123456789abcdef0';

const codes = (ami: Ami, version = '1.34', ipFamily = IpFamily.IPV4): string[] =>
  ami._judge(version, ipFamily).map(({ code }) => code);

test.each<[Ami, string, string]>([
  [
    Ami.eksOptimized(),
    'AL2023_x86_64_STANDARD',
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id',
  ],
  [
    Ami.eksOptimized({ architecture: ARM_64 }),
    'AL2023_ARM_64_STANDARD',
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended/image_id',
  ],
  [
    Ami.eksOptimized({ variant: Al2023Variant.NVIDIA }),
    'AL2023_x86_64_NVIDIA',
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/nvidia/recommended/image_id',
  ],
  [
    Ami.eksOptimized({ variant: Al2023Variant.NVIDIA, architecture: ARM_64 }),
    'AL2023_ARM_64_NVIDIA',
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/nvidia/recommended/image_id',
  ],
  [
    Ami.eksOptimized({ variant: Al2023Variant.NEURON }),
    'AL2023_x86_64_NEURON',
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/neuron/recommended/image_id',
  ],
  [
    Ami.bottlerocketEksOptimized(),
    'BOTTLEROCKET_x86_64',
    '/aws/service/bottlerocket/aws-k8s-1.34/x86_64/latest/image_id',
  ],
  [
    Ami.bottlerocketEksOptimized({ architecture: ARM_64 }),
    'BOTTLEROCKET_ARM_64',
    '/aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_id',
  ],
  [
    Ami.bottlerocketEksOptimized({ variant: BottlerocketVariant.NVIDIA }),
    'BOTTLEROCKET_x86_64_NVIDIA',
    '/aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/latest/image_id',
  ],
  [
    Ami.bottlerocketEksOptimized({ variant: BottlerocketVariant.FIPS, architecture: ARM_64 }),
    'BOTTLEROCKET_ARM_64_FIPS',
    '/aws/service/bottlerocket/aws-k8s-1.34-fips/arm64/latest/image_id',
  ],
  [
    Ami.windowsEksOptimized({ edition: WindowsEdition.CORE_2019 }),
    'WINDOWS_CORE_2019_x86_64',
    '/aws/service/ami-windows-latest/Windows_Server-2019-English-Core-EKS_Optimized-1.34/image_id',
  ],
  [
    Ami.windowsEksOptimized({ edition: WindowsEdition.FULL_2022 }),
    'WINDOWS_FULL_2022_x86_64',
    '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-EKS_Optimized-1.34/image_id',
  ],
])('an image of EKS has a type and a public parameter: %#', (ami, amiType, parameter) => {
  expect(ami.amiType).toBe(amiType);
  expect(ami.ssmParameter('1.34')).toBe(parameter);
  expect(codes(ami)).toEqual([]);
});

test.each<[Ami, string, string]>([
  [Ami.al2EksOptimized(), 'AL2_x86_64', 'amazon-linux-2'],
  [Ami.al2EksOptimized({ architecture: ARM_64 }), 'AL2_ARM_64', 'amazon-linux-2-arm64'],
  [Ami.al2EksOptimized({ variant: Al2Variant.GPU }), 'AL2_x86_64_GPU', 'amazon-linux-2-gpu'],
])('Amazon Linux 2 is there on Kubernetes 1.32 for the last time: %#', (ami, amiType, folder) => {
  expect(ami.amiType).toBe(amiType);
  expect(ami.ssmParameter('1.32')).toBe(`/aws/service/eks/optimized-ami/1.32/${folder}/recommended/image_id`);
  expect(codes(ami, '1.32')).toEqual([]);
  expect(codes(ami, '1.33')).toEqual(['SEKS2008']);
});

test.each([
  ['of EKS', Ami.al2EksOptimized()],
  ['by id', Ami.al2({ id })],
  ['looked up', Ami.al2Lookup({ owner: 'self', name: 'golden' })],
])('Amazon Linux 2 %s is refused on every version from 1.33', (_, ami) => {
  expect(['1.32', '1.33', '1.34', '1.35', '1.36'].map((version) => codes(ami, version))).toEqual([
    [],
    ['SEKS2008'],
    ['SEKS2008'],
    ['SEKS2008'],
    ['SEKS2008'],
  ]);
});

test.each([WindowsEdition.CORE_2025, WindowsEdition.FULL_2025])(
  'Windows %s begins with Kubernetes 1.35, and by id only, as the provider does not know its type',
  (edition) => {
    expect(codes(Ami.windows({ id, edition }), '1.34')).toEqual(['SEKS2008']);
    expect(codes(Ami.windows({ id, edition }), '1.35')).toEqual([]);
    expect(codes(Ami.windowsEksOptimized({ edition }), '1.35')).toEqual(['SEKS2009']);
  },
);

test('Bottlerocket for NVIDIA with FIPS is there by id only, as the provider does not know its type', () => {
  const variant = BottlerocketVariant.NVIDIA_FIPS;

  expect(codes(Ami.bottlerocket({ id, variant }))).toEqual([]);
  expect(codes(Ami.bottlerocketLookup({ owner: 'self', name: 'x', variant }))).toEqual([]);
  expect(codes(Ami.bottlerocketEksOptimized({ variant }))).toEqual(['SEKS2009']);
});

test.each([
  ['Neuron', Ami.al2023({ id, variant: Al2023Variant.NEURON, architecture: ARM_64 })],
  ['Amazon Linux 2 for GPUs', Ami.al2({ id, variant: Al2Variant.GPU, architecture: ARM_64 })],
])('%s is not there for ARM', (_, ami) => {
  expect(codes(ami, '1.32')).toEqual(['SEKS2008']);
});

test('only Windows has no IPv6', () => {
  const without = Object.values(AmiFamily).filter((family) => !factsOf(family).supportsIpv6);

  expect(without).toEqual(Object.values(AmiFamily).filter((family) => family.startsWith('windows')));
  expect(codes(Ami.bottlerocket({ id }), '1.34', IpFamily.IPV6)).toEqual([]);
  expect(codes(Ami.windows({ id, edition: WindowsEdition.CORE_2022 }), '1.34', IpFamily.IPV6)).toEqual([
    'SEKS2011',
  ]);
});

test.each(Object.values(AmiFamily))('%s is complete', (family) => {
  const facts = factsOf(family);

  expect(facts.title).not.toBe('');
  expect(facts.images[X86_64]).toBeDefined();
  expect(facts.release.example).toMatch(facts.release.pattern);
  expect(facts.isWindows).toBe(facts.userData === 'powershell');
});

test('no two families share a type or a parameter', () => {
  const all = Object.values(AmiFamily).flatMap((family) => {
    const { images, ssmParameter } = factsOf(family);
    return [X86_64, ARM_64]
      .filter((architecture) => images[architecture] !== undefined)
      .map((architecture) => [images[architecture]?.amiType, ssmParameter('1.34', architecture)]);
  });
  const types = all.map(([type]) => type).filter((type) => type !== undefined);
  const parameters = all.map(([, parameter]) => parameter);

  expect(new Set(types).size).toBe(types.length);
  expect(new Set(parameters).size).toBe(parameters.length);
  // All that version 6.25 of the provider takes, but CUSTOM.
  expect(types).toHaveLength(18);
});

test.each([
  ['1.50.0-cf31ab6f', []],
  ['v1.50.0', ['SEKS2003']],
  ['1.34-2025.11.14', ['SEKS2003']],
])('the release %s of Bottlerocket gives %j', (releaseVersion, expected) => {
  expect(codes(Ami.bottlerocketEksOptimized({ releaseVersion }))).toEqual(expected);
});

test.each([
  ['1.34-2025.11.14', []],
  ['1.33-2025.11.14', ['SEKS2003']],
  ['2025.11.14', ['SEKS2003']],
])('the release %s of Windows on Kubernetes 1.34 gives %j', (releaseVersion, expected) => {
  const edition = WindowsEdition.FULL_2019;

  expect(codes(Ami.windowsEksOptimized({ edition, releaseVersion }))).toEqual(expected);
});

test('what a family would not read does not compile', () => {
  const edition = WindowsEdition.CORE_2022;
  // Only the types are looked at: the functions are not called.
  const refused = [
    // @ts-expect-error nodeadm is not on Bottlerocket
    () => Ami.bottlerocket({ id, nodeadm: {} }),
    // @ts-expect-error Amazon Linux has no such settings
    () => Ami.al2023({ id, settings: {} }),
    // @ts-expect-error AL2023 is not set up by a script
    () => Ami.al2023({ id, scriptBefore: 'true' }),
    // @ts-expect-error AL2 knows no nodeadm
    () => Ami.al2({ id, nodeadm: {} }),
    // @ts-expect-error EKS calls the script of Windows itself, without flags of ours
    () => Ami.windowsEksOptimized({ edition, kubeletFlags: ['--v=2'] }),
    // @ts-expect-error nothing comes after what EKS adds
    () => Ami.windowsEksOptimized({ edition, scriptAfter: 'exit' }),
    // @ts-expect-error EKS calls bootstrap.sh itself
    () => Ami.al2EksOptimized({ maxPods: 110 }),
    // @ts-expect-error the DNS of the cluster is said by EKS
    () => Ami.bottlerocketEksOptimized({ additionalClusterDnsIps: ['169.254.20.10'] }),
    // @ts-expect-error there is no Windows for ARM
    () => Ami.windows({ id, edition, architecture: ARM_64 }),
    // @ts-expect-error the template holds the user data
    () => Ami.launchTemplate({ id: 'lt-0123456789abcdef0', version: '1', nodeadm: {} }),
  ];

  expect(refused).toHaveLength(10);
});
