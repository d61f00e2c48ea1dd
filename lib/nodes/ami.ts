/**
 * Which machine image the nodes of a group boot from, and what they are told.
 */
import { IpFamily } from '../cluster/i-safe-eks-cluster';
import type { ProblemDetails } from '../validation/problem';
import { judgeFamily, judgeSource } from './ami-checks';
import type { AmiFamily } from './ami-family';
import { AmiArchitecture, factsOf } from './ami-family';
import { AmiFit } from './ami-fit';
import type { AmiNodes } from './ami-nodes';
import { al2023Nodes, al2Nodes, bottlerocketNodes, windowsNodes } from './ami-nodes';
import type {
  Al2AmiOptions,
  Al2EksOptimizedAmiOptions,
  Al2LookupAmiOptions,
  Al2023AmiOptions,
  Al2023EksOptimizedAmiOptions,
  Al2023LookupAmiOptions,
  BottlerocketAmiOptions,
  BottlerocketEksOptimizedAmiOptions,
  BottlerocketLookupAmiOptions,
  LaunchTemplateAmiOptions,
  WindowsAmiOptions,
  WindowsEksOptimizedAmiOptions,
  WindowsLookupAmiOptions,
} from './ami-options';
import type { AmiSource } from './ami-source';
import { AmiKind, byId, byName, ofEks } from './ami-source';
import type { UserDataContent } from './user-data/user-data';
import { judgeUserDataContent } from './user-data/user-data-checks';

