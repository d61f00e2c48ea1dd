/**
 * What can be wrong with settings of an add-on, beyond what its own construct knows.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { MAX_MINORS_BEHIND } from '../cluster/kubernetes-version';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { AddonVersion } from './addon-version';

/** Configuration is an object; from JavaScript it may be anything, and a text would be quoted once more. */
export function judgeConfiguration(addonName: string, value: unknown): ProblemDetails[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (value === undefined || isObject || !isKnown(value)) {
    return [];
  }
  const property = 'configuration';
  const what = `configuration of ${addonName} is ${show(value)}, and no object`;
  const fix = 'Write it as an object; the library renders the JSON.';
  return [{ code: 'SEKS3008', property, value, limit: 'an object', what, fix }];
}

/**
 * kube-proxy goes with the control plane as kubelets do: never newer, and at most three minor versions older.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/#kube-proxy
 */
export function judgeSkew(
  addonName: string,
  { version }: AddonVersion,
  { controlPlaneVersion }: ISafeEksCluster,
): ProblemDetails[] {
  const [, named] = /^v1\.(\d+)\./.exec(addonName === 'kube-proxy' ? (version ?? '') : '') ?? [];
  const { minor } = controlPlaneVersion;
  if (named === undefined || minor === undefined) {
    return [];
  }
  const behind = minor - Number(named);
  if (behind >= 0 && behind <= MAX_MINORS_BEHIND) {
    return [];
  }
  const limit = `1.${String(minor - MAX_MINORS_BEHIND)} to ${controlPlaneVersion.version}`;
  const what = `version ${show(version)} of kube-proxy does not go with the control plane, which has ${controlPlaneVersion.version}`;
  const fix = `Name one for ${limit}, or leave it out to have the one of the table.`;
  return [{ code: 'SEKS3012', property: 'version', value: version, limit, what, fix }];
}
