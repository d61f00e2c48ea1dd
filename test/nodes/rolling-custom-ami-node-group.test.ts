/**
 * What a node group renders: its image, its scaling, its name, its launch template, its role.
 */
import { expect, test } from '@jest/globals';
import { Ami } from '../../lib/nodes/ami';
import { AmiArchitecture } from '../../lib/nodes/ami-family';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import { CapacityType } from '../../lib/nodes/node-group-options';
import { NodeUpdate } from '../../lib/nodes/node-update';
import { Scaling } from '../../lib/nodes/scaling';
import { TaintEffect } from '../../lib/nodes/taint';
import { argumentsOf } from '../support/block';
import { addWorkers, AMI_ID, newCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';

/** A cluster with a second group named `extra`. */
function rendered(options: Partial<NodeGroupOptions> = {}) {
  const app = newApp();
  const nodes = addWorkers(newCluster(newStack(app)), options, 'extra');
  const output = synth(app);
  const { graph } = output.stack('stack');
  const template = graph.at('Cluster/extra/LaunchTemplate/Resource');
  return { nodes, output, graph, template, block: graph.at('Cluster/extra/Resource').block };
}

test('the defaults are two to four nodes of a custom image, one replaced at a time', () => {
  const { block, graph, template } = rendered();

  expect(argumentsOf(block, 'node_group_name_prefix')).toEqual({
    cluster_name: `\${${graph.at('Cluster/Resource').address}.name}`,
    node_role_arn: `\${${graph.at('Cluster/extra/Role/Resource').address}.arn}`,
    subnet_ids: ['subnet-a', 'subnet-b'],
    capacity_type: 'ON_DEMAND',
    instance_types: ['m6i.large'],
    launch_template: { id: `\${${template.address}.id}`, version: `\${${template.address}.latest_version}` },
    scaling_config: { min_size: 2, max_size: 4, desired_size: 2 },
    update_config: { max_unavailable: 1 },
    force_update_version: false,
    node_repair_config: { enabled: true },
    labels: {},
    taint: [],
    tags: { 'safe-eks:cluster': 'main' },
    timeouts: { create: '60m', update: '180m', delete: '60m' },
    lifecycle: { create_before_destroy: true, ignore_changes: ['scaling_config[0].desired_size'] },
  });
});

test.each<[string, Partial<NodeGroupOptions>, object]>([
  [
    'instanceTypes',
    { instanceTypes: ['c6i.large', 'm6i.large'] },
    { instance_types: ['c6i.large', 'm6i.large'] },
  ],
  ['capacityType', { capacityType: CapacityType.SPOT }, { capacity_type: 'SPOT' }],
  ['subnetIds', { subnetIds: ['subnet-c'] }, { subnet_ids: ['subnet-c'] }],
  ['labels', { labels: { team: 'shop' } }, { labels: { team: 'shop' } }],
  [
    'taints',
    { taints: [{ key: 'gpu', value: 'yes', effect: TaintEffect.NO_EXECUTE }] },
    { taint: [{ key: 'gpu', value: 'yes', effect: 'NO_EXECUTE' }] },
  ],
  ['nodeRepair', { nodeRepair: false }, { node_repair_config: { enabled: false } }],
  ['tags', { tags: { team: 'shop' } }, { tags: { 'safe-eks:cluster': 'main', team: 'shop' } }],
  [
    'timeouts',
    { timeouts: { update: '240m' } },
    { timeouts: { create: '60m', update: '240m', delete: '60m' } },
  ],
  [
    'a number in an update',
    { update: NodeUpdate.rolling({ maxUnavailable: 2 }) },
    { update_config: { max_unavailable: 2 } },
  ],
  [
    'a share in an update',
    { update: NodeUpdate.rolling({ maxUnavailablePercentage: 20 }) },
    { update_config: { max_unavailable_percentage: 20 } },
  ],
  [
    'external scaling',
    { scaling: Scaling.external({ min: 0, max: 9, initial: 3 }) },
    { scaling_config: { min_size: 0, max_size: 9, desired_size: 3 } },
  ],
])('%s is rendered', (_, options, expected) => {
  expect(rendered(options).block).toMatchObject(expected);
});

test('a fixed number of nodes is not ignored when it changes', () => {
  const { block } = rendered({ scaling: Scaling.fixed(3) });

  expect(block['scaling_config']).toEqual({ min_size: 3, max_size: 3, desired_size: 3 });
  expect(block['lifecycle']).toEqual({ create_before_destroy: true });
});

test('a custom image renders neither type nor version', () => {
  const { block, template } = rendered();

  expect(block).not.toHaveProperty('ami_type');
  expect(block).not.toHaveProperty('version');
  expect(block).not.toHaveProperty('release_version');
  expect(template.block['image_id']).toBe(AMI_ID);
});

test('the image of EKS renders type and the version of the control plane, and no user data', () => {
  const { block, graph, template } = rendered({
    ami: Ami.eksOptimized({ architecture: AmiArchitecture.ARM_64, releaseVersion: '1.34.2-20251112' }),
  });

  expect(block).toMatchObject({
    ami_type: 'AL2023_ARM_64_STANDARD',
    version: `\${${graph.at('Cluster/Resource').address}.version}`,
    release_version: '1.34.2-20251112',
    instance_types: ['m6g.large'],
  });
  expect(template.block).not.toHaveProperty('image_id');
  expect(template.block).not.toHaveProperty('user_data');
});

test('an image that is looked up feeds the launch template only', () => {
  const { block, graph, template } = rendered({ ami: Ami.al2023Lookup({ owner: 'self', name: 'golden-7' }) });
  const image = graph.at('Cluster/extra/LaunchTemplate/Image');

  expect(image.block).toMatchObject({
    owners: ['self'],
    most_recent: false,
    filter: [
      { name: 'name', values: ['golden-7'] },
      { name: 'architecture', values: ['x86_64'] },
      { name: 'state', values: ['available'] },
    ],
  });
  expect(template.block['image_id']).toBe(`\${${image.address}.id}`);
  expect(JSON.stringify(block)).not.toContain('data.aws_ami');
});

test('the name ends in a hash that Terraform takes of everything that replaces the group', () => {
  const { block, graph, template } = rendered({ subnetIds: ['subnet-b', 'subnet-a'] });
  const role = `${graph.at('Cluster/extra/Role/Resource').address}.arn`;

  expect(block['node_group_name_prefix']).toBe(
    `extra-\${substr(sha256(join("|", ["CUSTOM", "ON_DEMAND", "m6i.large", ${role}, ${template.address}.id, ` +
      'join(",", sort(tolist(["subnet-b", "subnet-a"])))])), 0, 8)}-',
  );
});

test('a long name leaves room for the hash', () => {
  const { block } = rendered({ nodegroupName: 'x'.repeat(80) });
  const [base = ''] = (block['node_group_name_prefix'] as string).split('${');

  expect(base).toMatch(/^x{18}-[0-9a-f]{8}-$/);
  expect(base.length + 9).toBe(37);
});

test('the launch template is hardened', () => {
  expect(rendered().template.block).toMatchObject({
    name: 'main.extra',
    block_device_mappings: [
      {
        device_name: '/dev/xvda',
        ebs: { volume_type: 'gp3', volume_size: 50, encrypted: 'true', delete_on_termination: 'true' },
      },
    ],
    metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
    network_interfaces: [
      { device_index: 0, associate_public_ip_address: 'false', delete_on_termination: 'true' },
    ],
    update_default_version: true,
  });
});

test('volume, key and security groups can be chosen, and the group of the cluster stays', () => {
  const diskKmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const { graph, template } = rendered({ diskSize: 100, diskKmsKeyArn, securityGroupIds: ['sg-1'] });
  const cluster = graph.at('Cluster/Resource').address;

  expect(template.block).toMatchObject({
    block_device_mappings: [{ ebs: { volume_size: 100, kms_key_id: diskKmsKeyArn } }],
    network_interfaces: [
      { security_groups: [`\${${cluster}.vpc_config[0].cluster_security_group_id}`, 'sg-1'] },
    ],
  });
});

test('the user data of a custom image names cluster, labels and taints, sorted', () => {
  const { graph, output, template } = rendered({
    labels: { b: '2', a: '1' },
    taints: [
      { key: 'z', effect: TaintEffect.NO_SCHEDULE },
      { key: 'gpu', value: 'yes', effect: TaintEffect.NO_EXECUTE },
    ],
  });
  const [, local = ''] =
    /^\$\{base64encode\(local\.(\w+)\)\}$/.exec(template.block['user_data'] as string) ?? [];
  const locals = output.stack('stack').configuration['locals'] as Record<string, string>;
  const cluster = graph.at('Cluster/Resource').address;

  expect(locals[local]).toContain('"--node-labels=a=1,b=2"');
  expect(locals[local]).toContain('"--register-with-taints=gpu=yes:NoExecute,z=:NoSchedule"');
  expect(locals[local]).toContain(`"name": "\${${cluster}.name}"`);
  expect(locals[local]).toContain(`"cidr": "\${${cluster}.kubernetes_network_config[0].service_ipv4_cidr}"`);
});

test('the role has what a node needs and what is added, and EC2 takes it', () => {
  const additionalPolicies = ['AmazonSSMManagedInstanceCore', 'arn:aws:iam::111122223333:policy/team/own'];
  const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
  const { graph, output } = rendered({ additionalPolicies, permissionsBoundary });
  const attached = graph
    .ofType('aws_iam_role_policy_attachment')
    .filter(({ path }) => path.startsWith('Cluster/extra/'));

  expect(attached.map(({ block }) => block['policy_arn']).sort()).toEqual([
    'arn:aws:iam::111122223333:policy/team/own',
    'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
    'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  ]);
  expect(attached.map(({ block }) => block['lifecycle'])).toEqual(
    attached.map(() => ({ create_before_destroy: true })),
  );
  expect(edgesOf(output)['Cluster/extra/Resource']).toEqual(
    expect.arrayContaining(attached.map(({ path }) => path)),
  );
  expect(graph.at('Cluster/extra/Role/Resource').block).toMatchObject({
    name: 'main.node.extra.eu-west-1',
    permissions_boundary: permissionsBoundary,
    assume_role_policy: expect.stringContaining('"Service":"ec2.amazonaws.com"'),
  });
});

test('a role of the user’s takes the place of ours', () => {
  const nodeRoleArn = 'arn:aws:iam::111122223333:role/node';
  const { block, graph, nodes } = rendered({ nodeRoleArn });

  expect(block['node_role_arn']).toBe(nodeRoleArn);
  expect(nodes.nodeRoleArn).toBe(nodeRoleArn);
  expect(graph.nodes.map(({ path }) => path).filter((path) => path.startsWith('Cluster/extra/Role'))).toEqual(
    [],
  );
});

test('groups are updated one after the other, in the order of their paths, and the order can be changed', () => {
  const edges = edgesOf(rendered().output);

  expect(edges['Cluster/extra/Resource']).not.toContain('Cluster/workers/Resource');
  expect(edges['Cluster/workers/Resource']).toContain('Cluster/extra/Resource');
});