/**
 * The image of a node group. What its nodes are told at boot follows from the family: each factory takes what its family
 * reads. `…Lookup` finds an image of yours at plan, by owner and name; `…eksOptimized` takes the one that EKS makes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export class Ami {
  /**
   * An Amazon Linux 2023 image of yours. The group gets the complete user data that the image needs to join.
   *
   * @param options id, architecture, and what nodeadm is told
   */
  public static al2023(options: Al2023AmiOptions): Ami {
    return new Ami(byId(options), al2023Nodes(options));
  }

  /**
   * An Amazon Linux 2023 image of yours, looked up at plan.
   *
   * @param options owner, name, architecture, and what nodeadm is told
   */
  public static al2023Lookup(options: Al2023LookupAmiOptions): Ami {
    return new Ami(byName(options), al2023Nodes(options));
  }

  /**
   * The Amazon Linux 2023 image that EKS makes for the cluster's Kubernetes version.
   *
   * @param options architecture, release, and what nodeadm is told beside what EKS tells it
   */
  public static eksOptimized(options: Al2023EksOptimizedAmiOptions = {}): Ami {
    return new Ami(ofEks(options), al2023Nodes(options));
  }

  /**
   * A Bottlerocket image of yours, or a public one by its id. The group gets the settings that it needs to join.
   *
   * @param options id, architecture and settings
   */
  public static bottlerocket(options: BottlerocketAmiOptions): Ami {
    return new Ami(byId(options), bottlerocketNodes(options));
  }

  /**
   * A Bottlerocket image, looked up at plan.
   *
   * @param options owner, name, architecture and settings
   */
  public static bottlerocketLookup(options: BottlerocketLookupAmiOptions): Ami {
    return new Ami(byName(options), bottlerocketNodes(options));
  }

  /**
   * The Bottlerocket image for the cluster's Kubernetes version.
   *
   * @param options architecture, release, and settings beside those that EKS makes
   */
  public static bottlerocketEksOptimized(options: BottlerocketEksOptimizedAmiOptions = {}): Ami {
    return new Ami(ofEks(options), bottlerocketNodes(options));
  }

  /**
   * A Windows image of yours. It needs a cluster with IPv4, and nodes of Linux beside it.
   *
   * @param options id, edition, and commands around the set-up
   */
  public static windows(options: WindowsAmiOptions): Ami {
    return new Ami(byId(options), windowsNodes(options, options));
  }

  /**
   * A Windows image of yours, looked up at plan.
   *
   * @param options owner, name, edition, and commands around the set-up
   */
  public static windowsLookup(options: WindowsLookupAmiOptions): Ami {
    return new Ami(byName(options), windowsNodes(options, options));
  }

  /**
   * The Windows image that EKS makes for the cluster's Kubernetes version.
   *
   * @param options edition, release, and commands before the set-up
   */
  public static windowsEksOptimized(options: WindowsEksOptimizedAmiOptions): Ami {
    return new Ami(ofEks(options), windowsNodes(options, { scriptBefore: options.scriptBefore }));
  }

  /**
   * An Amazon Linux 2 image of yours, up to Kubernetes 1.32.
   *
   * @param options id, architecture, and commands around the set-up
   */
  public static al2(options: Al2AmiOptions): Ami {
    return new Ami(byId(options), al2Nodes(options, options));
  }

  /**
   * An Amazon Linux 2 image of yours, up to Kubernetes 1.32, looked up at plan.
   *
   * @param options owner, name, architecture, and commands around the set-up
   */
  public static al2Lookup(options: Al2LookupAmiOptions): Ami {
    return new Ami(byName(options), al2Nodes(options, options));
  }

  /**
   * The last Amazon Linux 2 image that EKS made for the cluster's Kubernetes version, up to 1.32.
   *
   * @param options architecture, release, and commands before the set-up
   */
  public static al2EksOptimized(options: Al2EksOptimizedAmiOptions = {}): Ami {
    return new Ami(ofEks(options), al2Nodes(options, { scriptBefore: options.scriptBefore }));
  }

  /**
   * A launch template of yours takes the place of the one that the group would get: image, user data, volumes, security
   * groups and tags of instances are what it says. It must name neither subnets nor an instance type, and among its
   * security groups that of the cluster.
   *
   * @param options id, version, and whether the image is that of EKS
   */
  public static launchTemplate(options: LaunchTemplateAmiOptions): Ami {
    const { id, version, releaseVersion, architecture, eksOptimized } = options;
    const source = { kind: AmiKind.LAUNCH_TEMPLATE, id, version, releaseVersion };
    return new Ami(source, { family: eksOptimized, architecture });
  }

  /** How the image is found. */
  public readonly kind: AmiKind;
  /** Family of the image; undefined for a launch template that names an image. */
  public readonly family?: AmiFamily;
  /** Architecture of the image. */
  public readonly architecture: AmiArchitecture;
  /** Id of the image, or of the launch template; for a choice by id. */
  public readonly id?: string;
  /** Owner to look for; for a lookup. */
  public readonly owner?: string;
  /** Name to look for; for a lookup. */
  public readonly name?: string;
  /** Whether the newest match is taken; for a lookup. */
  public readonly newest: boolean;
  /** Release to stay on; for the image of EKS. */
  public readonly releaseVersion?: string;
  /** Version of the launch template; for a launch template. */
  public readonly version?: string;
  /** @internal */
  public readonly _userData?: UserDataContent;
  /** @internal */
  public readonly _fit: AmiFit;

  private constructor(source: AmiSource, nodes: AmiNodes) {
    this.kind = source.kind;
    this.id = source.id;
    this.owner = source.owner;
    this.name = source.name;
    this.newest = source.newest ?? false;
    this.releaseVersion = source.releaseVersion;
    this.version = source.version;
    this._fit = source.fit ?? AmiFit.nameOrTag();
    this.family = nodes.family;
    this.architecture = nodes.architecture ?? AmiArchitecture.X86_64;
    this._userData = nodes.userData;
  }

  /** Whether the image is yours, so that EKS adds nothing to the user data. */
  public get isCustom(): boolean {
    return this.kind === AmiKind.LAUNCH_TEMPLATE
      ? this.family === undefined
      : this.kind !== AmiKind.EKS_OPTIMIZED;
  }

  /** Whether nodes run Windows, as far as is known. */
  public get isWindows(): boolean {
    return this.family !== undefined && factsOf(this.family).isWindows;
  }

  /** The AMI type of EKS; undefined for a custom image, with which EKS takes none. */
  public get amiType(): string | undefined {
    return this.isCustom || this.family === undefined
      ? undefined
      : factsOf(this.family).images[this.architecture]?.amiType;
  }

  /**
   * Path of the public SSM parameter with the id of the newest image of this family that EKS has; undefined for a
   * launch template that names an image.
   *
   * @param kubernetesVersion the minor version, such as `1.34`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
   */
  public ssmParameter(kubernetesVersion: string): string | undefined {
    return this.family === undefined
      ? undefined
      : factsOf(this.family).ssmParameter(kubernetesVersion, this.architecture);
  }

  /**
   * What is wrong with this choice.
   *
   * @param kubernetesVersion version of the nodes
   * @param ipFamily family of the cluster's addresses
   * @internal
   */
  public _judge(kubernetesVersion: string, ipFamily: IpFamily = IpFamily.IPV4): ProblemDetails[] {
    return [
      ...judgeSource(this, kubernetesVersion),
      ...judgeFamily(this, kubernetesVersion, ipFamily),
      ...this._fit._judge(kubernetesVersion, this.name),
      ...(this._userData === undefined ? [] : judgeUserDataContent(this._userData)),
    ];
  }
}
