/**
 * Known failures of destroying a cluster, each happening in a rehearsal of a stack that somebody could have written, with the
 * same stack repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import type { Phase, Rehearsal } from '../../../lib/rehearsal';
import { Fault, rehearse } from '../../../lib/rehearsal';
import {
  clusterWithNodes,
  cniAndNodes,
  loggingCluster,
  ownRoles,
  privateNodes,
  protectedCluster,
} from '../../support/naive-destroy';
import { appOf, errorTextOf, messageOf, minutesOf, rulesOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

/** Creates a stack, which goes well, and destroys it. */
async function destroyed(app: App): Promise<{ readonly rehearsal: Rehearsal; readonly phase: Phase }> {
  const rehearsal = rehearse(app);
  expect((await rehearsal.create()).errors).toEqual([]);
  expect(rehearsal.violations()).toEqual([]);
  return { rehearsal, phase: await rehearsal.destroy() };
}

/** Destroys a stack, and nothing is left of it. */
async function expectToGo(app: App): Promise<void> {
  const { rehearsal, phase } = await destroyed(app);
  expect(phase.errors).toEqual([]);
  expect(rehearsal.violations()).toEqual([]);
  expect(rehearsal.world.all()).toEqual([]);
}

const UNDELETABLE_SUBNET =
  /DependencyViolation: The subnet 'subnet-\w+' has dependencies and cannot be deleted\./;

describeRehearsal('destroying a CNI beside its nodes', () => {
  it('leaves their network interfaces behind, which hold the subnets', async () => {
    const { rehearsal, phase } = await destroyed(appOf(cniAndNodes, false));
    expect(messageOf(rehearsal, 'cni-removed-under-nodes')).toContain(
      'The add-on vpc-cni of naive was deleted while 2 nodes still ran',
    );
    expect(messageOf(rehearsal, 'network-interfaces-leaked')).toMatch(
      /The network interface eni-\w+ of i-\w+ stays in subnet-\w+, because the CNI went before the node did/,
    );
    expect(errorTextOf(phase)).toMatch(UNDELETABLE_SUBNET);
    expect(minutesOf(phase, 'aws_subnet.subnet-a', 'delete')).toBe(20);
    // Nobody cleans up meanwhile.
    expect(errorTextOf(await rehearsal.destroy())).toMatch(UNDELETABLE_SUBNET);
  });

  it('leaves nothing behind when the nodes depend on it', async () => {
    await expectToGo(appOf(cniAndNodes, true));
  });
});

describeRehearsal('destroying the policies of a role', () => {
  it('takes them from nodes that are still being drained', async () => {
    const { rehearsal, phase } = await destroyed(appOf(ownRoles, { cluster: true, nodes: false }));
    expect(phase.errors).toEqual([]);
    expect(new Set(rulesOf(rehearsal))).toEqual(new Set(['role-lost-policies']));
    expect(messageOf(rehearsal, 'role-lost-policies')).toMatch(
      /was taken from the role naive-node-role while nodes of workers of the cluster naive used it\./,
    );
  });

  it('takes it from a control plane that has to clean up, which then hangs and leaves its interfaces', async () => {
    const { rehearsal, phase } = await destroyed(appOf(ownRoles, { cluster: false, nodes: true }));
    expect(errorTextOf(phase)).toContain(
      "waiting for EKS Cluster (naive) delete: timeout while waiting for state to become '' (last state: 'DELETING', " +
        'timeout: 15m0s)',
    );
    expect(minutesOf(phase, 'aws_eks_cluster.cluster', 'delete')).toBe(15);
    expect(rulesOf(rehearsal)).toContain('role-lost-policies');
    expect(errorTextOf(await rehearsal.destroy())).toMatch(UNDELETABLE_SUBNET);
  });

  it('waits for both when both depend on them', async () => {
    await expectToGo(appOf(ownRoles, { cluster: true, nodes: true }));
  });
});

describeRehearsal('destroying the way out of private nodes', () => {
  it('cuts them off while they are drained', async () => {
    const { rehearsal } = await destroyed(appOf(privateNodes, false));
    expect(messageOf(rehearsal, 'egress-lost-under-nodes')).toMatch(
      /while nodes of the cluster naive needed it: i-\w+ in subnet-\w+ reaches no AWS endpoint any more/,
    );
  });

  it('waits for them when they depend on it', async () => {
    await expectToGo(appOf(privateNodes, true));
  });
});

describeRehearsal('destroying a cluster that writes logs', () => {
  it('brings a log group back that went before it, and the next creation stumbles over that', async () => {
    const { rehearsal, phase } = await destroyed(appOf(loggingCluster, 'beside'));
    expect(phase.errors).toEqual([]);
    expect(rulesOf(rehearsal)).toEqual(['log-group-recreated', 'left-behind']);
    expect(messageOf(rehearsal, 'left-behind')).toBe(
      'aws_cloudwatch_log_group /aws/eks/naive/cluster is still there after everything was destroyed.',
    );
    expect(errorTextOf(await rehearsal.create())).toContain(
      'ResourceAlreadyExistsException: The specified log group already exists',
    );
  });

  it('leaves the log group behind that EKS made when no stack did', async () => {
    const { rehearsal } = await destroyed(appOf(loggingCluster, 'none'));
    expect(rulesOf(rehearsal)).toEqual(['left-behind']);
  });

  it('leaves nothing behind when it waits for its log group, and can be created again', async () => {
    const app = appOf(loggingCluster, 'before');
    await expectToGo(app);
    const { rehearsal } = await destroyed(appOf(loggingCluster, 'before'));
    expect((await rehearsal.create()).errors).toEqual([]);
  });
});

describeRehearsal('destroying a cluster', () => {
  it('that is protected is refused, and goes well after an apply that lifts the protection', async () => {
    const { rehearsal, phase } = await destroyed(appOf(protectedCluster));
    expect(errorTextOf(phase)).toContain('cannot be deleted because deletion protection is enabled');
    const second = await rehearsal.destroy({ liftProtection: true });
    expect(second.errors).toEqual([]);
    expect(rehearsal.world.all()).toEqual([]);
  });

  it('with nodes that no state knows is refused, as after a Terraform that died', async () => {
    const rehearsal = rehearse(appOf(clusterWithNodes));
    const created = await rehearsal.create({ faults: [Fault.loseAnswerOf(2)] });
    expect(created.succeeded).toBe(false);
    const refused = await rehearsal.destroy();
    expect(errorTextOf(refused)).toContain('ResourceInUseException: Cluster has nodegroups attached');

    await expectToGo(appOf(clusterWithNodes));
  });
});
