/**
 * Everything that can be wrong with the launch template of a node group, as its user reads it.
 */
import { expect, test } from '@jest/globals';
import { Token } from 'cdktf';
import { Ami } from '../../lib/nodes/ami';
import { CapacityReservation } from '../../lib/nodes/launch-template/capacity-reservation';
import { Efa } from '../../lib/nodes/launch-template/efa';
import { NetworkInterfaceType } from '../../lib/nodes/launch-template/network-interface-options';
import { Tenancy } from '../../lib/nodes/launch-template/tenancy';
import type { NodeVolume, VolumeOptions } from '../../lib/nodes/launch-template/volume-options';
import { VolumeType } from '../../lib/nodes/launch-template/volume-options';
import type { LaunchTemplateOptions } from '../../lib/nodes/launch-template-options';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { CapacityType } from '../../lib/nodes/node-group-options';
import { SafeEks } from '../../lib/validation/safe-eks';
import { addWorkers, newCluster } from '../support/cluster';
import { CAPACITY_BLOCK } from '../support/launch-templates';
import type { ProblemCase } from '../support/problem-case';
import { expectError, expectWarning } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownNumber } from '../support/tokens';

const AT = 'stack/Cluster/extra';
const withGroup =
  (options: Partial<NodeGroupOptions>): ProblemCase['build'] =>
  (stack) => {
    addWorkers(newCluster(stack), options, 'extra');
  };
const withTemplate = (launchTemplate: LaunchTemplateOptions, options: Partial<NodeGroupOptions> = {}) =>
  withGroup({ ...options, launchTemplate });
const withDisk = (disk: VolumeOptions, options: Partial<NodeGroupOptions> = {}) =>
  withTemplate({ disk }, options);
const withVolume = (volume: Partial<NodeVolume>) =>
  withTemplate({ volumes: [{ deviceName: '/dev/xvdf', size: 100, ...volume }] });
const reservation = CapacityReservation.withId('cr-0123456789abcdef0');
const { capacityType, instanceTypes, subnetIds, launchTemplate: blockTemplate } = CAPACITY_BLOCK;
/** A boolean of which nobody knows, as it comes from a variable. */
const unknownSwitch = Token.asAny('${var.on}') as never;
const ownTemplate = Ami.launchTemplate({ id: 'lt-0123456789abcdef0', version: '3' });

