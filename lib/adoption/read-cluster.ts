/**
 * Reads sorted answers as one cluster.
 */
import { parseArn } from '../validation/checks/arn';
import type { JsonObject } from '../plan-review/json';
import { at, isObject, listAt, numberAt, textAt } from '../plan-review/json';
import type { Answers, ListedKind } from './answers';
import { byCodeUnit } from './code';
import type {
  ExistingAddon,
  ExistingCluster,
  ExistingEntry,
  ExistingFargateProfile,
  ExistingLogGroup,
  ExistingPolicy,
} from './existing-cluster';
import { AdoptionError } from './existing-cluster';
import { readNodeGroup } from './read-node-group';
import { tagsAt, textsAt } from './read-values';

/**
 * Reads a cluster.
 *
 * @param gaps what could not be read, in words
 * @throws AdoptionError when the answers are not those about one cluster
 */
export function readCluster(answers: Answers, gaps: readonly string[] = []): ExistingCluster {
  const cluster = theCluster(answers);
  const name = textAt(cluster, 'name') ?? '';
  const known = {
    addons: unique(answers.addons, 'addonName'),
    nodegroups: unique(answers.nodeGroups, 'nodegroupName'),
    fargateProfileNames: unique(answers.fargateProfiles, 'fargateProfileName'),
    accessEntries: unique(answers.entries, 'principalArn'),
  };
  const whetherKnown = <T>(kind: ListedKind, read: (value: JsonObject) => T): readonly T[] | undefined =>
    known[kind].length === 0 && answers.listed[kind] === undefined ? undefined : known[kind].map(read);
  return {
    ...controlPlane(cluster, name),
    addons: whetherKnown('addons', (addon) => readAddon(addon, answers.associations)),
    nodeGroups: whetherKnown('nodegroups', readNodeGroup),
    fargateProfiles: whetherKnown('fargateProfileNames', readFargateProfile),
    entries: whetherKnown('accessEntries', (entry) => readEntry(entry, answers.policyLists)),
    logGroup: readLogGroup(answers.logGroups, name),
    looseAssociations: looseAssociations(answers),
    gaps: [...gaps, ...notDescribed(answers, known)],
  };
}

/** The one cluster that everything is about. */
function theCluster(answers: Answers): JsonObject {
  const [cluster, other] = unique(answers.clusters, 'name');
  if (cluster === undefined) {
    throw new AdoptionError(
      'None of the files describes a cluster. Add what aws eks describe-cluster --name NAME prints.',
    );
  }
  const name = textAt(cluster, 'name') ?? '';
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
  if (!/^[0-9A-Za-z][\w-]{0,99}$/.test(name)) {
    throw new AdoptionError(`${JSON.stringify(name)} cannot be the name of a cluster.`);
  }
  const parts = [
    answers.addons,
    answers.nodeGroups,
    answers.fargateProfiles,
    answers.entries,
    answers.policyLists,
  ];
  const stranger =
    textAt(other, 'name') ??
    parts
      .flat()
      .map((part) => textAt(part, 'clusterName'))
      .find((clusterName) => clusterName !== undefined && clusterName !== name);
  if (stranger !== undefined) {
    throw new AdoptionError(
      `The files are about several clusters: ${[name, stranger].sort(byCodeUnit).join(' and ')}. Give those of one at a time.`,
    );
  }
  if (isObject(cluster['outpostConfig'])) {
    throw new AdoptionError(
      `${name} is a local cluster on an Outpost, which this library cannot make: keep it in the tool that it is in.`,
    );
  }
  return cluster;
}

type ControlPlane = Omit<
  ExistingCluster,
  'addons' | 'nodeGroups' | 'fargateProfiles' | 'entries' | 'logGroup' | 'looseAssociations' | 'gaps'
>;

