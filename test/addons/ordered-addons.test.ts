/**
 * Which add-ons a cluster gets and in which order, whatever the order of calls.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AddonName } from '../../lib/addons/addon-name';
import { AddonVersion } from '../../lib/addons/addon-version';
import { Cni } from '../../lib/addons/cni';
import type { OrderedAddons } from '../../lib/addons/ordered-addons';
import type { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import { ADMIN_ARN, addWorkers, bareCluster, newCluster } from '../support/cluster';
import { edgesOf, group } from '../support/fake-resource';
import { messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

const { VPC_CNI, KUBE_PROXY, COREDNS, METRICS_SERVER, EKS_POD_IDENTITY_AGENT, EKS_NODE_MONITORING_AGENT } =
  AddonName;

function withAddons(change: (addons: OrderedAddons, cluster: SafeEksCluster) => void = () => undefined) {
  const app = newApp();
  const cluster = newCluster(newStack(app));
  change(cluster.addons, cluster);
  const output = synth(app);
  const { graph } = output.stack('stack');
  return {
    cluster,
    graph,
    names: graph.ofType('aws_eks_addon').map(({ block }) => block['addon_name']),
    output,
  };
}

test('the default set is vpc-cni, kube-proxy and the agent before nodes, coredns after them', () => {
  const { names, output } = withAddons();

  expect([...names].sort()).toEqual(['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']);
  const edges = edgesOf(output);
  expect(edges['Cluster/Addons/coredns/Resource']).toEqual(['Cluster/workers/Resource']);
  expect(edges['Cluster/Addons/kube-proxy/Resource']).toEqual(['Cluster/Resource']);
  expect(edges['Cluster/Addons/eks-pod-identity-agent/Resource']).toEqual(['Cluster/Resource']);
  expect(edges['Cluster/Addons/vpc-cni/Resource']).toEqual([
    'Cluster/Addons/eks-pod-identity-agent/Resource',
    'Cluster/Addons/vpc-cni/Role/AmazonEKS_CNI_Policy',
    'Cluster/Resource',
  ]);
  expect(edges['Cluster/workers/Resource']).toEqual([
    'Cluster/Addons/eks-pod-identity-agent/Resource',
    'Cluster/Addons/kube-proxy/Resource',
    'Cluster/Addons/vpc-cni/Resource',
    'Cluster/workers/Role/AmazonEC2ContainerRegistryPullOnly',
    'Cluster/workers/Role/AmazonEKSWorkerNodePolicy',
  ]);
});

test('without the default set there are only those that are added', () => {
  const app = newApp();
  const cluster = newCluster(newStack(app), { addons: { defaultAddons: false } });
  [VPC_CNI, EKS_POD_IDENTITY_AGENT].forEach((name) => cluster.addAddon(name));

  const addons = synth(app).stack('stack').graph.ofType('aws_eks_addon');
  expect(addons.map(({ block }) => block['addon_name']).sort()).toEqual([
    'eks-pod-identity-agent',
    'vpc-cni',
  ]);
});

test('the node monitoring agent comes before nodes, the metrics server after them', () => {
  const { output } = withAddons((addons) => {
    addons.add(EKS_NODE_MONITORING_AGENT);
    addons.add(METRICS_SERVER);
  });

  const edges = edgesOf(output);
  expect(edges['Cluster/workers/Resource']).toContain('Cluster/Addons/eks-node-monitoring-agent/Resource');
  expect(edges['Cluster/Addons/metrics-server/Resource']).toEqual(['Cluster/workers/Resource']);
});

test('an add-on that the library does not know comes after nodes, unless it is told otherwise', () => {
  const version = AddonVersion.of('v1.0.0-eksbuild.1');
  const { output } = withAddons((addons) => {
    addons.add(AddonName.of('acme_watcher'), { version });
    addons.add(AddonName.of('acme_network/policy'), { version, beforeCompute: true });
  });

  const edges = edgesOf(output);
  expect(edges['Cluster/Addons/acme_watcher/Resource']).toEqual(['Cluster/workers/Resource']);
  expect(edges['Cluster/workers/Resource']).toContain('Cluster/Addons/acme_network-policy/Resource');
});

test('an add-on can be put after others of its stage', () => {
  const { output } = withAddons((addons) => {
    addons.add(METRICS_SERVER, { after: [COREDNS, COREDNS] });
  });

  expect(edgesOf(output)['Cluster/Addons/metrics-server/Resource']).toEqual([
    'Cluster/Addons/coredns/Resource',
    'Cluster/workers/Resource',
  ]);
});

test('an add-on of the default set can be left out', () => {
  const { names, cluster } = withAddons((addons) => {
    addons.remove(COREDNS);
  });

  expect(names).not.toContain('coredns');
  expect(cluster.addons.tryFind(COREDNS)).toBeUndefined();
});

test('removing twice is the same as once', () => {
  const { names } = withAddons((addons) => {
    addons.remove(COREDNS);
    addons.remove(COREDNS);
  });

  expect(names).toHaveLength(3);
});

test('configure and add settle different things about one add-on, in either order', () => {
  const calls: ((addons: OrderedAddons) => unknown)[] = [
    (addons) => addons.add(METRICS_SERVER, { preserve: true }),
    (addons) => {
      addons.configure(METRICS_SERVER, { configuration: { replicas: 3 } });
    },
  ];
  const blocks = [calls, [...calls].reverse()].map((ordered) => {
    const { graph } = withAddons((addons) => {
      ordered.forEach((call) => call(addons));
    });
    return graph.at('Cluster/Addons/metrics-server/Resource').block;
  });

  expect(blocks[0]).toMatchObject({ preserve: true, configuration_values: '{"replicas":3}' });
  expect(blocks[1]).toEqual(blocks[0]);
});

test('another CNI takes the place of vpc-cni: all its resources come before nodes', () => {
  const { names, output } = withAddons((addons, cluster) => {
    addons.useCni(Cni.custom(group(cluster.node.scope as SafeEksCluster, 'Cilium', 'release', 'config')));
  });

  expect(names).not.toContain('vpc-cni');
  const edges = edgesOf(output);
  expect(edges['Cluster/workers/Resource']).toEqual(
    expect.arrayContaining(['Cilium/config', 'Cilium/release']),
  );
  expect(edges['Cilium/release']).toEqual(['Cluster/Resource']);
});

test('useCni with vpc-cni settles its options', () => {
  const { graph } = withAddons((addons) => {
    addons.useCni(Cni.vpcCni({ configuration: { env: { ENABLE_PREFIX_DELEGATION: 'true' } } }));
  });

  expect(graph.at('Cluster/Addons/vpc-cni/Resource').block['configuration_values']).toBe(
    '{"env":{"ENABLE_PREFIX_DELEGATION":"true"}}',
  );
});

test('compute made before the add-ons are changed waits for what they are in the end', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app), { addons: { defaultAddons: false } });
  addWorkers(cluster);
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  [VPC_CNI, EKS_POD_IDENTITY_AGENT].forEach((name) => cluster.addAddon(name));

  expect(edgesOf(synth(app))['Cluster/workers/Resource']).toEqual(
    expect.arrayContaining([
      'Cluster/Addons/eks-pod-identity-agent/Resource',
      'Cluster/Addons/vpc-cni/Resource',
    ]),
  );
});

type Call = (cluster: SafeEksCluster) => unknown;

/** Runs the calls on a cluster without nodes; gives what is rendered, or what is wrong. */
function outcome(calls: readonly Call[]): unknown {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  calls.forEach((call) => call(cluster));
  const messages = messagesOf(app);
  return messages.length > 0 ? [...messages].sort() : synth(app).stack('stack').configuration;
}

