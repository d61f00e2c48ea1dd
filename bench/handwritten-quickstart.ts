/**
 * The quickstart as somebody would write it who uses the generated classes only: the yardstick for the cost of the
 * library. It renders the same JSON, edges and names included; `measure.ts` refuses to measure when it does not.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsEksClusters } from '@cdktf/provider-aws/lib/data-aws-eks-clusters';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, conditional, Fn, LocalBackend, TerraformLocal, TerraformStack, Token } from 'cdktf';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { HandwrittenNetwork } from './handwritten-network';
import { handwrittenNetwork } from './handwritten-network';

const tags = { 'safe-eks:cluster': 'quickstart' };

/** Builds both stacks and synthesizes them. */
export function handwrittenQuickstart(): void {
  const app = new App();
  const stack = new TerraformStack(app, 'quickstart');
  new LocalBackend(stack, { path: '../../../terraform.quickstart.tfstate' });
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  const network = handwrittenNetwork(stack);
  const scope = new Construct(stack, 'Cluster');
  const cluster = buildControlPlane(scope, network);
  buildAccess(scope, cluster);
  const addons = new Construct(scope, 'Addons');
  const beforeNodes = buildAddons(addons, cluster);
  const nodes = buildNodes(cluster, new Construct(scope, 'workers'), network.subnetIds, beforeNodes);
  buildAddon(new Construct(addons, 'coredns'), cluster, 'coredns', 'v1.14.3-eksbuild.3', [nodes]);
  buildWorkloads(app, cluster);
  app.synth();
}

interface Role {
  readonly arn: string;
  readonly attachments: TerraformResource[];
}

function buildRole(
  scope: Construct,
  service: string,
  Action: string[],
  name: string,
  description: string,
  policies: string[],
): Role {
  const inner = new Construct(scope, 'Role');
  const role = new IamRole(inner, 'Resource', {
    name,
    description,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action }],
    }),
    tags,
  });
  if (service === 'eks.amazonaws.com') {
    role.lifecycle = { ignoreChanges: ['name'] };
  }
  const attachments = policies.map(
    (policy) =>
      new IamRolePolicyAttachment(inner, policy, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
        lifecycle: { createBeforeDestroy: true },
      }),
  );
  return { arn: role.arn, attachments };
}

