/**
 * What the options of a launch template render.
 */
import { expect, test } from '@jest/globals';
import { Fn } from 'cdktf';
import { Ami } from '../../lib/nodes/ami';
import { CapacityReservation } from '../../lib/nodes/launch-template/capacity-reservation';
import { Efa } from '../../lib/nodes/launch-template/efa';
import { Tenancy } from '../../lib/nodes/launch-template/tenancy';
import { VolumeType } from '../../lib/nodes/launch-template/volume-options';
import type { LaunchTemplateOptions } from '../../lib/nodes/launch-template-options';
import { CpuCredits } from '../../lib/nodes/launch-template-options';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { SafeEks } from '../../lib/validation/safe-eks';
import { argumentsOf } from '../support/block';
import { addWorkers, newCluster } from '../support/cluster';
import { CAPACITY_BLOCK, EVERY_OPTION, KEY_ARN } from '../support/launch-templates';
import { newApp, newStack, synth, warningsOf } from '../support/synth';
import { unknownNumber, unknownText } from '../support/tokens';

/** A cluster with a second group named `extra`. */
function rendered(options: Partial<NodeGroupOptions>) {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  const nodes = addWorkers(cluster, options, 'extra');
  if (options.launchTemplate?.keyName !== undefined) {
    SafeEks.acknowledge(nodes, 'SEKS2023', 'No Session Manager on the test bench');
    SafeEks.acknowledge(nodes, 'SEKS2024', 'Agents without Pod Identity');
  }
  const { graph } = synth(app).stack('stack');
  return {
    app,
    clusterGroup: `\${${graph.at('Cluster/Resource').address}.vpc_config[0].cluster_security_group_id}`,
    group: graph.at('Cluster/extra/Resource').block,
    template: graph.at('Cluster/extra/LaunchTemplate/Resource').block,
  };
}

/** The same for a group with these options of its launch template alone. */
const templateOf = (launchTemplate: LaunchTemplateOptions, options: Partial<NodeGroupOptions> = {}) =>
  rendered({ ...options, launchTemplate }).template;

test('every option at once is rendered, encrypted, without public addresses, subnets or version 1 of the metadata service', () => {
  const { template, clusterGroup } = rendered(EVERY_OPTION);
  const volume = {
    volume_type: 'gp3',
    encrypted: 'true',
    kms_key_id: KEY_ARN,
    delete_on_termination: 'true',
  };
  const interfaceOf = (more: object, ...own: string[]) => ({
    associate_public_ip_address: 'false',
    delete_on_termination: 'true',
    security_groups: [clusterGroup, 'sg-nodes', ...own],
    ...more,
  });
  const tags = { Name: 'main-extra', 'safe-eks:cluster': 'main', team: 'shop' };

  expect(argumentsOf(template)).toEqual({
    name: 'main.extra',
    description: 'Nodes of extra in the EKS cluster main',
    update_default_version: true,
    tags: { 'safe-eks:cluster': 'main', team: 'shop' },
    block_device_mappings: [
      { device_name: '/dev/xvda', ebs: { ...volume, volume_size: 200, iops: 6000, throughput: 500 } },
      { device_name: '/dev/xvdf', ebs: { ...volume, volume_type: 'io2', volume_size: 100, iops: 10000 } },
      {
        device_name: '/dev/xvdg',
        ebs: {
          ...volume,
          snapshot_id: 'snap-0123456789abcdef0',
          kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/data',
        },
      },
    ],
    capacity_reservation_specification: {
      capacity_reservation_target: {
        capacity_reservation_resource_group_arn:
          'arn:aws:resource-groups:eu-west-1:111122223333:group/reserved',
      },
    },
    cpu_options: { core_count: 4, threads_per_core: 1, amd_sev_snp: 'enabled' },
    credit_specification: { cpu_credits: 'unlimited' },
    ebs_optimized: 'true',
    enclave_options: { enabled: true },
    key_name: 'rescue',
    license_specification: [
      {
        license_configuration_arn:
          'arn:aws:license-manager:eu-west-1:111122223333:license-configuration:lic-0123456789abcdef',
      },
    ],
    maintenance_options: { auto_recovery: 'disabled' },
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 2 },
    monitoring: { enabled: true },
    network_interfaces: [
      interfaceOf({ device_index: 0 }),
      interfaceOf({ network_card_index: 0, device_index: 1, interface_type: 'efa-only' }),
      interfaceOf({ network_card_index: 1, device_index: 0, interface_type: 'efa-only' }),
      interfaceOf({ network_card_index: 1, device_index: 1, description: 'Storage' }, 'sg-storage'),
      interfaceOf({ network_card_index: 2, device_index: 0, interface_type: 'efa' }),
    ],
    placement: {
      group_name: 'partitions',
      partition_number: 2,
      tenancy: 'host',
      host_resource_group_arn: 'arn:aws:resource-groups:eu-west-1:111122223333:group/hosts',
    },
    private_dns_name_options: {
      hostname_type: 'resource-name',
      enable_resource_name_dns_a_record: true,
      enable_resource_name_dns_aaaa_record: false,
    },
    tag_specifications: [
      { resource_type: 'instance', tags: { ...tags, backup: 'no' } },
      { resource_type: 'volume', tags: { ...tags, backup: 'daily' } },
      { resource_type: 'network-interface', tags: { ...tags, team: 'network' } },
    ],
  });
});