function controlPlane(cluster: JsonObject, name: string): ControlPlane {
  const arn = textAt(cluster, 'arn') ?? '';
  const parts = parseArn(arn);
  if (parts === undefined) {
    throw new AdoptionError(
      `The description of ${name} has no ARN: give the whole answer of describe-cluster.`,
    );
  }
  const { region, account, partition } = parts;
  const network = at(cluster, 'resourcesVpcConfig');
  const serviceNetwork = at(cluster, 'kubernetesNetworkConfig');
  const compute = at(cluster, 'computeConfig');
  return {
    name,
    arn,
    region,
    accountId: account,
    partition,
    status: textAt(cluster, 'status') ?? '',
    version: textAt(cluster, 'version') ?? '',
    roleArn: textAt(cluster, 'roleArn') ?? '',
    subnetIds: textsAt(network, 'subnetIds').sort(byCodeUnit),
    securityGroupIds: textsAt(network, 'securityGroupIds').sort(byCodeUnit),
    publicAccess: at(network, 'endpointPublicAccess') === true,
    privateAccess: at(network, 'endpointPrivateAccess') === true,
    publicCidrs: textsAt(network, 'publicAccessCidrs').sort(byCodeUnit),
    isIpv6: textAt(serviceNetwork, 'ipFamily') === 'ipv6',
    serviceIpv4Cidr: textAt(serviceNetwork, 'serviceIpv4Cidr'),
    logTypes: listAt(cluster, 'logging', 'clusterLogging')
      .filter((log) => at(log, 'enabled') === true)
      .flatMap((log) => textsAt(log, 'types'))
      .sort(byCodeUnit),
    keyArn: textAt(cluster, 'encryptionConfig', 0, 'provider', 'keyArn'),
    // A cluster from the time before access entries.
    authenticationMode: textAt(cluster, 'accessConfig', 'authenticationMode') ?? 'CONFIG_MAP',
    isExtended: (textAt(cluster, 'upgradePolicy', 'supportType') ?? 'EXTENDED') === 'EXTENDED',
    zonalShift: at(cluster, 'zonalShiftConfig', 'enabled') === true,
    deletionProtection: at(cluster, 'deletionProtection') === true,
    autoMode:
      at(compute, 'enabled') === true
        ? {
            nodePools: textsAt(compute, 'nodePools').sort(byCodeUnit),
            nodeRoleArn: textAt(compute, 'nodeRoleArn'),
          }
        : undefined,
    remoteNodeCidrs: listAt(cluster, 'remoteNetworkConfig', 'remoteNodeNetworks').flatMap((each) =>
      textsAt(each, 'cidrs'),
    ),
    remotePodCidrs: listAt(cluster, 'remoteNetworkConfig', 'remotePodNetworks').flatMap((each) =>
      textsAt(each, 'cidrs'),
    ),
    otherSettings: otherSettings(cluster),
    tags: tagsAt(cluster, 'tags'),
  };
}

function otherSettings(cluster: JsonObject): string[] {
  const tier = textAt(cluster, 'controlPlaneScalingConfig', 'tier') ?? 'standard';
  const egress = textAt(cluster, 'resourcesVpcConfig', 'controlPlaneEgressMode') ?? 'AWS_MANAGED';
  return [
    ...(tier === 'standard' ? [] : [`controlPlaneScalingConfig.tier ${tier}`]),
    ...(egress === 'AWS_MANAGED' ? [] : [`controlPlaneEgressMode ${egress}`]),
  ];
}

function readAddon(addon: JsonObject, associations: readonly JsonObject[]): ExistingAddon {
  const arns = textsAt(addon, 'podIdentityAssociations');
  const known = arns.flatMap((arn) => {
    const association = associations.find((each) => textAt(each, 'associationArn') === arn);
    return association === undefined ? [] : [association];
  });
  const knownArns = known.map((association) => textAt(association, 'associationArn'));
  return {
    name: textAt(addon, 'addonName') ?? '',
    version: textAt(addon, 'addonVersion') ?? '',
    configuration: textAt(addon, 'configurationValues') ?? undefined,
    serviceAccountRoleArn: textAt(addon, 'serviceAccountRoleArn'),
    podIdentities: known
      .map((association) => ({
        roleArn: textAt(association, 'roleArn') ?? '',
        serviceAccount: textAt(association, 'serviceAccount') ?? '',
      }))
      .sort((one, other) => byCodeUnit(one.serviceAccount, other.serviceAccount)),
    unknownPodIdentities: arns
      .filter((arn) => !knownArns.includes(arn))
      .map((arn) => arn.split('/').at(-1) ?? arn),
    tags: tagsAt(addon, 'tags'),
  };
}

