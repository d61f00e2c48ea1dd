// The EKS cluster auto in eu-west-1, taken over as it was found. Written by safe-eks adopt; from here on
// it is yours.
// Before the first apply: the plan must say how many to import, and 0 to destroy.

import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AccessEntryAuth,
  AccessPolicy,
  AddonName,
  AddonVersion,
  AutoMode,
  BuiltInNodePool,
  ClusterEncryption,
  EksNetwork,
  EndpointAccess,
  KubernetesVersion,
  SafeEksCluster,
} from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'auto');
new AwsProvider(stack, 'aws', {
  region: 'eu-west-1',
});

// The subnets as EKS has them. Each plan looks whether they are still there and fit.
const network = EksNetwork.fromSubnetIds({
  controlPlaneSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
});

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'auto',
  // May be removed after the first apply, here and below where it says true.
  importExisting: true,
  version: KubernetesVersion.V1_34,
  // Has to stay: with another role EKS would have to make the cluster anew.
  roleArn: 'arn:aws:iam::111122223333:role/AmazonEKSAutoClusterRole',
  // As it is. A key of your own can be added later, and then stays.
  encryption: ClusterEncryption.awsOwnedKey(),
  network,
  endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('198.51.100.0/24', '203.0.113.0/24'),
  authentication: AccessEntryAuth.api(),
  logging: {
    types: [],
  },
  autoMode: AutoMode.enabled({
    nodePools: [BuiltInNodePool.GENERAL_PURPOSE, BuiltInNodePool.SYSTEM],
    // Has to stay: EKS takes no other role.
    nodeRoleArn: 'arn:aws:iam::111122223333:role/AmazonEKSAutoNodeRole',
  }),
  serviceIpv4Cidr: '172.20.0.0/16',
  zonalShift: true,
});

cluster.access.grant('platform-admin', 'arn:aws:iam::111122223333:role/platform-admin', {
  importExisting: true,
  policies: [AccessPolicy.clusterAdmin()],
});

// Entries that EKS made itself and keeps, for its own roles and those of nodes and profiles:
// - arn:aws:iam::111122223333:role/AmazonEKSAutoNodeRole
// - arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS

cluster.addAddon(AddonName.METRICS_SERVER, {
  importExisting: true,
  version: AddonVersion.of('v0.8.0-eksbuild.2'),
});

// What is not named here stays with whatever made it: VPC, subnets, security groups, roles, key, launch
// templates, the OpenID Connect provider, nodes that are in no managed group.

app.synth();
