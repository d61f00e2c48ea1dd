/**
 * Node groups that use what a launch template can say: as many options at once as go together. No instance type has all of
 * it, which neither the library nor the provider knows.
 */
import { Ami } from '../../lib/nodes/ami';
import { Al2023Variant } from '../../lib/nodes/ami-options';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { CapacityType } from '../../lib/nodes/node-group-options';
import { CapacityReservation } from '../../lib/nodes/launch-template/capacity-reservation';
import { Efa } from '../../lib/nodes/launch-template/efa';
import { NetworkInterfaceType } from '../../lib/nodes/launch-template/network-interface-options';
import { Tenancy } from '../../lib/nodes/launch-template/tenancy';
import { VolumeType } from '../../lib/nodes/launch-template/volume-options';
import { CpuCredits, HostnameType } from '../../lib/nodes/launch-template-options';
import { Scaling } from '../../lib/nodes/scaling';

const account = 'eu-west-1:111122223333';
export const KEY_ARN = `arn:aws:kms:${account}:key/node`;

/** A group of `cluster.addNodeGroup` whose key and metadata have to be acknowledged. */
export const EVERY_OPTION: NodeGroupOptions = {
  ami: Ami.eksOptimized(),
  instanceTypes: ['t3.2xlarge'],
  diskSize: 200,
  diskKmsKeyArn: KEY_ARN,
  securityGroupIds: ['sg-nodes'],
  tags: { team: 'shop' },
  launchTemplate: {
    disk: { type: VolumeType.GP3, iops: 6000, throughput: 500 },
    volumes: [
      { deviceName: '/dev/xvdf', size: 100, type: VolumeType.IO2, iops: 10000 },
      {
        deviceName: '/dev/xvdg',
        snapshotId: 'snap-0123456789abcdef0',
        kmsKeyArn: `arn:aws:kms:${account}:key/data`,
      },
    ],
    placement: {
      groupName: 'partitions',
      partitionNumber: 2,
      tenancy: Tenancy.onHostsOf(`arn:aws:resource-groups:${account}:group/hosts`),
    },
    efa: Efa.only(2),
    networkInterfaces: [
      { networkCard: 1, securityGroupIds: ['sg-storage'], description: 'Storage' },
      { networkCard: 2, deviceIndex: 0, type: NetworkInterfaceType.EFA },
    ],
    capacityReservation: CapacityReservation.inGroup(`arn:aws:resource-groups:${account}:group/reserved`),
    cpu: { coreCount: 4, threadsPerCore: 1, amdSevSnp: true },
    cpuCredits: CpuCredits.UNLIMITED,
    detailedMonitoring: true,
    ebsOptimized: true,
    nitroEnclaves: true,
    autoRecovery: false,
    privateDnsName: {
      hostnameType: HostnameType.RESOURCE_NAME,
      resourceNameARecord: true,
      resourceNameAaaaRecord: false,
    },
    metadata: { hopLimit: 2 },
    keyName: 'rescue',
    licenseConfigurationArns: [
      `arn:aws:license-manager:${account}:license-configuration:lic-0123456789abcdef`,
    ],
    instanceTags: { backup: 'no' },
    volumeTags: { backup: 'daily' },
    networkInterfaceTags: { team: 'network' },
  },
};

/** A group in a Capacity Block, with the layout of network cards that P5 has. */
export const CAPACITY_BLOCK: NodeGroupOptions = {
  ami: Ami.eksOptimized({ variant: Al2023Variant.NVIDIA }),
  capacityType: CapacityType.CAPACITY_BLOCK,
  instanceTypes: ['p5.48xlarge'],
  subnetIds: ['subnet-a'],
  scaling: Scaling.external({ min: 0, max: 4 }),
  launchTemplate: {
    capacityReservation: CapacityReservation.capacityBlock('cr-0123456789abcdef0'),
    efa: Efa.only(32),
  },
};
