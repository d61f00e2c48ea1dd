/**
 * Hazards of order (docs/hazards.md, A). Each begins with what goes wrong in a graph without the library, or with the
 * library's refusal.
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { Route } from '@cdktf/provider-aws/lib/route';
import { describe, expect, it } from '@jest/globals';
import { Construct } from 'constructs';
import {
  Addon,
  AddonName,
  AddonVersion,
  Ami,
  Cni,
  DeploymentStage,
  EksNetwork,
  EksVpc,
  IpFamily,
  SafeEks,
} from '../../lib';
import type { TerraformGraph } from '../../lib/testing';
import { bareCluster, newCluster } from '../support/cluster';
import { racyStack } from '../support/racy';
import { messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';

/** What a resource names in `depends_on`, by construct paths. */
function edges(graph: TerraformGraph, path: string): string[] {
  const node = graph.at(path);
  const explicit = (node.block.depends_on ?? []) as string[];
  return explicit
    .map((address) => graph.nodes.find((other) => other.address === address)?.path ?? address)
    .sort();
}

function waitsFor(graph: TerraformGraph, from: string, to: string): boolean {
  return graph.path(graph.at(from).address, graph.at(to).address) !== undefined;
}

describe('A1: a node group starts before vpc-cni is active', () => {
  it('happens in a graph where both only know the cluster', () => {
    const app = newApp();
    racyStack(app);
    const { graph } = synth(app).stack('racy');
    expect(waitsFor(graph, 'nodes', 'cni')).toBe(false);
    expect(waitsFor(graph, 'nodes', 'cluster')).toBe(true);
  });

  it('cannot happen: every node group depends on the add-ons before compute themselves', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    cluster.addNodeGroup('more', { ami: Ami.eksOptimized() });
    const { graph } = synth(app).stack('stack');
    for (const group of ['Cluster/workers/Resource', 'Cluster/more/Resource']) {
      expect(edges(graph, group)).toEqual(expect.arrayContaining(['Cluster/Addons/vpc-cni/Resource']));
    }
    expect(edges(graph, 'Cluster/workers/Resource')).toMatchSnapshot('A1 edges of a node group');
  });

  it('cannot happen in another stack either: that one is deployed after the cluster’s', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app, 'control'));
    cluster.grantClusterAdmin('admin', ADMIN);
    cluster.addons.remove(AddonName.COREDNS);
    const nodes = newStack(app, 'nodes');
    // An empty scope of its own stack: the construct is made where its user wants it.
    const group = new Construct(nodes, 'Group');
    cluster.deploymentOrder.join(DeploymentStage.COMPUTE, group);
    new EksNodeGroup(group, 'Nodes', {
      clusterName: cluster.clusterName,
      nodeRoleArn: 'arn:aws:iam::111122223333:role/node',
      subnetIds: ['subnet-a'],
      scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    });
    expect(synth(app).stack('nodes').dependencies).toEqual(['control']);
  });
});

describe('A2: a cluster with compute and no CNI at all', () => {
  it('is refused when vpc-cni is removed without another in its place', () => {
    const app = newApp();
    newCluster(newStack(app)).addons.remove(AddonName.VPC_CNI);
    expect(problemsOf(app)).toEqual(['SEKS3001 at stack/Cluster/Addons']);
  });

  it('is not when another CNI is named, which then comes before compute', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = newCluster(stack);
    const cilium = new Construct(stack, 'Cilium');
    cluster.addons.useCni(Cni.custom(cilium));
    // Made after it was named: what counts is what is there at synth.
    new EksAddon(cilium, 'Install', { clusterName: cluster.clusterName, addonName: 'cilium_cilium' });
    const { graph } = synth(app).stack('stack');
    expect(graph.resources.map(({ path }) => path)).not.toContain('Cluster/Addons/vpc-cni/Resource');
    expect(edges(graph, 'Cluster/workers/Resource')).toContain('Cilium/Install');
    expect(edges(graph, 'Cluster/workers/Resource')).toMatchSnapshot(
      'A2 edges of a node group with another CNI',
    );
  });
});

describe('A4: vpc-cni takes its permissions from Pod Identity before there is an agent', () => {
  it('cannot happen: the agent comes first', () => {
    const app = newApp();
    newCluster(newStack(app));
    const { graph } = synth(app).stack('stack');
    expect(edges(graph, 'Cluster/Addons/vpc-cni/Resource')).toContain(
      'Cluster/Addons/eks-pod-identity-agent/Resource',
    );
  });

  it('is refused where the agent is taken out', () => {
    const app = newApp();
    newCluster(newStack(app)).addons.remove(AddonName.EKS_POD_IDENTITY_AGENT);
    expect(problemsOf(app)).toEqual(['SEKS3006 at stack/Cluster/Addons']);
  });
});

