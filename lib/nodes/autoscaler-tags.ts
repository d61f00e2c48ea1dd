/**
 * What Cluster Autoscaler has to know of nodes that are not there: tags of the Auto Scaling group that stand for one.
 */
import { AutoscalingGroupTagA } from '@cdktf/provider-aws/lib/autoscaling-group-tag';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { compareText } from '../validation/checks/compare-text';
import { literalMap } from '../validation/checks/known';
import { readableId } from '../validation/checks/readable-id';
import { DEFAULT_DISK_SIZE } from './node-launch-template';
import type { NodeOptions } from './node-options';
import { kubeletTaint } from './taint';

const PREFIX = 'k8s.io/cluster-autoscaler/node-template/';

/** A tag by key and value. */
export interface AutoscalerTag {
  readonly key: string;
  readonly value: string;
}

/**
 * The tags that describe a node of a group, sorted by key.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function nodeTemplateTags(nodes: NodeOptions): AutoscalerTag[] {
  const labels = Object.entries(literalMap(nodes.labels)).map(([key, value]) => ({
    key: `${PREFIX}label/${key}`,
    value,
  }));
  const taints = (nodes.taints ?? []).map((taint) => ({
    key: `${PREFIX}taint/${taint.key}`,
    // Behind the key and its equals sign, the kubelet writes taints in the same way.
    value: kubeletTaint(taint).slice(taint.key.length + 1),
  }));
  const disk = {
    key: `${PREFIX}resources/ephemeral-storage`,
    value: `${String(nodes.diskSize ?? DEFAULT_DISK_SIZE)}Gi`,
  };
  // One of a key; of a taint with several effects, any says that most pods stay away.
  const byKey = new Map([...labels, ...taints, disk].map((tag) => [tag.key, tag]));
  return [...byKey.values()].sort((a, b) => compareText(a.key, b.key));
}

/**
 * Puts the tags on an Auto Scaling group that EKS has made, which carries none of the node group's.
 *
 * @param scope the node group
 * @param autoScalingGroupName name of the Auto Scaling group, known once it is there
 */
export function tagAutoScalingGroup(
  scope: Construct,
  autoScalingGroupName: string,
  nodes: NodeOptions,
  provider: TerraformProvider | undefined,
): void {
  for (const { key, value } of nodeTemplateTags(nodes)) {
    new AutoscalingGroupTagA(scope, readableId(key, ['AutoscalerTag', key.slice(PREFIX.length)]), {
      autoscalingGroupName: autoScalingGroupName,
      tag: { key, value, propagateAtLaunch: false },
      provider,
    });
  }
}
