/**
 * User data for Amazon Linux 2023, whose nodes are configured by nodeadm. Pure text: strings in, string out; the
 * strings may be tokens.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/
 */

/** The cluster to join. nodeadm does not ask EKS for any of these. */
export interface NodeadmCluster {
  readonly name: string;
  readonly apiServerEndpoint: string;
  /** PEM in base64, as EKS gives it. */
  readonly certificateAuthority: string;
  /** CIDR block of services, not of the VPC: the cluster's DNS address is derived from it. */
  readonly cidr: string;
}

/** What is said to nodeadm. */
export interface NodeadmOptions {
  /** The cluster to join; left out where EKS adds it by itself, which it does for its own images. */
  readonly cluster?: NodeadmCluster;
  /** Flags of the kubelet, such as `--node-labels=a=b`. */
  readonly kubeletFlags?: readonly string[];
}

/**
 * Fixed, so that the text depends on the content only; nothing in a NodeConfig can look like it, as JSON never has
 * a line that begins with two dashes.
 */
const BOUNDARY = 'cdktf-safe-eks';

/** A MIME message with one NodeConfig. */
export function nodeadmUserData(options: NodeadmOptions): string {
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: application/node.eks.aws',
    '',
    nodeConfig(options),
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

/**
 * The NodeConfig as JSON, which is YAML too: values that are only known at apply need no quoting rules, and none of
 * them can change the structure.
 */
function nodeConfig({ cluster, kubeletFlags = [] }: NodeadmOptions): string {
  const spec = {
    ...(cluster === undefined ? {} : { cluster }),
    ...(kubeletFlags.length === 0 ? {} : { kubelet: { flags: kubeletFlags } }),
  };
  return JSON.stringify({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec }, undefined, 2);
}
