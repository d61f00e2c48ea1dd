/**
 * A cluster whose nodes Karpenter starts and ends, as pods need them: what it wants in AWS, its chart, and a pool.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, EksVpc, KubernetesVersion, SafeEksCluster, Scaling } from 'cdktf-safe-eks';
import { WorkloadStack } from 'cdktf-safe-eks/kubernetes';

const app = new App();
const infrastructure = new TerraformStack(app, 'karpenter');
new LocalBackend(infrastructure, { path: '../../../terraform.karpenter.tfstate' });
new AwsProvider(infrastructure, 'aws', { region: 'eu-west-1' });
const cluster = new SafeEksCluster(infrastructure, 'Cluster', {
  clusterName: 'karpenter',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(infrastructure, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }),
});
cluster.grantClusterAdmin('pipeline', 'arn:aws:iam::111122223333:role/pipeline');
// For the controller, coredns and whatever else is not to move.
cluster.addNodeGroup('system', { ami: Ami.eksOptimized(), scaling: Scaling.fixed(2) });
const karpenter = cluster.addKarpenter('Karpenter');

const chart = new WorkloadStack(app, 'karpenter-chart', { cluster, helm: true });
new LocalBackend(chart, { path: '../../../terraform.karpenter-chart.tfstate' });
new Release(chart, 'Karpenter', {
  name: 'karpenter',
  namespace: 'kube-system',
  repository: 'oci://public.ecr.aws/karpenter',
  chart: 'karpenter',
  version: '1.15.0',
  values: [JSON.stringify(karpenter.helmValues)],
});

const pools = new WorkloadStack(app, 'karpenter-node-pools', { cluster });
new LocalBackend(pools, { path: '../../../terraform.karpenter-node-pools.tfstate' });
// A plan with manifests asks the cluster for their kinds, which come with the chart.
pools.addDependency(chart);
const nodeClass = new Manifest(pools, 'NodeClass', {
  manifest: {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: 'default' },
    spec: {
      role: karpenter.nodeRoleName,
      amiSelectorTerms: [{ alias: 'al2023@latest' }],
      subnetSelectorTerms: cluster.network.nodeSubnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: cluster.clusterSecurityGroupId }],
    },
  },
});
new Manifest(pools, 'NodePool', {
  manifest: {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'default' },
    spec: {
      limits: { cpu: 100 },
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
          requirements: [
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
          ],
        },
      },
    },
  },
  dependsOn: [nodeClass],
});

app.synth();
