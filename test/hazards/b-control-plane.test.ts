/**
 * Hazards of the control plane (docs/hazards.md, B). What the real provider makes of them is in test/terraform.
 */
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { describe, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import {
  AccessEntryAuth,
  AddonName,
  AutoMode,
  AutoModeState,
  ClusterEncryption,
  EksNetwork,
  EksVpc,
  EndpointAccess,
  KubernetesVersion,
  MigrationStep,
  SafeEks,
  SupportType,
  UpgradeFrom,
} from '../../lib';
import type { SafeEksClusterProps } from '../../lib';
import { DeferredProviders } from '../../lib/kubernetes';
import type { GraphNode, TerraformGraph } from '../../lib/testing';
import { journey } from '../support/auto-mode';
import { ADMIN_ARN, bareCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, problemsOf, synth, warningsOf } from '../support/synth';

function appWith(props: Partial<SafeEksClusterProps> = {}): App {
  const app = newApp();
  newCluster(newStack(app), props);
  return app;
}

function clusterBlock(app: App): Readonly<Record<string, unknown>> {
  return synth(app).stack('stack').graph.at('Cluster/Resource').block;
}

function graphAt(state: AutoModeState | undefined): TerraformGraph {
  const app = newApp();
  journey(app, { state });
  return synth(app).stack('stack').graph;
}

const blockAt = (state: AutoModeState | undefined): GraphNode['block'] =>
  graphAt(state).at('Cluster/Resource').block;

describe('B2: the three switches of Auto Mode disagree, or one is left out', () => {
  it('cannot happen: all three are always rendered, from one value', () => {
    const { compute_config, kubernetes_network_config, storage_config } = clusterBlock(appWith());
    expect({ compute_config, kubernetes_network_config, storage_config }).toMatchSnapshot('B2 switches');
    expect([
      compute_config,
      (kubernetes_network_config as { elastic_load_balancing: unknown }).elastic_load_balancing,
      (storage_config as { block_storage: unknown }).block_storage,
    ]).toEqual([{ enabled: false }, { enabled: false }, { enabled: false }]);
  });
});

describe('B1: switching Auto Mode on replaces the cluster', () => {
  it('cannot happen: what only counts at creation is rendered alike in every state, and never compared', () => {
    const flags = [undefined, AutoModeState.CLASSIC, AutoModeState.BOTH, AutoModeState.AUTO_ONLY].map(
      (state) => {
        const { bootstrap_self_managed_addons, lifecycle } = blockAt(state);
        expect(lifecycle).toMatchObject({
          prevent_destroy: true,
          ignore_changes: expect.arrayContaining(['bootstrap_self_managed_addons']),
        });
        return bootstrap_self_managed_addons;
      },
    );
    expect(flags).toEqual([false, false, false, false]);
  });
});

describe('B3: Auto Mode is switched off, and its roles go before it or with it', () => {
  it('cannot happen: the state that switches it off keeps role and rights, and the cluster keeps the role', () => {
    const rolesAt = (state: AutoModeState): string[] =>
      graphAt(state).nodes.flatMap(({ path, type }) => (type.startsWith('aws_iam_role') ? [path] : []));
    const ofAutoMode = rolesAt(AutoModeState.AUTO_ONLY);
    expect(rolesAt(AutoModeState.CLASSIC)).toEqual(expect.arrayContaining(ofAutoMode));
    expect(blockAt(AutoModeState.CLASSIC).lifecycle).toMatchObject({
      ignore_changes: expect.arrayContaining(['compute_config[0].node_role_arn']),
    });
  });

  it('is left to a condition at plan when nothing is said of Auto Mode any more', () => {
    expect(JSON.stringify(blockAt(undefined).lifecycle)).toContain('SEKS8007');
  });
});

describe('B4: the role of the nodes changes while Auto Mode is on', () => {
  it('cannot happen by itself: all states have one role, which keeps its name', () => {
    const roles = [AutoModeState.CLASSIC, AutoModeState.BOTH, AutoModeState.AUTO_ONLY].map((state) =>
      graphAt(state).at('Cluster/AutoModeNodeRole/Resource'),
    );
    expect(new Set(roles.map(({ address, block }) => JSON.stringify([address, block]))).size).toBe(1);
    expect(roles[0]!.block.lifecycle).toEqual({ ignore_changes: ['name'] });
  });
});

describe('B5: nodes of custom pools have no access entry', () => {
  it('cannot happen: the entry is made where EKS makes none', () => {
    const app = newApp();
    journey(app, { state: AutoModeState.BOTH, options: { nodePools: [] } });
    const { graph } = synth(app).stack('stack');
    expect(graph.ofType('aws_eks_access_entry').map(({ block }) => block['type'])).toContain('EC2');
  });
});

describe('B6: add-ons that Auto Mode has built in stand beside it, or go while other nodes need them', () => {
  it('cannot happen: they follow from the state', () => {
    const addonsAt = (state: AutoModeState): number => graphAt(state).ofType('aws_eks_addon').length;
    expect([AutoModeState.CLASSIC, AutoModeState.BOTH, AutoModeState.AUTO_ONLY].map(addonsAt)).toEqual([
      4, 4, 0,
    ]);
  });

  it('is refused: an add-on that is built in, and node groups beside Auto Mode alone', () => {
    const app = newApp();
    const cluster = journey(app, { state: AutoModeState.AUTO_ONLY, nodeGroups: 1 });
    cluster.addAddon(AddonName.VPC_CNI);
    expect(problemsOf(app)).toEqual(['SEKS8001 at stack/Cluster', 'SEKS8002 at stack/Cluster']);
  });
});

describe('B7: the migration in one jump', () => {
  it('is left to a condition at plan, which looks at the live node groups', () => {
    for (const [state, code] of [
      [AutoModeState.CLASSIC, 'SEKS8007'],
      [AutoModeState.AUTO_ONLY, 'SEKS8006'],
    ] as const) {
      expect(graphAt(state).ofType('aws_eks_node_groups')).toHaveLength(1);
      expect(JSON.stringify(blockAt(state).lifecycle)).toContain(code);
    }
  });
});

describe('B8: Auto Mode on a cluster that only aws-auth lets anybody into', () => {
  it('is refused', () => {
    const app = newApp();
    const cluster = bareCluster(newStack(app), {
      autoMode: AutoMode.enabled(),
      authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP }),
    });
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    expect(problemsOf(app)).toEqual(['SEKS8004 at stack/Cluster']);
  });
});