const VOLUMES: ProblemCase[] = [
  {
    when: 'the disk has a type that there is not',
    build: withDisk({ type: 'gp9' as never }),
    message: `${AT}: launchTemplate.disk.type 'gp9' is not one of gp3, gp2, io2, io1, st1, sc1 (SEKS1002). Give one of these.`,
    property: 'launchTemplate.disk.type',
    value: 'gp9',
  },
  {
    when: 'the disk is to be faster than any',
    build: withDisk({ iops: 80001 }),
    message: `${AT}: launchTemplate.disk.iops 80001 is not an integer from 3000 to 80000 (SEKS1002). Give at least 3000 and at most 80000.`,
    property: 'launchTemplate.disk.iops',
    value: 80001,
  },
  {
    when: 'the disk is to carry less than it always does',
    build: withDisk({ throughput: 100 }),
    message: `${AT}: launchTemplate.disk.throughput 100 is not an integer from 125 to 2000 (SEKS1002). Give at least 125 and at most 2000.`,
    property: 'launchTemplate.disk.throughput',
    value: 100,
  },
  {
    when: 'the disk is too small for so many operations',
    build: withDisk({ type: VolumeType.IO1, iops: 3000 }, { diskSize: 20 }),
    message: `${AT}: launchTemplate.disk.iops 3000 is more than 20 GiB can have, which is 1000 (SEKS2022). Give at most 1000, or a larger volume.`,
    property: 'launchTemplate.disk.iops',
    value: 3000,
  },
  {
    when: 'the disk has too few operations for the throughput',
    build: withDisk({ throughput: 1000 }),
    message: `${AT}: launchTemplate.disk.throughput 1000 is more than 3000 operations per second can carry, which is 750 (SEKS2022). Give at most 750, or more iops.`,
    property: 'launchTemplate.disk.throughput',
    value: 1000,
  },
  {
    when: 'a type without operations of its own is given some',
    build: withDisk({ type: VolumeType.GP2, iops: 3000 }),
    message: `${AT}: launchTemplate.disk.iops is given for a volume of type gp2, which has none to set (SEKS2022). Leave it out, or take another type.`,
    property: 'launchTemplate.disk.iops',
    value: 3000,
  },
  {
    when: 'a type with provisioned operations is given none',
    build: withVolume({ type: VolumeType.IO2 }),
    message: `${AT}: launchTemplate.volumes[0].iops is left out, but a volume of type io2 needs it (SEKS2022). Give 100 to 256000.`,
    property: 'launchTemplate.volumes[0].iops',
    value: undefined,
  },
  {
    when: 'nodes are to boot from a hard disk',
    build: withDisk({ type: VolumeType.ST1 }, { diskSize: 200 }),
    message: `${AT}: launchTemplate.disk.type st1 is a hard disk, and nodes boot from the volume (SEKS2022). Take gp3 or io2.`,
    property: 'launchTemplate.disk.type',
    value: 'st1',
  },
  {
    when: 'nodes are to boot from a snapshot',
    build: withDisk({ snapshotId: 'snap-0123456789abcdef0' }),
    message: `${AT}: launchTemplate.disk.snapshotId is given for the volume that nodes boot from, which begins with the image (SEKS2022). Give it to one of launchTemplate.volumes.`,
    property: 'launchTemplate.disk.snapshotId',
    value: 'snap-0123456789abcdef0',
  },
  {
    when: 'the second volume of Bottlerocket is too small for a hard disk',
    build: withDisk({ type: VolumeType.SC1 }, { ami: Ami.bottlerocketEksOptimized() }),
    message: `${AT}: diskSize 50 is less than a volume of type sc1 has, which is 125 GiB (SEKS2022). Give at least 125, or take another type.`,
    property: 'diskSize',
    value: 50,
  },
  {
    when: 'a further volume is larger than any',
    build: withVolume({ size: 65537 }),
    message: `${AT}: launchTemplate.volumes[0].size 65537 is not an integer from 1 to 65536 (SEKS1002). Give at least 1 and at most 65536.`,
    property: 'launchTemplate.volumes[0].size',
    value: 65537,
  },
  {
    when: 'a further volume has no size',
    build: withVolume({ size: undefined }),
    message: `${AT}: launchTemplate.volumes[0] has neither a size nor a snapshot (SEKS2022). Give a size.`,
    property: 'launchTemplate.volumes[0]',
    value: undefined,
  },
  {
    when: 'a further volume begins with something else than a snapshot',
    build: withVolume({ snapshotId: 'vol-0123456789abcdef0' }),
    message: `${AT}: launchTemplate.volumes[0].snapshotId 'vol-0123456789abcdef0' is not the id of a snapshot (SEKS1002). Give the id of a snapshot.`,
    property: 'launchTemplate.volumes[0].snapshotId',
    value: 'vol-0123456789abcdef0',
  },
  {
    when: 'a further volume has an alias for a key',
    build: withVolume({ kmsKeyArn: 'alias/ebs' }),
    message: `${AT}: launchTemplate.volumes[0].kmsKeyArn 'alias/ebs' is not an ARN of kms (SEKS1003). Give the full ARN, such as arn:aws:kms:….`,
    property: 'launchTemplate.volumes[0].kmsKeyArn',
    value: 'alias/ebs',
  },
  {
    when: 'a further volume is no device',
    build: withVolume({ deviceName: '/mnt/data' }),
    message: `${AT}: launchTemplate.volumes[0].deviceName '/mnt/data' is not a device such as /dev/xvdf (SEKS1002). Give a device such as /dev/xvdf.`,
    property: 'launchTemplate.volumes[0].deviceName',
    value: '/mnt/data',
  },
  {
    when: 'a further volume takes the place of the root volume',
    build: withVolume({ deviceName: '/dev/xvda' }),
    message: `${AT}: launchTemplate.volumes[0].deviceName '/dev/xvda' is also that of another volume (SEKS2022). Give each volume its own device.`,
    property: 'launchTemplate.volumes[0].deviceName',
    value: '/dev/xvda',
  },
];

