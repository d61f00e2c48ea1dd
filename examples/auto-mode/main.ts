/**
 * A private cluster on Auto Mode: EKS runs its nodes, and nothing but the cluster is to be upgraded.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Deployment } from '@cdktf/provider-kubernetes/lib/deployment';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { AddonName, AutoMode, EksVpc, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';
import { DeferredProviders } from 'cdktf-safe-eks/kubernetes';

const app = new App();

const stack = new TerraformStack(app, 'auto-mode');
new LocalBackend(stack, { path: '../../../terraform.auto-mode.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'auto-mode',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
  autoMode: AutoMode.enabled(),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
// CNI, DNS, storage and load balancing are built in. This is not.
cluster.addAddon(AddonName.METRICS_SERVER);

const workloads = new TerraformStack(app, 'auto-mode-workloads');
new LocalBackend(workloads, { path: '../../../terraform.auto-mode-workloads.tfstate' });
new DeferredProviders(workloads, 'Providers', { cluster });
const shop = new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
new Deployment(workloads, 'Web', {
  metadata: { name: 'web', namespace: shop.metadata.name },
  spec: {
    replicas: '2',
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { container: [{ name: 'web', image: 'public.ecr.aws/nginx/nginx:1.29' }] },
    },
  },
});

app.synth();
