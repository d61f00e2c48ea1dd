/**
 * How the image of a node group is found.
 */

import type { AmiFit } from './ami-fit';

/** How an image is found. */
export enum AmiKind {
  /** An image of yours, by its id. */
  CUSTOM_ID = 'custom-id',
  /** An image of yours, by owner and name. */
  CUSTOM_LOOKUP = 'custom-lookup',
  /** The image that EKS makes. */
  EKS_OPTIMIZED = 'eks-optimized',
  /** Whatever a launch template of yours says. */
  LAUNCH_TEMPLATE = 'launch-template',
}

/** Where an image comes from; which fields are set follows from the kind. */
export interface AmiSource {
  readonly kind: AmiKind;
  readonly id?: string;
  readonly owner?: string;
  readonly name?: string;
  readonly newest?: boolean;
  readonly releaseVersion?: string;
  readonly version?: string;
  readonly fit?: AmiFit;
}

/** A custom image by its id. */
export function byId({ id, fit }: Pick<AmiSource, 'id' | 'fit'>): AmiSource {
  return { kind: AmiKind.CUSTOM_ID, id, fit };
}

/** A custom image by owner and name. */
export function byName({
  owner,
  name,
  newest,
  fit,
}: Pick<AmiSource, 'owner' | 'name' | 'newest' | 'fit'>): AmiSource {
  return { kind: AmiKind.CUSTOM_LOOKUP, owner, name, newest, fit };
}

/** The image that EKS makes. */
export function ofEks({ releaseVersion }: Pick<AmiSource, 'releaseVersion'>): AmiSource {
  return { kind: AmiKind.EKS_OPTIMIZED, releaseVersion };
}
