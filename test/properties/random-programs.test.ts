/**
 * Random programs: whatever is said about a cluster, and in whatever order, the rules of the graph hold.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AccessPolicy,
  AccessScope,
  AddonName,
  AddonVersion,
  Ami,
  EksVpc,
  KubernetesVersion,
  SafeEksCluster,
  Scaling,
} from '../../lib';
import { ADDON_CATALOGUE, DEFAULT_ADDONS } from '../../lib/addons/addon-catalogue';
import type { GraphNode, TerraformGraph } from '../../lib/testing';
import { newApp, newStack, synth } from '../support/synth';

/** One statement of a program. Each is about something else, so that no two contradict each other. */
type Statement = (cluster: SafeEksCluster) => unknown;

const ANN = 'arn:aws:iam::111122223333:user/ann';

const NAMED = AddonVersion.of('v1.0.0');

/** What other statements are about. */
const BESIDES: readonly string[] = [
  ...DEFAULT_ADDONS,
  'adot',
  'aws-ebs-csi-driver',
  'aws-privateca-connector-for-kubernetes',
  'cert-manager',
  'eks-node-monitoring-agent',
  'metrics-server',
  'snapshot-controller',
];

const OPTIONAL: readonly Statement[] = [
  (cluster) => cluster.addAddon(AddonName.METRICS_SERVER),
  // One statement, since a controller that comes after a driver that is not there is an error, rightly.
  (cluster) => {
    cluster.addAddon(AddonName.SNAPSHOT_CONTROLLER, { after: [AddonName.AWS_EBS_CSI_DRIVER] });
    cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER);
  },
  (cluster) => cluster.addAddon(AddonName.EKS_NODE_MONITORING_AGENT),
  (cluster) =>
    cluster.addAddon(AddonName.of('acme_agent'), { version: AddonVersion.of('v1.0.0'), beforeCompute: true }),
  (cluster) =>
    cluster.addAddon(AddonName.VPC_CNI, { configuration: { env: { ENABLE_PREFIX_DELEGATION: 'true' } } }),
  (cluster) => {
    cluster.addons.configure(AddonName.COREDNS, { configuration: { replicaCount: 3 } });
  },
  (cluster) => {
    cluster.addons.configure(AddonName.KUBE_PROXY, { version: AddonVersion.of('v1.34.1-eksbuild.2') });
  },
  // With what they need.
  (cluster) => {
    for (const name of ['adot', 'aws-privateca-connector-for-kubernetes', 'cert-manager']) {
      cluster.addAddon(AddonName.of(name), { version: NAMED });
    }
  },
  ...Object.keys(ADDON_CATALOGUE)
    .filter((name) => !BESIDES.includes(name))
    .map(
      (name): Statement =>
        (cluster) =>
          cluster.addAddon(AddonName.of(name), { version: NAMED }),
    ),
  (cluster) => cluster.addNodeGroup('spot', { ami: Ami.eksOptimized() }),
  (cluster) => cluster.addNodeGroup('batch', { ami: Ami.al2023Lookup({ owner: 'self', name: 'eks-batch' }) }),
  (cluster) =>
    cluster.addNodeGroup('fixed', { ami: Ami.al2023({ id: 'ami-0123456789' }), scaling: Scaling.fixed(1) }),
  (cluster) =>
    cluster.addSelfManagedNodeGroup('own', {
      ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
      instanceTypes: ['m6i.large', 'm5.large'],
      mixedInstances: { onDemandPercentageAboveBase: 0 },
    }),
  (cluster) =>
    cluster.addSelfManagedNodeGroup('alone', {
      ami: Ami.bottlerocket({ id: 'ami-0123456789abcdef0' }),
      drainSeconds: 60,
    }),
  (cluster) => cluster.grantAccess('shop', ANN, [AccessPolicy.edit(AccessScope.namespaces('shop'))]),
  (cluster) => cluster.grantAccess('pay', ANN, [AccessPolicy.edit(AccessScope.namespaces('pay'))]),
  (cluster) => cluster.access.grant('groups', ANN, { kubernetesGroups: ['auditors'] }),
];

const NEEDED: readonly Statement[] = [
  (cluster) => cluster.addNodeGroup('workers', { ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }) }),
  (cluster) => cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin'),
];

const programs = fc.subarray([...OPTIONAL]).map((chosen) => [...NEEDED, ...chosen]);

const shuffledTwice = programs.chain((program) => {
  const shuffled = fc.shuffledSubarray(program, { minLength: program.length, maxLength: program.length });
  return fc.tuple(shuffled, shuffled);
});

function graphOf(program: readonly Statement[]): TerraformGraph {
  const app = newApp({ stackTraces: false });
  const stack = newStack(app);
  const cluster = new SafeEksCluster(stack, 'Cluster', {
    clusterName: 'main',
    version: KubernetesVersion.V1_34,
    network: new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
  });
  program.forEach((statement) => statement(cluster));
  return synth(app).stack('stack').graph;
}

/** All groups of nodes, whoever manages them. */
function groupsOf(graph: TerraformGraph): readonly GraphNode[] {
  return ['aws_eks_node_group', 'aws_autoscaling_group'].flatMap((type) => graph.ofType(type));
}

/** Checks a rule of a graph for random programs. */
function holds(rule: (graph: TerraformGraph) => void): void {
  fc.assert(
    fc.property(shuffledTwice, ([program]) => {
      rule(graphOf(program));
    }),
    { numRuns: 25 },
  );
}

