/**
 * The fifth report and what became of it: the subnets of a live cluster change behind the back of whoever adds nodes to it.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import type { ClusterLookupOptions, EksNetworkAttributes, ISafeEksCluster } from '../../../lib';
import {
  AccessEntryAuth,
  Ami,
  AutoMode,
  ControlPlaneLogAlarm,
  IpFamily,
  MigrationStep,
  SelfManagedNodeGroup,
  EksNetwork,
  FargateProfile,
  KubernetesVersion,
  LogPattern,
  NetworkCheck,
  NetworkFact,
  OpenIdConnectProvider,
  OrderedAddons,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
} from '../../../lib';
import { WorkloadStack } from '../../../lib/kubernetes';
import type { Known } from '../../../lib/rehearsal/protocol/value';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { rehearse } from '../../../lib/rehearsal';
import { naiveCluster } from '../../support/naive-parts';
import { ADMIN_ARN } from '../../support/cluster';
import { newApp, newStack } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

const VPC = 'vpc-0123456789abcdef0';
const REGION = 'eu-west-1';
/** What everybody knows of the live cluster. */
const NAIVE = { clusterName: 'naive', version: KubernetesVersion.V1_34 };

function appOf(build: (stack: TerraformStack) => void, name = 'more'): App {
  const app = newApp();
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, 'aws', { region: REGION });
  build(stack);
  return app;
}

/** What somebody else makes of the cluster. */
function others(subnetIds: string[]): App {
  const app = newApp();
  naiveCluster(newStack(app, 'naive'), { vpcConfig: { subnetIds, endpointPrivateAccess: true } });
  return app;
}

function addSubnet(
  rehearsal: Rehearsal,
  id: string,
  attributes: { readonly [name: string]: Known } = {},
): void {
  const last = id.at(-1) ?? 'a';
  rehearsal.world.add({
    kind: 'aws_subnet',
    id,
    region: REGION,
    attributes: {
      id,
      vpc_id: VPC,
      availability_zone: `${REGION}${last}`,
      cidr_block: '10.0.0.0/20',
      map_public_ip_on_launch: false,
      tags: { 'kubernetes.io/role/internal-elb': '1' },
      ...attributes,
    },
  });
}

/** A live cluster in the zones a and b. */
async function liveCluster(subnetIds = ['subnet-0a', 'subnet-0b']): Promise<Rehearsal> {
  const rehearsal = rehearse(others(subnetIds));
  for (const id of subnetIds) {
    addSubnet(rehearsal, id);
  }
  expect((await rehearsal.create()).errors).toEqual([]);
  return rehearsal;
}

function addCompute(stack: TerraformStack, cluster: ISafeEksCluster): void {
  new OrderedAddons(stack, 'Addons', { cluster });
  new RollingCustomAmiNodeGroup(stack, 'workers', { cluster, ami: Ami.eksOptimized() });
}

function byName(options: Partial<ClusterLookupOptions> = {}): App {
  return appOf((stack) => {
    addCompute(
      stack,
      SafeEksCluster.fromClusterName(stack, 'Live', {
        ...NAIVE,
        ...options,
      }),
    );
  });
}

/** The same with what somebody wrote down. */
function byRecord(network: EksNetworkAttributes): App {
  return appOf((stack) => {
    addCompute(
      stack,
      SafeEksCluster.fromClusterAttributes(stack, 'Live', {
        ...NAIVE,
        clusterSecurityGroupId: 'sg-0123456789abcdef0',
        network: EksNetwork.fromSubnetIds(network),
      }),
    );
  });
}

/** A cluster of ours in a network that is not. */
function ours(network: EksNetworkAttributes, securityGroupIds: string[] = []): App {
  return appOf((stack) => {
    const cluster = new SafeEksCluster(stack, 'Cluster', {
      clusterName: 'ours',
      version: KubernetesVersion.V1_34,
      network: EksNetwork.fromSubnetIds(network),
      securityGroupIds,
    });
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  }, 'ours');
}

const subnetsOfNodes = (rehearsal: Rehearsal): Known | undefined =>
  rehearsal.world.all('aws_eks_node_group').at(-1)?.attributes['subnet_ids'];

/** What it was refused for, without the addresses. */
const refusals = ({ errors }: Phase): string[] => [
  ...new Set(errors.map((error) => error.replace(/^.*precondition failed: |^.*postcondition failed: /, ''))),
];

const warnings = ({ warnings: all }: Phase): string[] =>
  all.map((text) => text.replace(/^.*assertion failed: /, '')).sort();

