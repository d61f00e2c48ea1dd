/**
 * The volumes of a launch template: what is rendered of them, and the limits that EBS sets them.
 */
import type {
  LaunchTemplateBlockDeviceMappings,
  LaunchTemplateBlockDeviceMappingsEbs,
} from '@cdktf/provider-aws/lib/launch-template';
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import { show } from '../../validation/problem';
import type { PropertyChecks } from '../../validation/property-checks';
import { AmiFamily, factsOf } from '../ami-family';
import type { NodeOptions } from '../node-options';
import type { VolumeOptions } from './volume-options';
import { VolumeType } from './volume-options';

/** In GiB, for system, container images and logs. */
export const DEFAULT_DISK_SIZE = 50;

/** The fewest and the most of something. */
type Range = readonly [min: number, max: number];

interface VolumeFacts {
  /** In GiB. */
  readonly size: Range;
  /** Undefined where there are none to set. */
  readonly iops?: Range;
  /** The most operations per second for each GiB. */
  readonly iopsPerGib?: number;
  readonly needsIops?: boolean;
  /** In MiB/s; undefined where there is none to set. */
  readonly throughput?: Range;
  readonly isBootable: boolean;
}

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
const FACTS: Readonly<Record<VolumeType, VolumeFacts>> = {
  [VolumeType.GP3]: {
    size: [1, 65536],
    iops: [3000, 80000],
    iopsPerGib: 500,
    throughput: [125, 2000],
    isBootable: true,
  },
  [VolumeType.GP2]: { size: [1, 16384], isBootable: true },
  [VolumeType.IO2]: {
    size: [4, 65536],
    iops: [100, 256000],
    iopsPerGib: 1000,
    needsIops: true,
    isBootable: true,
  },
  [VolumeType.IO1]: {
    size: [4, 16384],
    iops: [100, 64000],
    iopsPerGib: 50,
    needsIops: true,
    isBootable: true,
  },
  [VolumeType.ST1]: { size: [125, 16384], isBootable: false },
  [VolumeType.SC1]: { size: [125, 16384], isBootable: false },
};

const MIBS_PER_OPERATION = 0.25;

/**
 * Every volume is encrypted. Where container images and logs have a volume of their own, that is what `diskSize` means,
 * and the other one is as large as the image says.
 */
export function blockDevices(nodes: NodeOptions): LaunchTemplateBlockDeviceMappings[] {
  const { ami, diskSize = DEFAULT_DISK_SIZE, diskKmsKeyArn, launchTemplate = {} } = nodes;
  const { disk = {}, volumes = [] } = launchTemplate;
  const { rootDevice, dataDevice } = factsOf(ami.family ?? AmiFamily.AL2023);
  const sized = { ...ebs(disk, diskKmsKeyArn), volumeSize: diskSize };
  return [
    ...(dataDevice === undefined
      ? [{ deviceName: rootDevice, ebs: sized }]
      : [
          { deviceName: rootDevice, ebs: ebs({}, diskKmsKeyArn) },
          { deviceName: dataDevice, ebs: sized },
        ]),
    ...volumes.map((volume) => ({
      deviceName: volume.deviceName,
      ebs: { ...ebs(volume, volume.kmsKeyArn ?? diskKmsKeyArn), volumeSize: volume.size },
    })),
  ];
}

function ebs(volume: VolumeOptions, kmsKeyId: string | undefined): LaunchTemplateBlockDeviceMappingsEbs {
  const { type = VolumeType.GP3, iops, throughput, snapshotId } = volume;
  return {
    volumeType: type,
    iops,
    throughput,
    snapshotId,
    encrypted: 'true',
    kmsKeyId,
    deleteOnTermination: 'true',
  };
}

/** Reports everything that is wrong with the volumes of nodes. */
export function checkVolumes(checks: PropertyChecks, nodes: NodeOptions): void {
  const { ami, diskSize = DEFAULT_DISK_SIZE, launchTemplate = {} } = nodes;
  const { disk, volumes = [] } = launchTemplate;
  const { rootDevice, dataDevice } = factsOf(ami.family ?? AmiFamily.AL2023);
  if (disk !== undefined) {
    const property = 'launchTemplate.disk';
    checkVolume(checks, property, disk, diskSize);
    const problems =
      dataDevice === undefined ? judgeRootVolume(property, disk) : judgeDataVolume(disk, diskSize);
    problems.forEach((problem) => {
      checks.report(problem);
    });
  }
  const taken = [rootDevice, ...(dataDevice === undefined ? [] : [dataDevice])];
  volumes.forEach((volume, index) => {
    const property = `launchTemplate.volumes[${String(index)}]`;
    checkVolume(checks, property, volume, volume.size);
    checkRange(checks, `${property}.size`, volume.size, factsOfType(volume.type)?.size);
    checks.arn(`${property}.kmsKeyArn`, volume.kmsKeyArn, 'kms');
    checkDevice(checks, `${property}.deviceName`, volume.deviceName, taken);
    taken.push(volume.deviceName);
    if (volume.size === undefined && volume.snapshotId === undefined) {
      const what = `${property} has neither a size nor a snapshot`;
      checks.report(contradiction(property, undefined, 'a size or a snapshot', what, 'Give a size.'));
    }
  });
}

function checkVolume(
  checks: PropertyChecks,
  property: string,
  volume: VolumeOptions,
  size: number | undefined,
): void {
  const { type = VolumeType.GP3, iops, throughput, snapshotId } = volume;
  checks.pattern(`${property}.snapshotId`, snapshotId, /^snap-[0-9a-f]{8,17}$/, 'the id of a snapshot');
  checks.oneOf(`${property}.type`, type, Object.values(VolumeType));
  const facts = factsOfType(type);
  if (facts === undefined) {
    return;
  }
  checkRange(checks, `${property}.iops`, iops, facts.iops);
  checkRange(checks, `${property}.throughput`, throughput, facts.throughput);
  [...judgeType(property, volume, facts), ...judgeShares(property, volume, size, facts)].forEach(
    (problem) => {
      checks.report(problem);
    },
  );
}

