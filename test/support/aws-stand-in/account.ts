/**
 * An AWS account as plain data. Everything but names has a value that a healthy cluster has, so that a test says only what it is about.
 */

/** A problem that EKS reports of something. */
export interface StandInIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds?: readonly string[];
}

export interface StandInAddon {
  readonly name: string;
  readonly version: string;
  readonly status?: string;
  readonly issues?: readonly StandInIssue[];
  readonly configurationValues?: string;
  readonly serviceAccountRoleArn?: string;
  /** Ids of associations that belong to it. */
  readonly podIdentityAssociations?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInNodeGroup {
  readonly name: string;
  /** @default - that of the cluster */
  readonly version?: string;
  readonly releaseVersion?: string;
  readonly status?: string;
  readonly issues?: readonly StandInIssue[];
  readonly subnetIds?: readonly string[];
  readonly nodeRoleArn?: string;
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly instanceTypes?: readonly string[];
  readonly scaling?: { readonly minSize: number; readonly maxSize: number; readonly desiredSize: number };
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** @default - none of its own */
  readonly launchTemplate?: { readonly id: string; readonly name: string; readonly version: string };
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  /** @default true */
  readonly nodeRepair?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInFargateProfile {
  readonly name: string;
  readonly status?: string;
  readonly issues?: readonly StandInIssue[];
  readonly subnetIds?: readonly string[];
  readonly podExecutionRoleArn?: string;
  readonly selectors?: readonly {
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInAccessEntry {
  readonly principalArn: string;
  readonly type?: string;
  readonly username?: string;
  readonly groups?: readonly string[];
  readonly policies?: readonly {
    /** The last part of its ARN. */
    readonly name: string;
    /** @default - the cluster */
    readonly namespaces?: readonly string[];
  }[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInPodIdentityAssociation {
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string;
  /** ARN of the add-on that it belongs to. */
  readonly ownerArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInCluster {
  readonly name: string;
  readonly version: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly status?: string;
  readonly issues?: readonly StandInIssue[];
  readonly roleArn?: string;
  readonly platformVersion?: string;
  readonly securityGroupIds?: readonly string[];
  readonly clusterSecurityGroupId?: string;
  readonly publicAccess?: boolean;
  readonly privateAccess?: boolean;
  readonly publicCidrs?: readonly string[];
  readonly authenticationMode?: string;
  readonly logTypes?: readonly string[];
  readonly deletionProtection?: boolean;
  readonly supportType?: string;
  readonly keyArn?: string;
  readonly autoMode?: { readonly nodePools: readonly string[]; readonly nodeRoleArn?: string };
  readonly ipFamily?: string;
  readonly serviceIpv4Cidr?: string;
  readonly zonalShift?: boolean;
  /** CIDR blocks of hybrid nodes. */
  readonly remoteNodeCidrs?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly addons?: readonly StandInAddon[];
  readonly nodeGroups?: readonly StandInNodeGroup[];
  readonly fargateProfiles?: readonly StandInFargateProfile[];
  readonly accessEntries?: readonly StandInAccessEntry[];
  readonly podIdentityAssociations?: readonly StandInPodIdentityAssociation[];
}

export interface StandInVpc {
  readonly id: string;
  readonly cidr: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly freeAddresses?: number;
  readonly isPublic?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInSecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StandInLogGroup {
  readonly name: string;
  /** @default - for ever */
  readonly retentionInDays?: number;
  readonly kmsKeyArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What there is in one account and one region. */
export interface StandInAccount {
  /** @default '111122223333' */
  readonly accountId?: string;
  /** @default 'eu-west-1' */
  readonly region?: string;
  readonly clusters?: readonly StandInCluster[];
  readonly vpcs?: readonly StandInVpc[];
  readonly subnets?: readonly StandInSubnet[];
  readonly securityGroups?: readonly StandInSecurityGroup[];
  readonly logGroups?: readonly StandInLogGroup[];
}

/** How calls of an action go wrong. */
export interface StandInFailure {
  /** Such as `eks:ListAddons` or `ec2:DescribeSubnets`; `*` for all. */
  readonly action: string;
  readonly kind: 'denied' | 'throttled' | 'broken' | 'expired';
  /** @default - every time */
  readonly times?: number;
}

/** An answer that is an error. */
export class StandInError extends Error {
  public constructor(
    public readonly status: number,
    public readonly code: string,
    message: string,
    public readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A page of a list. Tokens are opaque, and none is given twice for the same place. */
export function pageOf<T>(
  items: readonly T[],
  token: string | null | undefined,
  size: number,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const start =
    token === null || token === undefined || token === '' ? 0 : Number(/^page-(\d+)$/.exec(token)?.[1]);
  if (Number.isNaN(start) || start > items.length) {
    throw new StandInError(400, 'InvalidParameterException', `The token ${String(token)} is of no list.`);
  }
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? `page-${String(end)}` : undefined,
  };
}
