import { beforeEach, describe, expect, test } from '@jest/globals';
import { AWS_DURATIONS } from '../../../lib/rehearsal/aws/durations';
import { KEY_PENDING_DELETION, KMS_RULES } from '../../../lib/rehearsal/aws/kms';
import type { WorldObject } from '../../../lib/rehearsal/world/world';
import { Stage } from '../stage';
import { addCluster } from './iam/living-cluster';

let stage: Stage;
let key: WorldObject;

beforeEach(async () => {
  stage = new Stage(
    { resources: KMS_RULES, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
  const planned = { deletion_window_in_days: 7, enable_key_rotation: true };
  const { object } = await stage.after(stage.create('aws_kms_key', 'main', planned));
  if (object === undefined) {
    throw new Error('nothing was made');
  }
  key = object;
});

describe('A key', () => {
  test('has a UUID and the ARN made of it', () => {
    expect(key.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(key.attributes['arn']).toBe(`arn:aws:kms:eu-west-1:111122223333:key/${key.id}`);
    expect(key.attributes['rotation_period_in_days']).toBe(365);
  });

  test('is pending deletion afterwards, and gone for Terraform', async () => {
    await stage.after(stage.delete('aws_kms_key', 'main', key));
    expect(stage.world.all('aws_kms_key')).toEqual([]);
    expect(stage.world.get(KEY_PENDING_DELETION, key.id, 'eu-west-1')).toBeDefined();
    expect(stage.world.events).toContainEqual(
      expect.objectContaining({ what: 'key-deletion-scheduled', subject: key.id, detail: '7 days' }),
    );
  });

  test('deleted under a cluster that encrypts with it is a violation: key-deleted-under-cluster', async () => {
    const provider = [{ key_arn: key.attributes['arn'] ?? null }];
    addCluster(stage.world, { encryption_config: [{ resources: ['secrets'], provider }] });
    await stage.after(stage.delete('aws_kms_key', 'main', key));
    expect(stage.world.violations).toEqual([
      expect.objectContaining({
        rule: 'key-deleted-under-cluster',
        subject: 'main',
        message: `The key ${key.id} was scheduled for deletion in 7 days while the cluster main encrypts with it; without the key the cluster cannot be recovered.`,
      }),
    ]);
  });

  test('of another cluster may go', async () => {
    addCluster(stage.world, { encryption_config: [{ provider: [{ key_arn: 'arn:aws:kms:::key/other' }] }] });
    await stage.after(stage.delete('aws_kms_key', 'main', key));
    expect(stage.world.violations).toEqual([]);
  });
});

describe('An alias', () => {
  test('leads to its key', async () => {
    const planned = { name: 'alias/eks/main', target_key_id: key.id };
    const { object } = await stage.after(stage.create('aws_kms_alias', 'main', planned));
    expect(object?.attributes['arn']).toBe('arn:aws:kms:eu-west-1:111122223333:alias/eks/main');
    expect(object?.attributes['target_key_arn']).toBe(key.attributes['arn']);
  });

  test('that is taken is refused: AlreadyExistsException', async () => {
    const planned = { name: 'alias/eks/main', target_key_id: key.id };
    await stage.after(stage.create('aws_kms_alias', 'main', planned));
    const { error } = await stage.after(stage.create('aws_kms_alias', 'again', planned));
    expect(error).toBe(
      'AlreadyExistsException: An alias with the name arn:aws:kms:eu-west-1:111122223333:alias/eks/main already exists',
    );
  });

  test('of a key that is pending deletion is refused', async () => {
    await stage.after(stage.delete('aws_kms_key', 'main', key));
    const planned = { name: 'alias/eks/main', target_key_id: key.id };
    const { error } = await stage.after(stage.create('aws_kms_alias', 'main', planned));
    expect(error).toMatch(/^KMSInvalidStateException: .* is pending deletion\.$/);
  });
});
