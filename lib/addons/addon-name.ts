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
  /** Amazon FSx CSI driver: volumes on FSx for Lustre. */
  public static readonly AWS_FSX_CSI_DRIVER = new AddonName('aws-fsx-csi-driver');
  /** Mountpoint for Amazon S3 CSI driver: buckets as volumes. */
  public static readonly AWS_MOUNTPOINT_S3_CSI_DRIVER = new AddonName('aws-mountpoint-s3-csi-driver');
  /** Metrics server: CPU and memory figures for autoscaling. */
  public static readonly METRICS_SERVER = new AddonName('metrics-server');
  /** kube-state-metrics: state of Kubernetes objects as metrics. */
  public static readonly KUBE_STATE_METRICS = new AddonName('kube-state-metrics');
  /** Prometheus node exporter: metrics of each node. */
  public static readonly PROMETHEUS_NODE_EXPORTER = new AddonName('prometheus-node-exporter');
  /** Fluent Bit: logs of pods, sent on. */
  public static readonly FLUENT_BIT = new AddonName('fluent-bit');
  /** Amazon CloudWatch Observability: Container Insights and Application Signals. */
  public static readonly AMAZON_CLOUDWATCH_OBSERVABILITY = new AddonName('amazon-cloudwatch-observability');
  /** AWS Distro for OpenTelemetry: its operator; needs cert-manager. */
  public static readonly ADOT = new AddonName('adot');
  /** Amazon GuardDuty agent: runtime monitoring. */
  public static readonly AWS_GUARDDUTY_AGENT = new AddonName('aws-guardduty-agent');
  /** AWS Network Flow Monitor agent: network flows in CloudWatch. */
  public static readonly AWS_NETWORK_FLOW_MONITORING_AGENT = new AddonName(
    'aws-network-flow-monitoring-agent',
  );
  /** cert-manager: certificates, made and renewed. */
  public static readonly CERT_MANAGER = new AddonName('cert-manager');
  /** ExternalDNS: records of Route 53 for services and ingresses. */
  public static readonly EXTERNAL_DNS = new AddonName('external-dns');
  /** AWS Private CA connector: certificates of AWS Private CA; needs cert-manager. */
  public static readonly AWS_PRIVATECA_CONNECTOR_FOR_KUBERNETES = new AddonName(
    'aws-privateca-connector-for-kubernetes',
  );
  /** SageMaker HyperPod task governance: shares of a cluster for teams. */
  public static readonly AMAZON_SAGEMAKER_HYPERPOD_TASKGOVERNANCE = new AddonName(
    'amazon-sagemaker-hyperpod-taskgovernance',
  );

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
