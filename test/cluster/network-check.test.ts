/**
 * Which networks are compared with AWS. What the comparison says is rehearsed: test/terraform/rehearsal/live-network.test.ts.
 */
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { expect, test } from '@jest/globals';
import { TerraformHclModule, TerraformLocal, TerraformVariable, Token } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import type { EksNetworkAttributes } from '../../lib';
import {
  Ami,
  EksNetwork,
  EksVpc,
  KubernetesVersion,
  NetworkCheck,
  NetworkFact,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
  UpgradeFrom,
} from '../../lib';
import type { SynthesizedStack } from '../../lib/testing';
import { AMI_ID, importedCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const IDS = ['subnet-a', 'subnet-b'];

/** A cluster in a network. */
function inNetwork(attributes: (stack: TerraformStack) => EksNetworkAttributes): SynthesizedStack {
  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, { network: EksNetwork.fromSubnetIds(attributes(stack)) });
  return synth(app).stack('stack');
}

/** Paths of what is looked up. */
const lookups = ({ graph }: SynthesizedStack): string[] =>
  graph.nodes
    .filter(({ managed }) => !managed)
    .map(({ path }) => path)
    .filter((path) => path.includes('NetworkCheck') || path.includes('/Network/'))
    .sort();

const codesOf = (configuration: unknown): string[] =>
  [...new Set(JSON.stringify(configuration ?? {}).match(/SEKS11\d\d/g) ?? [])].sort();

const THE_CHECK = ['Cluster/NetworkCheck/Subnet', 'Cluster/NetworkCheck/Subnets'];

test('subnets that are given are compared, wherever their ids come from', () => {
  const literal = inNetwork(() => ({ controlPlaneSubnetIds: IDS }));
  const variable = inNetwork((stack) => ({
    controlPlaneSubnetIds: new TerraformVariable(stack, 'subnets', { type: 'list(string)' }).listValue,
  }));
  const found = inNetwork((stack) => ({
    controlPlaneSubnetIds: new DataAwsSubnets(stack, 'found', { tags: { tier: 'private' } }).ids,
  }));
  for (const stack of [literal, variable, found]) {
    expect(lookups(stack)).toEqual(THE_CHECK);
    expect(codesOf(stack.graph.at('Cluster/Resource').block)).toEqual([
      'SEKS1101',
      'SEKS1107',
      'SEKS1108',
      'SEKS1109',
    ]);
    expect(codesOf(stack.configuration['check'])).toEqual(['SEKS1110', 'SEKS1111']);
  }
});

test('no argument is fed from what is looked up, and no lookup has a dependency', () => {
  const { graph } = inNetwork(() => ({ controlPlaneSubnetIds: IDS, nodeSubnetIds: ['subnet-c'] }));
  for (const { block, managed } of graph.nodes) {
    const { lifecycle, ...rest } = block;
    expect(managed ? JSON.stringify(rest) : '').not.toMatch(
      /data\.aws_(subnet|eks_cluster)|local\..*NetworkCheck/,
    );
    expect(managed ? {} : block).not.toHaveProperty('depends_on');
    expect(lifecycle ?? {}).not.toHaveProperty('replace_triggered_by');
  }
});

test('what the app makes itself is not compared: it may not be there yet', () => {
  const made = inNetwork((stack) => ({
    controlPlaneSubnetIds: ['a', 'b'].map(
      (id) => new Subnet(stack, id, { vpcId: 'vpc-0a', cidrBlock: '10.0.0.0/24' }).id,
    ),
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  }));
  const fromModule = inNetwork((stack) => ({
    controlPlaneSubnetIds: Token.asList(
      new TerraformHclModule(stack, 'vpc', { source: 'terraform-aws-modules/vpc/aws' }).get('subnets'),
    ),
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  }));
  const behindLocal = inNetwork((stack) => {
    const subnet = new Subnet(stack, 'a', { vpcId: 'vpc-0a', cidrBlock: '10.0.0.0/24' });
    return {
      controlPlaneSubnetIds: new TerraformLocal(stack, 'ids', [subnet.id, 'subnet-b']).asList,
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    };
  });
  expect([lookups(made), lookups(fromModule), lookups(behindLocal)]).toEqual([[], [], []]);

  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, {
    network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
  });
  expect(lookups(synth(app).stack('stack'))).toEqual([]);
});

test('subnets of another stack are compared', () => {
  const app = newApp();
  const network = newStack(app, 'network');
  const subnets = ['a', 'b'].map(
    (id) => new Subnet(network, id, { vpcId: 'vpc-0a', cidrBlock: '10.0.0.0/24' }),
  );
  newCluster(newStack(app), {
    network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: subnets.map(({ id }) => id) }),
  });
  const given = JSON.stringify(synth(app).stack('stack').configuration['locals']);
  expect(lookups(synth(app).stack('stack'))).toEqual(THE_CHECK);
  expect(given).toContain('data.terraform_remote_state');
});

