/**
 * What the program says for each setting of a cluster, and what is told of what it cannot say.
 */
import { describe, expect, test } from '@jest/globals';
import type { ExistingCluster, ExistingEntry, ExistingNodeGroup } from '../../lib/adoption/existing-cluster';
import { addon, ADMIN, DEFAULTS, GROUP, PLAIN, PROFILE, programFor } from './existing';

const NODES = 'arn:aws:iam::111122223333:role/nodes';
const nodes = (change: Partial<ExistingNodeGroup>): Partial<ExistingCluster> => ({
  nodeGroups: [{ ...GROUP, ...change }],
});
const entry = (change: Partial<ExistingEntry>): Partial<ExistingCluster> => ({
  entries: [
    ADMIN,
    { ...ADMIN, principalArn: 'arn:aws:iam::111122223333:role/other', policies: [], ...change },
  ],
});

test('a plain cluster needs no note', () => {
  expect(programFor().notes).toEqual([]);
});

describe('the control plane', () => {
  test.each<[string, Partial<ExistingCluster>, string]>([
    ['a version that has a constant', { version: '1.35' }, 'version: KubernetesVersion.V1_35,'],
    ['a version that has none', { version: '1.29' }, "version: KubernetesVersion.of('1.29'),"],
    ['no key of its own', {}, 'encryption: ClusterEncryption.awsOwnedKey(),'],
    ['a key', { keyArn: 'arn:aws:kms:x' }, "encryption: ClusterEncryption.existingKey('arn:aws:kms:x'),"],
    ['private', {}, 'endpointAccess: EndpointAccess.PRIVATE,'],
    [
      'public',
      { publicAccess: true, publicCidrs: ['192.0.2.0/24'] },
      "endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('192.0.2.0/24'),",
    ],
    ['access entries', {}, 'authentication: AccessEntryAuth.api(),'],
    ['IPv6', { isIpv6: true }, 'ipFamily: IpFamily.IPV6,'],
    ['service addresses', {}, "serviceIpv4Cidr: '10.100.0.0/16',"],
    ['extended support', { isExtended: true }, 'supportType: SupportType.EXTENDED,'],
    ['zonal shift', { zonalShift: true }, 'zonalShift: true,'],
    ['no deletion protection', { deletionProtection: false }, 'deletionProtection: false,'],
    ['security groups', { securityGroupIds: ['sg-1'] }, "securityGroupIds: ['sg-1'],"],
    ['Windows nodes', nodes({ amiType: 'WINDOWS_CORE_2022_x86_64' }), 'windowsSupport: true,'],
    ['logs that are kept for ever', { logGroup: {} }, 'retentionInDays: 0,'],
    ['logs with a key', { logGroup: { kmsKeyArn: 'arn:aws:kms:y' } }, "kmsKeyArn: 'arn:aws:kms:y',"],
    [
      'tags',
      { tags: { a: 'b' } },
      "cluster.resource.tags = {\n  ...cluster.resource.tagsInput,\n  a: 'b',\n};",
    ],
    ['remote networks', { remoteNodeCidrs: ['10.1.0.0/16'] }, 'cluster.resource.putRemoteNetworkConfig({'],
  ])('%s', (_what, change, code) => {
    expect(programFor(change).code).toContain(code);
  });

  test('an IPv6 cluster says no IPv4 block', () => {
    expect(programFor({ isIpv6: true }).code).not.toContain('serviceIpv4Cidr');
  });

  test('a log group that is not there is not imported', () => {
    expect(programFor({ logGroup: null }).code).toContain(
      'logging: {\n    types: [ClusterLogType.API],\n  },',
    );
  });

  test('tags that everything has are tags of the cluster, and those of AWS are of nobody', () => {
    const tags = { 'aws:cloudformation:stack-name': 'x', 'safe-eks:cluster': 'main', team: 'a' };
    const { code } = programFor({
      tags,
      addons: DEFAULTS.map((each) => ({ ...each, tags })),
      nodeGroups: [{ ...GROUP, tags }],
      entries: [{ ...ADMIN, tags }],
    });
    expect(code).toContain("  tags: {\n    team: 'a',\n  },\n});");
    expect(code.match(/team/g)).toHaveLength(1);
    expect(code).not.toContain('aws:cloudformation');
    expect(code).not.toContain('safe-eks:cluster');
  });

  test.each<[string, Partial<ExistingCluster>, string, string]>([
    [
      'no private endpoint',
      { publicAccess: true, privateAccess: false, publicCidrs: ['192.0.2.0/24'] },
      'API server',
      'Its private endpoint is off, and the first apply switches it on',
    ],
    ['open to the world', { publicAccess: true }, 'API server', 'open to every address of the internet'],
    [
      'a log group that nobody described',
      { logGroup: undefined },
      'log group /aws/eks/main/cluster',
      '0 days means for ever',
    ],
    [
      'perhaps a log group',
      { logGroup: undefined, logTypes: [] },
      'log group /aws/eks/main/cluster',
      'add importExisting: true',
    ],
    ['an update that runs', { status: 'UPDATING' }, 'cluster main', 'It is UPDATING: wait'],
    ['remote networks', { remoteNodeCidrs: ['10.1.0.0/16'] }, 'remote networks', 'no words for hybrid nodes'],
    [
      'another setting',
      { otherSettings: ['controlPlaneScalingConfig.tier tier-xl'] },
      'control plane',
      'tier-xl is not said by this code',
    ],
    ['a pool that is new', { autoMode: { nodePools: ['gpu'] } }, 'node pool gpu', 'would remove it'],
    ['loose associations', { looseAssociations: ['apps/orders'] }, 'Pod Identity', 'apps/orders'],
    ['a gap', { gaps: ['The add-on adot exists'] }, 'not read', 'The add-on adot exists'],
  ])('%s is told, in the program as well', (_what, change, subject, text) => {
    const { notes, code } = programFor(change);
    expect(notes).toContainEqual({ subject, text: expect.stringContaining(text) });
    expect(inOneLine(code)).toContain(text);
  });

  test('a cluster that is being deleted is not taken over', () => {
    expect(() => programFor({ status: 'DELETING' })).toThrow('main is being deleted.');
  });
});

