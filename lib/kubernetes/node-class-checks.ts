/**
 * What can be wrong with a node class.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { isKnown } from '../validation/checks/known';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { AutoNodeClassProps, NodeClassSecurityGroupSelector } from './node-class-options';
import { NodeKernelLockdown, NodeNetworkPolicy, SnatPolicy } from './node-class-options';

/** What EKS sets itself. @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
const RESERVED_TAG = /^(eks:|kubernetes\.io\/cluster\/|karpenter\.sh\/|eks\.amazonaws\.com\/)/i;
const MAX_SIZES: Readonly<Record<string, number>> = { Gi: 59000, G: 64000, Ti: 58, T: 64 };
const SIZE_LIMIT = '1 to 59000Gi, 64000G, 58Ti or 64T';
const MAX_NO_PROXY = 50;

/** Reports everything that is wrong with the settings by themselves. */
export function checkNodeClassProps(checks: PropertyChecks, props: AutoNodeClassProps): void {
  checks.pattern('nodeRoleName', props.nodeRoleName, /^[\w+=,.@-]{1,64}$/, 'the name of a role');
  const selectors = ['subnets', 'securityGroups', 'podSubnets', 'podSecurityGroups'] as const;
  selectors.forEach((property) => {
    checkSelectors(checks, property, props[property]);
  });
  checkPodSelectors(checks, props);
  checkStorage(checks, props);
  checks.oneOf('snatPolicy', props.snatPolicy, Object.values(SnatPolicy));
  checks.oneOf('networkPolicy', props.networkPolicy, Object.values(NodeNetworkPolicy));
  checks.oneOf(
    'advancedSecurity.kernelLockdown',
    props.advancedSecurity?.kernelLockdown,
    Object.values(NodeKernelLockdown),
  );
  const { httpsProxy, noProxy = [] } = props.advancedNetworking ?? {};
  const property = 'advancedNetworking.httpsProxy';
  checks.pattern(
    property,
    httpsProxy,
    /^https?:\/\/\S{1,247}$/,
    'an http or https URL of at most 255 characters',
  );
  if (isKnown(noProxy)) {
    checks.integer('advancedNetworking.noProxy.length', noProxy.length, 0, MAX_NO_PROXY);
  }
  checkTags(checks, props);
}

/** Reports a class whose nodes would have no role. */
export function checkRole(checks: PropertyChecks, cluster: ISafeEksCluster, role: string | undefined): void {
  if (role === undefined && cluster.autoMode?.isOn !== false) {
    const property = 'nodeRoleName';
    const what = `${property} is not given, and the role of Auto Mode of this cluster is not known`;
    const fix = `Give the name of the role, as in ${property}: 'AmazonEKSAutoNodeRole'.`;
    checks.report({ code: 'SEKS8210', property, limit: 'the name of a role', what, fix });
  }
}

/** Each term says one thing; of an empty one EKS says nothing but that there are no subnets. */
function checkSelectors(
  checks: PropertyChecks,
  property: string,
  selectors: readonly NodeClassSecurityGroupSelector[] | undefined,
): void {
  if (selectors === undefined || !checks.literal(property, selectors)) {
    return;
  }
  const limit = 'an id, a name or tags';
  const report = (value: unknown, what: string, fix: string): void => {
    checks.report({ code: 'SEKS8209', property, value, limit, what: `${property} ${what}`, fix });
  };
  if (selectors.length === 0) {
    report(selectors, 'is empty, so no node would start', 'Name one, or leave it out.');
  }
  for (const { id, tags, name } of selectors) {
    const given = [id, tags, name].filter((one) => one !== undefined);
    if (given.length !== 1) {
      const shown = show({ id, name, tags });
      report(
        { id, name, tags },
        given.length === 0
          ? 'has a selector that selects nothing'
          : `has ${shown}, and a selector takes one of them`,
        'Give the id or the tags; several selectors are united.',
      );
    } else if (tags !== undefined && isKnown(tags)) {
      const pairs = Object.entries(tags);
      if (pairs.length === 0 || pairs.some(([key, value]) => key === '' || value === '')) {
        report(tags, `has the tags ${show(tags)}, and needs keys and values`, "Write '*' for any value.");
      }
    }
  }
}

function checkPodSelectors(
  checks: PropertyChecks,
  { podSubnets, podSecurityGroups }: AutoNodeClassProps,
): void {
  if ((podSubnets === undefined) !== (podSecurityGroups === undefined)) {
    const [property, other] =
      podSubnets === undefined ? ['podSecurityGroups', 'podSubnets'] : ['podSubnets', 'podSecurityGroups'];
    const what = `${property} are given without ${other}`;
    const value = podSubnets ?? podSecurityGroups;
    checks.report({ code: 'SEKS8209', property, value, limit: 'both', what, fix: 'Give both, or neither.' });
  }
}

function checkStorage(checks: PropertyChecks, { ephemeralStorage: storage }: AutoNodeClassProps): void {
  const property = 'ephemeralStorage.size';
  const size = storage?.size;
  if (size !== undefined && isKnown(size)) {
    const [, amount, unit = ''] = /^(\d+)(Gi|G|Ti|T)$/.exec(size) ?? [];
    const count = Number(amount ?? 0);
    if (count < 1 || count > (MAX_SIZES[unit] ?? 0)) {
      const what = `${property} ${show(size)} is not ${SIZE_LIMIT}`;
      const fix = 'Give a size such as 160Gi.';
      checks.report({ code: 'SEKS1002', property, value: size, limit: SIZE_LIMIT, what, fix });
    }
  }
  checks.integer('ephemeralStorage.iops', storage?.iops, 3000, 16000);
  checks.integer('ephemeralStorage.throughput', storage?.throughput, 125, 1000);
}

function checkTags(checks: PropertyChecks, { cluster, tags }: AutoNodeClassProps): void {
  checks.tags('tags', tags);
  const keys = tags === undefined || !isKnown(tags) ? [] : Object.keys(tags);
  for (const value of keys.filter((key) => RESERVED_TAG.test(key))) {
    const what = `tags has ${show(value)}, which EKS sets itself`;
    checks.report({ code: 'SEKS8208', property: 'tags', value, what, fix: 'Rename or drop it.' });
  }
  const { autoMode } = cluster;
  if (keys.length > 0 && autoMode?.isOn === true && autoMode._options.customTags !== true) {
    const what = 'tags are given, and the role of the control plane may not set them, so no node would start';
    const fix = 'Say customTags: true in autoMode, or acknowledge the code where the role is yours and may.';
    checks.report({ code: 'SEKS8212', property: 'tags', value: keys, limit: 'customTags', what, fix });
  }
}
