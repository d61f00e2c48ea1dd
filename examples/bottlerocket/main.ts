/**
 * Nodes of Bottlerocket: from the image that EKS makes, kept on one release, and on Graviton from an image of yours.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  Ami,
  AmiArchitecture,
  EksVpc,
  KernelLockdown,
  KubernetesVersion,
  SafeEksCluster,
  Scaling,
} from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'bottlerocket');
new LocalBackend(stack, { path: '../../../terraform.bottlerocket.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'bottlerocket',
  version: KubernetesVersion.V1_35,
  network,
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');

cluster.addNodeGroup('general', {
  ami: Ami.bottlerocketEksOptimized({
    // Without it, a group takes the newest release when it is made, and the next one might get another.
    releaseVersion: '1.50.0-cf31ab6f',
    settings: { kernelLockdown: KernelLockdown.INTEGRITY },
  }),
  scaling: Scaling.external({ min: 2, max: 6 }),
});

cluster.addNodeGroup('graviton', {
  ami: Ami.bottlerocket({
    id: 'ami-0135b0771e50c3e70',
    architecture: AmiArchitecture.ARM_64,
    maxPods: 58,
    settings: {
      kernelLockdown: KernelLockdown.INTEGRITY,
      sysctl: { 'net.core.somaxconn': '4096' },
      evictionHard: { 'memory.available': '10%' },
      hostContainers: { admin: { enabled: false } },
      additionalSettings: { kubernetes: { 'image-gc-high-threshold-percent': 75 } },
    },
  }),
  instanceTypes: ['m7g.large', 'm6g.large'],
  scaling: Scaling.external({ min: 2, max: 6 }),
  labels: { 'example.com/tier': 'web' },
});

app.synth();
