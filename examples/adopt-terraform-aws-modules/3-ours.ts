/**
 * All of it ours: the versions of the library, access by entries alone, and nodes from a template of its own beside the old ones.
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, ClusterEncryption, EksNetwork, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';

const app = new App();

// What stays with the module: roles, key, launch template. The rest it forgets, and leaves alone.
const before = new TerraformStack(app, 'adopt-before');
new LocalBackend(before, { path: '../../../terraform.adopt-before.tfstate' });
new AwsProvider(before, 'aws', { region: 'eu-west-1' });

const SUBNET_IDS = ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1b2c3d4e5f60719'];

const clusterRole = role('cluster', 'eks', ['AmazonEKSClusterPolicy']);
role('node', 'ec2', [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEKS_CNI_Policy',
]);
const key = new KmsKey(before, 'key', {
  description: 'adopt cluster encryption key',
  enableKeyRotation: true,
});
new LaunchTemplate(before, 'template', { namePrefix: 'workers-', updateDefaultVersion: true });
const HANDED_OVER = [
  'aws_cloudwatch_log_group.logs',
  'aws_eks_access_entry.admin',
  'aws_eks_access_policy_association.admin-policy',
  'aws_eks_addon.coredns',
  'aws_eks_addon.kube-proxy',
  'aws_eks_addon.vpc-cni',
  'aws_eks_cluster.cluster',
  'aws_eks_node_group.nodes',
];
before.addOverride(
  'removed',
  HANDED_OVER.map((from) => ({ from, lifecycle: { destroy: false } })),
);

const ours = new TerraformStack(app, 'adopt');
ours.addDependency(before);
new LocalBackend(ours, { path: '../../../terraform.adopt.tfstate' });
new AwsProvider(ours, 'aws', { region: 'eu-west-1' });
const cluster = new SafeEksCluster(ours, 'Cluster', {
  clusterName: 'adopt',
  version: KubernetesVersion.V1_35,
  roleArn: clusterRole.arn,
  encryption: ClusterEncryption.existingKey(key.arn),
  network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: SUBNET_IDS }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });

app.synth();

function role(id: string, service: string, policies: readonly string[]): IamRole {
  const made = new IamRole(before, `${id}-role`, {
    name: `adopt-${id}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } },
      ],
    }),
  });
  for (const policy of policies) {
    new IamRolePolicyAttachment(before, `${id}-${policy}`, {
      role: made.name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  }
  return made;
}