test('each fact can be left out, with a reason', () => {
  const without = (fact: NetworkFact): string[] => {
    const { graph, configuration } = inNetwork(() => ({
      controlPlaneSubnetIds: IDS,
      check: NetworkCheck.live().without(fact, 'a test'),
    }));
    return [...codesOf(graph.at('Cluster/Resource').block), ...codesOf(configuration['check'])];
  };
  const all = ['SEKS1101', 'SEKS1107', 'SEKS1108', 'SEKS1109', 'SEKS1110', 'SEKS1111'];
  const less = (...codes: string[]): string[] => all.filter((code) => !codes.includes(code));
  expect(without(NetworkFact.SUBNETS_EXIST)).toEqual(less('SEKS1107'));
  expect(without(NetworkFact.VPC)).toEqual(less('SEKS1108'));
  expect(without(NetworkFact.AVAILABILITY_ZONES)).toEqual(less('SEKS1101', 'SEKS1109'));
  expect(without(NetworkFact.FREE_ADDRESSES)).toEqual(less('SEKS1110'));
  expect(without(NetworkFact.LOAD_BALANCER_TAGS)).toEqual(less('SEKS1111'));
  expect(
    lookups(inNetwork(() => ({ controlPlaneSubnetIds: IDS, check: NetworkCheck.none('a test') }))),
  ).toEqual([]);
});

test('a reason that says nothing is none', () => {
  const refused = (check: NetworkCheck): string[] => {
    const app = newApp();
    newCluster(newStack(app), { network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: IDS, check }) });
    return messagesOf(app);
  };
  expect(refused(NetworkCheck.none(' '))).toEqual([
    'stack/Cluster: network.check gives no reason for not comparing anything (SEKS1002). Say why, so that whoever reads it next year knows.',
  ]);
  expect(refused(NetworkCheck.live().without(NetworkFact.VPC, ''))).toEqual([
    'stack/Cluster: network.check gives no reason for not comparing vpc (SEKS1002). Say why, so that whoever reads it next year knows.',
  ]);
});

test('nodes of an imported cluster wait for what is known of its network, also in another stack', () => {
  const app = newApp();
  const stack = newStack(app);
  const network = EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: IDS });
  const cluster = importedCluster(stack, { network });
  const ami = Ami.al2023({ id: AMI_ID });
  new RollingCustomAmiNodeGroup(stack, 'here', { cluster, ami });
  new RollingCustomAmiNodeGroup(newStack(app, 'other'), 'there', { cluster, ami });
  const { graph, configuration } = synth(app).stack('stack');
  expect(codesOf(graph.at('here/Resource').block)).toEqual(['SEKS1101', 'SEKS1107', 'SEKS1108', 'SEKS1109']);
  expect(codesOf(configuration['check'])).toEqual(['SEKS1110', 'SEKS1111', 'SEKS1113']);
  const other = synth(app).stack('other');
  expect(codesOf(other.graph.at('there/Resource').block)).toEqual([
    'SEKS1101',
    'SEKS1107',
    'SEKS1108',
    'SEKS1109',
  ]);
  expect(lookups(other)).toEqual(['there/ClusterNetworkCheck/Subnet', 'there/ClusterNetworkCheck/Subnets']);
});

test('the live cluster is looked up once, for all that is compared with it', () => {
  const { graph } = inNetwork(() => ({ controlPlaneSubnetIds: IDS }));
  expect(graph.ofType('aws_eks_cluster').filter(({ managed }) => !managed)).toHaveLength(1);
  expect(graph.ofType('aws_eks_clusters')).toHaveLength(1);

  const app = newApp();
  const stack = newStack(app);
  newCluster(stack, {
    network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: IDS }),
    upgradeFrom: UpgradeFrom.anything('rolled back after the incident'),
  });
  expect(synth(app).stack('stack').graph.ofType('aws_eks_clusters')).toHaveLength(1);
});

test('subnets that the app makes for nodes of a live cluster are not looked up: they may not be there yet', () => {
  const nodesIn = (subnetsOf: (stack: TerraformStack) => string[]): SynthesizedStack => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = SafeEksCluster.fromClusterName(stack, 'Live', {
      clusterName: 'live',
      version: KubernetesVersion.V1_34,
      nodeSubnetIds: subnetsOf(stack),
    });
    new RollingCustomAmiNodeGroup(stack, 'workers', { cluster, ami: Ami.al2023({ id: AMI_ID }) });
    return synth(app).stack('stack');
  };
  const made = nodesIn((stack) => [new Subnet(stack, 'a', { vpcId: 'vpc-0a', cidrBlock: '10.0.0.0/24' }).id]);
  const given = nodesIn(() => IDS);
  expect(made.graph.at('workers/Resource').block).toMatchObject({ subnet_ids: ['${aws_subnet.a.id}'] });
  expect(given.graph.at('workers/Resource').block).toMatchObject({ subnet_ids: IDS });
  const lookedUp = ({ configuration }: SynthesizedStack): string =>
    JSON.stringify([configuration['data'], configuration['locals']]);
  expect(lookedUp(made)).not.toContain('aws_subnet.a');
  expect(lookedUp(given)).toContain('subnet-a');
  expect(codesOf(made.configuration)).not.toContain('SEKS1107');
  expect(codesOf(given.configuration)).toContain('SEKS1107');
});

test('nodes stay where they were made, though a live cluster changes', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = SafeEksCluster.fromClusterName(stack, 'Live', {
    clusterName: 'live',
    version: KubernetesVersion.V1_34,
  });
  new RollingCustomAmiNodeGroup(stack, 'workers', { cluster, ami: Ami.al2023({ id: AMI_ID }) });
  const { block } = synth(app).stack('stack').graph.at('workers/Resource');
  expect(block).toMatchObject({
    cluster_name: 'live',
    subnet_ids: expect.stringMatching(/^\$\{local\.Live_Network_ForNodes_\w+\}$/),
    lifecycle: { ignore_changes: ['scaling_config[0].desired_size', 'subnet_ids'] },
  });
  expect(block['node_group_name_prefix']).not.toContain('local.');
});
