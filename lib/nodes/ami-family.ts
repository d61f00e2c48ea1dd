/**
 * The families of machine images that EKS nodes boot from, and everything in which they differ: one table.
 */

/** Architecture of a machine image. */
export enum AmiArchitecture {
  /** 64-bit x86 */
  X86_64 = 'x86_64',
  /** 64-bit ARM, for instances with Graviton */
  ARM_64 = 'arm64',
}

/** A family of machine images. */
export enum AmiFamily {
  /** Amazon Linux 2023 */
  AL2023 = 'al2023',
  /** Amazon Linux 2023 with the drivers of NVIDIA GPUs */
  AL2023_NVIDIA = 'al2023-nvidia',
  /** Amazon Linux 2023 with the drivers of Inferentia and Trainium */
  AL2023_NEURON = 'al2023-neuron',
  /** Bottlerocket */
  BOTTLEROCKET = 'bottlerocket',
  /** Bottlerocket with the drivers of NVIDIA GPUs */
  BOTTLEROCKET_NVIDIA = 'bottlerocket-nvidia',
  /** Bottlerocket with cryptographic modules that are validated by FIPS 140-3 */
  BOTTLEROCKET_FIPS = 'bottlerocket-fips',
  /** Bottlerocket with both */
  BOTTLEROCKET_NVIDIA_FIPS = 'bottlerocket-nvidia-fips',
  /** Windows Server 2019 Core */
  WINDOWS_2019_CORE = 'windows-2019-core',
  /** Windows Server 2019 Full */
  WINDOWS_2019_FULL = 'windows-2019-full',
  /** Windows Server 2022 Core */
  WINDOWS_2022_CORE = 'windows-2022-core',
  /** Windows Server 2022 Full */
  WINDOWS_2022_FULL = 'windows-2022-full',
  /** Windows Server 2025 Core */
  WINDOWS_2025_CORE = 'windows-2025-core',
  /** Windows Server 2025 Full */
  WINDOWS_2025_FULL = 'windows-2025-full',
  /** Amazon Linux 2, up to Kubernetes 1.32 */
  AL2 = 'al2',
  /** Amazon Linux 2 with the drivers of NVIDIA GPUs and of Inferentia, up to Kubernetes 1.32 */
  AL2_GPU = 'al2-gpu',
}

/** What reads the user data of a family at boot. */
export type UserDataKind = 'nodeadm' | 'bottlerocket' | 'powershell' | 'bootstrap-script';

/** How releases of the EKS-optimized images of a family are written. */
interface ReleaseForm {
  /** Its first group is the Kubernetes version, where the release names one. */
  readonly pattern: RegExp;
  readonly example: string;
}

/** An image for one architecture. */
interface FamilyImage {
  /** AMI type of EKS; undefined where the AWS provider refuses it. */
  readonly amiType?: string;
}

/** All in which a family differs from the others. */
export interface AmiFamilyFacts {
  readonly title: string;
  readonly isWindows: boolean;
  readonly userData: UserDataKind;
  /** By architecture; what is missing does not exist. */
  readonly images: Readonly<Partial<Record<AmiArchitecture, FamilyImage>>>;
  /** Device that the instance boots from. */
  readonly rootDevice: string;
  /** Device of container images, logs and ephemeral volumes, where it is another one. */
  readonly dataDevice?: string;
  /** The least that the volume behind `diskSize` needs, in GiB. */
  readonly minDiskSize: number;
  readonly supportsIpv6: boolean;
  /** Whether it makes sense only on instances with an accelerator, for which there is no default. */
  readonly isAccelerated: boolean;
  /** The first and the last Kubernetes minor that has it. */
  readonly firstMinor?: number;
  readonly lastMinor?: number;
  readonly release: ReleaseForm;
  /** Path of the public SSM parameter with the id of the newest image. */
  readonly ssmParameter: (kubernetesVersion: string, architecture: AmiArchitecture) => string;
}

const { X86_64, ARM_64 } = AmiArchitecture;

const LINUX = { isWindows: false, rootDevice: '/dev/xvda', minDiskSize: 4, supportsIpv6: true } as const;

const al2023 = (variant: string): Pick<AmiFamilyFacts, 'userData' | 'release' | 'ssmParameter'> => ({
  userData: 'nodeadm',
  release: { pattern: /^(1\.\d+)\.\d+-\d{8}$/, example: '1.34.2-20251112' },
  ssmParameter: (version, architecture) =>
    `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/${architecture}/${variant}/recommended/image_id`,
});

/** The system is on a small volume of its own, which is read-only: what grows is on the second one. */
const bottlerocket = (
  variant: string,
): Pick<AmiFamilyFacts, 'userData' | 'release' | 'ssmParameter' | 'dataDevice'> => ({
  userData: 'bottlerocket',
  dataDevice: '/dev/xvdb',
  release: { pattern: /^\d+\.\d+\.\d+-[0-9a-f]{8}$/, example: '1.50.0-cf31ab6f' },
  ssmParameter: (version, architecture) =>
    `/aws/service/bottlerocket/aws-k8s-${version}${variant}/${architecture}/latest/image_id`,
});

