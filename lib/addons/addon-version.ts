/**
 * How the version of an add-on is chosen.
 */

/** What a choice of version means. */
export enum AddonVersionKind {
  /** The version in the library's table. */
  PINNED = 'pinned',
  /** A version that is named. */
  NAMED = 'named',
  /** What EKS takes as default for the cluster's version, looked up at every plan. */
  DEFAULT_OF_EKS = 'default-of-eks',
  /** The newest that EKS offers for the cluster's version, looked up at every plan. */
  LATEST = 'latest',
}

/**
 * The version of an add-on.
 *
 * Versions do not move by themselves: a plan without a change in the code changes nothing. The two that do move
 * have to be asked for, and are reported as SEKS3004, a warning.
 */
export class AddonVersion {
  /** The version in the library's table for the cluster's Kubernetes version; SEKS3003 where there is none. */
  public static readonly PINNED = new AddonVersion(AddonVersionKind.PINNED);
  /** What EKS takes as default for the cluster's version; moves when EKS changes its mind. */
  public static readonly DEFAULT_OF_EKS = new AddonVersion(AddonVersionKind.DEFAULT_OF_EKS);
  /** The newest that EKS offers for the cluster's version; moves with every release. */
  public static readonly LATEST = new AddonVersion(AddonVersionKind.LATEST);

  /**
   * A version by name.
   *
   * @param version such as `v1.20.4-eksbuild.2`; a text of another form is reported as SEKS3003
   */
  public static of(version: string): AddonVersion {
    return new AddonVersion(AddonVersionKind.NAMED, version);
  }

  /** Which of the choices it is. */
  public readonly kind: AddonVersionKind;
  /** The version that is named; undefined for the other choices. */
  public readonly version?: string;

  private constructor(kind: AddonVersionKind, version?: string) {
    this.kind = kind;
    this.version = version;
  }
}
