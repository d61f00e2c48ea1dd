// The EKS cluster legacy in eu-west-1, taken over as it was found. Written by safe-eks adopt; from here on
// it is yours.
// Before the first apply: the plan must say how many to import, and 0 to destroy.

import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AccessEntryAuth,
  ClusterEncryption,
  EksNetwork,
  EndpointAccess,
  KubernetesVersion,
  MigrationStep,
  SafeEks,
  SafeEksCluster,
  SupportType,
} from 'cdktf-safe-eks';

const app = new App();
const stack = new TerraformStack(app, 'legacy');
new AwsProvider(stack, 'aws', {
  region: 'eu-west-1',
});

// The subnets as EKS has them. Each plan looks whether they are still there and fit.
const network = EksNetwork.fromSubnetIds({
  controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
});

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'legacy',
  // May be removed after the first apply, here and below where it says true.
  importExisting: true,
  version: KubernetesVersion.V1_32,
  // Has to stay: with another role EKS would have to make the cluster anew.
  roleArn: 'arn:aws:iam::111122223333:role/eksClusterRole',
  // As it is. A key of your own can be added later, and then stays.
  encryption: ClusterEncryption.awsOwnedKey(),
  network,
  // Its public endpoint is open to every address of the internet, and stays so: name your own networks.
  // Until then synth warns, SEKS1203.
  endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('0.0.0.0/0'),
  // Only the ConfigMap aws-auth lets anybody in. The way to access entries are the steps BOTH and API, an
  // apply each; safe-eks convert-aws-auth writes the grants.
  authentication: AccessEntryAuth.migratingFromConfigMap({
    step: MigrationStep.CONFIG_MAP,
  }),
  logging: {
    types: [],
  },
  serviceIpv4Cidr: '172.20.0.0/16',
  supportType: SupportType.EXTENDED,
  // As it is. Without this line EKS refuses to delete the cluster, which is better.
  deletionProtection: false,
});

// No entry says who administers the cluster. This one is made by the step BOTH.
cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/platform-admin');

// coredns, kube-proxy, vpc-cni: EKS does not manage this as an add-on here: what runs are copies that came
// with the cluster, or other software. The first apply installs the add-on, in the version of the table of
// this library, over the copies, whose settings are overwritten once. For another CNI say
// cluster.addons.useCni(Cni.custom(…)); cluster.addons.remove(…) leaves an add-on out.

// eks-pod-identity-agent: The first apply installs it: add-ons take their permissions from it.
// cluster.addons.remove(AddonName.EKS_POD_IDENTITY_AGENT) leaves it out, where no add-on needs it.

// The node group workers: It is not taken over: it has no launch template of its own, and EKS gives it
// none afterwards. Make a new group beside it, wait until its nodes are Ready, move the pods by kubectl
// drain, and delete this one with aws eks delete-nodegroup. It has 2 to 4 nodes, now 2, ON_DEMAND, of
// t3.large.

// Remove it with the first node group of this code.
SafeEks.acknowledge(
  cluster,
  'SEKS3005',
  'The nodes of legacy are in groups that are not managed by this code: workers.',
);

// What is not named here stays with whatever made it: VPC, subnets, security groups, roles, key, launch
// templates, the OpenID Connect provider, nodes that are in no managed group.

app.synth();
