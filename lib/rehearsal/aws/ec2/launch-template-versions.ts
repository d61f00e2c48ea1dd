/**
 * The versions of launch templates: EC2 keeps each as it was written, and who starts instances names one of them.
 */
import { gunzipSync } from 'node:zlib';
import type { KnownValues } from '../../protocol/value';
import { ApiError } from '../../engine/api-error';
import type { World, WorldObject } from '../../world/world';

/**
 * What a version consists of. A change of one of these writes a new version (`updateKeys` in the provider's
 * ec2_launch_template.go; `maintenance_options` and `network_performance_options` from memory).
 */
export const TEMPLATE_DATA: readonly string[] = [
  'block_device_mappings',
  'capacity_reservation_specification',
  'cpu_options',
  'credit_specification',
  'description',
  'disable_api_stop',
  'disable_api_termination',
  'ebs_optimized',
  'elastic_gpu_specifications',
  'elastic_inference_accelerator',
  'enclave_options',
  'hibernation_options',
  'iam_instance_profile',
  'image_id',
  'instance_initiated_shutdown_behavior',
  'instance_market_options',
  'instance_requirements',
  'instance_type',
  'kernel_id',
  'key_name',
  'license_specification',
  'maintenance_options',
  'metadata_options',
  'monitoring',
  'network_interfaces',
  'network_performance_options',
  'placement',
  'private_dns_name_options',
  'ram_disk_id',
  'security_group_names',
  'tag_specifications',
  'user_data',
  'vpc_security_group_ids',
];

const VERSIONS = new WeakMap<WorldObject, Map<number, KnownValues>>();

/** A version of a template that a stack of the rehearsal manages. */
export interface TemplateVersion {
  readonly template: WorldObject;
  readonly number: number;
  readonly data: KnownValues;
}

/** Keeps what a template says now as one of its versions. */
export function keepVersion(template: WorldObject, number: number, values: KnownValues): void {
  const versions = VERSIONS.get(template) ?? new Map<number, KnownValues>();
  versions.set(number, Object.fromEntries(TEMPLATE_DATA.map((name) => [name, values[name] ?? null])));
  VERSIONS.set(template, versions);
}

/**
 * The version of a template that somebody refers to; nothing when no stack manages the template.
 *
 * @param reference `id` or `name`, and `version`: a number, `$Latest` or `$Default`
 * @throws ApiError when the template or the version does not exist; the texts are those of EC2
 */
export function findVersion(
  world: World,
  region: string,
  reference: KnownValues,
): TemplateVersion | undefined {
  const id = textOf(reference['id']);
  const name = textOf(reference['name']);
  const template =
    id === ''
      ? world.find('aws_launch_template', { name }, region)
      : world.get('aws_launch_template', id, region);
  if (template === undefined) {
    if (world.isGone(id)) {
      throw new ApiError(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      );
    }
    return undefined;
  }
  const number = numberOf(template, textOf(reference['version']));
  const data = VERSIONS.get(template)?.get(number);
  if (data === undefined) {
    throw new ApiError(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${String(number)} for the launch template with ID ${template.id}.`,
    );
  }
  return { template, number, data };
}

/** User data as the instance reads it: Terraform has it in base64, and cloud-init unpacks what is compressed. */
export function readUserData(data: KnownValues): string {
  const raw = Buffer.from(textOf(data['user_data']), 'base64');
  return (raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw).toString('utf8');
}

function numberOf(template: WorldObject, version: string): number {
  const { latest_version: latest, default_version: chosen } = template.attributes;
  if (version === '$Latest') {
    return Number(latest);
  }
  return version === '$Default' || version === '' ? Number(chosen) : Number(version);
}

function textOf(value: KnownValues[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
