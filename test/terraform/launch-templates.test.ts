/**
 * The launch templates of node groups as the real AWS provider sees them: what it accepts, and what a change does.
 */
import { afterEach, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import type { NodeGroupOptions } from '../../lib';
import { CapacityReservation, Efa, NetworkInterfaceType, SafeEks, Tenancy, VolumeType } from '../../lib';
import { newCluster } from '../support/cluster';
import { CAPACITY_BLOCK, EVERY_OPTION } from '../support/launch-templates';
import { newStack } from '../support/synth';
import { describeTerraform } from './describe-terraform';
import { asList, objectAt } from './json';
import type { PlanResult } from './results';
import { changeOf, expectRan } from './results';
import type { SynthesizedApp } from './synthesize';
import { synthesize } from './synthesize';

const GROUP = 'live/Cluster/special/Resource';
const TEMPLATE = 'live/Cluster/special/LaunchTemplate/Resource';

/** What {@link EVERY_OPTION} cannot have at the same time. */
const OTHER_CHOICES: NodeGroupOptions = {
  ...EVERY_OPTION,
  launchTemplate: {
    disk: { type: VolumeType.IO1, iops: 1000 },
    volumes: [
      { deviceName: '/dev/xvdf', size: 125, type: VolumeType.ST1 },
      { deviceName: '/dev/xvdg', size: 125, type: VolumeType.SC1 },
      { deviceName: '/dev/xvdh', size: 125, type: VolumeType.GP2 },
    ],
    placement: { groupName: 'cluster', tenancy: Tenancy.onHost('h-0123456789abcdef0') },
    efa: Efa.withAddresses(2),
    networkInterfaces: [{ networkCard: 2, type: NetworkInterfaceType.EFA_ONLY }],
    capacityReservation: CapacityReservation.NONE,
  },
};

describeTerraform('launch templates, seen by the real AWS provider', (terraform) => {
  let app: SynthesizedApp | undefined;

  afterEach(() => {
    app?.dispose();
  });

  async function planOf(options: NodeGroupOptions): Promise<PlanResult> {
    app = synthesize((scope: App) => {
      const nodes = newCluster(newStack(scope, 'live')).addNodeGroup('special', options);
      if (options.launchTemplate?.keyName !== undefined) {
        SafeEks.acknowledge(nodes, 'SEKS2023', 'All options at once');
        SafeEks.acknowledge(nodes, 'SEKS2024', 'All options at once');
      }
    });
    return expectRan(await terraform.plan(app.stackDirectory('live')));
  }

  it.each([
    ['every option at once', EVERY_OPTION],
    ['the other choices', OTHER_CHOICES],
  ])('accepts %s', async (_, options) => {
    const plan = await planOf(options);
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(changeOf(plan, TEMPLATE).action).toBe('create');
    expect(plan.removed.filter(({ address }) => address.startsWith('aws_launch_template'))).toEqual([]);
  });

  it('accepts a Capacity Block, whose type is known to the launch template alone', async () => {
    const plan = await planOf(CAPACITY_BLOCK);
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(changeOf(plan, GROUP).after).toMatchObject({ capacity_type: 'CAPACITY_BLOCK' });
    expect(objectAt(changeOf(plan, GROUP).afterUnknown).instance_types).toBe(true);
    const { after } = changeOf(plan, TEMPLATE);
    expect(after).toMatchObject({
      instance_type: 'p5.48xlarge',
      instance_market_options: [{ market_type: 'capacity-block' }],
    });
    expect(asList(objectAt(after).network_interfaces)).toHaveLength(33);
  });
});
