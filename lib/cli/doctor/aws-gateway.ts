/**
 * All that is asked of AWS. There is no way here to change anything: every method is one Describe or List call, and nothing else
 * of the SDK leaves this file.
 */
import type { EC2Client, Filter } from '@aws-sdk/client-ec2';
import type { EKSClient } from '@aws-sdk/client-eks';
import type {
  LiveAccessEntry,
  LiveAccessPolicy,
  LiveAddon,
  LiveCluster,
  LiveFargateProfile,
  LiveNodeGroup,
  LiveSecurityGroup,
  LiveSubnet,
} from '../../doctor/live-state';
import type { AwsSdk } from './aws-sdk';
import {
  liveAddon,
  liveCluster,
  liveEntry,
  liveFargateProfile,
  liveNodeGroup,
  livePolicy,
  liveSubnet,
} from './live-data';

/** Where and as whom. */
export interface AwsSignIn {
  /** Undefined to take what the environment says. */
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** EKS allows some dozen calls a second, and a large cluster needs hundreds. */
export const MAX_ATTEMPTS = 8;
/** What EC2 takes in one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
const MAX_FILTER_VALUES = 200;

/** Reads from EKS and EC2. */
export class AwsGateway {
  private readonly eks: EKSClient;
  private readonly ec2: EC2Client;

  public constructor(
    private readonly sdk: AwsSdk,
    signIn: AwsSignIn,
  ) {
    const { region, profile } = signIn;
    const config = {
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      // Who has set the variable of the SDK wants something else.
      ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
      retryMode: 'standard',
    };
    this.eks = new sdk.eks.EKSClient(config);
    this.ec2 = new sdk.ec2.EC2Client(config);
  }

  /** Lets go of the connections, so that the program can end. */
  public close(): void {
    this.eks.destroy();
    this.ec2.destroy();
  }

  /** The region that is asked. */
  public region(): Promise<string> {
    return this.eks.config.region();
  }

  /** `eks:DescribeCluster`; undefined when EKS says nothing. */
  public async describeCluster(name: string): Promise<LiveCluster | undefined> {
    const { cluster } = await this.eks.send(new this.sdk.eks.DescribeClusterCommand({ name }));
    return cluster === undefined ? undefined : liveCluster(cluster);
  }

  /** `eks:ListClusters` */
  public listClusters(): Promise<readonly string[]> {
    return allPages(async (nextToken) => {
      const page = await this.eks.send(new this.sdk.eks.ListClustersCommand({ nextToken }));
      return { items: page.clusters, nextToken: page.nextToken };
    });
  }

  /** `eks:ListAddons` */
  public listAddons(clusterName: string): Promise<readonly string[]> {
    return allPages(async (nextToken) => {
      const page = await this.eks.send(new this.sdk.eks.ListAddonsCommand({ clusterName, nextToken }));
      return { items: page.addons, nextToken: page.nextToken };
    });
  }

  /** `eks:DescribeAddon` */
  public async describeAddon(clusterName: string, addonName: string): Promise<LiveAddon | undefined> {
    const command = new this.sdk.eks.DescribeAddonCommand({ clusterName, addonName });
    const { addon } = await this.eks.send(command);
    return addon === undefined ? undefined : liveAddon(addon);
  }

  /** `eks:ListNodegroups` */
  public listNodegroups(clusterName: string): Promise<readonly string[]> {
    return allPages(async (nextToken) => {
      const page = await this.eks.send(new this.sdk.eks.ListNodegroupsCommand({ clusterName, nextToken }));
      return { items: page.nodegroups, nextToken: page.nextToken };
    });
  }

  /** `eks:DescribeNodegroup` */
  public async describeNodegroup(
    clusterName: string,
    nodegroupName: string,
  ): Promise<LiveNodeGroup | undefined> {
    const command = new this.sdk.eks.DescribeNodegroupCommand({ clusterName, nodegroupName });
    const { nodegroup } = await this.eks.send(command);
    return nodegroup === undefined ? undefined : liveNodeGroup(nodegroup);
  }

  /** `eks:ListFargateProfiles` */
  public listFargateProfiles(clusterName: string): Promise<readonly string[]> {
    return allPages(async (nextToken) => {
      const command = new this.sdk.eks.ListFargateProfilesCommand({ clusterName, nextToken });
      const page = await this.eks.send(command);
      return { items: page.fargateProfileNames, nextToken: page.nextToken };
    });
  }

