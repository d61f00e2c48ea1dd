/**
 * The part of YAML that stands in `aws-auth`.
 */
import { describe, expect, test } from '@jest/globals';
import {
  linesOfData,
  linesOfText,
  sameLines,
  textOfLines,
} from '../../../lib/rehearsal/kubernetes/aws-auth-text';
import { parseYaml } from '../../../lib/rehearsal/kubernetes/yaml';

const LINE = {
  rolearn: 'arn:aws:iam::111122223333:role/nodes',
  username: 'system:node:{{EC2PrivateDNSName}}',
  groups: ['system:bootstrappers', 'system:nodes'],
};

describe('one line reads the same', () => {
  test.each<[string, string]>([
    ['as JSON', JSON.stringify([LINE])],
    [
      "as Terraform's yamlencode writes it",
      `- "groups":
  - "system:bootstrappers"
  - "system:nodes"
  "rolearn": "arn:aws:iam::111122223333:role/nodes"
  "username": "system:node:{{EC2PrivateDNSName}}"
`,
    ],
    [
      'by hand, with groups further in',
      `# who may join
- rolearn: arn:aws:iam::111122223333:role/nodes   # no path
  username: system:node:{{EC2PrivateDNSName}}

  groups:
    - system:bootstrappers
    - 'system:nodes'
`,
    ],
    [
      'by hand, with a list in brackets',
      `---
    - rolearn: arn:aws:iam::111122223333:role/nodes
      username: "system:node:{{EC2PrivateDNSName}}"
      groups: [system:bootstrappers, "system:nodes"]`,
    ],
    [
      'with the dash on a line of its own',
      `-
  rolearn: arn:aws:iam::111122223333:role/nodes
  groups:
  - system:bootstrappers
  - system:nodes
  username: system:node:{{EC2PrivateDNSName}}`,
    ],
    [
      'as a map in braces',
      '- {rolearn: arn:aws:iam::111122223333:role/nodes, username: "system:node:{{EC2PrivateDNSName}}", groups: ["system:bootstrappers", "system:nodes"]}',
    ],
  ])('%s', (_how, text) => {
    expect(parseYaml(text)).toEqual([LINE]);
  });
});

test('several lines, and lists of texts', () => {
  expect(parseYaml('- a: 1\n  b: ~\n- a: 2\n')).toEqual([{ a: '1', b: null }, { a: '2' }]);
  expect(parseYaml('- "111122223333"\n- arn:aws:iam::111122223333:root\n')).toEqual([
    '111122223333',
    'arn:aws:iam::111122223333:root',
  ]);
  expect(parseYaml('')).toBeNull();
});

test('what is not understood is an error, and lets nobody into a cluster', () => {
  const text = '- rolearn: a\n username: b\n  groups: c';
  expect(() => parseYaml(text)).toThrow('Not understood in YAML');
  expect(linesOfText('mapRoles', text)).toEqual([]);
});

test('lines of EKS read as they were written, whatever the order', () => {
  const lines = [
    { arn: 'arn:aws:iam::111122223333:role/a', username: 'a', groups: ['x', 'y'] },
    { arn: 'arn:aws:iam::111122223333:role/b', username: 'b', groups: [] },
  ];
  const read = linesOfData({ mapRoles: textOfLines('mapRoles', lines), mapUsers: '[]' });
  expect(sameLines(read, [...lines].reverse())).toBe(true);
  expect(sameLines(read, lines.slice(1))).toBe(false);
});
