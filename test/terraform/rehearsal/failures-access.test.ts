/**
 * Known failures of access to clusters, each happening in a rehearsal of a stack that somebody could have written, with the
 * same stack repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal';
import {
  clusterInMode,
  entryForManagedNodes,
  fargateWithEntry,
  objectAndAdministrator,
} from '../../support/naive-access';
import { selfManagedNodes } from '../../support/naive-nodes';
import { appOf, errorTextOf, messageOf, minutesOf, rulesOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('the authentication mode of a cluster', () => {
  it.each([
    ['API', 'API_AND_CONFIG_MAP'],
    ['API_AND_CONFIG_MAP', 'CONFIG_MAP'],
    ['CONFIG_MAP', 'API'],
  ])('does not go from %s to %s, and the plan says nothing of it', async (from, to) => {
    const rehearsal = rehearse(appOf(clusterInMode, from));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(clusterInMode, to));
    expect(errorTextOf(phase)).toContain(
      `InvalidParameterException: Unsupported authentication mode update from ${from} to ${to}`,
    );
    expect(phase.changes).toHaveLength(1);
  });

  it('goes forward one step at a time', async () => {
    const rehearsal = rehearse(appOf(clusterInMode, 'CONFIG_MAP'));
    await rehearsal.create();
    for (const mode of ['API_AND_CONFIG_MAP', 'API']) {
      const phase = await rehearsal.apply(appOf(clusterInMode, mode));
      expect(phase.errors).toEqual([]);
      expect(minutesOf(phase, 'aws_eks_cluster.cluster', 'update')).toBe(2);
      expect((await rehearsal.plan()).changes).toEqual([]);
    }
    expect(rehearsal.violations()).toEqual([]);
  });

  it('locks nodes out that stand in aws-auth only when it becomes API, and nobody who has an entry', async () => {
    const rehearsal = rehearse(appOf(selfManagedNodes, 'aws-auth', 'API_AND_CONFIG_MAP'));
    await rehearsal.create();
    await rehearsal.pass(10);
    expect((await rehearsal.apply(appOf(selfManagedNodes, 'aws-auth', 'API'))).errors).toEqual([]);
    expect(messageOf(rehearsal, 'access-lost')).toMatch(
      /2 running node\(s\) of naive with the role nodes lost their access and became NotReady/,
    );

    const repaired = rehearse(appOf(selfManagedNodes, 'entry', 'API_AND_CONFIG_MAP'));
    await repaired.create();
    await repaired.pass(10);
    expect((await repaired.apply(appOf(selfManagedNodes, 'entry', 'API'))).errors).toEqual([]);
    expect(repaired.violations()).toEqual([]);
  });
});

describeRehearsal('an access entry', () => {
  it('is refused where only aws-auth counts, and made where entries do', async () => {
    const refused = await rehearse(appOf(clusterInMode, 'CONFIG_MAP', true)).create();
    expect(errorTextOf(refused)).toContain(
      "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] " +
        'to perform this operation.',
    );
    const repaired = rehearse(appOf(clusterInMode, 'API_AND_CONFIG_MAP', true));
    expect((await repaired.create()).errors).toEqual([]);
    expect(repaired.violations()).toEqual([]);
  });

  it('comes too late for the role of managed nodes, which EKS lets in by itself', async () => {
    const refused = await rehearse(appOf(entryForManagedNodes, true)).create();
    expect(errorTextOf(refused)).toContain(
      'ResourceInUseException: The specified access entry resource is already in use on this cluster.',
    );
    const repaired = rehearse(appOf(entryForManagedNodes, false));
    expect((await repaired.create()).errors).toEqual([]);
    expect(repaired.violations()).toEqual([]);
  });
});

describeRehearsal('the role of a Fargate profile', () => {
  const WORKLOADS = [{ name: 'job', runsOn: 'fargate' as const }];

  it('is let in by nobody any more when an entry goes that was in the way of EKS’s own', async () => {
    const rehearsal = rehearse(appOf(fargateWithEntry, true), { workloads: WORKLOADS });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(appOf(fargateWithEntry, false))).errors).toEqual([]);
    // What runs goes on running.
    expect(rehearsal.violations()).toEqual([]);
    await rehearsal.pass(180);
    expect(messageOf(rehearsal, 'fargate-pod-refused')).toContain(
      'Misconfigured Fargate Profile: fargate profile jobs blocked for new launches due to: Pod execution role is not ' +
        'found in auth config',
    );
    expect(rulesOf(rehearsal)).toContain('workload-down');
  });

  it('is let in for good when that is left to EKS', async () => {
    const rehearsal = rehearse(appOf(fargateWithEntry, false), { workloads: WORKLOADS });
    expect((await rehearsal.create()).errors).toEqual([]);
    await rehearsal.pass(180);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('a Kubernetes object of an administrator by entry', () => {
  it('is made before the entry has its policy when no edge makes it wait', async () => {
    const created = await rehearse(appOf(objectAndAdministrator, { objectWaits: false })).create();
    expect(errorTextOf(created)).toContain(
      'kubernetes_namespace.shop: creating kubernetes_namespace: Unauthorized',
    );
  });

  it('cannot be destroyed any more when the policy goes first', async () => {
    const rehearsal = rehearse(appOf(objectAndAdministrator, { hasObject: false, objectWaits: false }));
    expect((await rehearsal.create()).errors).toEqual([]);
    // In a second apply the order that nobody wrote down is there by chance.
    expect((await rehearsal.apply(appOf(objectAndAdministrator, { objectWaits: false }))).errors).toEqual([]);
    const destroyed = await rehearsal.destroy();
    expect(errorTextOf(destroyed)).toBe('deleting kubernetes_namespace (shop): Unauthorized');
    // From then on it cannot even be read.
    const again = await rehearsal.destroy();
    expect(errorTextOf(again)).toContain('Unauthorized');
    expect(again.operations).toEqual([]);
  });

  it('comes after the policy and goes before it when it depends on it', async () => {
    const rehearsal = rehearse(appOf(objectAndAdministrator, { objectWaits: true }));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.destroy()).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});
