/**
 * A small cluster that is deployed by deploy.sh: planned, reviewed, and applied as it was reviewed.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'pipeline');
new LocalBackend(stack, { path: '../../../terraform.pipeline.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'pipeline',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });

app.synth();
