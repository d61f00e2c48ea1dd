/**
 * What policies name of the place that they are for.
 */
import { Lazy } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';

/** The place, as text for ARNs and conditions. */
export interface PolicyFacts {
  readonly partition: string;
  /** `*` where the region is no literal of the provider. */
  readonly region: string;
  readonly clusterName: string;
}

/** A statement that allows something. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: {
    readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
  };
}

/** As they are known at synth: providers may be made after the constructs that use them. */
export function policyFacts({ _environment: environment, physicalName }: ISafeEksCluster): PolicyFacts {
  return {
    partition: Lazy.stringValue({ produce: () => environment.partition }),
    region: Lazy.stringValue({ produce: () => environment.region ?? '*' }),
    clusterName: physicalName,
  };
}

/** The same for whoever reads the policies at synth. */
export function knownPolicyFacts({ _environment: environment, physicalName }: ISafeEksCluster): PolicyFacts {
  const { partition, region = '*' } = environment;
  return { partition, region, clusterName: physicalName };
}

/** A statement. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** A policy of statements. */
export function policyDocument(statements: readonly PolicyStatement[]): { [key: string]: unknown } {
  return { Version: '2012-10-17', Statement: statements };
}

/** For actions that know no resources, and where an ARN cannot be told beforehand. */
export const EVERYTHING = ['*'] as const;