describe('B9: a kubernetes provider is configured from values that are not known yet', () => {
  it('is refused in the stack of the cluster', () => {
    const app = newApp();
    const stack = newStack(app);
    new DeferredProviders(stack, 'Providers', { cluster: newCluster(stack) });
    expect(messagesOf(app)).toEqual([
      'stack/Providers: the providers are in the stack of their cluster, so whenever the cluster is created or replaced ' +
        'they are configured with unknown values and turn to 127.0.0.1:80 (SEKS5001). Put them and what they manage ' +
        'into a stack of their own, or acknowledge the code with a reason.',
    ]);
    SafeEks.acknowledge(stack, 'SEKS5001', 'the cluster is made by a first, targeted apply');
    expect(problemsOf(app)).toEqual([]);
  });

  it('is refused in the stack of the cluster for a provider by hand too, at each object that uses it', () => {
    const app = newApp();
    const stack = newStack(app);
    const { clusterEndpoint } = newCluster(stack);
    new KubernetesProvider(stack, 'ByHand', { host: clusterEndpoint });
    const shop = new Namespace(stack, 'Shop', { metadata: { name: 'shop' } });
    expect(messagesOf(app)).toEqual([
      'stack/Shop: kubernetes_namespace is in the stack of the cluster stack/Cluster, so whenever that is created or replaced ' +
        'the provider of this object is configured with unknown values and turns to 127.0.0.1:80 (SEKS5004). Put it into a ' +
        'WorkloadStack, or acknowledge the code with a reason.',
    ]);
    SafeEks.acknowledge(shop, 'SEKS5004', 'the cluster is made by a first, targeted apply');
    expect(problemsOf(app)).toEqual([]);
  });

  it('cannot happen in another stack: the values are outputs of the cluster’s, which is deployed before', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    new DeferredProviders(newStack(app, 'workloads'), 'Providers', { cluster });
    const workloads = synth(app).stack('workloads');
    expect(workloads.dependencies).toEqual(['stack']);
    const { kubernetes } = workloads.configuration.provider as { kubernetes: Record<string, unknown>[] };
    expect(kubernetes).toMatchSnapshot('B9 provider in a stack of its own');
    const [provider] = kubernetes;
    expect(provider?.host).toMatch(/^\$\{data\.terraform_remote_state\./);
    expect(workloads.graph.resources).toEqual([]);
  });
});

