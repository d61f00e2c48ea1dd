/**
 * Programs are accepted by the library that they are written for.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ExistingCluster } from '../../lib/adoption/existing-cluster';
import { synthesizeProgram } from '../support/program';
import { addon, ADMIN, DEFAULTS, GROUP, PROFILE, programFor } from './existing';

const NODES = { ...ADMIN, principalArn: 'arn:aws:iam::111122223333:role/pool-nodes', policies: [] };
const role = (serviceAccount: string) => ({
  roleArn: `arn:aws:iam::111122223333:role/${serviceAccount}`,
  serviceAccount,
});

/** The stack of a cluster. */
function synthesized(change: Partial<ExistingCluster>): string {
  const { code } = programFor(change, { adminArn: 'arn:aws:iam::111122223333:role/admin' });
  const output = synthesizeProgram('adoption', code);
  try {
    return readFileSync(join(output, 'stacks', 'main', 'cdk.tf.json'), 'utf8');
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

test.each<[string, Partial<ExistingCluster>, string]>([
  ['a plain cluster', {}, '"id": "main:workers"'],
  [
    'custom pools of Auto Mode, whose role has an entry',
    { autoMode: { nodePools: [] }, nodeGroups: [], addons: [], entries: [ADMIN, { ...NODES, type: 'EC2' }] },
    `"id": "main:${NODES.principalArn}"`,
  ],
  [
    'Auto Mode beside nodes',
    { autoMode: { nodePools: ['system'], nodeRoleArn: NODES.principalArn } },
    '"node_pools"',
  ],
  [
    'hybrid nodes',
    { remoteNodeCidrs: ['10.1.0.0/16'], remotePodCidrs: ['10.2.0.0/16'] },
    '"remote_pod_networks"',
  ],
  [
    'nodes that are in no managed group',
    { entries: [ADMIN, { ...NODES, type: 'EC2_LINUX' }] },
    '"type": "EC2_LINUX"',
  ],
  [
    'an add-on with two roles and a text as configuration',
    {
      addons: [
        ...DEFAULTS,
        addon('two', { podIdentities: [role('x'), role('y')], configuration: 'a ${text}' }),
      ],
    },
    '"configuration_values": "a $${text}"',
  ],
  [
    'an add-on with the role of a service account that is not known',
    { addons: [...DEFAULTS, addon('one', { podIdentities: [role('x')] })] },
    '"service_account": "x"',
  ],
  [
    'only aws-auth',
    { authenticationMode: 'CONFIG_MAP', entries: undefined },
    '"authentication_mode": "CONFIG_MAP"',
  ],
  [
    'both, and nodes that have no entries',
    { authenticationMode: 'API_AND_CONFIG_MAP', fargateProfiles: [PROFILE] },
    '"type": "FARGATE_LINUX"',
  ],
  [
    'no nodes that it knows',
    { nodeGroups: [{ ...GROUP, launchTemplate: undefined }] },
    '"id": "main:coredns"',
  ],
  [
    'Windows beside Linux',
    { nodeGroups: [GROUP, { ...GROUP, name: 'windows', amiType: 'WINDOWS_CORE_2022_x86_64' }] },
    'WINDOWS_CORE_2022_x86_64',
  ],
  [
    'nodes with all that they can have',
    {
      tags: { 'a:b/c': 'd e' },
      nodeGroups: [
        {
          ...GROUP,
          capacityType: 'SPOT',
          minSize: 0,
          version: '1.33',
          amiType: 'AL2023_ARM_64_STANDARD',
          instanceTypes: ['m6g.large', 'm7g.large'],
          repairs: false,
          maxUnavailable: undefined,
          maxUnavailablePercentage: 33,
          labels: { team: 'a' },
          taints: [{ key: 'dedicated', value: 'gpu', effect: 'NO_SCHEDULE' }],
          tags: { Name: 'workers' },
        },
      ],
    },
    '"max_unavailable_percentage": 33',
  ],
])('the program for %s', (_what, change, rendered) => {
  expect(synthesized(change)).toContain(rendered);
});

test('the placeholder of the administrator is refused', () => {
  const { code } = programFor({ entries: [] });
  expect(() => synthesizeProgram('adoption', code)).toThrow('SEKS4002');
});
