/**
 * The timeline: who did what when, what each waited for, and what decided how long it took.
 */
import { expect, test } from '@jest/globals';
import type { TimelinePhase, TimelineRow } from '../../../lib/rehearsal/report/timeline';
import { rowsOfPhase, timelineOf } from '../../../lib/rehearsal/report/timeline';
import { newCluster } from '../../support/cluster';
import { newApp, newStack, synth } from '../../support/synth';
import { lifeOf, madeUpStack, operation, phaseOf, roughPhase } from './played-life';

const CHAIN = madeUpStack('app', [
  { type: 'aws_vpc', name: 'vpc', stage: 'network' },
  { type: 'aws_kms_key', name: 'key', stage: 'control-plane-prerequisites' },
  { type: 'aws_subnets', name: 'found', after: ['aws_vpc.vpc'], isData: true },
  {
    type: 'aws_eks_cluster',
    name: 'cluster',
    after: ['data.aws_subnets.found', 'aws_kms_key.key'],
    stage: 'control-plane',
  },
  { type: 'kubernetes_namespace', name: 'shop', after: ['aws_eks_cluster.cluster'] },
]);

function onlyPhase(...parameters: Parameters<typeof lifeOf>): TimelinePhase {
  return timelineOf(lifeOf(...parameters)).phases[0]!;
}

function row(phase: TimelinePhase, id: string): TimelineRow {
  return rowsOfPhase(phase).find((each) => each.id === id)!;
}

const CREATED = phaseOf(
  [
    operation('aws_kms_key.key', [0, 10]),
    operation('aws_vpc.vpc', [0, 3]),
    operation('aws_eks_cluster.cluster', [10, 550]),
    operation('kubernetes_namespace.shop', [550, 551]),
  ],
  { stacks: [CHAIN] },
);

test('a resource waited for that of its dependencies which was done last', () => {
  expect(row(onlyPhase([CREATED]), 'app: create aws_eks_cluster.cluster').waitedFor).toBe(
    'app: create aws_kms_key.key',
  );
});

test('a data source is passed over: who waits for it waits for what it waits for', () => {
  const slowNetwork = phaseOf(
    [
      operation('aws_kms_key.key', [0, 1]),
      operation('aws_vpc.vpc', [0, 3]),
      operation('aws_eks_cluster.cluster', [3, 500]),
    ],
    { stacks: [CHAIN] },
  );
  expect(row(onlyPhase([slowNetwork]), 'app: create aws_eks_cluster.cluster').waitedFor).toBe(
    'app: create aws_vpc.vpc',
  );
});

test('those that decided how long the phase took are the chain that leads to what ended last', () => {
  const critical = rowsOfPhase(onlyPhase([CREATED])).filter(({ isCritical }) => isCritical);
  expect(critical.map(({ address }) => address)).toEqual([
    'aws_kms_key.key',
    'aws_eks_cluster.cluster',
    'kubernetes_namespace.shop',
  ]);
});

test('a deletion waits for the deletion of what depends on it', () => {
  const destroyed = phaseOf(
    [
      operation('kubernetes_namespace.shop', [0, 1], { action: 'delete' }),
      operation('aws_eks_cluster.cluster', [1, 181], { action: 'delete' }),
      operation('aws_kms_key.key', [181, 182], { action: 'delete' }),
      operation('aws_vpc.vpc', [181, 183], { action: 'delete' }),
    ],
    { name: 'destroy', stacks: [CHAIN] },
  );
  const phase = onlyPhase([destroyed]);
  expect(rowsOfPhase(phase).map(({ id, waitedFor }) => [id, waitedFor])).toEqual([
    ['app: delete kubernetes_namespace.shop', undefined],
    ['app: delete aws_eks_cluster.cluster', 'app: delete kubernetes_namespace.shop'],
    ['app: delete aws_kms_key.key', 'app: delete aws_eks_cluster.cluster'],
    ['app: delete aws_vpc.vpc', 'app: delete aws_eks_cluster.cluster'],
  ]);
});

test('a replacement waits for its own other half, whichever comes first', () => {
  const stack = madeUpStack('app', [{ type: 'aws_eks_node_group', name: 'workers' }]);
  const replaced = (order: readonly ('create' | 'delete')[]) =>
    onlyPhase([
      phaseOf(
        order.map((action, index) =>
          operation('aws_eks_node_group.workers', [index * 100, index * 100 + 100], { action }),
        ),
        { name: 'apply', stacks: [stack] },
      ),
    ]);
  expect(row(replaced(['create', 'delete']), 'app: delete aws_eks_node_group.workers').waitedFor).toBe(
    'app: create aws_eks_node_group.workers',
  );
  expect(row(replaced(['delete', 'create']), 'app: create aws_eks_node_group.workers').waitedFor).toBe(
    'app: delete aws_eks_node_group.workers',
  );
});

