/**
 * KMS keys and their aliases.
 *
 * Sources: the provider's `internal/service/kms/key.go`, `alias.go`; Amazon EKS user guide on envelope encryption: a cluster
 * whose key is deleted cannot be recovered.
 */
import { ApiError } from '../engine/api-error';
import type { Call, ResourceRules } from '../engine/rules';
import { isValues } from '../protocol/value';
import type { World, WorldObject } from '../world/world';
import { encryptionOf } from './eks/cluster-blocks';
import { blockOf, clustersOf } from './eks/cluster-model';
import { nameOrGenerated } from './names';
import { textOr } from './texts';

/** What a key becomes when its deletion is scheduled: Terraform takes it for gone. */
export const KEY_PENDING_DELETION = 'aws_kms_key pending deletion';

const KEY: ResourceRules = {
  async create(call) {
    await call.request('kms:CreateKey');
    const id = uuid(call);
    const arn = `arn:${call.partition}:kms:${call.region}:${call.accountId}:key/${id}`;
    call.exists(id, {
      arn,
      key_id: id,
      multi_region: call.planned['multi_region'] ?? false,
      description: call.planned['description'] ?? '',
      policy: call.planned['policy'] ?? defaultPolicy(call),
      rotation_period_in_days: call.planned['rotation_period_in_days'] ?? rotationPeriod(call),
    });
    await call.takes('kms:CreateKey');
  },
  async delete(call) {
    const { world, object } = call;
    await call.request('kms:ScheduleKeyDeletion');
    const window = object.attributes['deletion_window_in_days'];
    const days = String(typeof window === 'number' ? window : 30);
    for (const cluster of clustersOf(world)) {
      if (cluster.status !== 'DELETING' && encryptsWith(cluster.object, object)) {
        world.violate(
          'key-deleted-under-cluster',
          cluster.name,
          `The key ${object.id} was scheduled for deletion in ${days} days while the cluster ${cluster.name} encrypts with it; without the key the cluster cannot be recovered.`,
        );
      }
    }
    world.remove(object);
    world.add({ ...object, kind: KEY_PENDING_DELETION });
    world.note('key-deletion-scheduled', object.id, `${days} days`);
    await call.takes('delete');
  },
};

const ALIAS: ResourceRules = {
  async create(call) {
    const name = aliasName(nameOrGenerated(call));
    await call.request('kms:CreateAlias');
    const arn = `arn:${call.partition}:kms:${call.region}:${call.accountId}:${name}`;
    if (call.world.get('aws_kms_alias', name, call.region) !== undefined) {
      throw new ApiError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    }
    const target = textOr(call.planned['target_key_id']);
    requireKey(call, target);
    call.exists(name, {
      name,
      arn,
      name_prefix: call.planned['name_prefix'] ?? '',
      target_key_arn: findKey(call.world, target)?.attributes['arn'] ?? target,
    });
    await call.takes('create');
  },
  async update(call) {
    const target = textOr(call.planned['target_key_id']);
    await call.request('kms:UpdateAlias');
    requireKey(call, target);
    call.object.attributes['target_key_arn'] = findKey(call.world, target)?.attributes['arn'] ?? target;
    await call.takes('update');
  },
};

/** The rules of KMS, by type. */
export const KMS_RULES: { readonly [type: string]: ResourceRules } = {
  aws_kms_key: KEY,
  aws_kms_alias: ALIAS,
};

/** A key by its id or ARN, when a stack manages it. */
export function findKey(world: World, idOrArn: string): WorldObject | undefined {
  return world
    .all('aws_kms_key')
    .find(({ id, attributes }) => id === idOrArn || attributes['arn'] === idOrArn);
}

function requireKey(call: Call, idOrArn: string): void {
  const pending = call.world
    .all(KEY_PENDING_DELETION)
    .find(({ id, attributes }) => id === idOrArn || attributes['arn'] === idOrArn);
  if (pending !== undefined) {
    throw new ApiError(
      'KMSInvalidStateException',
      `${textOr(pending.attributes['arn'])} is pending deletion.`,
    );
  }
  if (call.world.isGone(idOrArn)) {
    throw new ApiError('NotFoundException', `Key '${idOrArn}' does not exist`);
  }
}

function encryptsWith(cluster: WorldObject, key: WorldObject): boolean {
  const encryption = blockOf({ encryption: encryptionOf(cluster) }, 'encryption') ?? {};
  const provider = blockOf(encryption, 'provider');
  return isValues(provider) && provider['key_arn'] === key.attributes['arn'];
}

function uuid(call: Call): string {
  const digits = `${call.newId('')}${call.newId('', 'rest')}`;
  return [0, 8, 12, 16, 20].map((start, part) => digits.slice(start, [8, 12, 16, 20, 32][part])).join('-');
}

function aliasName(name: string): string {
  return name.startsWith('alias/') ? name : `alias/${name}`;
}

function defaultPolicy({ partition, accountId }: Call): string {
  return JSON.stringify({
    Id: 'key-default-1',
    Statement: [
      {
        Action: 'kms:*',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Resource: '*',
        Sid: 'Enable IAM User Permissions',
      },
    ],
    Version: '2012-10-17',
  });
}

function rotationPeriod(call: Call): number {
  return call.planned['enable_key_rotation'] === true ? 365 : 0;
}
