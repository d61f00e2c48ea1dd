/**
 * What user data is rendered from, whatever the family: the cluster to join, labels and taints. The strings may be tokens.
 */
import { compareText } from '../../validation/checks/compare-text';
import type { Taint } from '../taint';
import { kubeletTaint } from '../taint';

/** The cluster that a node joins. */
export interface ClusterFacts {
  readonly name: string;
  readonly endpoint: string;
  /** PEM in base64, as EKS gives it. */
  readonly certificateAuthority: string;
  /** CIDR block of services, not of the VPC. */
  readonly serviceCidr: string;
  /** Address of the cluster's DNS: the tenth of the block. */
  readonly dnsIp: string;
  readonly isIpv6: boolean;
}

/** What a node is told. */
export interface NodeFacts {
  /** Left out for the image of EKS, to whose user data EKS adds the cluster, labels and taints by itself. */
  readonly cluster?: ClusterFacts;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** Labels and taints as flags of the kubelet; sorted, so that the order in a program changes no node. */
export function labelAndTaintFlags({ cluster, labels, taints }: NodeFacts): string[] {
  if (cluster === undefined) {
    return [];
  }
  const nodeLabels = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [
    ...(nodeLabels.length === 0 ? [] : [`--node-labels=${nodeLabels.sort(compareText).join(',')}`]),
    ...(taints.length === 0
      ? []
      : [`--register-with-taints=${taints.map(kubeletTaint).sort(compareText).join(',')}`]),
  ];
}
