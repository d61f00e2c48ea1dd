/**
 * User data for Windows: PowerShell that calls the script of the image. Pure text: strings in, string out; the strings may
 * be tokens.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-windows-ami.html
 */
import type { BootstrapOptions } from './bootstrap-options';
import { powerShellQuoted, scriptLines } from './literal-text';
import type { ClusterFacts, NodeFacts } from './node-facts';
import { labelAndTaintFlags } from './node-facts';

/**
 * PowerShell within its tag; undefined when there is nothing to say. To the image of EKS only what comes before: EKS puts
 * its own commands behind it, within the same tag.
 */
export function windowsUserData(options: BootstrapOptions, node: NodeFacts): string | undefined {
  const lines = [
    ...scriptLines(options.scriptBefore),
    ...(node.cluster === undefined ? [] : bootstrap(options, node, node.cluster)),
    ...scriptLines(options.scriptAfter),
  ];
  return lines.length === 0 ? undefined : ['<powershell>', ...lines, '</powershell>', ''].join('\n');
}

/**
 * Left to itself the script guesses the service CIDR from the address of the node, and with a block of one's own guesses
 * wrong.
 */
function bootstrap(options: BootstrapOptions, node: NodeFacts, cluster: ClusterFacts): string[] {
  const flags = [
    ...labelAndTaintFlags(node),
    ...(options.maxPods === undefined ? [] : [`--max-pods=${String(options.maxPods)}`]),
    ...(options.kubeletFlags ?? []),
  ];
  const parameters = [
    ['EKSClusterName', cluster.name],
    ['APIServerEndpoint', cluster.endpoint],
    ['Base64ClusterCA', cluster.certificateAuthority],
    ['DNSClusterIP', cluster.dnsIp],
    ['ServiceCIDR', cluster.serviceCidr],
    ...(flags.length === 0 ? [] : [['KubeletExtraArgs', flags.join(' ')]]),
  ].map(([name = '', value = '']) => `-${name} ${powerShellQuoted(value)}`);
  return [
    '[string]$EKSBootstrapScriptFile = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"',
    // All streams end up in the log of the agent that runs user data.
    `& $EKSBootstrapScriptFile ${parameters.join(' ')} 3>&1 4>&1 5>&1 6>&1`,
  ];
}
