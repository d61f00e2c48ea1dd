/**
 * Nodes for a cluster of somebody else's. The cluster is known by its name; the rest is read at each plan.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  Ami,
  EksVpc,
  FargateProfile,
  KubernetesVersion,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
} from 'cdktf-safe-eks';

const app = new App();

// Stands for whoever has made the cluster, by whatever means. Yours is there: delete this.
const platform = new TerraformStack(app, 'existing-cluster-platform');
new LocalBackend(platform, { path: '../../../terraform.existing-cluster-platform.tfstate' });
new AwsProvider(platform, 'aws', { region: 'eu-west-1' });
const theirs = new SafeEksCluster(platform, 'Cluster', {
  clusterName: 'existing-cluster',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(platform, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
});
theirs.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
theirs.addNodeGroup('system', { ami: Ami.eksOptimized() });

const team = new TerraformStack(app, 'existing-cluster');
team.addDependency(platform);
new LocalBackend(team, { path: '../../../terraform.existing-cluster.tfstate' });
new AwsProvider(team, 'aws', { region: 'eu-west-1' });
const cluster = SafeEksCluster.fromClusterName(team, 'Live', {
  clusterName: 'existing-cluster',
  version: KubernetesVersion.V1_35,
});
new RollingCustomAmiNodeGroup(team, 'workers', { cluster, ami: Ami.eksOptimized() });
new FargateProfile(team, 'jobs', { cluster, selectors: [{ namespace: 'jobs' }] });

app.synth();
