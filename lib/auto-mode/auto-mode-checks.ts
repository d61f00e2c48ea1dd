/**
 * What can be wrong with Auto Mode: at synth from the code, at plan from the live cluster.
 */
import type { IConstruct } from 'constructs';
import { ADDON_CATALOGUE } from '../addons/addon-catalogue';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { PlanCondition } from '../cluster/plan-condition';
import { planCondition } from '../cluster/plan-condition';
import type { ProblemDetails } from '../validation/problem';
import type { ProblemCode } from '../validation/problem-codes';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { AutoMode } from './auto-mode';
import { AutoModeState, BuiltInNodePool } from './auto-mode';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-enable-existing.html */
const OLDEST_MINOR = 29;

/** The oldest versions that keep off its nodes. @see https://docs.aws.amazon.com/eks/latest/userguide/auto-enable-existing.html */
const OLDEST_BESIDE: Readonly<Record<string, string>> = {
  'vpc-cni': 'v1.19.0-eksbuild.1',
  'aws-ebs-csi-driver': 'v1.37.0-eksbuild.1',
  'snapshot-controller': 'v8.1.0-eksbuild.2',
  'eks-pod-identity-agent': 'v1.3.4-eksbuild.1',
};

/** Reports what is wrong with the settings by themselves. */
export function checkAutoModeOptions(checks: PropertyChecks, { _options: options }: AutoMode): void {
  const property = 'autoMode.nodePools';
  if (options.nodePools !== undefined && checks.literal(property, options.nodePools)) {
    options.nodePools.forEach((pool) => {
      checks.oneOf(property, pool, Object.values(BuiltInNodePool));
    });
    checks.distinct(property, options.nodePools, 'SEKS8005');
  }
  checks.literal('autoMode.customTags', options.customTags);
  checks.arn('autoMode.nodeRoleArn', options.nodeRoleArn, 'iam', 'role/');
  checks.arn('autoMode.nodePermissionsBoundary', options.nodePermissionsBoundary, 'iam');
  const forOwnRole = options.additionalNodePolicies ?? options.nodePermissionsBoundary;
  if (options.nodeRoleArn !== undefined && forOwnRole !== undefined) {
    const what = 'autoMode names both a role for the nodes and what a new one would get';
    const fix = 'Set policies and boundary on the role that you bring.';
    checks.report({
      code: 'SEKS8005',
      property: 'autoMode.nodeRoleArn',
      value: options.nodeRoleArn,
      what,
      fix,
    });
  }
}

/** An add-on, as far as that matters. */
interface VersionedAddon extends IConstruct {
  readonly addonName: string;
  readonly resource: { readonly addonVersionInput?: string };
}

/** Judges a cluster when all that belongs to it is known. */
export function judgeAutoMode(cluster: ISafeEksCluster): ProblemDetails[] {
  const { autoMode } = cluster;
  if (!autoMode?.isOn) {
    return [];
  }
  return [
    ...judgeVersion(cluster),
    ...judgeAuthentication(cluster),
    ...(autoMode.isAlone
      ? [...judgeCompute(cluster, autoMode), ...judgeBuiltIn(cluster)]
      : judgeOld(cluster)),
  ];
}

function judgeVersion({ controlPlaneVersion }: ISafeEksCluster): ProblemDetails[] {
  const { minor, version } = controlPlaneVersion;
  if (minor === undefined || minor >= OLDEST_MINOR) {
    return [];
  }
  const limit = `1.${String(OLDEST_MINOR)} or later`;
  const what = `autoMode is on with Kubernetes ${version}, and needs ${limit}`;
  return [{ code: 'SEKS8003', property: 'autoMode', value: version, limit, what, fix: 'Upgrade first.' }];
}

function judgeAuthentication({ authentication }: ISafeEksCluster): ProblemDetails[] {
  if (authentication.hasEntries) {
    return [];
  }
  const what = 'autoMode is on while only aws-auth lets anybody in, and its nodes join by access entries';
  const fix = 'Go to MigrationStep.BOTH first, in an apply of its own.';
  return [
    {
      code: 'SEKS8004',
      property: 'autoMode',
      value: authentication.mode,
      limit: 'access entries',
      what,
      fix,
    },
  ];
}