test('what an apply removes is known from the stack as it was before', () => {
  const after = madeUpStack('app', [{ type: 'aws_vpc', name: 'vpc', stage: 'network' }]);
  const apply = phaseOf(
    [
      operation('kubernetes_namespace.shop', [9000, 9001], { action: 'delete' }),
      operation('aws_eks_cluster.cluster', [9001, 9181], { action: 'delete' }),
    ],
    { name: 'apply', stacks: [after], startedAt: 9_000_000 },
  );
  const phase = timelineOf(lifeOf([CREATED, apply])).phases[1]!;
  expect(row(phase, 'app: delete aws_eks_cluster.cluster')).toMatchObject({
    path: 'cluster',
    stage: 'Control plane',
    waitedFor: 'app: delete kubernetes_namespace.shop',
    start: 1000,
    end: 181_000,
  });
});

test('instances of one resource do not wait for each other, and are told apart', () => {
  const stack = madeUpStack('app', [
    { type: 'aws_vpc', name: 'vpc' },
    { type: 'aws_subnet', name: 'private', after: ['aws_vpc.vpc'] },
  ]);
  const phase = onlyPhase([
    phaseOf(
      [
        operation('aws_vpc.vpc', [0, 1]),
        operation('aws_subnet.private[0]', [1, 2]),
        operation('aws_subnet.private[1]', [2, 3]),
      ],
      { stacks: [stack] },
    ),
  ]);
  expect(rowsOfPhase(phase).map(({ path, waitedFor }) => [path, waitedFor])).toEqual([
    ['vpc', undefined],
    ['private[0]', 'app: create aws_vpc.vpc'],
    ['private[1]', 'app: create aws_vpc.vpc'],
  ]);
});

test('the second stack decides together with the last of the first, though no reference leads there', () => {
  const workloads = madeUpStack('workloads', [{ type: 'kubernetes_namespace', name: 'shop' }]);
  const phase = onlyPhase([
    phaseOf(
      [
        operation('aws_vpc.vpc', [0, 3]),
        operation('kubernetes_namespace.shop', [3, 4], { stack: 'workloads' }),
      ],
      { stacks: [CHAIN, workloads] },
    ),
  ]);
  expect(rowsOfPhase(phase).map(({ isCritical }) => isCritical)).toEqual([true, true]);
});

test('an operation that was cut off lasts until the end of its phase', () => {
  const killed = phaseOf([operation('aws_vpc.vpc', [2, 2], { outcome: 'running' })], {
    stacks: [CHAIN],
    endedAt: 60_000,
  });
  expect(row(onlyPhase([killed]), 'app: create aws_vpc.vpc')).toMatchObject({ start: 2000, end: 60_000 });
});

test('events and violations belong to the phase that they happened in or after, in its time', () => {
  const later = phaseOf([], { name: 'plan', startedAt: 4_000_000, endedAt: 4_000_000, stacks: [CHAIN] });
  const { phases } = timelineOf(
    lifeOf([CREATED, later], {
      events: [
        { time: 1000, what: 'node-ready', subject: 'a' },
        { time: 600_000, what: 'node-ready', subject: 'b' },
        { time: 4_000_000, what: 'node-ready', subject: 'c' },
      ],
      violations: [{ time: 600_000, rule: 'workload-down', subject: 'web', message: 'No pod ran.' }],
    }),
  );
  expect(phases.map(({ events }) => events.map(({ subject, time }) => [subject, time]))).toEqual([
    [
      ['a', 1000],
      ['b', 600_000],
    ],
    [['c', 0]],
  ]);
  expect(phases.map(({ violations }) => violations.length)).toEqual([1, 0]);
});

test('lanes are the stages from first to last, and backwards when all is destroyed', () => {
  const app = newApp();
  newCluster(newStack(app));
  const { stacks } = synth(app);
  const { phases } = timelineOf(
    lifeOf([roughPhase('create', stacks, 0), roughPhase('destroy', stacks, 10_000_000)]),
  );
  const [created, destroyed] = phases.map(({ lanes }) => lanes.map(({ stage }) => stage));
  expect(created).toEqual([
    'Control plane prerequisites',
    'Control plane',
    'Access',
    'Add-ons before compute',
    'Compute',
    'Add-ons after compute',
  ]);
  expect(destroyed).toEqual([...created!].reverse());
});
