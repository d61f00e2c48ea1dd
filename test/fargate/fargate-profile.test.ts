/**
 * What a Fargate profile renders, and what it waits for.
 */
import { expect, test } from '@jest/globals';
import { AddonName, EksVpc, FargateProfile } from '../../lib';
import type { FargateProfileOptions } from '../../lib';
import { addWorkers, importedCluster, newCluster } from '../support/cluster';
import { fargateCluster, fargateFleet, profileOf, SHOP, SYSTEM } from '../support/fargate';
import { newApp, newStack, synth } from '../support/synth';
import { rendering, unknownText } from '../support/tokens';

const AT = 'Cluster/shop';

function rendered(options: Partial<FargateProfileOptions> = {}) {
  const app = newApp();
  fargateFleet(app, { profiles: { system: SYSTEM, shop: { ...SHOP, ...options } } });
  const { graph } = synth(app).stack('stack');
  return { graph, block: graph.at(`${AT}/Resource`).block };
}

test('a profile takes the pods of its selectors in the private subnets of the network', () => {
  const { block } = rendered({
    selectors: [{ namespace: 'shop', labels: { tier: 'web' } }, { namespace: 'team-*' }],
  });
  expect(block).toMatchObject({
    selector: [{ namespace: 'shop', labels: { tier: 'web' } }, { namespace: 'team-*' }],
    subnet_ids: ['subnet-a', 'subnet-b'],
    timeouts: { create: '20m', delete: '20m' },
    tags: { 'safe-eks:cluster': 'main' },
    lifecycle: { create_before_destroy: true },
  });
});

