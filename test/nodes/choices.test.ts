/**
 * The choices for a node group as values: image, scaling, update, labels and taints.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Ami } from '../../lib/nodes/ami';
import { AmiArchitecture } from '../../lib/nodes/ami-family';
import { AmiKind } from '../../lib/nodes/ami-source';
import { NodeUpdate } from '../../lib/nodes/node-update';
import { Scaling } from '../../lib/nodes/scaling';
import { judgeLabelsAndTaints, kubeletTaint, TaintEffect } from '../../lib/nodes/taint';

const { X86_64, ARM_64 } = AmiArchitecture;

test('a custom image is known by its id', () => {
  expect(Ami.al2023({ id: 'ami-0123456789abcdef0' })).toMatchObject({
    kind: AmiKind.CUSTOM_ID,
    id: 'ami-0123456789abcdef0',
    architecture: X86_64,
    isCustom: true,
    amiType: undefined,
  });
});

test('a custom image can be looked up, not the newest unless that is said', () => {
  expect(Ami.al2023Lookup({ owner: 'self', name: 'golden', architecture: ARM_64 })).toMatchObject({
    kind: AmiKind.CUSTOM_LOOKUP,
    owner: 'self',
    name: 'golden',
    newest: false,
    architecture: ARM_64,
    isCustom: true,
  });
});

test.each([
  [X86_64, 'AL2023_x86_64_STANDARD'],
  [ARM_64, 'AL2023_ARM_64_STANDARD'],
])('the image of EKS for %s is %s', (architecture, amiType) => {
  expect(Ami.eksOptimized({ architecture })).toMatchObject({ isCustom: false, amiType, id: undefined });
});

test.each(['ami-01234567', 'ami-0123456789abcdef0'])('%s is the id of an image', (id) => {
  expect(Ami.al2023({ id })._judge('1.34')).toEqual([]);
});

test.each(['', 'ami-', 'ami-0123', 'ami-0123456789ABCDEF0', 'resolve:ssm:/x'])(
  "'%s' is no id of an image",
  (id) => {
    expect(
      Ami.al2023({ id })
        ._judge('1.34')
        .map(({ code }) => code),
    ).toEqual(['SEKS2003']);
  },
);

test.each([
  ['1.34.2-20251112', []],
  ['1.33.5-20251112', ['SEKS2003']],
  ['1.34.2', ['SEKS2003']],
  ['v1.34.2-20251112', ['SEKS2003']],
])('the release %s on Kubernetes 1.34 gives %j', (releaseVersion, codes) => {
  expect(
    Ami.eksOptimized({ releaseVersion })
      ._judge('1.34')
      .map(({ code }) => code),
  ).toEqual(codes);
});

test('a fixed number is minimum, maximum and beginning', () => {
  expect(Scaling.fixed(3)).toMatchObject({ min: 3, max: 3, initial: 3, isExternal: false });
});

test('an autoscaler begins with the minimum unless told otherwise', () => {
  expect(Scaling.external({ min: 1, max: 5 })).toMatchObject({
    min: 1,
    max: 5,
    initial: 1,
    isExternal: true,
  });
  expect(Scaling.external({ min: 1, max: 5, initial: 3 }).initial).toBe(3);
});

test('numbers of nodes are accepted exactly when 0 ≤ min ≤ initial ≤ max, 1 ≤ max ≤ 450', () => {
  const number = fc.integer({ min: -1, max: 452 });
  fc.assert(
    fc.property(number, number, number, (min, max, initial) => {
      const isGood = 0 <= min && min <= initial && initial <= max && 1 <= max && max <= 450;

      expect(Scaling.external({ min, max, initial })._judge().length === 0).toBe(isGood);
    }),
  );
});

test.each([0, 1.5, 451, Number.NaN, Number.POSITIVE_INFINITY])(
  'a fixed number of %d nodes is refused',
  (nodes) => {
    expect(Scaling.fixed(nodes)._judge()).not.toEqual([]);
  },
);

test('one node at a time is the default of an update', () => {
  expect(NodeUpdate.rolling()).toMatchObject({ maxUnavailable: 1, maxUnavailablePercentage: undefined });
});

test('a percentage takes the place of the number', () => {
  expect(NodeUpdate.rolling({ maxUnavailablePercentage: 25 })).toMatchObject({
    maxUnavailable: undefined,
    maxUnavailablePercentage: 25,
  });
});

test('an update is accepted exactly when 1 to 100 nodes, and no more than there can be, are away', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1, max: 102 }),
      fc.integer({ min: 1, max: 450 }),
      (maxUnavailable, maxNodes) => {
        const isGood = 1 <= maxUnavailable && maxUnavailable <= Math.min(100, maxNodes);

        expect(NodeUpdate.rolling({ maxUnavailable })._judge(maxNodes).length === 0).toBe(isGood);
      },
    ),
  );
});

test.each([
  [{ key: 'gpu', value: 'yes', effect: TaintEffect.NO_SCHEDULE }, 'gpu=yes:NoSchedule'],
  [{ key: 'gpu', effect: TaintEffect.PREFER_NO_SCHEDULE }, 'gpu=:PreferNoSchedule'],
  [{ key: 'example.com/gpu', value: '', effect: TaintEffect.NO_EXECUTE }, 'example.com/gpu=:NoExecute'],
])('the kubelet writes the taint %j as %s', (taint, expected) => {
  expect(kubeletTaint(taint)).toBe(expected);
});

test.each([
  ['team', 'shop'],
  ['team', ''],
  ['example.com/team', 'Shop_1.2-x'],
  ['node.kubernetes.io/role', 'x'],
  ['kubelet.kubernetes.io/x', 'x'],
  ['sub.node.kubernetes.io/x', 'x'],
  ['a'.repeat(63), 'b'.repeat(63)],
  ['myk8s.io/x', 'x'],
])("the label '%s' may be '%s'", (key, value) => {
  expect(judgeLabelsAndTaints({ [key]: value }, [])).toEqual([]);
});

test.each([
  ['', 'x'],
  ['-team', 'x'],
  ['team/', 'x'],
  ['a/b/c', 'x'],
  ['Example.com/team', 'x'],
  ['a'.repeat(64), 'x'],
  ['team', 'b'.repeat(64)],
  ['team', 'with space'],
  ['team', '-x'],
  ['kubernetes.io/x', 'x'],
  ['k8s.io/x', 'x'],
  ['node-role.kubernetes.io/worker', ''],
  ['eks.amazonaws.com/x', 'x'],
])("the label '%s' may not be '%s'", (key, value) => {
  expect(judgeLabelsAndTaints({ [key]: value }, []).map(({ code }) => code)).toEqual(['SEKS2004']);
});

test.each([
  [{ key: 'with space', effect: TaintEffect.NO_SCHEDULE }, 1],
  [{ key: 'gpu', value: 'with space', effect: TaintEffect.NO_SCHEDULE }, 1],
  [{ key: 'gpu', value: '', effect: TaintEffect.NO_SCHEDULE }, 0],
])('the taint %j has %i problems', (taint, problems) => {
  expect(judgeLabelsAndTaints({}, [taint])).toHaveLength(problems);
});

test('a key may have several effects, but 50 taints at most', () => {
  const effects = Object.values(TaintEffect).map((effect) => ({ key: 'gpu', effect }));
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      key: `k${String(index)}`,
      effect: TaintEffect.NO_SCHEDULE,
    }));

  expect(judgeLabelsAndTaints({}, effects)).toEqual([]);
  expect(judgeLabelsAndTaints({}, many(50))).toEqual([]);
  expect(judgeLabelsAndTaints({}, many(51))).toHaveLength(1);
});
