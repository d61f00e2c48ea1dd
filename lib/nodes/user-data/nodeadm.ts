/**
 * User data for Amazon Linux 2023, whose nodes are configured by nodeadm. Pure text: strings in, string out; the
 * strings may be tokens.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/
 */
import { stableJson } from '../../validation/checks/stable-json';
import { mimeMessage, NODE_CONFIG, renderedPart } from './mime';
import type { NodeFacts } from './node-facts';
import { labelAndTaintFlags } from './node-facts';
import type { NodeadmOptions } from './nodeadm-options';

/** What a node of Amazon Linux 2023 is told beside its cluster. */
export interface NodeadmContent extends NodeadmOptions {
  readonly maxPods?: number;
}

/** A MIME message with one NodeConfig and the parts around it; undefined when there is nothing to say. */
export function nodeadmUserData(content: NodeadmContent, node: NodeFacts): string | undefined {
  const spec = nodeConfigSpec(content, node);
  const parts = [
    ...(content.partsBefore ?? []).map(renderedPart),
    ...(Object.keys(spec).length === 0 ? [] : [{ contentType: NODE_CONFIG, content: nodeConfig(spec) }]),
    ...(content.partsAfter ?? []).map(renderedPart),
  ];
  return parts.length === 0 ? undefined : mimeMessage(parts);
}

/**
 * The NodeConfig as JSON, which is YAML too: values that are only known at apply need no quoting rules, and none of
 * them can change the structure.
 */
function nodeConfig(spec: object): string {
  return JSON.stringify({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec }, undefined, 2);
}

/** nodeadm asks EKS for nothing, so that the cluster is described in full. */
function nodeConfigSpec(content: NodeadmContent, node: NodeFacts): object {
  const { cluster } = node;
  const { maxPods, localStorage } = content;
  const kubeletConfig = { ...content.kubeletConfig, ...(maxPods === undefined ? {} : { maxPods }) };
  const flags = [...labelAndTaintFlags(node), ...(content.kubeletFlags ?? [])];
  return withoutEmpty({
    cluster:
      cluster === undefined
        ? {}
        : {
            name: cluster.name,
            apiServerEndpoint: cluster.endpoint,
            certificateAuthority: cluster.certificateAuthority,
            // nodeadm derives the address of the cluster's DNS from it.
            cidr: cluster.serviceCidr,
          },
    containerd: withoutEmpty({
      config: content.containerdConfig,
      baseRuntimeSpec: sorted(content.containerdBaseRuntimeSpec),
    }),
    instance: withoutEmpty({
      localStorage:
        localStorage === undefined
          ? undefined
          : {
              strategy: localStorage.strategy,
              ...withoutEmpty({
                mountPath: localStorage.mountPath,
                disabledMounts: localStorage.disabledMounts,
              }),
            },
    }),
    kubelet: withoutEmpty({ config: sorted(kubeletConfig), flags }),
    featureGates: sorted(content.featureGates),
  });
}

/** In the order of keys, so that moving a line in a program replaces no node. */
function sorted(tree: object | undefined): unknown {
  return tree === undefined ? undefined : JSON.parse(stableJson(tree));
}

function withoutEmpty(record: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && value !== null && Object.keys(value).length === 0),
    ),
  );
}
