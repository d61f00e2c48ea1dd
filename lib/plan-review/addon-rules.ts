/**
 * What must not happen to add-ons while nodes are running.
 */
import { at } from './json';
import { hasRunningNodes } from './node-rules';
import type { PlanFinding } from './plan-finding';
import type { PlanUnderReview } from './plan-under-review';
import { finding } from './plan-under-review';

/** Those without which nodes or pods stop to work: network, names, credentials, volumes. */
const NEEDED = [
  'aws-ebs-csi-driver',
  'aws-efs-csi-driver',
  'coredns',
  'eks-pod-identity-agent',
  'kube-proxy',
  'vpc-cni',
];

/** Add-ons. */
export function judgeAddons(plan: PlanUnderReview): readonly PlanFinding[] {
  const lost = plan.ofType('aws_eks_addon').filter((addon) => addon.isLost && plan.clusterStays(addon));
  return lost.flatMap((addon) => {
    const name = addon.had('addon_name') ?? addon.address;
    const what = `The add-on ${name} is ${addon.isReplaced ? `replaced${addon.cause}` : 'deleted'}`;
    if (addon.isReplaced && name === 'vpc-cni') {
      return [finding('cni-replaced', addon, what, addon.replacePaths)];
    }
    // What is preserved stays in the cluster, and only EKS forgets it.
    if (at(addon.before, 'preserve') === true || !hasRunningNodes(plan, addon)) {
      return [];
    }
    const rule = NEEDED.includes(name) ? 'addon-deleted' : 'other-addon-deleted';
    return [finding(rule, addon, what, addon.replacePaths)];
  });
}
