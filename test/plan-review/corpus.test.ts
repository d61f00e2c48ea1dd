/**
 * Recorded plans of real Terraform with the real AWS provider, and what a review says of each: no miss and no false alarm.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { PlanReviewOptions, PlanRule } from '../../lib/testing';
import { reviewPlan } from '../../lib/testing';

const FOLDER = join(__dirname, '..', 'fixtures', 'plans');

function found(name: string, options?: PlanReviewOptions): readonly PlanRule[] {
  const plan = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as object;
  return [...new Set(reviewPlan(plan, options).map(({ rule }) => rule))];
}

/** The rules of each plan; what is without is harmless. The files hold only what a review reads. */
const EXPECTED: { readonly [name: string]: readonly PlanRule[] } = {
  'access-entry-replaced': ['access-entry-replaced'],
  'addons-updated': [],
  'admin-becomes-viewer': ['last-administrator-lost'],
  'admin-handed-over': [],
  'authentication-backwards': ['authentication-backwards'],
  'authentication-forward': [],
  'authentication-skipped': ['authentication-skipped'],
  'cluster-flag-changed': ['cluster-replaced'],
  'cluster-forgotten': [],
  'cluster-policy-removed': ['role-policy-lost'],
  'cluster-renamed': ['cluster-replaced'],
  'cluster-replaced-by-request': ['cluster-replaced'],
  'cni-removed': ['addon-deleted'],
  'cni-replaced': ['cni-replaced'],
  'control-plane-alone': [],
  'coredns-removed': ['addon-deleted'],
  destroy: ['cluster-deleted'],
  'fargate-profile-replaced': ['fargate-profile-replaced'],
  'inline-policy-changed': [],
  'inline-policy-renamed': ['role-policy-lost'],
  'key-of-others-removed': [],
  'key-removed': ['key-lost'],
  'key-replaced': ['key-lost'],
  'key-rotated': [],
  'kube-proxy-handed-back': [],
  'labels-changed': [],
  'last-admin-removed': ['last-administrator-lost'],
  'library-minor-skipped': ['minor-skipped'],
  'library-next-image': [],
  'library-nothing-changes': [],
  'library-one-group-less': [],
  'library-other-instances': [],
  'library-upgrade': [],
  'log-group-of-others-removed': [],
  'log-group-removed': ['log-group-lost'],
  'log-group-renamed': ['log-group-lost'],
  'log-group-retention': [],
  'metrics-removed': ['other-addon-deleted'],
  'minor-skipped': ['minor-skipped'],
  'modules-cluster-tainted': ['cluster-replaced'],
  'modules-destroyed': ['cluster-deleted'],
  'modules-group-renamed': [],
  'modules-nothing-changes': [],
  'modules-one-group-removed': [],
  'modules-upgraded-at-once': ['updates-together'],
  'modules-upgraded-in-order': [],
  'modules-upgraded-with-a-gap': ['updates-together'],
  'new-cluster': [],
  'node-group-added': [],
  'node-group-removed': [],
  'node-group-replaced-create-first': [],
  'node-group-replaced-delete-first': ['node-group-replaced'],
  'node-group-replaced-under-its-name': ['node-group-replaced'],
  'node-policies-created-first': ['role-policy-lost'],
  'node-policies-moved-without-saying': ['role-policy-lost'],
  'node-policies-moved': [],
  'node-policy-dropped': ['role-policy-lost'],
  'node-role-renamed': ['node-group-replaced'],
  'nodes-ahead': ['nodes-ahead'],
  'nodes-left-behind': ['nodes-left-behind'],
  'nodes-scaled': [],
  'nothing-changes': [],
  'pod-identity-replaced': ['pod-identity-replaced'],
  'policies-of-others-removed': [],
  'policy-added': [],
  'policy-swapped-created-first': ['role-policy-dropped'],
  'upgrade-all-at-once': ['updates-together'],
  'upgrade-all-unavailable': ['all-nodes-at-once'],
  'upgrade-as-many-unavailable-as-nodes': ['all-nodes-at-once'],
  'upgrade-forced': ['update-forced'],
  'upgrade-in-order': [],
  'version-lowered': ['version-lowered'],
};

test('every recorded plan has its expectation', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(
    readdirSync(FOLDER)
      .map((file) => file.replace(/\.json$/, ''))
      .sort(),
  );
});

test.each(Object.entries(EXPECTED))('%s', (name, rules) => {
  expect([...found(name)].sort()).toEqual([...rules].sort());
});

test.each(['destroy', 'modules-destroyed'])('%s passes when clusters are to go', (name) => {
  expect(found(name, { isDestroy: true })).toEqual([]);
});
