/**
 * What can be said about the launch template of nodes, beside what the group says itself. What EKS forbids in a template
 * is not among it: subnets, instance profile, shutdown behaviour, hibernation, spot options.
 */
import type { CapacityReservation } from './launch-template/capacity-reservation';
import type { Efa } from './launch-template/efa';
import type { NodeNetworkInterface } from './launch-template/network-interface-options';
import type { Tenancy } from './launch-template/tenancy';
import type { NodeVolume, VolumeOptions } from './launch-template/volume-options';

/** Where nodes are placed. */
export interface NodePlacementOptions {
  /**
   * Name of a placement group.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html
   */
  readonly groupName?: string;

  /**
   * Partition of the placement group that all nodes of the group are in, 1 to 7.
   *
   * @default - nodes are spread over the partitions
   */
  readonly partitionNumber?: number;

  /**
   * Hardware that is not shared with other accounts.
   *
   * @default - what the VPC says, which is shared hardware as a rule
   */
  readonly tenancy?: Tenancy;
}

/**
 * Cores and threads of the processors.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-optimize-cpu.html
 */
export interface NodeCpuOptions {
  /**
   * Number of cores; goes together with `threadsPerCore`.
   *
   * @default - all that the instance type has
   */
  readonly coreCount?: number;

  /**
   * Threads of each core, 1 or 2; goes together with `coreCount`.
   *
   * @default - as many as the instance type has
   */
  readonly threadsPerCore?: number;

  /**
   * Whether memory is encrypted by AMD SEV-SNP, for instance types with AMD processors that have it.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sev-snp.html
   */
  readonly amdSevSnp?: boolean;
}

/** How burstable instances (T types) pay for more than their share of the processor. */
export enum CpuCredits {
  /** They slow down when their credits are used up. */
  STANDARD = 'standard',
  /** They go on at full speed, at a price. */
  UNLIMITED = 'unlimited',
}

/**
 * The service that instances ask for their own credentials and properties. Only its version 2 is on.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
 */
export interface NodeMetadataOptions {
  /**
   * How many hops an answer may take, 1 to 64. With 2 or more, pods reach it and can take the credentials of the node,
   * which is reported as SEKS2024, a warning.
   *
   * @default 1
   */
  readonly hopLimit?: number;
}

/** What the host names of nodes are made of. */
export enum HostnameType {
  /** The private IPv4 address, such as `ip-10-0-1-2`. */
  IP_NAME = 'ip-name',
  /** The id of the instance, such as `i-0123456789abcdef0`. */
  RESOURCE_NAME = 'resource-name',
}

/**
 * Private DNS names of nodes.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html
 */
export interface PrivateDnsNameOptions {
  /**
   * What host names are made of.
   *
   * @default - what the subnet says
   */
  readonly hostnameType?: HostnameType;

  /**
   * Whether the name made of the id has an A record.
   *
   * @default - what the subnet says
   */
  readonly resourceNameARecord?: boolean;

  /**
   * Whether the name made of the id has an AAAA record.
   *
   * @default - what the subnet says
   */
  readonly resourceNameAaaaRecord?: boolean;
}

/**
 * Settings of the launch template of nodes. A change makes a new version of it, and the nodes are replaced.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export interface LaunchTemplateOptions {
  /**
   * The volume whose size is `diskSize`.
   *
   * @default - gp3 with what EBS gives it
   */
  readonly disk?: VolumeOptions;

  /**
   * Further volumes. They are encrypted and go with their node.
   *
   * @default - none
   */
  readonly volumes?: NodeVolume[];

  /**
   * Where nodes are placed.
   *
   * @default - wherever there is room
   */
  readonly placement?: NodePlacementOptions;

  /**
   * Elastic Fabric Adapters. The instance types have to be named.
   *
   * @default - none
   */
  readonly efa?: Efa;

  /**
   * Network interfaces beside the primary one and the adapters.
   *
   * @default - none
   */
  readonly networkInterfaces?: NodeNetworkInterface[];

  /**
   * Reserved capacity that nodes may be started in.
   *
   * @default - what EC2 does by itself, which is `CapacityReservation.OPEN`
   */
  readonly capacityReservation?: CapacityReservation;

  /**
   * Cores and threads of the processors.
   *
   * @default - those of the instance type
   */
  readonly cpu?: NodeCpuOptions;

  /**
   * How burstable instances pay for more than their share. All instance types have to be T types.
   *
   * @default - what the account says for the instance type
   */
  readonly cpuCredits?: CpuCredits;

  /**
   * Whether CloudWatch has figures for every minute instead of every five, at a price.
   *
   * @default false
   */
  readonly detailedMonitoring?: boolean;

  /**
   * Whether volumes have bandwidth of their own. Current instance types always do.
   *
   * @default - what the instance type does
   */
  readonly ebsOptimized?: boolean;

  /**
   * Whether nodes can run Nitro Enclaves. The instance types have to be named.
   *
   * @default false
   * @see https://docs.aws.amazon.com/enclaves/latest/user/kubernetes.html
   */
  readonly nitroEnclaves?: boolean;

  /**
   * Whether EC2 moves a node to other hardware when its own fails.
   *
   * @default true
   */
  readonly autoRecovery?: boolean;

  /**
   * Private DNS names of the nodes.
   *
   * @default - what the subnets say
   */
  readonly privateDnsName?: PrivateDnsNameOptions;

  /**
   * The service that instances ask for their credentials.
   *
   * @default - version 2, out of reach for pods with a network of their own
   */
  readonly metadata?: NodeMetadataOptions;

  /**
   * Name of a key pair for SSH. Reported as SEKS2023 until it is acknowledged: Session Manager does without a key that is
   * the same on every node.
   *
   * @default - no key
   */
  readonly keyName?: string;

  /**
   * ARNs of license configurations of AWS License Manager.
   *
   * @default - none
   */
  readonly licenseConfigurationArns?: string[];

  /**
   * Tags of the instances, over those of the group.
   *
   * @default - those of the group
   */
  readonly instanceTags?: { [key: string]: string };

  /**
   * Tags of the volumes, over those of the group.
   *
   * @default - those of the group
   */
  readonly volumeTags?: { [key: string]: string };

  /**
   * Tags of the network interfaces, over those of the group.
   *
   * @default - those of the group
   */
  readonly networkInterfaceTags?: { [key: string]: string };
}