describeRehearsal('E1: nodes for a live cluster whose subnets have changed', () => {
  it('are made where the cluster is, and stay there when it changes again', async () => {
    const rehearsal = await liveCluster(['subnet-0a', 'subnet-0b', 'subnet-1b']);
    rehearsal.world.vanish('subnet-0b');
    const grown = await rehearsal.apply(byName());
    expect(grown.errors).toEqual([]);
    expect(subnetsOfNodes(rehearsal)).toEqual(['subnet-0a', 'subnet-1b']);
    expect(warnings(grown)).toEqual([
      'more/Live: the live cluster has subnet-0b on record, not found in this account and region (SEKS1113). Its next upgrade ' +
        'will fail: whoever manages it has to give it the subnets and security groups that there are.',
    ]);

    // The owner mends the cluster; nobody's nodes are replaced for it.
    addSubnet(rehearsal, 'subnet-2b');
    expect((await rehearsal.apply(others(['subnet-0a', 'subnet-2b']))).errors).toEqual([]);
    const again = await rehearsal.apply(byName());
    expect([again.errors, again.warnings, again.changes]).toEqual([[], [], []]);
    expect(subnetsOfNodes(rehearsal)).toEqual(['subnet-0a', 'subnet-1b']);
    expect(rehearsal.violations().map(({ rule }) => rule)).toEqual([]);
  });

  it('are not put into public subnets where there are others', async () => {
    const rehearsal = rehearse(others(['subnet-0a', 'subnet-0b', 'subnet-0c', 'subnet-1c']));
    addSubnet(rehearsal, 'subnet-0a', { map_public_ip_on_launch: true });
    addSubnet(rehearsal, 'subnet-0b');
    addSubnet(rehearsal, 'subnet-0c', { tags: { 'kubernetes.io/role/elb': '1' } });
    addSubnet(rehearsal, 'subnet-1c', { tags: {} });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(byName())).errors).toEqual([]);
    expect(subnetsOfNodes(rehearsal)).toEqual(['subnet-0b', 'subnet-1c']);
  });

  it('are in public subnets where there are no others', async () => {
    const rehearsal = rehearse(others(['subnet-0a', 'subnet-0b']));
    addSubnet(rehearsal, 'subnet-0a', { map_public_ip_on_launch: true });
    addSubnet(rehearsal, 'subnet-0b', { map_public_ip_on_launch: true });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(byName())).errors).toEqual([]);
    expect(subnetsOfNodes(rehearsal)).toEqual(['subnet-0a', 'subnet-0b']);
  });

  it('are refused at plan where they would be put into what somebody wrote down', async () => {
    const rehearsal = await liveCluster(['subnet-0a', 'subnet-0b', 'subnet-1b']);
    rehearsal.world.vanish('subnet-0b');
    const grown = await rehearsal.apply(byRecord({ controlPlaneSubnetIds: ['subnet-0a', 'subnet-0b'] }));
    expect(grown.operations).toEqual([]);
    expect(refusals(grown)).toEqual([
      'more/Live: network.controlPlaneSubnetIds names subnet-0b, not found in this account and region (SEKS1107). Given: subnet-0a, ' +
        'subnet-0b; the live cluster has: subnet-0a, subnet-0b, subnet-1b. Change network.controlPlaneSubnetIds to ' +
        '["subnet-0a","subnet-1b"], or to the ids that took their place.',
    ]);
    const mended = await rehearsal.apply(byRecord({ controlPlaneSubnetIds: ['subnet-0a', 'subnet-1b'] }));
    expect(mended.errors).toEqual([]);
    expect(subnetsOfNodes(rehearsal)).toEqual(['subnet-0a', 'subnet-1b']);
  });

  it('are refused where only the subnets for nodes are written down', async () => {
    const rehearsal = await liveCluster();
    rehearsal.world.vanish('subnet-gone');
    const grown = await rehearsal.apply(byName({ nodeSubnetIds: ['subnet-0a', 'subnet-gone'] }));
    expect(grown.operations).toEqual([]);
    expect(refusals(grown)).toEqual([
      'more/Live: nodeSubnetIds names subnet-gone, not found in this account and region (SEKS1107). Given: subnet-0a, subnet-gone; ' +
        'the live cluster has: subnet-0a, subnet-0b. Change nodeSubnetIds to ["subnet-0a"], or to the ids that took their place.',
    ]);
  });

  it('are refused where a group of them has a record of its own', async () => {
    const rehearsal = await liveCluster();
    rehearsal.world.vanish('subnet-gone');
    rehearsal.world.vanish('sg-gone');
    const refused = async (
      add: (stack: TerraformStack, cluster: ISafeEksCluster) => void,
    ): Promise<string[]> => {
      const phase = await rehearsal.apply(
        appOf((stack) => {
          const cluster = SafeEksCluster.fromClusterName(stack, 'Live', NAIVE);
          new OrderedAddons(stack, 'Addons', { cluster });
          add(stack, cluster);
        }),
      );
      expect(phase.operations).toEqual([]);
      return refusals(phase);
    };
    const message = (path: string, given: string, repair: string): string =>
      `${path}: subnetIds names subnet-gone, not found in this account and region (SEKS1107). Given: ${given}; the live cluster ` +
      `has: subnet-0a, subnet-0b. Change subnetIds to ${repair}, or to the ids that took their place.`;

    const nodes = await refused((stack, cluster) => {
      new RollingCustomAmiNodeGroup(stack, 'workers', {
        cluster,
        ami: Ami.eksOptimized(),
        subnetIds: ['subnet-0a', 'subnet-gone'],
        securityGroupIds: ['sg-gone', 'sg-there'],
      });
    });
    expect(nodes).toEqual([
      'more/workers: securityGroupIds names sg-gone, not found in this account and region (SEKS1112). Take them out, or give ' +
        'the ids that took their place.',
      message('more/workers', 'subnet-0a, subnet-gone', '["subnet-0a"]'),
    ]);
    const others = await refused((stack, cluster) => {
      new SelfManagedNodeGroup(stack, 'own', {
        cluster,
        ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
        subnetIds: ['subnet-gone'],
      });
      new FargateProfile(stack, 'jobs', {
        cluster,
        selectors: [{ namespace: 'jobs' }],
        subnetIds: ['subnet-0b', 'subnet-gone'],
      });
    });
    expect(others).toEqual([
      message('more/jobs', 'subnet-0b, subnet-gone', '["subnet-0b"]'),
      message('more/own', 'subnet-gone', '["subnet-0a","subnet-0b"]'),
    ]);
  });
});

