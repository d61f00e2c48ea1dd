/**
 * Code that repairs something: what a user of this library writes. Names of constants come from the classes themselves, so that they
 * cannot be wrong.
 */
import { AddonName } from '../addons/addon-name';
import { ClusterLogType } from '../cluster/cluster-logging';
import { KubernetesVersion } from '../cluster/kubernetes-version';
import { parseArn } from '../validation/checks/arn';
import type { LiveAccessEntry, LiveAccessPolicy, LiveFargateProfile, LiveNodeGroup } from './live-state';

/** A text as TypeScript. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** A list of texts as TypeScript. */
export function list(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`;
}

/** `KubernetesVersion.V1_35`, or by its name where there is no constant yet. */
export function versionCode(version: string): string {
  const constant = Object.entries(KubernetesVersion).find(
    ([, value]) => value instanceof KubernetesVersion && value.version === version,
  )?.[0];
  return constant === undefined
    ? `KubernetesVersion.of(${quoted(version)})`
    : `KubernetesVersion.${constant}`;
}

/** `AddonName.VPC_CNI`. */
export function addonCode(name: string): string {
  const constant = Object.entries(AddonName).find(
    ([, value]) => value instanceof AddonName && value.name === name,
  )?.[0];
  return constant === undefined ? `AddonName.of(${quoted(name)})` : `AddonName.${constant}`;
}

/** The logs of a control plane. */
export function loggingCode(types: readonly string[]): string {
  const constants = Object.entries(ClusterLogType).flatMap(([name, value]) =>
    types.includes(value) ? [`ClusterLogType.${name}`] : [],
  );
  return `logging: { types: [${constants.join(', ')}] }`;
}

/** How the API server is reached. Nobody is told to open it to the world. */
export function endpointCode(isPublic: boolean, cidrs: readonly string[]): string {
  const narrow = cidrs.filter((cidr) => !isWorld(cidr));
  return isPublic && narrow.length > 0
    ? `endpointAccess: EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(${narrow.map(quoted).join(', ')})`
    : 'endpointAccess: EndpointAccess.PRIVATE';
}

/** Whether a network is everything. */
export function isWorld(cidr: string): boolean {
  return cidr === '0.0.0.0/0' || cidr === '::/0';
}

/** The authentication mode, as a step on the way to access entries. */
export function authenticationCode(mode: string): string {
  if (mode === 'API') {
    return 'authentication: AccessEntryAuth.api()';
  }
  const step = mode === 'CONFIG_MAP' ? 'CONFIG_MAP' : 'BOTH';
  return `authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.${step} })`;
}

/** A grant that does what an entry does. */
export function grantCode({ principalArn, type, groups, policies = [] }: LiveAccessEntry): string {
  const id = quoted(parseArn(principalArn)?.resource.split('/').at(-1) ?? principalArn);
  const principal = quoted(principalArn);
  if (type !== 'STANDARD') {
    return `cluster.access.registerNodes(${id}, ${principal}, AccessEntryType.${type})`;
  }
  const granted = `[${policies.map(policyCode).join(', ')}]`;
  if (groups.length > 0) {
    const options = `${policies.length > 0 ? `policies: ${granted}, ` : ''}kubernetesGroups: ${list(groups)}`;
    return `cluster.access.grant(${id}, ${principal}, { ${options} })`;
  }
  const [only, ...more] = policies;
  return only !== undefined && more.length === 0 && policyCode(only) === 'AccessPolicy.clusterAdmin()'
    ? `cluster.grantClusterAdmin(${id}, ${principal})`
    : `cluster.grantAccess(${id}, ${principal}, ${granted})`;
}

const FACTORIES: Readonly<Record<string, string>> = {
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSAdminViewPolicy: 'adminView',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
};

/** A policy with its scope. */
export function policyCode({ arn, scope, namespaces }: LiveAccessPolicy): string {
  const name = policyName(arn);
  if (name === 'AmazonEKSClusterAdminPolicy' && scope === 'cluster') {
    return 'AccessPolicy.clusterAdmin()';
  }
  const where =
    scope === 'cluster'
      ? 'AccessScope.CLUSTER'
      : `AccessScope.namespaces(${namespaces.map(quoted).join(', ')})`;
  const factory = FACTORIES[name];
  return factory === undefined
    ? `AccessPolicy.of(${quoted(name)}, ${where})`
    : `AccessPolicy.${factory}(${where})`;
}

/** The last part of the ARN of an access policy. */
export function policyName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

/** A node group in place of one that no stack has. */
export function nodeGroupCode(group: LiveNodeGroup): string {
  const { name, instanceTypes, subnetIds, minSize, maxSize, desiredSize } = group;
  const options = [
    'ami: Ami.eksOptimized()',
    ...(instanceTypes.length > 0 ? [`instanceTypes: ${list(instanceTypes)}`] : []),
    `subnetIds: ${list(subnetIds)}`,
    ...(minSize === undefined || maxSize === undefined
      ? []
      : [
          `scaling: Scaling.external({ min: ${String(minSize)}, max: ${String(maxSize)}, initial: ${String(desiredSize ?? minSize)} })`,
        ]),
  ];
  return `cluster.addNodeGroup(${quoted(name)}, { ${options.join(', ')} })`;
}

/** A Fargate profile in place of one that no stack has. */
export function fargateProfileCode({ name, selectors, subnetIds }: LiveFargateProfile): string {
  const shown = selectors.map(({ namespace, labels }) => {
    const pairs = Object.entries(labels).map(
      ([key, value]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : quoted(key)}: ${quoted(value)}`,
    );
    return `{ namespace: ${quoted(namespace)}${pairs.length > 0 ? `, labels: { ${pairs.join(', ')} }` : ''} }`;
  });
  return `cluster.addFargateProfile(${quoted(name)}, { selectors: [${shown.join(', ')}], subnetIds: ${list(subnetIds)} })`;
}