  /** `eks:DescribeFargateProfile` */
  public async describeFargateProfile(
    clusterName: string,
    fargateProfileName: string,
  ): Promise<LiveFargateProfile | undefined> {
    const command = new this.sdk.eks.DescribeFargateProfileCommand({ clusterName, fargateProfileName });
    const { fargateProfile } = await this.eks.send(command);
    return fargateProfile === undefined ? undefined : liveFargateProfile(fargateProfile);
  }

  /** `eks:ListAccessEntries` */
  public listAccessEntries(clusterName: string): Promise<readonly string[]> {
    return allPages(async (nextToken) => {
      const command = new this.sdk.eks.ListAccessEntriesCommand({ clusterName, nextToken });
      const page = await this.eks.send(command);
      return { items: page.accessEntries, nextToken: page.nextToken };
    });
  }

  /** `eks:DescribeAccessEntry` */
  public async describeAccessEntry(
    clusterName: string,
    principalArn: string,
  ): Promise<LiveAccessEntry | undefined> {
    const command = new this.sdk.eks.DescribeAccessEntryCommand({ clusterName, principalArn });
    const { accessEntry } = await this.eks.send(command);
    return accessEntry === undefined ? undefined : liveEntry(accessEntry);
  }

  /** `eks:ListAssociatedAccessPolicies` */
  public listAssociatedAccessPolicies(
    clusterName: string,
    principalArn: string,
  ): Promise<readonly LiveAccessPolicy[]> {
    return allPages(async (nextToken) => {
      const input = { clusterName, principalArn, nextToken };
      const page = await this.eks.send(new this.sdk.eks.ListAssociatedAccessPoliciesCommand(input));
      return { items: page.associatedAccessPolicies?.map(livePolicy), nextToken: page.nextToken };
    });
  }

  /** `ec2:DescribeSubnets`, all of a VPC */
  public subnetsOfVpc(vpcId: string): Promise<readonly LiveSubnet[]> {
    return this.describeSubnets([{ Name: 'vpc-id', Values: [vpcId] }]);
  }

  /** `ec2:DescribeSubnets`; by a filter, so that one that is missing is no error. */
  public async subnetsById(ids: readonly string[]): Promise<readonly LiveSubnet[]> {
    const found = chunks(ids).map((chunk) => this.describeSubnets([{ Name: 'subnet-id', Values: chunk }]));
    return (await Promise.all(found)).flat();
  }

  /** `ec2:DescribeSecurityGroups` */
  public async securityGroupsById(ids: readonly string[]): Promise<readonly LiveSecurityGroup[]> {
    const found = chunks(ids).map((chunk) =>
      allPages(async (NextToken) => {
        const input = { Filters: [{ Name: 'group-id', Values: chunk }], NextToken };
        const page = await this.ec2.send(new this.sdk.ec2.DescribeSecurityGroupsCommand(input));
        const items = page.SecurityGroups?.map(({ GroupId: id = '', VpcId: vpcId = '' }) => ({ id, vpcId }));
        return { items, nextToken: page.NextToken };
      }),
    );
    return (await Promise.all(found)).flat();
  }

  private describeSubnets(filters: Filter[]): Promise<readonly LiveSubnet[]> {
    return allPages(async (NextToken) => {
      const command = new this.sdk.ec2.DescribeSubnetsCommand({ Filters: filters, NextToken });
      const page = await this.ec2.send(command);
      return { items: page.Subnets?.map(liveSubnet), nextToken: page.NextToken };
    });
  }
}

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly nextToken: string | undefined;
}

/** EC2 ends with an empty token where EKS leaves it out. */
export async function allPages<T>(
  read: (nextToken: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let nextToken: string | undefined;
  do {
    const page = await read(nextToken);
    items.push(...(page.items ?? []));
    nextToken = page.nextToken === '' ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return items;
}

function chunks(ids: readonly string[]): readonly string[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_FILTER_VALUES) }, (_, index) =>
    ids.slice(index * MAX_FILTER_VALUES, (index + 1) * MAX_FILTER_VALUES),
  );
}
