/**
 * Fargate, roles of service accounts and alarms, validated and planned by real Terraform with the real AWS provider.
 */
import { expect, it } from '@jest/globals';
import { ClusterLogType, EksVpc, LogPattern, OpenIdConnectProvider } from '../../lib';
import type { SafeEksCluster } from '../../lib';
import { addWorkers } from '../support/cluster';
import { fargateCluster, SHOP, SYSTEM } from '../support/fargate';
import { newApp, newStack, synth } from '../support/synth';
import { describeTerraform } from './describe-terraform';
import { expectRan } from './results';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';

function addRolesAndAlarm(cluster: SafeEksCluster): void {
  const oidc = cluster.addOpenIdConnectProvider('Oidc');
  oidc.addServiceAccountRole('logs', {
    namespace: 'shop',
    serviceAccount: 'logs',
    managedPolicies: ['AmazonS3ReadOnlyAccess'],
    inlinePolicies: {
      write: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' }],
      },
    },
  });
  oidc.addServiceAccountRole('team', { namespace: 'team-*', serviceAccount: '*', allowWildcards: true });
  cluster.addControlPlaneLogAlarm('Refused', {
    pattern: LogPattern.FARGATE_ROLE_NOT_FOUND,
    alarmTopicArns: [TOPIC],
    okTopicArns: [TOPIC],
  });
  cluster.addControlPlaneLogAlarm('AwsAuth', {
    pattern: LogPattern.of('{ $.objectRef.name = "aws-auth" }', ClusterLogType.AUDIT),
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
  });
}

describeTerraform('a cluster of Fargate', (terraform) => {
  it('with roles of service accounts and alarms is valid, and its plan creates every resource', async () => {
    const app = newApp();
    const stack = newStack(app);
    const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
    const selectors = [
      { namespace: 'shop', labels: { tier: 'web', 'app.kubernetes.io/name': 'sh*p' } },
      { namespace: 'team-?' },
    ];
    fargateCluster(stack, {
      cluster: { network },
      profiles: { system: SYSTEM, shop: SHOP, more: { selectors, fargateProfileName: 'a'.repeat(80) } },
      arrange: addRolesAndAlarm,
    });
    const { directory, graph } = synth(app).stack('stack');
    const plan = expectRan(await terraform.plan(directory));
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    expect(plan.changes.map(({ address }) => address).sort()).toEqual(
      graph.resources.map(({ address }) => address).sort(),
    );
  });

  it('with nodes beside it and a provider of service accounts that is there already is valid', async () => {
    const app = newApp();
    const stack = newStack(app);
    fargateCluster(stack, {
      arrange: (cluster) => {
        addWorkers(cluster);
        new OpenIdConnectProvider(stack, 'Given', {
          cluster,
          openIdConnectProviderArn:
            'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123',
        }).addServiceAccountRole('logs', { namespace: 'shop', serviceAccount: 'logs' });
      },
    });
    const validation = expectRan(await terraform.validate(synth(app).stack('stack').directory));
    expect(validation).toMatchObject({ succeeded: true, diagnostics: [] });
  });
});
