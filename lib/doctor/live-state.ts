/**
 * A cluster as AWS describes it: plain data, so that whoever compares it needs no AWS. What is undefined was not read.
 */

/** A problem that EKS itself reports. */
export interface LiveIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

/** The control plane. */
export interface LiveCluster {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly version: string;
  readonly vpcId: string;
  /** The subnets that EKS records for the control plane, whether they still exist or not. */
  readonly subnetIds: readonly string[];
  /** Those that were given, without the one that EKS made. */
  readonly securityGroupIds: readonly string[];
  readonly clusterSecurityGroupId?: string;
  readonly publicAccess: boolean;
  readonly privateAccess: boolean;
  readonly publicCidrs: readonly string[];
  readonly authenticationMode: string;
  readonly logTypes: readonly string[];
  readonly deletionProtection?: boolean;
  readonly supportType?: string;
  /** ARN of the key; undefined when AWS owns it. */
  readonly keyArn?: string;
  readonly autoMode: boolean;
  readonly autoModePools: readonly string[];
  readonly autoModeNodeRoleArn?: string;
  readonly issues: readonly LiveIssue[];
}

/** An add-on. */
export interface LiveAddon {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly LiveIssue[];
}

/** A managed node group. */
export interface LiveNodeGroup {
  readonly name: string;
  /** Absent where an image of the user's says nothing of it. */
  readonly version?: string;
  readonly releaseVersion?: string;
  readonly status: string;
  readonly issues: readonly LiveIssue[];
  readonly subnetIds: readonly string[];
  readonly nodeRoleArn?: string;
  readonly instanceTypes: readonly string[];
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly desiredSize?: number;
}

/** What pods a Fargate profile takes. */
export interface LiveSelector {
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
}

/** A Fargate profile. */
export interface LiveFargateProfile {
  readonly name: string;
  readonly status: string;
  readonly issues: readonly LiveIssue[];
  readonly subnetIds: readonly string[];
  readonly podExecutionRoleArn?: string;
  readonly selectors: readonly LiveSelector[];
}

/** A policy that is associated with a principal. */
export interface LiveAccessPolicy {
  readonly arn: string;
  /** `cluster` or `namespace`. */
  readonly scope: string;
  readonly namespaces: readonly string[];
}

/** An access entry. */
export interface LiveAccessEntry {
  readonly principalArn: string;
  readonly type: string;
  readonly groups: readonly string[];
  /** Undefined when they could not be read. */
  readonly policies?: readonly LiveAccessPolicy[];
}

/** A subnet. */
export interface LiveSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  readonly freeAddresses: number;
  readonly tags: { readonly [key: string]: string };
}

/** A security group. */
export interface LiveSecurityGroup {
  readonly id: string;
  readonly vpcId: string;
}

/** Everything. */
export interface LiveState {
  readonly cluster?: LiveCluster;
  readonly addons?: readonly LiveAddon[];
  readonly nodeGroups?: readonly LiveNodeGroup[];
  readonly fargateProfiles?: readonly LiveFargateProfile[];
  readonly accessEntries?: readonly LiveAccessEntry[];
  /** Those of the cluster's VPC, and those that are named anywhere. */
  readonly subnets?: readonly LiveSubnet[];
  /** Those that are named anywhere. */
  readonly securityGroups?: readonly LiveSecurityGroup[];
}
