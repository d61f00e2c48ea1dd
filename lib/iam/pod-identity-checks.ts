/**
 * What can be wrong with a role that pods have by Pod Identity.
 */
import type { IConstruct } from 'constructs';
import { ADDON_CATALOGUE } from '../addons/addon-catalogue';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { fargateProfilesOf, runsLinuxOnFargateOnly, takesPods } from '../fargate/fargate-compute';
import { DeploymentStage } from '../ordering/deployment-stage';
import { hasTokens } from '../validation/checks/stable-json';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { PodIdentityOptions } from './pod-identity-options';
import { NAMESPACE, SERVICE_ACCOUNT } from './service-account-role';

/** All inline policies of a role together. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_INLINE = 10_240;

/** A construct with an association of its own. */
interface Associated extends IConstruct {
  readonly _subject?: string;
  /** Of an add-on: its name, and the block within it. */
  readonly addonName?: string;
  readonly resource?: { readonly podIdentityAssociationInput?: unknown };
}

/** Reports everything that is wrong with the options. */
export function checkPodIdentity(checks: PropertyChecks, options: PodIdentityOptions): void {
  const { preset } = options;
  checks.literal('sessionTags', options.sessionTags);
  for (const [property, value, pattern] of [
    ['namespace', options.namespace ?? preset?.namespace, NAMESPACE],
    ['serviceAccount', options.serviceAccount ?? preset?.serviceAccount, SERVICE_ACCOUNT],
  ] as const) {
    if (value === undefined || (checks.literal(property, value) && !pattern.test(value))) {
      const what =
        value === undefined
          ? `${property} is missing, and there is no preset that names one`
          : `${property} ${show(value)} is no name in Kubernetes`;
      const fix = 'Give a name of small letters, digits and -.';
      checks.report({ code: 'SEKS7002', property, value, limit: 'a name in Kubernetes', what, fix });
    }
  }
  [...judgeRole(options), ...(preset?._judge() ?? [])].forEach((problem) => {
    checks.report(problem);
  });
  checks.arn('roleArn', options.roleArn, 'iam', 'role/');
  checks.arn('targetRoleArn', options.targetRoleArn, 'iam', 'role/');
  checks.arn('permissionsBoundary', options.permissionsBoundary, 'iam');
  checks.tags('tags', options.tags);
}

/** Pods have one role, and it is good for something. */
function judgeRole({ roleArn, ...options }: PodIdentityOptions): ProblemDetails[] {
  const ofRole = ['preset', 'managedPolicies', 'inlinePolicies', 'permissionsBoundary'] as const;
  const given = ofRole.filter((property) => options[property] !== undefined);
  const property = 'roleArn';
  if (roleArn !== undefined && given.length > 0) {
    const what = `${property} is given together with ${given.join(', ')}, which are for a role that is made here`;
    const fix = 'Drop one of the two: attach policies to a role of yours where it is made.';
    return [{ code: 'SEKS7005', property, value: roleArn, limit: 'one role', what, fix }];
  }
  const policies = [options.preset, options.targetRoleArn, options.managedPolicies, options.inlinePolicies];
  if (roleArn === undefined && policies.every((value) => value === undefined)) {
    const what = `${property} is missing, and so is every policy, so that the pods would have a role that may do nothing`;
    const fix = 'Give a preset, managedPolicies, inlinePolicies, targetRoleArn or roleArn.';
    return [{ code: 'SEKS7005', property, limit: 'a role or policies', what, fix }];
  }
  return [];
}

/** EKS takes one association for a service account. Of two the one that comes later in the tree is reported. */
export function judgeOtherAssociation(
  self: IConstruct,
  cluster: ISafeEksCluster,
  subject: string,
): ProblemDetails[] {
  const order = cluster.deploymentOrder;
  const [twin] = order
    .membersOf(DeploymentStage.ACCESS)
    .filter((member) => usesPodIdentity(member) && (member as Associated)._subject === subject)
    .map(({ node }) => node.path)
    .filter((path) => path < self.node.path)
    .sort();
  const addon = [DeploymentStage.PRE_COMPUTE_ADDONS, DeploymentStage.POST_COMPUTE_ADDONS]
    .flatMap((stage) => order.membersOf(stage))
    .find((member) => subjectsOfAddon(member).includes(subject));
  const other = twin ?? addon?.node.path;
  if (other === undefined) {
    return [];
  }
  const property = 'serviceAccount';
  const what = `${property} ${show(subject)} has an association already, by ${other}, and EKS takes one only`;
  const fix =
    addon === undefined ? 'Put the policies together.' : 'Give the add-on its role, as podIdentityRoleArn.';
  return [{ code: 'SEKS7004', property, value: subject, limit: 'one association', what, fix }];
}

/** The agent is a DaemonSet, and those do not run on Fargate. Labels of pods are not known here, so selectors with some pass. */
export function judgePodsOnFargate(
  cluster: ISafeEksCluster,
  namespace: string,
  subject: string,
): ProblemDetails[] {
  if (cluster.autoMode?.isOn === true) {
    return [];
  }
  const isOnly = runsLinuxOnFargateOnly(cluster);
  const takes = takesPods(fargateProfilesOf(cluster), { namespace }, false);
  if (!isOnly && !takes) {
    return [];
  }
  const property = 'serviceAccount';
  const why = isOnly ? 'only Fargate runs pods here' : `a profile takes all pods of ${namespace}`;
  const what = `${property} ${show(subject)} has its role by Pod Identity, which does not reach Fargate, and ${why}`;
  const fix = 'Make it a ServiceAccountRole; or narrow the profile by labels and have nodes for the pods.';
  return [{ code: 'SEKS6006', property, value: subject, limit: 'a ServiceAccountRole', what, fix }];
}

/** Policies that hold tokens are not measured. White space does not count. */
export function judgeInlineSize(policies: Readonly<Record<string, object>>): ProblemDetails[] {
  const value = Object.values(policies)
    .filter((document) => !hasTokens(document))
    .reduce((sum, document) => sum + JSON.stringify(document).length, 0);
  if (value <= MAX_INLINE) {
    return [];
  }
  const property = 'inlinePolicies';
  const limit = `${String(MAX_INLINE)} characters together`;
  const what = `${property} have ${String(value)} characters, and IAM takes ${limit} for a role`;
  const fix = 'Make managed policies of them, and name these in managedPolicies.';
  return [{ code: 'SEKS7007', property, value, limit, what, fix }];
}

/** Whether a member of the order counts on the agent. */
function usesPodIdentity(member: IConstruct): boolean {
  return (member as unknown as { readonly usesPodIdentity?: boolean }).usesPodIdentity === true;
}

/** Add-ons have their associations in a block of their own. */
function subjectsOfAddon(member: IConstruct): string[] {
  const { addonName = '', resource } = member as Associated;
  const blocks = resource?.podIdentityAssociationInput;
  const list = Array.isArray(blocks) ? (blocks as readonly { readonly serviceAccount?: string }[]) : [];
  const namespace = ADDON_CATALOGUE[addonName]?.namespace ?? 'kube-system';
  return list.map(({ serviceAccount }) => `${namespace}:${serviceAccount ?? ''}`);
}