const PLACES: ProblemCase[] = [
  {
    when: 'the placement group has no such partition',
    build: withTemplate({ placement: { groupName: 'partitions', partitionNumber: 8 } }),
    message: `${AT}: launchTemplate.placement.partitionNumber 8 is not an integer from 1 to 7 (SEKS1002). Give at least 1 and at most 7.`,
    property: 'launchTemplate.placement.partitionNumber',
    value: 8,
  },
  {
    when: 'a partition is given without a placement group',
    build: withTemplate({ placement: { partitionNumber: 2 } }),
    message: `${AT}: launchTemplate.placement.partitionNumber 2 is given without a placement group (SEKS2022). Name the group in launchTemplate.placement.groupName.`,
    property: 'launchTemplate.placement.partitionNumber',
    value: 2,
  },
  {
    when: 'the placement group has no name',
    build: withTemplate({ placement: { groupName: '' } }),
    message: `${AT}: launchTemplate.placement.groupName '' is not 1 to 255 ASCII characters (SEKS1002). Give 1 to 255 ASCII characters.`,
    property: 'launchTemplate.placement.groupName',
    value: '',
  },
  {
    when: 'the host is no host',
    build: withTemplate({ placement: { tenancy: Tenancy.onHost('i-0123456789abcdef0') } }),
    message: `${AT}: launchTemplate.placement.tenancy.hostId 'i-0123456789abcdef0' is not the id of a Dedicated Host (SEKS1002). Give the id of a Dedicated Host.`,
    property: 'launchTemplate.placement.tenancy.hostId',
    value: 'i-0123456789abcdef0',
  },
  {
    when: 'the group of hosts is given by its name',
    build: withTemplate({ placement: { tenancy: Tenancy.onHostsOf('hosts') } }),
    message: `${AT}: launchTemplate.placement.tenancy.hostResourceGroupArn 'hosts' is not an ARN of a RESOURCE-GROUPS group (SEKS1003). Give the full ARN, such as arn:aws:resource-groups:….`,
    property: 'launchTemplate.placement.tenancy.hostResourceGroupArn',
    value: 'hosts',
  },
  {
    when: 'there are more adapters than network cards',
    build: withTemplate({ efa: Efa.only(32, 1) }, { instanceTypes: ['p5.48xlarge'] }),
    message: `${AT}: launchTemplate.efa.count 32 is not an integer from 1 to 31 (SEKS1002). Give at least 1 and at most 31.`,
    property: 'launchTemplate.efa.count',
    value: 32,
  },
  {
    when: 'adapters begin at a card that there is not',
    build: withTemplate({ efa: Efa.only(1, -1) }, { instanceTypes: ['p5.48xlarge'] }),
    message: `${AT}: launchTemplate.efa.firstNetworkCard -1 is not an integer from 0 to 31 (SEKS1002). Give at least 0 and at most 31.`,
    property: 'launchTemplate.efa.firstNetworkCard',
    value: -1,
  },
  {
    when: 'the default type has no adapters',
    build: withTemplate({ efa: Efa.withAddresses(1) }),
    message: `${AT}: instanceTypes is left out, but launchTemplate has Elastic Fabric Adapters, which the default type does not know (SEKS2005). Give types that do.`,
    property: 'instanceTypes',
    value: undefined,
  },
  {
    when: 'a further interface has a kind that there is not',
    build: withTemplate({ networkInterfaces: [{ networkCard: 1, type: 'trunk' as never }] }),
    message: `${AT}: launchTemplate.networkInterfaces[0].type 'trunk' is not one of interface, efa, efa-only (SEKS1002). Give one of these.`,
    property: 'launchTemplate.networkInterfaces[0].type',
    value: 'trunk',
  },
  {
    when: 'a further interface is on a card that there is not',
    build: withTemplate({ networkInterfaces: [{ networkCard: 32 }] }),
    message: `${AT}: launchTemplate.networkInterfaces[0].networkCard 32 is not an integer from 0 to 31 (SEKS1002). Give at least 0 and at most 31.`,
    property: 'launchTemplate.networkInterfaces[0].networkCard',
    value: 32,
  },
  {
    when: 'a further interface takes the place of the primary one',
    build: withTemplate({ networkInterfaces: [{ deviceIndex: 0 }] }),
    message: `${AT}: launchTemplate.networkInterfaces[0] is device 0 of network card 0, which is taken by the primary interface (SEKS2022). Give it another networkCard or deviceIndex.`,
    property: 'launchTemplate.networkInterfaces[0]',
    value: 'device 0 of network card 0',
  },
  {
    when: 'a further interface takes the place of an adapter',
    build: withTemplate(
      { efa: Efa.only(1), networkInterfaces: [{ networkCard: 1 }, {}] },
      { instanceTypes: ['p5.48xlarge'] },
    ),
    message: `${AT}: launchTemplate.networkInterfaces[1] is device 1 of network card 0, which is taken by launchTemplate.efa (SEKS2022). Give it another networkCard or deviceIndex.`,
    property: 'launchTemplate.networkInterfaces[1]',
    value: 'device 1 of network card 0',
  },
];