describe('A5: an add-on that needs nodes is created before there are any', () => {
  it('cannot happen: coredns waits for every node group', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    cluster.addNodeGroup('more', { ami: Ami.eksOptimized() });
    cluster.addAddon(AddonName.METRICS_SERVER);
    const { graph } = synth(app).stack('stack');
    for (const name of ['coredns', 'metrics-server']) {
      expect(edges(graph, `Cluster/Addons/${name}/Resource`)).toEqual([
        'Cluster/more/Resource',
        'Cluster/workers/Resource',
      ]);
    }
    expect(edges(graph, 'Cluster/Addons/coredns/Resource')).toMatchSnapshot('A5 edges of coredns');
  });

  it('is refused on a cluster without compute, unless somebody says why there will be some', () => {
    const build = (): ReturnType<typeof newApp> => {
      const app = newApp();
      bareCluster(newStack(app)).grantClusterAdmin('admin', ADMIN);
      return app;
    };
    expect(messagesOf(build())).toEqual([
      'stack/Cluster/Addons: coredns would stay DEGRADED and time out after 20 minutes, as the cluster has no compute ' +
        '(SEKS3005). Add a node group, remove these add-ons, or acknowledge the code with the reason why there will be ' +
        'nodes by then.',
    ]);
    const app = build();
    SafeEks.acknowledge(app, 'SEKS3005', 'nodes are made by the platform team’s own stack');
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('A5: the same for an add-on that is made by itself', () => {
  it('is refused on a cluster without compute', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack, { addons: { defaultAddons: false } });
    cluster.grantClusterAdmin('admin', ADMIN);
    new Addon(stack, 'Dns', { cluster, addonName: AddonName.COREDNS });
    expect(problemsOf(app)).toEqual(['SEKS3005 at stack/Cluster/Addons']);
  });
});

describe('A6: a policy is attached after its consumer, or detached before it', () => {
  it('cannot happen: whoever uses a role depends on its policies, not only on the role', () => {
    const app = newApp();
    newCluster(newStack(app));
    const { graph } = synth(app).stack('stack');
    const consumers = {
      'Cluster/Resource': ['Cluster/Role/AmazonEKSClusterPolicy'],
      'Cluster/Addons/vpc-cni/Resource': ['Cluster/Addons/vpc-cni/Role/AmazonEKS_CNI_Policy'],
      'Cluster/workers/Resource': [
        'Cluster/workers/Role/AmazonEC2ContainerRegistryPullOnly',
        'Cluster/workers/Role/AmazonEKSWorkerNodePolicy',
      ],
    };
    for (const [consumer, policies] of Object.entries(consumers)) {
      expect(edges(graph, consumer)).toEqual(expect.arrayContaining(policies));
    }
    expect(consumers).toMatchSnapshot('A6 policies by consumer');
    const attachments = graph.ofType('aws_iam_role_policy_attachment');
    expect(attachments).toHaveLength(Object.values(consumers).flat().length);
    for (const { block } of attachments) {
      expect(block.lifecycle).toEqual({ create_before_destroy: true });
      expect(block.policy_arn).toMatch(/^arn:aws:iam::aws:policy\//);
    }
  });

  it('holds for the inline policy of an IPv6 cluster’s vpc-cni', () => {
    const app = newApp();
    newCluster(newStack(app), { ipFamily: IpFamily.IPV6 });
    const { graph } = synth(app).stack('stack');
    expect(edges(graph, 'Cluster/Addons/vpc-cni/Resource')).toContain(
      'Cluster/Addons/vpc-cni/Role/Inline-ipv6',
    );
  });
});

describe('A7: add-ons that wait for each other, or for one that is not there', () => {
  it('is refused, and the cycle is named', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    const [first, second] = [AddonName.of('acme_first'), AddonName.of('acme_second')];
    cluster.addons.add(first, { after: [second] });
    cluster.addons.add(second, { after: [first] });
    expect(messagesOf(app).filter((message) => message.includes('SEKS1301'))).toEqual([
      'stack/Cluster: elements of the stage post-compute-addons wait for each other: acme_first → acme_second → ' +
        'acme_first (each waits for the next) (SEKS1301). Remove one of these edges.',
    ]);
  });

  it('is refused, and the name that was meant is proposed', () => {
    const app = newApp();
    newCluster(newStack(app)).addAddon(AddonName.METRICS_SERVER, { after: [AddonName.of('coredn')] });
    expect(messagesOf(app)).toEqual([
      "stack/Cluster: 'metrics-server' comes after 'coredn', which is neither in the stage post-compute-addons nor in one before (SEKS1302). " +
        "Did you mean 'coredns'?",
    ]);
  });
});

describe('A8: add-ons that exclude each other, or the same one twice', () => {
  it('are refused in whatever order they are said', () => {
    const twice = newApp();
    const cluster = newCluster(newStack(twice));
    cluster.addAddon(AddonName.METRICS_SERVER);
    cluster.addAddon(AddonName.METRICS_SERVER);
    expect(problemsOf(twice)).toEqual(['SEKS3002 at stack/Cluster/Addons']);
    for (const cniFirst of [true, false]) {
      const app = newApp();
      const stack = newStack(app);
      const other = newCluster(stack);
      const cilium = new Construct(stack, 'Cilium');
      new EksAddon(cilium, 'Install', { clusterName: other.clusterName, addonName: 'cilium_cilium' });
      const steps = [
        () => {
          other.addons.useCni(Cni.custom(cilium));
        },
        () => other.addAddon(AddonName.VPC_CNI),
      ];
      (cniFirst ? steps : steps.reverse()).forEach((step) => {
        step();
      });
      expect(problemsOf(app)).toContain('SEKS3009 at stack/Cluster/Addons');
    }
  });
});

describe('A9: the network or the log group goes before what needs it', () => {
  it('cannot happen: NAT gateways, routes and log group are upstream of cluster and nodes', () => {
    const app = newApp();
    const stack = newStack(app);
    newCluster(stack, {
      network: new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
    });
    const { graph } = synth(app).stack('stack');
    const upstream = graph.upstreamOf(graph.at('Cluster/Resource').address);
    for (const type of ['aws_nat_gateway', 'aws_route', 'aws_route_table_association', 'aws_vpc_endpoint']) {
      expect(graph.ofType(type).length).toBeGreaterThan(0);
      expect(graph.ofType(type).filter(({ address }) => !upstream.has(address))).toEqual([]);
    }
    expect(edges(graph, 'Cluster/Resource')).toMatchSnapshot('A9 edges of the cluster');
  });

  it('cannot happen to a network that is brought, when what it needs is named', () => {
    const app = newApp();
    const stack = newStack(app);
    const route = new Route(stack, 'Route', { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0' });
    const network = EksNetwork.fromSubnetIds({
      controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      upstream: [route],
    });
    newCluster(stack, { network });
    const { graph } = synth(app).stack('stack');
    expect(edges(graph, 'Cluster/Resource')).toContain('Route');
    expect(waitsFor(graph, 'Cluster/workers/Resource', 'Route')).toBe(true);
  });
});

describe('A3: what configures the CNI lands after nodes exist', () => {
  it('cannot happen when it joins the stage after the CNI: it waits for vpc-cni, and every node group for it', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = newCluster(stack);
    const hook = new Construct(stack, 'EniConfig');
    new EksAddon(hook, 'Apply', { clusterName: cluster.clusterName, addonName: 'any' });
    cluster.deploymentOrder.join(DeploymentStage.AFTER_CNI, hook);
    const { graph } = synth(app).stack('stack');
    expect(edges(graph, 'EniConfig/Apply')).toContain('Cluster/Addons/vpc-cni/Resource');
    expect(edges(graph, 'Cluster/workers/Resource')).toEqual(
      expect.arrayContaining(['EniConfig/Apply', 'Cluster/Addons/vpc-cni/Resource']),
    );
  });
});

describe('A10: an add-on changes its place or its id, and is destroyed and created', () => {
  const acme = AddonName.of('acme_agent');
  const addressIn = (beforeCompute: boolean): string => {
    const app = newApp();
    newCluster(newStack(app)).addAddon(acme, { version: AddonVersion.of('v1.0.0'), beforeCompute });
    return synth(app).stack('stack').graph.at('Cluster/Addons/acme_agent/Resource').address;
  };

  it('cannot happen by its place: the address knows nothing of it', () => {
    expect(addressIn(true)).toBe(addressIn(false));
  });

  it('does not happen to one that says where it was', () => {
    const app = newApp();
    const addon = newCluster(newStack(app)).addAddon(acme, { version: AddonVersion.of('v1.0.0') });
    addon.resource.moveFromId('aws_eks_addon.acme');
    const { configuration } = synth(app).stack('stack');
    expect(configuration['moved']).toEqual([{ from: 'aws_eks_addon.acme', to: addressIn(false) }]);
  });
});

describe('A11: add-ons give up before what they wait for is there', () => {
  it('cannot happen by the order: each waits for nothing but itself, for twenty minutes', () => {
    const app = newApp();
    newCluster(newStack(app));
    const { graph } = synth(app).stack('stack');
    for (const { block } of graph.ofType('aws_eks_addon')) {
      expect(block['timeouts']).toEqual({ create: '20m', update: '20m', delete: '40m' });
    }
  });
});
