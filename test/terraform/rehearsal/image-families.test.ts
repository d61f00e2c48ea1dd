/**
 * Nodes of every family of images: the real provider takes their groups, and in a rehearsal they come up, which they do only
 * when their user data names cluster and endpoint.
 */
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { KubernetesVersion } from '../../../lib/cluster/kubernetes-version';
import { Ami } from '../../../lib/nodes/ami';
import { AmiArchitecture } from '../../../lib/nodes/ami-family';
import { Al2023Variant, BottlerocketVariant, WindowsEdition } from '../../../lib/nodes/ami-options';
import { rehearse } from '../../../lib/rehearsal';
import { addWorkers, AMI_ID, bareCluster, ADMIN_ARN } from '../../support/cluster';
import { newApp, newStack, synth } from '../../support/synth';
import { describeRehearsal, describeTerraform } from '../describe-terraform';
import { expectRan } from '../results';

/** One group of each family, from images of one's own and from those of EKS. */
function everyFamily(app: App): void {
  const cluster = bareCluster(newStack(app), { version: KubernetesVersion.V1_32, windowsSupport: true });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  const id = AMI_ID;
  const accelerated = ['g5.xlarge'];
  addWorkers(cluster, { ami: Ami.al2023({ id, maxPods: 110 }) }, 'al2023');
  addWorkers(cluster, { ami: Ami.eksOptimized({ architecture: AmiArchitecture.ARM_64 }) }, 'al2023-eks');
  addWorkers(
    cluster,
    { ami: Ami.eksOptimized({ variant: Al2023Variant.NVIDIA }), instanceTypes: accelerated },
    'al2023-nvidia',
  );
  addWorkers(cluster, { ami: Ami.bottlerocket({ id }) }, 'bottlerocket');
  const variant = BottlerocketVariant.FIPS;
  addWorkers(cluster, { ami: Ami.bottlerocketEksOptimized({ variant }) }, 'bottlerocket-fips');
  addWorkers(cluster, { ami: Ami.al2({ id }) }, 'al2');
  addWorkers(cluster, { ami: Ami.al2EksOptimized() }, 'al2-eks');
  const edition = WindowsEdition.CORE_2022;
  addWorkers(cluster, { ami: Ami.windows({ id, edition }) }, 'windows');
  addWorkers(cluster, { ami: Ami.windowsEksOptimized({ edition }) }, 'windows-eks');
}

const GROUPS = 9;

describeRehearsal('nodes of every family', () => {
  it('come up from what their user data tells them, and a plan afterwards is empty', async () => {
    const app = newApp();
    everyFamily(app);
    const rehearsal = rehearse(app);
    const { errors, operations } = await rehearsal.create();
    expect(errors).toEqual([]);
    expect(operations.filter(({ type }) => type === 'aws_eks_node_group')).toHaveLength(GROUPS);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeTerraform('groups of every family', (terraform) => {
  it('are what the real provider takes', async () => {
    const app = newApp();
    everyFamily(app);
    const [stack] = synth(app).stacks;
    const plan = expectRan(await terraform.plan(stack!.directory));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.changes.filter(({ type }) => type === 'aws_eks_node_group')).toHaveLength(GROUPS);
  });
});
