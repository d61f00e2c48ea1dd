/**
 * The timeline as a picture.
 */
import { expect, test } from '@jest/globals';
import { timelineOf } from '../../../lib/rehearsal/report/timeline';
import { drawTimeline, timelinePage } from '../../../lib/rehearsal/report/timeline-picture';
import { lifeOf, madeUpStack, operation, phaseOf } from './played-life';

const STACK = madeUpStack('app <1>', [
  { type: 'aws_vpc', name: 'vpc', stage: 'network' },
  { type: 'aws_eks_cluster', name: 'cluster', after: ['aws_vpc.vpc'], stage: 'control-plane' },
]);

const TIMELINE = timelineOf(
  lifeOf(
    [
      phaseOf(
        [
          operation('aws_vpc.vpc', [0, 3], { stack: 'app <1>' }),
          operation('aws_eks_cluster.cluster', [3, 543], {
            stack: 'app <1>',
            outcome: 'failed',
            error: 'creating EKS Cluster: "role" & <policy>\u0007 missing',
            steps: [{ name: 'eks:CreateCluster', from: 3000, to: 543_000 }],
          }),
        ],
        { stacks: [STACK] },
      ),
    ],
    {
      events: [{ time: 2000, what: 'vpc-there', subject: 'vpc-1' }],
      violations: [
        {
          time: 500_000,
          rule: 'node-before-access',
          subject: 'main',
          message: 'The role <admin> came late.',
        },
      ],
    },
  ),
);

test('the page needs nothing from outside', () => {
  const page = timelinePage(TIMELINE);
  expect(page).toMatch(/^<!doctype html>/);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|src=|href=|@import|url\(/);
});

test('every resource has a bar that says when, how long, in which steps and after what', () => {
  expect(drawTimeline(TIMELINE)).toContain(
    [
      'cluster',
      'create aws_eks_cluster.cluster',
      '0:03 – 9:03 (9:00) FAILED',
      '  0:03 – 9:03 eks:CreateCluster',
      'waited for app &lt;1&gt;: create aws_vpc.vpc',
    ].join('\n'),
  );
});

test('events and what must not have happened are in it, with the words', () => {
  const picture = drawTimeline(TIMELINE);
  expect(picture).toContain('>vpc-there<');
  expect(picture).toContain('1. node-before-access: main (at 8:20)');
  expect(picture).toContain('The role &lt;admin&gt; came late.');
});

test('no text breaks the markup', () => {
  const picture = drawTimeline(TIMELINE);
  expect(picture).toContain('&quot;role&quot; &amp; &lt;policy&gt; missing');
  expect(openElements(picture)).toEqual([]);
});

test('the same rehearsal gives the same picture', () => {
  expect(timelinePage(TIMELINE)).toBe(timelinePage(TIMELINE));
});

test('a phase without changes says so', () => {
  const plan = phaseOf([], { name: 'plan', stacks: [STACK] });
  expect(drawTimeline(timelineOf(lifeOf([plan])))).toContain('>nothing to change<');
});

/** The elements that are not closed again, in their order; a parser would stop at the first. */
function openElements(markup: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name, rest] of markup.matchAll(/<(\/?)([a-z]+)((?:[^"<>]|"[^"<]*")*)>/g)) {
    if (closing === '/') {
      expect(open.pop()).toBe(name);
    } else if (!rest!.endsWith('/')) {
      open.push(name!);
    }
  }
  return open;
}
