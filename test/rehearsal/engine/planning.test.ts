/**
 * What the generic provider plans, by schema and tables alone.
 */
import { expect, test } from '@jest/globals';
import { completeValues } from '../../../lib/rehearsal/engine/completion';
import { hasUnwrittenBlocks, planValues, withDefaults } from '../../../lib/rehearsal/engine/planning';
import { replacementPaths } from '../../../lib/rehearsal/engine/replacement';
import type { Values } from '../../../lib/rehearsal/protocol/value';
import { UNKNOWN } from '../../../lib/rehearsal/protocol/value';
import type { AttributeSchema, AttributeType, BlockSchema } from '../../../lib/rehearsal/schema/schema';

const attribute = (
  type: AttributeType,
  kind: 'required' | 'optional' | 'computed' | 'both',
): AttributeSchema => ({
  type,
  required: kind === 'required',
  optional: kind === 'optional' || kind === 'both',
  computed: kind === 'computed' || kind === 'both',
});

const SCHEMA: BlockSchema = {
  attributes: {
    name: attribute('string', 'required'),
    size: attribute('number', 'optional'),
    id: attribute('string', 'computed'),
    version: attribute('string', 'both'),
    zones: attribute(['set', 'string'], 'computed'),
  },
  blocks: {
    network: {
      nesting: 'list',
      minItems: 0,
      maxItems: 1,
      block: {
        attributes: {
          subnets: attribute(['set', 'string'], 'required'),
          private: attribute('bool', 'optional'),
          vpc: attribute('string', 'computed'),
        },
        blocks: {},
      },
    },
    rule: {
      nesting: 'set',
      minItems: 0,
      block: {
        attributes: { port: attribute('number', 'required'), id: attribute('string', 'computed') },
        blocks: {},
      },
    },
  },
};

const NETWORK = { subnets: ['a'], private: null, vpc: null };
const CREATED: Values = {
  name: 'x',
  size: null,
  id: null,
  version: null,
  zones: null,
  network: [NETWORK],
  rule: [{ port: 1, id: null }],
};
const STATE: Values = {
  name: 'x',
  size: null,
  id: 'id-1',
  version: '1',
  zones: [],
  network: [{ subnets: ['a'], private: null, vpc: 'vpc-1' }],
  rule: [{ port: 1, id: 'r-1' }],
};
const plan = (prior: Values | undefined, proposed: Values, config: Values, defaults = {}) =>
  planValues(SCHEMA, { prior, proposed, config }, { defaults, keptBlocks: [] });

test('a block that the service decides on is unknown on a create, and stays as it is later', () => {
  const absent = { ...CREATED, network: [] };
  const tables = { defaults: {}, keptBlocks: ['network'] };
  const planned = planValues(SCHEMA, { prior: undefined, proposed: absent, config: absent }, tables);
  expect(planned['network']).toBe(UNKNOWN);
  expect(hasUnwrittenBlocks(SCHEMA, planned, absent)).toBe(true);
  const made = { network: [{ subnets: ['a'], private: true, vpc: 'vpc-1' }] };
  const never = () => undefined;
  expect(completeValues(SCHEMA, planned, made, never, 'x')['network']).toEqual(made.network);
  // Where no rule made one there is none.
  expect(completeValues(SCHEMA, planned, {}, never, 'x')['network']).toBeNull();
  const later = planValues(
    SCHEMA,
    { prior: STATE, proposed: { ...STATE, network: [] }, config: absent },
    tables,
  );
  expect(later['network']).toEqual(STATE['network']);
});

test('of a computed attribute that was known in parts, only the other parts are filled in', () => {
  const options: BlockSchema = {
    attributes: {
      proofs: attribute(['set', ['object', { domain: 'string', record: 'string' }]], 'computed'),
    },
    blocks: {},
  };
  const proofs: readonly Values[] = [
    { domain: 'a.example', record: UNKNOWN },
    { domain: 'b.example', record: UNKNOWN },
  ];
  const complete = completeValues(options, { proofs }, {}, () => undefined, 'x');
  expect(complete['proofs']).toEqual([
    { domain: 'a.example', record: expect.stringMatching(/^record-\w+$/) },
    { domain: 'b.example', record: expect.stringMatching(/^record-\w+$/) },
  ]);
  const [first, second] = complete['proofs'] as readonly { readonly record: string }[];
  expect(first?.record).not.toBe(second?.record);
});

test('on a create everything that only the service knows is unknown, within blocks too', () => {
  expect(plan(undefined, CREATED, CREATED)).toEqual({
    name: 'x',
    size: null,
    id: UNKNOWN,
    version: UNKNOWN,
    zones: UNKNOWN,
    network: [{ subnets: ['a'], private: null, vpc: UNKNOWN }],
    rule: [{ port: 1, id: UNKNOWN }],
  });
});

test('a plan without a change is the state', () => {
  expect(plan(STATE, STATE, CREATED)).toEqual(STATE);
});

test('a block that is new to an existing resource has unknowns of its own', () => {
  const proposed = {
    ...STATE,
    rule: [
      { port: 1, id: 'r-1' },
      { port: 2, id: null },
    ],
  };
  const config = {
    ...CREATED,
    rule: [
      { port: 1, id: null },
      { port: 2, id: null },
    ],
  };
  expect(plan(STATE, proposed, config)['rule']).toEqual([
    { port: 1, id: 'r-1' },
    { port: 2, id: UNKNOWN },
  ]);
});

