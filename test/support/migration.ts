/**
 * A cluster on its way from aws-auth to access entries, with nodes, a Fargate profile and people, as its owner changes it.
 */
import { ConfigMapV1Data } from '@cdktf/provider-kubernetes/lib/config-map-v1-data';
import type { App } from 'cdktf';
import type { MigrationStep } from '../../lib';
import { AccessEntryAuth, AccessPolicy, AccessScope, Ami } from '../../lib';
import { AwsAuth, DeferredProviders } from '../../lib/kubernetes';
import { ADMIN_ARN, bareCluster } from './cluster';
import { newStack } from './synth';

/** Who or what looks after aws-auth: nobody in Terraform, our construct, a resource that knows of nodes only, or nobody any more after such a one. */
export type Keeper = 'nobody' | 'ours' | 'naive' | 'nobody after the naive one';

/** A state of the code. */
export interface Migration {
  readonly step: MigrationStep;
  readonly keeper: Keeper;
  readonly computeHasEntries?: boolean;
}

export const TEAM_ARN = 'arn:aws:iam::111122223333:role/team';

/** Makes it: the cluster in one stack, aws-auth in the next. */
export function migration(app: App, { step, keeper, computeHasEntries }: Migration): void {
  const cluster = bareCluster(newStack(app), {
    authentication: AccessEntryAuth.migratingFromConfigMap({ step, computeHasEntries }),
  });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  cluster.grantAccess('team', TEAM_ARN, [AccessPolicy.edit(AccessScope.namespaces('shop'))]);
  const nodes = cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  cluster.addFargateProfile('jobs', { selectors: [{ namespace: 'default' }] });

  const auth = newStack(app, 'auth');
  new DeferredProviders(auth, 'Providers', { cluster });
  if (keeper === 'ours') {
    new AwsAuth(auth, 'AwsAuth', {
      cluster,
      roles: [{ roleArn: TEAM_ARN, userName: 'team', groups: ['editors'] }],
    });
  }
  if (keeper === 'nobody after the naive one') {
    auth.addOverride('removed', [
      { from: 'kubernetes_config_map_v1_data.aws-auth', lifecycle: { destroy: false } },
    ]);
  }
  if (keeper === 'naive') {
    const lines = [
      {
        rolearn: nodes.nodeRoleArn,
        username: 'system:node:{{EC2PrivateDNSName}}',
        groups: ['system:bootstrappers', 'system:nodes'],
      },
    ];
    new ConfigMapV1Data(auth, 'aws-auth', {
      metadata: { name: 'aws-auth', namespace: 'kube-system' },
      data: { mapRoles: JSON.stringify(lines) },
      force: true,
    });
  }
}
