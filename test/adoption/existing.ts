/**
 * Clusters for tests of generated programs: one that is plain, to be changed in a single respect.
 */
import { ADDONS } from '../../lib/cli/adopt/addon-knowledge';
import type {
  ExistingAddon,
  ExistingCluster,
  ExistingEntry,
  ExistingFargateProfile,
  ExistingNodeGroup,
} from '../../lib/adoption/existing-cluster';
import type { GeneratedProgram, ProgramOptions } from '../../lib/adoption/generate-program';
import { generateProgram } from '../../lib/adoption/generate-program';
import { parse as parseYaml } from 'yaml';

export const ADMIN: ExistingEntry = {
  principalArn: 'arn:aws:iam::111122223333:role/admin',
  type: 'STANDARD',
  groups: [],
  policies: [{ arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' }],
  tags: {},
};

export const GROUP: ExistingNodeGroup = {
  name: 'workers',
  version: '1.34',
  nodeRoleArn: 'arn:aws:iam::111122223333:role/nodes',
  subnetIds: ['subnet-a', 'subnet-b'],
  launchTemplate: { id: 'lt-0123456789abcdef0', version: '1' },
  amiType: 'AL2023_x86_64_STANDARD',
  capacityType: 'ON_DEMAND',
  instanceTypes: ['m6i.large'],
  minSize: 1,
  maxSize: 3,
  desiredSize: 2,
  maxUnavailable: 1,
  labels: {},
  taints: [],
  repairs: true,
  otherSettings: [],
  tags: {},
};

export const PROFILE: ExistingFargateProfile = {
  name: 'jobs',
  podExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods',
  subnetIds: ['subnet-a', 'subnet-b'],
  selectors: [{ namespace: 'jobs', labels: {} }],
  tags: {},
};

export function addon(name: string, more: Partial<ExistingAddon> = {}): ExistingAddon {
  return {
    name,
    version: 'v1.99.0-eksbuild.1',
    podIdentities: [],
    unknownPodIdentities: [],
    tags: {},
    ...more,
  };
}

/** The add-ons of the default set, with a role where the library would make one. */
export const DEFAULTS: readonly ExistingAddon[] = [
  addon('coredns'),
  addon('eks-pod-identity-agent'),
  addon('kube-proxy'),
  addon('vpc-cni', {
    podIdentities: [{ roleArn: 'arn:aws:iam::111122223333:role/cni', serviceAccount: 'aws-node' }],
  }),
];

export const PLAIN: ExistingCluster = {
  name: 'main',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/main',
  region: 'eu-west-1',
  accountId: '111122223333',
  partition: 'aws',
  status: 'ACTIVE',
  version: '1.34',
  roleArn: 'arn:aws:iam::111122223333:role/cluster',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: [],
  publicAccess: false,
  privateAccess: true,
  publicCidrs: [],
  isIpv6: false,
  serviceIpv4Cidr: '10.100.0.0/16',
  logTypes: ['api'],
  authenticationMode: 'API',
  isExtended: false,
  zonalShift: false,
  deletionProtection: true,
  remoteNodeCidrs: [],
  remotePodCidrs: [],
  otherSettings: [],
  tags: {},
  addons: DEFAULTS,
  nodeGroups: [GROUP],
  fargateProfiles: [],
  entries: [ADMIN],
  logGroup: { retentionInDays: 90 },
  looseAssociations: [],
  gaps: [],
};

/** The program for the plain cluster, after a change. */
export function programFor(
  change: Partial<ExistingCluster> = {},
  options: Partial<ProgramOptions> = {},
): GeneratedProgram {
  return generateProgram({ ...PLAIN, ...change }, { addons: ADDONS, parseYaml, ...options });
}
