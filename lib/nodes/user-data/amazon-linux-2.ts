/**
 * User data for Amazon Linux 2: a shell script that calls that of the image. Pure text: strings in, string out; the strings
 * may be tokens.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/templates/al2/runtime/bootstrap.sh
 */
import type { BootstrapOptions } from './bootstrap-options';
import { scriptLines, shellQuoted } from './literal-text';
import { MimePart, mimeMessage } from './mime';
import type { ClusterFacts, NodeFacts } from './node-facts';
import { labelAndTaintFlags } from './node-facts';

/**
 * A script for an image of one's own; for the image of EKS a MIME message with what comes before, which EKS merges with its
 * own; undefined when there is nothing to say.
 */
export function amazonLinux2UserData(options: BootstrapOptions, node: NodeFacts): string | undefined {
  const before = scriptLines(options.scriptBefore);
  if (node.cluster !== undefined) {
    const lines = [...before, ...bootstrap(options, node, node.cluster), ...scriptLines(options.scriptAfter)];
    return ['#!/bin/bash', 'set -e', ...lines, ''].join('\n');
  }
  if (before.length === 0) {
    return undefined;
  }
  const { contentType } = MimePart.shellScript('');
  return mimeMessage([{ contentType, content: ['#!/bin/bash', 'set -e', ...before].join('\n') }]);
}

/** With endpoint, certificate authority and DNS given, the script has no need to ask EKS. */
function bootstrap(options: BootstrapOptions, node: NodeFacts, cluster: ClusterFacts): string[] {
  const { maxPods } = options;
  const flags = [
    ...labelAndTaintFlags(node),
    ...(maxPods === undefined ? [] : [`--max-pods=${String(maxPods)}`]),
    ...(options.kubeletFlags ?? []),
  ];
  const parameters = [
    `--b64-cluster-ca ${shellQuoted(cluster.certificateAuthority)}`,
    `--apiserver-endpoint ${shellQuoted(cluster.endpoint)}`,
    `--dns-cluster-ip ${shellQuoted(cluster.dnsIp)}`,
    ...(cluster.isIpv6
      ? ['--ip-family ipv6', `--service-ipv6-cidr ${shellQuoted(cluster.serviceCidr)}`]
      : []),
    // Otherwise the script writes a number of its own into the configuration.
    ...(maxPods === undefined ? [] : ['--use-max-pods false']),
    ...(flags.length === 0 ? [] : [`--kubelet-extra-args ${shellQuoted(flags.join(' '))}`]),
  ];
  return [`/etc/eks/bootstrap.sh ${shellQuoted(cluster.name)}`, ...parameters].map(
    (line, index) => `${index === 0 ? '' : '  '}${line}${index === parameters.length ? '' : ' \\'}`,
  );
}
