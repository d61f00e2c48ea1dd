/**
 * What can be said to nodeadm, which configures the nodes of Amazon Linux 2023.
 */
import type { MimePart } from './mime';

/** What becomes of the instance store volumes of a node. */
export enum LocalStorageStrategy {
  /** One striped array of all, for the kubelet and containerd. */
  RAID0 = 'RAID0',
  /** One mirrored and striped array of all; of at least four. */
  RAID10 = 'RAID10',
  /** Each is mounted on its own, below the mount path. */
  MOUNT = 'Mount',
}

/** A folder that can be kept off the instance store. */
export enum LocalStorageMount {
  /** `/var/lib/containerd` */
  CONTAINERD = 'Containerd',
  /** `/var/log/pods` */
  POD_LOGS = 'PodLogs',
}

/** How instance store volumes are used, on instances that have some. */
export interface NodeadmLocalStorage {
  /** How they are put together. */
  readonly strategy: LocalStorageStrategy;

  /**
   * Folder at which the file system is mounted.
   *
   * @default - `/mnt/k8s-disks/`
   */
  readonly mountPath?: string;

  /**
   * Folders that stay on the root volume.
   *
   * @default - none
   */
  readonly disabledMounts?: LocalStorageMount[];
}

/**
 * Settings of nodeadm and what runs beside it. For the image of EKS, EKS merges them with its own.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
 */
export interface NodeadmOptions {
  /**
   * Fields of the `KubeletConfiguration`, merged with the defaults of the image. `maxPods`, labels and taints have
   * properties of their own; here they are reported as SEKS2012. Numbers must be literals.
   *
   * @default - the defaults of the image
   * @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
   */
  readonly kubeletConfig?: { [key: string]: unknown };

  /**
   * Flags of the kubelet, such as `--v=2`, behind those that the image sets. Prefer `kubeletConfig`.
   *
   * @default - none beside labels and taints
   */
  readonly kubeletFlags?: string[];

  /**
   * Settings of containerd as TOML, merged with the defaults of the image.
   *
   * @default - the defaults of the image
   */
  readonly containerdConfig?: string;

  /**
   * Part of an OCI runtime specification on which all containers are based, such as limits of open files. Numbers must
   * be literals.
   *
   * @default - that of the image
   * @see https://github.com/opencontainers/runtime-spec
   */
  readonly containerdBaseRuntimeSpec?: { [key: string]: unknown };

  /**
   * How instance store volumes are used.
   *
   * @default - not at all
   */
  readonly localStorage?: NodeadmLocalStorage;

  /**
   * Features of nodeadm by name, such as `FastImagePull`. `InstanceIdNodeName` is reported as SEKS2015, as the access
   * entry that EKS makes for a managed node group does not admit such nodes.
   *
   * @default - as nodeadm has them
   */
  readonly featureGates?: { [feature: string]: boolean };

  /**
   * Parts of the MIME message before the NodeConfig.
   *
   * @default - none
   */
  readonly partsBefore?: MimePart[];

  /**
   * Parts of the MIME message after the NodeConfig.
   *
   * @default - none
   */
  readonly partsAfter?: MimePart[];
}