describeRehearsal('E2: a network that is given', () => {
  const given = {
    controlPlaneSubnetIds: ['subnet-0a', 'subnet-0b'],
    nodeSubnetIds: ['subnet-1a', 'subnet-1b'],
  };

  function account(
    app: App,
    changed: { readonly [id: string]: { readonly [name: string]: Known } },
  ): Rehearsal {
    const rehearsal = rehearse(app);
    for (const id of [...given.controlPlaneSubnetIds, ...given.nodeSubnetIds, 'subnet-0c']) {
      addSubnet(rehearsal, id, changed[id]);
    }
    return rehearsal;
  }

  it('is in order for a cluster that is not there yet, and after it is', async () => {
    const rehearsal = account(ours(given, ['sg-there']), {});
    const created = await rehearsal.create();
    expect([created.errors, created.warnings]).toEqual([[], []]);
    const planned = await rehearsal.plan();
    expect([planned.errors, planned.warnings, planned.changes]).toEqual([[], [], []]);
    expect(rehearsal.violations().map(({ rule }) => rule)).toEqual([]);
  });

  it('keeps nobody from destroying what is in it', async () => {
    const rehearsal = account(ours(given), {});
    expect((await rehearsal.create()).errors).toEqual([]);
    rehearsal.world.vanish('subnet-1a');
    expect(refusals(await rehearsal.plan())).toHaveLength(1);
    expect((await rehearsal.destroy({ liftProtection: false })).errors.join()).not.toContain('SEKS1107');
  });

  it('is refused before the first creation where subnets or security groups are not there', async () => {
    const rehearsal = account(ours(given, ['sg-gone', 'sg-there']), {});
    ['subnet-0b', 'subnet-1a', 'sg-gone'].forEach((id) => {
      rehearsal.world.vanish(id);
    });
    const created = await rehearsal.create();
    expect(created.operations).toEqual([]);
    expect(refusals(created)).toEqual([
      'ours/Cluster: network.controlPlaneSubnetIds names subnet-0b, not found in this account and region (SEKS1107). Given: subnet-0a, ' +
        'subnet-0b; the live cluster has: none. Change network.controlPlaneSubnetIds to ["subnet-0a"], or to the ids that took their ' +
        'place.',
      'ours/Cluster: network.nodeSubnetIds names subnet-1a, not found in this account and region (SEKS1107). Given: subnet-1a, ' +
        'subnet-1b; the live cluster has: none. Change network.nodeSubnetIds to ["subnet-1b"], or to the ids that took their place.',
      'ours/Cluster: securityGroupIds names sg-gone, not found in this account and region (SEKS1112). Take them out, or give the ids ' +
        'that took their place.',
    ]);
  });

  it('is refused where it spans VPCs', async () => {
    const rehearsal = account(ours(given), { 'subnet-1b': { vpc_id: 'vpc-other' } });
    const message = (live: string, strange: string): string =>
      `ours/Cluster: its subnets are in more than one VPC, ${VPC}, vpc-other (SEKS1108). The live cluster is in: ${live}; not there ` +
      `are: ${strange}. Give subnets of the VPC of the cluster.`;
    expect(refusals(await rehearsal.create())).toEqual([message('none', 'none')]);
    const live = await liveCluster();
    addSubnet(live, 'subnet-1b', { vpc_id: 'vpc-other' });
    expect(refusals(await live.apply(byName({ nodeSubnetIds: ['subnet-1b'] })))).toEqual([
      message(VPC, 'subnet-1b').replace('ours/Cluster', 'more/Live'),
    ]);
  });

  it('is refused where all zones are one', async () => {
    const rehearsal = account(ours(given), { 'subnet-0b': { availability_zone: 'eu-west-1a' } });
    expect(refusals(await rehearsal.create())).toEqual([
      'ours/Cluster: the control-plane subnets are all in eu-west-1a (SEKS1101). EKS needs subnets in at least two availability zones: ' +
        'add one in another zone.',
    ]);
  });

  it('E5: is refused where the zones of the control plane would change', async () => {
    const rehearsal = account(ours(given), {});
    expect((await rehearsal.create()).errors).toEqual([]);
    const moved = await rehearsal.apply(
      ours({ ...given, controlPlaneSubnetIds: ['subnet-0a', 'subnet-0c'] }),
    );
    expect(moved.operations).toEqual([]);
    expect(refusals(moved)).toEqual([
      'ours/Cluster: network.controlPlaneSubnetIds is in eu-west-1a, eu-west-1c, and the live cluster was created in eu-west-1a, ' +
        'eu-west-1b (SEKS1109). EKS takes subnets of exactly these zones. Without one so far: eu-west-1b; too many: eu-west-1c.',
    ]);
    const within = await rehearsal.apply(
      ours({ ...given, controlPlaneSubnetIds: ['subnet-1a', 'subnet-1b'] }),
    );
    expect([within.errors, within.changes.map(({ action }) => action)]).toEqual([[], ['update']]);
  });

  it('is warned of where subnets are full, or load balancers find none', async () => {
    const rehearsal = account(ours(given), {
      'subnet-0a': { available_ip_address_count: 5, tags: {} },
      'subnet-0b': { available_ip_address_count: 6, tags: {} },
      'subnet-1a': { available_ip_address_count: 15, tags: {} },
      'subnet-1b': { available_ip_address_count: 16, tags: {} },
    });
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    expect(warnings(created)).toEqual([
      'ours/Cluster: fewer than 16 addresses are left in subnet-1a of network.nodeSubnetIds (SEKS1110). Upgrades and new nodes need them: ' +
        'add subnets, or free addresses.',
      'ours/Cluster: fewer than 6 addresses are left in subnet-0a of network.controlPlaneSubnetIds (SEKS1110). Upgrades and new nodes need ' +
        'them: add subnets, or free addresses.',
      'ours/Cluster: no subnet of its network carries the tag kubernetes.io/role/internal-elb or kubernetes.io/role/elb (SEKS1111). ' +
        'Load balancers are made in subnets with it: set it to 1, the first on private subnets, the second on public ones.',
    ]);
  });

  it('E3: is left alone where somebody says why', async () => {
    const reason = 'the network team moves the subnets tonight';
    const check = NetworkCheck.live()
      .without(NetworkFact.SUBNETS_EXIST, reason)
      .without(NetworkFact.LOAD_BALANCER_TAGS, reason);
    const rehearsal = account(ours({ ...given, check }), {
      'subnet-0a': { tags: {} },
      'subnet-0b': { tags: {} },
      'subnet-1b': { tags: {} },
    });
    rehearsal.world.vanish('subnet-1a');
    const created = await rehearsal.create();
    // Only AWS refuses it, an apply later.
    expect(refusals(created).join()).toContain(
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-1a' does not exist",
    );
    expect(created.warnings).toEqual([]);
    const blind = rehearse(ours({ ...given, check: NetworkCheck.none(reason) }));
    expect((await blind.create()).errors).toEqual([]);
  });
});

