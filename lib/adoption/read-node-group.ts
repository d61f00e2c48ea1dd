/**
 * Reads what EKS says of a node group.
 */
import type { JsonObject } from '../plan-review/json';
import { at, entriesAt, isObject, listAt, numberAt, textAt } from '../plan-review/json';
import { byCodeUnit } from './code';
import type { ExistingNodeGroup } from './existing-cluster';
import { tagsAt, textsAt } from './read-values';

/** A node group. */
export function readNodeGroup(group: JsonObject): ExistingNodeGroup {
  const templateId = textAt(group, 'launchTemplate', 'id');
  return {
    name: textAt(group, 'nodegroupName') ?? '',
    version: textAt(group, 'version'),
    nodeRoleArn: textAt(group, 'nodeRole') ?? '',
    subnetIds: textsAt(group, 'subnets').sort(byCodeUnit),
    launchTemplate:
      templateId === undefined
        ? undefined
        : { id: templateId, version: textAt(group, 'launchTemplate', 'version') ?? '' },
    amiType: textAt(group, 'amiType') ?? '',
    capacityType: textAt(group, 'capacityType') ?? 'ON_DEMAND',
    // Their order is that of preference.
    instanceTypes: textsAt(group, 'instanceTypes'),
    diskSize: numberAt(group, 'diskSize'),
    minSize: numberAt(group, 'scalingConfig', 'minSize') ?? 0,
    maxSize: numberAt(group, 'scalingConfig', 'maxSize') ?? 1,
    desiredSize: numberAt(group, 'scalingConfig', 'desiredSize') ?? 0,
    maxUnavailable: numberAt(group, 'updateConfig', 'maxUnavailable'),
    maxUnavailablePercentage: numberAt(group, 'updateConfig', 'maxUnavailablePercentage'),
    labels: tagsAt(group, 'labels'),
    taints: listAt(group, 'taints')
      .map((taint) => ({
        key: textAt(taint, 'key') ?? '',
        value: textAt(taint, 'value'),
        effect: textAt(taint, 'effect') ?? '',
      }))
      .sort((one, other) => byCodeUnit(`${one.key} ${one.effect}`, `${other.key} ${other.effect}`)),
    repairs: at(group, 'nodeRepairConfig', 'enabled') === true,
    otherSettings: otherSettings(group),
    tags: tagsAt(group, 'tags'),
  };
}

function otherSettings(group: JsonObject): string[] {
  const strategy = textAt(group, 'updateConfig', 'updateStrategy') ?? 'DEFAULT';
  const repair = entriesAt(group, 'nodeRepairConfig')
    .filter(([key, value]) => key !== 'enabled' && isSet(value))
    .map(([key]) => `nodeRepairConfig.${key}`);
  return [
    ...(strategy === 'DEFAULT' ? [] : [`updateConfig.updateStrategy ${strategy}`]),
    ...repair.sort(byCodeUnit),
    ...(isSet(group['warmPoolConfig']) ? ['warmPoolConfig'] : []),
  ];
}

function isSet(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    !(Array.isArray(value) && value.length === 0) &&
    !(isObject(value) && (Object.keys(value).length === 0 || value['enabled'] === false))
  );
}