const CAPACITY: ProblemCase[] = [
  {
    when: 'it is of Capacity Blocks and names none',
    build: withGroup({ capacityType, instanceTypes: ['p5.48xlarge'], subnetIds }),
    message: `${AT}: capacityType is CAPACITY_BLOCK, but launchTemplate.capacityReservation is none (SEKS2021). Give launchTemplate.capacityReservation a CapacityReservation.capacityBlock.`,
    property: 'capacityType',
    value: 'CAPACITY_BLOCK',
  },
  {
    when: 'it names a Capacity Block and is not of them',
    build: withGroup({ instanceTypes, subnetIds, launchTemplate: blockTemplate }),
    message: `${AT}: capacityType is ON_DEMAND, but launchTemplate.capacityReservation is a Capacity Block (SEKS2021). Give CapacityType.CAPACITY_BLOCK.`,
    property: 'capacityType',
    value: 'ON_DEMAND',
  },
  {
    when: 'a Capacity Block is to have two instance types',
    build: withGroup({ ...CAPACITY_BLOCK, instanceTypes: ['p5.48xlarge', 'p4d.24xlarge'] }),
    message: `${AT}: launchTemplate.capacityReservation is a Capacity Block, which is of one instance type (SEKS2021). Name the type of the block alone.`,
    property: 'instanceTypes',
    value: ['p5.48xlarge', 'p4d.24xlarge'],
  },
  {
    when: 'a Capacity Block is to be in all zones',
    build: withGroup({ ...CAPACITY_BLOCK, subnetIds: undefined }),
    message: `${AT}: subnetIds is left out, but a Capacity Block is in one availability zone (SEKS2021). Name the subnets of the zone of the block.`,
    property: 'subnetIds',
    value: undefined,
  },
  {
    when: 'a Capacity Block in a launch template of the user’s has its type twice',
    build: withGroup({ ami: ownTemplate, capacityType, instanceTypes, subnetIds }),
    message: `${AT}: instanceTypes is given together with a launch template of yours, which names the type of a Capacity Block (SEKS2021). Say it in the launch template.`,
    property: 'instanceTypes',
    value: ['p5.48xlarge'],
  },
  {
    when: 'spot instances are to be in a reservation',
    build: withTemplate({ capacityReservation: reservation }, { capacityType: CapacityType.SPOT }),
    message: `${AT}: capacityType is SPOT, but launchTemplate wants the nodes in a capacity reservation (SEKS2021). Give CapacityType.ON_DEMAND.`,
    property: 'capacityType',
    value: 'SPOT',
  },
  {
    when: 'spot instances are to be on a host',
    build: withTemplate(
      { placement: { tenancy: Tenancy.onHost('h-0123456789abcdef0') } },
      { capacityType: CapacityType.SPOT },
    ),
    message: `${AT}: capacityType is SPOT, but launchTemplate wants the nodes on a Dedicated Host (SEKS2021). Give CapacityType.ON_DEMAND.`,
    property: 'capacityType',
    value: 'SPOT',
  },
  {
    when: 'the reservation is no reservation',
    build: withTemplate({ capacityReservation: CapacityReservation.withId('reserved') }),
    message: `${AT}: launchTemplate.capacityReservation.reservationId 'reserved' is not the id of a capacity reservation (SEKS1002). Give the id of a capacity reservation.`,
    property: 'launchTemplate.capacityReservation.reservationId',
    value: 'reserved',
  },
  {
    when: 'the group of reservations is given by its name',
    build: withTemplate({ capacityReservation: CapacityReservation.inGroup('reserved') }),
    message: `${AT}: launchTemplate.capacityReservation.groupArn 'reserved' is not an ARN of a RESOURCE-GROUPS group (SEKS1003). Give the full ARN, such as arn:aws:resource-groups:….`,
    property: 'launchTemplate.capacityReservation.groupArn',
    value: 'reserved',
  },
];

