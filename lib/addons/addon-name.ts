/**
 * Names of EKS add-ons.
 */

/**
 * The name of an EKS add-on. Constants for those the library knows; `of` for every other.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
 */
export class AddonName {
  /** Amazon VPC CNI: gives pods addresses of the VPC. */
  public static readonly VPC_CNI = new AddonName('vpc-cni');
  /** kube-proxy: routes traffic to services. */
  public static readonly KUBE_PROXY = new AddonName('kube-proxy');
  /** CoreDNS: resolves names of services. */
  public static readonly COREDNS = new AddonName('coredns');
  /** EKS Pod Identity Agent: gives pods the credentials of an IAM role. */
  public static readonly EKS_POD_IDENTITY_AGENT = new AddonName('eks-pod-identity-agent');
  /** EKS node monitoring agent: reports what is wrong with a node, so that it can be repaired. */
  public static readonly EKS_NODE_MONITORING_AGENT = new AddonName('eks-node-monitoring-agent');
  /** Amazon EBS CSI driver: volumes on EBS. */
  public static readonly AWS_EBS_CSI_DRIVER = new AddonName('aws-ebs-csi-driver');
  /** Amazon EFS CSI driver: volumes on EFS. */
  public static readonly AWS_EFS_CSI_DRIVER = new AddonName('aws-efs-csi-driver');
  /** CSI snapshot controller: snapshots of volumes. */
  public static readonly SNAPSHOT_CONTROLLER = new AddonName('snapshot-controller');
  /** Metrics server: CPU and memory figures for autoscaling. */
  public static readonly METRICS_SERVER = new AddonName('metrics-server');

  /**
   * An add-on that has no constant here. It is installed after compute unless told otherwise. A name that is near
   * that of a known add-on without being one is reported as SEKS3007.
   *
   * @param name the name as EKS knows it
   */
  public static of(name: string): AddonName {
    return new AddonName(name);
  }

  /** The name as EKS knows it, such as `vpc-cni`. */
  public readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }
}