describeRehearsal('what code says of a live cluster', () => {
  const MESSAGE = 'more/Live: version';

  it('is a version that it has or has had', async () => {
    const rehearsal = await liveCluster();
    const refused = async (version: KubernetesVersion): Promise<string[]> =>
      refusals(await rehearsal.apply(byName({ version })));
    expect(await refused(KubernetesVersion.V1_35)).toEqual([
      `${MESSAGE} 1.35 does not go with the live cluster, which has 1.34 (SEKS1209). Declare the version that it has, or one up to 3 ` +
        'minor versions older until its nodes are upgraded.',
    ]);
    expect(await refused(KubernetesVersion.V1_36)).toHaveLength(1);
  });

  it('may be a version that it had, while its nodes wait for their upgrade', async () => {
    const rehearsal = await liveCluster();
    const behind = appOf((stack) => {
      SafeEksCluster.fromClusterName(stack, 'Live', { ...NAIVE, version: KubernetesVersion.of('1.31') });
    });
    expect((await rehearsal.apply(behind)).errors).toEqual([]);
  });

  it('is its family, its authentication and its Auto Mode', async () => {
    const rehearsal = await liveCluster();
    const refused = async (options: Partial<ClusterLookupOptions>): Promise<string[]> =>
      refusals(
        await rehearsal.apply(
          appOf((stack) => {
            SafeEksCluster.fromClusterName(stack, 'Live', { ...NAIVE, ...options });
          }),
        ),
      );
    expect(await refused({})).toEqual([]);
    expect(await refused({ ipFamily: IpFamily.IPV6 })).toEqual([
      'more/Live: ipFamily is not that of the live cluster, which has ipv4 (SEKS1210). Give the ipFamily that it has.',
    ]);
    expect(
      await refused({
        authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP }),
      }),
    ).toEqual([
      'more/Live: authentication is not that of the live cluster, which has API (SEKS1210). Leave authentication out: it has access entries.',
    ]);
    expect(await refused({ autoMode: AutoMode.enabled() })).toEqual([
      'more/Live: autoMode is not that of the live cluster, which has Auto Mode off (SEKS1210). Leave autoMode out.',
    ]);
  });
});

