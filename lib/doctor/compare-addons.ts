/**
 * Add-ons: declared ones, live ones, and how they are.
 */
import { issueText } from './compare-control-plane';
import type { DeclaredAddon, DeclaredCluster } from './declared-cluster';
import type { Examination } from './doctor-finding';
import { Unknown } from './expressions';
import type { LiveAddon } from './live-state';
import { addonCode, quoted } from './repairs';

/** Those that the library adds by itself, so that they are left out by a call. */
const BY_DEFAULT = ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent', 'coredns'];

/** Examines the add-ons of a cluster. */
export function examineAddons(
  examination: Examination,
  live: readonly LiveAddon[],
  declared: DeclaredCluster | undefined,
): void {
  for (const addon of live) {
    const match = declared?.addons.find(({ name }) => name === addon.name);
    examineAddon(examination, match?.subject ?? addon.name, addon);
    if (match !== undefined) {
      compareVersion(examination, addon, match);
    } else if (declared?.controlPlane !== undefined && !declared.uncounted.has('aws_eks_addon')) {
      const message = `The add-on ${addon.name} ${addon.version} is live, and in no stack.`;
      const version = `{ version: AddonVersion.of(${quoted(addon.version)}) }`;
      const repair = `cluster.addAddon(${addonCode(addon.name)}, ${version})`;
      examination.report('addon-undeclared', addon.name, message, repair);
    }
  }
  for (const { subject, name } of declared?.addons ?? []) {
    if (!live.some((addon) => addon.name === name)) {
      const message = `The add-on ${name} is declared, and is not on the cluster.`;
      const repair = BY_DEFAULT.includes(name) ? `cluster.addons.remove(${addonCode(name)})` : '';
      examination.report('addon-missing', subject, message, repair);
    }
  }
}

function examineAddon(examination: Examination, subject: string, addon: LiveAddon): void {
  const { name, status, issues } = addon;
  if (['CREATING', 'UPDATING', 'DELETING'].includes(status) && issues.length === 0) {
    examination.report('addon-busy', subject, `The add-on ${name} is ${status}.`);
  } else if (status !== 'ACTIVE' || issues.length > 0) {
    const reported = issues.map((issue) => ` EKS reports ${issueText(issue)}.`).join('');
    examination.report('addon-unhealthy', subject, `The add-on ${name} is ${status}.${reported}`);
  }
}

function compareVersion(examination: Examination, live: LiveAddon, declared: DeclaredAddon): void {
  const { subject, name, version } = declared;
  if (version instanceof Unknown) {
    examination.skip(subject, 'addon_version');
  } else if (version !== undefined && version !== live.version) {
    const message = `Declared is ${version}, live is ${live.version}.`;
    const repair = `cluster.addons.configure(${addonCode(name)}, { version: AddonVersion.of(${quoted(live.version)}) })`;
    examination.report('addon-version-differs', subject, message, repair);
  }
}