const INSTANCES: ProblemCase[] = [
  {
    when: 'cores are given without threads',
    build: withTemplate({ cpu: { coreCount: 2 } }),
    message: `${AT}: launchTemplate.cpu.coreCount is given without threadsPerCore, and EC2 takes both or none (SEKS2022). Give threadsPerCore too.`,
    property: 'launchTemplate.cpu.coreCount',
    value: 2,
  },
  {
    when: 'threads are given without cores',
    build: withTemplate({ cpu: { threadsPerCore: 1 } }),
    message: `${AT}: launchTemplate.cpu.threadsPerCore is given without coreCount, and EC2 takes both or none (SEKS2022). Give coreCount too.`,
    property: 'launchTemplate.cpu.threadsPerCore',
    value: 1,
  },
  {
    when: 'a core is to have three threads',
    build: withTemplate({ cpu: { coreCount: 2, threadsPerCore: 3 } }),
    message: `${AT}: launchTemplate.cpu.threadsPerCore 3 is not an integer from 1 to 2 (SEKS1002). Give at least 1 and at most 2.`,
    property: 'launchTemplate.cpu.threadsPerCore',
    value: 3,
  },
  {
    when: 'the default type has no AMD processor',
    build: withTemplate({ cpu: { amdSevSnp: true } }),
    message: `${AT}: instanceTypes is left out, but launchTemplate.cpu.amdSevSnp is on, which the default type does not know (SEKS2005). Give types that do.`,
    property: 'instanceTypes',
    value: undefined,
  },
  {
    when: 'the default type is too small for enclaves',
    build: withTemplate({ nitroEnclaves: true }),
    message: `${AT}: instanceTypes is left out, but launchTemplate.nitroEnclaves is on, which the default type does not know (SEKS2005). Give types that do.`,
    property: 'instanceTypes',
    value: undefined,
  },
  {
    when: 'a type has no CPU credits',
    build: withTemplate({ cpuCredits: 'unlimited' as never }, { instanceTypes: ['t3.large', 'm6i.large'] }),
    message: `${AT}: instanceTypes names 'm6i.large', which has no CPU credits, but launchTemplate.cpuCredits is given (SEKS2005). Leave it out, or give T types.`,
    property: 'instanceTypes',
    value: 'm6i.large',
  },
  {
    when: 'metadata are to go nowhere',
    build: withTemplate({ metadata: { hopLimit: 0 } }),
    message: `${AT}: launchTemplate.metadata.hopLimit 0 is not an integer from 1 to 64 (SEKS1002). Give at least 1 and at most 64.`,
    property: 'launchTemplate.metadata.hopLimit',
    value: 0,
  },
  {
    when: 'there is a key for SSH',
    build: withTemplate({ keyName: 'rescue' }),
    message: `${AT}: launchTemplate.keyName puts the same SSH key on every node, where nothing tells who uses it (SEKS2023). Use Session Manager, or acknowledge the code with the reason.`,
    property: 'launchTemplate.keyName',
    value: 'rescue',
  },
  {
    when: 'host names are of a kind that there is not',
    build: withTemplate({ privateDnsName: { hostnameType: 'fqdn' as never } }),
    message: `${AT}: launchTemplate.privateDnsName.hostnameType 'fqdn' is not one of ip-name, resource-name (SEKS1002). Give one of these.`,
    property: 'launchTemplate.privateDnsName.hostnameType',
    value: 'fqdn',
  },
  {
    when: 'a license is given by its name',
    build: withTemplate({ licenseConfigurationArns: ['windows'] }),
    message: `${AT}: launchTemplate.licenseConfigurationArns[0] 'windows' is not an ARN of license-manager (SEKS1003). Give the full ARN, such as arn:aws:license-manager:….`,
    property: 'launchTemplate.licenseConfigurationArns[0]',
    value: 'windows',
  },
  {
    when: 'volumes have a tag of AWS',
    build: withTemplate({ volumeTags: { 'aws:backup': 'daily' } }),
    message: `${AT}: launchTemplate.volumeTags has the tag 'aws:backup', but a key must not begin with aws: (SEKS1007). Shorten or rename it.`,
    property: 'launchTemplate.volumeTags',
    value: 'aws:backup',
  },
  {
    when: 'there is a launch template of the user’s, which is all that is said',
    build: withGroup({ ami: ownTemplate, launchTemplate: { keyName: 'rescue', disk: { iops: 1 } } }),
    message: `${AT}: launchTemplate is given together with a launch template of yours, which decides it (SEKS2014). Say it in the launch template.`,
    property: 'launchTemplate',
    value: { keyName: 'rescue', disk: { iops: 1 } },
  },
];