function buildControlPlane(scope: Construct, network: HandwrittenNetwork): EksCluster {
  const role = buildRole(
    scope,
    'eks.amazonaws.com',
    ['sts:AssumeRole', 'sts:TagSession'],
    'quickstart.cluster.eu-west-1',
    'Control plane of the EKS cluster quickstart',
    ['AmazonEKSClusterPolicy'],
  );
  const lifecycle = { preventDestroy: true };
  const keyScope = new Construct(scope, 'EncryptionKey');
  const key = new KmsKey(keyScope, 'Resource', {
    description: 'Encrypts the Kubernetes API data of the EKS cluster quickstart',
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    tags,
    lifecycle,
  });
  new KmsAlias(keyScope, 'Alias', { name: 'alias/eks/quickstart', targetKeyId: key.keyId, lifecycle });
  const logGroup = new CloudwatchLogGroup(new Construct(scope, 'LogGroup'), 'Resource', {
    name: '/aws/eks/quickstart/cluster',
    retentionInDays: 90,
    tags,
    lifecycle,
  });
  const clusters = new DataAwsEksClusters(scope, 'LiveClusters');
  const live = new DataAwsEksCluster(scope, 'Live', {
    name: 'quickstart',
    count: Token.asNumber(conditional(Fn.contains(clusters.names, 'quickstart'), 1, 0)),
  });
  const modes = `flatten(${live.fqn}[*].access_config[*].authentication_mode)`;
  return new EksCluster(scope, 'Resource', {
    name: 'quickstart',
    roleArn: role.arn,
    version: '1.35',
    bootstrapSelfManagedAddons: false,
    deletionProtection: true,
    enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    computeConfig: { enabled: false },
    storageConfig: { blockStorage: { enabled: false } },
    kubernetesNetworkConfig: { ipFamily: 'ipv4', elasticLoadBalancing: { enabled: false } },
    encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
    upgradePolicy: { supportType: 'STANDARD' },
    vpcConfig: {
      subnetIds: network.subnetIds,
      securityGroupIds: [],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    zonalShiftConfig: { enabled: false },
    tags,
    timeouts: { create: '30m', update: '60m', delete: '15m' },
    lifecycle: {
      preventDestroy: true,
      ignoreChanges: [
        'bootstrap_self_managed_addons',
        'access_config[0].bootstrap_cluster_creator_admin_permissions',
        'compute_config[0].node_role_arn',
        'compute_config[0].node_pools',
      ],
      precondition: [
        {
          condition: `\${alltrue([for version in ${live.fqn}[*].version : contains(["1.34","1.35"], version)])}`,
          errorMessage:
            `quickstart/Cluster: version 1.35 cannot be reached from \${join(", ", ${live.fqn}[*].version)}, which the cluster ` +
            'has (SEKS1208). EKS moves up by one minor version at a time: declare the one after the live version first. If it ' +
            'was left behind by an upgrade, declare the version that the cluster has. To roll back to 1.35, give ' +
            'UpgradeFrom.anything with the reason.',
        },
        {
          condition: `\${alltrue([for mode in ${modes} : contains(["API_AND_CONFIG_MAP","API"], mode)])}`,
          errorMessage:
            `quickstart/Cluster: authentication cannot go from \${join(", ", ${modes})}, which the cluster has, to API (SEKS4010). ` +
            'Go through MigrationStep.BOTH in an apply of its own.',
        },
        {
          condition: `\${!anytrue(flatten(${live.fqn}[*].compute_config[*].enabled))}`,
          errorMessage:
            'quickstart/Cluster: Auto Mode is on in the live cluster, and autoMode would switch it off, which ends its nodes and load ' +
            'balancers (SEKS8007). Give AutoMode.migrating with AutoModeState.CLASSIC to go back, or the autoMode that the cluster has.',
        },
      ],
    },
    dependsOn: [
      logGroup,
      ...role.attachments,
      key,
      ...network.routes,
      ...network.associations,
      network.endpoint,
    ],
  });
}

function buildAccess(scope: Construct, cluster: EksCluster): void {
  const access = new Construct(scope, 'Access');
  const grants = [
    {
      principal: 'role/platform-admin',
      policy: 'AmazonEKSClusterAdminPolicy',
      accessScope: { type: 'cluster' },
    },
    {
      principal: 'user/ann',
      policy: 'AmazonEKSEditPolicy',
      accessScope: { type: 'namespace', namespaces: ['shop'] },
    },
  ];
  for (const { principal, policy, accessScope } of grants) {
    const inner = new Construct(access, `111122223333-${principal.replace('/', '-')}`);
    const entry = new EksAccessEntry(inner, 'Resource', {
      clusterName: cluster.name,
      principalArn: `arn:aws:iam::111122223333:${principal}`,
      type: 'STANDARD',
      kubernetesGroups: [],
      tags,
      dependsOn: [cluster],
    });
    new EksAccessPolicyAssociation(inner, policy, {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope,
      dependsOn: [cluster],
    });
  }
}

function buildAddon(
  scope: Construct,
  cluster: EksCluster,
  addonName: string,
  addonVersion: string,
  dependsOn: TerraformResource[],
  podIdentityAssociation?: { roleArn: string; serviceAccount: string }[],
): EksAddon {
  return new EksAddon(scope, 'Resource', {
    clusterName: cluster.name,
    addonName,
    addonVersion,
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'PRESERVE',
    preserve: false,
    podIdentityAssociation,
    tags,
    timeouts: { create: '20m', update: '20m', delete: '40m' },
    dependsOn,
  });
}

/** Those that come before nodes. */
function buildAddons(addons: Construct, cluster: EksCluster): EksAddon[] {
  const agentScope = new Construct(addons, 'eks-pod-identity-agent');
  const agent = buildAddon(agentScope, cluster, 'eks-pod-identity-agent', 'v1.3.10-eksbuild.3', [cluster]);
  const proxyScope = new Construct(addons, 'kube-proxy');
  const proxy = buildAddon(proxyScope, cluster, 'kube-proxy', 'v1.35.3-eksbuild.13', [cluster]);
  const cniScope = new Construct(addons, 'vpc-cni');
  const role = buildRole(
    cniScope,
    'pods.eks.amazonaws.com',
    ['sts:AssumeRole', 'sts:TagSession'],
    'quickstart.addon.vpc-cni.eu-west-1',
    'Add-on vpc-cni of the EKS cluster quickstart',
    ['AmazonEKS_CNI_Policy'],
  );
  const before = [agent, cluster, ...role.attachments];
  const association = [{ roleArn: role.arn, serviceAccount: 'aws-node' }];
  const cni = buildAddon(cniScope, cluster, 'vpc-cni', 'v1.21.1-eksbuild.7', before, association);
  return [agent, proxy, cni];
}

function buildLaunchTemplate(scope: Construct, cluster: EksCluster): LaunchTemplate {
  const nodeConfig = {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: {
      cluster: {
        name: cluster.name,
        apiServerEndpoint: cluster.endpoint,
        certificateAuthority: cluster.certificateAuthority.get(0).data,
        cidr: cluster.kubernetesNetworkConfig.serviceIpv4Cidr,
      },
    },
  };
  const userData = [
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="cdktf-safe-eks"',
    '',
    '--cdktf-safe-eks',
    'Content-Type: application/node.eks.aws',
    '',
    JSON.stringify(nodeConfig, undefined, 2),
    '--cdktf-safe-eks--',
    '',
  ].join('\n');
  const image = new DataAwsAmi(scope, 'Image', {
    filter: [{ name: 'image-id', values: ['ami-0123456789abcdef0'] }],
    includeDeprecated: true,
  }).fqn;
  const tag = `lookup(${image}.tags, "kubernetes", "")`;
  return new LaunchTemplate(scope, 'Resource', {
    name: 'quickstart.workers',
    description: 'Nodes of workers in the EKS cluster quickstart',
    imageId: 'ami-0123456789abcdef0',
    userData: Fn.base64encode(new TerraformLocal(scope, 'UserData', userData).asString),
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeType: 'gp3', volumeSize: 50, encrypted: 'true', deleteOnTermination: 'true' },
      },
    ],
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    networkInterfaces: [
      {
        deviceIndex: 0,
        associatePublicIpAddress: 'false',
        deleteOnTermination: 'true',
        securityGroups: [cluster.vpcConfig.clusterSecurityGroupId],
      },
    ],
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
      resourceType,
      tags: { Name: 'quickstart-workers', ...tags },
    })),
    updateDefaultVersion: true,
    tags,
    lifecycle: {
      precondition: [
        {
          condition: `\${${image}.architecture == "x86_64"}`,
          errorMessage:
            `quickstart/Cluster/workers: the image \${${image}.name} (\${${image}.id}) is \${${image}.architecture}, and ami says ` +
            'x86_64 (SEKS2005). Give an image, an architecture and instance types that fit each other.',
        },
        {
          condition: `\${anytrue([for text in [${image}.name, ${tag}] : can(regex("(^|[^0-9.])1[.]35([^0-9]|$)", text))])}`,
          errorMessage:
            `quickstart/Cluster/workers: the image \${${image}.name} (\${${image}.id}) carries Kubernetes 1.35 neither in its name ` +
            `nor in its tag kubernetes = "\${${tag}}" (SEKS2016). Take an image that is made for 1.35, say with ami.fit where ` +
            'yours name the version, or hold the nodes back with version.',
        },
      ],
    },
  });
}

