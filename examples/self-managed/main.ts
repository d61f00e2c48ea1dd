/**
 * A cluster with nodes that EKS does not manage: mostly Spot, in several sizes, drained before they go.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  Ami,
  EksVpc,
  InstanceRefresh,
  KubernetesVersion,
  SafeEksCluster,
  Scaling,
  SpotAllocationStrategy,
  TaintEffect,
} from 'cdktf-safe-eks';

const app = new App();

const stack = new TerraformStack(app, 'self-managed');
new LocalBackend(stack, { path: '../../../terraform.self-managed.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', {
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
});
const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'self-managed',
  version: KubernetesVersion.V1_35,
  network,
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');

// What must not be interrupted, coredns and aws-node-termination-handler among it, runs on managed nodes.
cluster.addNodeGroup('system', {
  ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
  scaling: Scaling.external({ min: 2, max: 4 }),
});

cluster.addSelfManagedNodeGroup('spot', {
  ami: Ami.al2023({ id: 'ami-0123456789abcdef0' }),
  scaling: Scaling.external({ min: 2, max: 20, initial: 3 }),
  instanceTypes: ['m7i.xlarge', 'm6i.xlarge', 'm5.xlarge'],
  mixedInstances: {
    onDemandBase: 1,
    onDemandPercentageAboveBase: 0,
    spotAllocationStrategy: SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
  },
  drainSeconds: 300,
  refresh: InstanceRefresh.rolling({ maxHealthyPercentage: 150 }),
  labels: { 'example.com/lifecycle': 'spot' },
  taints: [{ key: 'example.com/spot', effect: TaintEffect.NO_SCHEDULE }],
});

app.synth();
