/**
 * What well-known controllers need in AWS, limited to what they are given.
 */
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import type { PolicyFacts } from '../policy-facts';
import { policyDocument } from '../policy-facts';
import { certManager, externalDns } from './dns';
import { awsLoadBalancerController, gatewayApiController } from './load-balancing';
import {
  clusterAutoscaler,
  cloudWatchObservability,
  externalSecrets,
  prometheusRemoteWrite,
} from './operations';
import type { PresetFacts } from './preset-facts';
import { judgePreset } from './preset-facts';
import type {
  EbsCsiPresetOptions,
  ExternalSecretsPresetOptions,
  FsxCsiPresetOptions,
  GatewayApiControllerPresetOptions,
  HostedZonePresetOptions,
  MountpointS3PresetOptions,
  PrometheusPresetOptions,
  VeleroPresetOptions,
} from './preset-options';
import { ebsCsi, efsCsi, fsxCsi, mountpointS3, velero } from './storage';

/**
 * Service account and policies of a well-known controller, for {@link PodIdentity}. Namespace and service account are those of its
 * documentation, and can be others.
 */
export class PodIdentityPreset {
  /**
   * AWS Load Balancer Controller. It changes what carries its tag; listeners, rules and rules of security groups have none.
   *
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
   */
  public static awsLoadBalancerController(): PodIdentityPreset {
    return new PodIdentityPreset(awsLoadBalancerController());
  }

  /**
   * AWS Gateway API Controller, for VPC Lattice.
   *
   * @param options what it does besides
   * @see https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/
   */
  public static gatewayApiController(options: GatewayApiControllerPresetOptions = {}): PodIdentityPreset {
    return new PodIdentityPreset(gatewayApiController(options));
  }

  /**
   * ExternalDNS with Route 53.
   *
   * @param options the zones that it writes into
   * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
   */
  public static externalDns(options: HostedZonePresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(externalDns(options));
  }

  /**
   * cert-manager that answers DNS01 challenges by Route 53. It writes TXT records only.
   *
   * @param options the zones that it writes into
   * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
   */
  public static certManager(options: HostedZonePresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(certManager(options));
  }

  /**
   * Cluster Autoscaler. It changes the groups of this cluster only, known by the tag `k8s.io/cluster-autoscaler/<cluster>`.
   *
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
   */
  public static clusterAutoscaler(): PodIdentityPreset {
    return new PodIdentityPreset(clusterAutoscaler());
  }

  /**
   * External Secrets Operator, reading only.
   *
   * @param options what it reads
   * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
   */
  public static externalSecrets(options: ExternalSecretsPresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(externalSecrets(options));
  }

  /**
   * Amazon EBS CSI driver that is installed by other means than the add-on, which has its role already.
   *
   * @param options the keys that it uses
   * @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html
   */
  public static ebsCsi(options: EbsCsiPresetOptions = {}): PodIdentityPreset {
    return new PodIdentityPreset(ebsCsi(options));
  }

  /**
   * Amazon EFS CSI driver that is installed by other means than the add-on, which has its role already.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html
   */
  public static efsCsi(): PodIdentityPreset {
    return new PodIdentityPreset(efsCsi());
  }

  /**
   * Amazon FSx for Lustre CSI driver. It makes and deletes file systems, and does not have AmazonFSxFullAccess.
   *
   * @param options the buckets that file systems are linked to
   * @see https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/docs/install.md
   */
  public static fsxCsi(options: FsxCsiPresetOptions = {}): PodIdentityPreset {
    return new PodIdentityPreset(fsxCsi(options));
  }

  /**
   * Mountpoint for Amazon S3 CSI driver, of version 2 or later: earlier ones know no Pod Identity.
   *
   * @param options the buckets that are mounted
   * @see https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions
   */
  public static mountpointS3(options: MountpointS3PresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(mountpointS3(options));
  }

  /**
   * Velero with the plugin for AWS, as its Helm chart installs it.
   *
   * @param options where backups go
   * @see https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero
   */
  public static velero(options: VeleroPresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(velero(options));
  }

  /**
   * The agent of CloudWatch Observability: metrics, logs and traces.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
   */
  public static cloudWatchObservability(): PodIdentityPreset {
    return new PodIdentityPreset(cloudWatchObservability());
  }

  /**
   * Prometheus, or a collector of ADOT, that writes into workspaces of Amazon Managed Service for Prometheus.
   *
   * @param options the workspaces
   * @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-ingest-metrics.html
   */
  public static prometheusRemoteWrite(options: PrometheusPresetOptions): PodIdentityPreset {
    return new PodIdentityPreset(prometheusRemoteWrite(options));
  }

  /** Name of the preset, and of the inline policy that it makes. */
  public readonly name: string;
  /** Namespace of the service account, unless another is named. */
  public readonly namespace: string;
  /** Name of the service account, unless another is named. */
  public readonly serviceAccount: string;
  /** Where the policy comes from, an URL. */
  public readonly source: string;
  private readonly facts: PresetFacts;

  private constructor(facts: PresetFacts) {
    this.facts = facts;
    this.name = facts.name;
    this.namespace = facts.namespace;
    this.serviceAccount = facts.serviceAccount;
    this.source = facts.source;
  }

  /** @internal */
  public get _managedPolicies(): readonly string[] {
    return this.facts.managedPolicies ?? [];
  }

  /** @internal */
  public _inlinePolicies(place: PolicyFacts): { [name: string]: { [key: string]: unknown } } {
    // Lists that are not known have been reported.
    const isKnownAll = (this.facts.reach ?? []).every(({ arns }) => isKnown(arns));
    const statements = isKnownAll ? this.facts.statements?.(place) : undefined;
    return statements === undefined ? {} : { [this.name]: policyDocument(statements) };
  }

  /**
   * What is wrong with what it was given.
   *
   * @internal
   */
  public _judge(): readonly ProblemDetails[] {
    return judgePreset(this.facts);
  }
}