test.each(VOLUMES)('a launch template is refused when $when', expectError);

test.each(PLACES)('nodes are not placed where $when', expectError);

test.each(CAPACITY)('the capacity of a group is refused when $when', expectError);

test.each(INSTANCES)('instances are refused when $when', expectError);

test('metadata within reach of pods are a warning', () => {
  expectWarning({
    when: 'answers may take two hops',
    build: withTemplate({ metadata: { hopLimit: 2 } }),
    message: `${AT}: launchTemplate.metadata.hopLimit 2 lets pods take the credentials of the node (SEKS2024). Leave it at 1 and give pods roles by Pod Identity, or acknowledge the code with a reason.`,
  });
});

test('a key for SSH can be acknowledged', () => {
  const app = newApp();
  const nodes = addWorkers(newCluster(newStack(app)), { launchTemplate: { keyName: 'rescue' } }, 'extra');
  SafeEks.acknowledge(nodes, 'SEKS2023', 'The agent of the data centre logs in');

  expect(messagesOf(app)).toEqual([]);
});

test('everything that is wrong is told at once', () => {
  const app = newApp();
  const launchTemplate = {
    disk: { iops: 1, throughput: 1 },
    volumes: [{ deviceName: '/dev/xvda' }],
    placement: { partitionNumber: 9 },
    cpu: { threadsPerCore: 2 },
  };
  addWorkers(newCluster(newStack(app)), { launchTemplate }, 'extra');

  expect(problemsOf(app).map((problem) => problem.split(' ')[0])).toEqual([
    'SEKS1002',
    'SEKS1002',
    'SEKS1002',
    'SEKS2022',
    'SEKS2022',
    'SEKS2022',
    'SEKS2022',
  ]);
});

test.each<[string, LaunchTemplateOptions]>([
  ['the number of adapters', { efa: Efa.only(unknownNumber()) }],
  ['the card of the first adapter', { efa: Efa.only(1, unknownNumber()) }],
  ['the card of an interface', { networkInterfaces: [{ networkCard: unknownNumber() }] }],
  ['whether nodes recover', { autoRecovery: unknownSwitch }],
  ['whether memory is encrypted', { cpu: { amdSevSnp: unknownSwitch } }],
])('%s decides structure and has to be a literal', (_, launchTemplate) => {
  const app = newApp();
  addWorkers(newCluster(newStack(app)), { instanceTypes: ['p5.48xlarge'], launchTemplate }, 'extra');

  expect(problemsOf(app)).toEqual([`SEKS1001 at ${AT}`]);
});

test('the smallest and the largest of everything are taken', () => {
  const app = newApp();
  const launchTemplate = {
    disk: { iops: 80000, throughput: 2000 },
    volumes: [
      { deviceName: '/dev/xvdf', size: 4, type: VolumeType.IO1, iops: 200 },
      { deviceName: '/dev/xvdg', size: 4, type: VolumeType.IO2, iops: 4000 },
      { deviceName: '/dev/sdh', size: 125, type: VolumeType.ST1 },
      { deviceName: 'xvdi', size: 1, iops: 3000, throughput: 750 },
    ],
    placement: { groupName: 'partitions', partitionNumber: 7 },
    networkInterfaces: [{ networkCard: 31, deviceIndex: 0, type: NetworkInterfaceType.INTERFACE }],
    metadata: { hopLimit: 1 },
  };
  addWorkers(newCluster(newStack(app)), { diskSize: 160, launchTemplate }, 'extra');

  expect(messagesOf(app)).toEqual([]);
});
