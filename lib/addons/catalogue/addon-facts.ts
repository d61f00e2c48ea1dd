/**
 * What can be known of an add-on: when it can become healthy, what it needs, what it may do in AWS.
 */
import type { IpFamily, ISafeEksCluster } from '../../cluster/i-safe-eks-cluster';
import type { SelectablePods } from '../../fargate/fargate-compute';
import type { DeploymentStage } from '../../ordering/deployment-stage';
import type { AddonTimeouts } from '../addon-options';

/** What the pods of an add-on may do in AWS. */
export interface AddonPermissions {
  readonly managedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, object>>;
}

/** On what the pods of an add-on run. */
export enum AddonCompute {
  /** Instances in node groups. */
  EC2 = 'EC2',
  FARGATE = 'Fargate',
  AUTO_MODE = 'Auto Mode',
  HYBRID = 'hybrid nodes',
}

/** An entry of the catalogue. */
export interface AddonFacts {
  /** What it does, in a few words. */
  readonly purpose: string;
  /**
   * DaemonSets count as healthy while there is no node, so they can come before compute; a Deployment stays DEGRADED
   * until a node runs its pods, and its creation times out after 20 minutes.
   */
  readonly stage: DeploymentStage.PRE_COMPUTE_ADDONS | DeploymentStage.POST_COMPUTE_ADDONS;
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Service account of the pods that ask AWS for something. */
  readonly serviceAccount?: string;
  /** What they may do, where that is the same for everybody; otherwise the role has to be brought. */
  readonly permissions?: (ipFamily: IpFamily) => AddonPermissions;
  /** Add-ons without which it does not work. */
  readonly needs?: readonly string[];
  /**
   * Configuration that the cluster needs, under that of the user; judged at synth, when all compute is known. An empty one is
   * written too: it takes back what was set before, which leaving the argument out does not.
   */
  readonly configuration?: (cluster: ISafeEksCluster) => { readonly [key: string]: unknown } | undefined;
  /** The pods of its Deployment, for selectors of Fargate profiles; none for DaemonSets. */
  readonly pods?: SelectablePods;
  /** What AWS says that it runs on. */
  readonly compute: readonly AddonCompute[];
  /** Whether Auto Mode does by itself what it does. */
  readonly isBuiltIntoAutoMode?: boolean;
  /** How long Terraform waits, where that is longer than usual. */
  readonly timeouts?: AddonTimeouts;
}

/** Policies of AWS by name, for {@link AddonFacts.permissions}. */
export function managed(...managedPolicies: string[]): () => AddonPermissions {
  return () => ({ managedPolicies, inlinePolicies: {} });
}
