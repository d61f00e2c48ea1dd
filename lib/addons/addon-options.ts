/**
 * What can be said about an add-on.
 */
import type { TerraformResource } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import type { AddonName } from './addon-name';
import type { AddonVersion } from './addon-version';

/** What happens to fields of an add-on's Kubernetes objects that differ from what EKS would write. */
export enum ResolveConflicts {
  /** Creating or updating fails. */
  NONE = 'NONE',
  /** EKS's value is written. */
  OVERWRITE = 'OVERWRITE',
  /** The value that is there stays; for updates only. */
  PRESERVE = 'PRESERVE',
}

/** How long Terraform waits for an add-on, such as `20m`. */
export interface AddonTimeouts {
  /**
   * For creation.
   *
   * @default '20m'
   */
  readonly create?: string;

  /**
   * For an update.
   *
   * @default '20m'
   */
  readonly update?: string;

  /**
   * For deletion.
   *
   * @default '40m'
   */
  readonly delete?: string;
}

/** Settings of an add-on. */
export interface AddonOptions {
  /**
   * Version of the add-on.
   *
   * @default AddonVersion.PINNED - the version in the library's table for the cluster's Kubernetes version
   */
  readonly version?: AddonVersion;

  /**
   * Configuration values, as an object; rendered as JSON with sorted keys, so that only a change of a value is a
   * change. `{}` clears what was set before.
   *
   * @default - the add-on's own defaults
   */
  readonly configuration?: { [key: string]: unknown };

  /**
   * ARN of an existing role for the add-on's pods, given to them by Pod Identity.
   *
   * @default - a role with least policies is made for add-ons that need one
   */
  readonly podIdentityRoleArn?: string;

  /**
   * Service account that `podIdentityRoleArn` is given to.
   *
   * @default - known from the catalogue; SEKS3008 for an add-on that is not in it, or asks AWS for nothing
   */
  readonly serviceAccount?: string;

  /**
   * ARN of an existing role that the service account of the add-on's pods may assume, in place of Pod Identity, which does not
   * reach pods on Fargate: the `roleArn` of a {@link ServiceAccountRole}. Name the policies of the role in `requires`.
   *
   * @default - Pod Identity, for add-ons that need permissions
   */
  readonly serviceAccountRoleArn?: string;

  /**
   * Resources that the add-on needs for as long as it lives, such as the policies of a role that you bring.
   *
   * @default - the policies of the role that is made
   */
  readonly requires?: TerraformResource[];

  /**
   * Whether the cluster has it already as an add-on of EKS, and it is taken over by an `import` block. After the apply it may be
   * left out. One that EKS does not manage yet needs none: it is made an add-on, and overwritten once.
   *
   * @default false
   */
  readonly importExisting?: boolean;

  /**
   * On creation; `PRESERVE` is not allowed here and is reported as SEKS3008.
   *
   * @default ResolveConflicts.OVERWRITE
   */
  readonly resolveConflictsOnCreate?: ResolveConflicts;

  /**
   * On updates.
   *
   * @default ResolveConflicts.PRESERVE
   */
  readonly resolveConflictsOnUpdate?: ResolveConflicts;

  /**
   * Whether the add-on's software stays on the cluster when the add-on is deleted.
   *
   * @default false
   */
  readonly preserve?: boolean;

  /**
   * Whether it comes before compute. Only for add-ons that become healthy without a node, which are those that
   * consist of DaemonSets; reported as SEKS3008 for an add-on whose place is known.
   *
   * @default - known from the catalogue; after compute for an add-on that is not in it
   */
  readonly beforeCompute?: boolean;

  /**
   * Add-ons that this one comes after.
   *
   * @default - eks-pod-identity-agent, where the add-on takes its permissions from Pod Identity
   */
  readonly after?: AddonName[];

  /**
   * Tags of the add-on, over those of the cluster.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * How long Terraform waits.
   *
   * @default - see {@link AddonTimeouts}
   */
  readonly timeouts?: AddonTimeouts;
}

/** Properties of an add-on. */
export interface AddonProps extends AddonOptions {
  /** The cluster to install it on. */
  readonly cluster: ISafeEksCluster;
  /** Which add-on. */
  readonly addonName: AddonName;
}