describeRehearsal('a cluster that is known by its name', () => {
  it('takes everything that one of ours takes, and nothing is unknown to its providers', async () => {
    const rehearsal = await liveCluster();
    const app = newApp();
    const stack = newStack(app, 'team');
    const cluster = SafeEksCluster.fromClusterName(stack, 'Live', NAIVE);
    addCompute(stack, cluster);
    new SelfManagedNodeGroup(stack, 'own', { cluster, ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }) });
    new FargateProfile(stack, 'jobs', { cluster, selectors: [{ namespace: 'jobs' }] });
    new AccessEntryAuth(stack, 'Access', { cluster }).grantClusterAdmin('admin', ADMIN_ARN);
    new OpenIdConnectProvider(stack, 'OpenIdConnect', { cluster }).addServiceAccountRole('orders', {
      namespace: 'jobs',
      serviceAccount: 'orders',
    });
    new ControlPlaneLogAlarm(stack, 'Refused', { cluster, pattern: LogPattern.FARGATE_ROLE_NOT_FOUND });
    const workloads = new WorkloadStack(app, 'team-workloads', { cluster });
    new Namespace(workloads, 'Jobs', { metadata: { name: 'jobs' } });

    const grown = await rehearsal.apply(app);
    expect(grown.errors).toEqual([]);
    expect(grown.configurations.flatMap(({ unknownArguments }) => unknownArguments)).toEqual([]);
    const planned = await rehearsal.plan();
    expect([planned.errors, planned.changes]).toEqual([[], []]);
    expect(rehearsal.violations()).toEqual([]);
    const kinds = rehearsal.world.all().map(({ kind }) => kind);
    expect((await rehearsal.destroy()).errors).toEqual([]);
    expect(kinds).toContain('kubernetes_namespace');
    // The cluster is not theirs to destroy.
    expect(rehearsal.world.all('aws_eks_cluster')).toHaveLength(1);
    expect(rehearsal.world.all('aws_eks_node_group')).toEqual([]);
  });
});