/** Nodes of another kind need add-ons that are not there. */
function judgeCompute(cluster: ISafeEksCluster, autoMode: AutoMode): ProblemDetails[] {
  const compute = cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE).map(({ node }) => node.path);
  if (compute.length === 0) {
    return [];
  }
  const value = [...compute].sort();
  const what = `autoMode is all that runs nodes, and there is ${value.join(', ')} besides, without CNI and DNS`;
  const fix = autoMode.isMigrating
    ? 'Remove them in an apply at AutoModeState.BOTH, or stay there.'
    : 'Say besideOtherCompute: true, so that the add-ons for them are installed.';
  return [{ code: 'SEKS8001', property: 'autoMode', value, limit: 'no other compute', what, fix }];
}

function addonsOf(cluster: ISafeEksCluster): readonly VersionedAddon[] {
  return [DeploymentStage.PRE_COMPUTE_ADDONS, DeploymentStage.POST_COMPUTE_ADDONS]
    .flatMap((stage) => cluster.deploymentOrder.membersOf(stage))
    .filter((member): member is IConstruct & VersionedAddon => 'addonName' in member);
}

function judgeBuiltIn(cluster: ISafeEksCluster): ProblemDetails[] {
  const value = addonsOf(cluster)
    .map(({ addonName }) => addonName)
    .filter((name) => ADDON_CATALOGUE[name]?.isBuiltIntoAutoMode === true)
    .sort();
  if (value.length === 0) {
    return [];
  }
  const what = `Auto Mode has ${value.join(', ')} built in, and the add-on finds no node to run on`;
  const fix = 'Remove the add-on, or say besideOtherCompute: true if there are other nodes.';
  return [{ code: 'SEKS8002', value, limit: 'no add-on that is built in', what, fix }];
}

function judgeOld(cluster: ISafeEksCluster): ProblemDetails[] {
  return addonsOf(cluster).flatMap(({ addonName, resource: { addonVersionInput: value } }) => {
    const limit = OLDEST_BESIDE[addonName];
    if (limit === undefined || value === undefined || !isOlder(value, limit)) {
      return [];
    }
    const what = `${addonName} ${show(value)} does not keep off the nodes of Auto Mode, as ${limit} does`;
    const fix = `Give ${limit} or later, in an apply before Auto Mode is switched on.`;
    return [{ code: 'SEKS8008', property: 'version', value, limit, what, fix } as const];
  });
}

/** Compares `v1.19.0-eksbuild.1` number by number; what has another form is not judged. */
function isOlder(version: string, than: string): boolean {
  const numbers = (text: string): number[] =>
    (/^v(\d+)\.(\d+)\.(\d+)-eksbuild\.(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  const index = left.findIndex((number, at) => number !== right[at]);
  return index >= 0 && (left[index] ?? 0) < (right[index] ?? 0);
}

/** What Terraform compares with the live cluster, of which there is one or none. */
export function autoModeConditions(
  path: string,
  autoMode: AutoMode,
  live: { readonly cluster: string; readonly nodeGroups: string },
): PlanCondition[] {
  const isOff = `!anytrue(flatten(${live.cluster}[*].compute_config[*].enabled))`;
  const groups = `flatten(${live.nodeGroups}[*].names)`;
  const refuse = (holds: string, code: ProblemCode, what: string, fix: string): PlanCondition[] => [
    planCondition(path, code, { holds, what, fix }),
  ];
  switch (autoMode.state) {
    case undefined:
      return refuse(
        isOff,
        'SEKS8007',
        'Auto Mode is on in the live cluster, and autoMode would switch it off, which ends its nodes and load balancers',
        'Give AutoMode.migrating with AutoModeState.CLASSIC to go back, or the autoMode that the cluster has.',
      );
    case AutoModeState.CLASSIC:
      return refuse(
        `${isOff} || length(${groups}) > 0`,
        'SEKS8007',
        'autoMode would end all nodes of Auto Mode, and there is no node group for what runs on them',
        'Go to AutoModeState.BOTH and add node groups first.',
      );
    case AutoModeState.AUTO_ONLY:
      return refuse(
        `length(${groups}) == 0`,
        'SEKS8006',
        `autoMode would take CNI and DNS from node groups that are still there, \${join(", ", ${groups})}`,
        'Remove them in an apply at AutoModeState.BOTH first, so that what runs on them moves.',
      );
    case AutoModeState.BOTH:
      return [];
  }
}
