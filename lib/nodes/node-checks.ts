/**
 * What can be wrong with nodes, whoever manages their group.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { KubernetesVersion } from '../cluster/kubernetes-version';
import { MAX_MINORS_BEHIND } from '../cluster/kubernetes-version';
import { isKnown, literalMap } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { Ami } from './ami';
import { factsOf } from './ami-family';
import { judgeInstanceTypes } from './instance-types';
import { checkLaunchTemplate } from './launch-template/launch-template-checks';
import type { NodeOptions } from './node-options';
import { judgeBesideOwnTemplate } from './own-launch-template';
import { judgeLabelsAndTaints } from './taint';

const MAX_DISK_SIZE = 16384;

/** The version of Kubernetes that nodes get. */
export function nodeVersionOf(cluster: ISafeEksCluster, nodes: NodeOptions): KubernetesVersion {
  return nodes.version ?? cluster.kubernetesVersion;
}

/** Reports everything that is wrong with nodes. */
export function checkNodeOptions(checks: PropertyChecks, cluster: ISafeEksCluster, nodes: NodeOptions): void {
  const { ami, instanceTypes, labels, taints = [] } = nodes;
  checks.literal('labels', labels);
  checks.literal('instanceTypes', instanceTypes);
  const problems = [
    ...ami._judge(nodeVersionOf(cluster, nodes).version, cluster.ipFamily),
    ...judgeSkew(cluster, nodes),
    ...judgeWindowsSupport(cluster, ami),
    ...judgeBesideOwnTemplate(nodes),
    ...judgeInstanceTypes(ami, instanceTypes),
    ...judgeLabelsAndTaints(literalMap(labels), taints),
    ...judgeRole(nodes),
  ];
  problems.forEach((problem) => {
    checks.report(problem);
  });
  checks.distinct('instanceTypes', literalList(instanceTypes), 'SEKS2005');
  checks.integer('diskSize', nodes.diskSize, minDiskSize(ami), MAX_DISK_SIZE);
  checks.arn('nodeRoleArn', nodes.nodeRoleArn, 'iam', 'role/');
  checks.arn('permissionsBoundary', nodes.permissionsBoundary, 'iam');
  checks.arn('diskKmsKeyArn', nodes.diskKmsKeyArn, 'kms');
  checks.tags('tags', nodes.tags);
  checkLaunchTemplate(checks, cluster, nodes);
  checks.distinct('subnetIds', nodes.subnetIds ?? [], 'SEKS1103');
}

/** A kubelet is never newer than the control plane, and only so much older. */
function judgeSkew({ controlPlaneVersion }: ISafeEksCluster, { version }: NodeOptions): ProblemDetails[] {
  const ahead = controlPlaneVersion.minor;
  const minor = version?.minor;
  if (version === undefined || ahead === undefined) {
    return [];
  }
  const oldest = `1.${String(ahead - MAX_MINORS_BEHIND)}`;
  const limit = `${oldest} to ${controlPlaneVersion.version}`;
  const problem = (what: string): ProblemDetails => {
    const fix = `Give a version from ${limit}.`;
    return { code: 'SEKS2017', property: 'version', value: version.version, limit, what, fix };
  };
  if (minor === undefined) {
    return [problem(`version '${version.version}' is not a minor version of Kubernetes`)];
  }
  const difference = `the control plane, which has ${controlPlaneVersion.version}`;
  if (minor > ahead) {
    return [problem(`version ${version.version} is newer than ${difference}`)];
  }
  return minor < ahead - MAX_MINORS_BEHIND
    ? [problem(`version ${version.version} is more than three minor versions older than ${difference}`)]
    : [];
}

/** Of an imported cluster it is not known. */
function judgeWindowsSupport({ windowsSupport }: ISafeEksCluster, ami: Ami): ProblemDetails[] {
  if (!ami.isWindows || windowsSupport !== false) {
    return [];
  }
  const what =
    'ami is Windows, and the cluster has no windowsSupport, so that pods on its nodes would get no addresses';
  const fix = 'Give the cluster windowsSupport: true.';
  return [{ code: 'SEKS2030', property: 'ami', value: ami.family, limit: 'windowsSupport', what, fix }];
}

function judgeRole({ nodeRoleArn, additionalPolicies }: NodeOptions): ProblemDetails[] {
  if (nodeRoleArn === undefined || (additionalPolicies ?? []).length === 0) {
    return [];
  }
  const what = 'additionalPolicies are given together with nodeRoleArn';
  const fix = 'Attach the policies to the role that you bring.';
  return [{ code: 'SEKS1002', property: 'additionalPolicies', value: additionalPolicies, what, fix }];
}

function literalList(list: readonly string[] = []): readonly string[] {
  return isKnown(list) ? list : [];
}

function minDiskSize({ family }: Ami): number {
  return family === undefined ? 1 : factsOf(family).minDiskSize;
}
