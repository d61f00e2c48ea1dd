/**
 * The five reports that this library started from, each happening again in a rehearsal of a stack that somebody could have
 * written: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal';
import type { Phase } from '../../../lib/rehearsal';
import {
  autoModeCluster,
  classicCluster,
  cniAfterNodes,
  hurriedFleet,
  ownedAwsAuth,
  recordedSubnets,
} from '../../support/naive-stacks';
import { racyStack } from '../../support/racy';
import { newApp } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

const minutes = ({ startedAt, endedAt }: Phase): number => (endedAt - startedAt) / 60_000;

function appOf(build: (app: ReturnType<typeof newApp>) => void): ReturnType<typeof newApp> {
  const app = newApp();
  build(app);
  return app;
}

function fleet(version: string, imageId: string): ReturnType<typeof newApp> {
  return appOf((app) => {
    hurriedFleet(app, version, imageId);
  });
}

describeRehearsal('the reports that the library started from', () => {
  it('1: nodes that wait for a CNI which waits for them stay NotReady until the group fails', async () => {
    const rehearsal = rehearse(appOf(cniAfterNodes));
    const created = await rehearsal.create();
    expect(created.succeeded).toBe(false);
    expect(created.errors.join('\n')).toMatch(/NetworkPluginNotReady.*cni plugin not initialized/s);
    // The cluster takes nine minutes, and the group about twenty-five to give up.
    expect(minutes(created)).toBeGreaterThan(30);
    expect(minutes(created)).toBeLessThan(40);
    expect(created.operations.map(({ type }) => type)).not.toContain('aws_eks_addon');
  });

  it('1: nodes that race with their CNI may win or lose, and the race is seen either way', async () => {
    const lucky = rehearse(appOf(racyStack));
    expect((await lucky.create()).succeeded).toBe(true);
    expect(lucky.violations().map(({ rule }) => rule)).toEqual([]);

    const rules = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const rehearsal = rehearse(appOf(racyStack), { seed });
      await rehearsal.create();
      rules.push(...rehearsal.violations().map(({ rule }) => rule));
    }
    expect(rules).toContain('node-before-cni');
  });

  it('2: a control plane does not skip a minor, and the plan had not said so', async () => {
    const rehearsal = rehearse(fleet('1.33', 'ami-1'));
    expect((await rehearsal.create()).errors).toEqual([]);
    const skipped = await rehearsal.apply(fleet('1.35', 'ami-1'));
    expect(skipped.errors.join('\n')).toContain(
      'Unsupported Kubernetes minor version update from 1.33 to 1.35',
    );
  });

  it('2: an image for another minor than the control plane has gives nodes that never join', async () => {
    const rehearsal = rehearse(fleet('1.34', 'ami-1'), {
      images: { 'ami-next': { kubernetesVersion: '1.35' } },
    });
    expect((await rehearsal.create()).errors).toEqual([]);
    const early = await rehearsal.apply(fleet('1.34', 'ami-next'));
    expect(early.errors.join('\n')).toContain('NodeCreationFailure');
  });

  it('2: a fleet of which all nodes may be away at once takes the work down', async () => {
    const rehearsal = rehearse(fleet('1.34', 'ami-1'), {
      workloads: [{ name: 'web', replicas: 3 }],
    });
    expect((await rehearsal.create()).errors).toEqual([]);
    const rolled = await rehearsal.apply(fleet('1.34', 'ami-2'));
    expect(rolled.succeeded).toBe(true);
    expect(rehearsal.violations().map(({ rule }) => rule)).toContain('workload-down');
  });

  it('3: Fargate pods that ran are refused when they start anew, because Terraform overwrote aws-auth', async () => {
    const rehearsal = rehearse(appOf(ownedAwsAuth), { workloads: [{ name: 'job', runsOn: 'fargate' }] });
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    await rehearsal.pass(180);
    expect(rehearsal.violations().map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['aws-auth-overwritten', 'fargate-pod-refused']),
    );
    const refusal = rehearsal.violations().find(({ rule }) => rule === 'fargate-pod-refused');
    expect(refusal?.message).toContain('Pod execution role is not found in auth config');
  });

  it('4: switching Auto Mode on replaces the cluster, and its Kubernetes objects are sought on 127.0.0.1', async () => {
    const rehearsal = rehearse(appOf(classicCluster));
    expect((await rehearsal.create()).errors).toEqual([]);
    const switched = await rehearsal.apply(
      appOf((app) => {
        autoModeCluster(app, true);
      }),
    );
    expect(switched.succeeded).toBe(false);
    expect(switched.errors.join('\n')).toContain('dial tcp 127.0.0.1:80: connect: connection refused');
    expect(rehearsal.violations().map(({ rule }) => rule)).toContain('provider-reached-localhost');
  });

  it('4: without objects in its stack the cluster is replaced in silence', async () => {
    const rehearsal = rehearse(
      appOf((app) => {
        recordedSubnets(app, false);
      }),
    );
    expect((await rehearsal.create()).errors).toEqual([]);
    const replaced = await rehearsal.apply(
      appOf((app) => {
        autoModeCluster(app, false);
      }),
    );
    expect(replaced.changes).toEqual([
      { stack: 'naive', address: 'aws_eks_cluster.cluster', action: 'replace' },
    ]);
    expect(rehearsal.violations().map(({ rule }) => rule)).toContain('cluster-replaced');
  });

  it('5: nodes from recorded subnets fail when one of them is gone', async () => {
    const rehearsal = rehearse(
      appOf((app) => {
        recordedSubnets(app, false);
      }),
    );
    expect((await rehearsal.create()).errors).toEqual([]);
    rehearsal.world.vanish('subnet-0b');
    const grown = await rehearsal.apply(
      appOf((app) => {
        recordedSubnets(app, true);
      }),
    );
    expect(grown.succeeded).toBe(false);
    expect(grown.errors.join('\n')).toContain(
      "InvalidSubnetID.NotFound: The subnet ID 'subnet-0b' does not exist",
    );
  });
});
