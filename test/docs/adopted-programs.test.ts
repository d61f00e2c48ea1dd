/**
 * The programs that `safe-eks adopt` writes compile, with all that they can say.
 */
import { expect, test } from '@jest/globals';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import type { ExistingCluster } from '../../lib/adoption/existing-cluster';
import { AmiArchitecture, AmiFamily, factsOf } from '../../lib/nodes/ami-family';
import { AccessEntryType } from '../../lib/access/access-entry-type';
import { addon, ADMIN, DEFAULTS, GROUP, PLAIN, PROFILE, programFor } from '../adoption/existing';
import { root } from './code-blocks';

const folder = join(root, '.cache', 'adopted-programs');

const AMI_TYPES = Object.values(AmiFamily).flatMap((family) =>
  Object.values(AmiArchitecture).flatMap(
    (architecture) => factsOf(family).images[architecture]?.amiType ?? [],
  ),
);

const ENTRY_TYPES: readonly string[] = Object.values(AccessEntryType);

/** All that there are words for. */
const EVERYTHING: ExistingCluster = {
  ...PLAIN,
  version: '1.29',
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/x',
  publicAccess: true,
  publicCidrs: ['192.0.2.0/24', '198.51.100.0/24'],
  securityGroupIds: ['sg-1'],
  logTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
  logGroup: { retentionInDays: 30, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/y' },
  authenticationMode: 'API_AND_CONFIG_MAP',
  isExtended: true,
  zonalShift: true,
  deletionProtection: false,
  remoteNodeCidrs: ['10.1.0.0/16'],
  remotePodCidrs: ['10.2.0.0/16'],
  tags: { a: 'b', "it's": '"quoted"' },
  nodeGroups: [
    ...[...AMI_TYPES, 'CUSTOM'].map((amiType) => ({ ...GROUP, name: amiType.toLowerCase(), amiType })),
    {
      ...GROUP,
      capacityType: 'SPOT',
      minSize: 0,
      repairs: false,
      maxUnavailablePercentage: 33,
      labels: { a: 'b' },
      taints: ['NO_SCHEDULE', 'PREFER_NO_SCHEDULE', 'NO_EXECUTE'].map((effect) => ({
        key: 'a',
        value: 'b',
        effect,
      })),
      tags: { c: 'd' },
    },
  ],
  fargateProfiles: [{ ...PROFILE, tags: { c: 'd' }, selectors: [{ namespace: 'a', labels: { b: 'c' } }] }],
  entries: [
    ADMIN,
    ...['Admin', 'AdminView', 'Edit', 'View', 'Event'].map((name) => ({
      ...ADMIN,
      principalArn: `arn:aws:iam::111122223333:role/${name}`,
      groups: ['ops'],
      userName: 'ann',
      tags: { c: 'd' },
      policies: [
        { arn: `x/AmazonEKS${name}Policy`, namespaces: ['a', 'b'] },
        { arn: `x/AmazonEKS${name}PolicyToo` },
      ],
    })),
    ...ENTRY_TYPES.filter((type) => type !== 'STANDARD').map((type) => ({
      ...ADMIN,
      principalArn: `arn:aws:iam::111122223333:role/${type}`,
      type,
      policies: [],
    })),
  ],
  addons: [
    ...DEFAULTS,
    addon('aws-ebs-csi-driver', { serviceAccountRoleArn: 'arn:r', configuration: '{"a":[1,{"b":null}]}' }),
    addon('one', { podIdentities: [{ roleArn: 'arn:r', serviceAccount: 'x' }], configuration: 'text' }),
    addon('two', {
      podIdentities: [
        { roleArn: 'arn:r', serviceAccount: 'x' },
        { roleArn: 'arn:r', serviceAccount: 'y' },
      ],
    }),
  ],
};

const PROGRAMS: Readonly<Record<string, ExistingCluster>> = {
  everything: EVERYTHING,
  ipv6: { ...PLAIN, isIpv6: true, authenticationMode: 'CONFIG_MAP', entries: undefined, nodeGroups: [] },
  auto: {
    ...PLAIN,
    autoMode: { nodePools: ['system', 'general-purpose'], nodeRoleArn: 'arn:r' },
    addons: [],
    nodeGroups: [],
  },
};

test('every program compiles', () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = Object.entries(PROGRAMS).map(([name, cluster]) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, programFor(cluster).code);
    return file;
  });
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, root);
  const program = ts.createProgram(files, options);
  const problems = files.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