const BEFORE_COMPUTE = [
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
  'eks-node-monitoring-agent',
  'acme_agent',
];

describe('whatever is said about a cluster, in whatever order', () => {
  it('renders the same for every order of calls', () => {
    fc.assert(
      fc.property(shuffledTwice, ([one, other]) => {
        expect(graphOf(other).nodes).toEqual(graphOf(one).nodes);
      }),
      { numRuns: 25 },
    );
  });

  it('R1: every compute comes after every add-on before compute, by an edge of its own', () => {
    holds((graph) => {
      const early = graph
        .ofType('aws_eks_addon')
        .filter(({ block }) => BEFORE_COMPUTE.includes(String(block.addon_name)));
      expect(early.length).toBeGreaterThanOrEqual(3);
      for (const group of groupsOf(graph)) {
        expect(group.block.depends_on).toEqual(expect.arrayContaining(early.map(({ address }) => address)));
      }
    });
  });

  it('every other add-on comes after every compute', () => {
    holds((graph) => {
      const groups = groupsOf(graph).map(({ address }) => address);
      const late = graph
        .ofType('aws_eks_addon')
        .filter(({ block }) => !BEFORE_COMPUTE.includes(String(block.addon_name)));
      expect(late.map(({ block }) => block.addon_name)).toContain('coredns');
      for (const addon of late) {
        const upstream = graph.upstreamOf(addon.address);
        expect(groups.filter((group) => !upstream.has(group))).toEqual([]);
      }
    });
  });

  it('vpc-cni comes after the agent that gives it its permissions', () => {
    holds((graph) => {
      const agent = graph.at('Cluster/Addons/eks-pod-identity-agent/Resource').address;
      expect(graph.upstreamOf(graph.at('Cluster/Addons/vpc-cni/Resource').address)).toContain(agent);
    });
  });

  it('R2: whatever uses a role comes after all policies of the role', () => {
    holds((graph) => {
      const roles = graph.ofType('aws_iam_role');
      expect(roles.length).toBeGreaterThanOrEqual(3);
      for (const role of roles) {
        // An entry only names a role; who works with it needs its policies.
        const users = graph.nodes.filter(
          ({ type, dependsOn }) =>
            /^aws_(eks_(?!access_)|autoscaling_group$)/.test(type) && dependsOn.includes(role.address),
        );
        const policies = graph.nodes.filter(
          ({ type, dependsOn }) => type.startsWith('aws_iam_role_policy') && dependsOn.includes(role.address),
        );
        expect(users.length).toBeGreaterThan(0);
        expect(policies.length).toBeGreaterThan(0);
        for (const user of users) {
          const upstream = graph.upstreamOf(user.address);
          expect(policies.filter(({ address }) => !upstream.has(address))).toEqual([]);
        }
      }
    });
  });

  it('R3: nothing upstream of a node group has an argument from a data source', () => {
    holds((graph) => {
      const readers = [...new Set(groupsOf(graph).map(({ address }) => address))]
        .flatMap((address) => [address, ...graph.upstreamOf(address)])
        .map((address) => graph.nodes.find((node) => node.address === address)!)
        .filter(({ managed, type }) => managed && type !== 'aws_launch_template');
      for (const { address, block } of readers) {
        // A condition may look at what it likes; it replaces nothing.
        const lifecycle = { ...(block.lifecycle as object), precondition: undefined };
        expect([address, JSON.stringify({ ...block, lifecycle }).includes('${data.')]).toEqual([
          address,
          false,
        ]);
      }
    });
  });

  it('R5: no depends_on stands on a data source, or names one', () => {
    holds((graph) => {
      for (const node of graph.nodes) {
        const explicit = (node.block.depends_on ?? []) as string[];
        expect(explicit.filter((address) => address.startsWith('data.'))).toEqual([]);
        if (!node.managed) {
          expect(explicit).toEqual([]);
        }
      }
    });
  });

  it('no access entry of a person is upstream of a node group, which is replaced create-before-destroy', () => {
    holds((graph) => {
      const ofNodes = graph
        .ofType('aws_eks_access_entry')
        .filter(({ block }) => block.type === 'EC2_LINUX')
        .map(({ address }) => address);
      for (const group of groupsOf(graph)) {
        const entries = [...graph.upstreamOf(group.address)]
          .filter((address) => address.startsWith('aws_eks_access_'))
          .filter((address) => !ofNodes.includes(address));
        expect(entries).toEqual([]);
      }
    });
  });

  it('C12: self-managed nodes come after the entry of their role, whose name no other role has', () => {
    holds((graph) => {
      for (const group of graph.ofType('aws_autoscaling_group')) {
        const upstream = [...graph.upstreamOf(group.address)];
        const own = group.path.replace(/Resource$/, '');
        expect(upstream).toContain(graph.at(`${own}AccessEntry`).address);
        expect(graph.at(`${own}Role/Resource`).block).not.toHaveProperty('name');
      }
    });
  });

  it('the graph has no cycle, and the control plane comes after the whole way out of the network', () => {
    holds((graph) => {
      expect(graph.waves().flat()).toHaveLength(graph.nodes.length);
      const upstream = graph.upstreamOf(graph.at('Cluster/Resource').address);
      const wayOut = ['aws_nat_gateway', 'aws_route', 'aws_route_table_association'].flatMap((type) =>
        graph.ofType(type),
      );
      expect(wayOut.filter(({ address }) => !upstream.has(address))).toEqual([]);
    });
  });
});
