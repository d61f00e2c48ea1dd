/**
 * The code of network and control plane.
 */
import { KubernetesVersion } from '../cluster/kubernetes-version';
import type { Code, Property } from './code';
import {
  assignment,
  byCodeUnit,
  call,
  list,
  object,
  raw,
  statement,
  text,
  textLiteral,
  textMap,
  texts,
} from './code';
import { authenticationCode } from './authentication-code';
import type { ExistingCluster } from './existing-cluster';
import type { ProgramParts } from './program-parts';
import type { SharedTags } from './shared-tags';

/** What else decides about the control plane. */
export interface ControlPlaneContext {
  readonly tags: SharedTags;
  /** Roles of the compute that is taken over. */
  readonly computeRoles: readonly string[];
  readonly hasOtherCompute: boolean;
  readonly hasWindows: boolean;
}

const LOG_TYPES: Readonly<Record<string, string>> = {
  api: 'API',
  audit: 'AUDIT',
  authenticator: 'AUTHENTICATOR',
  controllerManager: 'CONTROLLER_MANAGER',
  scheduler: 'SCHEDULER',
};
const NODE_POOLS: Readonly<Record<string, string>> = {
  'general-purpose': 'GENERAL_PURPOSE',
  system: 'SYSTEM',
};

/** Writes both. */
export function writeControlPlane(
  parts: ProgramParts,
  cluster: ExistingCluster,
  context: ControlPlaneContext,
): void {
  const networkCode = call(
    parts.use('EksNetwork.fromSubnetIds'),
    object([{ key: 'controlPlaneSubnetIds', value: texts(cluster.subnetIds) }]),
  );
  parts.write(
    statement(assignment('const network', networkCode), [
      'The subnets as EKS has them. Each plan looks whether they are still there and fit.',
    ]),
  );
  const properties = controlPlaneProperties(parts, cluster, context);
  const made = call(`new ${parts.use('SafeEksCluster')}`, raw('stack'), text('Cluster'), object(properties));
  parts.write(statement(assignment('const cluster', made), statusComments(parts, cluster)));
  writeOtherSettings(parts, cluster);
  if (Object.keys(context.tags.ofCluster).length > 0) {
    const tags = textMap(context.tags.ofCluster, { spread: 'cluster.resource.tagsInput' });
    parts.write(
      statement(assignment('cluster.resource.tags', tags), [
        'Tags that only the control plane has; given as tags of the cluster, everything that belongs to it would get them.',
      ]),
    );
  }
}

function controlPlaneProperties(
  parts: ProgramParts,
  cluster: ExistingCluster,
  context: ControlPlaneContext,
): (Property | undefined)[] {
  const { securityGroupIds, serviceIpv4Cidr } = cluster;
  const { shared } = context.tags;
  return [
    { key: 'clusterName', value: text(cluster.name) },
    {
      key: 'importExisting',
      value: raw('true'),
      comment: 'May be removed after the first apply, here and below where it says true.',
    },
    { key: 'version', value: raw(kubernetesVersion(parts, cluster.version)) },
    {
      key: 'roleArn',
      value: text(cluster.roleArn),
      comment: 'Has to stay: with another role EKS would have to make the cluster anew.',
    },
    encryption(parts, cluster),
    { key: 'network', value: raw('network') },
    endpointAccess(parts, cluster),
    { key: 'authentication', ...authenticationCode(parts, cluster, context.computeRoles) },
    logging(parts, cluster),
    autoMode(parts, cluster, context),
    securityGroupIds.length === 0 ? undefined : { key: 'securityGroupIds', value: texts(securityGroupIds) },
    cluster.isIpv6 ? { key: 'ipFamily', value: raw(parts.use('IpFamily.IPV6')) } : undefined,
    cluster.isIpv6 || serviceIpv4Cidr === undefined
      ? undefined
      : { key: 'serviceIpv4Cidr', value: text(serviceIpv4Cidr) },
    cluster.isExtended ? { key: 'supportType', value: raw(parts.use('SupportType.EXTENDED')) } : undefined,
    context.hasWindows ? { key: 'windowsSupport', value: raw('true') } : undefined,
    cluster.zonalShift ? { key: 'zonalShift', value: raw('true') } : undefined,
    cluster.deletionProtection
      ? undefined
      : {
          key: 'deletionProtection',
          value: raw('false'),
          comment: 'As it is. Without this line EKS refuses to delete the cluster, which is better.',
        },
    Object.keys(shared).length === 0 ? undefined : { key: 'tags', value: textMap(shared) },
  ];
}

/** The constant, where the library has one. */
export function kubernetesVersion(parts: ProgramParts, version: string): string {
  const constant = `V${version.replace('.', '_')}`;
  parts.use('KubernetesVersion');
  return Object.hasOwn(KubernetesVersion, constant) && /^V1_\d+$/.test(constant)
    ? `KubernetesVersion.${constant}`
    : `KubernetesVersion.of(${textLiteral(version)})`;
}

function encryption(parts: ProgramParts, { keyArn }: ExistingCluster): Property {
  return {
    key: 'encryption',
    value:
      keyArn === undefined
        ? raw(`${parts.use('ClusterEncryption.awsOwnedKey')}()`)
        : call(parts.use('ClusterEncryption.existingKey'), text(keyArn)),
    comment:
      keyArn === undefined
        ? 'As it is. A key of your own can be added later, and then stays.'
        : 'Has to stay: a cluster without the key, or with another one, would be a new cluster.',
  };
}

