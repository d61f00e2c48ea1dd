/**
 * What the provider finds when a change of a cluster is planned, beside what its schema says.
 */
import { expect, test } from '@jest/globals';
import { PlanError } from '../../../../lib/rehearsal/engine/api-error';
import type { KnownValues, Values } from '../../../../lib/rehearsal/protocol/value';
import { UNKNOWN } from '../../../../lib/rehearsal/protocol/value';
import { NODE_ROLE, plan, switches } from './cluster-stage';

const POOLS = { node_pools: ['general-purpose'], node_role_arn: NODE_ROLE };

test('the three switches of Auto Mode are refused at plan when one is on and the others are not there', () => {
  expect(() => plan(undefined, { compute_config: [{ enabled: true }] })).toThrow(
    new PlanError(
      'compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and storage_config.block_storage.enabled must all be set to either true or false',
    ),
  );
});

test('the three switches of Auto Mode are refused at plan when one is switched off alone', () => {
  expect(() => plan(switches(true), { compute_config: [{ enabled: false }] })).toThrow(PlanError);
});

test.each<[string, KnownValues | undefined, Values]>([
  ['all on', undefined, switches(true)],
  ['all off', switches(true), switches(false)],
  ['a service range and no switch', undefined, { kubernetes_network_config: [{ ip_family: 'ipv4' }] }],
  ['the compute block alone, off', undefined, { compute_config: [{ enabled: false }] }],
  ['a block that is left out and therefore stays on', switches(true), { compute_config: [] }],
  ['one that is known at apply only', undefined, { compute_config: [{ enabled: UNKNOWN }] }],
])('the three switches of Auto Mode are taken: %s', (_what, prior, config) => {
  expect(plan(prior, config)).toEqual([]);
});

const encryption = {
  encryption_config: [{ provider: [{ key_arn: 'arn:key/1' }], resources: ['secrets'] }],
};

test('the encryption cannot be removed without another cluster', () => {
  expect(plan(encryption, { encryption_config: [] })).toEqual(['encryption_config']);
});

test('the encryption can be added in place', () => {
  expect(plan({ encryption_config: [] }, encryption)).toEqual([]);
});

const on = switches(true, POOLS);

test.each([
  ['another role', switches(true, { ...POOLS, node_role_arn: 'arn:aws:iam::111122223333:role/other' })],
  ['a role that is not known yet', switches(true, { ...POOLS, node_role_arn: UNKNOWN as never })],
  ['no role any more with the pools kept', switches(true, { node_pools: ['system'], node_role_arn: null })],
])('the node role of Auto Mode forces another cluster: %s', (_what, config) => {
  expect(plan(on, config)).toEqual(['compute_config']);
});

test.each([
  ['switched off with the role kept', switches(false, POOLS)],
  ['switched off without role', switches(false, { node_role_arn: null })],
  ['pools and role dropped', switches(true, { node_pools: [], node_role_arn: null })],
])('the node role of Auto Mode can go in place: %s', (_what, config) => {
  expect(plan(on, config)).toEqual([]);
});

test('the node role of Auto Mode can be set where there was none', () => {
  expect(plan(switches(false), on)).toEqual([]);
});

const access = (value: boolean | null): KnownValues => ({
  access_config: [{ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: value }],
});
const absent = { access_config: [] };

test.each([
  ['true', 'no block', 'kept', access(true), absent],
  ['true', 'nothing', 'replaced', access(true), access(null)],
  ['true', 'true', 'kept', access(true), access(true)],
  ['true', 'false', 'replaced', access(true), access(false)],
  ['false', 'no block', 'kept', access(false), absent],
  ['false', 'nothing', 'kept', access(false), access(null)],
  ['false', 'true', 'replaced', access(false), access(true)],
  ['false', 'false', 'kept', access(false), access(false)],
  ['nothing', 'nothing', 'kept', access(null), access(null)],
  ['nothing', 'true', 'replaced', access(null), access(true)],
  ['nothing', 'false', 'kept', access(null), access(false)],
  ['no block', 'nothing', 'replaced', absent, access(null)],
  ['no block', 'true', 'kept', absent, access(true)],
])(
  'with %s for bootstrap_cluster_creator_admin_permissions in the state and %s in the configuration, the cluster is %s',
  (_state, _config, outcome, prior: KnownValues, config: Values) => {
    expect(plan(prior, config)).toEqual(outcome === 'replaced' ? ['access_config'] : []);
  },
);
