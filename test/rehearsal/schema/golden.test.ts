/**
 * Compares the schemas of the types that a rehearsal leans on most with copies that people have read. A new version of
 * the bindings, or a change in how they are read, shows here line by line.
 *
 * To accept a change on purpose, run this test once with UPDATE_GOLDEN_SCHEMAS=1 and review what it wrote.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from '@jest/globals';
import { deriveProviderSchema } from '../../../lib/rehearsal/schema/derive-schema';
import { schemaRows } from './schema-rows';

const TYPES = ['aws_eks_cluster', 'aws_eks_node_group', 'aws_eks_addon', 'aws_launch_template'] as const;

const { resources } = deriveProviderSchema({ provider: 'aws', resources: TYPES });

test.each(TYPES)('the derived schema of %s is the one that was reviewed', (type) => {
  const file = path.join(__dirname, 'golden', `${type}.json`);
  const rows = schemaRows(resources[type]!);
  if (process.env['UPDATE_GOLDEN_SCHEMAS'] === '1') {
    fs.writeFileSync(file, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  expect(rows).toEqual(JSON.parse(fs.readFileSync(file, 'utf8')));
});

test('there is a golden copy for nothing else', () => {
  const files = fs.readdirSync(path.join(__dirname, 'golden')).sort();
  expect(files).toEqual(TYPES.map((type) => `${type}.json`).sort());
});