function endpointAccess(parts: ProgramParts, cluster: ExistingCluster): Property {
  const { publicAccess, privateAccess, publicCidrs } = cluster;
  const cidrs = publicCidrs.length === 0 ? ['0.0.0.0/0'] : publicCidrs;
  const comments = [
    ...(privateAccess
      ? []
      : [
          parts.note(
            'API server',
            'Its private endpoint is off, and the first apply switches it on: nodes then reach their control plane without leaving the VPC.',
          ),
        ]),
    ...(publicAccess && cidrs.includes('0.0.0.0/0')
      ? [
          parts.note(
            'API server',
            'Its public endpoint is open to every address of the internet, and stays so: name your own networks. Until then synth warns, SEKS1203.',
          ),
        ]
      : []),
  ];
  return {
    key: 'endpointAccess',
    value: publicAccess
      ? call(parts.use('EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom'), ...cidrs.map(text))
      : raw(parts.use('EndpointAccess.PRIVATE')),
    comment: comments.length === 0 ? undefined : comments.join('\n'),
  };
}

function logging(parts: ProgramParts, { logTypes, logGroup, name }: ExistingCluster): Property {
  const known = logTypes.filter((type) => LOG_TYPES[type] !== undefined);
  const types = list(known.map((type) => raw(parts.use(`ClusterLogType.${LOG_TYPES[type] ?? ''}`))));
  const groupName = `/aws/eks/${name}/cluster`;
  const properties: Property[] = [];
  if (logGroup !== null && (logGroup !== undefined || known.length > 0)) {
    const isUnknown = logGroup === undefined;
    properties.push(
      { key: 'importExisting', value: raw('true') },
      {
        key: 'retentionInDays',
        value: raw(String(logGroup?.retentionInDays ?? 0)),
        comment: isUnknown
          ? parts.note(
              `log group ${groupName}`,
              'Nobody has looked how long it keeps logs, and with which key: 0 days means for ever, so that nothing is lost. Give what ' +
                'aws logs describe-log-groups says, as retentionInDays and kmsKeyArn.',
            )
          : undefined,
      },
    );
    if (logGroup?.kmsKeyArn !== undefined) {
      properties.push({ key: 'kmsKeyArn', value: text(logGroup.kmsKeyArn) });
    }
  }
  const isMaybeThere = logGroup === undefined && known.length === 0;
  return {
    key: 'logging',
    value: object([{ key: 'types', value: types }, ...properties]),
    comment: isMaybeThere
      ? parts.note(
          `log group ${groupName}`,
          'No logs are on. If the log group is there all the same, add importExisting: true, as its creation would fail.',
        )
      : undefined,
  };
}

function autoMode(
  parts: ProgramParts,
  cluster: ExistingCluster,
  { hasOtherCompute }: ControlPlaneContext,
): Property | undefined {
  if (cluster.autoMode === undefined) {
    return undefined;
  }
  const { nodePools } = cluster.autoMode;
  const nodeRoleArn = cluster.autoMode.nodeRoleArn ?? roleOfCustomPools(cluster);
  const known = nodePools.filter((pool) => NODE_POOLS[pool] !== undefined);
  const notes = nodePools
    .filter((pool) => !known.includes(pool))
    .map((pool) =>
      parts.note(
        `node pool ${pool}`,
        `This library does not know the built-in pool ${pool}, and the first apply would remove it.`,
      ),
    );
  const pools: readonly Code[] = known
    .map((pool) => `BuiltInNodePool.${NODE_POOLS[pool] ?? ''}`)
    .sort(byCodeUnit)
    .map((pool) => raw(parts.use(pool)));
  return {
    key: 'autoMode',
    comment: notes.length === 0 ? undefined : notes.join('\n'),
    value: call(
      parts.use('AutoMode.enabled'),
      object([
        { key: 'nodePools', value: list(pools) },
        nodeRoleArn === undefined
          ? undefined
          : {
              key: 'nodeRoleArn',
              value: text(nodeRoleArn),
              comment: 'Has to stay: EKS takes no other role.',
            },
        hasOtherCompute ? { key: 'besideOtherCompute', value: raw('true') } : undefined,
      ]),
    ),
  };
}

/** Without built-in pools EKS is told no role; those of custom pools have an entry. */
function roleOfCustomPools({ entries = [] }: ExistingCluster): string | undefined {
  return entries.find(({ type }) => type === 'EC2')?.principalArn;
}

function statusComments(parts: ProgramParts, { status, name }: ExistingCluster): string[] {
  return status === 'ACTIVE' || status === ''
    ? []
    : [parts.note(`cluster ${name}`, `It is ${status}: wait until it is ACTIVE before you apply.`)];
}

function writeOtherSettings(parts: ProgramParts, cluster: ExistingCluster): void {
  const { remoteNodeCidrs, remotePodCidrs, otherSettings } = cluster;
  if (remoteNodeCidrs.length > 0) {
    const networks = object([
      { key: 'remoteNodeNetworks', value: object([{ key: 'cidrs', value: texts(remoteNodeCidrs) }]) },
      remotePodCidrs.length === 0
        ? undefined
        : { key: 'remotePodNetworks', value: object([{ key: 'cidrs', value: texts(remotePodCidrs) }]) },
    ]);
    const comment = parts.note(
      'remote networks',
      'The library has no words for hybrid nodes: their networks are kept by an argument of the resource itself.',
    );
    parts.write(statement(call('cluster.resource.putRemoteNetworkConfig', networks), [comment]));
  }
  for (const setting of otherSettings) {
    const comment = parts.note(
      'control plane',
      `${setting} is not said by this code. It stays as it is, as nothing is said of it; see that the plan agrees.`,
    );
    parts.comment(comment);
  }
}