describe('Auto Mode', () => {
  const auto = { addons: [], nodeGroups: [] };
  test('alone', () => {
    const { code } = programFor({ ...auto, autoMode: { nodePools: ['system'], nodeRoleArn: NODES } });
    expect(code).toContain('nodePools: [BuiltInNodePool.SYSTEM],');
    expect(code).toContain(`nodeRoleArn: '${NODES}',`);
    expect(code).not.toMatch(/besideOtherCompute|SEKS3005|overwritten once/);
  });

  test('beside nodes, or what nodes need', () => {
    const autoMode = { nodePools: ['system'], nodeRoleArn: NODES };
    expect(programFor({ autoMode }).code).toContain('besideOtherCompute: true,');
    expect(programFor({ ...auto, addons: [addon('coredns')], autoMode }).code).toContain(
      'besideOtherCompute: true,',
    );
  });

  test('with pools of its own only, whose role has an entry', () => {
    const pools: ExistingEntry = { ...ADMIN, principalArn: NODES, type: 'EC2', policies: [] };
    const { code } = programFor({ ...auto, entries: [ADMIN, pools], autoMode: { nodePools: [] } });
    expect(code).toContain('nodePools: [],');
    expect(code).toContain(`nodeRoleArn: '${NODES}',`);
    expect(code).toContain('AccessEntryType.EC2');
    expect(code).toContain("nodes.resource.importFrom('main:arn:aws:iam::111122223333:role/nodes');");
  });
});

