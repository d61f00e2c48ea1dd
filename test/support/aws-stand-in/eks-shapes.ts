/**
 * What EKS answers, with the names of its fields: https://docs.aws.amazon.com/eks/latest/APIReference/API_Types.html. Times are
 * seconds since 1970, as EKS writes them.
 */
import type {
  StandInAccessEntry,
  StandInAddon,
  StandInCluster,
  StandInFargateProfile,
  StandInIssue,
  StandInNodeGroup,
  StandInPodIdentityAssociation,
} from './account';

type Json = Readonly<Record<string, unknown>>;

/** Where an account is, for ARNs. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

const CREATED = 1_750_000_000.123;
const MODIFIED = 1_760_000_000.456;
const ALL_LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** ARN of something of EKS. */
export function eksArn({ accountId, region }: Place, resource: string): string {
  return `arn:aws:eks:${region}:${accountId}:${resource}`;
}

/** ARN of a role. */
export function roleArn({ accountId }: Place, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

export function clusterJson(place: Place, cluster: StandInCluster): Json {
  const { name, logTypes = ALL_LOGS, autoMode, keyArn } = cluster;
  const others = ALL_LOGS.filter((type) => !logTypes.includes(type));
  const isAuto = autoMode !== undefined;
  return {
    name,
    arn: eksArn(place, `cluster/${name}`),
    createdAt: CREATED,
    version: cluster.version,
    endpoint: `https://0123456789ABCDEF0123456789ABCDEF.gr7.${place.region}.eks.amazonaws.com`,
    roleArn: cluster.roleArn ?? roleArn(place, `${name}.cluster.${place.region}`),
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      securityGroupIds: cluster.securityGroupIds ?? [],
      clusterSecurityGroupId: cluster.clusterSecurityGroupId ?? `sg-${name}`,
      vpcId: cluster.vpcId,
      endpointPublicAccess: cluster.publicAccess ?? false,
      endpointPrivateAccess: cluster.privateAccess ?? true,
      publicAccessCidrs: cluster.publicCidrs ?? (cluster.publicAccess === true ? ['0.0.0.0/0'] : []),
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: cluster.serviceIpv4Cidr ?? '172.20.0.0/16',
      ipFamily: cluster.ipFamily ?? 'ipv4',
      elasticLoadBalancing: { enabled: isAuto },
    },
    logging: {
      clusterLogging: [
        ...(logTypes.length > 0 ? [{ types: logTypes, enabled: true }] : []),
        ...(others.length > 0 ? [{ types: others, enabled: false }] : []),
      ],
    },
    identity: {
      oidc: { issuer: `https://oidc.eks.${place.region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF` },
    },
    status: cluster.status ?? 'ACTIVE',
    certificateAuthority: { data: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==' },
    clientRequestToken: null,
    platformVersion: cluster.platformVersion ?? 'eks.10',
    tags: cluster.tags ?? {},
    encryptionConfig: keyArn === undefined ? undefined : [{ resources: ['secrets'], provider: { keyArn } }],
    connectorConfig: null,
    id: null,
    health: { issues: issues(cluster.issues) },
    outpostConfig: null,
    accessConfig: {
      bootstrapClusterCreatorAdminPermissions: null,
      authenticationMode: cluster.authenticationMode ?? 'API',
    },
    upgradePolicy: { supportType: cluster.supportType ?? 'STANDARD' },
    zonalShiftConfig: { enabled: cluster.zonalShift ?? false },
    remoteNetworkConfig:
      cluster.remoteNodeCidrs === undefined
        ? null
        : { remoteNodeNetworks: [{ cidrs: cluster.remoteNodeCidrs }], remotePodNetworks: [] },
    computeConfig: isAuto ? { enabled: true, ...autoMode } : { enabled: false, nodePools: [] },
    storageConfig: { blockStorage: { enabled: isAuto } },
    deletionProtection: cluster.deletionProtection ?? true,
  };
}

export function addonJson(place: Place, cluster: StandInCluster, addon: StandInAddon): Json {
  const { name, podIdentityAssociations = [] } = addon;
  return {
    addonName: name,
    clusterName: cluster.name,
    status: addon.status ?? 'ACTIVE',
    addonVersion: addon.version,
    health: { issues: issues(addon.issues) },
    addonArn: eksArn(place, `addon/${cluster.name}/${name}/5cc2b0aa-0000-4000-8000-000000000001`),
    createdAt: CREATED,
    modifiedAt: MODIFIED,
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    tags: addon.tags ?? {},
    publisher: 'eks',
    owner: 'aws',
    configurationValues: addon.configurationValues,
    podIdentityAssociations: podIdentityAssociations.map((id) => associationArn(place, cluster, id)),
  };
}

export function nodeGroupJson(place: Place, cluster: StandInCluster, group: StandInNodeGroup): Json {
  const { name, version = cluster.version } = group;
  return {
    nodegroupName: name,
    nodegroupArn: eksArn(place, `nodegroup/${cluster.name}/${name}/5cc2b0aa-0000-4000-8000-000000000002`),
    clusterName: cluster.name,
    version,
    releaseVersion: group.releaseVersion ?? `${version}.0-20260601`,
    createdAt: CREATED,
    modifiedAt: MODIFIED,
    status: group.status ?? 'ACTIVE',
    capacityType: group.capacityType ?? 'ON_DEMAND',
    scalingConfig: group.scaling ?? { minSize: 2, maxSize: 4, desiredSize: 2 },
    instanceTypes: group.instanceTypes ?? ['m6i.large'],
    subnets: group.subnetIds ?? cluster.subnetIds,
    remoteAccess: null,
    amiType: group.amiType ?? 'AL2023_x86_64_STANDARD',
    nodeRole: group.nodeRoleArn ?? roleArn(place, `${cluster.name}.nodes.${name}`),
    labels: group.labels ?? {},
    taints: group.taints ?? [],
    resources: { autoScalingGroups: [{ name: `eks-${name}` }], remoteAccessSecurityGroup: null },
    diskSize: group.launchTemplate === undefined ? 20 : null,
    health: { issues: issues(group.issues) },
    updateConfig:
      group.maxUnavailablePercentage === undefined
        ? { maxUnavailable: group.maxUnavailable ?? 1 }
        : { maxUnavailablePercentage: group.maxUnavailablePercentage },
    nodeRepairConfig: { enabled: group.nodeRepair ?? true },
    launchTemplate: group.launchTemplate ?? null,
    tags: group.tags ?? {},
  };
}

export function fargateProfileJson(
  place: Place,
  cluster: StandInCluster,
  profile: StandInFargateProfile,
): Json {
  const { name } = profile;
  return {
    fargateProfileName: name,
    fargateProfileArn: eksArn(
      place,
      `fargateprofile/${cluster.name}/${name}/5cc2b0aa-0000-4000-8000-000000000003`,
    ),
    clusterName: cluster.name,
    createdAt: CREATED,
    podExecutionRoleArn: profile.podExecutionRoleArn ?? roleArn(place, `${cluster.name}.fargate.${name}`),
    subnets: profile.subnetIds ?? cluster.subnetIds,
    selectors: (profile.selectors ?? [{ namespace: name }]).map(({ namespace, labels = {} }) => ({
      namespace,
      labels,
    })),
    status: profile.status ?? 'ACTIVE',
    tags: profile.tags ?? {},
    health: { issues: issues(profile.issues) },
  };
}

export function accessEntryJson(place: Place, cluster: StandInCluster, entry: StandInAccessEntry): Json {
  const { principalArn, type = 'STANDARD' } = entry;
  const [kind = '', ...path] = principalArn.split(':').slice(5).join(':').split('/');
  return {
    clusterName: cluster.name,
    principalArn,
    kubernetesGroups: entry.groups ?? (type === 'STANDARD' ? [] : ['system:nodes']),
    accessEntryArn: eksArn(
      place,
      `access-entry/${cluster.name}/${kind}/${place.accountId}/${path.at(-1) ?? ''}/5cc2b0aa-0000-4000-8000-000000000004`,
    ),
    createdAt: CREATED,
    modifiedAt: MODIFIED,
    tags: entry.tags ?? {},
    username:
      entry.username ??
      (type === 'STANDARD'
        ? principalArn.replace(
            /^(arn:[^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/,
            '$1:sts::$2:assumed-role/$3/{{SessionName}}',
          )
        : 'system:node:{{EC2PrivateDNSName}}'),
    type,
  };
}

export function accessPoliciesJson({ policies = [] }: StandInAccessEntry): readonly Json[] {
  return policies.map(({ name, namespaces }) => ({
    policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
    accessScope: { type: namespaces === undefined ? 'cluster' : 'namespace', namespaces: namespaces ?? [] },
    associatedAt: CREATED,
    modifiedAt: MODIFIED,
  }));
}

export function associationJson(
  place: Place,
  cluster: StandInCluster,
  association: StandInPodIdentityAssociation,
): Json {
  return {
    ...associationSummary(place, cluster, association),
    roleArn: association.roleArn,
    targetRoleArn: association.targetRoleArn ?? null,
    disableSessionTags: false,
    tags: association.tags ?? {},
    createdAt: CREATED,
    modifiedAt: MODIFIED,
  };
}

export function associationSummary(
  place: Place,
  cluster: StandInCluster,
  { id, namespace, serviceAccount, ownerArn }: StandInPodIdentityAssociation,
): Json {
  return {
    clusterName: cluster.name,
    namespace,
    serviceAccount,
    associationArn: associationArn(place, cluster, id),
    associationId: id,
    ownerArn: ownerArn ?? null,
  };
}

function associationArn(place: Place, { name }: StandInCluster, id: string): string {
  return eksArn(place, `podidentityassociation/${name}/${id}`);
}

function issues(reported: readonly StandInIssue[] = []): readonly Json[] {
  return reported.map(({ code, message, resourceIds = [] }) => ({ code, message, resourceIds }));
}
