/**
 * Three clusters in two regions out of one table, each in a stack of its own, with a stack of workloads for each.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';
import { WorkloadStack } from 'cdktf-safe-eks/kubernetes';

/** One line for each cluster. */
const FLEET = [
  { name: 'fleet-test', region: 'eu-west-1', version: KubernetesVersion.V1_35, cidr: '10.0.0.0/16' },
  { name: 'fleet-eu', region: 'eu-west-1', version: KubernetesVersion.V1_35, cidr: '10.1.0.0/16' },
  { name: 'fleet-us', region: 'us-east-2', version: KubernetesVersion.V1_35, cidr: '10.2.0.0/16' },
];

const app = new App();

for (const { name, region, version, cidr } of FLEET) {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
  new AwsProvider(stack, 'aws', { region });
  const network = new EksVpc(stack, 'Network', {
    cidr,
    availabilityZones: [`${region}a`, `${region}b`],
  });
  const cluster = new SafeEksCluster(stack, 'Cluster', { clusterName: name, version, network });
  cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
  cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');

  const workloads = new WorkloadStack(app, `${name}-workloads`, { cluster });
  new LocalBackend(workloads, { path: `../../../terraform.${name}-workloads.tfstate` });
  new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
}

app.synth();
