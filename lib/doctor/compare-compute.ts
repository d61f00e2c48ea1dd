/**
 * Node groups and Fargate profiles: declared ones, live ones, and how they are.
 */
import { minorsBetween } from '../plan-review/kubernetes-minor';
import { issueText } from './compare-control-plane';
import type { DeclaredCluster, DeclaredCompute } from './declared-cluster';
import type { Examination } from './doctor-finding';
import { Unknown } from './expressions';
import type { LiveFargateProfile, LiveIssue, LiveNodeGroup } from './live-state';
import { pairByName } from './pairing';
import { fargateProfileCode, nodeGroupCode, quoted, versionCode } from './repairs';

const BUSY = ['CREATING', 'UPDATING', 'DELETING'];
/** https://kubernetes.io/releases/version-skew-policy/#kubelet */
const MAX_MINORS_BEHIND = 3;

/** Examines the managed node groups of a cluster. */
export function examineNodeGroups(
  examination: Examination,
  live: readonly LiveNodeGroup[],
  declared: DeclaredCluster | undefined,
  clusterVersion: string | undefined,
): void {
  const { pairs, missing, undeclared } = pairByName(declared?.nodeGroups ?? [], live);
  for (const group of live) {
    const match = pairs.find((pair) => pair.live === group)?.declared;
    const subject = match?.subject ?? group.name;
    examineState(examination, subject, 'node-group', `The node group ${group.name}`, group);
    compareWithControlPlane(examination, subject, group, clusterVersion);
    if (match !== undefined) {
      compareVersions(examination, group, match);
    }
  }
  for (const { subject, writtenName } of missing) {
    const message = `A node group ${nameText(writtenName)} is declared, and is not on the cluster.`;
    examination.report('node-group-missing', subject, message);
  }
  if (declared?.controlPlane !== undefined && !declared.uncounted.has('aws_eks_node_group')) {
    for (const group of undeclared) {
      const message = `The node group ${group.name} is live, and in no stack.`;
      examination.report('node-group-undeclared', group.name, message, nodeGroupCode(group));
    }
  }
}

/** Examines the Fargate profiles of a cluster. */
export function examineFargateProfiles(
  examination: Examination,
  live: readonly LiveFargateProfile[],
  declared: DeclaredCluster | undefined,
): void {
  const { pairs, missing, undeclared } = pairByName(declared?.fargateProfiles ?? [], live);
  for (const profile of live) {
    const subject = pairs.find((pair) => pair.live === profile)?.declared.subject ?? profile.name;
    examineState(examination, subject, 'fargate-profile', `The Fargate profile ${profile.name}`, profile);
  }
  for (const { subject, writtenName } of missing) {
    const message = `A Fargate profile ${nameText(writtenName)} is declared, and is not on the cluster.`;
    examination.report('fargate-profile-missing', subject, message);
  }
  if (declared?.controlPlane !== undefined && !declared.uncounted.has('aws_eks_fargate_profile')) {
    for (const profile of undeclared) {
      const message = `The Fargate profile ${profile.name} is live, and in no stack.`;
      examination.report('fargate-profile-undeclared', profile.name, message, fargateProfileCode(profile));
    }
  }
}

function examineState(
  examination: Examination,
  subject: string,
  kind: 'node-group' | 'fargate-profile',
  what: string,
  { status, issues }: { readonly status: string; readonly issues: readonly LiveIssue[] },
): void {
  if (BUSY.includes(status) && issues.length === 0) {
    examination.report(`${kind}-busy`, subject, `${what} is ${status}.`);
  } else if (status !== 'ACTIVE' || issues.length > 0) {
    const reported = issues.map((issue) => ` EKS reports ${issueText(issue)}.`).join('');
    examination.report(`${kind}-unhealthy`, subject, `${what} is ${status}.${reported}`);
  }
}

function compareWithControlPlane(
  examination: Examination,
  subject: string,
  { name, version }: LiveNodeGroup,
  clusterVersion: string | undefined,
): void {
  const behind = minorsBetween(version, clusterVersion);
  if (version === undefined || clusterVersion === undefined || behind === undefined || behind === 0) {
    return;
  }
  const message = `The node group ${name} has ${version}, the control plane ${clusterVersion}.`;
  if (behind < 0 || behind > MAX_MINORS_BEHIND) {
    examination.report('node-group-skew', subject, message);
  } else {
    examination.report('node-group-behind', subject, message, `version: ${versionCode(clusterVersion)}`);
  }
}

function compareVersions(examination: Examination, live: LiveNodeGroup, declared: DeclaredCompute): void {
  const { subject, version, releaseVersion } = declared;
  if (version instanceof Unknown) {
    examination.skip(subject, 'version');
  } else if (version !== undefined && live.version !== undefined && version !== live.version) {
    const message = `Declared is ${version}, live is ${live.version} in ${live.name}.`;
    const repair = `version: ${versionCode(live.version)}`;
    examination.report('node-group-version-differs', subject, message, repair);
  }
  if (releaseVersion instanceof Unknown) {
    examination.skip(subject, 'release_version');
  } else if (
    releaseVersion !== undefined &&
    live.releaseVersion !== undefined &&
    releaseVersion !== live.releaseVersion
  ) {
    const message = `Declared is ${releaseVersion}, live is ${live.releaseVersion} in ${live.name}.`;
    const repair = `releaseVersion: ${quoted(live.releaseVersion)}`;
    examination.report('node-group-release-differs', subject, message, repair);
  }
}

/** A name with a hash in it is shown by what is known of it. */
function nameText(written: string): string {
  return written.replace(/\$\{.*\}-?/s, '…');
}