test('the provider fills in its defaults where nothing is written, and removing a line means the default', () => {
  const defaults = { size: 3, 'network.private': true };
  const created = plan(undefined, CREATED, CREATED, defaults);
  expect([created['size'], created['network']]).toEqual([
    3,
    [{ subnets: ['a'], private: true, vpc: UNKNOWN }],
  ]);
  const changed = { ...STATE, size: 5 };
  expect(plan(changed, changed, CREATED, defaults)['size']).toBe(3);
  expect(plan(undefined, { ...CREATED, size: 9 }, { ...CREATED, size: 9 }, defaults)['size']).toBe(9);
});

test('a block that the service keeps is kept when the user removes it, which Terraform has to be told', () => {
  const removed = { ...STATE, network: [] };
  const config = { ...CREATED, network: [] };
  const keeping = (keptBlocks: readonly string[]) =>
    planValues(SCHEMA, { prior: STATE, proposed: removed, config }, { defaults: {}, keptBlocks });
  expect(keeping([])['network']).toEqual([]);
  expect(hasUnwrittenBlocks(SCHEMA, keeping([]), config)).toBe(false);
  expect(keeping(['network'])['network']).toEqual(STATE['network']);
  expect(hasUnwrittenBlocks(SCHEMA, keeping(['network']), config)).toBe(true);
});

test('nothing, and the empty value of a type, are the same to the provider', () => {
  for (const [one, other] of [
    [null, 0],
    [0, null],
  ]) {
    const states = [
      { ...STATE, size: one ?? null },
      { ...STATE, size: other ?? null },
    ] as const;
    expect(replacementPaths(SCHEMA, ['size'], ...states)).toEqual([]);
  }
  expect(replacementPaths(SCHEMA, ['size'], { ...STATE, size: 1 }, STATE)).toEqual([[{ attribute: 'size' }]]);
});

test('an argument that the service fills in forces nothing when its block is removed', () => {
  const removed = { ...STATE, network: [] };
  expect(replacementPaths(SCHEMA, ['network.vpc'], STATE, removed)).toEqual([]);
  expect(replacementPaths(SCHEMA, ['network.subnets'], STATE, removed)).toEqual([[{ attribute: 'network' }]]);
});

test('attributes with a default are computed to Terraform, which refuses values that nobody wrote elsewhere', () => {
  const schema = withDefaults(SCHEMA, { size: 3, 'network.private': true });
  expect(schema.attributes['size']?.computed).toBe(true);
  expect(schema.blocks['network']?.block.attributes['private']?.computed).toBe(true);
  expect(schema.attributes['name']).toEqual(SCHEMA.attributes['name']);
});

test('a change of something that cannot change in place is found where it is, through blocks', () => {
  const changed = { ...STATE, name: 'y', network: [{ subnets: ['a', 'b'], private: null, vpc: 'vpc-1' }] };
  const forceNew = ['name', 'network.subnets', 'rule.port', 'version'];
  expect(replacementPaths(SCHEMA, forceNew, STATE, changed)).toEqual([
    [{ attribute: 'name' }],
    [{ attribute: 'network' }, { index: 0 }, { attribute: 'subnets' }],
  ]);
});

test('a set of blocks has no positions, so the whole set is named', () => {
  const changed: Values = { ...STATE, rule: [{ port: 2, id: UNKNOWN }] };
  expect(replacementPaths(SCHEMA, ['rule.port'], STATE, changed)).toEqual([[{ attribute: 'rule' }]]);
});

test('an unknown is a change of what was known', () => {
  const changed: Values = { ...STATE, name: UNKNOWN };
  expect(replacementPaths(SCHEMA, ['name'], STATE, changed)).toEqual([[{ attribute: 'name' }]]);
});

test('a path stands for all that is below it', () => {
  const changed = { ...STATE, network: [] };
  expect(replacementPaths(SCHEMA, ['network'], STATE, changed)).toEqual([[{ attribute: 'network' }]]);
  expect(replacementPaths(SCHEMA, ['network'], STATE, STATE)).toEqual([]);
});

test('after an apply nothing is unknown: the service is asked first, then the inventor, then the type', () => {
  const planned = plan(undefined, CREATED, CREATED);
  const actual = { id: 'id-9', network: [{ vpc: 'vpc-9' }] };
  const state = completeValues(
    SCHEMA,
    planned,
    actual,
    (name) => (name === 'version' ? '7' : undefined),
    'seed',
  );
  expect(state).toMatchObject({
    name: 'x',
    size: null,
    id: 'id-9',
    version: '7',
    zones: [],
    network: [{ subnets: ['a'], private: null, vpc: 'vpc-9' }],
  });
  expect(state['rule']).toEqual([{ port: 1, id: expect.stringMatching(/^id-[0-9a-f]{8}$/) as unknown }]);
  expect(completeValues(SCHEMA, planned, actual, () => undefined, 'seed')).toEqual(
    completeValues(SCHEMA, planned, actual, () => undefined, 'seed'),
  );
});
