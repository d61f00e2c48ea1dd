/**
 * What node classes and node pools have in common: how they are rendered, named and told apart.
 */
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';

/** How fields that are ours are told from those that EKS writes. */
const FIELD_MANAGER = 'cdktf-safe-eks';
/** A name becomes the value of a label of nodes. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;
const NAME_LIMIT = '1 to 63 small letters, digits, - and ., with a letter or digit at both ends';

/** The property that holds the name of an object. */
export type NameProperty = 'nodeClassName' | 'nodePoolName';

/** An object to render. */
export interface AutoNodeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly spec: object;
  readonly override?: { readonly [key: string]: unknown };
  /** Fields that EKS spells in its own way. */
  readonly computedFields?: readonly string[];
  readonly dependsOn?: readonly TerraformResource[];
  readonly provider?: TerraformProvider;
}

/** The object as it is written, with what its user says last. */
export function manifestOf({ apiVersion, kind, name, spec, override }: AutoNodeObject): {
  [key: string]: unknown;
} {
  return merged({ apiVersion, kind, metadata: { name }, spec }, override ?? {}) as { [key: string]: unknown };
}

/** Renders an object. */
export function makeManifest(scope: Construct, object: AutoNodeObject): Manifest {
  return new Manifest(scope, 'Resource', {
    manifest: manifestOf(object),
    // EKS writes hashes of the specification into the annotations, so what it has put there must not be taken away at the
    // next plan. These two are what the provider assumes only where nothing is said. Finalizers and fields with defaults
    // that are not written here are left alone anyhow.
    computedFields: ['metadata.annotations', 'metadata.labels', ...(object.computedFields ?? [])],
    // What somebody changed by hand is shown by the plan, and the apply does what the plan said instead of ending in a
    // conflict of field managers.
    fieldManager: { name: FIELD_MANAGER, forceConflicts: true },
    // A role, subnet or class that is not found shows in this condition only: without waiting the apply would go well, and
    // pods would stay pending.
    wait: { condition: [{ type: 'Ready', status: 'True' }] },
    // A class is there until the last node of it is drained, which pod disruption budgets can make long.
    timeouts: { delete: '60m' },
    dependsOn: [...(object.dependsOn ?? [])],
    provider: object.provider,
  });
}

/** Reports a name that is none in Kubernetes, or that of an object of EKS. */
export function checkName(
  checks: PropertyChecks,
  property: NameProperty,
  name: string,
  reserved: readonly string[],
): void {
  if (!checks.literal(property, name)) {
    return;
  }
  if (!NAME.test(name)) {
    const what = `${property} ${show(name)} is not ${NAME_LIMIT}`;
    checks.report({
      code: 'SEKS8201',
      property,
      value: name,
      limit: NAME_LIMIT,
      what,
      fix: `Give ${property}.`,
    });
  }
  if (reserved.includes(name)) {
    const what = `${property} ${show(name)} is that of an object that EKS makes itself and would change back`;
    const limit = `none of ${reserved.join(', ')}`;
    checks.report({ code: 'SEKS8201', property, value: name, limit, what, fix: 'Choose another.' });
  }
}

/** Of two objects of one name the second would fail to be made, or change the first. */
export function judgeNamesakes(
  self: IConstruct,
  cluster: ISafeEksCluster,
  property: NameProperty,
  name: string,
): ProblemDetails[] {
  const [first] = cluster.deploymentOrder
    .membersOf(DeploymentStage.WORKLOADS)
    .filter(
      (member) => property in member && (member as unknown as { [key: string]: unknown })[property] === name,
    )
    .map(({ node }) => node.path)
    .sort();
  if (first === undefined || first === self.node.path) {
    return [];
  }
  const what = `${property} ${show(name)} is taken on this cluster, by ${first}`;
  return [
    { code: 'SEKS8202', property, value: name, limit: 'distinct names', what, fix: 'Rename one of them.' },
  ];
}

/** Reports objects for a cluster of which it is known that it would not take them. */
export function checkAutoMode(checks: PropertyChecks, cluster: ISafeEksCluster): void {
  if (cluster.autoMode?.isOn === false) {
    const what = 'cluster has no Auto Mode, so that it knows neither node classes nor node pools';
    const fix =
      'Switch it on with autoMode; before it is switched off, take these out in an apply of their own.';
    checks.report({ code: 'SEKS8210', property: 'cluster', limit: 'a cluster with Auto Mode', what, fix });
  }
}

/** A map with another one laid over it: maps are merged, everything else is replaced, and null takes away. */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) {
    return over;
  }
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys
      .map((key) => [key, key in over ? merged(base[key], over[key]) : base[key]] as const)
      .filter(([, value]) => value !== undefined && value !== null),
  );
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Token.isUnresolved(value);
}

/** The seconds of a duration such as `1h30m`; undefined for what is none, or not known at synth. */
export function secondsOf(duration: string): number | undefined {
  if (!isKnown(duration) || !DURATION.test(duration)) {
    return undefined;
  }
  return [...duration.matchAll(/(\d+)([smh])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1),
    0,
  );
}

/** A duration of Karpenter. */
export const DURATION = /^([0-9]+[smh])+$/;
