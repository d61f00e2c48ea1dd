/**
 * Settings of Bottlerocket nodes.
 *
 * @see https://bottlerocket.dev/en/os/latest/#/api/settings/
 */

/** How far the kernel is closed even to root. */
export enum KernelLockdown {
  /** Not at all. */
  NONE = 'none',
  /** The running kernel cannot be changed. */
  INTEGRITY = 'integrity',
  /** Nor can its memory be read. */
  CONFIDENTIALITY = 'confidentiality',
}

/** When a bootstrap container runs. */
export enum BootstrapContainerMode {
  /** Never. */
  OFF = 'off',
  /** At the first boot. */
  ONCE = 'once',
  /** At each boot. */
  ALWAYS = 'always',
}

/** A container of the host, which Kubernetes knows nothing of, such as `admin` and `control`. */
export interface BottlerocketHostContainer {
  /** Whether it is started at boot. */
  readonly enabled: boolean;

  /**
   * Address of its image; needed for one of your own.
   *
   * @default - for `admin` and `control` that of the image
   */
  readonly source?: string;

  /**
   * Whether it is given root access to the host.
   *
   * @default - for `admin` and `control` as the image has it
   */
  readonly superpowered?: boolean;

  /**
   * What the container is given as user data, in base64.
   *
   * @default - none
   */
  readonly userData?: string;
}

/** A container that runs before the node joins, for what scripts do elsewhere. */
export interface BottlerocketBootstrapContainer {
  /** Address of its image. */
  readonly source: string;

  /** When it runs. */
  readonly mode: BootstrapContainerMode;

  /**
   * Whether the boot fails with it.
   *
   * @default false
   */
  readonly essential?: boolean;

  /**
   * What the container is given as user data, in base64.
   *
   * @default - none
   */
  readonly userData?: string;
}

/**
 * Settings of a Bottlerocket node; for the image of EKS, EKS merges them with its own. Cluster, labels, taints and
 * `max-pods` follow from the node group and the image.
 *
 * @see https://bottlerocket.dev/en/os/latest/#/api/settings/
 */
export interface BottlerocketSettings {
  /**
   * Resources kept for the system, such as `{ cpu: '10m', memory: '100Mi' }`.
   *
   * @default - as the image has it
   */
  readonly systemReserved?: { [resource: string]: string };

  /**
   * Resources kept for Kubernetes itself.
   *
   * @default - as the image has it
   */
  readonly kubeReserved?: { [resource: string]: string };

  /**
   * Signals and limits at which pods are evicted at once, such as `{ 'memory.available': '15%' }`.
   *
   * @default - as the image has it
   */
  readonly evictionHard?: { [signal: string]: string };

  /**
   * Containers of the host by name: `admin`, `control`, or your own.
   *
   * @default - `control` runs, `admin` does not
   */
  readonly hostContainers?: { [name: string]: BottlerocketHostContainer };

  /**
   * Containers that run before the node joins, by name.
   *
   * @default - none
   */
  readonly bootstrapContainers?: { [name: string]: BottlerocketBootstrapContainer };

  /**
   * How far the kernel is closed.
   *
   * @default - as the image has it
   */
  readonly kernelLockdown?: KernelLockdown;

  /**
   * Settings of the kernel by name, such as `{ 'net.core.rmem_max': '16777216' }`.
   *
   * @default - as the image has them
   */
  readonly sysctl?: { [name: string]: string };

  /**
   * Whatever else there is below `settings`, as a tree with the names of Bottlerocket:
   * `{ kubernetes: { 'image-gc-high-threshold-percent': 85 } }`. Texts, numbers, booleans, lists of one type, and
   * trees of them; numbers must be literals. What has a property of its own, or follows from the node group, is reported
   * as SEKS2012.
   *
   * @default - none
   */
  readonly additionalSettings?: { [key: string]: unknown };
}
