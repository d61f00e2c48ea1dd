/**
 * An examination: a live cluster, and what the code says of it.
 */
import { examineAccess } from './compare-access';
import { examineAddons } from './compare-addons';
import { examineFargateProfiles, examineNodeGroups } from './compare-compute';
import { examineControlPlane } from './compare-control-plane';
import { examineNetwork } from './compare-network';
import type { DeclaredCluster } from './declared-cluster';
import type { DoctorFinding, NotExamined } from './doctor-finding';
import { Examination } from './doctor-finding';
import type { LiveState } from './live-state';

/** What is examined. */
export interface ExaminedCluster {
  readonly clusterName: string;
  readonly live: LiveState;
  /** What could not be read. */
  readonly notExamined: readonly NotExamined[];
  /** What the stacks say of the cluster; undefined where there is no stack, or none that knows it. */
  readonly declared?: DeclaredCluster;
  /** Names of clusters in stacks that say nothing of this one. */
  readonly otherClusters?: readonly string[];
}

/** Everything that is wrong with a cluster or differs from its code, the bad things first. */
export function examineCluster(examined: ExaminedCluster): readonly DoctorFinding[] {
  const { clusterName, live, notExamined, declared, otherClusters } = examined;
  const examination = new Examination();
  if (otherClusters !== undefined) {
    const others = otherClusters.length === 0 ? 'no cluster' : otherClusters.join(', ');
    examination.report('cluster-undeclared', clusterName, `The stacks declare ${others}.`);
  }
  for (const { action, what, reason, message } of notExamined) {
    const said = message.replace(/[.\s]+$/, '');
    examination.report(
      reason === 'denied' ? 'access-denied' : 'call-failed',
      action,
      `${action} ${reason === 'denied' ? 'is not allowed' : 'failed'}${said === '' ? '' : `: ${said}`}. Not examined: ${what}.`,
    );
  }
  for (const subject of [...(declared?.uncounted.values() ?? [])].flat()) {
    examination.skip(subject, 'count or for_each');
  }
  const { cluster, addons, nodeGroups, fargateProfiles, accessEntries } = live;
  if (cluster !== undefined) {
    examineControlPlane(examination, cluster, declared?.controlPlane);
  }
  examineNetwork(examination, live, declared);
  if (addons !== undefined) {
    examineAddons(examination, addons, declared);
  }
  if (nodeGroups !== undefined) {
    examineNodeGroups(examination, nodeGroups, declared, cluster?.version);
  }
  if (fargateProfiles !== undefined) {
    examineFargateProfiles(examination, fargateProfiles, declared);
  }
  if (accessEntries !== undefined) {
    examineAccess(examination, live, accessEntries, declared);
  }
  return examination.finish();
}
