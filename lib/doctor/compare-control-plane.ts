/**
 * The control plane itself: its state, its version, its settings.
 */
import { minorOf, minorsBetween } from '../plan-review/kubernetes-minor';
import type { DeclaredControlPlane } from './declared-cluster';
import type { Examination } from './doctor-finding';
import { Unknown } from './expressions';
import type { LiveCluster, LiveIssue } from './live-state';
import { allKnown, isPartlyUnknown, sameSet, shown, sorted } from './pairing';
import { authenticationCode, endpointCode, isWorld, loggingCode, quoted, versionCode } from './repairs';

const BUILT_IN_POOLS = { 'general-purpose': 'GENERAL_PURPOSE', system: 'SYSTEM' };
const MODES = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'];

/** Examines a control plane, and compares it with what is declared of it. */
export function examineControlPlane(
  examination: Examination,
  live: LiveCluster,
  declared: DeclaredControlPlane | undefined,
): void {
  const subject = declared?.subject ?? live.name;
  examineHealth(examination, subject, live);
  examineOpenness(examination, subject, live, declared);
  if (declared !== undefined) {
    compareVersion(examination, live, declared);
    compareEndpoint(examination, live, declared);
    compareAuthentication(examination, live, declared);
    compareLogs(examination, live, declared);
    compareProtection(examination, live, declared);
    compareSupportType(examination, live, declared);
    compareEncryption(examination, live, declared);
    compareAutoMode(examination, live, declared);
  }
}

/** A problem as EKS words it. */
export function issueText({ code, message, resourceIds }: LiveIssue): string {
  const about = resourceIds.length > 0 ? ` (${resourceIds.join(', ')})` : '';
  const text = message === '' ? '' : `: ${message.replace(/[.\s]+$/, '')}`;
  return `${code}${text}${about}`;
}

function examineHealth(examination: Examination, subject: string, live: LiveCluster): void {
  const { name, status, issues } = live;
  if (['CREATING', 'UPDATING', 'PENDING'].includes(status)) {
    examination.report('cluster-busy', subject, `The cluster ${name} is ${status}.`);
  } else if (status !== 'ACTIVE') {
    examination.report('cluster-failed', subject, `The cluster ${name} is ${status}.`);
  }
  for (const issue of issues) {
    examination.report('cluster-unhealthy', subject, `EKS reports ${issueText(issue)}.`);
  }
}

/** Who has declared it has been asked by SEKS1203. */
function examineOpenness(
  examination: Examination,
  subject: string,
  live: LiveCluster,
  declared: DeclaredControlPlane | undefined,
): void {
  const open = live.publicAccess ? live.publicCidrs.filter(isWorld) : [];
  const isDeclared = (allKnown(declared?.publicCidrs) ?? []).some(isWorld);
  if (open.length > 0 && !isDeclared) {
    const message = `The public endpoint of ${live.name} is open for ${open.join(', ')}.`;
    examination.report('endpoint-open', subject, message, endpointCode(true, live.publicCidrs));
  }
}

function compareVersion(examination: Examination, live: LiveCluster, declared: DeclaredControlPlane): void {
  const { subject, version } = declared;
  if (version === undefined || version instanceof Unknown) {
    skipUnknown(examination, declared, 'version', version);
    return;
  }
  const minors = minorsBetween(live.version, version) ?? 0;
  const message = `Declared is ${version}, live is ${live.version}.`;
  if (minors < 0) {
    const repair = `version: ${versionCode(live.version)}`;
    examination.report('version-left-behind', subject, message, repair);
  } else if (minors === 1) {
    examination.report('version-pending', subject, message);
  } else if (minors > 1) {
    const next = `1.${String((minorOf(live.version) ?? 0) + 1)}`;
    examination.report('version-unreachable', subject, message, `version: ${versionCode(next)}`);
  }
}

function compareEndpoint(examination: Examination, live: LiveCluster, declared: DeclaredControlPlane): void {
  const { publicAccess, privateAccess, publicCidrs } = declared;
  skipUnknown(examination, declared, 'endpoint_public_access', publicAccess);
  skipUnknown(examination, declared, 'endpoint_private_access', privateAccess);
  // Without a public endpoint EKS still records networks, which open nothing.
  const isCompared = live.publicAccess && publicAccess === true;
  if (isCompared && isPartlyUnknown(publicCidrs)) {
    examination.skip(declared.subject, 'public_access_cidrs');
  }
  const cidrs = isCompared ? allKnown(publicCidrs) : undefined;
  const differences = [
    ...differs('public access', publicAccess, live.publicAccess),
    ...differs('private access', privateAccess, live.privateAccess),
    ...(cidrs === undefined || sameSet(cidrs, live.publicCidrs)
      ? []
      : [`networks: declared ${shown(sorted(cidrs))}, live ${shown(sorted(live.publicCidrs))}`]),
  ];
  if (differences.length > 0) {
    const message = `The endpoint differs in ${differences.join('; ')}.`;
    const repair = endpointCode(live.publicAccess, live.publicCidrs);
    examination.report('endpoint-differs', declared.subject, message, repair);
  }
}

