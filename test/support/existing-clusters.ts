/**
 * A cluster as other tools leave it behind, and the stack that takes it over.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { App } from 'cdktf';
import { Fn, TerraformStack } from 'cdktf';
import type { NodeGroupOptions } from '../../lib';
import {
  AccessPolicy,
  AddonName,
  AddonVersion,
  Ami,
  AmiFamily,
  ClusterEncryption,
  EksNetwork,
  KubernetesVersion,
  NetworkCheck,
  SafeEksCluster,
} from '../../lib';
import { ADMIN_ARN } from './cluster';
import {
  FARGATE_ROLE_ARN,
  naiveCluster,
  naiveNodes,
  NODE_ROLE_ARN,
  ROLE_ARN,
  SUBNET_IDS,
} from './naive-parts';
import { newStack } from './synth';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const CNI_VERSION = 'v1.20.0-eksbuild.1';
const ADMIN_POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

/** With the settings that terraform-aws-modules/eks chooses. */
export function existingCluster(app: App): void {
  const stack = newStack(app, 'old');
  const log = new CloudwatchLogGroup(stack, 'log', { name: '/aws/eks/naive/cluster', retentionInDays: 90 });
  const cluster = naiveCluster(stack, {
    accessConfig: {
      authenticationMode: 'API_AND_CONFIG_MAP',
      bootstrapClusterCreatorAdminPermissions: false,
    },
    bootstrapSelfManagedAddons: true,
    enabledClusterLogTypes: ['api', 'audit', 'authenticator'],
    encryptionConfig: { provider: { keyArn: KEY_ARN }, resources: ['secrets'] },
    dependsOn: [log],
  });
  const cni = new EksAddon(stack, 'cni', {
    clusterName: cluster.name,
    addonName: 'vpc-cni',
    addonVersion: CNI_VERSION,
    resolveConflictsOnCreate: 'OVERWRITE',
  });
  const template = new LaunchTemplate(stack, 'template', {
    namePrefix: 'workers-',
    updateDefaultVersion: true,
  });
  naiveNodes(stack, cluster, {
    amiType: 'AL2023_x86_64_STANDARD',
    instanceTypes: ['m6i.large'],
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    dependsOn: [cni],
  });
  new EksFargateProfile(stack, 'profile', {
    clusterName: cluster.name,
    fargateProfileName: 'jobs',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selector: [{ namespace: 'jobs' }],
  });
  const entry = new EksAccessEntry(stack, 'admin', { clusterName: cluster.name, principalArn: ADMIN_ARN });
  new EksAccessPolicyAssociation(stack, 'admin-policy', {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    policyArn: ADMIN_POLICY,
    accessScope: { type: 'cluster' },
  });
}

/** What the cluster is taken over with. */
export interface Adoption {
  /** Id of the launch template that the group has. */
  readonly templateId: string;
  /** Whether things are imported; after the apply that may be left out for all but nodes. */
  readonly importExisting: boolean;
  /** What is changed about the node group. */
  readonly nodes?: Partial<NodeGroupOptions>;
}

/** The stack of ours. */
export function adoptedCluster(app: App, { templateId, importExisting, nodes }: Adoption): void {
  const stack = new TerraformStack(app, 'ours');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  const cluster = new SafeEksCluster(stack, 'Cluster', {
    clusterName: 'naive',
    importExisting,
    version: KubernetesVersion.V1_34,
    roleArn: ROLE_ARN,
    encryption: ClusterEncryption.existingKey(KEY_ARN),
    logging: { importExisting },
    network: EksNetwork.fromSubnetIds({
      controlPlaneSubnetIds: SUBNET_IDS,
      check: NetworkCheck.none('the subnets are invented'),
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    }),
  });
  cluster.addAddon(AddonName.VPC_CNI, { importExisting, version: AddonVersion.of(CNI_VERSION) });
  cluster.access.grant('admin', ADMIN_ARN, { policies: [AccessPolicy.clusterAdmin()], importExisting });
  cluster.addNodeGroup('workers', {
    importExisting: 'workers',
    nodeRoleArn: NODE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    instanceTypes: ['m6i.large'],
    ami: Ami.launchTemplate({ id: templateId, version: '1', eksOptimized: AmiFamily.AL2023 }),
    ...nodes,
  });
  cluster.addFargateProfile('jobs', {
    importExisting: 'jobs',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selectors: [{ namespace: 'jobs' }],
  });
}
