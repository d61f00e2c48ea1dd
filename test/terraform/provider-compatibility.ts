/**
 * What the provider bindings render and an older AWS provider does not know, in one table, and the function that
 * makes a configuration readable for the provider that is at hand.
 *
 * The bindings are made for AWS provider 6.25.0; a mirror may hold an older one. A stack loses exactly the arguments of
 * this table, each is reported, and everything else is judged by the real provider as it was synthesized. What no table
 * can mend is behaviour. Up to 6.14 the three Auto Mode blocks are not computed (removing them is an error rather than
 * silence), and 5.x replaces a cluster when `remote_network_config` changes.
 */
import type { Json, JsonObject } from './json';
import { asList, copyOf, isObject, mapTexts, objectAt } from './json';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

/** The AWS provider that the bindings are made for. It and its successors need no change of the configuration. */
export const BOUND_AWS_VERSION = '6.25.0';

/** An argument that the bindings can render and that older providers reject. */
export interface NewerArgument {
  /** `resource` or `data`; `any` means both. */
  readonly mode: 'resource' | 'data' | 'any';
  /** The type, such as `aws_eks_cluster`, or `*`. */
  readonly type: string;
  /** Where the argument stands; lists of blocks are passed through. */
  readonly path: readonly string[];
  /** The provider version that introduced it. */
  readonly since: string;
  readonly reason: string;
}

const NODE_REPAIR_REASON = 'Node auto repair had only `enabled` before.';

/** Every known difference. Compared with the real schema of 5.100.0 for all types that concern EKS. */
export const NEWER_ARGUMENTS: readonly NewerArgument[] = [
  {
    mode: 'any',
    type: '*',
    path: ['region'],
    since: '6.0.0',
    reason: 'Version 6 lets every resource choose a region; before, only the provider had one.',
  },
  {
    mode: 'data',
    type: 'aws_ami',
    path: ['allow_unsafe_filter'],
    since: '6.0.0',
    reason: 'Version 6 warns about filters without an owner unless this is set.',
  },
  {
    mode: 'resource',
    type: 'aws_eks_pod_identity_association',
    path: ['disable_session_tags'],
    since: '6.2.0',
    reason: 'Session tags could not be switched off before.',
  },
  {
    mode: 'resource',
    type: 'aws_eks_pod_identity_association',
    path: ['target_role_arn'],
    since: '6.2.0',
    reason: 'Roles of other accounts could not be chained before.',
  },
  {
    mode: 'resource',
    type: 'aws_eks_cluster',
    path: ['deletion_protection'],
    since: '6.9.0',
    reason: 'EKS had no deletion protection before.',
  },
  ...[
    'max_parallel_nodes_repaired_count',
    'max_parallel_nodes_repaired_percentage',
    'max_unhealthy_node_threshold_count',
    'max_unhealthy_node_threshold_percentage',
    'node_repair_config_overrides',
  ].map((name): NewerArgument => ({
    mode: 'resource',
    type: 'aws_eks_node_group',
    path: ['node_repair_config', name],
    since: '6.20.0',
    reason: NODE_REPAIR_REASON,
  })),
  {
    mode: 'resource',
    type: 'aws_eks_cluster',
    path: ['control_plane_scaling_config'],
    since: '6.23.0',
    reason: 'Provisioned control planes are newer than this provider.',
  },
  {
    mode: 'resource',
    type: 'aws_cloudwatch_log_group',
    path: ['deletion_protection_enabled'],
    since: '6.25.0',
    reason: 'Log groups had no deletion protection before.',
  },
];

/** An attribute that is read by another name in older providers. */
interface RenamedAttribute {
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly since: string;
}

/** References in expressions, which would otherwise fail on an attribute that does not exist yet. */
const RENAMED_ATTRIBUTES: readonly RenamedAttribute[] = [
  // Version 6 renamed `name` of the region data source to `region`.
  { pattern: /\b(data\.aws_region\.[\w-]+)\.region\b/g, replacement: '$1.name', since: '6.0.0' },
];

/** One argument that was taken out of the configuration. */
export interface RemovedArgument {
  /** The resource or data source, such as `aws_eks_cluster.main`. */
  readonly address: string;
  /** The argument, such as `node_repair_config.max_parallel_nodes_repaired_count`. */
  readonly argument: string;
  readonly since: string;
  readonly reason: string;
}

/** A configuration for the provider at hand, and what had to be removed from it. */
export interface AdaptedConfiguration {
  readonly configuration: JsonObject;
  readonly removed: readonly RemovedArgument[];
}

/** What the provider needs so that it asks AWS nothing. Credentials and regions of the machine stay out of it. */
const OFFLINE_ARGUMENTS: JsonObject = {
  access_key: 'offline',
  secret_key: 'offline',
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  // A call that slips through (the runner has no way out to the network) is to fail soon, not after 25 attempts.
  max_retries: 1,
};

