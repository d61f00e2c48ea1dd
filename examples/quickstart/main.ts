/**
 * A private, encrypted, logged cluster with nodes from an image of yours, and a namespace on it.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  AccessPolicy,
  AccessScope,
  Ami,
  EksVpc,
  KubernetesVersion,
  SafeEksCluster,
  Scaling,
} from 'cdktf-safe-eks';
import { DeferredProviders } from 'cdktf-safe-eks/kubernetes';

const app = new App();

const stack = new TerraformStack(app, 'quickstart');
new LocalBackend(stack, { path: '../../../terraform.quickstart.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', {
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
});
const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'quickstart',
  version: KubernetesVersion.V1_35,
  network,
});
cluster.addNodeGroup('workers', {
  ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
  scaling: Scaling.external({ min: 2, max: 6 }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.grantAccess('developer', 'arn:aws:iam::111122223333:user/ann', [
  AccessPolicy.edit(AccessScope.namespaces('shop')),
]);

const workloads = new TerraformStack(app, 'quickstart-workloads');
new LocalBackend(workloads, { path: '../../../terraform.quickstart-workloads.tfstate' });
new DeferredProviders(workloads, 'Providers', { cluster });
new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });

app.synth();
