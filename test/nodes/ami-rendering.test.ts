/**
 * What a node group renders for each family: user data, volumes, AMI type.
 */
import { expect, test } from '@jest/globals';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import { Ami } from '../../lib/nodes/ami';
import { AmiFamily } from '../../lib/nodes/ami-family';
import { BottlerocketVariant, WindowsEdition } from '../../lib/nodes/ami-options';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { TaintEffect } from '../../lib/nodes/taint';
import { MimePart } from '../../lib/nodes/user-data/mime';
import { addWorkers, newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

const id = 'ami-0123456789abcdef0';
const templateId = 'lt-0123456789abcdef0';
const edition = WindowsEdition.CORE_2022;

function rendered(options: Partial<NodeGroupOptions>, ipFamily = IpFamily.IPV4) {
  const app = newApp();
  addWorkers(newCluster(newStack(app), { ipFamily, windowsSupport: true }), options, 'extra');
  const stack = synth(app).stack('stack');
  const { graph, configuration } = stack;
  const template = graph.nodes.find(({ path }) => path === 'Cluster/extra/LaunchTemplate/Resource');
  const [, local = ''] =
    /^\$\{base64encode\(local\.(\w+)\)\}$/.exec(String(template?.block['user_data'])) ?? [];
  const locals = configuration['locals'] as Record<string, string>;
  return {
    block: graph.at('Cluster/extra/Resource').block,
    graph,
    template: template?.block,
    text: locals[local],
    cluster: graph.at('Cluster/Resource').address,
  };
}

test('Bottlerocket is told of its cluster by reference, and of the tenth address for DNS', () => {
  const { text, cluster } = rendered({
    ami: Ami.bottlerocket({ id }),
    labels: { team: 'shop' },
    taints: [{ key: 'gpu', effect: TaintEffect.NO_SCHEDULE }],
  });

  expect(text).toBe(
    [
      '[settings.kubernetes]',
      `api-server = "\${${cluster}.endpoint}"`,
      `cluster-certificate = "\${${cluster}.certificate_authority[0].data}"`,
      `cluster-dns-ip = "\${cidrhost(${cluster}.kubernetes_network_config[0].service_ipv4_cidr, 10)}"`,
      `cluster-name = "\${${cluster}.name}"`,
      '',
      '[settings.kubernetes.node-labels]',
      'team = "shop"',
      '',
      '[settings.kubernetes.node-taints]',
      'gpu = [":NoSchedule"]',
      '',
    ].join('\n'),
  );
});

test.each([
  ['AL2023', Ami.al2023({ id })],
  ['Bottlerocket', Ami.bottlerocket({ id })],
])('with IPv6 %s is given the block of IPv6', (_, ami) => {
  const { text } = rendered({ ami }, IpFamily.IPV6);

  expect(text).toContain('service_ipv6_cidr');
  expect(text).not.toContain('service_ipv4_cidr');
});

test('Windows is always told the block of services and the address of DNS', () => {
  const { text, cluster } = rendered({ ami: Ami.windows({ id, edition }) });
  const cidr = `${cluster}.kubernetes_network_config[0].service_ipv4_cidr`;

  expect(text).toContain(`-DNSClusterIP '\${cidrhost(${cidr}, 10)}' -ServiceCIDR '\${${cidr}}'`);
});

test('of Bottlerocket the second volume is sized, and both are encrypted', () => {
  const diskKmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const { template } = rendered({ ami: Ami.bottlerocketEksOptimized(), diskSize: 80, diskKmsKeyArn });
  const ebs = {
    volume_type: 'gp3',
    encrypted: 'true',
    kms_key_id: diskKmsKeyArn,
    delete_on_termination: 'true',
  };

  expect(template?.['block_device_mappings']).toEqual([
    { device_name: '/dev/xvda', ebs },
    { device_name: '/dev/xvdb', ebs: { ...ebs, volume_size: 80 } },
  ]);
});

test('Windows has one volume, by its own name', () => {
  const { template } = rendered({ ami: Ami.windowsEksOptimized({ edition }) });

  expect(template?.['block_device_mappings']).toMatchObject([
    { device_name: '/dev/sda1', ebs: { volume_size: 50, encrypted: 'true' } },
  ]);
});

test('the image of EKS has its type, the version of the control plane, and no more user data than was asked for', () => {
  const { block, template, text, cluster } = rendered({
    ami: Ami.bottlerocketEksOptimized({
      variant: BottlerocketVariant.FIPS,
      releaseVersion: '1.50.0-cf31ab6f',
      maxPods: 110,
    }),
    labels: { team: 'shop' },
  });

  expect(block).toMatchObject({
    ami_type: 'BOTTLEROCKET_x86_64_FIPS',
    version: `\${${cluster}.version}`,
    release_version: '1.50.0-cf31ab6f',
    labels: { team: 'shop' },
  });
  expect(template).not.toHaveProperty('image_id');
  expect(text).toBe('[settings.kubernetes]\nmax-pods = 110\n');
});

test('a script keeps its braces, and a reference within it stays one', () => {
  const script = `#!/bin/sh\necho "\${HOME}" ${unknownText('token')} %{x}`;
  const { text } = rendered({
    ami: Ami.eksOptimized({ nodeadm: { partsBefore: [MimePart.shellScript(script)] } }),
  });

  expect(text).toContain('echo "$${HOME}" ${var.token} %%{x}');
});

test('a launch template of one’s own takes the place of ours', () => {
  const { block, template } = rendered({ ami: Ami.launchTemplate({ id: templateId, version: '7' }) });

  expect(template).toBeUndefined();
  expect(block['launch_template']).toEqual({ id: templateId, version: '7' });
  expect(block).not.toHaveProperty('ami_type');
  expect(block).not.toHaveProperty('version');
  expect(block['node_group_name_prefix']).toContain(`"${templateId}"`);
});

test('a launch template without an image names the family of EKS to the group', () => {
  const ami = Ami.launchTemplate({
    id: templateId,
    version: '7',
    eksOptimized: AmiFamily.AL2023,
    releaseVersion: '1.34.2-20251112',
  });
  const { block, cluster } = rendered({ ami });

  expect(block).toMatchObject({
    ami_type: 'AL2023_x86_64_STANDARD',
    version: `\${${cluster}.version}`,
    release_version: '1.34.2-20251112',
    launch_template: { id: templateId, version: '7' },
  });
});
