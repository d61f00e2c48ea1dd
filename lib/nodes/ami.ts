/**
 * Which machine image the nodes of a group boot from.
 */
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { isKnown } from '../validation/checks/known';

/** Architecture of a machine image. */
export enum AmiArchitecture {
  /** 64-bit x86 */
  X86_64 = 'x86_64',
  /** 64-bit ARM, for instances with Graviton */
  ARM_64 = 'arm64',
}

/** How an image is found. */
export enum AmiKind {
  /** An image of yours, by its id. */
  CUSTOM_ID = 'custom-id',
  /** An image of yours, by owner and name. */
  CUSTOM_LOOKUP = 'custom-lookup',
  /** The image that EKS makes. */
  EKS_OPTIMIZED = 'eks-optimized',
}

/** A custom image by its id. */
export interface CustomAmiOptions {
  /** Id of the image, such as `ami-0abcdef1234567890`. */
  readonly id: string;

  /**
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;
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
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;
}

/** The image that EKS makes for Amazon Linux 2023. */
export interface EksOptimizedAmiOptions {
  /**
   * Architecture of the image.
   *
   * @default AmiArchitecture.X86_64
   */
  readonly architecture?: AmiArchitecture;

  /**
   * Release to stay on, such as `1.34.2-20251112`.
   *
   * @default - the newest when the group is made; it then stays until the Kubernetes version changes
   */
  readonly releaseVersion?: string;
}

/** What a choice holds; which fields are set follows from the kind. */
interface AmiFields {
  readonly id?: string;
  readonly owner?: string;
  readonly name?: string;
  readonly newest?: boolean;
  readonly releaseVersion?: string;
}

/**
 * The image of a node group. All are Amazon Linux 2023; the user data follows from the choice.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export class Ami {
  /**
   * An Amazon Linux 2023 image of yours. The group gets the complete user data that the image needs to join.
   *
   * @param options id and architecture
   */
  public static al2023(options: CustomAmiOptions): Ami {
    return new Ami(AmiKind.CUSTOM_ID, options.architecture, { id: options.id });
  }

  /**
   * An Amazon Linux 2023 image of yours, looked up at plan.
   *
   * @param options owner, name and architecture
   */
  public static al2023Lookup(options: LookupAmiOptions): Ami {
    const { owner, name, newest } = options;
    return new Ami(AmiKind.CUSTOM_LOOKUP, options.architecture, { owner, name, newest: newest ?? false });
  }

  /**
   * The Amazon Linux 2023 image that EKS makes for the cluster's Kubernetes version.
   *
   * @param options architecture and release
   */
  public static eksOptimized(options: EksOptimizedAmiOptions = {}): Ami {
    return new Ami(AmiKind.EKS_OPTIMIZED, options.architecture, { releaseVersion: options.releaseVersion });
  }

  /** How the image is found. */
  public readonly kind: AmiKind;
  /** Architecture of the image. */
  public readonly architecture: AmiArchitecture;
  /** Id of the image; for a custom one by id. */
  public readonly id?: string;
  /** Owner to look for; for a lookup. */
  public readonly owner?: string;
  /** Name to look for; for a lookup. */
  public readonly name?: string;
  /** Whether the newest match is taken; for a lookup. */
  public readonly newest: boolean;
  /** Release to stay on; for the image of EKS. */
  public readonly releaseVersion?: string;

  private constructor(kind: AmiKind, architecture: AmiArchitecture | undefined, fields: AmiFields) {
    this.kind = kind;
    this.architecture = architecture ?? AmiArchitecture.X86_64;
    this.id = fields.id;
    this.owner = fields.owner;
    this.name = fields.name;
    this.newest = fields.newest ?? false;
    this.releaseVersion = fields.releaseVersion;
  }

  /** Whether the image is yours, so that EKS adds nothing to the user data. */
  public get isCustom(): boolean {
    return this.kind !== AmiKind.EKS_OPTIMIZED;
  }

  /** The AMI type of EKS; undefined for a custom image, with which EKS takes none. */
  public get amiType(): string | undefined {
    if (this.isCustom) {
      return undefined;
    }
    return this.architecture === AmiArchitecture.X86_64 ? 'AL2023_x86_64_STANDARD' : 'AL2023_ARM_64_STANDARD';
  }

  /**
   * What is wrong with this choice.
   *
   * @param kubernetesVersion version of the cluster
   * @internal
   */
  public _judge(kubernetesVersion: string): ProblemDetails[] {
    const problems: ProblemDetails[] = [];
    const { id, releaseVersion } = this;
    if (id !== undefined && isKnown(id) && !/^ami-[0-9a-f]{8,17}$/.test(id)) {
      const what = `ami.id ${show(id)} is not the id of an image`;
      problems.push({
        code: 'SEKS2003',
        property: 'ami.id',
        value: id,
        what,
        fix: 'Give an id such as ami-0abc….',
      });
    }
    for (const [property, value] of [
      ['ami.owner', this.owner],
      ['ami.name', this.name],
    ] as const) {
      if (value?.trim() === '') {
        const what = `${property} is empty, so the lookup would take an image of anybody`;
        problems.push({ code: 'SEKS2003', property, value, what, fix: 'Name the owner and the image.' });
      }
    }
    if (this.newest) {
      const what =
        'ami.newest looks the image up at every plan, so that an apply without a change may replace nodes';
      const fix = 'Give the id or a name that matches one image, or acknowledge the code with a reason.';
      problems.push({ code: 'SEKS2007', property: 'ami.newest', value: true, limit: 'one image', what, fix });
    }
    if (releaseVersion !== undefined && isKnown(releaseVersion)) {
      problems.push(...judgeRelease(releaseVersion, kubernetesVersion));
    }
    return problems;
  }
}

function judgeRelease(release: string, kubernetesVersion: string): ProblemDetails[] {
  const property = 'ami.releaseVersion';
  const match = /^(1\.\d+)\.\d+-\d{8}$/.exec(release);
  if (match === null) {
    const what = `ami.releaseVersion ${show(release)} is not a release of an EKS image`;
    const fix = 'Write it as EKS does, such as 1.34.2-20251112.';
    return [{ code: 'SEKS2003', property, value: release, what, fix }];
  }
  if (match[1] !== kubernetesVersion) {
    const what = `ami.releaseVersion ${show(release)} is for Kubernetes ${match[1] ?? ''}, the cluster has ${kubernetesVersion}`;
    const fix = `Give a release that begins with ${kubernetesVersion}.`;
    return [{ code: 'SEKS2003', property, value: release, limit: kubernetesVersion, what, fix }];
  }
  return [];
}
