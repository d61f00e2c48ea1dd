/**
 * The same cluster, into which only entries let anybody. Terraform lets go of aws-auth.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  AccessEntryAuth,
  AccessPolicy,
  AccessScope,
  Ami,
  EksVpc,
  KubernetesVersion,
  MigrationStep,
  SafeEksCluster,
} from 'cdktf-safe-eks';
import { AwsAuth, DeferredProviders } from 'cdktf-safe-eks/kubernetes';

const app = new App();
const stack = new TerraformStack(app, 'migrate-from-aws-auth');
new LocalBackend(stack, { path: '../../../terraform.migrate-from-aws-auth.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'migrate-from-aws-auth',
  version: KubernetesVersion.V1_35,
  network,
  authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.API }),
});
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
cluster.addFargateProfile('jobs', { selectors: [{ namespace: 'jobs' }] });

// One grant for each line of aws-auth; `safe-eks convert-aws-auth` writes them.
const deployers = 'arn:aws:iam::111122223333:role/deployers';
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.grantAccess('deployers', deployers, [AccessPolicy.edit(AccessScope.namespaces('shop'))]);

const workloads = new TerraformStack(app, 'migrate-from-aws-auth-workloads');
new LocalBackend(workloads, { path: '../../../terraform.migrate-from-aws-auth-workloads.tfstate' });
new DeferredProviders(workloads, 'Providers', { cluster });
// It renders nothing but that the ConfigMap is forgotten; take it out after this apply.
new AwsAuth(workloads, 'AwsAuth', {
  cluster,
  roles: [
    {
      roleArn: 'arn:aws:iam::111122223333:role/platform-admin',
      userName: 'platform',
      groups: ['system:masters'],
    },
    { roleArn: deployers, userName: 'deployers', groups: ['shop-editors'] },
  ],
});

app.synth();
