/**
 * The way from aws-auth to access entries, step by step, as it is rendered.
 */
import { describe, expect, test } from '@jest/globals';
import type { App } from 'cdktf';
import { AccessEntryAuth, MigrationStep } from '../../lib';
import type { ClusterAuthentication } from '../../lib';
import { newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, synth } from '../support/synth';

const { CONFIG_MAP, BOTH, API } = MigrationStep;
const at = (step: MigrationStep, from?: MigrationStep): ClusterAuthentication =>
  AccessEntryAuth.migratingFromConfigMap({ step, from });

function appWith(authentication?: ClusterAuthentication): App {
  const app = newApp();
  newCluster(newStack(app), { authentication });
  return app;
}

test.each([
  [CONFIG_MAP, 'CONFIG_MAP', true, [], ['CONFIG_MAP']],
  [
    BOTH,
    'API_AND_CONFIG_MAP',
    false,
    ['admin/Resource', 'workers/AccessEntry/Resource'],
    ['CONFIG_MAP', 'API_AND_CONFIG_MAP'],
  ],
  [API, 'API', false, ['admin/Resource', 'workers/AccessEntry/Resource'], ['API_AND_CONFIG_MAP', 'API']],
])('the step %s', (step, mode, creator, entries, before) => {
  const { graph } = synth(appWith(at(step))).stack('stack');
  const { access_config, lifecycle } = graph.at('Cluster/Resource').block;
  const { precondition } = lifecycle as { precondition: { condition: string; error_message: string }[] };

  expect(access_config).toEqual({
    authentication_mode: mode,
    bootstrap_cluster_creator_admin_permissions: creator,
  });
  const made = graph.ofType('aws_eks_access_entry').map(({ path }) => path.replace(/^.*-|^Cluster\//, ''));
  expect(made).toEqual(entries);
  const condition = precondition.find(({ error_message }) => error_message.includes('SEKS4010'))!;
  expect(condition.condition).toContain(`contains(${JSON.stringify(before)}, mode)`);
});

test('without a migration there is but the last step, and nothing is told', () => {
  const own = synth(appWith()).stack('stack');
  const authentication = AccessEntryAuth.migratingFromConfigMap({ step: API, computeHasEntries: true });
  const last = synth(appWith(authentication)).stack('stack');

  expect(own.configuration).toEqual(last.configuration);
  expect(own.annotations).toEqual([]);
});

test('the entries of compute that was there before come before it, and add-ons do not wait for them', () => {
  const { graph } = synth(appWith(at(BOTH))).stack('stack');
  const entry = graph.at('Cluster/workers/AccessEntry/Resource');

  expect(entry.block).toMatchObject({ type: 'EC2_LINUX' });
  expect(graph.at('Cluster/workers/Resource').dependsOn).toContain(entry.address);
  expect(graph.at('Cluster/Addons/vpc-cni/Resource').dependsOn).not.toContain(entry.address);
});

describe('what still depends on aws-auth', () => {
  const told = (step: MigrationStep): string[] =>
    synth(appWith(at(step)))
      .stack('stack')
      .annotations.map(({ message }) => message);

  test('is told at each step', () => {
    expect(told(CONFIG_MAP)).toEqual([
      [
        'Only aws-auth lets anybody in. The step BOTH makes these entries:',
        '  STANDARD arn:aws:iam::111122223333:role/admin',
        'Whoever is in aws-auth and not among them keeps to aws-auth. `safe-eks convert-aws-auth` writes the grants that are missing.',
      ].join('\n'),
    ]);
    expect(told(BOTH)).toEqual([
      [
        'Entries and aws-auth both let people and nodes in; where both name a principal, the entry counts. Entries are made for:',
        '  STANDARD arn:aws:iam::111122223333:role/admin',
        'and for the roles of compute that was there before:',
        '  stack/Cluster/workers (${aws_iam_role.Cluster_workers_Role_654BF403.arn})',
        'Whoever is in aws-auth only is shut out by the step API. `aws eks list-access-entries` must name all whom aws-auth names.',
      ].join('\n'),
    ]);
    expect(told(API)).toEqual([
      [
        'Only entries let anybody in. aws-auth counts no more and may be deleted by hand. Entries:',
        '  STANDARD arn:aws:iam::111122223333:role/admin',
        'and, for as long as the code says migratingFromConfigMap, for the roles of:',
        '  stack/Cluster/workers (${aws_iam_role.Cluster_workers_Role_654BF403.arn})',
      ].join('\n'),
    ]);
  });
});

describe('a step that the code says it comes from', () => {
  test.each([
    [CONFIG_MAP, CONFIG_MAP],
    [CONFIG_MAP, BOTH],
    [BOTH, BOTH],
    [BOTH, API],
    [API, API],
  ])('leads from %s to %s', (from, step) => {
    expect(messagesOf(appWith(at(step, from)))).toEqual([]);
  });

  test('leads neither past one nor back', () => {
    expect(messagesOf(appWith(at(API, CONFIG_MAP)))).toEqual([
      'stack/Cluster: authentication cannot go from CONFIG_MAP to API (SEKS4010). Go through MigrationStep.BOTH in an apply of its own.',
    ]);
    for (const [from, step] of [
      [API, BOTH],
      [API, CONFIG_MAP],
      [BOTH, CONFIG_MAP],
    ] as const) {
      expect(messagesOf(appWith(at(step, from)))).toEqual([
        `stack/Cluster: authentication cannot go from ${from} to ${step} (SEKS4010). EKS takes no step back: give the mode that ` +
          'the cluster has, or the one after it.',
      ]);
    }
  });
});