test('no options, and options that say nothing, render what there is without them', () => {
  const empty = { disk: {}, volumes: [], placement: {}, networkInterfaces: [], cpu: {}, privateDnsName: {} };

  expect(templateOf({})).toEqual(rendered({}).template);
  expect(templateOf({ ...empty, metadata: {} })).toEqual(rendered({}).template);
});

test('a Capacity Block has its instance type in the launch template, and the group has none', () => {
  const { group, template } = rendered(CAPACITY_BLOCK);

  expect(template).toMatchObject({
    instance_type: 'p5.48xlarge',
    instance_market_options: { market_type: 'capacity-block' },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: 'cr-0123456789abcdef0' },
    },
  });
  expect(group).toMatchObject({ capacity_type: 'CAPACITY_BLOCK', subnet_ids: ['subnet-a'] });
  expect(group).not.toHaveProperty('instance_types');
  // Another type makes another group, as it does elsewhere.
  expect(group['node_group_name_prefix']).toContain('"CAPACITY_BLOCK", "p5.48xlarge"');
});

test('a Capacity Block in a launch template of the user’s leaves the instance type to that', () => {
  const app = newApp();
  const ami = Ami.launchTemplate({ id: 'lt-0123456789abcdef0', version: '3' });
  const { capacityType, subnetIds } = CAPACITY_BLOCK;
  addWorkers(newCluster(newStack(app)), { ami, capacityType, subnetIds }, 'extra');
  const { block } = synth(app).stack('stack').graph.at('Cluster/extra/Resource');

  expect(block).toMatchObject({ capacity_type: 'CAPACITY_BLOCK', launch_template: { version: '3' } });
  expect(block).not.toHaveProperty('instance_types');
});

test.each<[string, CapacityReservation, object]>([
  ['open ones', CapacityReservation.OPEN, { capacity_reservation_preference: 'open' }],
  ['none', CapacityReservation.NONE, { capacity_reservation_preference: 'none' }],
  [
    'one by its id',
    CapacityReservation.withId('cr-0123456789abcdef0'),
    { capacity_reservation_target: { capacity_reservation_id: 'cr-0123456789abcdef0' } },
  ],
])('a capacity reservation can be %s, without a market of its own', (_, capacityReservation, expected) => {
  const template = templateOf({ capacityReservation });

  expect(template['capacity_reservation_specification']).toEqual(expected);
  expect(template).not.toHaveProperty('instance_market_options');
  expect(template).not.toHaveProperty('instance_type');
});

test.each<[string, Tenancy, object]>([
  ['an account', Tenancy.DEDICATED, { tenancy: 'dedicated' }],
  ['a host', Tenancy.onHost('h-0123456789abcdef0'), { tenancy: 'host', host_id: 'h-0123456789abcdef0' }],
])('nodes can have the hardware of %s', (_, tenancy, expected) => {
  expect(templateOf({ placement: { tenancy } })['placement']).toEqual(expected);
});

