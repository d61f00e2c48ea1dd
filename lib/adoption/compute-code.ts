/**
 * The code of node groups and Fargate profiles, and why some of them cannot be taken over.
 */
import { AmiArchitecture, AmiFamily, factsOf } from '../nodes/ami-family';
import type { Code, Property } from './code';
import { call, list, object, raw, statement, text, textMap, texts } from './code';
import { kubernetesVersion } from './control-plane-code';
import type { ExistingCluster, ExistingFargateProfile, ExistingNodeGroup } from './existing-cluster';
import type { ProgramParts } from './program-parts';
import type { SharedTags } from './shared-tags';
import { tagsBeyond } from './shared-tags';

const EFFECTS = ['NO_SCHEDULE', 'PREFER_NO_SCHEDULE', 'NO_EXECUTE'];
const CAPACITY_TYPES = ['ON_DEMAND', 'SPOT', 'CAPACITY_BLOCK'];
const STAYS = 'Has to stay until something replaces it: its name is that of the group that exists.';

/** An AMI type of EKS as the library names it. */
interface KnownImage {
  readonly family: AmiFamily;
  readonly architecture: AmiArchitecture;
}

/** Why a node group cannot be taken over; undefined where it can. */
export function whyNot(group: ExistingNodeGroup): string | undefined {
  const { launchTemplate, amiType, capacityType, taints } = group;
  if (launchTemplate === undefined) {
    return (
      'it has no launch template of its own, and EKS gives it none afterwards. Make a new group beside it, wait until its nodes are Ready, ' +
      'move the pods by kubectl drain, and delete this one with aws eks delete-nodegroup'
    );
  }
  if (amiType !== 'CUSTOM' && imageOf(amiType) === undefined) {
    return `this library does not know its AMI type ${amiType}. Make a new group of another image beside it`;
  }
  if (!CAPACITY_TYPES.includes(capacityType)) {
    return `this library does not know its capacity type ${capacityType}. Leave it to the tool that made it`;
  }
  const strange = taints.find(({ effect }) => !EFFECTS.includes(effect));
  return strange === undefined
    ? undefined
    : `this library does not know the effect ${strange.effect} of its taint ${strange.key}. Leave it to the tool that made it`;
}

/** Whether its nodes run Windows. */
export function isWindows({ amiType }: ExistingNodeGroup): boolean {
  return amiType.startsWith('WINDOWS_');
}

/** Writes all of both. */
export function writeCompute(parts: ProgramParts, cluster: ExistingCluster, tags: SharedTags): void {
  const { nodeGroups, fargateProfiles } = cluster;
  for (const group of nodeGroups ?? []) {
    const reason = whyNot(group);
    if (reason === undefined) {
      writeNodeGroup(parts, cluster, group, tags);
    } else {
      const subject = `node group ${group.name}`;
      const text = parts.note(subject, `It is not taken over: ${reason}. ${shape(group)}`);
      parts.comment(`The ${subject}: ${text}`);
    }
  }
  for (const profile of fargateProfiles ?? []) {
    writeFargateProfile(parts, cluster, profile, tags);
  }
  for (const [known, what] of [
    [nodeGroups, 'node groups'],
    [fargateProfiles, 'Fargate profiles'],
  ] as const) {
    if (known === undefined) {
      parts.comment(
        parts.note(
          what,
          'They were not read. Those that the cluster has stay as they are, and are not managed by this code.',
        ),
      );
    }
  }
}

/** What a group in its place has to be like. */
function shape({
  instanceTypes,
  minSize,
  maxSize,
  desiredSize,
  labels,
  taints,
  capacityType,
}: ExistingNodeGroup): string {
  const parts = [
    `It has ${String(minSize)} to ${String(maxSize)} nodes, now ${String(desiredSize)}, ${capacityType}`,
    ...(instanceTypes.length === 0 ? [] : [`of ${instanceTypes.join(', ')}`]),
    ...(Object.keys(labels).length === 0 ? [] : [`labels ${Object.keys(labels).join(', ')}`]),
    ...(taints.length === 0 ? [] : [`taints ${taints.map(({ key }) => key).join(', ')}`]),
  ];
  return `${parts.join(', ')}.`;
}

