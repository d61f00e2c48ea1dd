/**
 * Add-ons that do not work without another.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { ProblemDetails } from '../validation/problem';
import { ADDON_CATALOGUE } from './addon-catalogue';

/** Names of the add-ons of a cluster. */
export function addonNamesOf({ deploymentOrder }: ISafeEksCluster): string[] {
  return [DeploymentStage.PRE_COMPUTE_ADDONS, DeploymentStage.POST_COMPUTE_ADDONS]
    .flatMap((stage) => deploymentOrder.membersOf(stage))
    .flatMap((member: IConstruct & { readonly addonName?: string }) => member.addonName ?? []);
}

/** Judges an add-on when all add-ons of its cluster are known. */
export function judgeNeeds(
  { addonName }: { readonly addonName: string },
  cluster: ISafeEksCluster,
): ProblemDetails[] {
  const there = addonNamesOf(cluster);
  const lacking = (ADDON_CATALOGUE[addonName]?.needs ?? []).filter((name) => !there.includes(name));
  return lacking.map((name) => ({
    code: 'SEKS3010',
    value: addonName,
    limit: name,
    what: `${addonName} does not work without ${name}, which is not among the add-ons`,
    fix: `Add ${name}, or acknowledge the code with how it comes into the cluster before.`,
  }));
}
