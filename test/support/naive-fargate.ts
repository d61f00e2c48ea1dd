/**
 * Stacks with Fargate profiles as people write them with the bindings, each also in a form that holds.
 */
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { App } from 'cdktf';
import { FARGATE_ROLE_ARN, naiveCluster, SUBNET_IDS } from './naive-parts';
import { newStack } from './synth';

/** Two profiles of one cluster, the second by another configuration of the provider, such as for tags or a role of its own. */
export function profilesOfTwoProviders(app: App, order: 'at once' | 'in turn'): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const common = {
    clusterName: cluster.name,
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
  };
  const first = new EksFargateProfile(stack, 'first', {
    ...common,
    fargateProfileName: 'first',
    selector: [{ namespace: 'first' }],
  });
  new EksFargateProfile(stack, 'second', {
    ...common,
    fargateProfileName: 'second',
    selector: [{ namespace: 'second' }],
    provider: new AwsProvider(stack, 'tagged', { region: 'eu-west-1', alias: 'tagged' }),
    dependsOn: order === 'in turn' ? [first] : [],
  });
}

/** A profile whose pods are to be chosen anew: replaced as Terraform does by itself, or under another name, the new one first. */
export function profileForNamespace(
  app: App,
  namespace: string,
  replacement: 'old first' | 'new first' | 'new first under the old name',
): void {
  const stack = newStack(app, 'naive');
  new EksFargateProfile(stack, 'profile', {
    clusterName: naiveCluster(stack).name,
    fargateProfileName: replacement === 'new first' ? `jobs-${namespace.replaceAll('*', 'x')}` : 'jobs',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selector: [{ namespace }],
    lifecycle: { createBeforeDestroy: replacement !== 'old first' },
  });
}