/** Arguments that would make the provider look for credentials elsewhere. */
const ONLINE_ARGUMENTS = [
  'profile',
  'assume_role',
  'assume_role_with_web_identity',
  'shared_config_files',
  'shared_credentials_files',
  'token',
];

const DEFAULT_REGION = 'eu-west-1';

/** A copy of a parsed `cdk.tf.json` that the AWS provider of the given version accepts offline. */
export function adaptToProvider(original: JsonObject, awsVersion: string): AdaptedConfiguration {
  const configuration = renameReferences(copyOf(original), awsVersion);
  const removed = removeNewerArguments(configuration, awsVersion);
  pinAwsProvider(configuration, awsVersion);
  makeProvidersOffline(configuration);
  return { configuration, removed };
}

function renameReferences(configuration: JsonObject, awsVersion: string): JsonObject {
  const renamed = RENAMED_ATTRIBUTES.filter(({ since }) => compareVersions(awsVersion, since) < 0);
  return mapTexts(configuration, (text) =>
    renamed.reduce((changed, { pattern, replacement }) => changed.replace(pattern, replacement), text),
  ) as JsonObject;
}

function removeNewerArguments(configuration: JsonObject, awsVersion: string): RemovedArgument[] {
  const removed: RemovedArgument[] = [];
  const newer = NEWER_ARGUMENTS.filter(({ since }) => compareVersions(awsVersion, since) < 0);
  for (const mode of ['resource', 'data'] as const) {
    for (const [type, instances] of Object.entries(objectAt(configuration, mode))) {
      const concerned = newer.filter(
        (argument) =>
          (argument.mode === 'any' || argument.mode === mode) &&
          (argument.type === type || (argument.type === '*' && type.startsWith('aws_'))),
      );
      for (const [name, block] of Object.entries(objectAt(instances))) {
        const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
        for (const { path, since, reason } of concerned) {
          if (removeAt(block, path)) {
            removed.push({ address, argument: path.join('.'), since, reason });
            stopIgnoringChanges(block, path);
          }
        }
      }
    }
  }
  return removed;
}

/** Removes a path from a block, through lists of blocks, and tells whether it stood there. */
function removeAt(block: Json | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) {
    return false;
  }
  let found = false;
  for (const element of asList(block)) {
    if (!isObject(element) || !(key in element)) {
      continue;
    }
    if (rest.length > 0) {
      found = removeAt(element[key], rest) || found;
    } else {
      delete element[key];
      found = true;
    }
  }
  return found;
}

/** Terraform rejects `ignore_changes` on an argument that the schema does not know. */
function stopIgnoringChanges(block: Json, path: readonly string[]): void {
  const lifecycle = objectAt(block, 'lifecycle');
  const ignored = lifecycle['ignore_changes'];
  if (Array.isArray(ignored)) {
    const plain = path.join('.');
    lifecycle['ignore_changes'] = (ignored as readonly Json[]).filter((entry) => {
      const written = typeof entry === 'string' ? entry.replace(/\[[^\]]*\]/g, '') : '';
      return written !== plain && !written.startsWith(`${plain}.`);
    });
  }
}

function pinAwsProvider(configuration: JsonObject, awsVersion: string): void {
  const required = objectAt(configuration, 'terraform', 'required_providers');
  for (const [name, requirement] of Object.entries(required)) {
    if (isObject(requirement) && isAwsSource(requirement['source'])) {
      required[name] = { ...requirement, version: awsVersion };
    }
  }
}

/** Whether a `source` names the AWS provider, in its short or its full spelling. */
export function isAwsSource(source: Json | undefined): boolean {
  return source === 'hashicorp/aws' || source === 'aws' || source === 'registry.terraform.io/hashicorp/aws';
}

function makeProvidersOffline(configuration: JsonObject): void {
  const required = objectAt(configuration, 'terraform', 'required_providers');
  const awsNames = Object.keys(required).filter((name) => isAwsSource(objectAt(required, name)['source']));
  if (awsNames.length === 0) {
    return;
  }
  const providers = objectAt(configuration, 'provider');
  for (const name of awsNames) {
    const blocks = asList(providers[name]);
    // A stack whose resources name no provider block of their own still needs credentials for the implied one.
    providers[name] = (blocks.length > 0 ? blocks : [{}]).map((block) => offlineProvider(objectAt(block)));
  }
  configuration['provider'] = providers;
}

function offlineProvider(block: JsonObject): JsonObject {
  const kept = Object.entries(block).filter(([key]) => !ONLINE_ARGUMENTS.includes(key));
  const region = block['region'] ?? DEFAULT_REGION;
  return { ...Object.fromEntries(kept), ...OFFLINE_ARGUMENTS, region };
}
