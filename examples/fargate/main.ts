/**
 * A private cluster without a node: coredns and one namespace run on Fargate, with a role for a service account and an alarm.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { ServiceAccount } from '@cdktf/provider-kubernetes/lib/service-account';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { EksVpc, KubernetesVersion, LogPattern, SafeEksCluster } from 'cdktf-safe-eks';
import { DeferredProviders } from 'cdktf-safe-eks/kubernetes';

const app = new App();

const stack = new TerraformStack(app, 'fargate');
new LocalBackend(stack, { path: '../../../terraform.fargate.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'fargate',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');

// coredns is told to run on Fargate, as there is nothing else.
cluster.addFargateProfile('system', {
  selectors: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }],
});
cluster.addFargateProfile('shop', { selectors: [{ namespace: 'shop' }] });

// Pod Identity does not reach Fargate.
const orders = cluster.addOpenIdConnectProvider('OpenIdConnect').addServiceAccountRole('orders', {
  namespace: 'shop',
  serviceAccount: 'orders',
  managedPolicies: ['AmazonSQSReadOnlyAccess'],
});

cluster.addControlPlaneLogAlarm('PodsRefused', {
  pattern: LogPattern.FARGATE_ROLE_NOT_FOUND,
  alarmTopicArns: [new SnsTopic(stack, 'OnCall', { name: 'fargate-on-call' }).arn],
});

const workloads = new TerraformStack(app, 'fargate-workloads');
new LocalBackend(workloads, { path: '../../../terraform.fargate-workloads.tfstate' });
new DeferredProviders(workloads, 'Providers', { cluster });
const shop = new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
new ServiceAccount(workloads, 'Orders', {
  metadata: {
    name: 'orders',
    namespace: shop.metadata.name,
    annotations: { 'eks.amazonaws.com/role-arn': orders.roleArn },
  },
});

app.synth();