describe('access', () => {
  test.each<[string, Partial<ExistingCluster>, string]>([
    [
      'a policy by its name',
      entry({ policies: [{ arn: 'x/AmazonEKSEventPolicy' }] }),
      "AccessPolicy.of('AmazonEKSEventPolicy', AccessScope.CLUSTER)",
    ],
    [
      'a policy for namespaces',
      entry({ policies: [{ arn: 'x/AmazonEKSViewPolicy', namespaces: ['a'] }] }),
      "AccessPolicy.view(AccessScope.namespaces('a'))",
    ],
    ['groups', entry({ groups: ['ops'] }), "kubernetesGroups: ['ops'],"],
    ['a name', entry({ userName: 'ann' }), "userName: 'ann',"],
    [
      'nodes of nobody',
      entry({ type: 'EC2_LINUX' }),
      "other.resource.importFrom('main:arn:aws:iam::111122223333:role/other');",
    ],
    [
      'tags',
      entry({ tags: { a: 'b' } }),
      "other.resource.tags = {\n  ...other.resource.tagsInput,\n  a: 'b',\n};",
    ],
    [
      'a principal named like a word of the language',
      entry({ principalArn: 'arn:aws:iam::111122223333:role/class', tags: { a: 'b' } }),
      'const entryClass = cluster.access.grant(',
    ],
  ])('%s', (_what, change, code) => {
    expect(programFor(change).code).toContain(code);
  });

  test('the name that EKS gives by itself is left out', () => {
    const userName = 'arn:aws:sts::111122223333:assumed-role/other/{{SessionName}}';
    expect(programFor(entry({ userName })).code).not.toContain('userName');
  });

  test('what EKS makes itself is only named', () => {
    const made: readonly ExistingEntry[] = [
      { ...ADMIN, principalArn: NODES, type: 'EC2_LINUX' },
      { ...ADMIN, principalArn: PROFILE.podExecutionRoleArn, type: 'FARGATE_LINUX' },
      { ...ADMIN, principalArn: 'arn:aws:iam::1:role/aws-service-role/eks/AWSServiceRoleForAmazonEKS' },
    ];
    const { code, notes } = programFor({ entries: [ADMIN, ...made], fargateProfiles: [PROFILE] });
    expect(notes).toEqual([]);
    expect(code.match(/importExisting: true/g)).toHaveLength(7);
    for (const { principalArn } of made) {
      expect(code).toContain(`// - ${principalArn}`);
    }
  });

  test.each<[string, Partial<ExistingCluster>, string]>([
    [
      'a type that is refused',
      entry({ type: 'HYPERPOD_LINUX' }),
      'cannot make entries of type HYPERPOD_LINUX',
    ],
    ['a person with the role of nodes', entry({ principalArn: NODES }), 'its role is that of managed nodes'],
    ['policies that nobody asked for', entry({ policies: undefined }), 'Its policies were not read'],
    [
      'an administrator of a namespace',
      entry({ policies: [{ arn: 'x/AmazonEKSClusterAdminPolicy', namespaces: ['a'] }] }),
      'has a scope that this library refuses',
    ],
    ['an entry of custom pools', entry({ type: 'EC2' }), 'the first apply associates it once more'],
    [
      'entries that were not read',
      { entries: undefined },
      'They were not read. Those that there are stay as they are',
    ],
    [
      'nobody is administrator',
      { entries: [] },
      'No entry says who administers the cluster. This one is made by the first apply.',
    ],
    [
      'only aws-auth',
      { authenticationMode: 'CONFIG_MAP', entries: undefined },
      'Only the ConfigMap aws-auth lets anybody in.',
    ],
    [
      'nodes without entries',
      { authenticationMode: 'API_AND_CONFIG_MAP' },
      'the first apply makes entries for their roles',
    ],
    [
      'one role of two without an entry',
      {
        authenticationMode: 'API_AND_CONFIG_MAP',
        fargateProfiles: [PROFILE],
        entries: [ADMIN, { ...ADMIN, principalArn: NODES, type: 'EC2_LINUX' }],
      },
      'arn:aws:iam::111122223333:role/pods is let in by the ConfigMap aws-auth alone',
    ],
  ])('%s: told', (_what, change, text) => {
    const { notes, code } = programFor(change);
    expect(notes.map((note) => note.text)).toContainEqual(expect.stringContaining(text));
    expect(inOneLine(code)).toContain(text);
  });

  test('whoever is named becomes administrator where nobody is', () => {
    const { code, notes } = programFor({ entries: [] }, { adminArn: 'arn:aws:iam::111122223333:role/me' });
    expect(code).toContain("cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/me');");
    expect(notes).toEqual([]);
    expect(programFor({}, { adminArn: 'arn:aws:iam::111122223333:role/me' }).code).not.toContain('role/me');
  });
});

