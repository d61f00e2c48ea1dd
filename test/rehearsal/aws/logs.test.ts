import { beforeEach, describe, expect, test } from '@jest/globals';
import { AWS_DURATIONS } from '../../../lib/rehearsal/aws/durations';
import { LOGS_RULES } from '../../../lib/rehearsal/aws/logs';
import { Stage } from '../stage';

const NAME = '/aws/eks/main/cluster';
let stage: Stage;

beforeEach(() => {
  stage = new Stage(
    { resources: LOGS_RULES, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
});

describe('A log group', () => {
  test('exists under its name', async () => {
    const { object } = await create('main');
    expect(object?.attributes['arn']).toBe(`arn:aws:logs:eu-west-1:111122223333:log-group:${NAME}`);
  });

  test('that EKS made before is in the way: ResourceAlreadyExistsException', async () => {
    const attributes = { name: NAME };
    stage.world.add({ kind: 'aws_cloudwatch_log_group', id: NAME, region: 'eu-west-1', attributes });
    const { error } = await create('main');
    expect(error).toBe('ResourceAlreadyExistsException: The specified log group already exists');
  });

  test('of the same name in another region is not', async () => {
    const attributes = { name: NAME };
    stage.world.add({ kind: 'aws_cloudwatch_log_group', id: NAME, region: 'us-east-1', attributes });
    expect((await create('main')).error).toBeUndefined();
  });

  test('is made again after it was deleted', async () => {
    const { object } = await create('main');
    await stage.after(stage.delete('aws_cloudwatch_log_group', 'main', object ?? fail()));
    expect((await create('main')).error).toBeUndefined();
  });

  test('that is to be kept stays, and nobody manages it any more', async () => {
    const { object } = await create('main', { skip_destroy: true });
    await stage.after(stage.delete('aws_cloudwatch_log_group', 'main', object ?? fail()));
    const [left] = stage.world.all('aws_cloudwatch_log_group');
    expect(left?.id).toBe(NAME);
    expect(left?.address).toBeUndefined();
    expect((await create('main')).error).toMatch(/^ResourceAlreadyExistsException/);
  });
});

function create(name: string, more: { readonly skip_destroy?: boolean } = {}): ReturnType<Stage['create']> {
  return stage.after(stage.create('aws_cloudwatch_log_group', name, { name: NAME, ...more }));
}

function fail(): never {
  throw new Error('nothing was made');
}
