/**
 * For each rule a cluster, or a stack, in which it is found.
 */
import type { NotExamined } from '../../lib/doctor/doctor-finding';
import type { DoctorRule } from '../../lib/doctor/doctor-rules';
import type { LiveCluster, LiveState } from '../../lib/doctor/live-state';
import type { Resources } from './healthy';
import { ADDON, ADMIN, changed, CLUSTER, HEALTHY, NODE_GROUP, policy, RESOURCES, subnet } from './healthy';

export interface Case {
  readonly rule: DoctorRule;
  readonly live?: LiveState;
  /** Null to examine without any stack. */
  readonly resources?: Resources | null;
  readonly notExamined?: readonly NotExamined[];
  readonly subject: string;
  readonly message: string;
  /** Empty where no change of code repairs it. */
  readonly repair: string;
}

const AT = 'app/Cluster';
const BOB = 'arn:aws:iam::111122223333:role/bob';
const OTHER_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-2222-4333-8444-555555555555';
const NETWORK = RESOURCES['aws_eks_cluster']!['main']!['vpc_config'] as object;

const live = (state: Partial<LiveState>): LiveState => ({ ...HEALTHY, ...state });
const cluster = (state: Partial<LiveCluster>): LiveState => live({ cluster: { ...CLUSTER, ...state } });
const declared = (block: object): Resources => changed('aws_eks_cluster', 'main', { ...block });
const network = (block: object): Resources => declared({ vpc_config: { ...NETWORK, ...block } });
const group = (state: object): LiveState => live({ nodeGroups: [{ ...NODE_GROUP, ...state }] });
const withEntry = (entry: object): LiveState =>
  live({
    accessEntries: [
      ...HEALTHY.accessEntries!,
      { principalArn: BOB, type: 'STANDARD', groups: [], policies: [], ...entry },
    ],
  });
const adminEntry = (entry: object): LiveState =>
  live({ accessEntries: [{ ...HEALTHY.accessEntries![0]!, ...entry }] });

