/**
 * Settings of vpc-cni in words: what they render, what contradicts itself, and what nodes have to know of them.
 */
import { expect, test } from '@jest/globals';
import type { SafeEksClusterProps, VpcCniOptions } from '../../lib';
import { Ami, Cni, IpFamily, EksNetwork, NetworkCheck } from '../../lib';
import type { SafeEksCluster } from '../../lib';
import { AMI_ID, ADMIN_ARN, addWorkers, bareCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const SUBNETS = { 'eu-west-1a': 'subnet-0a', 'eu-west-1b': 'subnet-0b' };

function appWith(
  options: VpcCniOptions | undefined,
  props: Partial<SafeEksClusterProps> = {},
  nodes: (cluster: SafeEksCluster) => unknown = (cluster) =>
    cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() }),
): ReturnType<typeof newApp> {
  const app = newApp();
  const cluster = bareCluster(newStack(app), props);
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  nodes(cluster);
  if (options !== undefined) {
    cluster.addons.useCni(Cni.vpcCni(options));
  }
  return app;
}

/** The configuration as EKS gets it; with values that are known at apply it is an expression. */
function rendered(options: VpcCniOptions | undefined, props: Partial<SafeEksClusterProps> = {}): unknown {
  const { graph, configuration } = synth(appWith(options, props)).stack('stack');
  const text = graph.at('Cluster/Addons/vpc-cni/Resource').block['configuration_values'] as
    string | undefined;
  if (!text?.startsWith('${')) {
    return text === undefined ? undefined : JSON.parse(text);
  }
  const name = /local\.(\w[\w-]*)/.exec(text)?.[1] ?? '';
  return (configuration['locals'] as Record<string, unknown>)[name];
}

test('nothing is said where nothing is wanted', () => {
  expect(rendered({})).toBeUndefined();
});

test('prefix delegation holds one block ready', () => {
  expect(rendered({ prefixDelegation: true })).toEqual({
    env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
  });
});

test('pods in subnets of their own have an ENIConfig for each zone, made by the add-on itself', () => {
  const securityGroups = ['sg-pods'];
  expect(rendered({ customNetworking: { podSubnetIds: SUBNETS, securityGroupIds: securityGroups } })).toEqual(
    {
      env: {
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true',
        ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone',
      },
      eniConfig: {
        create: true,
        region: 'eu-west-1',
        subnets: {
          'eu-west-1a': { id: 'subnet-0a', securityGroups },
          'eu-west-1b': { id: 'subnet-0b', securityGroups },
        },
      },
    },
  );
});

test('pods in subnets of their own have the security group of the cluster unless told otherwise', () => {
  expect(rendered({ customNetworking: { podSubnetIds: { 'eu-west-1a': 'subnet-0a' } } })).toMatchObject({
    eniConfig: {
      subnets: {
        'eu-west-1a': { securityGroups: [expect.stringContaining('cluster_security_group_id')] },
      },
    },
  });
});

test('network policies, warm addresses and what the user sets by hand go together', () => {
  expect(
    rendered({
      networkPolicy: true,
      warmIpTarget: 5,
      minimumIpTarget: 20,
      prefixDelegation: true,
      configuration: {
        env: { WARM_PREFIX_TARGET: '2', AWS_VPC_K8S_CNI_LOGLEVEL: 'WARN' },
        podAnnotations: { a: 'b' },
      },
    }),
  ).toEqual({
    enableNetworkPolicy: 'true',
    env: {
      AWS_VPC_K8S_CNI_LOGLEVEL: 'WARN',
      ENABLE_PREFIX_DELEGATION: 'true',
      MINIMUM_IP_TARGET: '20',
      WARM_IP_TARGET: '5',
      WARM_PREFIX_TARGET: '2',
    },
    podAnnotations: { a: 'b' },
  });
});

test('security groups for pods are asked for by the CNI, and allowed to the control plane', () => {
  const props = { podSecurityGroups: true };
  expect(rendered({ prefixDelegation: true }, props)).toEqual({
    env: {
      ENABLE_POD_ENI: 'true',
      ENABLE_PREFIX_DELEGATION: 'true',
      POD_SECURITY_GROUP_ENFORCING_MODE: 'standard',
      WARM_PREFIX_TARGET: '1',
    },
  });
  const policies = synth(appWith(undefined, props))
    .stack('stack')
    .graph.ofType('aws_iam_role_policy_attachment')
    .map(({ path }) => path);
  expect(policies).toContain('Cluster/Role/AmazonEKSVPCResourceController');
});

test('settings that contradict each other are refused, all at once', () => {
  const network = EksNetwork.fromSubnetIds({
    controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    check: NetworkCheck.none('a test'),
  });
  const app = appWith(
    {
      customNetworking: { podSubnetIds: {} },
      prefixDelegation: false,
      configuration: { env: 'WARM_IP_TARGET=5' },
    },
    { ipFamily: IpFamily.IPV6, network },
  );
  expect(messagesOf(app)).toEqual([
    'stack/Cluster/Addons: customNetworking is for IPv4, and the addresses of this cluster are IPv6 (SEKS3011). Leave it out: with IPv6 ' +
      'there are addresses enough.',
    'stack/Cluster/Addons: customNetworking names no subnet, so that no pod would get an address (SEKS3011). Name a subnet for each ' +
      'availability zone with nodes.',
    'stack/Cluster/Addons: prefixDelegation is false, and with IPv6 there are prefixes only (SEKS3011). Leave it out.',
    "stack/Cluster/Addons: configuration.env is 'WARM_IP_TARGET=5', and no object of variables (SEKS3011). Write it as { WARM_IP_TARGET: '5' }.",
  ]);
});

test('nodes with an image of yours have to be told how many pods the CNI has addresses for', () => {
  const warned = (
    nodes: (cluster: SafeEksCluster) => unknown,
    options: VpcCniOptions = { prefixDelegation: true },
  ): string[] =>
    synth(appWith(options, {}, nodes))
      .stack('stack')
      .annotations.map(({ message }) => message);
  expect(warned(addWorkers)).toEqual([
    'stack/Cluster/Addons: stack/Cluster/workers has an image of yours, which reckons its pods without the settings of vpc-cni (SEKS2032). ' +
      'Give its ami maxPods: 110 up to 30 vCPUs and 250 beyond with prefixDelegation, else as AWS reckons them for the instance type.',
  ]);
  expect(warned((cluster) => addWorkers(cluster, { ami: Ami.al2023({ id: AMI_ID, maxPods: 110 }) }))).toEqual(
    [],
  );
  expect(warned((cluster) => cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() }))).toEqual([]);
  expect(warned(addWorkers, { networkPolicy: true })).toEqual([]);
});