test('a profile takes what it is given', () => {
  const { block } = rendered({
    subnetIds: ['subnet-c'],
    podExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods',
    tags: { team: 'shop' },
    timeouts: { delete: '40m' },
    fargateProfileName: 'jobs',
  });
  expect(block).toMatchObject({
    subnet_ids: ['subnet-c'],
    pod_execution_role_arn: 'arn:aws:iam::111122223333:role/pods',
    timeouts: { create: '20m', delete: '40m' },
    tags: { 'safe-eks:cluster': 'main', team: 'shop' },
    fargate_profile_name: expect.stringMatching(/^jobs-\$\{substr\(sha256\(/),
  });
});

test('its role trusts Fargate for profiles of this cluster only', () => {
  const { graph } = rendered({ additionalPolicies: ['CloudWatchAgentServerPolicy'] });
  const { name, assume_role_policy: trust } = graph.at(`${AT}/Role/Resource`).block;
  expect(name).toBe('main.fargate.shop.eu-west-1');
  expect(JSON.parse(String(trust))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
        Action: ['sts:AssumeRole'],
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-west-1:*:fargateprofile/main/*' } },
      },
    ],
  });
  const attached = graph
    .ofType('aws_iam_role_policy_attachment')
    .filter(({ path }) => path.startsWith(AT))
    .map(({ block }) => block['policy_arn']);
  expect(attached).toEqual([
    'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
    'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
  ]);
});

test('in a region that nobody knows at synth its role trusts profiles of the name in any', () => {
  const app = newApp();
  const stack = newStack(app, 'stack', unknownText('region'));
  fargateCluster(stack, { cluster: { partition: 'aws-cn' } });
  const trust = synth(app).stack('stack').graph.at(`${AT}/Role/Resource`).block['assume_role_policy'];
  expect(trust).toContain('arn:aws-cn:eks:*:*:fargateprofile/main/*');
});

test('a profile waits for the policies of its role, the add-ons before compute, and the profile before it', () => {
  const { graph } = rendered();
  const pathOf = new Map(graph.nodes.map(({ address, path }) => [address, path]));
  const waits = (path: string) => graph.at(path).dependsOn.map((address) => pathOf.get(address));
  const before = ['eks-pod-identity-agent', 'kube-proxy', 'vpc-cni'];
  const common = (name: string) => [
    ...before.map((addon) => `Cluster/Addons/${addon}/Resource`),
    `Cluster/${name}/Role/AmazonEKSFargatePodExecutionRolePolicy`,
  ];
  expect(waits(`${AT}/Resource`)).toEqual(expect.arrayContaining(common('shop')));
  expect(waits('Cluster/system/Resource')).toEqual(
    expect.arrayContaining([...common('system'), `${AT}/Resource`]),
  );
  expect(waits(`${AT}/Resource`)).not.toContain('Cluster/system/Resource');
  expect(waits('Cluster/Addons/coredns/Resource')).toEqual(
    expect.arrayContaining([`${AT}/Resource`, 'Cluster/system/Resource']),
  );
});

test('profiles and node groups do not wait for each other', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addFargateProfile('shop', SHOP);
  const { graph } = synth(app).stack('stack');
  const [group] = graph.ofType('aws_eks_node_group');
  const [profile] = graph.ofType('aws_eks_fargate_profile');
  expect(profile!.dependsOn).not.toContain(group!.address);
  expect(group!.dependsOn).not.toContain(profile!.address);
});

test('its name follows from all that replaces it, and from nothing else', () => {
  const names = (
    [
      {},
      { tags: { a: 'b' } },
      { subnetIds: ['subnet-b', 'subnet-a'] },
      { selectors: [{ namespace: 'shop', labels: { a: 'b' } }] },
      { podExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods' },
      { subnetIds: ['subnet-c'] },
    ] satisfies Partial<FargateProfileOptions>[]
  ).map((options) => rendered(options).block['fargate_profile_name']);
  expect(names[0]).toBe(
    'shop-${substr(sha256(join("|", ["shop", aws_iam_role.Cluster_shop_Role_22276628.arn, join(",", sort(tolist(["subnet-a", "subnet-b"])))])), 0, 8)}',
  );
  expect(names[1]).toBe(names[0]);
  // Terraform sorts them.
  expect(names[2]).toBe(String(names[0]).replace('"subnet-a", "subnet-b"', '"subnet-b", "subnet-a"'));
  expect(new Set(names.slice(2)).size).toBe(4);
});

test('the order of selectors and labels does not matter for its name', () => {
  const [one, other] = [
    [{ namespace: 'a', labels: { x: '1', y: '2' } }, { namespace: 'b' }],
    [{ namespace: 'b' }, { namespace: 'a', labels: { y: '2', x: '1' } }],
  ].map((selectors) => rendered({ selectors }).block['fargate_profile_name']);
  expect(one).toBe(other);
  expect(one).toContain('["a", "+", "x", "1", "+", "y", "2", "b"');
});

test('a long name is cut, so that the whole is good for a label', () => {
  const name = String(rendered({ fargateProfileName: 'a'.repeat(80) }).block['fargate_profile_name']);
  expect(name.indexOf('$')).toBe(55);
});

test('what it knows of itself are references', () => {
  const app = newApp();
  const cluster = fargateFleet(app);
  const profile = profileOf(cluster, 'shop');
  const { fargateProfileName, fargateProfileArn, podExecutionRoleArn } = profile;
  const address = 'aws_eks_fargate_profile.Cluster_shop_';
  expect(rendering(cluster, fargateProfileName)).toContain(address);
  expect(rendering(cluster, fargateProfileName)).toMatch(/\.fargate_profile_name\}$/);
  expect(rendering(cluster, fargateProfileArn)).toMatch(/\.arn\}$/);
  expect(profile.eksRegisteredRoleArn).toBe(podExecutionRoleArn);
});

test('a profile joins an imported cluster, also from another stack than its nodes', () => {
  const app = newApp();
  const stack = newStack(app);
  new FargateProfile(stack, 'shop', { cluster: importedCluster(stack), ...SHOP });
  expect(synth(app).stack('stack').graph.at('shop/Resource').block).toMatchObject({
    cluster_name: 'imported',
    subnet_ids: ['subnet-a', 'subnet-b'],
  });
});

test('a profile of another stack comes after that stack as a whole, and no sequence ties the two', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  cluster.addFargateProfile('zoo', SYSTEM);
  cluster.addons.remove(AddonName.COREDNS);
  const apart = newStack(app, 'apart');
  new FargateProfile(apart, 'alone', { cluster, ...SHOP });
  const output = synth(app);
  expect(output.stack('stack').graph.at('Cluster/zoo/Resource').dependsOn.join()).not.toContain('alone');
  expect(output.stack('apart').graph.at('alone/Resource').dependsOn.join()).not.toContain('zoo');
  expect(apart.dependencies.map(({ node }) => node.path)).toEqual(['stack']);
});

test('the private subnets of a network of the library are taken', () => {
  const app = newApp();
  const stack = newStack(app);
  const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
  fargateCluster(stack, { cluster: { network }, arrange: (cluster) => addWorkers(cluster) });
  const { graph } = synth(app).stack('stack');
  const subnets = graph.at(`${AT}/Resource`).block['subnet_ids'] as string[];
  expect(subnets).toHaveLength(2);
  expect(subnets.every((id) => id.includes('Private'))).toBe(true);
});
