/**
 * Self-managed nodes as the real AWS provider sees them: every argument is taken, and what a change does to a group that is there.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import type { SelfManagedNodeGroupOptions } from '../../lib';
import {
  Ami,
  InstanceRefresh,
  SafeEks,
  ScaleInProtectedInstances,
  Scaling,
  ScalingProcess,
  SpotAllocationStrategy,
  StandbyInstances,
  TerminationPolicy,
  WindowsEdition,
} from '../../lib';
import { newCluster } from '../support/cluster';
import { newStack } from '../support/synth';
import { assumeApplied } from './assumed-state';
import { describeTerraform } from './describe-terraform';
import { objectAt } from './json';
import type { PlanResult } from './results';
import { changeOf, changesByPath, expectRan } from './results';
import type { SynthesizedApp } from './synthesize';
import { synthesize } from './synthesize';
import type { TerraformState } from './terraform-state';

const OLD_IMAGE = 'ami-0123456789abcdef0';
const NEW_IMAGE = 'ami-0fedcba9876543210';
const GROUP = 'live/Cluster/own/Resource';

type Groups = Readonly<Record<string, Partial<SelfManagedNodeGroupOptions>>>;

/** A cluster with groups; each has an image unless it says another. */
function live(groups: Groups): (app: App) => void {
  return (app) => {
    const cluster = newCluster(newStack(app, 'live'), { windowsSupport: true });
    Object.entries(groups).forEach(([id, options]) => {
      cluster.addSelfManagedNodeGroup(id, {
        ami: Ami.al2023({ id: OLD_IMAGE }),
        scaling: Scaling.external({ min: 2, max: 6 }),
        ...options,
      });
    });
    SafeEks.acknowledge(cluster, 'SEKS2029', 'the test is about other things');
  };
}

/** Everything that can be said, in as few groups as possible. */
const EVERYTHING: Groups = {
  plain: {},
  spot: {
    instanceTypes: ['m7i.large', 'm6i.large', 'm5.large'],
    mixedInstances: {
      onDemandBase: 1,
      onDemandPercentageAboveBase: 20,
      spotAllocationStrategy: SpotAllocationStrategy.CAPACITY_OPTIMIZED_PRIORITIZED,
      capacityRebalance: true,
      weights: { 'm7i.large': 1, 'm6i.large': 1, 'm5.large': 1 },
    },
    drainSeconds: 120,
    maxInstanceLifetimeDays: 14,
    groupMetrics: true,
    healthCheckGracePeriod: 120,
    terminationPolicies: Object.values(TerminationPolicy),
    suspendedProcesses: Object.values(ScalingProcess),
    refresh: InstanceRefresh.rolling({
      minHealthyPercentage: 90,
      maxHealthyPercentage: 150,
      checkpointPercentages: [20, 100],
      checkpointDelay: 600,
      alarms: ['nodes-not-ready'],
      scaleInProtected: ScaleInProtectedInstances.WAIT,
      standby: StandbyInstances.TERMINATE,
    }),
    timeouts: { capacity: '30m', update: '30m', delete: '90m' },
  },
  requirements: {
    scaling: Scaling.fixed(2),
    mixedInstances: {
      requirements: { minVcpus: 2, maxVcpus: 8, minMemory: 8192, excludedInstanceTypes: ['t3*'] },
    },
    refresh: InstanceRefresh.none(),
  },
  cheapest: {
    instanceTypes: ['m7i.large', 'm6i.large'],
    mixedInstances: {
      onDemandPercentageAboveBase: 0,
      spotAllocationStrategy: SpotAllocationStrategy.LOWEST_PRICE,
    },
    refresh: InstanceRefresh.rolling({
      scaleInProtected: ScaleInProtectedInstances.REFRESH,
      standby: StandbyInstances.WAIT,
    }),
  },
  windows: { ami: Ami.windows({ id: OLD_IMAGE, edition: WindowsEdition.CORE_2022 }) },
};

describeTerraform('self-managed nodes, seen by the real AWS provider', (terraform) => {
  const apps: SynthesizedApp[] = [];
  let state: TerraformState;

  function directoryOf(groups: Groups): string {
    const app = synthesize(live(groups));
    apps.push(app);
    return app.stackDirectory('live');
  }

  async function planOf(options: Partial<SelfManagedNodeGroupOptions>): Promise<PlanResult> {
    return expectRan(await terraform.plan(directoryOf({ own: options }), { state }));
  }

  /** The changes of a plan as `construct path: action`, without what stays as it is. */
  function changes(plan: PlanResult): string[] {
    expect(plan.diagnostics).toEqual([]);
    return changesByPath(plan);
  }

  beforeAll(async () => {
    state = await assumeApplied(terraform, directoryOf({ own: {} }));
  });

  afterAll(() => {
    apps.forEach((app) => {
      app.dispose();
    });
  });

  it('takes everything that can be said about a group', async () => {
    const plan = expectRan(await terraform.plan(directoryOf(EVERYTHING)));
    expect(plan.diagnostics).toEqual([]);
    expect(plan.succeeded).toBe(true);
    for (const id of Object.keys(EVERYTHING)) {
      expect(changeOf(plan, `live/Cluster/${id}/Resource`).action).toBe('create');
    }
  });

  it('plans nothing when nothing was changed', async () => {
    expect(changes(await planOf({}))).toEqual([]);
  });

  it('changes template and group in place for another image', async () => {
    const plan = await planOf({ ami: Ami.al2023({ id: NEW_IMAGE }) });
    expect(changes(plan)).toEqual(['live/Cluster/own/LaunchTemplate/Resource: update', `${GROUP}: update`]);
  });

  it('changes it in place from one type to a mixture', async () => {
    const plan = await planOf({ instanceTypes: ['m6i.large', 'm5.large'] });
    expect(changes(plan)).toEqual([`${GROUP}: update`]);
  });

  it('makes a group of another name first for other subnets', async () => {
    const plan = await planOf({ subnetIds: ['subnet-c'] });
    expect(changes(plan)).toEqual([`${GROUP}: create, delete`]);
    expect(objectAt(changeOf(plan, GROUP).afterUnknown)).toMatchObject({ name: true });
  });

  it('C12, D11: makes entry, profile and group anew, the new ones first, when the role is another', async () => {
    const plan = await planOf({ nodeRoleArn: 'arn:aws:iam::111122223333:role/node' });
    const made = changes(plan).filter((change) => change.endsWith(': create, delete'));
    expect(made).toEqual([
      'live/Cluster/own/AccessEntry: create, delete',
      'live/Cluster/own/InstanceProfile: create, delete',
      `${GROUP}: create, delete`,
    ]);
  });

  it('C12: finds a way from the group to the entry of its role', async () => {
    const { graph } = expectRan(await terraform.graph(directoryOf({ own: {} })));
    const one = (prefix: string): string => graph.nodes.find((node) => node.startsWith(prefix)) ?? prefix;
    const group = one('aws_autoscaling_group.Cluster_own_');
    expect(graph.dependsOn(group, one('aws_eks_access_entry.Cluster_own_AccessEntry_'))).toBe(true);
    expect(graph.dependsOn(one('aws_eks_addon.Cluster_Addons_coredns_'), group)).toBe(true);
  });
});
