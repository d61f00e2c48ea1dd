import { describe, expect, test } from '@jest/globals';
import { planTags } from '../../../lib/rehearsal/aws/tags';
import type { PlannedChange } from '../../../lib/rehearsal/engine/rules';
import type { Value } from '../../../lib/rehearsal/protocol/value';
import { UNKNOWN } from '../../../lib/rehearsal/protocol/value';
import { World } from '../../../lib/rehearsal/world/world';

describe('Planned tags', () => {
  test('are those of the provider and of the resource, whose own win', () => {
    const change = planned(
      { tags: { team: 'a', app: 'x' }, tags_all: UNKNOWN },
      {
        provider: { default_tags: [{ tags: { team: 'platform', cost: '1' } }] },
      },
    );
    planTags(change);
    expect(change.planned['tags_all']).toEqual({ team: 'a', cost: '1', app: 'x' });
  });

  test('are empty where nobody gives any', () => {
    const change = planned({ tags: null, tags_all: UNKNOWN });
    planTags(change);
    expect(change.planned['tags_all']).toEqual({});
  });

  test('are unknown as soon as one of them is, or the defaults of the provider', () => {
    const one = planned({ tags: { team: UNKNOWN }, tags_all: {} });
    const other = planned({ tags: {}, tags_all: {} }, { unknownProviderArguments: ['default_tags'] });
    [one, other].forEach(planTags);
    expect(one.planned['tags_all']).toBe(UNKNOWN);
    expect(other.planned['tags_all']).toBe(UNKNOWN);
  });

  test('are not given to types that have none', () => {
    const change = planned({ name: 'x' });
    planTags(change);
    expect(change.planned).toEqual({ name: 'x' });
  });
});

describe('A planned region', () => {
  test("is the provider's when nobody names one", () => {
    const change = planned({ region: UNKNOWN });
    planTags(change);
    expect(change.planned['region']).toBe('eu-west-1');
  });

  test('is the one that the resource names', () => {
    const change = planned({ region: 'us-east-1' }, { config: { region: 'us-east-1' } });
    planTags(change);
    expect(change.planned['region']).toBe('us-east-1');
  });

  test('that the provider has changed makes everything again there', () => {
    const change = planned({ region: 'us-east-1' }, { prior: { region: 'us-east-1' } });
    planTags(change);
    expect(change.planned['region']).toBe('eu-west-1');
    expect(replaced).toEqual(['region']);
  });

  test('is left alone where an older state has none', () => {
    const change = planned({ region: null }, { prior: { region: null } });
    planTags(change);
    expect(change.planned['region']).toBeNull();
    expect(replaced).toEqual([]);
  });
});

let replaced: string[] = [];

function planned(values: { [name: string]: Value }, more: Partial<PlannedChange> = {}): PlannedChange {
  replaced = [];
  return {
    world: new World(),
    provider: {},
    unknownProviderArguments: [],
    region: 'eu-west-1',
    accountId: '111122223333',
    partition: 'aws',
    prior: undefined,
    config: {},
    planned: values,
    changes: () => false,
    replace: (attribute) => replaced.push(attribute),
    ...more,
  };
}
