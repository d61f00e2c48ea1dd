/**
 * What one add-on renders: its version, its options, its role.
 */
import { expect, test } from '@jest/globals';
import { AddonName } from '../../lib/addons/addon-name';
import type { AddonOptions } from '../../lib/addons/addon-options';
import { ResolveConflicts } from '../../lib/addons/addon-options';
import { AddonVersion } from '../../lib/addons/addon-version';
import { IpFamily } from '../../lib/cluster/i-safe-eks-cluster';
import type { SafeEksClusterProps } from '../../lib/cluster/cluster-options';
import { argumentsOf } from '../support/block';
import { newCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { newApp, newStack, synth } from '../support/synth';
import { unknownNumber } from '../support/tokens';

const { VPC_CNI, COREDNS } = AddonName;

function rendered(name: AddonName, options: AddonOptions, props: Partial<SafeEksClusterProps> = {}) {
  const app = newApp();
  const cluster = newCluster(newStack(app), props);
  cluster.addons.configure(name, options);
  const output = synth(app);
  const { graph } = output.stack('stack');
  return { graph, output, block: graph.at(`Cluster/Addons/${name.name}/Resource`).block };
}

test('the defaults overwrite on creation, preserve on update, and leave nothing behind', () => {
  expect(argumentsOf(rendered(COREDNS, {}).block, 'cluster_name')).toEqual({
    addon_name: 'coredns',
    addon_version: 'v1.13.2-eksbuild.11',
    preserve: false,
    resolve_conflicts_on_create: 'OVERWRITE',
    resolve_conflicts_on_update: 'PRESERVE',
    tags: { 'safe-eks:cluster': 'main' },
    timeouts: { create: '20m', update: '20m', delete: '40m' },
  });
});

test.each<[string, AddonOptions, object]>([
  ['version', { version: AddonVersion.of('v1.11.4-eksbuild.2') }, { addon_version: 'v1.11.4-eksbuild.2' }],
  ['preserve', { preserve: true }, { preserve: true }],
  ['tags', { tags: { team: 'shop' } }, { tags: { 'safe-eks:cluster': 'main', team: 'shop' } }],
  [
    'timeouts',
    { timeouts: { create: '30m' } },
    { timeouts: { create: '30m', update: '20m', delete: '40m' } },
  ],
  [
    'configuration',
    { configuration: { b: [1], a: { d: true, c: null } } },
    { configuration_values: '{"a":{"c":null,"d":true},"b":[1]}' },
  ],
  ['an empty configuration', { configuration: {} }, { configuration_values: '{}' }],
  [
    'conflicts on creation',
    { resolveConflictsOnCreate: ResolveConflicts.NONE },
    { resolve_conflicts_on_create: 'NONE' },
  ],
  [
    'conflicts on update',
    { resolveConflictsOnUpdate: ResolveConflicts.OVERWRITE },
    { resolve_conflicts_on_update: 'OVERWRITE' },
  ],
])('%s is rendered', (_, options, expected) => {
  expect(rendered(COREDNS, options).block).toMatchObject(expected);
});

test.each([
  ['DEFAULT_OF_EKS', AddonVersion.DEFAULT_OF_EKS, false],
  ['LATEST', AddonVersion.LATEST, true],
])('the version %s is looked up for the literal version of Kubernetes', (_, version, mostRecent) => {
  const { block, graph } = rendered(COREDNS, { version });
  const lookup = graph.at('Cluster/Addons/coredns/Version');

  expect(lookup.block).toMatchObject({
    addon_name: 'coredns',
    kubernetes_version: '1.34',
    most_recent: mostRecent,
  });
  expect(lookup.dependsOn).toEqual([]);
  expect(block['addon_version']).toBe(`\${${lookup.address}.version}`);
});

test('vpc-cni has a role of its own, which only Pod Identity can take', () => {
  const { block, graph } = rendered(VPC_CNI, {});
  const role = graph.at('Cluster/Addons/vpc-cni/Role/Resource');

  expect(block['pod_identity_association']).toEqual([
    { role_arn: `\${${role.address}.arn}`, service_account: 'aws-node' },
  ]);
  expect(role.block['name']).toBe('main.addon.vpc-cni.eu-west-1');
  expect(JSON.parse(role.block['assume_role_policy'] as string)).toMatchObject({
    Statement: [
      { Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
    ],
  });
});

test('on an IPv6 cluster vpc-cni has the policy for IPv6 instead of the managed one', () => {
  const { graph, output } = rendered(VPC_CNI, {}, { ipFamily: IpFamily.IPV6 });
  const inline = graph.at('Cluster/Addons/vpc-cni/Role/Inline-ipv6');

  expect(inline.block['policy']).toContain('ec2:AssignIpv6Addresses');
  expect(graph.ofType('aws_iam_role_policy_attachment').map(({ path }) => path)).not.toContain(
    'Cluster/Addons/vpc-cni/Role/AmazonEKS_CNI_Policy',
  );
  expect(edgesOf(output)['Cluster/Addons/vpc-cni/Resource']).toContain(inline.path);
});

test('a role of the user’s takes the place of ours, with its edges', () => {
  const podIdentityRoleArn = 'arn:aws:iam::111122223333:role/cni';
  const { block, graph, output } = rendered(VPC_CNI, { podIdentityRoleArn });

  expect(block['pod_identity_association']).toEqual([
    { role_arn: podIdentityRoleArn, service_account: 'aws-node' },
  ]);
  expect(
    graph.nodes.map(({ path }) => path).filter((path) => path.startsWith('Cluster/Addons/vpc-cni/Role')),
  ).toEqual([]);
  expect(edgesOf(output)['Cluster/Addons/vpc-cni/Resource']).toEqual([
    'Cluster/Addons/eks-pod-identity-agent/Resource',
    'Cluster/Resource',
  ]);
});

test('add-ons that need nothing from AWS have no role', () => {
  expect(rendered(COREDNS, {}).block).not.toHaveProperty('pod_identity_association');
});

test('texts that are only known at apply are quoted by Terraform', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addons.configure(COREDNS, { configuration: { role: cluster.resource.arn } });
  const { configuration, graph } = synth(app).stack('stack');

  const [[name, value] = []] = Object.entries(configuration['locals'] as Record<string, unknown>).filter(
    ([key]) => key.includes('coredns'),
  );
  expect(value).toEqual({ role: '${aws_eks_cluster.Cluster_EB0386A7.arn}' });
  expect(graph.at('Cluster/Addons/coredns/Resource').block['configuration_values']).toBe(
    `\${jsonencode(local.${String(name)})}`,
  );
});

test('numbers that are tokens are encoded by Terraform too', () => {
  const { block, output } = rendered(COREDNS, { configuration: { replicaCount: unknownNumber() } });

  expect(block['configuration_values']).toMatch(
    /^\$\{jsonencode\(local\.Cluster_Addons_coredns_Configuration_\w+\)\}$/,
  );
  const locals = Object.values(output.stack('stack').configuration['locals'] as Record<string, unknown>);
  expect(locals).toContainEqual({ replicaCount: 1 });
});

test('the CNI of a cluster with Windows support gives addresses to Windows, beside what the user configures', () => {
  const configuration = (options: AddonOptions, props: Partial<SafeEksClusterProps>): unknown =>
    rendered(VPC_CNI, options, props).block['configuration_values'];
  const windows = { windowsSupport: true };

  expect(configuration({}, {})).toBeUndefined();
  expect(configuration({}, windows)).toBe('{"enableWindowsIpam":"true"}');
  expect(configuration({ configuration: { env: { A: 'b' } } }, windows)).toBe(
    '{"enableWindowsIpam":"true","env":{"A":"b"}}',
  );
  expect(configuration({ configuration: { enableWindowsIpam: 'false' } }, windows)).toBe(
    '{"enableWindowsIpam":"false"}',
  );
});
