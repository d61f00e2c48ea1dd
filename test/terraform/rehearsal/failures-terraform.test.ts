/**
 * Known failures that come from Terraform itself, each happening in a rehearsal of a stack that somebody could have written,
 * with the same stack repaired beside it: real Terraform, simulated AWS.
 */
import { expect, it } from '@jest/globals';
import { rehearse } from '../../../lib/rehearsal';
import {
  manifestOfCluster,
  policiesByPartition,
  releaseInCluster,
  roleFromDataSource,
} from '../../support/naive-terraform';
import { appOf, changesOf, errorTextOf, messageOf, rulesOf, stepsOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';

describeRehearsal('a data source that waits for resources', () => {
  const MORE = ['AmazonEKSVPCResourceController'];

  it('is unknown when any of them changes, and replaces the cluster that it feeds', async () => {
    const rehearsal = rehearse(appOf(roleFromDataSource, true, []));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    const phase = await rehearsal.apply(appOf(roleFromDataSource, true, MORE));
    expect(phase.errors).toEqual([]);
    expect(changesOf(phase)).toContain('replace aws_eks_cluster.cluster');
    expect(rulesOf(rehearsal)).toEqual(['cluster-replaced']);
  });

  it('is not needed where the resource itself is at hand, and the same change attaches a policy', async () => {
    const rehearsal = rehearse(appOf(roleFromDataSource, false, []));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(roleFromDataSource, false, MORE));
    expect(stepsOf(phase)).toEqual([
      'create aws_iam_role_policy_attachment.role-AmazonEKSVPCResourceController',
    ]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('attachments of policies that are created before they are destroyed', () => {
  it('end detached in a green apply when they are replaced by themselves', async () => {
    const rehearsal = rehearse(appOf(policiesByPartition, true, 'ann'));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(policiesByPartition, true, 'ben'));
    expect(phase.errors).toEqual([]);
    expect(changesOf(phase)).toContain('replace aws_iam_role_policy_attachment.AmazonEKSWorkerNodePolicy');
    expect(messageOf(rehearsal, 'role-lost-policies')).toMatch(
      /was taken from the role naive-role while nodes of workers-\d+ of the cluster naive used it\./,
    );
    expect(changesOf(await rehearsal.plan())).toEqual([
      'create aws_iam_role_policy_attachment.AmazonEC2ContainerRegistryPullOnly',
      'create aws_iam_role_policy_attachment.AmazonEKSWorkerNodePolicy',
      'create aws_iam_role_policy_attachment.AmazonEKS_CNI_Policy',
    ]);
    expect(rulesOf(rehearsal)).toContain('plan-not-empty');
  });

  it('stay when what they are made of is known', async () => {
    const rehearsal = rehearse(appOf(policiesByPartition, false, 'ann'));
    expect((await rehearsal.create()).errors).toEqual([]);
    const phase = await rehearsal.apply(appOf(policiesByPartition, false, 'ben'));
    expect(stepsOf(phase)).toEqual(['update aws_vpc.vpc']);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('what is inside a cluster', () => {
  it('cannot be planned as a manifest before the cluster is there', async () => {
    const rehearsal = rehearse(appOf(manifestOfCluster, false));
    const created = await rehearsal.create();
    expect(errorTextOf(created)).toContain(
      'Failed to construct REST client: cannot create REST client: no client config',
    );
    expect(created.operations).toEqual([]);
    expect(rulesOf(rehearsal)).toContain('provider-reached-localhost');
  });

  it('is planned as a manifest in a stack after that of the cluster', async () => {
    const rehearsal = rehearse(appOf(manifestOfCluster, true));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('is out of reach of helm as soon as the cluster is to be replaced', async () => {
    const rehearsal = rehearse(appOf(releaseInCluster, false, true));
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    // At first that goes well: nothing has to be read.
    expect(created.configurations.filter(({ provider }) => provider === 'helm')).toContainEqual({
      provider: 'helm',
      unknownArguments: ['kubernetes'],
    });
    const replaced = await rehearsal.apply(appOf(releaseInCluster, false, false));
    expect(errorTextOf(replaced)).toContain(
      'Kubernetes cluster unreachable: invalid configuration: no configuration has been provided, try setting ' +
        'KUBERNETES_MASTER environment variable',
    );
    expect(replaced.operations).toEqual([]);
    expect(rulesOf(rehearsal)).toContain('provider-reached-localhost');
  });

  it('is made anew from a stack of its own, after a replacement that nobody should have wanted', async () => {
    const rehearsal = rehearse(appOf(releaseInCluster, true, true));
    expect((await rehearsal.create()).errors).toEqual([]);
    const replaced = await rehearsal.apply(appOf(releaseInCluster, true, false));
    expect(replaced.errors).toEqual([]);
    expect(changesOf(replaced)).toEqual(['create helm_release.web', 'replace aws_eks_cluster.cluster']);
    expect(rulesOf(rehearsal)).toEqual(['cluster-replaced']);
  });
});
