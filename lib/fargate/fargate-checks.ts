/**
 * What can be wrong with a Fargate profile.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown } from '../validation/checks/known';
import { rendered } from '../validation/checks/readable-id';
import { stableJson } from '../validation/checks/stable-json';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { FargateCompute } from './fargate-compute';
import { fargateProfilesOf } from './fargate-compute';
import type { FargateProfileOptions, FargateSelector } from './fargate-profile-options';

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfileSelector.html */
const MAX_SELECTORS = 5;
const MAX_LABELS = 5;
/** Can be raised. @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const PROFILES_QUOTA = 10;

const NAMESPACE = /^[a-z0-9*?]([a-z0-9*?-]{0,61}[a-z0-9*?])?$/;
const LABEL_KEY = /^([a-z0-9*?.-]{1,253}\/)?[A-Za-z0-9*?]([\w*?.-]{0,61}[A-Za-z0-9*?])?$/;
const LABEL_VALUE = /^([A-Za-z0-9*?]([\w*?.-]{0,61}[A-Za-z0-9*?])?)?$/;

/** Reports everything that is wrong with the options of a profile. */
export function checkFargateOptions(
  checks: PropertyChecks,
  options: FargateProfileOptions,
  name: string,
): void {
  checks.literal('fargateProfileName', name);
  checks.pattern('fargateProfileName', name, /^[0-9A-Za-z][0-9A-Za-z_-]*$/, 'letters, digits, - and _');
  if (checks.literal('selectors', options.selectors)) {
    [...judgeSelectors(options.selectors)].forEach((problem) => {
      checks.report(problem);
    });
  }
  checks.distinct('subnetIds', options.subnetIds ?? [], 'SEKS1103');
  checks.arn('podExecutionRoleArn', options.podExecutionRoleArn, 'iam', 'role/');
  checks.arn('permissionsBoundary', options.permissionsBoundary, 'iam');
  checks.tags('tags', options.tags);
  checks.literal('importExisting', options.importExisting);
  judgeImport(options).forEach((problem) => {
    checks.report(problem);
  });
  const { additionalPolicies, podExecutionRoleArn } = options;
  if (podExecutionRoleArn !== undefined && (additionalPolicies ?? []).length > 0) {
    const property = 'additionalPolicies';
    const what = `${property} are given together with podExecutionRoleArn`;
    const fix = 'Attach the policies to the role that you bring.';
    checks.report({ code: 'SEKS1002', property, value: additionalPolicies, what, fix });
  }
}

/** All that a profile consists of is fixed when it is made. */
function judgeImport({ importExisting: value, ...options }: FargateProfileOptions): ProblemDetails[] {
  const kept = ['podExecutionRoleArn', 'subnetIds'] as const;
  return kept
    .filter((property) => value !== undefined && options[property] === undefined)
    .map((property) => ({
      code: 'SEKS6008',
      property,
      value,
      limit: 'that of the existing profile',
      what: `${property} is not that of the existing Fargate profile, which would be replaced`,
      fix: 'Give what aws eks describe-fargate-profile names.',
    }));
}

function* judgeSelectors(selectors: readonly FargateSelector[]): Generator<ProblemDetails> {
  const problem = (value: unknown, limit: string, what: string, fix: string): ProblemDetails => {
    return { code: 'SEKS6001', property: 'selectors', value, limit, what: `selectors ${what}`, fix };
  };
  if (selectors.length === 0) {
    yield problem(selectors, '1 to 5', 'is empty, so no pod would run on Fargate', 'Name a namespace.');
  }
  if (selectors.length > MAX_SELECTORS) {
    const what = `holds ${String(selectors.length)}, a profile takes ${String(MAX_SELECTORS)}`;
    const fix = 'Add another profile, or use wildcards, as in team-*.';
    yield problem(selectors.length, `at most ${String(MAX_SELECTORS)}`, what, fix);
  }
  const seen = new Set<string>();
  for (const selector of selectors) {
    const { namespace, labels = {} } = selector;
    if (isKnown(namespace) && !NAMESPACE.test(namespace)) {
      const limit = 'a name of at most 63 small letters, digits and -, with * and ?';
      yield problem(
        namespace,
        limit,
        `has the namespace ${show(namespace)}, which is not ${limit}`,
        'Rename it.',
      );
    }
    const pairs = isKnown(labels) ? Object.entries(labels) : [];
    if (pairs.length > MAX_LABELS) {
      const limit = `at most ${String(MAX_LABELS)}`;
      const what = `has ${String(pairs.length)} labels for ${show(namespace)}, a selector takes ${String(MAX_LABELS)}`;
      yield problem(pairs.length, limit, what, 'Drop some, or select by a label made for it.');
    }
    for (const [key, value] of pairs) {
      if ((isKnown(key) && !LABEL_KEY.test(key)) || (isKnown(value) && !LABEL_VALUE.test(value))) {
        const limit = 'a label of Kubernetes, with * and ?';
        yield problem(
          `${key}=${value}`,
          limit,
          `has ${show(`${key}=${value}`)}, which is not ${limit}`,
          'Rename it.',
        );
      }
    }
    const text = stableJson({ namespace, labels });
    if (seen.has(text)) {
      yield problem(selector, 'distinct selectors', `holds ${text} more than once`, 'Name it once.');
    }
    seen.add(text);
  }
}