function compareAuthentication(
  examination: Examination,
  live: LiveCluster,
  declared: DeclaredControlPlane,
): void {
  const { subject, authenticationMode: mode } = declared;
  if (mode === undefined || mode instanceof Unknown) {
    skipUnknown(examination, declared, 'authentication_mode', mode);
    return;
  }
  const steps = MODES.indexOf(mode) - MODES.indexOf(live.authenticationMode);
  const message = `Declared is ${mode}, live is ${live.authenticationMode}.`;
  if (steps === 1) {
    const repair = authenticationCode(live.authenticationMode);
    examination.report('authentication-differs', subject, message, repair);
  } else if (steps !== 0) {
    const reachable = steps < 0 ? live.authenticationMode : 'API_AND_CONFIG_MAP';
    examination.report('authentication-refused', subject, message, authenticationCode(reachable));
  }
}

function compareLogs(examination: Examination, live: LiveCluster, declared: DeclaredControlPlane): void {
  if (isPartlyUnknown(declared.logTypes)) {
    examination.skip(declared.subject, 'enabled_cluster_log_types');
    return;
  }
  const types = allKnown(declared.logTypes);
  if (types !== undefined && !sameSet(types, live.logTypes)) {
    const message = `Declared are ${shown(sorted(types))}; live are ${shown(sorted(live.logTypes))}.`;
    examination.report('logs-differ', declared.subject, message, loggingCode(live.logTypes));
  }
}

function compareProtection(
  examination: Examination,
  live: LiveCluster,
  declared: DeclaredControlPlane,
): void {
  const { subject, deletionProtection } = declared;
  skipUnknown(examination, declared, 'deletion_protection', deletionProtection);
  const isOn = live.deletionProtection ?? false;
  if (typeof deletionProtection === 'boolean' && deletionProtection !== isOn) {
    const message = `Deletion protection is declared ${onOff(deletionProtection)}, and is ${onOff(isOn)}.`;
    const repair = `deletionProtection: ${String(isOn)}`;
    examination.report('deletion-protection-differs', subject, message, repair);
  }
}

function compareSupportType(
  examination: Examination,
  live: LiveCluster,
  declared: DeclaredControlPlane,
): void {
  const { subject, supportType } = declared;
  skipUnknown(examination, declared, 'support_type', supportType);
  if (typeof supportType === 'string' && live.supportType !== undefined && supportType !== live.supportType) {
    const message = `Declared is ${supportType}, live is ${live.supportType}.`;
    const repair = `supportType: SupportType.${live.supportType}`;
    examination.report('support-type-differs', subject, message, repair);
  }
}

function compareEncryption(
  examination: Examination,
  live: LiveCluster,
  declared: DeclaredControlPlane,
): void {
  const { subject, hasKey, keyArn } = declared;
  const isOther = typeof keyArn === 'string' && keyArn !== live.keyArn;
  if (live.keyArn === undefined) {
    if (hasKey) {
      const message = 'The cluster is encrypted with a key that AWS owns.';
      const repair = 'encryption: ClusterEncryption.awsOwnedKey()';
      examination.report('encryption-pending', subject, message, repair);
    }
  } else if (!hasKey || isOther) {
    const message = `Declared is ${typeof keyArn === 'string' ? keyArn : 'no key'}, live is ${live.keyArn}.`;
    const repair = `encryption: ClusterEncryption.existingKey(${quoted(live.keyArn)})`;
    examination.report('encryption-differs', subject, message, repair);
  } else {
    skipUnknown(examination, declared, 'key_arn', keyArn);
  }
}

function compareAutoMode(examination: Examination, live: LiveCluster, declared: DeclaredControlPlane): void {
  const { subject, autoMode } = declared;
  skipUnknown(examination, declared, 'compute_config', autoMode);
  if (typeof autoMode !== 'boolean' || autoMode === live.autoMode) {
    return;
  }
  const message = `Auto Mode is declared ${onOff(autoMode)}, and is ${onOff(live.autoMode)}.`;
  examination.report(
    'auto-mode-differs',
    subject,
    message,
    live.autoMode ? autoModeCode(live) : 'autoMode: AutoMode.disabled()',
  );
}

/** The role cannot change later, so that it is taken over with the rest; add-ons of other nodes stay as they are. */
function autoModeCode({ autoModePools, autoModeNodeRoleArn }: LiveCluster): string {
  const role = autoModeNodeRoleArn === undefined ? '' : `, nodeRoleArn: ${quoted(autoModeNodeRoleArn)}`;
  const constants = Object.entries(BUILT_IN_POOLS).flatMap(([pool, name]) =>
    autoModePools.includes(pool) ? [`BuiltInNodePool.${name}`] : [],
  );
  return `autoMode: AutoMode.migrating({ state: AutoModeState.BOTH, nodePools: [${constants.join(', ')}]${role} })`;
}

function differs(what: string, declared: boolean | Unknown | undefined, live: boolean): readonly string[] {
  return typeof declared === 'boolean' && declared !== live
    ? [`${what}: declared ${onOff(declared)}, live ${onOff(live)}`]
    : [];
}

function skipUnknown(
  examination: Examination,
  { subject }: DeclaredControlPlane,
  argument: string,
  value: unknown,
): void {
  if (value instanceof Unknown) {
    examination.skip(subject, argument);
  }
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}