function buildNodes(
  cluster: EksCluster,
  scope: Construct,
  subnetIds: string[],
  addons: EksAddon[],
): EksNodeGroup {
  const role = buildRole(
    scope,
    'ec2.amazonaws.com',
    ['sts:AssumeRole'],
    'quickstart.node.workers.eu-west-1',
    'Nodes of workers in the EKS cluster quickstart',
    ['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy'],
  );
  const template = buildLaunchTemplate(new Construct(scope, 'LaunchTemplate'), cluster);
  const inputs = ['CUSTOM', 'ON_DEMAND', 'm6i.large', role.arn, template.id];
  const subnets = Fn.join(',', Fn.sort(Fn.tolist(subnetIds)));
  const hash = Fn.substr(Fn.sha256(Fn.join('|', [...inputs, subnets])), 0, 8);
  return new EksNodeGroup(scope, 'Resource', {
    clusterName: cluster.name,
    nodeGroupNamePrefix: `workers-${hash}-`,
    nodeRoleArn: role.arn,
    subnetIds,
    capacityType: 'ON_DEMAND',
    instanceTypes: ['m6i.large'],
    launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
    scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 2 },
    updateConfig: { maxUnavailable: 1 },
    forceUpdateVersion: false,
    nodeRepairConfig: { enabled: true },
    labels: {},
    taint: [],
    tags,
    timeouts: { create: '60m', update: '180m', delete: '60m' },
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['scaling_config[0].desired_size'] },
    dependsOn: [...addons, ...role.attachments],
  });
}

function buildWorkloads(app: App, cluster: EksCluster): void {
  const stack = new TerraformStack(app, 'quickstart-workloads');
  new LocalBackend(stack, { path: '../../../terraform.quickstart-workloads.tfstate' });
  new KubernetesProvider(stack, 'kubernetes', {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    exec: [
      {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: [
          'eks',
          'get-token',
          '--cluster-name',
          'quickstart',
          '--region',
          'eu-west-1',
          '--output',
          'json',
        ],
      },
    ],
  });
  new Namespace(stack, 'Shop', { metadata: { name: 'shop' } });
}