function readFargateProfile(profile: JsonObject): ExistingFargateProfile {
  return {
    name: textAt(profile, 'fargateProfileName') ?? '',
    podExecutionRoleArn: textAt(profile, 'podExecutionRoleArn') ?? '',
    subnetIds: textsAt(profile, 'subnets').sort(byCodeUnit),
    selectors: listAt(profile, 'selectors').map((selector) => ({
      namespace: textAt(selector, 'namespace') ?? '',
      labels: tagsAt(selector, 'labels'),
    })),
    tags: tagsAt(profile, 'tags'),
  };
}

function readEntry(entry: JsonObject, policyLists: readonly JsonObject[]): ExistingEntry {
  const principalArn = textAt(entry, 'principalArn') ?? '';
  const lists = policyLists.filter((list) => textAt(list, 'principalArn') === principalArn);
  const policies = lists.flatMap((list) => listAt(list, 'associatedAccessPolicies')).map(readPolicy);
  const byArn = new Map(policies.map((policy) => [policy.arn, policy]));
  return {
    principalArn,
    type: textAt(entry, 'type') ?? 'STANDARD',
    groups: textsAt(entry, 'kubernetesGroups').sort(byCodeUnit),
    userName: textAt(entry, 'username'),
    policies:
      lists.length === 0
        ? undefined
        : [...byArn.values()].sort((one, other) => byCodeUnit(one.arn, other.arn)),
    tags: tagsAt(entry, 'tags'),
  };
}

function readPolicy(policy: unknown): ExistingPolicy {
  const isWhole = textAt(policy, 'accessScope', 'type') !== 'namespace';
  return {
    arn: textAt(policy, 'policyArn') ?? '',
    namespaces: isWhole ? undefined : textsAt(at(policy, 'accessScope'), 'namespaces').sort(byCodeUnit),
  };
}

function readLogGroup(
  logGroups: readonly JsonObject[] | undefined,
  clusterName: string,
): ExistingLogGroup | null | undefined {
  const found = logGroups?.find(
    (group) => textAt(group, 'logGroupName') === `/aws/eks/${clusterName}/cluster`,
  );
  return logGroups === undefined
    ? undefined
    : found === undefined
      ? null
      : { retentionInDays: numberAt(found, 'retentionInDays'), kmsKeyArn: textAt(found, 'kmsKeyId') };
}

function looseAssociations({ associations, associationSummaries }: Answers): string[] {
  const loose = [...associations, ...associationSummaries]
    .filter((association) => textAt(association, 'ownerArn') === undefined)
    .map((each) => `${textAt(each, 'namespace') ?? ''}/${textAt(each, 'serviceAccount') ?? ''}`);
  return [...new Set(loose)].sort(byCodeUnit);
}

/** What a list names and nothing describes. */
function notDescribed(
  { listed }: Answers,
  known: Readonly<Record<ListedKind, readonly JsonObject[]>>,
): string[] {
  const kinds: readonly (readonly [kind: ListedKind, what: string, field: string, command: string])[] = [
    ['addons', 'add-on', 'addonName', 'describe-addon'],
    ['nodegroups', 'node group', 'nodegroupName', 'describe-nodegroup'],
    ['fargateProfileNames', 'Fargate profile', 'fargateProfileName', 'describe-fargate-profile'],
    ['accessEntries', 'access entry', 'principalArn', 'describe-access-entry'],
  ];
  return kinds.flatMap(([kind, what, field, command]) => {
    const described = known[kind].map((each) => textAt(each, field));
    return (listed[kind] ?? [])
      .filter((name) => !described.includes(name))
      .sort(byCodeUnit)
      .map((name) => `The ${what} ${name} exists, but nothing describes it: aws eks ${command}.`);
  });
}

/** Each name once, the last that was given, sorted. */
function unique(values: readonly JsonObject[], field: string): JsonObject[] {
  const byName = new Map(values.map((value) => [textAt(value, field) ?? '', value]));
  return [...byName].sort(([one], [other]) => byCodeUnit(one, other)).map(([, value]) => value);
}
