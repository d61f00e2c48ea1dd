/**
 * Node classes and pools of Auto Mode, from their creation to their end: real Terraform, simulated AWS and Kubernetes.
 */
import { expect, it } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal';
import { classAndPool } from '../../support/auto-pools';
import { appOf, stepsOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('a node class and a pool', () => {
  const briefly = (steps: readonly string[]): string[] =>
    steps
      .filter((step) => step.includes('kubernetes_manifest'))
      .map((step) => step.replace(/_[0-9A-F]{8}$/, ''));

  it('are made after their cluster, change in place and go before it, the pool first', async () => {
    const rehearsal = rehearse(appOf(classAndPool));
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    expect(briefly(stepsOf(created))).toEqual([
      'create kubernetes_manifest.private',
      'create kubernetes_manifest.batch',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);

    const changed = await rehearsal.apply(appOf(classAndPool, {}, { weight: 10 }));
    expect(changed.errors).toEqual([]);
    expect(briefly(stepsOf(changed))).toEqual(['update kubernetes_manifest.batch']);
    expect((await rehearsal.plan()).changes).toEqual([]);

    const destroyed = await rehearsal.destroy({ liftProtection: true });
    expect(destroyed.errors).toEqual([]);
    expect(briefly(stepsOf(destroyed))).toEqual([
      'delete kubernetes_manifest.batch',
      'delete kubernetes_manifest.private',
    ]);
    expect(rehearsal.violations()).toEqual([]);
  });
});
