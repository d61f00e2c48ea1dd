/**
 * Kubernetes versions as EKS offers them, with their support dates: the one table of versions.
 */

/** Dates of a minor version on EKS, as `YYYY-MM-DD`. */
interface SupportDates {
  readonly released: string;
  readonly endOfStandardSupport: string;
  readonly endOfExtendedSupport: string;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
const SUPPORT_DATES: Readonly<Record<string, SupportDates>> = {
  '1.32': { released: '2025-01-23', endOfStandardSupport: '2026-03-23', endOfExtendedSupport: '2027-03-23' },
  '1.33': { released: '2025-05-29', endOfStandardSupport: '2026-07-29', endOfExtendedSupport: '2027-07-29' },
  '1.34': { released: '2025-10-02', endOfStandardSupport: '2026-12-02', endOfExtendedSupport: '2027-12-02' },
  '1.35': { released: '2026-01-27', endOfStandardSupport: '2027-03-27', endOfExtendedSupport: '2028-03-27' },
  '1.36': { released: '2026-06-02', endOfStandardSupport: '2027-08-02', endOfExtendedSupport: '2028-08-02' },
};

/**
 * How many minor versions a kubelet may be older than the control plane.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/#kubelet
 */
export const MAX_MINORS_BEHIND = 3;

/**
 * A minor version of Kubernetes.
 *
 * There is no "latest": a version that moves by itself upgrades the control plane by surprise.
 */
export class KubernetesVersion {
  /** Kubernetes 1.32 */
  public static readonly V1_32 = KubernetesVersion.of('1.32');
  /** Kubernetes 1.33 */
  public static readonly V1_33 = KubernetesVersion.of('1.33');
  /** Kubernetes 1.34 */
  public static readonly V1_34 = KubernetesVersion.of('1.34');
  /** Kubernetes 1.35 */
  public static readonly V1_35 = KubernetesVersion.of('1.35');
  /** Kubernetes 1.36 */
  public static readonly V1_36 = KubernetesVersion.of('1.36');

  /**
   * A version that has no constant here yet. A text that is not `MAJOR.MINOR` is reported by the cluster as SEKS1201.
   *
   * @param version the minor version, such as `1.37`
   */
  public static of(version: string): KubernetesVersion {
    return new KubernetesVersion(version);
  }

  /** The version as EKS writes it, such as `1.34`. */
  public readonly version: string;

  private constructor(version: string) {
    this.version = version;
  }

  /** The number behind the dot, such as 34; undefined when the text is not `1.MINOR`. */
  public get minor(): number | undefined {
    const match = /^1\.(\d{1,3})$/.exec(this.version);
    return match === null ? undefined : Number(match[1]);
  }

  /** End of standard support as `YYYY-MM-DD`; undefined for a version that is not in the table. */
  public get endOfStandardSupport(): string | undefined {
    return SUPPORT_DATES[this.version]?.endOfStandardSupport;
  }

  /** End of extended, more costly support as `YYYY-MM-DD`; undefined for a version that is not in the table. */
  public get endOfExtendedSupport(): string | undefined {
    return SUPPORT_DATES[this.version]?.endOfExtendedSupport;
  }

  /** The version itself, so that it can be put into texts. */
  public toString(): string {
    return this.version;
  }
}
