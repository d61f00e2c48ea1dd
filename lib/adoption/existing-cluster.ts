/**
 * A live cluster with everything that has to be said of it, so that code declares it as it is.
 */

/** An IAM role for the pods of one service account. */
export interface ExistingPodIdentity {
  readonly roleArn: string;
  readonly serviceAccount: string;
}

/** An add-on. */
export interface ExistingAddon {
  readonly name: string;
  readonly version: string;
  /** As EKS gives it: JSON or YAML. */
  readonly configuration?: string;
  readonly serviceAccountRoleArn?: string;
  readonly podIdentities: readonly ExistingPodIdentity[];
  /** Associations of which only the id is known. */
  readonly unknownPodIdentities: readonly string[];
  readonly tags: Tags;
}

export type Tags = Readonly<Record<string, string>>;

export interface ExistingTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A managed node group. */
export interface ExistingNodeGroup {
  readonly name: string;
  readonly version?: string;
  readonly nodeRoleArn: string;
  readonly subnetIds: readonly string[];
  readonly launchTemplate?: { readonly id: string; readonly version: string };
  readonly amiType: string;
  readonly capacityType: string;
  readonly instanceTypes: readonly string[];
  readonly diskSize?: number;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  readonly labels: Tags;
  readonly taints: readonly ExistingTaint[];
  readonly repairs: boolean;
  /** Names of settings that the library cannot express. */
  readonly otherSettings: readonly string[];
  readonly tags: Tags;
}

/** A Fargate profile. */
export interface ExistingFargateProfile {
  readonly name: string;
  readonly podExecutionRoleArn: string;
  readonly subnetIds: readonly string[];
  readonly selectors: readonly { readonly namespace: string; readonly labels: Tags }[];
  readonly tags: Tags;
}

/** A policy of an access entry. */
export interface ExistingPolicy {
  readonly arn: string;
  /** Undefined for the whole cluster. */
  readonly namespaces?: readonly string[];
}

/** An access entry. */
export interface ExistingEntry {
  readonly principalArn: string;
  readonly type: string;
  readonly groups: readonly string[];
  readonly userName?: string;
  /** Undefined where they are not known. */
  readonly policies?: readonly ExistingPolicy[];
  readonly tags: Tags;
}

/** The log group of the control plane. */
export interface ExistingLogGroup {
  /** Undefined to keep logs for ever. */
  readonly retentionInDays?: number;
  readonly kmsKeyArn?: string;
}

/** A control plane, and what belongs to it. What is undefined was not read. */
export interface ExistingCluster {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly status: string;
  readonly version: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly publicAccess: boolean;
  readonly privateAccess: boolean;
  readonly publicCidrs: readonly string[];
  readonly isIpv6: boolean;
  readonly serviceIpv4Cidr?: string;
  readonly logTypes: readonly string[];
  readonly keyArn?: string;
  readonly authenticationMode: string;
  readonly isExtended: boolean;
  readonly zonalShift: boolean;
  readonly deletionProtection: boolean;
  readonly autoMode?: { readonly nodePools: readonly string[]; readonly nodeRoleArn?: string };
  readonly remoteNodeCidrs: readonly string[];
  readonly remotePodCidrs: readonly string[];
  /** Names of settings that the library cannot express. */
  readonly otherSettings: readonly string[];
  readonly tags: Tags;
  readonly addons?: readonly ExistingAddon[];
  readonly nodeGroups?: readonly ExistingNodeGroup[];
  readonly fargateProfiles?: readonly ExistingFargateProfile[];
  readonly entries?: readonly ExistingEntry[];
  /** Null where there is none. */
  readonly logGroup?: ExistingLogGroup | null;
  /** Pod Identity associations that belong to no add-on, as namespace and service account. */
  readonly looseAssociations: readonly string[];
  /** What was named, or asked for, and is not known, in words. */
  readonly gaps: readonly string[];
}

/** What is given cannot be read as a cluster; the message says what to do. */
export class AdoptionError extends Error {}
