/**
 * A cluster of three node groups from images of yours, upgraded to Kubernetes 1.35.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  AddonName,
  Ami,
  EksVpc,
  KubernetesVersion,
  NodeUpdate,
  SafeEksCluster,
  Scaling,
} from 'cdktf-safe-eks';

const VERSION = KubernetesVersion.V1_35;
/** golden-al2023-1.35-2026-11-02 */
const IMAGE = 'ami-0135a1b2c3d4e5f60';

const app = new App();
const stack = new TerraformStack(app, 'custom-ami-upgrade');
new LocalBackend(stack, { path: '../../../terraform.custom-ami-upgrade.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'custom-ami-upgrade',
  version: VERSION,
  network,
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addons.add(AddonName.METRICS_SERVER);

const ami = Ami.al2023({ id: IMAGE });
const canary = cluster.addNodeGroup('canary', {
  ami,
  scaling: Scaling.fixed(1),
  labels: { wave: 'canary' },
});
const web = cluster.addNodeGroup('web', {
  ami,
  scaling: Scaling.external({ min: 2, max: 6 }),
  update: NodeUpdate.rolling({ maxUnavailable: 1 }),
});
const batch = cluster.addNodeGroup('batch', {
  ami,
  scaling: Scaling.external({ min: 2, max: 10 }),
  instanceTypes: ['m6i.xlarge', 'm5.xlarge'],
});

// A wave begins when every group of the one before it is through; a bad image stops at the canary.
cluster.updateWaves.addWave(canary);
cluster.updateWaves.addWave(web, batch);

app.synth();
