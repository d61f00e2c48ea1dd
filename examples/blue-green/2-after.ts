/**
 * The next image, and as many nodes to begin with as the autoscaler has made of two.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, EksVpc, KubernetesVersion, NodeUpdate, SafeEksCluster, Scaling } from 'cdktf-safe-eks';

/** golden-al2023-1.35-2026-11-16 */
const IMAGE = 'ami-01350b1c2d3e4f502';

const app = new App();
const stack = new TerraformStack(app, 'blue-green');
new LocalBackend(stack, { path: '../../../terraform.blue-green.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'blue-green',
  version: KubernetesVersion.V1_35,
  network,
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addNodeGroup('workers', {
  ami: Ami.al2023({ id: IMAGE }),
  update: NodeUpdate.blueGreen(),
  // A new group begins with `initial` nodes: raise it to what the old one has grown to, in the change that replaces it.
  scaling: Scaling.external({ min: 2, max: 8, initial: 3 }),
});

app.synth();
