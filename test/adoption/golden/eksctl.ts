// The EKS cluster dev in eu-west-1, taken over as it was found. Written by safe-eks adopt; from here on it
// is yours.
// Before the first apply: the plan must say how many to import, and 0 to destroy.

import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AccessEntryAuth,
  AccessPolicy,
  AddonName,
  AddonVersion,
  Ami,
  AmiFamily,
  ClusterEncryption,
  EksNetwork,
  EndpointAccess,
  KubernetesVersion,
  MigrationStep,
  NodeUpdate,
  SafeEksCluster,
  Scaling,
  SupportType,
} from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'dev');
new AwsProvider(stack, 'aws', {
  region: 'eu-west-1',
});

// The subnets as EKS has them. Each plan looks whether they are still there and fit.
const network = EksNetwork.fromSubnetIds({
  controlPlaneSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c', 'subnet-d'],
});

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'dev',
  // May be removed after the first apply, here and below where it says true.
  importExisting: true,
  version: KubernetesVersion.V1_34,
  // Has to stay: with another role EKS would have to make the cluster anew.
  roleArn: 'arn:aws:iam::111122223333:role/eksctl-dev-cluster-ServiceRole-AbCdEfGhIjKl',
  // As it is. A key of your own can be added later, and then stays.
  encryption: ClusterEncryption.awsOwnedKey(),
  network,
  // Its private endpoint is off, and the first apply switches it on: nodes then reach their control plane
  // without leaving the VPC.
  // Its public endpoint is open to every address of the internet, and stays so: name your own networks.
  // Until then synth warns, SEKS1203.
  endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('0.0.0.0/0'),
  // Entries count, and the ConfigMap aws-auth too. The step API, in an apply of its own, ends that.
  authentication: AccessEntryAuth.migratingFromConfigMap({
    step: MigrationStep.BOTH,
    computeHasEntries: true,
  }),
  logging: {
    types: [],
  },
  securityGroupIds: ['sg-0fedcba9876543210'],
  serviceIpv4Cidr: '10.100.0.0/16',
  supportType: SupportType.EXTENDED,
  // As it is. Without this line EKS refuses to delete the cluster, which is better.
  deletionProtection: false,
});

// Tags that only the control plane has; given as tags of the cluster, everything that belongs to it would
// get them.
cluster.resource.tags = {
  ...cluster.resource.tagsInput,
  Name: 'eksctl-dev-cluster/ControlPlane',
  'alpha.eksctl.io/cluster-name': 'dev',
  'alpha.eksctl.io/cluster-oidc-enabled': 'true',
  'alpha.eksctl.io/eksctl-version': '0.210.0',
  'eksctl.cluster.k8s.io/v1alpha1/cluster-name': 'dev',
};

cluster.access.grant('platform-admin', 'arn:aws:iam::111122223333:role/platform-admin', {
  importExisting: true,
  policies: [AccessPolicy.clusterAdmin()],
});

// Entries that EKS made itself and keeps, for its own roles and those of nodes and profiles:
// - arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS
// - arn:aws:iam::111122223333:role/eksctl-dev-fargate-FargatePodExecutionRole-AbCdEfGhIjKl
// - arn:aws:iam::111122223333:role/eksctl-dev-nodegroup-ng-1-NodeInstanceRole-AbCdEfGhIjKl

cluster.addAddon(AddonName.COREDNS, {
  importExisting: true,
  version: AddonVersion.of('v1.12.3-eksbuild.1'),
});

cluster.addAddon(AddonName.KUBE_PROXY, {
  importExisting: true,
  version: AddonVersion.of('v1.34.0-eksbuild.2'),
});

cluster.addAddon(AddonName.METRICS_SERVER, {
  importExisting: true,
  version: AddonVersion.of('v0.8.0-eksbuild.2'),
});

// It has no role of its own, so that its pods have the permissions of their nodes. The first apply makes a
// role for it, and a Pod Identity association; to keep a role of yours, name it in podIdentityRoleArn.
cluster.addAddon(AddonName.VPC_CNI, {
  importExisting: true,
  version: AddonVersion.of('v1.20.1-eksbuild.3'),
  configuration: {
    env: {
      ENABLE_PREFIX_DELEGATION: 'true',
    },
  },
});

// eks-pod-identity-agent: The first apply installs it: add-ons take their permissions from it.
// cluster.addons.remove(AddonName.EKS_POD_IDENTITY_AGENT) leaves it out, where no add-on needs it.

cluster.addNodeGroup('ng-1', {
  // Has to stay until something replaces it: its name is that of the group that exists.
  importExisting: 'ng-1',
  ami: Ami.launchTemplate({
    id: 'lt-0fedcba9876543210',
    version: '1',
    eksOptimized: AmiFamily.AL2023,
  }),
  nodeRoleArn: 'arn:aws:iam::111122223333:role/eksctl-dev-nodegroup-ng-1-NodeInstanceRole-AbCdEfGhIjKl',
  subnetIds: ['subnet-a', 'subnet-b'],
  instanceTypes: ['m5.large'],
  scaling: Scaling.external({
    min: 2,
    max: 4,
    initial: 2,
  }),
  update: NodeUpdate.rolling({
    maxUnavailable: 1,
  }),
  // As it is. Without this line EKS replaces nodes that are not healthy.
  nodeRepair: false,
  labels: {
    'alpha.eksctl.io/cluster-name': 'dev',
    'alpha.eksctl.io/nodegroup-name': 'ng-1',
  },
  tags: {
    'alpha.eksctl.io/cluster-name': 'dev',
    'alpha.eksctl.io/cluster-oidc-enabled': 'true',
    'alpha.eksctl.io/eksctl-version': '0.210.0',
    'alpha.eksctl.io/nodegroup-name': 'ng-1',
    'alpha.eksctl.io/nodegroup-type': 'managed',
    'eksctl.cluster.k8s.io/v1alpha1/cluster-name': 'dev',
  },
});

cluster.addFargateProfile('fp-jobs', {
  // Has to stay until something replaces it: its name is that of the profile that exists.
  importExisting: 'fp-jobs',
  podExecutionRoleArn:
    'arn:aws:iam::111122223333:role/eksctl-dev-fargate-FargatePodExecutionRole-AbCdEfGhIjKl',
  subnetIds: ['subnet-c', 'subnet-d'],
  selectors: [
    {
      namespace: 'jobs',
      labels: {
        runs: 'on-fargate',
      },
    },
  ],
});

// What is not named here stays with whatever made it: VPC, subnets, security groups, roles, key, launch
// templates, the OpenID Connect provider, nodes that are in no managed group.

app.synth();