describe('B10: adding or leaving out access_config replaces the cluster', () => {
  it('cannot happen: both fields are always rendered, and the create-only one is ignored', () => {
    const { access_config, bootstrap_self_managed_addons, lifecycle } = clusterBlock(appWith());
    expect({ access_config, bootstrap_self_managed_addons, lifecycle }).toMatchSnapshot(
      'B10 create-only flags',
    );
    expect(access_config).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });
});

describe('B11: the key of the cluster goes while the cluster uses it', () => {
  it('cannot happen: it is protected, and forgotten when the code names another', () => {
    const { graph } = synth(appWith()).stack('stack');
    const [key] = graph.ofType('aws_kms_key');
    expect(key!.block.lifecycle).toEqual({ prevent_destroy: true });
    const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0123';
    const other = synth(appWith({ encryption: ClusterEncryption.existingKey(keyArn) })).stack('stack');
    expect(other.configuration).toMatchObject({
      removed: expect.arrayContaining([{ from: key!.address, lifecycle: { destroy: false } }]),
    });
  });
});

describe('B13: a public endpoint that is open by default, by an empty list, or by mistake', () => {
  it('cannot happen by default: the endpoint is private', () => {
    const { vpc_config } = clusterBlock(appWith());
    expect(vpc_config).toMatchSnapshot('B13 private endpoint');
    expect(vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
  });

  it('cannot be forgotten: PUBLIC_AND_PRIVATE alone is no EndpointAccess', () => {
    // @ts-expect-error -- networks must be named with onlyFrom
    const props: Partial<SafeEksClusterProps> = { endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE };
    expect(props.endpointAccess).not.toBeInstanceOf(EndpointAccess);
  });

  it.each([
    ['an empty list', [], 'SEKS1202 at stack/Cluster'],
    ['host bits', ['203.0.113.7/24'], 'SEKS1104 at stack/Cluster'],
    ['no CIDR block', ['203.0.113.7'], 'SEKS1104 at stack/Cluster'],
    [
      '41 blocks',
      Array.from({ length: 41 }, (_, index) => `203.0.${String(index)}.0/24`),
      'SEKS1204 at stack/Cluster',
    ],
  ])('is refused with %s', (_, cidrs, problem) => {
    const endpointAccess = EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...cidrs);
    expect(problemsOf(appWith({ endpointAccess }))).toEqual([problem]);
  });

  it('warns about the whole internet, and takes named networks', () => {
    const world = appWith({ endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('0.0.0.0/0') });
    expect(warningsOf(world)).toEqual([expect.stringContaining('(SEKS1203)')]);
    const office = appWith({ endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('203.0.113.0/24') });
    expect(warningsOf(office)).toEqual([]);
    expect(clusterBlock(office).vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
  });
});

describe('B14: extended support is paid for by default', () => {
  it('cannot happen: standard support is rendered, unless the other is chosen', () => {
    const { upgrade_policy } = clusterBlock(appWith());
    expect(upgrade_policy).toMatchSnapshot('B14 upgrade policy');
    expect(upgrade_policy).toEqual({ support_type: 'STANDARD' });
    expect(clusterBlock(appWith({ supportType: SupportType.EXTENDED })).upgrade_policy).toEqual({
      support_type: 'EXTENDED',
    });
  });
});

describe('B15: fewer than two availability zones, one subnet, a subnet twice', () => {
  const network = (controlPlaneSubnetIds: string[], availabilityZones?: string[]): EksNetwork =>
    EksNetwork.fromSubnetIds({ controlPlaneSubnetIds, availabilityZones });

  it.each([
    ['one subnet', network(['subnet-a'], ['eu-west-1a']), ['SEKS1102']],
    ['a subnet twice', network(['subnet-a', 'subnet-a'], ['eu-west-1a', 'eu-west-1b']), ['SEKS1103']],
    ['one zone', network(['subnet-a', 'subnet-b'], ['eu-west-1a', 'eu-west-1a']), ['SEKS1101']],
    ['one subnet, zones unknown', network(['subnet-a']), ['SEKS1102']],
  ])('is refused for %s', (_, given, codes) => {
    expect(problemsOf(appWith({ network: given }))).toEqual(codes.map((code) => `${code} at stack/Cluster`));
  });

  it('is refused for a network that is made in one zone', () => {
    const app = newApp();
    const stack = newStack(app);
    newCluster(stack, { network: new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a'] }) });
    expect(problemsOf(app)).toContain('SEKS1101 at stack/Vpc');
  });

  it('is left to a condition at plan where zones are not known', () => {
    const app = appWith({ network: network(['subnet-a', 'subnet-b']) });
    const { graph } = synth(app).stack('stack');
    const { precondition } = graph.at('Cluster/Resource').block.lifecycle as { precondition: unknown };
    expect(precondition).toMatchSnapshot('B15 precondition');
    // The data sources feed nothing but the condition: an argument fed from them could replace the cluster.
    const { lifecycle, ...rest } = graph.at('Cluster/Resource').block;
    expect(JSON.stringify(lifecycle)).toContain('data.aws_subnet');
    expect(JSON.stringify(rest)).not.toContain('data.');
    for (const { block } of graph.nodes.filter(({ managed }) => !managed)) {
      expect(block).not.toHaveProperty('depends_on');
    }
  });
});

describe('singletons', () => {
  it('are protected from being destroyed or replaced, by EKS and by Terraform', () => {
    const app = appWith();
    const { graph } = synth(app).stack('stack');
    expect(graph.at('Cluster/Resource').block).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    for (const path of [
      'Cluster/EncryptionKey/Resource',
      'Cluster/EncryptionKey/Alias',
      'Cluster/LogGroup/Resource',
    ]) {
      expect(graph.at(path).block).toMatchObject({ lifecycle: { prevent_destroy: true } });
    }
    const open = synth(appWith({ preventDestroy: false, deletionProtection: false })).stack('stack').graph;
    expect(open.at('Cluster/Resource').block).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
    expect(open.at('Cluster/EncryptionKey/Resource').block).toMatchObject({
      lifecycle: { prevent_destroy: false },
    });
  });
});

describe('B12: a minor version is skipped, or lowered', () => {
  it('is left to a condition at plan, which looks at the live cluster', () => {
    const { lifecycle } = clusterBlock(appWith());
    const { precondition } = lifecycle as { precondition: { condition: string }[] };
    expect(precondition).toMatchSnapshot('B12 precondition');
    expect(precondition[0]!.condition).toContain('contains(["1.33","1.34"], version)');
  });

  it.each(['1.32', '1.35'])('is refused at synth where the version before is in the code: %s', (from) => {
    const upgradeFrom = UpgradeFrom.version(KubernetesVersion.of(from));
    expect(problemsOf(appWith({ upgradeFrom }))).toEqual(['SEKS1208 at stack/Cluster']);
  });
});
