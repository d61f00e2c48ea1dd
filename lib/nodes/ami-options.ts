/**
 * What can be said about an image: how it is found, and, by family, what its nodes are told at boot. A factory of `Ami`
 * takes what its family reads and nothing else.
 */
import type { AmiArchitecture, AmiFamily } from './ami-family';
import type { AmiFit } from './ami-fit';
import type { BeforeBootstrapOptions, BootstrapOptions } from './user-data/bootstrap-options';
import type { BottlerocketSettings } from './user-data/bottlerocket-settings';
import type { NodeadmOptions } from './user-data/nodeadm-options';

/** For which hardware an image of Amazon Linux 2023 is made. */
export enum Al2023Variant {
  /** For no accelerator. */
  STANDARD = 'standard',
  /** With the drivers of NVIDIA GPUs. */
  NVIDIA = 'nvidia',
  /** With the drivers of Inferentia and Trainium; x86 only. */
  NEURON = 'neuron',
}

/** For which hardware and which rules an image of Bottlerocket is made. */
export enum BottlerocketVariant {
  /** For no accelerator. */
  STANDARD = 'standard',
  /** With the drivers of NVIDIA GPUs. */
  NVIDIA = 'nvidia',
  /** With cryptographic modules validated by FIPS 140-3. */
  FIPS = 'fips',
  /** With both. */
  NVIDIA_FIPS = 'nvidia-fips',
}

/** For which hardware an image of Amazon Linux 2 is made. */
export enum Al2Variant {
  /** For no accelerator. */
  STANDARD = 'standard',
  /** With the drivers of NVIDIA GPUs and of Inferentia; x86 only. */
  GPU = 'gpu',
}

/** A release of Windows Server, and what is installed of it. */
export enum WindowsEdition {
  /** Windows Server 2019 Core */
  CORE_2019 = 'core-2019',
  /** Windows Server 2019 Full */
  FULL_2019 = 'full-2019',
  /** Windows Server 2022 Core */
  CORE_2022 = 'core-2022',
  /** Windows Server 2022 Full */
  FULL_2022 = 'full-2022',
  /** Windows Server 2025 Core, from Kubernetes 1.35 */
  CORE_2025 = 'core-2025',
  /** Windows Server 2025 Full, from Kubernetes 1.35 */
  FULL_2025 = 'full-2025',
}

/** A custom image by its id. */
export interface CustomAmiOptions {
  /** Id of the image, such as `ami-0abcdef1234567890`. */
  readonly id: string;

  /**
   * What the image must show at plan: that it is made for the Kubernetes version and the architecture of its nodes.
   *
   * @default AmiFit.nameOrTag()
   */
  readonly fit?: AmiFit;
}

/** A custom image by owner and name. */
export interface LookupAmiOptions {
  /** Account id of the owner, or `self`. */
  readonly owner: string;

  /** Name of the image; `*` stands for any text. Exactly one image must match, unless `newest` is set. */
  readonly name: string;

  /**
   * Whether the newest of several matching images is taken. Then an image that appears is rolled out by the next
   * apply; reported as SEKS2007, a warning.
   *
   * @default false
   */
  readonly newest?: boolean;

  /**
   * What the image must show at plan: that it is made for the Kubernetes version and the architecture of its nodes.
   *
   * @default AmiFit.nameOrTag()
   */
  readonly fit?: AmiFit;
}

/** The image that EKS makes. */
export interface EksOptimizedAmiOptions {
  /**
   * Release to stay on, such as `1.34.2-20251112` for Amazon Linux, `1.50.0-cf31ab6f` for Bottlerocket,
   * `1.34-2025.11.14` for Windows.
   *
   * @default - the newest when the group is made; it then stays until the Kubernetes version changes
   */
  readonly releaseVersion?: string;
}

/** Nodes of Amazon Linux 2023. */
export interface Al2023Options {
  /**
   * For which hardware the image is made.
   *
   * @default Al2023Variant.STANDARD
   */
  readonly variant?: Al2023Variant;

  /**
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;

  /**
   * The most pods on a node, 1 or more. To be raised together with prefix delegation of vpc-cni.
   *
   * @default - derived from the instance type by the image
   */
  readonly maxPods?: number;

  /**
   * What nodeadm is told, and what runs beside it.
   *
   * @default - nothing beside the cluster, labels and taints
   */
  readonly nodeadm?: NodeadmOptions;
}