describe('add-ons', () => {
  const only = (...addons: Parameters<typeof addon>): Partial<ExistingCluster> => ({
    addons: [...DEFAULTS.filter(({ name }) => name !== addons[0]), addon(...addons)],
  });
  const association = (serviceAccount: string) => ({ roleArn: 'arn:aws:iam::1:role/x', serviceAccount });

  test.each<[string, Partial<ExistingCluster>, string]>([
    ['one with a constant', only('metrics-server'), 'cluster.addAddon(AddonName.METRICS_SERVER, {'],
    ['one without', only('adot2'), "cluster.addAddon(AddonName.of('adot2'), {"],
    [
      'configuration in JSON',
      only('coredns', { configuration: '{"replicaCount":2}' }),
      'configuration: {\n    replicaCount: 2,\n  },',
    ],
    [
      'configuration in YAML',
      only('coredns', { configuration: 'replicaCount: 2' }),
      'configuration: {\n    replicaCount: 2,\n  },',
    ],
    [
      'a role of its service account',
      only('vpc-cni', { serviceAccountRoleArn: 'arn:r' }),
      "serviceAccountRoleArn: 'arn:r',",
    ],
    [
      'a role by Pod Identity',
      only('vpc-cni', { podIdentities: [association('aws-node')] }),
      "podIdentityRoleArn: 'arn:aws:iam::1:role/x',\n});",
    ],
    [
      'a role for a service account that is not known',
      only('adot2', { podIdentities: [association('x')] }),
      "serviceAccount: 'x',",
    ],
    [
      'several roles',
      only('adot2', { podIdentities: [association('x'), association('y')] }),
      'adot2.resource.putPodIdentityAssociation([',
    ],
    [
      'configuration that is no object',
      only('adot2', { configuration: 'just text' }),
      "adot2.resource.configurationValues = 'just text';",
    ],
    ['tags of its own', only('coredns', { tags: { a: 'b' } }), "tags: {\n    a: 'b',\n  },"],
  ])('%s', (_what, change, code) => {
    expect(programFor(change).code).toContain(code);
  });

  test('an association that nobody described would be lost, and stops everything', () => {
    expect(() => programFor(only('vpc-cni', { unknownPodIdentities: ['a-1'] }))).toThrow(
      'aws eks describe-pod-identity-association --cluster-name main --association-id a-1 prints.',
    );
  });

  test.each<[string, Partial<ExistingCluster>, string]>([
    ['no role', only('vpc-cni'), 'The first apply makes a role for it'],
    [
      'configuration that is no object',
      only('adot2', { configuration: '- a\n- b' }),
      'kept as the text that it is',
    ],
    [
      'self-managed copies',
      { addons: DEFAULTS.filter(({ name }) => name !== 'coredns') },
      'EKS does not manage this as an add-on here',
    ],
    [
      'no agent',
      { addons: DEFAULTS.filter(({ name }) => name !== 'eks-pod-identity-agent') },
      'The first apply installs it: add-ons take their permissions from it',
    ],
    [
      'what was not read',
      { addons: undefined },
      'They were not read. Those that the cluster has have to be added',
    ],
  ])('%s: told', (_what, change, text) => {
    const { notes, code } = programFor(change);
    expect(notes.map((note) => note.text)).toContainEqual(expect.stringContaining(text));
    expect(inOneLine(code)).toContain(text);
  });
});

