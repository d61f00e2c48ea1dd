// The EKS cluster prod in eu-west-1, taken over as it was found. Written by safe-eks adopt; from here on
// it is yours.
// Before the first apply: the plan must say how many to import, and 0 to destroy.

import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AccessEntryAuth,
  AccessEntryType,
  AccessPolicy,
  AccessScope,
  AddonName,
  AddonVersion,
  Ami,
  AmiFamily,
  ClusterEncryption,
  ClusterLogType,
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
const stack = new TerraformStack(app, 'prod');
new AwsProvider(stack, 'aws', {
  region: 'eu-west-1',
});

// The subnets as EKS has them. Each plan looks whether they are still there and fit.
const network = EksNetwork.fromSubnetIds({
  controlPlaneSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
});

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'prod',
  // May be removed after the first apply, here and below where it says true.
  importExisting: true,
  version: KubernetesVersion.V1_33,
  // Has to stay: with another role EKS would have to make the cluster anew.
  roleArn: 'arn:aws:iam::111122223333:role/prod-cluster-20250301101010101000000001',
  // Has to stay: a cluster without the key, or with another one, would be a new cluster.
  encryption: ClusterEncryption.existingKey(
    'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  ),
  network,
  endpointAccess: EndpointAccess.PRIVATE,
  // Entries count, and the ConfigMap aws-auth too. The step API, in an apply of its own, ends that.
  authentication: AccessEntryAuth.migratingFromConfigMap({
    step: MigrationStep.BOTH,
    computeHasEntries: true,
  }),
  logging: {
    types: [ClusterLogType.API, ClusterLogType.AUDIT, ClusterLogType.AUTHENTICATOR],
    importExisting: true,
    retentionInDays: 90,
  },
  securityGroupIds: ['sg-0123456789abcdef0'],
  serviceIpv4Cidr: '172.20.0.0/16',
  supportType: SupportType.EXTENDED,
  // As it is. Without this line EKS refuses to delete the cluster, which is better.
  deletionProtection: false,
  tags: {
    Environment: 'prod',
    Terraform: 'true',
  },
});

// Tags that only the control plane has; given as tags of the cluster, everything that belongs to it would
// get them.
cluster.resource.tags = {
  ...cluster.resource.tagsInput,
  'terraform-aws-modules': 'eks',
};

const karpenterNodes = cluster.access.registerNodes(
  'karpenter-nodes',
  'arn:aws:iam::111122223333:role/karpenter-nodes',
  AccessEntryType.EC2_LINUX,
);
// May be removed after the first apply.
karpenterNodes.resource.importFrom('prod:arn:aws:iam::111122223333:role/karpenter-nodes');

cluster.access.grant('platform-admin', 'arn:aws:iam::111122223333:role/platform-admin', {
  importExisting: true,
  policies: [AccessPolicy.clusterAdmin()],
});

cluster.access.grant('developers', 'arn:aws:iam::111122223333:role/teams/developers', {
  importExisting: true,
  policies: [
    AccessPolicy.edit(AccessScope.namespaces('orders', 'payments')),
    AccessPolicy.view(AccessScope.CLUSTER),
  ],
  kubernetesGroups: ['debuggers'],
});

// Entries that EKS made itself and keeps, for its own roles and those of nodes and profiles:
// - arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS
// - arn:aws:iam::111122223333:role/default-eks-node-group-20250301101010101000000001

cluster.addAddon(AddonName.COREDNS, {
  importExisting: true,
  version: AddonVersion.of('v1.12.1-eksbuild.2'),
  configuration: {
    corefile: '.:53 {\n    log . "$${remote} %%{x} {rcode}"\n}\n',
    replicaCount: 3,
    resources: {
      limits: {
        cpu: '250m',
      },
    },
  },
});

cluster.addAddon(AddonName.EKS_POD_IDENTITY_AGENT, {
  importExisting: true,
  version: AddonVersion.of('v1.3.5-eksbuild.2'),
});

cluster.addAddon(AddonName.KUBE_PROXY, {
  importExisting: true,
  version: AddonVersion.of('v1.33.0-eksbuild.2'),
});

cluster.addAddon(AddonName.VPC_CNI, {
  importExisting: true,
  version: AddonVersion.of('v1.19.5-eksbuild.1'),
  podIdentityRoleArn: 'arn:aws:iam::111122223333:role/AmazonEKSPodIdentityAmazonVPCCNIRole',
});

cluster.addNodeGroup('default', {
  // Has to stay until something replaces it: its name is that of the group that exists.
  importExisting: 'default-20250301101010101000000007',
  ami: Ami.launchTemplate({
    id: 'lt-0123456789abcdef0',
    version: '4',
    eksOptimized: AmiFamily.AL2023,
  }),
  nodeRoleArn: 'arn:aws:iam::111122223333:role/default-eks-node-group-20250301101010101000000001',
  subnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  instanceTypes: ['m6i.large'],
  scaling: Scaling.external({
    min: 1,
    max: 10,
    initial: 3,
  }),
  update: NodeUpdate.rolling({
    maxUnavailablePercentage: 33,
  }),
  // As it is. Without this line EKS replaces nodes that are not healthy.
  nodeRepair: false,
  tags: {
    Name: 'default',
  },
});

// What is not named here stays with whatever made it: VPC, subnets, security groups, roles, key, launch
// templates, the OpenID Connect provider, nodes that are in no managed group.
// Associations that belong to no add-on stay as they are, and are not managed by this code: apps/orders.

app.synth();
