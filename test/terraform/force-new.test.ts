/**
 * Proves the tables of arguments that force a replacement, of defaults and of kept blocks against the real AWS provider:
 * every argument of every type in them is tried, so that a missing entry shows as much as a superfluous one.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULTS, KEPT_BLOCKS } from '../../lib/rehearsal/aws/defaults';
import { FORCE_NEW } from '../../lib/rehearsal/aws/force-new';
import { deriveProviderSchema } from '../../lib/rehearsal/schema/derive-schema';
import { describeTerraform } from './describe-terraform';
import { ProviderClient } from './provider-client';
import { findProviderBinary, type ProviderBinary } from './provider-client-binary';
import { type Findings, probe } from './provider-client-probes';
import { isWithin, settables } from './provider-client-specimens';
import {
  differences,
  EXCEPTIONS,
  OLDER_SPECIALITIES,
  SPECIALITIES,
  type Tables,
} from './provider-client-tables';
import { BOUND_AWS_VERSION } from './provider-compatibility';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

const TABLES: Tables = { forceNew: FORCE_NEW, defaults: DEFAULTS, keptBlocks: KEPT_BLOCKS };
const TYPES = Object.keys(FORCE_NEW);

describeTerraform('the tables of the AWS provider', (terraform) => {
  const found = new Map<string, Findings>();
  let binary: ProviderBinary | undefined;
  let client: ProviderClient | undefined;
  let isOlder = false;

  beforeAll(async () => {
    const { mirror } = terraform.installation;
    isOlder = compareVersions(mirror.awsVersion, BOUND_AWS_VERSION) < 0;
    binary = await findProviderBinary(terraform.installation);
    const provider = await ProviderClient.start(binary.file);
    client = provider;
    await Promise.all(
      TYPES.map(async (type) => {
        found.set(type, await probe(provider, type, provider.schema(type)!));
      }),
    );
  });

  afterAll(async () => {
    await client?.stop();
    binary?.dispose();
  });

  test('The provider knows every resource type of the tables.', () => {
    expect(TYPES.filter((type) => client?.schema(type) === undefined)).toEqual([]);
  });

  test('The tables say of every argument what the provider does with it.', () => {
    const { awsVersion } = terraform.installation.mirror;
    expect(TYPES.flatMap((type) => differences(TABLES, type, found.get(type)!, awsVersion))).toEqual([]);
  });

  test('What depends on more than the argument is known.', () => {
    const special = TYPES.map((type) => [type, [...found.get(type)!.specialities].sort()] as const);
    const known = TYPES.map((type) => {
      const older = isOlder ? (OLDER_SPECIALITIES[type] ?? []) : [];
      return [type, [...(SPECIALITIES[type] ?? []), ...older].sort()] as const;
    });
    expect(special).toEqual(known);
  });
});

describe('the comparison of the tables', () => {
  const seen: Findings = {
    forceNew: new Set(['name', 'remote.key', 'remote.groups']),
    defaults: new Map([['path', '/']]),
    keptBlocks: new Set(['access']),
    specialities: [],
    probed: new Set(['name', 'tags', 'path', 'remote', 'remote.key', 'remote.groups', 'access']),
  };
  const right: Tables = {
    forceNew: { aws_thing: ['name', 'remote'] },
    defaults: { aws_thing: { path: '/' } },
    keptBlocks: { aws_thing: ['access'] },
  };
  const compared = (tables: Tables) => differences(tables, 'aws_thing', seen, '5.100.0', []);

  test('Tables that say the same as the provider do not differ, and a block stands for its arguments.', () => {
    expect(compared(right)).toEqual([]);
  });

  test('A missing entry is found in every table.', () => {
    expect(
      compared({ forceNew: { aws_thing: ['name', 'remote.key'] }, defaults: {}, keptBlocks: {} }),
    ).toEqual([
      'aws_thing: forceNew lacks remote.groups',
      'aws_thing: defaults lacks path = "/"',
      'aws_thing: keptBlocks lacks access',
    ]);
  });

  test('A superfluous entry and a wrong value are found.', () => {
    const forceNew = { aws_thing: ['name', 'remote', 'tags'] };
    const defaults = { aws_thing: { path: '/other', tags: 'none' } };
    expect(compared({ ...right, forceNew, defaults })).toEqual([
      'aws_thing: forceNew has tags, the provider has not',
      'aws_thing: defaults has tags = "none", the provider has not',
      'aws_thing: defaults has path = "/other", the provider = "/"',
    ]);
  });

  test('An exception that the provider or a table contradicts is found.', () => {
    const exception = { table: 'forceNew', type: 'aws_thing', reason: '' } as const;
    expect(
      differences(right, 'aws_thing', seen, '5.100.0', [
        { ...exception, path: 'name', why: 'newer' },
        { ...exception, path: 'tags', why: 'older' },
      ]),
    ).toEqual([
      'aws_thing: forceNew: the exception for name is not needed',
      'aws_thing: forceNew: the exception for tags is wrong',
    ]);
  });
});

describe('the tables themselves', () => {
  test('No table speaks of a type that is not probed, and no entry is covered by another.', () => {
    const others = [...Object.keys(DEFAULTS), ...Object.keys(KEPT_BLOCKS)];
    expect(others.filter((type) => !TYPES.includes(type))).toEqual([]);
    const covered = TYPES.flatMap((type) =>
      (FORCE_NEW[type] ?? []).filter((entry, index, all) =>
        all.some((other, otherIndex) => index !== otherIndex && isWithin(entry, other)),
      ),
    );
    expect(covered).toEqual([]);
  });

  test('The bindings know every path, and an argument for the region wherever a change of it forces a replacement.', () => {
    const { resources } = deriveProviderSchema({ provider: 'aws', resources: TYPES });
    const unknown = TYPES.flatMap((type) => {
      const paths = new Set(settables(resources[type]!).map((settable) => settable.path));
      const spoken = [
        ...FORCE_NEW[type]!,
        ...Object.keys(DEFAULTS[type] ?? {}),
        ...(KEPT_BLOCKS[type] ?? []),
      ];
      const isRegional = paths.has('region') && !FORCE_NEW[type]!.includes('region');
      return [...spoken.filter((entry) => !paths.has(entry)), ...(isRegional ? ['region'] : [])].map(
        (entry) => `${type}: ${entry}`,
      );
    });
    expect(unknown).toEqual([]);
  });

  test('Every exception for a newer provider stands for an entry of its table.', () => {
    const entries = (table: keyof Tables, type: string): readonly string[] => {
      const content = TABLES[table][type] ?? [];
      return Array.isArray(content) ? (content as readonly string[]) : Object.keys(content);
    };
    const idle = EXCEPTIONS.filter(({ table, type, path: entry, why }) => {
      const types = type === '*' ? TYPES : [type];
      return why === 'newer' && !types.some((candidate) => entries(table, candidate).includes(entry));
    });
    expect(idle).toEqual([]);
  });
});
