/**
 * Cilium in the place of vpc-cni: three stacks, so that the chart meets a cluster that is there, and nodes meet a network that is.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  Addon,
  AddonName,
  Ami,
  Cni,
  EksVpc,
  KubernetesVersion,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
} from 'cdktf-safe-eks';
import { DeferredProviders } from 'cdktf-safe-eks/kubernetes';

const app = new App();

const stack = new TerraformStack(app, 'cilium');
new LocalBackend(stack, { path: '../../../terraform.cilium.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'cilium',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');

// The chart needs no node: its DaemonSet waits for them, as they wait for it.
const network = new TerraformStack(app, 'cilium-network');
new LocalBackend(network, { path: '../../../terraform.cilium-network.tfstate' });
new DeferredProviders(network, 'Providers', { cluster, helm: true, beforeCompute: true });
const cilium = new Release(network, 'Cilium', {
  name: 'cilium',
  namespace: 'kube-system',
  repository: 'https://helm.cilium.io',
  chart: 'cilium',
  version: '1.18.4',
  wait: false,
  values: [
    JSON.stringify({
      eni: { enabled: true },
      ipam: { mode: 'eni' },
      routingMode: 'native',
      egressMasqueradeInterfaces: 'eth+',
    }),
  ],
});
cluster.addons.useCni(Cni.custom(cilium));

const nodes = new TerraformStack(app, 'cilium-nodes');
new LocalBackend(nodes, { path: '../../../terraform.cilium-nodes.tfstate' });
new AwsProvider(nodes, 'aws', { region: 'eu-west-1' });
new RollingCustomAmiNodeGroup(nodes, 'workers', { cluster, ami: Ami.eksOptimized() });
cluster.addons.remove(AddonName.COREDNS);
new Addon(nodes, 'coredns', { cluster, addonName: AddonName.COREDNS });

app.synth();
