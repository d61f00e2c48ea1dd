/**
 * From the options of a factory of `Ami` to the family, and to what its nodes are told.
 */
import type { AmiArchitecture } from './ami-family';
import { AmiFamily } from './ami-family';
import type { Al2023Options, Al2Options, BottlerocketCustomOptions, WindowsOptions } from './ami-options';
import { Al2023Variant, Al2Variant, BottlerocketVariant, WindowsEdition } from './ami-options';
import type { BootstrapOptions } from './user-data/bootstrap-options';
import type { UserDataContent } from './user-data/user-data';

/** What is known of the nodes of an image. */
export interface AmiNodes {
  readonly family?: AmiFamily;
  readonly architecture?: AmiArchitecture;
  readonly userData?: UserDataContent;
}

const AL2023_FAMILIES = {
  [Al2023Variant.STANDARD]: AmiFamily.AL2023,
  [Al2023Variant.NVIDIA]: AmiFamily.AL2023_NVIDIA,
  [Al2023Variant.NEURON]: AmiFamily.AL2023_NEURON,
} as const satisfies Record<Al2023Variant, AmiFamily>;

const BOTTLEROCKET_FAMILIES = {
  [BottlerocketVariant.STANDARD]: AmiFamily.BOTTLEROCKET,
  [BottlerocketVariant.NVIDIA]: AmiFamily.BOTTLEROCKET_NVIDIA,
  [BottlerocketVariant.FIPS]: AmiFamily.BOTTLEROCKET_FIPS,
  [BottlerocketVariant.NVIDIA_FIPS]: AmiFamily.BOTTLEROCKET_NVIDIA_FIPS,
} as const satisfies Record<BottlerocketVariant, AmiFamily>;

const WINDOWS_FAMILIES = {
  [WindowsEdition.CORE_2019]: AmiFamily.WINDOWS_2019_CORE,
  [WindowsEdition.FULL_2019]: AmiFamily.WINDOWS_2019_FULL,
  [WindowsEdition.CORE_2022]: AmiFamily.WINDOWS_2022_CORE,
  [WindowsEdition.FULL_2022]: AmiFamily.WINDOWS_2022_FULL,
  [WindowsEdition.CORE_2025]: AmiFamily.WINDOWS_2025_CORE,
  [WindowsEdition.FULL_2025]: AmiFamily.WINDOWS_2025_FULL,
} as const satisfies Record<WindowsEdition, AmiFamily>;

const AL2_FAMILIES = {
  [Al2Variant.STANDARD]: AmiFamily.AL2,
  [Al2Variant.GPU]: AmiFamily.AL2_GPU,
} as const satisfies Record<Al2Variant, AmiFamily>;

/** Nodes of Amazon Linux 2023. */
export function al2023Nodes({ variant, architecture, maxPods, nodeadm }: Al2023Options): AmiNodes {
  return {
    family: AL2023_FAMILIES[variant ?? Al2023Variant.STANDARD],
    architecture,
    userData: { kind: 'nodeadm', options: { ...nodeadm, maxPods } },
  };
}

/** Nodes of Bottlerocket. */
export function bottlerocketNodes(options: BottlerocketCustomOptions): AmiNodes {
  const { variant, architecture, maxPods, settings, additionalClusterDnsIps } = options;
  return {
    family: BOTTLEROCKET_FAMILIES[variant ?? BottlerocketVariant.STANDARD],
    architecture,
    userData: { kind: 'bottlerocket', options: { maxPods, settings, additionalClusterDnsIps } },
  };
}

/** Nodes of Windows, which there is for x86 only. */
export function windowsNodes({ edition }: WindowsOptions, options: BootstrapOptions): AmiNodes {
  return { family: WINDOWS_FAMILIES[edition], userData: { kind: 'powershell', options } };
}

/** Nodes of Amazon Linux 2. */
export function al2Nodes({ variant, architecture }: Al2Options, options: BootstrapOptions): AmiNodes {
  return {
    family: AL2_FAMILIES[variant ?? Al2Variant.STANDARD],
    architecture,
    userData: { kind: 'bootstrap-script', options },
  };
}
