/**
 * Known failures of nodes, each happening in a rehearsal of a stack that somebody could have written, with the same stack
 * repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import type { Phase, Rehearsal, RehearsalOptions } from '../../../lib/rehearsal';
import { Fault, rehearse } from '../../../lib/rehearsal';
import type { NodePolicies, OwnImage } from '../../support/naive-nodes';
import { nodesWithRole, ownImage, selfManagedNodes } from '../../support/naive-nodes';
import { appOf, errorTextOf, messageOf, minutesOf, rulesOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

const NODES = 'aws_eks_node_group.nodes';

describeRehearsal('nodes that somebody starts by himself', () => {
  it.each([
    ['API', 'entry'],
    ['CONFIG_MAP', 'aws-auth'],
  ] as const)('with %s are lost when nobody lets them in, and Terraform is content', async (mode, by) => {
    const rehearsal = rehearse(appOf(selfManagedNodes, 'nobody', mode));
    expect((await rehearsal.create()).errors).toEqual([]);
    await rehearsal.pass(60);
    expect(messageOf(rehearsal, 'self-managed-nodes-lost')).toMatch(
      /of the Auto Scaling group own never became Ready in the cluster naive: they lack access of its role .*role\/nodes/,
    );

    const repaired = rehearse(appOf(selfManagedNodes, by, mode));
    expect((await repaired.create()).errors).toEqual([]);
    await repaired.pass(60);
    expect(rulesOf(repaired)).not.toContain('self-managed-nodes-lost');
    expect(repaired.world.events.filter(({ what }) => what === 'node-ready')).toHaveLength(2);
  });
});

describeRehearsal('nodes whose role is the stack’s own', () => {
  /** Twelve refusals take nearly three minutes; nodes knock after less than two. */
  const SLOW_IAM = Fault.throttle({
    operation: 'iam:AttachRolePolicy',
    address: 'aws_iam_role_policy_attachment.node-role-AmazonEKSWorkerNodePolicy',
    times: 12,
  });

  /** A node group that comes to a cluster which is there already, since a new one takes longer than any policy. */
  async function added(
    policies: NodePolicies,
  ): Promise<{ readonly rehearsal: Rehearsal; readonly phase: Phase }> {
    const rehearsal = rehearse(appOf(nodesWithRole, undefined));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(nodesWithRole, policies), { faults: [SLOW_IAM] });
    return { rehearsal, phase };
  }

  it('fail to join when it has no policies', async () => {
    const { rehearsal, phase } = await added('none');
    expect(errorTextOf(phase)).toContain(
      'NodeCreationFailure: Instances failed to join the kubernetes cluster',
    );
    expect(minutesOf(phase, NODES)).toBeGreaterThanOrEqual(25);
    expect(messageOf(rehearsal, 'node-before-role-policies')).toContain('AmazonEKSWorkerNodePolicy');
  });

  it('start before the policies are attached when IAM is slow and no edge makes them wait', async () => {
    const { rehearsal, phase } = await added('without an edge');
    // It goes well at last, as most races do.
    expect(phase.errors).toEqual([]);
    expect(messageOf(rehearsal, 'node-before-role-policies')).toMatch(
      /2 nodes of the node group workers .* lacked AmazonEKSWorkerNodePolicy on its role and got it only after/,
    );
  });

  it('wait for the policies when an edge says so', async () => {
    const { rehearsal, phase } = await added('before the nodes');
    expect(phase.errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('nodes from an image of one’s own', () => {
  it.each<[string, OwnImage, string]>([
    [
      'of another architecture never start',
      { imageId: 'ami-arm', instanceTypes: ['m7i.large'] },
      "The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI",
    ],
    [
      'without user data never find their cluster',
      { imageId: 'ami-1', hasUserData: false },
      'NodeCreationFailure: Instances failed to join the kubernetes cluster',
    ],
  ])('%s', async (_what, image, text) => {
    const rehearsal = rehearse(appOf(ownImage, image), { images: { 'ami-arm': { architecture: 'arm64' } } });
    const created = await rehearsal.create();
    expect(errorTextOf(created)).toContain(text);
    // In a first apply nothing else than the time tells.
    expect(minutesOf(created, NODES)).toBeGreaterThanOrEqual(25);
  });

  it('join when type and user data fit', async () => {
    const rehearsal = rehearse(appOf(ownImage, { imageId: 'ami-arm', instanceTypes: ['m7g.large'] }), {
      images: { 'ami-arm': { architecture: 'arm64' } },
    });
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('an update of nodes', () => {
  async function rolled(
    next: Partial<OwnImage>,
    options: RehearsalOptions,
    before: Partial<OwnImage> = {},
  ): Promise<{ readonly rehearsal: Rehearsal; readonly text: string; readonly minutes: number }> {
    const rehearsal = rehearse(appOf(ownImage, { imageId: 'ami-1', ...before }), options);
    expect((await rehearsal.create()).errors).toEqual([]);
    const update = await rehearsal.apply(appOf(ownImage, { imageId: 'ami-2', ...before, ...next }));
    return { rehearsal, text: errorTextOf(update), minutes: minutesOf(update, NODES, 'update') };
  }

  /** How many nodes were away at once at most, by what happened. */
  function mostAway({ world }: Rehearsal): number {
    let away = 0;
    return Math.max(
      ...world.events.map(({ what }) => {
        away += what === 'node-drained' ? 1 : what === 'node-terminated' ? -1 : 0;
        return away;
      }),
    );
  }

  const stubborn = { workloads: [{ name: 'db', replicas: 2, minAvailable: 2 }] };
  const willing = { workloads: [{ name: 'db', replicas: 2, minAvailable: 1 }] };

  it('fails after a quarter of an hour on a budget that lets no pod go', async () => {
    const { rehearsal, text, minutes } = await rolled({}, stubborn);
    expect(text).toMatch(/unexpected state 'Failed', wanted target 'Successful'.*PodEvictionFailure: /);
    expect(text).toContain('Reached max retries while trying to evict pods from nodes in node group workers');
    expect(minutes).toBeGreaterThan(15);
    expect(minutes).toBeLessThan(25);
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
  });

  it('that is forced breaks the budget', async () => {
    const { rehearsal, text } = await rolled({ isForced: true }, stubborn);
    expect(text).toBe('');
    expect(messageOf(rehearsal, 'disruption-budget-broken')).toContain(
      'because the update of the node group workers was forced, though its budget keeps 2',
    );
  });

  it('goes well with a budget that lets one pod go', async () => {
    const { rehearsal, text, minutes } = await rolled({}, willing);
    expect(text).toBe('');
    expect(minutes).toBeLessThan(15);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('to an image that is ill fails, with the old nodes still serving', async () => {
    const images = { 'ami-2': { healthy: false } };
    const { rehearsal, text } = await rolled({}, { ...willing, images });
    expect(text).toContain(
      "NodeCreationFailure: Couldn't proceed with upgrade process as new nodes are not joining node group workers",
    );
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
    const events = rehearsal.world.events.map(({ what }) => what);
    expect(events).not.toContain('workload-down');

    const better = await rehearsal.apply(appOf(ownImage, { imageId: 'ami-3' }));
    expect(better.errors).toEqual([]);
    expect(rulesOf(rehearsal)).toEqual(['terraform-failed']);
  });

  it.each([1, 2])('takes no more nodes away at once than it may: %s of 4', async (maxUnavailable) => {
    const { rehearsal, text } = await rolled({}, willing, { nodes: 4, maxUnavailable });
    expect(text).toBe('');
    expect(mostAway(rehearsal)).toBe(maxUnavailable);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('does not yet heed a smaller number that comes with it', async () => {
    const { rehearsal } = await rolled({ maxUnavailable: 1 }, willing, { nodes: 4, maxUnavailable: 4 });
    expect(mostAway(rehearsal)).toBe(4);
  });
});
