/**
 * Configuration of add-ons in words, for those that many people configure.
 */
import { mergedConfiguration } from './merged-configuration';

/** Which taints pods tolerate, as Kubernetes writes it. */
export interface AddonToleration {
  /**
   * Key of the taint.
   *
   * @default - every key; `operator` has to be `Exists`
   */
  readonly key?: string;

  /**
   * `Equal` or `Exists`.
   *
   * @default 'Equal'
   */
  readonly operator?: string;

  /**
   * Value of the taint, for `Equal`.
   *
   * @default - none
   */
  readonly value?: string;

  /**
   * `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   *
   * @default - every effect
   */
  readonly effect?: string;
}

/** Where pods may run, and what they ask for. */
export interface AddonPodOptions {
  /**
   * Labels that nodes must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that the pods tolerate, in place of those that the add-on tolerates by itself.
   *
   * @default - those of the add-on
   */
  readonly tolerations?: AddonToleration[];

  /**
   * CPU that a pod asks for, such as `100m`.
   *
   * @default - that of the add-on
   */
  readonly cpuRequest?: string;

  /**
   * Memory that a pod asks for and may have, such as `170Mi`.
   *
   * @default - that of the add-on
   */
  readonly memory?: string;

  /**
   * Everything else that the configuration schema of the add-on's version knows; it stands above what is said in words.
   * `aws eks describe-addon-configuration` tells it.
   *
   * @default - nothing
   */
  readonly other?: { [key: string]: unknown };
}

/** How many pods of coredns there are. */
export interface CorednsAutoScaling {
  /** At least so many. */
  readonly minReplicas: number;
  /** At most so many. */
  readonly maxReplicas: number;
}

/** Configuration of coredns. */
export interface CorednsConfigurationOptions extends AddonPodOptions {
  /**
   * How many pods, without `autoScaling`.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * That EKS follows the number of nodes and cores with the number of pods.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html
   * @default - a fixed number of pods
   */
  readonly autoScaling?: CorednsAutoScaling;

  /**
   * The whole Corefile.
   *
   * @default - that of the add-on
   */
  readonly corefile?: string;
}

/** How kube-proxy routes. */
export enum KubeProxyMode {
  IPTABLES = 'iptables',
  IPVS = 'ipvs',
  NFTABLES = 'nftables',
}

/** Configuration of kube-proxy. */
export interface KubeProxyConfigurationOptions extends AddonPodOptions {
  /**
   * How it routes. Nodes need the modules for IPVS, and have those for nftables since Amazon Linux 2023.
   *
   * @default KubeProxyMode.IPTABLES
   */
  readonly mode?: KubeProxyMode;

  /**
   * How IPVS chooses, such as `rr`; for `KubeProxyMode.IPVS`.
   *
   * @default - that of the add-on
   */
  readonly ipvsScheduler?: string;
}

/**
 * What `configuration` of an add-on takes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html
 */
export class AddonConfiguration {
  /**
   * For coredns. Its `computeType` follows from the compute of the cluster.
   *
   * @param options its settings
   */
  public static coredns(options: CorednsConfigurationOptions): { [key: string]: unknown } {
    const { replicas, autoScaling, corefile } = options;
    return withPods(options, {
      replicaCount: replicas,
      autoScaling: autoScaling === undefined ? undefined : { enabled: true, ...autoScaling },
      corefile,
    });
  }

  /**
   * For kube-proxy.
   *
   * @param options its settings
   */
  public static kubeProxy(options: KubeProxyConfigurationOptions): { [key: string]: unknown } {
    const { mode, ipvsScheduler } = options;
    return withPods(options, {
      mode,
      ipvs: ipvsScheduler === undefined ? undefined : { scheduler: ipvsScheduler },
    });
  }

  private constructor() {}
}

function withPods(options: AddonPodOptions, said: Record<string, unknown>): { [key: string]: unknown } {
  const { nodeSelector, tolerations, cpuRequest, memory, other } = options;
  const requests = {
    ...(cpuRequest === undefined ? {} : { cpu: cpuRequest }),
    ...(memory === undefined ? {} : { memory }),
  };
  const all = {
    ...said,
    nodeSelector,
    tolerations: tolerations?.map((toleration) => ({ ...toleration })),
    resources:
      Object.keys(requests).length === 0
        ? undefined
        : { requests, ...(memory === undefined ? {} : { limits: { memory } }) },
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { ...mergedConfiguration(given, other) };
}
