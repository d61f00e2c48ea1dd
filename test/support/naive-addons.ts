/**
 * Stacks with add-ons as people wrote them before they knew what an add-on waits for, each also in the form that holds.
 */
import { EksAddon, type EksAddonConfig } from '@cdktf/provider-aws/lib/eks-addon';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import type { App, TerraformStack } from 'cdktf';
import { FARGATE_ROLE_ARN, naiveCluster, naiveNodes, SUBNET_IDS } from './naive-parts';
import { newStack } from './synth';

const CNI_ROLE_ARN = 'arn:aws:iam::111122223333:role/cni';

/** The add-on `addon`, which is a Deployment, and nodes for its pods: with an edge one way, the other way, or no nodes yet. */
export function addonAndNodes(app: App, addonName: string, order: 'addon-first' | 'nodes-first'): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  if (order === 'addon-first') {
    const addon = addonOf(stack, 'addon', cluster, { addonName });
    naiveNodes(stack, cluster, { dependsOn: [addon] });
  } else {
    const nodes = naiveNodes(stack, cluster);
    addonOf(stack, 'addon', cluster, { addonName, dependsOn: [nodes] });
  }
}

/** An add-on in a version of one's own, on a cluster that was born with a copy of it. */
export function addonBesideItsCopy(app: App, resolveConflictsOnCreate: 'NONE' | 'OVERWRITE'): void {
  const stack = newStack(app, 'naive');
  addonOf(stack, 'cni', naiveCluster(stack), {
    addonName: 'vpc-cni',
    addonVersion: 'v1.20.4-eksbuild.1',
    resolveConflictsOnCreate,
  });
}

/** A CNI whose role comes by Pod Identity, with the agent that hands it out, without one, or with one at any time. */
export function cniWithPodIdentity(app: App, agent: 'first' | 'at any time' | 'never'): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { bootstrapSelfManagedAddons: false });
  const before =
    agent === 'never' ? [] : [addonOf(stack, 'agent', cluster, { addonName: 'eks-pod-identity-agent' })];
  const cni = addonOf(stack, 'cni', cluster, {
    addonName: 'vpc-cni',
    podIdentityAssociation: [{ roleArn: CNI_ROLE_ARN, serviceAccount: 'aws-node' }],
    dependsOn: agent === 'first' ? before : [],
  });
  naiveNodes(stack, cluster, { dependsOn: [cni] });
}

/** DNS on a cluster that has nothing but Fargate. */
export function corednsOnFargate(app: App, computeType: 'Fargate' | undefined): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { bootstrapSelfManagedAddons: false });
  const profile = new EksFargateProfile(stack, 'profile', {
    clusterName: cluster.name,
    fargateProfileName: 'system',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selector: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }],
  });
  addonOf(stack, 'coredns', cluster, {
    addonName: 'coredns',
    ...(computeType === undefined ? {} : { configurationValues: JSON.stringify({ computeType }) }),
    dependsOn: [profile],
  });
}

function addonOf(
  stack: TerraformStack,
  id: string,
  cluster: EksCluster,
  config: Omit<EksAddonConfig, 'clusterName'>,
): EksAddon {
  return new EksAddon(stack, id, { clusterName: cluster.name, ...config });
}
