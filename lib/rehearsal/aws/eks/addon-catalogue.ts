/**
 * What there is to know of each add-on: what its pods are, where they run, and what they need.
 */
import type { Right } from './control-plane-role';
import { minorOf } from './control-plane-version';

/** The add-on that gives pods their network. */
export const VPC_CNI = 'vpc-cni';
/** The add-on that hands out the credentials of Pod Identity. */
export const POD_IDENTITY_AGENT = 'eks-pod-identity-agent';
/** The add-on whose version follows Kubernetes. */
export const KUBE_PROXY = 'kube-proxy';

/** What EKS installs unasked into a new cluster. */
export const SELF_MANAGED_ADDONS: readonly string[] = [VPC_CNI, KUBE_PROXY, 'coredns'];

/** What the pods of an add-on do in AWS. */
export interface AddonRole extends Right {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Whether pods without it fail at once, rather than when they are asked for something. */
  readonly isVital: boolean;
}

/** An entry of the catalogue. */
export interface AddonFacts {
  /**
   * A DaemonSet without nodes wants no pods and is healthy. A Deployment stays DEGRADED until its pods run
   * (terraform-aws-eks#1801, #1838).
   */
  readonly kind: 'DaemonSet' | 'Deployment';
  /** Where its pods may run beside ordinary nodes. */
  readonly runsOn: readonly ('fargate' | 'auto-mode')[];
  readonly namespace: string;
  /** Labels of its pods, as selectors of Fargate profiles see them. */
  readonly podLabels: { readonly [name: string]: string };
  /** Keys of the taints that its pods tolerate. */
  readonly tolerates: readonly string[];
  /** The objects that a conflict is reported for. */
  readonly workload: string;
  readonly role?: AddonRole;
}

const CRITICAL: readonly string[] = ['CriticalAddonsOnly', 'node-role.kubernetes.io/control-plane'];

/** An add-on that the catalogue does not have counts as a Deployment that runs everywhere. */
const UNKNOWN_ADDON: AddonFacts = deployment('kube-system', ['fargate', 'auto-mode'], 'controller');

/**
 * From "Available Amazon EKS add-ons from AWS" and "Community add-ons"; tolerations and the kinds of all but vpc-cni,
 * kube-proxy, coredns, eks-pod-identity-agent, aws-ebs-csi-driver and metrics-server are from memory.
 */