/** A network made here, as far as it tells its public subnets. */
interface HasPublicSubnets {
  readonly publicSubnetIds?: string[];
}

/** Pods on Fargate have no public address, so in a public subnet they reach nothing; EKS refuses it during the apply. */
export function judgePublicSubnets(
  profile: IConstruct,
  cluster: ISafeEksCluster,
  subnetIds: readonly string[],
): ProblemDetails[] {
  const networks = cluster.deploymentOrder.membersOf(DeploymentStage.NETWORK) as readonly HasPublicSubnets[];
  const open = networks
    .flatMap(({ publicSubnetIds = [] }) => publicSubnetIds)
    .map((id) => rendered(profile, id));
  const value = (isKnown(subnetIds) ? subnetIds : [])
    .map((id) => rendered(profile, id))
    .filter((id) => open.includes(id));
  if (value.length === 0) {
    return [];
  }
  const property = 'subnetIds';
  const what = `${property} names ${show(value)}, public in the network of the cluster, and Fargate takes private subnets only`;
  const fix = 'Give private ones, or leave it out: the node subnets of the network are taken then.';
  return [{ code: 'SEKS6002', property, value, limit: 'private subnets', what, fix }];
}

interface MaybeOfNodes extends IConstruct {
  readonly nodeRoleArn?: string;
}

/** EKS lets in one kind of compute per role: nodes and Fargate have user names of different kinds. */
export function judgeExecutionRole(
  profile: IConstruct,
  cluster: ISafeEksCluster,
  roleArn: string,
): ProblemDetails[] {
  const value = rendered(profile, roleArn);
  const compute: readonly MaybeOfNodes[] = cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE);
  const nodes = compute.find(
    ({ nodeRoleArn }) => nodeRoleArn !== undefined && rendered(profile, nodeRoleArn) === value,
  );
  if (nodes === undefined) {
    return [];
  }
  const property = 'podExecutionRoleArn';
  const what = `${property} ${show(value)} is also the role of the nodes of ${nodes.node.path}`;
  const fix = 'Leave it out, so that a role is made, or give one that only Fargate has.';
  return [{ code: 'SEKS6003', property, value, limit: 'a role of its own', what, fix }];
}

/** Roles are named after profiles. Of two profiles with one name the one that comes later in the tree is reported. */
export function judgeNamesakes(profile: FargateCompute, cluster: ISafeEksCluster): ProblemDetails[] {
  const value = profile._baseName;
  const [first] = fargateProfilesOf(cluster)
    .filter((other) => other._baseName.toLowerCase() === value.toLowerCase())
    .map(({ node }) => node.path)
    .sort();
  if (first === undefined || first === profile.node.path) {
    return [];
  }
  const property = 'fargateProfileName';
  const what = `${property} ${show(value)} is also that of ${first}`;
  return [
    { code: 'SEKS6004', property, value, limit: 'unique', what, fix: 'Give one of them another name.' },
  ];
}

/** Said once, by the last profile. */
export function judgeQuota(profile: IConstruct, cluster: ISafeEksCluster): ProblemDetails[] {
  const profiles = fargateProfilesOf(cluster);
  if (profiles.length <= PROFILES_QUOTA || profiles.at(-1) !== profile) {
    return [];
  }
  const limit = `${String(PROFILES_QUOTA)}, unless the quota was raised`;
  const what = `the cluster has ${String(profiles.length)} Fargate profiles, and an account may have ${limit}`;
  const fix = 'Put selectors together, or have the quota raised and acknowledge the code.';
  return [{ code: 'SEKS6007', value: profiles.length, limit, what, fix }];
}
