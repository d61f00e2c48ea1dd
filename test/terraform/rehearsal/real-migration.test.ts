/**
 * What the real AWS provider plans for each step from aws-auth to access entries, from the state that the step before has left in a
 * rehearsal.
 */
import { expect, it } from '@jest/globals';
import { MigrationStep } from '../../../lib';
import { rehearse } from '../../../lib/rehearsal';
import type { Migration } from '../../support/migration';
import { migration } from '../../support/migration';
import { appOf } from '../../support/rehearsed';
import { synth } from '../../support/synth';
import { describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';
import { asWrittenByProvider } from '../terraform-state';

const AT: Readonly<Record<MigrationStep, Migration>> = {
  [MigrationStep.CONFIG_MAP]: { step: MigrationStep.CONFIG_MAP, keeper: 'ours' },
  [MigrationStep.BOTH]: { step: MigrationStep.BOTH, keeper: 'ours' },
  [MigrationStep.API]: { step: MigrationStep.API, keeper: 'ours' },
};

describeTerraform('a cluster on its way from aws-auth', (terraform) => {
  async function planned(step: MigrationStep, state: string): Promise<string[]> {
    const { directory } = synth(appOf(migration, AT[step])).stack('stack');
    const plan = expectRan(await terraform.plan(directory, { state: asWrittenByProvider(state) }));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return plan.changes
      .filter(({ action }) => action !== 'no-op')
      .map(({ action, address }) => `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`)
      .sort();
  }

  it('is only updated in place and gets what it has not, at every step', async () => {
    const rehearsal = rehearse(appOf(migration, AT[MigrationStep.CONFIG_MAP]));
    expect((await rehearsal.create()).errors).toEqual([]);
    const stateNow = (): string => rehearsal.stateOf('stack')!;
    expect(await planned(MigrationStep.CONFIG_MAP, stateNow())).toEqual([]);
    expect(await planned(MigrationStep.BOTH, stateNow())).toEqual([
      'create aws_eks_access_entry.Cluster_Access_111122223333-role-admin',
      'create aws_eks_access_entry.Cluster_Access_111122223333-role-team',
      'create aws_eks_access_entry.Cluster_jobs_AccessEntry',
      'create aws_eks_access_entry.Cluster_workers_AccessEntry',
      'create aws_eks_access_policy_association.Cluster_Access_111122223333-role-admin_AmazonEKSClusterAdminPolicy',
      'create aws_eks_access_policy_association.Cluster_Access_111122223333-role-team_AmazonEKSEditPolicy',
      'update aws_eks_cluster.Cluster',
    ]);

    expect((await rehearsal.apply(appOf(migration, AT[MigrationStep.BOTH]))).errors).toEqual([]);
    expect(await planned(MigrationStep.BOTH, stateNow())).toEqual([]);
    expect(await planned(MigrationStep.API, stateNow())).toEqual(['update aws_eks_cluster.Cluster']);

    expect((await rehearsal.apply(appOf(migration, AT[MigrationStep.API]))).errors).toEqual([]);
    expect(await planned(MigrationStep.API, stateNow())).toEqual([]);
  });
});