const CATALOGUE: { readonly [name: string]: AddonFacts } = {
  [VPC_CNI]: {
    ...daemonSet('aws-node'),
    role: {
      namespace: 'kube-system',
      serviceAccount: 'aws-node',
      policy: 'AmazonEKS_CNI_Policy',
      action: 'ec2:AssignPrivateIpAddresses',
      isVital: true,
    },
  },
  [KUBE_PROXY]: daemonSet('kube-proxy'),
  [POD_IDENTITY_AGENT]: daemonSet('eks-pod-identity-agent'),
  'eks-node-monitoring-agent': daemonSet('eks-node-monitoring-agent'),
  'aws-guardduty-agent': daemonSet('aws-guardduty-agent'),
  'aws-network-flow-monitoring-agent': daemonSet('aws-network-flow-monitor-agent'),
  'prometheus-node-exporter': daemonSet('prometheus-node-exporter'),
  'fluent-bit': daemonSet('fluent-bit'),
  coredns: {
    ...deployment('kube-system', ['fargate', 'auto-mode'], 'coredns'),
    podLabels: { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' },
    tolerates: CRITICAL,
  },
  'aws-ebs-csi-driver': {
    ...deployment('kube-system', [], 'ebs-csi-controller'),
    tolerates: CRITICAL,
    // Its controller asks EC2 for the availability zones when it starts, and restarts for ever when that is denied.
    role: {
      namespace: 'kube-system',
      serviceAccount: 'ebs-csi-controller-sa',
      policy: 'AmazonEBSCSIDriverPolicy',
      action: 'ec2:CreateVolume',
      isVital: true,
    },
  },
  'aws-efs-csi-driver': {
    ...deployment('kube-system', ['auto-mode'], 'efs-csi-controller'),
    tolerates: CRITICAL,
    role: {
      namespace: 'kube-system',
      serviceAccount: 'efs-csi-controller-sa',
      policy: 'AmazonEFSCSIDriverPolicy',
      action: 'elasticfilesystem:CreateAccessPoint',
      isVital: false,
    },
  },
  'aws-fsx-csi-driver': {
    ...deployment('kube-system', ['auto-mode'], 'fsx-csi-controller'),
    role: {
      namespace: 'kube-system',
      serviceAccount: 'fsx-csi-controller-sa',
      policy: 'AmazonFSxFullAccess',
      action: 'fsx:CreateFileSystem',
      isVital: false,
    },
  },
  'aws-mountpoint-s3-csi-driver': deployment('kube-system', ['auto-mode'], 's3-csi-controller'),
  'snapshot-controller': deployment('kube-system', ['fargate', 'auto-mode'], 'snapshot-controller'),
  'metrics-server': {
    ...deployment('kube-system', ['fargate', 'auto-mode'], 'metrics-server'),
    tolerates: CRITICAL,
  },
  'kube-state-metrics': deployment('kube-state-metrics', ['fargate', 'auto-mode'], 'kube-state-metrics'),
  'cert-manager': deployment('cert-manager', ['fargate', 'auto-mode'], 'cert-manager'),
  'external-dns': {
    ...deployment('external-dns', ['fargate', 'auto-mode'], 'external-dns'),
    role: {
      namespace: 'external-dns',
      serviceAccount: 'external-dns',
      policy: 'AmazonRoute53FullAccess',
      action: 'route53:ChangeResourceRecordSets',
      isVital: true,
    },
  },
  'amazon-cloudwatch-observability': {
    ...deployment('amazon-cloudwatch', ['auto-mode'], 'amazon-cloudwatch-observability-controller-manager'),
    role: {
      namespace: 'amazon-cloudwatch',
      serviceAccount: 'cloudwatch-agent',
      policy: 'CloudWatchAgentServerPolicy',
      action: 'logs:PutLogEvents',
      isVital: false,
    },
  },
  adot: deployment('opentelemetry-operator-system', ['fargate', 'auto-mode'], 'opentelemetry-operator'),
  'aws-privateca-connector-for-kubernetes': deployment(
    'aws-privateca-issuer',
    ['fargate', 'auto-mode'],
    'aws-privateca-connector-for-kubernetes',
  ),
};

/** What is known of an add-on. */
export function factsOf(addonName: string): AddonFacts {
  return CATALOGUE[addonName] ?? UNKNOWN_ADDON;
}

/** The version that EKS takes when none is named; those of kube-proxy begin with that of Kubernetes. */
export function defaultAddonVersion(addonName: string, kubernetesVersion: string): string {
  return addonName === KUBE_PROXY ? `v${kubernetesVersion}.0-eksbuild.2` : 'v1.20.0-eksbuild.1';
}

/** Whether a version can run: kube-proxy must not be newer than the API server (kubernetes.io, "Version Skew Policy"). */
export function isSupported(addonName: string, version: string, kubernetesVersion: string): boolean {
  const [minor, newest] = [minorOf(version), minorOf(kubernetesVersion)];
  return addonName !== KUBE_PROXY || minor === undefined || newest === undefined || minor <= newest;
}

function daemonSet(name: string): AddonFacts {
  return {
    kind: 'DaemonSet',
    runsOn: [],
    namespace: 'kube-system',
    podLabels: {},
    tolerates: [],
    workload: `DaemonSet.apps ${name}`,
  };
}

function deployment(namespace: string, runsOn: AddonFacts['runsOn'], name: string): AddonFacts {
  return {
    kind: 'Deployment',
    runsOn,
    namespace,
    podLabels: { 'app.kubernetes.io/name': name },
    tolerates: [],
    workload: `Deployment.apps ${name}`,
  };
}
