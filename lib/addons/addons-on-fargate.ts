/**
 * Whether an add-on fits the Fargate profiles of its cluster.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { FargateCompute } from '../fargate/fargate-compute';
import {
  fargateProfilesOf,
  hasForeignCompute,
  runsLinuxOnFargateOnly,
  takesPods,
} from '../fargate/fargate-compute';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { ADDON_CATALOGUE } from './addon-catalogue';
import { COREDNS, ON_FARGATE } from './catalogue/cluster-addons';

/** An add-on, as far as that matters. */
interface PlacedAddon extends IConstruct {
  readonly addonName: string;
  readonly usesPodIdentity: boolean;
}

/**
 * Judges an add-on when all compute of its cluster is known. DaemonSets are left out: they do not run on Fargate, and are healthy
 * without a node.
 *
 * @param configuration the user's own
 */
export function judgeFargate(
  addon: PlacedAddon,
  cluster: ISafeEksCluster,
  configuration: Readonly<Record<string, unknown>>,
): ProblemDetails[] {
  const pods = ADDON_CATALOGUE[addon.addonName]?.pods;
  const profiles = fargateProfilesOf(cluster);
  const isOnly = runsLinuxOnFargateOnly(cluster);
  if (addon.addonName === COREDNS) {
    // What is no construct of this library may be a profile that takes it.
    return hasForeignCompute(cluster) ? [] : judgeCoredns(profiles, isOnly, configuration['computeType']);
  }
  if (pods === undefined || profiles.length === 0) {
    return [];
  }
  if (isOnly && !takesPods(profiles, pods, true)) {
    const what = `the pods of ${addon.addonName} would stay Pending, as only Fargate could run them and no profile selects ${pods.namespace}`;
    const fix = `Add a profile for the namespace ${pods.namespace}, or remove the add-on.`;
    return [{ code: 'SEKS6005', value: addon.addonName, limit: pods.namespace, what, fix }];
  }
  if (addon.usesPodIdentity && (isOnly || takesPods(profiles, pods, false))) {
    const limit = 'a role of its service account';
    const what = `${addon.addonName} takes its permissions from Pod Identity, which does not reach Fargate, and a profile takes its pods`;
    const fix = `Give serviceAccountRoleArn, the role of a ServiceAccountRole; or narrow the profile by labels and have nodes for it.`;
    return [{ code: 'SEKS6006', property: 'podIdentityRoleArn', value: addon.addonName, limit, what, fix }];
  }
  return [];
}

/** Its pods are kept off Fargate, or on it, by its configuration. */
function judgeCoredns(
  profiles: readonly FargateCompute[],
  isOnly: boolean,
  computeType: unknown,
): ProblemDetails[] {
  if (computeType !== undefined && !isKnown(computeType)) {
    return [];
  }
  const property = 'configuration';
  if (isOnly && computeType !== undefined && computeType !== ON_FARGATE) {
    const what = `configuration keeps ${COREDNS} off Fargate with computeType ${show(computeType)}, and the cluster has nothing else to run it`;
    const fix = 'Leave computeType out, or add a node group.';
    return [{ code: 'SEKS6005', property, value: computeType, limit: ON_FARGATE, what, fix }];
  }
  const wantsFargate = isOnly || computeType === ON_FARGATE;
  const pods = ADDON_CATALOGUE[COREDNS]?.pods;
  if (!wantsFargate || pods === undefined || takesPods(profiles, pods, true)) {
    return [];
  }
  const what = `${COREDNS} runs on Fargate here, and no profile selects its pods, so that it would stay DEGRADED and time out after 20 minutes`;
  const fix = "Add a profile for the namespace kube-system, with the label k8s-app 'kube-dns' or without.";
  return [{ code: 'SEKS6005', property, value: computeType, limit: 'k8s-app=kube-dns', what, fix }];
}
