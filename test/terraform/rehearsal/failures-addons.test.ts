/**
 * Known failures of add-ons, each happening in a rehearsal of a stack that somebody could have written, with the same stack
 * repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { Fault, rehearse } from '../../../lib/rehearsal';
import {
  addonAndNodes,
  addonBesideItsCopy,
  cniWithPodIdentity,
  corednsOnFargate,
} from '../../support/naive-addons';
import {
  appOf,
  changesOf,
  errorTextOf,
  messageOf,
  minutesOf,
  rulesOf,
  stepsOf,
} from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('an add-on whose pods need nodes', () => {
  it.each(['coredns', 'metrics-server'])(
    'is DEGRADED until its time-out when the nodes wait for it: %s',
    async (name) => {
      const rehearsal = rehearse(appOf(addonAndNodes, name, 'addon-first'));
      const created = await rehearsal.create();
      expect(errorTextOf(created)).toContain(
        `waiting for EKS Add-On (naive:${name}) create: timeout while waiting for state to become 'ACTIVE' ` +
          "(last state: 'DEGRADED', timeout: 20m0s)",
      );
      expect(minutesOf(created, 'aws_eks_addon.addon')).toBe(20);
      expect(stepsOf(created)).not.toContain('create aws_eks_node_group.nodes');
    },
  );

  it('is tainted by that, so that the apply after the repair replaces it', async () => {
    const rehearsal = rehearse(appOf(addonAndNodes, 'coredns', 'addon-first'));
    await rehearsal.create();
    const repaired = await rehearsal.apply(appOf(addonAndNodes, 'coredns', 'nodes-first'));
    expect(repaired.errors).toEqual([]);
    expect(changesOf(repaired)).toEqual(['create aws_eks_node_group.nodes', 'replace aws_eks_addon.addon']);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('is active within a minute when it waits for the nodes', async () => {
    const rehearsal = rehearse(appOf(addonAndNodes, 'coredns', 'nodes-first'));
    const created = await rehearsal.create();
    expect(minutesOf(created, 'aws_eks_addon.addon')).toBeLessThanOrEqual(1);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('fails on Fargate alone unless it is told that it runs there', async () => {
    const created = await rehearse(appOf(corednsOnFargate, undefined)).create();
    expect(errorTextOf(created)).toContain("(last state: 'DEGRADED', timeout: 20m0s)");

    const told = rehearse(appOf(corednsOnFargate, 'Fargate'), { workloads: [] });
    expect((await told.create()).errors).toEqual([]);
    expect(told.violations()).toEqual([]);
  });
});

describeRehearsal('an add-on beside the copy that EKS installed', () => {
  it('is refused as a conflict when nothing says that it may overwrite it', async () => {
    const created = await rehearse(appOf(addonBesideItsCopy, 'NONE')).create();
    expect(errorTextOf(created)).toMatch(
      /unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'.*ConfigurationConflict: Conflicts found when trying to apply\. Will not continue due to resolve conflicts mode/,
    );
  });

  it('takes its place when it may', async () => {
    const rehearsal = rehearse(appOf(addonBesideItsCopy, 'OVERWRITE'));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
  });
});

describeRehearsal('a CNI whose role comes by Pod Identity', () => {
  it('is ACTIVE without the agent, and the nodes after it never get their network', async () => {
    const rehearsal = rehearse(appOf(cniWithPodIdentity, 'never'));
    const created = await rehearsal.create();
    expect(minutesOf(created, 'aws_eks_addon.cni')).toBeLessThan(1);
    expect(errorTextOf(created)).toMatch(/NodeCreationFailure.*cni plugin not initialized/s);
    expect(minutesOf(created, 'aws_eks_node_group.nodes')).toBeGreaterThanOrEqual(25);
    expect(messageOf(rehearsal, 'node-before-cni')).toContain(
      'vpc-cni gets its role by Pod Identity, and eks-pod-identity-agent does not run',
    );
  });

  it('that races with the agent wins or loses, and the loss is seen', async () => {
    const lost = [];
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const rehearsal = rehearse(appOf(cniWithPodIdentity, 'at any time'), { seed });
      await rehearsal.create();
      lost.push(rulesOf(rehearsal).includes('node-before-cni'));
    }
    expect(new Set(lost)).toEqual(new Set([true, false]));
  });

  it('that waits for the agent always wins', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const rehearsal = rehearse(appOf(cniWithPodIdentity, 'first'), { seed });
      expect((await rehearsal.create()).errors).toEqual([]);
      expect(rehearsal.violations()).toEqual([]);
    }
  });
});

describeRehearsal('an overloaded EKS', () => {
  const throttled = (times: number): Fault =>
    Fault.throttle({ operation: 'eks:CreateAddon', address: 'aws_eks_addon.addon', times });

  it('that refuses 26 requests in a row is more than the provider bears, and the next apply goes well', async () => {
    const rehearsal = rehearse(appOf(addonAndNodes, 'coredns', 'nodes-first'));
    const created = await rehearsal.create({ faults: [throttled(26)] });
    expect(errorTextOf(created)).toContain('ThrottlingException: Rate exceeded');
    // Twenty-five pauses, the longest of twenty seconds.
    expect(minutesOf(created, 'aws_eks_addon.addon')).toBeGreaterThan(7);
    const again = await rehearsal.apply();
    expect(again.errors).toEqual([]);
    expect(stepsOf(again)).toEqual(['create aws_eks_addon.addon']);
  });

  it('that refuses 25 is borne', async () => {
    const rehearsal = rehearse(appOf(addonAndNodes, 'coredns', 'nodes-first'));
    const created = await rehearsal.create({ faults: [throttled(25)] });
    expect(created.errors).toEqual([]);
    expect(minutesOf(created, 'aws_eks_addon.addon')).toBeGreaterThan(7);
  });
});
