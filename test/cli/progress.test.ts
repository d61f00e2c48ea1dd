/**
 * What a person sees while a rehearsal goes on.
 */
import { expect, test } from '@jest/globals';
import { ProgressReporter } from '../../lib/cli/rehearse/progress';
import type { RunningOperation } from '../../lib/rehearsal/engine/operation';
import { operation } from '../rehearsal/report/played-life';
import { RecordingTerminal } from './recording-terminal';

function begun(address: string, from: number): RunningOperation {
  return { ...operation(address, [from, from]), outcome: 'running', steps: [] };
}

function end(running: RunningOperation, at: number, outcome: 'done' | 'failed' = 'done'): void {
  running.endedAt = at * 1000;
  running.outcome = outcome;
}

/** A phase that begins after 100 seconds: a VPC, then a cluster that fails. */
function play(terminal: RecordingTerminal): void {
  const reporter = new ProgressReporter(terminal);
  const [vpc, cluster] = [begun('aws_vpc.vpc', 100), begun('aws_eks_cluster.cluster', 103)];
  reporter.report({ phase: 'create', stack: 'app' });
  reporter.report({ phase: 'create', stack: 'app', operation: vpc });
  end(vpc, 103);
  reporter.report({ phase: 'create', stack: 'app', operation: cluster });
  end(cluster, 643, 'failed');
  reporter.finish();
}

test('where nobody watches, each operation has a line when it is done', () => {
  const terminal = new RecordingTerminal();
  play(terminal);
  expect(terminal.lines).toEqual([
    'create app',
    '    0:03 created aws_vpc.vpc (0:03)',
    '    9:03 FAILED creating aws_eks_cluster.cluster (9:00)',
  ]);
});

test('where a person watches, one line changes', () => {
  const terminal = new RecordingTerminal(true);
  play(terminal);
  expect(terminal.lines).toEqual([]);
  expect(terminal.statuses).toEqual([
    'create app',
    'create app: 1 done, 0:03 created aws_vpc.vpc (0:03)',
    'create app: 2 done, 9:03 FAILED creating aws_eks_cluster.cluster (9:00)',
  ]);
});