/** An image of Amazon Linux 2023 of one's own, by its id. */
export interface Al2023AmiOptions extends CustomAmiOptions, Al2023Options {}

/** An image of Amazon Linux 2023 of one's own, by owner and name. */
export interface Al2023LookupAmiOptions extends LookupAmiOptions, Al2023Options {}

/** The image of Amazon Linux 2023 that EKS makes. */
export interface Al2023EksOptimizedAmiOptions extends EksOptimizedAmiOptions, Al2023Options {}

/** Nodes of Bottlerocket. */
export interface BottlerocketOptions {
  /**
   * For which hardware and rules the image is made.
   *
   * @default BottlerocketVariant.STANDARD
   */
  readonly variant?: BottlerocketVariant;

  /**
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;

  /**
   * The most pods on a node, 1 or more. To be raised together with prefix delegation of vpc-cni.
   *
   * @default - derived from the instance type by Bottlerocket
   */
  readonly maxPods?: number;

  /**
   * Further settings.
   *
   * @default - nothing beside the cluster, labels and taints
   */
  readonly settings?: BottlerocketSettings;
}

/** Nodes of Bottlerocket that are told of their cluster by the library. */
export interface BottlerocketCustomOptions extends BottlerocketOptions {
  /**
   * Addresses of further DNS servers behind that of the cluster, such as that of a node-local cache.
   *
   * @default - none
   */
  readonly additionalClusterDnsIps?: string[];
}

/** A Bottlerocket image of one's own, by its id. */
export interface BottlerocketAmiOptions extends CustomAmiOptions, BottlerocketCustomOptions {}

/** A Bottlerocket image of one's own, by owner and name. */
export interface BottlerocketLookupAmiOptions extends LookupAmiOptions, BottlerocketCustomOptions {}

/** The Bottlerocket image of a pinned or current release. */
export interface BottlerocketEksOptimizedAmiOptions extends EksOptimizedAmiOptions, BottlerocketOptions {}

/** Nodes of Windows Server. */
export interface WindowsOptions {
  /** Release of Windows Server, and what is installed of it. */
  readonly edition: WindowsEdition;
}

/** A Windows image of one's own, by its id. */
export interface WindowsAmiOptions extends CustomAmiOptions, WindowsOptions, BootstrapOptions {}

/** A Windows image of one's own, by owner and name. */
export interface WindowsLookupAmiOptions extends LookupAmiOptions, WindowsOptions, BootstrapOptions {}

/** The Windows image that EKS makes; of user data, EKS takes what runs before its own. */
export interface WindowsEksOptimizedAmiOptions
  extends EksOptimizedAmiOptions, WindowsOptions, BeforeBootstrapOptions {}

/** Nodes of Amazon Linux 2. */
export interface Al2Options {
  /**
   * For which hardware the image is made.
   *
   * @default Al2Variant.STANDARD
   */
  readonly variant?: Al2Variant;

  /**
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;
}

/** An image of Amazon Linux 2 of one's own, by its id. */
export interface Al2AmiOptions extends CustomAmiOptions, Al2Options, BootstrapOptions {}

/** An image of Amazon Linux 2 of one's own, by owner and name. */
export interface Al2LookupAmiOptions extends LookupAmiOptions, Al2Options, BootstrapOptions {}

/** The image of Amazon Linux 2 that EKS made; of user data, EKS takes what runs before its own. */
export interface Al2EksOptimizedAmiOptions
  extends EksOptimizedAmiOptions, Al2Options, BeforeBootstrapOptions {}

/** A launch template that is managed elsewhere. */
export interface LaunchTemplateAmiOptions {
  /** Id of the template, such as `lt-0abcdef1234567890`. */
  readonly id: string;

  /**
   * Number of the version, such as `'3'`, or a reference to it. `$Latest` and `$Default` move by themselves and are
   * reported as SEKS2014.
   */
  readonly version: string;

  /**
   * Architecture of the image, with which instance types are compared.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;

  /**
   * Family of the image that EKS makes, for a template that names no image.
   *
   * @default - the template names an image, and holds the whole user data for it
   */
  readonly eksOptimized?: AmiFamily;

  /**
   * Release of the image that EKS makes; for `eksOptimized`.
   *
   * @default - the newest when the group is made
   */
  readonly releaseVersion?: string;
}
