/**
 * How much of a cluster's compute is Fargate, and which pods run there: what add-ons follow from.
 */
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown } from '../validation/checks/known';
import type { FargateSelector } from './fargate-profile-options';

/** A Fargate profile, as others see it. */
export interface FargateCompute extends IConstruct {
  /** The name that its role is named after. */
  readonly _baseName: string;
  readonly _selectors: readonly FargateSelector[];
}

/** Pods, as far as a selector looks at them. */
export interface SelectablePods {
  readonly namespace: string;
  /** Undefined where they are not known for certain. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The Fargate profiles of a cluster, in the order of their paths. */
export function fargateProfilesOf(cluster: ISafeEksCluster): FargateCompute[] {
  return computeOf(cluster).filter(isFargate);
}

/** Whether a cluster has nodes of any kind beside Fargate. */
export function hasNodes(cluster: ISafeEksCluster): boolean {
  return computeOf(cluster).some((member) => !isFargate(member));
}

/** Whether there is Fargate, and nothing else in the cluster that runs Linux. Nobody says what else joins as compute, so it counts. */
export function runsLinuxOnFargateOnly(cluster: ISafeEksCluster): boolean {
  const compute: readonly MaybeWindows[] = computeOf(cluster);
  const linux = compute.filter((member) => member._ami?.isWindows !== true);
  return linux.length > 0 && linux.every(isFargate);
}

/** Whether something is compute of a cluster that is none of our constructs, such as a Fargate profile made by hand. */
export function hasForeignCompute(cluster: ISafeEksCluster): boolean {
  return computeOf(cluster).some((member) => !('_joinsAs' in member));
}

/**
 * Whether one of the profiles takes pods.
 *
 * @param ifUnknown the answer for labels of pods, and for selectors, that are not known at synth
 */
export function takesPods(
  profiles: readonly FargateCompute[],
  pods: SelectablePods,
  ifUnknown: boolean,
): boolean {
  return profiles
    .flatMap(({ _selectors }) => _selectors)
    .some(({ namespace, labels = {} }) => {
      const pairs = Object.entries(labels);
      return (
        matches(namespace, pods.namespace, ifUnknown) &&
        (pods.labels === undefined || !isKnown(labels)
          ? pairs.length === 0 || ifUnknown
          : pairs.every((pair) => isAmong(pods.labels ?? {}, pair, ifUnknown)))
      );
    });
}

function isAmong(
  labels: Readonly<Record<string, string>>,
  [key, wanted]: readonly [string, string],
  ifUnknown: boolean,
): boolean {
  return Object.entries(labels).some(
    ([name, value]) => matches(key, name, ifUnknown) && matches(wanted, value, ifUnknown),
  );
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html */
function matches(pattern: string, text: string, ifUnknown: boolean): boolean {
  if (!isKnown(pattern)) {
    return ifUnknown;
  }
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}

interface MaybeWindows extends IConstruct {
  readonly _ami?: { readonly isWindows: boolean };
}

function computeOf(cluster: ISafeEksCluster): IConstruct[] {
  return cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE);
}

function isFargate(construct: IConstruct): construct is FargateCompute {
  return '_selectors' in construct;
}
