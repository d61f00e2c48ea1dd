/**
 * Where you begin: what terraform-aws-modules/eks has made, resource by resource. The stack of ours is there, and empty.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Fn, LocalBackend, TerraformStack } from 'cdktf';

const app = new App();

const before = new TerraformStack(app, 'adopt-before');
new LocalBackend(before, { path: '../../../terraform.adopt-before.tfstate' });
new AwsProvider(before, 'aws', { region: 'eu-west-1' });

const SUBNET_IDS = ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1b2c3d4e5f60719'];

const clusterRole = role('cluster', 'eks', ['AmazonEKSClusterPolicy']);
const nodeRole = role('node', 'ec2', [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEKS_CNI_Policy',
]);
const key = new KmsKey(before, 'key', {
  description: 'adopt cluster encryption key',
  enableKeyRotation: true,
});
const template = new LaunchTemplate(before, 'template', {
  namePrefix: 'workers-',
  updateDefaultVersion: true,
});

const logs = new CloudwatchLogGroup(before, 'logs', { name: '/aws/eks/adopt/cluster', retentionInDays: 90 });
const cluster = new EksCluster(before, 'cluster', {
  name: 'adopt',
  roleArn: clusterRole.arn,
  version: '1.35',
  bootstrapSelfManagedAddons: false,
  accessConfig: {
    authenticationMode: 'API_AND_CONFIG_MAP',
    bootstrapClusterCreatorAdminPermissions: false,
  },
  enabledClusterLogTypes: ['api', 'audit', 'authenticator'],
  encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
  vpcConfig: { subnetIds: SUBNET_IDS, endpointPrivateAccess: true },
  dependsOn: [logs],
});
const cni = addon('vpc-cni', 'v1.20.4-eksbuild.2');
const proxy = addon('kube-proxy', 'v1.35.0-eksbuild.2');
const nodes = new EksNodeGroup(before, 'nodes', {
  clusterName: cluster.name,
  nodeGroupName: 'workers',
  nodeRoleArn: nodeRole.arn,
  subnetIds: SUBNET_IDS,
  amiType: 'AL2023_x86_64_STANDARD',
  instanceTypes: ['m6i.large'],
  launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
  scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
  updateConfig: { maxUnavailablePercentage: 33 },
  dependsOn: [cni, proxy],
});
new EksAddon(before, 'coredns', {
  clusterName: cluster.name,
  addonName: 'coredns',
  addonVersion: 'v1.12.4-eksbuild.1',
  dependsOn: [nodes],
});
const admin = new EksAccessEntry(before, 'admin', {
  clusterName: cluster.name,
  principalArn: 'arn:aws:iam::111122223333:role/platform-admin',
});
new EksAccessPolicyAssociation(before, 'admin-policy', {
  clusterName: cluster.name,
  principalArn: admin.principalArn,
  policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
  accessScope: { type: 'cluster' },
});

const ours = new TerraformStack(app, 'adopt');
ours.addDependency(before);
new LocalBackend(ours, { path: '../../../terraform.adopt.tfstate' });
new AwsProvider(ours, 'aws', { region: 'eu-west-1' });

app.synth();

function addon(addonName: string, addonVersion: string): EksAddon {
  return new EksAddon(before, addonName, { clusterName: cluster.name, addonName, addonVersion });
}

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