const windows = (year: string, edition: 'Core' | 'Full', amiType?: string): AmiFamilyFacts => ({
  title: `Windows Server ${year} ${edition}`,
  isWindows: true,
  userData: 'powershell',
  images: { [X86_64]: { amiType } },
  rootDevice: '/dev/sda1',
  minDiskSize: 50,
  supportsIpv6: false,
  isAccelerated: false,
  firstMinor: year === '2025' ? 35 : undefined,
  release: { pattern: /^(1\.\d+)-\d{4}\.\d{2}\.\d{2}$/, example: '1.34-2025.11.14' },
  ssmParameter: (version) =>
    `/aws/service/ami-windows-latest/Windows_Server-${year}-English-${edition}-EKS_Optimized-${version}/image_id`,
});

const al2 = (
  variant: string,
): Pick<AmiFamilyFacts, 'userData' | 'release' | 'ssmParameter' | 'lastMinor'> => ({
  userData: 'bootstrap-script',
  lastMinor: 32,
  release: { pattern: /^(1\.\d+)\.\d+-\d{8}$/, example: '1.32.9-20251112' },
  ssmParameter: (version, architecture) => {
    const folder = `amazon-linux-2${variant}${architecture === ARM_64 ? '-arm64' : ''}`;
    return `/aws/service/eks/optimized-ami/${version}/${folder}/recommended/image_id`;
  },
});

/**
 * The one table. What version 6.25 of the AWS provider refuses as an AMI type has none here, although EKS knows it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
 */
const FAMILIES = {
  [AmiFamily.AL2023]: {
    ...LINUX,
    ...al2023('standard'),
    title: 'Amazon Linux 2023',
    images: {
      [X86_64]: { amiType: 'AL2023_x86_64_STANDARD' },
      [ARM_64]: { amiType: 'AL2023_ARM_64_STANDARD' },
    },
    isAccelerated: false,
  },
  [AmiFamily.AL2023_NVIDIA]: {
    ...LINUX,
    ...al2023('nvidia'),
    title: 'Amazon Linux 2023 for NVIDIA',
    images: {
      [X86_64]: { amiType: 'AL2023_x86_64_NVIDIA' },
      [ARM_64]: { amiType: 'AL2023_ARM_64_NVIDIA' },
    },
    isAccelerated: true,
  },
  [AmiFamily.AL2023_NEURON]: {
    ...LINUX,
    ...al2023('neuron'),
    title: 'Amazon Linux 2023 for Neuron',
    images: { [X86_64]: { amiType: 'AL2023_x86_64_NEURON' } },
    isAccelerated: true,
  },
  [AmiFamily.BOTTLEROCKET]: {
    ...LINUX,
    ...bottlerocket(''),
    title: 'Bottlerocket',
    images: { [X86_64]: { amiType: 'BOTTLEROCKET_x86_64' }, [ARM_64]: { amiType: 'BOTTLEROCKET_ARM_64' } },
    isAccelerated: false,
  },
  [AmiFamily.BOTTLEROCKET_NVIDIA]: {
    ...LINUX,
    ...bottlerocket('-nvidia'),
    title: 'Bottlerocket for NVIDIA',
    images: {
      [X86_64]: { amiType: 'BOTTLEROCKET_x86_64_NVIDIA' },
      [ARM_64]: { amiType: 'BOTTLEROCKET_ARM_64_NVIDIA' },
    },
    isAccelerated: true,
  },
  [AmiFamily.BOTTLEROCKET_FIPS]: {
    ...LINUX,
    ...bottlerocket('-fips'),
    title: 'Bottlerocket with FIPS',
    images: {
      [X86_64]: { amiType: 'BOTTLEROCKET_x86_64_FIPS' },
      [ARM_64]: { amiType: 'BOTTLEROCKET_ARM_64_FIPS' },
    },
    isAccelerated: false,
  },
  [AmiFamily.BOTTLEROCKET_NVIDIA_FIPS]: {
    ...LINUX,
    ...bottlerocket('-nvidia-fips'),
    title: 'Bottlerocket for NVIDIA with FIPS',
    images: { [X86_64]: {}, [ARM_64]: {} },
    isAccelerated: true,
  },
  [AmiFamily.WINDOWS_2019_CORE]: windows('2019', 'Core', 'WINDOWS_CORE_2019_x86_64'),
  [AmiFamily.WINDOWS_2019_FULL]: windows('2019', 'Full', 'WINDOWS_FULL_2019_x86_64'),
  [AmiFamily.WINDOWS_2022_CORE]: windows('2022', 'Core', 'WINDOWS_CORE_2022_x86_64'),
  [AmiFamily.WINDOWS_2022_FULL]: windows('2022', 'Full', 'WINDOWS_FULL_2022_x86_64'),
  [AmiFamily.WINDOWS_2025_CORE]: windows('2025', 'Core'),
  [AmiFamily.WINDOWS_2025_FULL]: windows('2025', 'Full'),
  [AmiFamily.AL2]: {
    ...LINUX,
    ...al2(''),
    title: 'Amazon Linux 2',
    images: { [X86_64]: { amiType: 'AL2_x86_64' }, [ARM_64]: { amiType: 'AL2_ARM_64' } },
    isAccelerated: false,
  },
  [AmiFamily.AL2_GPU]: {
    ...LINUX,
    ...al2('-gpu'),
    title: 'Amazon Linux 2 for GPUs',
    images: { [X86_64]: { amiType: 'AL2_x86_64_GPU' } },
    isAccelerated: true,
  },
} as const satisfies Readonly<Record<AmiFamily, AmiFamilyFacts>>;

/** What is known of a family. */
export function factsOf(family: AmiFamily): AmiFamilyFacts {
  return FAMILIES[family];
}
