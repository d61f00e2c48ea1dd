/**
 * The timeline in a terminal.
 */
import type { Violation } from '../../../lib/rehearsal';
import { expect, test } from '@jest/globals';
import { timelineOf } from '../../../lib/rehearsal/report/timeline';
import { timelineText } from '../../../lib/rehearsal/report/timeline-text';
import { newCluster } from '../../support/cluster';
import { newApp, newStack, synth } from '../../support/synth';
import { lifeOf, madeUpStack, operation, phaseOf, roughPhase } from './played-life';

const MINUTE = 60_000;

function clusterLife(more: Parameters<typeof lifeOf>[1] = {}): string {
  const app = newApp();
  newCluster(newStack(app));
  const { stacks } = synth(app);
  const created = roughPhase('create', stacks, 0);
  const plan = phaseOf([], { name: 'plan', startedAt: 60 * MINUTE, endedAt: 60 * MINUTE, stacks });
  return timelineText(timelineOf(lifeOf([created, plan], more)));
}

test('each resource has a line with a bar, and those that decided are marked', () => {
  expect(
    clusterLife({
      events: [
        { time: 11 * MINUTE, what: 'node-ready', subject: 'workers/node-1' },
        { time: 12 * MINUTE, what: 'node-ready', subject: 'workers/node-2' },
      ],
    }),
  ).toMatchInlineSnapshot(`
   "█ ● decided how long it took   ▒ went on beside   ✗ failed   ◆ happened by itself

   create: 13:45 min, 19 changes in 1 stack
                                                       0:00           5:00           10:00           from   took
   Control plane prerequisites
     + cloudwatch_log_group Cluster/LogGroup           ▒                                             0:00   0:01
     + iam_role Cluster/Role                           ▒                                             0:00   0:01
   ● + kms_key Cluster/EncryptionKey                   ▌                                             0:00   0:09
     + iam_role_policy_attachment …zonEKSClusterPolicy ▒                                             0:01   0:01
     + kms_alias Cluster/EncryptionKey/Alias           ▒                                             0:09   0:01
   Control plane
   ● + eks_cluster Cluster                             ████████████████████████████                  0:09   9:00
   Access
     + eks_access_entry …ccess/111122223333-role-admin                            ▒                  9:09   0:01
     + eks_access_policy_association …usterAdminPolicy                             ▒                 9:10   0:01
   Add-ons before compute
     + iam_role Cluster/Addons/vpc-cni/Role            ▒                                             0:00   0:01
     + iam_role_policy_attachment …mazonEKS_CNI_Policy ▒                                             0:01   0:01
   ● + eks_addon Cluster/Addons/eks-pod-identity-agent                            ▐██                9:09   0:42
     + eks_addon Cluster/Addons/kube-proxy                                        ▒▒▒                9:09   0:42
   ● + eks_addon Cluster/Addons/vpc-cni                                              ██              9:51   0:42
   Compute
     + iam_role Cluster/workers/Role                   ▒                                             0:00   0:01
     + iam_role_policy_attachment …nerRegistryPullOnly ▒                                             0:01   0:01
     + iam_role_policy_attachment …EKSWorkerNodePolicy ▒                                             0:01   0:01
     + launch_template Cluster/workers/LaunchTemplate                             ▒                  9:09   0:01
   ● + eks_node_group Cluster/workers                                                  ████████     10:33   2:30
   Add-ons after compute
   ● + eks_addon Cluster/Addons/coredns                                                       ▐██   13:03   0:42
   Meanwhile
       2 × node-ready                                                                   ◆  ◆         11:00–12:00

   plan: nothing to change

   Nothing happened that must not."
  `);
});

test('no line is wider than 110 columns', () => {
  const text = clusterLife({
    violations: [
      { time: MINUTE, rule: 'node-before-cni', subject: 'workers/node-1', message: 'A word. '.repeat(60) },
    ],
  });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('many resources that take no time are one line for each kind of them', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const stack = madeUpStack('app', [
    ...names.map((name) => ({ type: 'aws_subnet', name })),
    { type: 'aws_nat_gateway', name: 'gateway' },
  ]);
  const text = timelineText(
    timelineOf(
      lifeOf([
        phaseOf(
          [
            ...names.map((name) => operation(`aws_subnet.${name}`, [0, 1])),
            operation('aws_nat_gateway.gateway', [0, 90]),
          ],
          { stacks: [stack] },
        ),
      ]),
    ),
  );
  expect(text).toMatch(/ {2}\+ 8 × subnet +▒ +0:00 +≤0:01/);
  expect(text).toMatch(/● \+ nat_gateway gateway/);
});

test('one that failed is marked, with the first line of the reason', () => {
  const stack = madeUpStack('app', [{ type: 'aws_vpc', name: 'vpc' }]);
  const error = 'deleting EC2 VPC (vpc-1): DependencyViolation: it has dependencies.\nMore about it.';
  const failed = phaseOf(
    [operation('aws_vpc.vpc', [0, 300], { action: 'delete', outcome: 'failed', error })],
    {
      name: 'destroy',
      stacks: [stack],
      errors: [`aws_vpc.vpc: ${error}`],
    },
  );
  const text = timelineText(timelineOf(lifeOf([failed])));
  expect(text).toContain('destroy: 5:00 min, 1 change in 1 stack, FAILED');
  expect(text).toMatch(/✗ - vpc vpc +█+ +0:00 +5:00\n {6}deleting EC2 VPC \(vpc-1\): DependencyViolation/);
  expect(text).not.toContain('More about it');
  expect(text.match(/DependencyViolation/g)).toHaveLength(1);
});

test('a plan that is not empty says what Terraform would do, and what went wrong stands at the end', () => {
  const plan = phaseOf([], {
    name: 'plan',
    changes: [{ stack: 'app', address: 'aws_vpc.vpc', action: 'replace' }],
  });
  const violation: Violation = {
    time: 0,
    rule: 'plan-not-empty',
    subject: 'app aws_vpc.vpc',
    message: 'After an apply Terraform still means to replace it.',
  };
  expect(timelineText(timelineOf(lifeOf([plan], { violations: [violation] })))).toMatchInlineSnapshot(`
   "plan: 1 change
       would replace app aws_vpc.vpc

   1 violation:
     plan-not-empty: app aws_vpc.vpc (plan 0:00)
         After an apply Terraform still means to replace it."
  `);
});

test('colours are there when asked for, and nothing else changes', () => {
  const life = lifeOf([phaseOf([operation('aws_vpc.vpc', [0, 3])])]);
  const plain = timelineText(timelineOf(life));
  const coloured = timelineText(timelineOf(life), { colour: true });
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[1m');
  const codes = ['0', '1', '2', '31'].map((code) => `\u001b[${code}m`);
  expect(codes.reduce((text, code) => text.replaceAll(code, ''), coloured)).toBe(plain);
});
