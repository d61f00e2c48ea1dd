import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { LAUNCH_TEMPLATE_RULES } from '../../../../lib/rehearsal/aws/ec2/launch-template';
import { findVersion, readUserData } from '../../../../lib/rehearsal/aws/ec2/launch-template-versions';
import type { PlannedChange } from '../../../../lib/rehearsal/engine/rules';
import type { KnownValues, Value } from '../../../../lib/rehearsal/protocol/value';
import { sameValue, UNKNOWN } from '../../../../lib/rehearsal/protocol/value';
import { Stage } from '../../stage';

const TYPE = 'aws_launch_template';
const REGION = 'eu-west-1';

function stageOf(): Stage {
  return new Stage(
    { resources: { [TYPE]: LAUNCH_TEMPLATE_RULES }, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
}

async function template(stage: Stage, planned: KnownValues, name = 'nodes') {
  return stage.after(stage.create(TYPE, name, planned));
}

function planned(prior: KnownValues, more: { readonly [name: string]: Value }) {
  const stage = stageOf();
  const values: { [name: string]: Value } = { ...prior, ...more };
  const change: PlannedChange = {
    ...stage.surroundings,
    prior,
    config: values,
    planned: values,
    changes: (attribute) => !sameValue(values[attribute] ?? null, prior[attribute] ?? null),
    replace: () => undefined,
  };
  LAUNCH_TEMPLATE_RULES.plan?.(change);
  return values;
}

const PRIOR: KnownValues = {
  name: 'nodes',
  image_id: 'ami-1',
  description: 'a',
  update_default_version: true,
  latest_version: 3,
  default_version: 3,
  tags: {},
};

describe('the plan', () => {
  test('does not know the versions that a change of the image will make', () => {
    expect(planned(PRIOR, { image_id: 'ami-2' })).toMatchObject({
      latest_version: UNKNOWN,
      default_version: UNKNOWN,
    });
  });

  test('knows that the default stays when the template does not move it', () => {
    const prior = { ...PRIOR, update_default_version: false };
    expect(planned(prior, { image_id: 'ami-2' })).toMatchObject({
      latest_version: UNKNOWN,
      default_version: 3,
    });
  });

  test('knows them when nothing changes, or only the description', () => {
    expect(planned(PRIOR, {})).toMatchObject({ latest_version: 3, default_version: 3 });
    expect(planned(PRIOR, { description: 'b' })).toMatchObject({ latest_version: 3, default_version: 3 });
  });

  test('takes a change of tags for one of the version, as the provider does', () => {
    expect(planned(PRIOR, { tags: { a: 'b' } })).toMatchObject({ latest_version: UNKNOWN });
  });
});

describe('versions', () => {
  test('begin with 1', async () => {
    const { object } = await template(stageOf(), { name: 'nodes', image_id: 'ami-1' });
    expect(object?.id).toMatch(/^lt-[0-9a-f]{17}$/);
    expect(object?.attributes).toMatchObject({ latest_version: 1, default_version: 1, name: 'nodes' });
  });

  test('go up with the data, and each stays as it was written', async () => {
    const stage = stageOf();
    const { object } = await template(stage, {
      name: 'nodes',
      image_id: 'ami-1',
      update_default_version: true,
    });
    await stage.after(
      stage.update(TYPE, 'nodes', object!, {
        name: 'nodes',
        image_id: 'ami-2',
        update_default_version: true,
      }),
    );
    expect(object!.attributes).toMatchObject({ latest_version: 2, default_version: 2 });
    const at = (version: string) =>
      findVersion(stage.world, REGION, { id: object!.id, version })?.data['image_id'];
    expect([at('1'), at('2'), at('$Latest'), at('$Default')]).toEqual(['ami-1', 'ami-2', 'ami-2', 'ami-2']);
  });

  test('do not go up with tags alone', async () => {
    const stage = stageOf();
    const { object } = await template(stage, { name: 'nodes', image_id: 'ami-1' });
    await stage.after(
      stage.update(TYPE, 'nodes', object!, { name: 'nodes', image_id: 'ami-1', tags: { a: 'b' } }),
    );
    expect(object!.attributes['latest_version']).toBe(1);
  });

  test('leave the default alone unless the template moves it', async () => {
    const stage = stageOf();
    const { object } = await template(stage, { name: 'nodes', image_id: 'ami-1' });
    await stage.after(stage.update(TYPE, 'nodes', object!, { name: 'nodes', image_id: 'ami-2' }));
    expect(object!.attributes).toMatchObject({ latest_version: 2, default_version: 1 });
  });
});

describe('names', () => {
  test('are taken once', async () => {
    const stage = stageOf();
    await template(stage, { name: 'nodes' });
    const { error } = await template(stage, { name: 'nodes' }, 'again');
    expect(error).toBe(
      'InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.',
    );
  });

  test('with a prefix do not collide', async () => {
    const stage = stageOf();
    const one = await template(stage, { name_prefix: 'nodes-' });
    const other = await template(stage, { name_prefix: 'nodes-' }, 'again');
    expect(other.error).toBeUndefined();
    expect(other.object!.attributes['name']).not.toBe(one.object!.attributes['name']);
  });
});

test('a template that was deleted behind its back is not found, one that is only mentioned is nobody’s', () => {
  const stage = stageOf();
  expect(findVersion(stage.world, REGION, { id: 'lt-foreign', version: '7' })).toBeUndefined();
  stage.world.vanish('lt-foreign');
  expect(() => findVersion(stage.world, REGION, { id: 'lt-foreign', version: '7' })).toThrow(
    'InvalidLaunchTemplateId.NotFound',
  );
});

test('user data is read out of base64, compressed or not', () => {
  const text = 'spec: {}';
  expect(readUserData({ user_data: Buffer.from(text).toString('base64') })).toBe(text);
  expect(readUserData({ user_data: gzipSync(text).toString('base64') })).toBe(text);
  expect(readUserData({})).toBe('');
});