function writeNodeGroup(
  parts: ProgramParts,
  cluster: ExistingCluster,
  group: ExistingNodeGroup,
  tags: SharedTags,
): void {
  // The name without what the provider of Terraform appended to it.
  const id = parts.id('cluster', group.name.replace(/-?\d{26}$/, ''), 'nodes');
  const own = tagsBeyond(group.tags, tags, cluster.name);
  const { version, labels, taints, otherSettings } = group;
  const isOlder = group.amiType !== 'CUSTOM' && version !== undefined && version !== cluster.version;
  const properties: (Property | undefined)[] = [
    { key: 'importExisting', value: text(group.name), comment: STAYS },
    { key: 'ami', value: image(parts, group) },
    isOlder ? { key: 'version', value: raw(kubernetesVersion(parts, version)) } : undefined,
    { key: 'nodeRoleArn', value: text(group.nodeRoleArn) },
    { key: 'subnetIds', value: texts(group.subnetIds) },
    group.instanceTypes.length === 0
      ? undefined
      : { key: 'instanceTypes', value: texts(group.instanceTypes) },
    group.capacityType === 'ON_DEMAND'
      ? undefined
      : { key: 'capacityType', value: raw(parts.use(`CapacityType.${group.capacityType}`)) },
    { key: 'scaling', value: scaling(parts, group) },
    { key: 'update', value: update(parts, group) },
    group.repairs
      ? undefined
      : {
          key: 'nodeRepair',
          value: raw('false'),
          comment: 'As it is. Without this line EKS replaces nodes that are not healthy.',
        },
    Object.keys(labels).length === 0 ? undefined : { key: 'labels', value: textMap(labels) },
    taints.length === 0
      ? undefined
      : { key: 'taints', value: list(taints.map((taint) => taintCode(parts, taint))) },
    Object.keys(own).length === 0 ? undefined : { key: 'tags', value: textMap(own) },
  ];
  const comments = otherSettings.map((setting) =>
    parts.note(
      `node group ${group.name}`,
      `${setting} has no words in this library. Look in the plan at what becomes of it.`,
    ),
  );
  parts.write(statement(call('cluster.addNodeGroup', text(id), object(properties)), comments));
}

function image(parts: ProgramParts, { amiType, launchTemplate }: ExistingNodeGroup): Code {
  const known = imageOf(amiType);
  const family = known === undefined ? undefined : keyOf(AmiFamily, known.family);
  return call(
    parts.use('Ami.launchTemplate'),
    object([
      { key: 'id', value: text(launchTemplate?.id ?? '') },
      { key: 'version', value: text(launchTemplate?.version ?? '') },
      family === undefined
        ? undefined
        : { key: 'eksOptimized', value: raw(parts.use(`AmiFamily.${family}`)) },
      known?.architecture === AmiArchitecture.ARM_64
        ? { key: 'architecture', value: raw(parts.use('AmiArchitecture.ARM_64')) }
        : undefined,
    ]),
  );
}

function scaling(parts: ProgramParts, { minSize, maxSize, desiredSize }: ExistingNodeGroup): Code {
  return call(
    parts.use('Scaling.external'),
    object([
      { key: 'min', value: raw(String(minSize)) },
      { key: 'max', value: raw(String(maxSize)) },
      { key: 'initial', value: raw(String(desiredSize)) },
      minSize === 0 ? { key: 'nodeTemplateTags', value: raw('false') } : undefined,
    ]),
  );
}

function update(parts: ProgramParts, { maxUnavailable, maxUnavailablePercentage }: ExistingNodeGroup): Code {
  return call(
    parts.use('NodeUpdate.rolling'),
    object([
      maxUnavailablePercentage === undefined
        ? { key: 'maxUnavailable', value: raw(String(maxUnavailable ?? 1)) }
        : { key: 'maxUnavailablePercentage', value: raw(String(maxUnavailablePercentage)) },
    ]),
  );
}

function taintCode(
  parts: ProgramParts,
  { key, value, effect }: { readonly key: string; readonly value?: string; readonly effect: string },
): Code {
  return object([
    { key: 'key', value: text(key) },
    value === undefined ? undefined : { key: 'value', value: text(value) },
    { key: 'effect', value: raw(parts.use(`TaintEffect.${effect}`)) },
  ]);
}

function writeFargateProfile(
  parts: ProgramParts,
  cluster: ExistingCluster,
  profile: ExistingFargateProfile,
  tags: SharedTags,
): void {
  const id = parts.id('cluster', profile.name, 'profile');
  const own = tagsBeyond(profile.tags, tags, cluster.name);
  const selectors = profile.selectors.map(({ namespace, labels }) =>
    object([
      { key: 'namespace', value: text(namespace) },
      Object.keys(labels).length === 0 ? undefined : { key: 'labels', value: textMap(labels) },
    ]),
  );
  const properties: (Property | undefined)[] = [
    {
      key: 'importExisting',
      value: text(profile.name),
      comment: STAYS.replace('the group', 'the profile'),
    },
    { key: 'podExecutionRoleArn', value: text(profile.podExecutionRoleArn) },
    { key: 'subnetIds', value: texts(profile.subnetIds) },
    { key: 'selectors', value: list(selectors) },
    Object.keys(own).length === 0 ? undefined : { key: 'tags', value: textMap(own) },
  ];
  parts.write(statement(call('cluster.addFargateProfile', text(id), object(properties))));
}

function imageOf(amiType: string): KnownImage | undefined {
  for (const family of Object.values(AmiFamily)) {
    for (const architecture of Object.values(AmiArchitecture)) {
      if (factsOf(family).images[architecture]?.amiType === amiType) {
        return { family, architecture };
      }
    }
  }
  return undefined;
}

function keyOf(values: Readonly<Record<string, string>>, wanted: string): string | undefined {
  return Object.keys(values).find((key) => values[key] === wanted);
}