export const CASES: readonly Case[] = [
  {
    rule: 'access-denied',
    live: live({ addons: undefined }),
    notExamined: [
      { action: 'eks:ListAddons', what: 'add-ons', reason: 'denied', message: 'User ann may not.' },
    ],
    subject: 'eks:ListAddons',
    message: 'eks:ListAddons is not allowed: User ann may not. Not examined: add-ons.',
    repair: '',
  },
  {
    rule: 'call-failed',
    live: live({ addons: undefined }),
    notExamined: [{ action: 'eks:ListAddons', what: 'add-ons', reason: 'failed', message: 'Rate exceeded' }],
    subject: 'eks:ListAddons',
    message: 'eks:ListAddons failed: Rate exceeded. Not examined: add-ons.',
    repair: '',
  },
  {
    rule: 'access-entry-missing',
    resources: changed('aws_eks_access_entry', 'bob', {
      cluster_name: 'prod',
      principal_arn: BOB,
    }),
    subject: 'aws_eks_access_entry.bob',
    message: `The entry of ${BOB} is declared, and is not on the cluster.`,
    repair: '',
  },
  {
    rule: 'access-entry-undeclared',
    live: withEntry({ policies: [policy('AmazonEKSEditPolicy', 'shop', 'cart')] }),
    subject: BOB,
    message: `${BOB} has an entry of type STANDARD with AmazonEKSEditPolicy for the namespaces cart, shop.`,
    repair: `cluster.grantAccess('bob', '${BOB}', [AccessPolicy.edit(AccessScope.namespaces('shop', 'cart'))])`,
  },
  {
    rule: 'access-entry-undeclared',
    live: withEntry({ policies: [policy('AmazonEKSClusterAdminPolicy')] }),
    subject: BOB,
    message: 'with AmazonEKSClusterAdminPolicy for the cluster.',
    repair: `cluster.grantClusterAdmin('bob', '${BOB}')`,
  },
  {
    rule: 'access-entry-undeclared',
    live: withEntry({ groups: ['viewers'], policies: [policy('AmazonEKSSecretReaderPolicy')] }),
    subject: BOB,
    message: 'has an entry of type STANDARD',
    repair: `cluster.access.grant('bob', '${BOB}', { policies: [AccessPolicy.of('AmazonEKSSecretReaderPolicy', AccessScope.CLUSTER)], kubernetesGroups: ['viewers'] })`,
  },
  {
    rule: 'access-entry-undeclared',
    live: withEntry({ type: 'EC2_LINUX', groups: ['system:nodes'] }),
    subject: BOB,
    message: 'has an entry of type EC2_LINUX.',
    repair: `cluster.access.registerNodes('bob', '${BOB}', AccessEntryType.EC2_LINUX)`,
  },
  {
    rule: 'access-groups-differ',
    live: adminEntry({ groups: ['breakers'] }),
    subject: 'app/Cluster/Access/admin',
    message: `${ADMIN}: declared are none; live are breakers.`,
    repair: `kubernetesGroups: ['breakers']`,
  },
  {
    rule: 'access-policy-missing',
    live: adminEntry({ policies: [] }),
    subject: 'aws_eks_access_policy_association.admin',
    message: `AmazonEKSClusterAdminPolicy is declared for ${ADMIN}, and is not associated.`,
    repair: '',
  },
  {
    rule: 'access-policy-undeclared',
    live: adminEntry({
      policies: [policy('AmazonEKSClusterAdminPolicy'), policy('AmazonEKSViewPolicy', 'shop')],
    }),
    subject: 'app/Cluster/Access/admin',
    message: `${ADMIN} has AmazonEKSViewPolicy for the namespaces shop, and no stack grants it.`,
    repair: `cluster.grantAccess('admin', '${ADMIN}', [AccessPolicy.view(AccessScope.namespaces('shop'))])`,
  },
  {
    rule: 'access-scope-differs',
    live: adminEntry({
      policies: [policy('AmazonEKSClusterAdminPolicy'), policy('AmazonEKSEditPolicy', 'shop', 'cart')],
    }),
    resources: changed('aws_eks_access_policy_association', 'edit', {
      cluster_name: 'prod',
      principal_arn: ADMIN,
      policy_arn: policy('AmazonEKSEditPolicy').arn,
      access_scope: [{ type: 'namespace', namespaces: ['shop'] }],
    }),
    subject: 'aws_eks_access_policy_association.edit',
    message: `AmazonEKSEditPolicy of ${ADMIN}: declared for the namespaces shop, live for the namespaces cart, shop.`,
    repair: "AccessPolicy.edit(AccessScope.namespaces('shop', 'cart'))",
  },
  {
    rule: 'addon-busy',
    live: live({ addons: [{ ...ADDON, status: 'UPDATING' }] }),
    subject: 'app/Cluster/Addons/coredns',
    message: 'The add-on coredns is UPDATING.',
    repair: '',
  },
  {
    rule: 'addon-missing',
    live: live({ addons: [] }),
    subject: 'app/Cluster/Addons/coredns',
    message: 'The add-on coredns is declared, and is not on the cluster.',
    repair: 'cluster.addons.remove(AddonName.COREDNS)',
  },
  {
    rule: 'addon-undeclared',
    live: live({ addons: [ADDON, { ...ADDON, name: 'metrics-server', version: 'v0.8.0-eksbuild.1' }] }),
    subject: 'metrics-server',
    message: 'The add-on metrics-server v0.8.0-eksbuild.1 is live, and in no stack.',
    repair: `cluster.addAddon(AddonName.METRICS_SERVER, { version: AddonVersion.of('v0.8.0-eksbuild.1') })`,
  },
  {
    rule: 'addon-undeclared',
    live: live({ addons: [ADDON, { ...ADDON, name: 'new-thing', version: 'v1.0.0-eksbuild.1' }] }),
    subject: 'new-thing',
    message: 'The add-on new-thing',
    repair: `cluster.addAddon(AddonName.of('new-thing'), { version: AddonVersion.of('v1.0.0-eksbuild.1') })`,
  },
  {
    rule: 'addon-unhealthy',
    live: live({
      addons: [
        {
          ...ADDON,
          status: 'DEGRADED',
          issues: [{ code: 'InsufficientNumberOfReplicas', message: 'No nodes.', resourceIds: [] }],
        },
      ],
    }),
    subject: 'app/Cluster/Addons/coredns',
    message: 'The add-on coredns is DEGRADED. EKS reports InsufficientNumberOfReplicas: No nodes.',
    repair: '',
  },
  {
    rule: 'addon-version-differs',
    live: live({ addons: [{ ...ADDON, version: 'v1.11.4-eksbuild.2' }] }),
    subject: 'app/Cluster/Addons/coredns',
    message: 'Declared is v1.12.0-eksbuild.1, live is v1.11.4-eksbuild.2.',
    repair: `cluster.addons.configure(AddonName.COREDNS, { version: AddonVersion.of('v1.11.4-eksbuild.2') })`,
  },
  {
    rule: 'authentication-differs',
    live: cluster({ authenticationMode: 'API_AND_CONFIG_MAP' }),
    subject: AT,
    message: 'Declared is API, live is API_AND_CONFIG_MAP.',
    repair: 'authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.BOTH })',
  },
  {
    rule: 'authentication-refused',
    live: { ...cluster({ authenticationMode: 'CONFIG_MAP' }), accessEntries: undefined },
    subject: AT,
    message: 'Declared is API, live is CONFIG_MAP.',
    repair: 'authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.BOTH })',
  },
  {
    rule: 'authentication-refused',
    resources: declared({ access_config: [{ authentication_mode: 'CONFIG_MAP' }] }),
    subject: AT,
    message: 'Declared is CONFIG_MAP, live is API.',
    repair: 'authentication: AccessEntryAuth.api()',
  },
  {
    rule: 'auto-mode-differs',
    live: cluster({
      autoMode: true,
      autoModePools: ['system', 'general-purpose'],
      autoModeNodeRoleArn: 'arn:aws:iam::111122223333:role/auto',
    }),
    subject: AT,
    message: 'Auto Mode is declared off, and is on.',
    repair: `autoMode: AutoMode.migrating({ state: AutoModeState.BOTH, nodePools: [BuiltInNodePool.GENERAL_PURPOSE, BuiltInNodePool.SYSTEM], nodeRoleArn: 'arn:aws:iam::111122223333:role/auto' })`,
  },
  {
    rule: 'auto-mode-differs',
    resources: declared({ compute_config: { enabled: true } }),
    subject: AT,
    message: 'Auto Mode is declared on, and is off.',
    repair: 'autoMode: AutoMode.disabled()',
  },
  {
    rule: 'cluster-busy',
    live: cluster({ status: 'UPDATING' }),
    resources: null,
    subject: 'prod',
    message: 'The cluster prod is UPDATING.',
    repair: '',
  },
  {
    rule: 'cluster-failed',
    live: cluster({ status: 'FAILED' }),
    subject: AT,
    message: 'The cluster prod is FAILED.',
    repair: '',
  },
  {
    rule: 'cluster-undeclared',
    resources: changed('aws_eks_cluster', 'main', { name: 'stage' }),
    subject: 'prod',
    message: 'The stacks declare stage.',
    repair: '',
  },
  {
    rule: 'cluster-unhealthy',
    live: cluster({
      issues: [{ code: 'Ec2SubnetNotFound', message: 'A subnet is gone.', resourceIds: ['subnet-x'] }],
    }),
    subject: AT,
    message: 'EKS reports Ec2SubnetNotFound: A subnet is gone (subnet-x).',
    repair: '',
  },
  {
    rule: 'compute-subnet-full',
    live: live({ subnets: [subnet('subnet-a', 'a'), subnet('subnet-b', 'b', { freeAddresses: 0 })] }),
    subject: 'app/Cluster/workers',
    message: `subnet-b in eu-west-1b, a subnet of the node group ${NODE_GROUP.name}, has no free address.`,
    repair: `subnetIds: ['subnet-a']`,
  },
  {
    rule: 'compute-subnet-missing',
    live: group({ subnetIds: ['subnet-a', 'subnet-gone'] }),
    subject: 'app/Cluster/workers',
    message: 'missing: subnet-gone.',
    repair: `subnetIds: ['subnet-a', 'subnet-b']`,
  },
  {
    rule: 'control-plane-subnet-full',
    live: live({
      subnets: [
        subnet('subnet-a', 'a'),
        subnet('subnet-b', 'b', { freeAddresses: 5 }),
        subnet('subnet-c', 'b'),
      ],
    }),
    subject: AT,
    message: 'subnet-b in eu-west-1b has 5 free addresses.',
    repair: `controlPlaneSubnetIds: ['subnet-a', 'subnet-c']`,
  },
  {
    rule: 'control-plane-subnet-missing',
    live: {
      ...cluster({ subnetIds: ['subnet-a', 'subnet-gone'] }),
      subnets: [subnet('subnet-a', 'a'), subnet('subnet-z', 'a'), subnet('subnet-b', 'b')],
    },
    resources: network({ subnet_ids: ['subnet-a', 'subnet-gone'] }),
    subject: AT,
    message:
      'Declared are subnet-a, subnet-gone. EKS records subnet-a, subnet-gone. EC2 still has subnet-a; missing: ' +
      'subnet-gone. subnet-b in eu-west-1b may take its place.',
    repair: `controlPlaneSubnetIds: ['subnet-a', 'subnet-b']`,
  },
  {
    rule: 'control-plane-subnet-missing',
    live: cluster({ subnetIds: ['subnet-a', 'subnet-gone'] }),
    subject: AT,
    message: 'missing: subnet-gone. The code names existing ones; apply it.',
    repair: '',
  },
  {
    rule: 'control-plane-subnets-differ',
    live: live({ subnets: [...HEALTHY.subnets!, subnet('subnet-c', 'b')] }),
    resources: network({ subnet_ids: ['subnet-a', 'subnet-c'] }),
    subject: AT,
    message: 'Declared are subnet-a, subnet-c; recorded are subnet-a, subnet-b.',
    repair: `controlPlaneSubnetIds: ['subnet-a', 'subnet-b']`,
  },
  {
    rule: 'control-plane-zones-differ',
    live: live({ subnets: [...HEALTHY.subnets!, subnet('subnet-c', 'c')] }),
    resources: network({ subnet_ids: ['subnet-a', 'subnet-c'] }),
    subject: AT,
    message: 'They are in eu-west-1a, eu-west-1c, and in eu-west-1a, eu-west-1b.',
    repair: `controlPlaneSubnetIds: ['subnet-a', 'subnet-b']`,
  },
  {
    rule: 'deletion-protection-differs',
    live: cluster({ deletionProtection: false }),
    subject: AT,
    message: 'Deletion protection is declared on, and is off.',
    repair: 'deletionProtection: false',
  },
  {
    rule: 'encryption-differs',
    live: cluster({ keyArn: OTHER_KEY }),
    subject: AT,
    message: `live is ${OTHER_KEY}.`,
    repair: `encryption: ClusterEncryption.existingKey('${OTHER_KEY}')`,
  },
  {
    rule: 'encryption-pending',
    live: cluster({ keyArn: undefined }),
    subject: AT,
    message: 'The cluster is encrypted with a key that AWS owns.',
    repair: 'encryption: ClusterEncryption.awsOwnedKey()',
  },
  {
    rule: 'endpoint-differs',
    live: cluster({ publicCidrs: ['198.51.100.0/24', '203.0.113.0/24'] }),
    subject: AT,
    message:
      'The endpoint differs in networks: declared 203.0.113.0/24, live 198.51.100.0/24, 203.0.113.0/24.',
    repair: `endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('198.51.100.0/24', '203.0.113.0/24')`,
  },
  {
    rule: 'endpoint-differs',
    live: cluster({ publicAccess: false, publicCidrs: [] }),
    subject: AT,
    message: 'The endpoint differs in public access: declared on, live off.',
    repair: 'endpointAccess: EndpointAccess.PRIVATE',
  },
  {
    rule: 'endpoint-open',
    live: cluster({ publicCidrs: ['0.0.0.0/0'] }),
    subject: AT,
    message: 'The public endpoint of prod is open for 0.0.0.0/0.',
    repair: 'endpointAccess: EndpointAccess.PRIVATE',
  },
  {
    rule: 'fargate-profile-busy',
    live: live({ fargateProfiles: [{ ...HEALTHY.fargateProfiles![0]!, status: 'CREATING' }] }),
    subject: 'aws_eks_fargate_profile.jobs',
    message: 'The Fargate profile jobs is CREATING.',
    repair: '',
  },
  {
    rule: 'fargate-profile-missing',
    live: live({ fargateProfiles: [] }),
    subject: 'aws_eks_fargate_profile.jobs',
    message: 'A Fargate profile jobs is declared, and is not on the cluster.',
    repair: '',
  },
  {
    rule: 'fargate-profile-undeclared',
    live: live({
      fargateProfiles: [
        ...HEALTHY.fargateProfiles!,
        {
          ...HEALTHY.fargateProfiles![0]!,
          name: 'batch',
          selectors: [{ namespace: 'batch', labels: { run: 'fargate', 'app.kubernetes.io/name': 'x' } }],
        },
      ],
    }),
    subject: 'batch',
    message: 'The Fargate profile batch is live, and in no stack.',
    repair: `cluster.addFargateProfile('batch', { selectors: [{ namespace: 'batch', labels: { run: 'fargate', 'app.kubernetes.io/name': 'x' } }], subnetIds: ['subnet-a'] })`,
  },
  {
    rule: 'fargate-profile-unhealthy',
    live: live({ fargateProfiles: [{ ...HEALTHY.fargateProfiles![0]!, status: 'CREATE_FAILED' }] }),
    subject: 'aws_eks_fargate_profile.jobs',
    message: 'The Fargate profile jobs is CREATE_FAILED.',
    repair: '',
  },
  {
    rule: 'known-after-apply',
    resources: network({ subnet_ids: ['${aws_subnet.a.id}', 'subnet-b'] }),
    subject: '',
    message: 'Not compared: app/Cluster subnet_ids.',
    repair: '',
  },
  {
    rule: 'load-balancer-tags-missing',
    live: live({ subnets: HEALTHY.subnets!.map((each) => ({ ...each, tags: {} })) }),
    subject: 'prod',
    message: 'None of the 2 subnets of vpc-1 is tagged.',
    repair: '',
  },
  {
    rule: 'logs-differ',
    live: cluster({ logTypes: ['audit', 'controllerManager'] }),
    subject: AT,
    message: 'live are audit, controllerManager.',
    repair: 'logging: { types: [ClusterLogType.AUDIT, ClusterLogType.CONTROLLER_MANAGER] }',
  },
  {
    rule: 'no-administrator',
    live: live({ accessEntries: [] }),
    resources: null,
    subject: 'prod',
    message: 'None of the 0 access entries has AmazonEKSClusterAdminPolicy.',
    repair: `cluster.grantClusterAdmin('admin', '${ADMIN}')`,
  },
  {
    rule: 'node-group-behind',
    live: group({ version: '1.32' }),
    resources: changed('aws_eks_node_group', 'workers', { version: undefined }),
    subject: 'app/Cluster/workers',
    message: `The node group ${NODE_GROUP.name} has 1.32, the control plane 1.34.`,
    repair: 'version: KubernetesVersion.V1_34',
  },
  {
    rule: 'node-group-busy',
    live: group({ status: 'UPDATING' }),
    subject: 'app/Cluster/workers',
    message: 'is UPDATING.',
    repair: '',
  },
  {
    rule: 'node-group-missing',
    live: live({ nodeGroups: [] }),
    subject: 'app/Cluster/workers',
    message: 'A node group workers-… is declared, and is not on the cluster.',
    repair: '',
  },
  {
    rule: 'node-group-release-differs',
    live: group({ releaseVersion: '1.34.1-20260501' }),
    subject: 'app/Cluster/workers',
    message: 'Declared is 1.34.2-20260601, live is 1.34.1-20260501',
    repair: `releaseVersion: '1.34.1-20260501'`,
  },
  {
    rule: 'node-group-skew',
    live: group({ version: '1.30' }),
    subject: 'app/Cluster/workers',
    message: 'has 1.30, the control plane 1.34.',
    repair: '',
  },
  {
    rule: 'node-group-skew',
    live: group({ version: '1.35' }),
    subject: 'app/Cluster/workers',
    message: 'has 1.35, the control plane 1.34.',
    repair: '',
  },
  {
    rule: 'node-group-undeclared',
    live: live({ nodeGroups: [NODE_GROUP, { ...NODE_GROUP, name: 'by-hand' }] }),
    subject: 'by-hand',
    message: 'The node group by-hand is live, and in no stack.',
    repair: `cluster.addNodeGroup('by-hand', { ami: Ami.eksOptimized(), instanceTypes: ['m6i.large'], subnetIds: ['subnet-a', 'subnet-b'], scaling: Scaling.external({ min: 2, max: 4, initial: 3 }) })`,
  },
  {
    rule: 'node-group-unhealthy',
    live: group({
      status: 'DEGRADED',
      issues: [{ code: 'NodeCreationFailure', message: 'Not ready', resourceIds: ['i-1'] }],
    }),
    subject: 'app/Cluster/workers',
    message: 'is DEGRADED. EKS reports NodeCreationFailure: Not ready (i-1).',
    repair: '',
  },
  {
    rule: 'node-group-version-differs',
    live: group({ version: '1.33' }),
    subject: 'app/Cluster/workers',
    message: 'Declared is 1.34, live is 1.33',
    repair: 'version: KubernetesVersion.V1_33',
  },
  {
    rule: 'security-group-missing',
    live: cluster({ securityGroupIds: ['sg-own', 'sg-gone'] }),
    subject: AT,
    message: 'EKS records sg-gone, sg-own; missing: sg-gone.',
    repair: `securityGroupIds: ['sg-own']`,
  },
  {
    rule: 'security-groups-differ',
    live: {
      ...cluster({ securityGroupIds: ['sg-1'] }),
      securityGroups: [...HEALTHY.securityGroups!, { id: 'sg-1', vpcId: 'vpc-1' }],
    },
    subject: AT,
    message: 'Declared are none; recorded are sg-1.',
    repair: `securityGroupIds: ['sg-1']`,
  },
  {
    rule: 'subnet-in-other-vpc',
    live: live({ subnets: [...HEALTHY.subnets!, subnet('subnet-c', 'b', { vpcId: 'vpc-2' })] }),
    resources: network({ subnet_ids: ['subnet-a', 'subnet-c'] }),
    subject: AT,
    message: 'The control-plane subnet subnet-c is in vpc-2, the cluster in vpc-1.',
    repair: `controlPlaneSubnetIds: ['subnet-a', 'subnet-b']`,
  },
  {
    rule: 'subnet-in-other-vpc',
    live: live({ subnets: [...HEALTHY.subnets!, subnet('subnet-c', 'b', { vpcId: 'vpc-2' })] }),
    resources: changed('aws_eks_fargate_profile', 'jobs', { subnet_ids: ['subnet-c'] }),
    subject: 'aws_eks_fargate_profile.jobs',
    message: 'The subnet subnet-c of the Fargate profile jobs is in vpc-2, the cluster in vpc-1.',
    repair: `subnetIds: ['subnet-a']`,
  },
  {
    rule: 'support-type-differs',
    live: cluster({ supportType: 'EXTENDED' }),
    subject: AT,
    message: 'Declared is STANDARD, live is EXTENDED.',
    repair: 'supportType: SupportType.EXTENDED',
  },
  {
    rule: 'version-left-behind',
    live: { ...cluster({ version: '1.35' }), nodeGroups: [{ ...NODE_GROUP }] },
    subject: AT,
    message: 'Declared is 1.34, live is 1.35.',
    repair: 'version: KubernetesVersion.V1_35',
  },
  {
    rule: 'version-pending',
    resources: declared({ version: '1.35' }),
    subject: AT,
    message: 'Declared is 1.35, live is 1.34.',
    repair: '',
  },
  {
    rule: 'version-unreachable',
    resources: declared({ version: '1.38' }),
    subject: AT,
    message: 'Declared is 1.38, live is 1.34.',
    repair: 'version: KubernetesVersion.V1_35',
  },
];
