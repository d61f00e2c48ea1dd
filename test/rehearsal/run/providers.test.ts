/**
 * Which providers and types a rehearsed stack needs.
 */
import { expect, test } from '@jest/globals';
import { neededProviders } from '../../../lib/rehearsal/run/providers';

const searchFrom = [process.cwd()];

test('what is in the state only, and will be destroyed, is needed as well', () => {
  const configuration = { resource: { aws_vpc: { main: {} } } };
  const state = JSON.stringify({
    resources: [
      { mode: 'managed', type: 'aws_vpc' },
      { mode: 'managed', type: 'aws_subnet' },
      { mode: 'managed', type: 'kubernetes_namespace' },
      { mode: 'data', type: 'aws_region' },
    ],
  });
  const needed = neededProviders(configuration, searchFrom, state).map(({ name, schema }) => [
    name,
    Object.keys(schema.resources),
    Object.keys(schema.dataSources),
  ]);
  expect(needed).toEqual([
    ['aws', ['aws_vpc', 'aws_subnet'], ['aws_region']],
    ['kubernetes', ['kubernetes_namespace'], []],
  ]);
});

test('without a state only what is configured is', () => {
  const [aws] = neededProviders({ resource: { aws_vpc: { main: {} } } }, searchFrom);
  expect(Object.keys(aws!.schema.resources)).toEqual(['aws_vpc']);
});
