/**
 * Versions of add-ons that suit each Kubernetes version: the one table of add-on versions.
 *
 * Each stands for its minor version in AWS's user guide (vpc-cni, kube-proxy, coredns) or was in use on a cluster of
 * that version, as of November 2026. `npm run addon-versions` moves it forward, from what `aws eks describe-addon-versions` prints.
 */

/** For each add-on the version by minor version of Kubernetes. */
const VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html */
  'vpc-cni': {
    '1.32': 'v1.21.1-eksbuild.7',
    '1.33': 'v1.21.1-eksbuild.7',
    '1.34': 'v1.21.1-eksbuild.7',
    '1.35': 'v1.21.1-eksbuild.7',
    '1.36': 'v1.22.4-eksbuild.3',
  },
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html */
  'kube-proxy': {
    '1.32': 'v1.32.13-eksbuild.16',
    '1.33': 'v1.33.10-eksbuild.13',
    '1.34': 'v1.34.6-eksbuild.13',
    '1.35': 'v1.35.3-eksbuild.13',
    '1.36': 'v1.36.0-eksbuild.14',
  },
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html */
  coredns: {
    '1.32': 'v1.11.4-eksbuild.40',
    '1.33': 'v1.12.4-eksbuild.18',
    '1.34': 'v1.13.2-eksbuild.11',
    '1.35': 'v1.14.3-eksbuild.3',
    '1.36': 'v1.14.3-eksbuild.3',
  },
  'eks-pod-identity-agent': {
    '1.32': 'v1.3.10-eksbuild.3',
    '1.33': 'v1.3.10-eksbuild.3',
    '1.34': 'v1.3.10-eksbuild.3',
    '1.35': 'v1.3.10-eksbuild.3',
    '1.36': 'v1.3.10-eksbuild.3',
  },
  'eks-node-monitoring-agent': {
    '1.32': 'v1.1.0-eksbuild.1',
    '1.33': 'v1.4.0-eksbuild.2',
    '1.34': 'v1.4.2-eksbuild.1',
    '1.35': 'v1.7.0-eksbuild.1',
    '1.36': 'v1.7.0-eksbuild.1',
  },
  'aws-ebs-csi-driver': {
    '1.32': 'v1.63.1-eksbuild.1',
    '1.33': 'v1.63.1-eksbuild.1',
    '1.34': 'v1.63.1-eksbuild.1',
    '1.35': 'v1.63.1-eksbuild.1',
    '1.36': 'v1.63.1-eksbuild.1',
  },
  'aws-efs-csi-driver': {
    '1.32': 'v2.1.4-eksbuild.1',
    '1.33': 'v2.1.10-eksbuild.1',
    '1.34': 'v2.1.15-eksbuild.1',
    '1.35': 'v3.4.1-eksbuild.1',
    '1.36': 'v3.4.1-eksbuild.1',
  },
  'snapshot-controller': {
    '1.32': 'v8.2.0-eksbuild.1',
    '1.33': 'v8.3.0-eksbuild.1',
    '1.34': 'v8.3.0-eksbuild.1',
    '1.35': 'v8.5.0-eksbuild.3',
    '1.36': 'v8.6.0-eksbuild.8',
  },
  'metrics-server': {
    '1.32': 'v0.8.1-eksbuild.10',
    '1.33': 'v0.8.1-eksbuild.10',
    '1.34': 'v0.8.1-eksbuild.10',
    '1.35': 'v0.8.1-eksbuild.6',
    '1.36': 'v0.9.0-eksbuild.11',
  },
};

/** The version of an add-on for a version of Kubernetes; undefined when the table has none. */
export function pinnedAddonVersion(addonName: string, kubernetesVersion: string): string | undefined {
  return VERSIONS[addonName]?.[kubernetesVersion];
}