const NEEDED: Call[] = [
  (cluster) => addWorkers(cluster),
  (cluster) => cluster.grantClusterAdmin('admin', ADMIN_ARN),
];

test.each<[string, Call[]]>([
  [
    'that agree',
    [
      ({ addons }) => addons.add(METRICS_SERVER, { preserve: true }),
      ({ addons }) => {
        addons.configure(METRICS_SERVER, { configuration: { replicas: 2 } });
      },
      ({ addons }) => {
        addons.configure(VPC_CNI, { tags: { a: 'b' } });
      },
      ({ addons }) => {
        addons.useCni(Cni.vpcCni({ preserve: true }));
      },
      ({ addons }) => {
        addons.remove(KUBE_PROXY);
      },
    ],
  ],
  [
    'that contradict each other',
    [
      ({ addons }) => {
        addons.remove(VPC_CNI);
      },
      ({ addons }) => addons.add(VPC_CNI, { preserve: true }),
      ({ addons }) => {
        addons.useCni(Cni.vpcCni());
      },
      ({ addons }) => {
        addons.remove(METRICS_SERVER);
      },
      ({ addons }) => {
        addons.configure(METRICS_SERVER, { preserve: true });
      },
    ],
  ],
])('the order of calls %s does not matter', (_, calls) => {
  const all = [...NEEDED, ...calls];
  const expected = outcome(all);

  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(outcome(shuffled)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('vpc-cni that is configured and removed is told of, in either order', () => {
  const problems = [true, false].map((first) => {
    const app = newApp();
    const { addons } = newCluster(newStack(app));
    const calls = [
      () => {
        addons.configure(VPC_CNI, { preserve: true });
      },
      () => {
        addons.remove(VPC_CNI);
      },
    ];
    (first ? calls : [...calls].reverse()).forEach((call) => {
      call();
    });
    return problemsOf(app);
  });

  expect(problems[0]).toEqual(['SEKS3001 at stack/Cluster/Addons', 'SEKS3007 at stack/Cluster/Addons']);
  expect(problems[1]).toEqual(problems[0]);
});