/** Network card, device and type of each interface. */
function layout(efa: Efa): string[] {
  const template = templateOf({ efa }, { instanceTypes: ['p5.48xlarge'] });
  const interfaces = template['network_interfaces'] as Record<string, string | number | undefined>[];
  return interfaces.map(
    (each) =>
      `${String(each['network_card_index'] ?? 0)}/${String(each['device_index'])} ${String(each['interface_type'] ?? 'interface')}`,
  );
}

test('adapters without addresses stand beside the primary interface, on card 0 and on every further card', () => {
  expect(layout(Efa.only(3))).toEqual(['0/0 interface', '0/1 efa-only', '1/0 efa-only', '2/0 efa-only']);
  expect(layout(Efa.only(2, 1))).toEqual(['0/0 interface', '1/0 efa-only', '2/0 efa-only']);
  expect(layout(Efa.only(32))).toHaveLength(33);
});

test('of adapters with addresses the primary interface is the first', () => {
  expect(layout(Efa.withAddresses(1))).toEqual(['0/0 efa']);
  expect(layout(Efa.withAddresses(3))).toEqual(['0/0 efa', '1/1 efa', '2/1 efa']);
});

test('for Bottlerocket, the disk is the second volume, and can begin with a snapshot of images', () => {
  const ami = Ami.bottlerocketEksOptimized();
  const disk = { type: VolumeType.IO1, iops: 500, snapshotId: 'snap-0123456789abcdef0' };
  const always = { encrypted: 'true', delete_on_termination: 'true' };

  expect(templateOf({ disk }, { ami })['block_device_mappings']).toEqual([
    { device_name: '/dev/xvda', ebs: { ...always, volume_type: 'gp3' } },
    {
      device_name: '/dev/xvdb',
      ebs: {
        ...always,
        volume_type: 'io1',
        volume_size: 50,
        iops: 500,
        snapshot_id: 'snap-0123456789abcdef0',
      },
    },
  ]);
});

test.each<[string, LaunchTemplateOptions, string, object]>([
  ['stays on', { autoRecovery: true }, 'maintenance_options', { auto_recovery: 'default' }],
  ['slows down', { cpuCredits: CpuCredits.STANDARD }, 'credit_specification', { cpu_credits: 'standard' }],
  ['has no SEV-SNP', { cpu: { amdSevSnp: false } }, 'cpu_options', { amd_sev_snp: 'disabled' }],
  ['is not watched closely', { detailedMonitoring: false }, 'monitoring', { enabled: false }],
])('a node that %s says so', (_, launchTemplate, argument, expected) => {
  expect(templateOf(launchTemplate, { instanceTypes: ['t3.large'] })[argument]).toEqual(expected);
});

test('security groups of which nobody knows how many there are, are put together by Terraform', () => {
  const networkInterfaces = [
    { networkCard: 1, securityGroupIds: Fn.split(',', 'sg-2,sg-3') },
    { networkCard: 2 },
  ];
  const { template, clusterGroup } = rendered({
    securityGroupIds: ['sg-1'],
    launchTemplate: { networkInterfaces },
  });
  const cluster = clusterGroup.slice(2, -1);

  expect(template['network_interfaces']).toMatchObject([
    { security_groups: [clusterGroup, 'sg-1'] },
    { security_groups: `\${concat([${cluster}], ["sg-1"], split(",", "sg-2,sg-3"))}` },
    { security_groups: [clusterGroup, 'sg-1'] },
  ]);
});

test('values that only Terraform knows are rendered and not judged', () => {
  const text = unknownText();
  const number = unknownNumber();
  const { app } = rendered({
    launchTemplate: {
      disk: { iops: number, throughput: number },
      volumes: [
        { deviceName: '/dev/xvdf', size: number, snapshotId: text, kmsKeyArn: text },
        { deviceName: '/dev/xvdg', size: 4, type: VolumeType.IO2, iops: number },
      ],
      placement: { groupName: text, partitionNumber: number, tenancy: Tenancy.onHost(text) },
      capacityReservation: CapacityReservation.withId(text),
      cpu: { coreCount: number, threadsPerCore: number },
      metadata: { hopLimit: number },
      licenseConfigurationArns: [text],
      networkInterfaces: [{ networkCard: 1, description: text, securityGroupIds: [text] }],
      volumeTags: { owner: text },
    },
  });

  expect(warningsOf(app)).toEqual([]);
});