function checkRange(
  checks: PropertyChecks,
  property: string,
  value: number | undefined,
  range: Range | undefined,
): void {
  if (value !== undefined && isKnown(value) && range !== undefined) {
    checks.integer(property, value, ...range);
  }
}

/** What a type has not, and what it cannot do without. */
function judgeType(property: string, volume: VolumeOptions, facts: VolumeFacts): ProblemDetails[] {
  const { type = VolumeType.GP3, iops } = volume;
  const without = (['iops', 'throughput'] as const)
    .filter((name) => volume[name] !== undefined && facts[name] === undefined)
    .map((name) => {
      const what = `${property}.${name} is given for a volume of type ${type}, which has none to set`;
      const fix = 'Leave it out, or take another type.';
      return contradiction(`${property}.${name}`, volume[name], 'nothing', what, fix);
    });
  if (facts.needsIops !== true || iops !== undefined) {
    return without;
  }
  const range = (facts.iops ?? []).join(' to ');
  const what = `${property}.iops is left out, but a volume of type ${type} needs it`;
  return [...without, contradiction(`${property}.iops`, undefined, range, what, `Give ${range}.`)];
}

/** Operations have to fit the size, and throughput the operations; what is out of its range is reported as that. */
function judgeShares(
  property: string,
  volume: VolumeOptions,
  size: number | undefined,
  facts: VolumeFacts,
): ProblemDetails[] {
  const { iops = facts.iops?.[0], throughput } = volume;
  if (!isWithin(iops, facts.iops)) {
    return [];
  }
  const problems: ProblemDetails[] = [];
  if (size !== undefined && isKnown(size) && facts.iopsPerGib !== undefined) {
    const most = Math.max(facts.iops?.[0] ?? 0, size * facts.iopsPerGib);
    if (iops > most) {
      const what = `${property}.iops ${String(iops)} is more than ${String(size)} GiB can have, which is ${String(most)}`;
      const fix = `Give at most ${String(most)}, or a larger volume.`;
      problems.push(contradiction(`${property}.iops`, iops, `at most ${String(most)}`, what, fix));
    }
  }
  const most = iops * MIBS_PER_OPERATION;
  if (isWithin(throughput, facts.throughput) && throughput > most) {
    const what = `${property}.throughput ${String(throughput)} is more than ${String(iops)} operations per second can carry, which is ${String(most)}`;
    const fix = `Give at most ${String(most)}, or more iops.`;
    const limit = `at most ${String(most)}`;
    problems.push(contradiction(`${property}.throughput`, throughput, limit, what, fix));
  }
  return problems;
}

function isWithin(value: number | undefined, range: Range | undefined): value is number {
  return (
    value !== undefined && isKnown(value) && range !== undefined && value >= range[0] && value <= range[1]
  );
}

/** Nodes boot from the image, and not from a hard disk. */
function judgeRootVolume(property: string, disk: VolumeOptions): ProblemDetails[] {
  const { type = VolumeType.GP3, snapshotId } = disk;
  const problems: ProblemDetails[] = [];
  if (factsOfType(type)?.isBootable === false) {
    const limit = 'an SSD';
    const what = `${property}.type ${type} is a hard disk, and nodes boot from the volume`;
    problems.push(contradiction(`${property}.type`, type, limit, what, 'Take gp3 or io2.'));
  }
  if (snapshotId !== undefined) {
    const what = `${property}.snapshotId is given for the volume that nodes boot from, which begins with the image`;
    const fix = 'Give it to one of launchTemplate.volumes.';
    problems.push(contradiction(`${property}.snapshotId`, snapshotId, 'nothing', what, fix));
  }
  return problems;
}

/** What `diskSize` has to be at all is checked with it; hard disks begin far above that. */
function judgeDataVolume({ type = VolumeType.GP3 }: VolumeOptions, diskSize: number): ProblemDetails[] {
  const least = factsOfType(type)?.size[0] ?? 0;
  if (!isKnown(diskSize) || diskSize >= least || factsOfType(type)?.isBootable !== false) {
    return [];
  }
  const what = `diskSize ${String(diskSize)} is less than a volume of type ${type} has, which is ${String(least)} GiB`;
  const limit = `at least ${String(least)}`;
  return [contradiction('diskSize', diskSize, limit, what, `Give ${limit}, or take another type.`)];
}

function checkDevice(
  checks: PropertyChecks,
  property: string,
  deviceName: string,
  taken: readonly string[],
): void {
  const pattern = /^(\/dev\/)?(sd[a-z]|xvd[a-z]{1,2})\d{0,2}$/;
  checks.pattern(property, deviceName, pattern, 'a device such as /dev/xvdf');
  if (isKnown(deviceName) && taken.includes(deviceName)) {
    const what = `${property} ${show(deviceName)} is also that of another volume`;
    checks.report(contradiction(property, deviceName, 'unique', what, 'Give each volume its own device.'));
  }
}

function contradiction(
  property: string,
  value: unknown,
  limit: string,
  what: string,
  fix: string,
): ProblemDetails {
  return { code: 'SEKS2022', property, value, limit, what, fix };
}

/** Undefined for what is no type, or a token. */
function factsOfType(type: VolumeType = VolumeType.GP3): VolumeFacts | undefined {
  return Object.hasOwn(FACTS, type) ? FACTS[type] : undefined;
}
