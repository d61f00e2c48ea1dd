/**
 * What a platform team would run: three zones, nodes of three kinds that are updated one after the other, storage, metrics, DNS, load balancers,
 * alarms, and people with no more rights than they need.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Release } from '@cdktf/provider-helm/lib/release';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import {
  AccessPolicy,
  AccessScope,
  AddonConfiguration,
  AddonName,
  AddonVersion,
  Ami,
  AmiArchitecture,
  CapacityType,
  Cni,
  EksVpc,
  KubernetesVersion,
  LogPattern,
  NatGateways,
  PodIdentityPreset,
  SafeEksCluster,
  Scaling,
  TaintEffect,
} from 'cdktf-safe-eks';
import { WorkloadStack } from 'cdktf-safe-eks/kubernetes';

const ACCOUNT = '111122223333';
const HOSTED_ZONE = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';
const CRITICAL = { key: 'CriticalAddonsOnly', effect: TaintEffect.NO_SCHEDULE };

const app = new App();
const stack = new TerraformStack(app, 'complete');
new LocalBackend(stack, { path: '../../../terraform.complete.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'complete',
  version: KubernetesVersion.V1_35,
  network: new EksVpc(stack, 'Network', {
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    natGateways: NatGateways.ONE_PER_ZONE,
    flowLogs: { retentionInDays: 30 },
  }),
  logging: { retentionInDays: 365 },
  zonalShift: true,
  tags: { team: 'platform', environment: 'production' },
});

cluster.grantClusterAdmin('platform', `arn:aws:iam::${ACCOUNT}:role/platform-admin`);
cluster.grantAccess('on-call', `arn:aws:iam::${ACCOUNT}:role/on-call`, [
  AccessPolicy.adminView(AccessScope.CLUSTER),
]);
cluster.grantAccess('shop', `arn:aws:iam::${ACCOUNT}:role/shop-developer`, [
  AccessPolicy.edit(AccessScope.namespaces('shop')),
]);

// Each waits for the one before it, so that a bad image stops with the system nodes.
const system = cluster.addNodeGroup('system', {
  ami: Ami.bottlerocketEksOptimized({ architecture: AmiArchitecture.ARM_64 }),
  instanceTypes: ['m7g.large'],
  scaling: Scaling.external({ min: 2, max: 4 }),
  labels: { tier: 'system' },
  taints: [{ ...CRITICAL, value: 'true' }],
});
const general = cluster.addNodeGroup('general', {
  ami: Ami.eksOptimized(),
  instanceTypes: ['m6i.xlarge'],
  scaling: Scaling.external({ min: 3, max: 12 }),
});
const batch = cluster.addNodeGroup('batch', {
  ami: Ami.eksOptimized(),
  instanceTypes: ['m6i.large', 'm5.large', 'm6a.large'],
  capacityType: CapacityType.SPOT,
  scaling: Scaling.external({ min: 1, max: 20 }),
  taints: [{ key: 'batch', value: 'true', effect: TaintEffect.NO_SCHEDULE }],
});
cluster.updateWaves.addWave(system);
cluster.updateWaves.addWave(general);
cluster.updateWaves.addWave(batch);

cluster.addons.useCni(Cni.vpcCni({ prefixDelegation: true, networkPolicy: true }));
cluster.addAddon(AddonName.COREDNS, {
  configuration: AddonConfiguration.coredns({ autoScaling: { minReplicas: 2, maxReplicas: 10 } }),
});
cluster.addAddon(AddonName.EKS_NODE_MONITORING_AGENT);
cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER);
cluster.addAddon(AddonName.SNAPSHOT_CONTROLLER);
cluster.addAddon(AddonName.METRICS_SERVER);
cluster.addAddon(AddonName.AMAZON_CLOUDWATCH_OBSERVABILITY, {
  version: AddonVersion.of('v4.7.0-eksbuild.1'),
});

cluster.addPodIdentity('load-balancers', { preset: PodIdentityPreset.awsLoadBalancerController() });
cluster.addPodIdentity('dns', {
  preset: PodIdentityPreset.externalDns({ hostedZoneArns: [HOSTED_ZONE] }),
});

const onCall = new SnsTopic(stack, 'OnCall', { name: 'complete-on-call' });
cluster.addControlPlaneLogAlarm('Refused', {
  pattern: LogPattern.FARGATE_ROLE_NOT_FOUND,
  alarmTopicArns: [onCall.arn],
});

const workloads = new WorkloadStack(app, 'complete-workloads', { cluster, helm: true });
new LocalBackend(workloads, { path: '../../../terraform.complete-workloads.tfstate' });
new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
new Release(workloads, 'LoadBalancers', {
  name: 'aws-load-balancer-controller',
  namespace: 'kube-system',
  repository: 'https://aws.github.io/eks-charts',
  chart: 'aws-load-balancer-controller',
  version: '1.16.0',
  values: [
    JSON.stringify({
      clusterName: cluster.physicalName,
      serviceAccount: { name: 'aws-load-balancer-controller' },
    }),
  ],
});

app.synth();