describe('node groups and Fargate profiles', () => {
  test.each<[string, Partial<ExistingCluster>, string]>([
    ['an image of EKS', nodes({}), 'eksOptimized: AmiFamily.AL2023,'],
    [
      'for ARM',
      nodes({ amiType: 'BOTTLEROCKET_ARM_64' }),
      'eksOptimized: AmiFamily.BOTTLEROCKET,\n    architecture: AmiArchitecture.ARM_64,',
    ],
    [
      'an image of its own',
      nodes({ amiType: 'CUSTOM' }),
      "ami: Ami.launchTemplate({\n    id: 'lt-0123456789abcdef0',\n    version: '1',\n  }),",
    ],
    ['an older version', nodes({ version: '1.33' }), 'version: KubernetesVersion.V1_33,\n  nodeRoleArn'],
    ['spot', nodes({ capacityType: 'SPOT' }), 'capacityType: CapacityType.SPOT,'],
    [
      'a share',
      nodes({ maxUnavailable: undefined, maxUnavailablePercentage: 33 }),
      'maxUnavailablePercentage: 33,',
    ],
    ['no repair', nodes({ repairs: false }), 'nodeRepair: false,'],
    ['labels', nodes({ labels: { a: 'b' } }), "labels: {\n    a: 'b',\n  },"],
    [
      'taints',
      nodes({ taints: [{ key: 'a', value: 'b', effect: 'NO_SCHEDULE' }] }),
      'effect: TaintEffect.NO_SCHEDULE,',
    ],
    ['none at the least', nodes({ minSize: 0 }), 'nodeTemplateTags: false,'],
    [
      'a name that the provider of Terraform has completed',
      nodes({ name: 'blue-20250301101010101000000007' }),
      "cluster.addNodeGroup('blue', {",
    ],
    [
      'a name that the library has for itself',
      nodes({ name: 'Resource' }),
      "cluster.addNodeGroup('nodes-Resource', {",
    ],
    ['a profile', { fargateProfiles: [PROFILE] }, "cluster.addFargateProfile('jobs', {\n  // Has to stay"],
    [
      'a profile named like a group',
      { fargateProfiles: [{ ...PROFILE, name: 'workers' }] },
      "cluster.addFargateProfile('workers-2', {",
    ],
  ])('%s', (_what, change, code) => {
    expect(programFor(change).code).toContain(code);
  });

  test('instance types that the launch template names are not said', () => {
    expect(programFor(nodes({ instanceTypes: [] })).code).not.toContain('instanceTypes');
  });

  test.each<[string, Partial<ExistingCluster>, string]>([
    [
      'without a launch template',
      nodes({ launchTemplate: undefined }),
      'it has no launch template of its own',
    ],
    ['of an AMI type that is new', nodes({ amiType: 'AL2030' }), 'does not know its AMI type AL2030'],
    [
      'of a capacity type that is new',
      nodes({ capacityType: 'LEASED' }),
      'does not know its capacity type LEASED',
    ],
    [
      'with a taint that is new',
      nodes({ taints: [{ key: 'a', effect: 'NO_WAY' }] }),
      'does not know the effect NO_WAY of its taint a',
    ],
  ])('a group %s is not taken over, and told', (_what, change, text) => {
    const { notes, code } = programFor(change);
    expect(notes).toContainEqual({
      subject: 'node group workers',
      text: expect.stringContaining(text),
    });
    expect(inOneLine(code)).toContain(text);
    expect(code).not.toContain('cluster.addNodeGroup');
    // Otherwise the add-ons that need nodes would be refused.
    expect(code).toContain("SafeEks.acknowledge(\n  cluster,\n  'SEKS3005',");
  });

  test.each<[string, Partial<ExistingCluster>, string]>([
    [
      'other settings',
      nodes({ otherSettings: ['warmPoolConfig'] }),
      'warmPoolConfig has no words in this library',
    ],
    ['groups that were not read', { nodeGroups: undefined }, 'They were not read.'],
    ['profiles that were not read', { fargateProfiles: undefined }, 'They were not read.'],
  ])('%s: told', (_what, change, text) => {
    const { notes, code } = programFor(change);
    expect(notes.map((note) => note.text)).toContainEqual(expect.stringContaining(text));
    expect(inOneLine(code)).toContain(text);
  });

  test('what has nodes needs no acknowledgement', () => {
    expect(programFor().code).not.toContain('acknowledge');
    expect(PLAIN.nodeGroups).toHaveLength(1);
  });
});

/** Comments without their line breaks. */
function inOneLine(code: string): string {
  return code.replace(/\n *\/\/ /g, ' ');
}
