/**
 * Nodes of one's own. The roles of Auto Mode are there, and it is off.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, AutoMode, AutoModeState, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'auto-mode-migration');
new LocalBackend(stack, { path: '../../../terraform.auto-mode-migration.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'auto-mode-migration',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
  autoMode: AutoMode.migrating({ state: AutoModeState.CLASSIC }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });

app.synth();
