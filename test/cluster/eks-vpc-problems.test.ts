/**
 * Everything that can be wrong with the default network, as its user reads it.
 */
import { expect, test } from '@jest/globals';
import type { EksVpcProps } from '../../lib/cluster/eks-vpc';
import { EksVpc } from '../../lib/cluster/eks-vpc';
import type { ProblemCase } from '../support/problem-case';
import { expectError } from '../support/problem-case';
import { messagesOf, newApp, newStack, problemsOf } from '../support/synth';
import { unknownText } from '../support/tokens';

const ZONES = ['eu-west-1a', 'eu-west-1b'];
const withProps =
  (props: Partial<EksVpcProps>): ProblemCase['build'] =>
  (stack) =>
    new EksVpc(stack, 'Network', { availabilityZones: ZONES, ...props });

const ERRORS: ProblemCase[] = [
  {
    when: 'there is one zone',
    build: withProps({ availabilityZones: ['eu-west-1a'] }),
    message:
      "stack/Network: availabilityZones ['eu-west-1a'] holds fewer than two zones (SEKS1101). EKS needs subnets in at least two availability zones: add one.",
    property: 'availabilityZones',
    value: ['eu-west-1a'],
  },
  {
    when: 'a zone is named twice',
    build: withProps({ availabilityZones: [...ZONES, 'eu-west-1b'] }),
    message:
      "stack/Network: availabilityZones holds ['eu-west-1b'] more than once (SEKS1103). Name each once.",
    property: 'availabilityZones',
    value: ['eu-west-1b'],
  },
  {
    when: 'the ids of zones are given instead of their names',
    build: withProps({ availabilityZones: ['eu-west-1a', 'euw1-az2'] }),
    message:
      "stack/Network: availabilityZones 'euw1-az2' does not end in a letter from a to f (SEKS1002). Give the name of an availability zone, such as eu-west-1a.",
    property: 'availabilityZones',
    value: 'euw1-az2',
  },
  {
    when: 'a zone is a token',
    build: withProps({ availabilityZones: ['eu-west-1a', unknownText()] }),
    message:
      'stack/Network: availabilityZones is a token whose value is not known at synth, but it decides structure or a name (SEKS1001). Give a literal value.',
    property: 'availabilityZones',
    value: expect.anything(),
  },
  {
    when: 'the network is too large',
    build: withProps({ cidr: '10.0.0.0/8' }),
    message:
      "stack/Network: cidr '10.0.0.0/8' has a prefix of /8 (SEKS1104). Give a prefix from /16 to /20, so that the subnets have room for nodes and pods.",
    property: 'cidr',
    value: '10.0.0.0/8',
  },
  {
    when: 'the network has host bits',
    build: withProps({ cidr: '10.0.1.0/16' }),
    message: "stack/Network: cidr '10.0.1.0/16' has host bits set (SEKS1104). Did you mean 10.0.0.0/16?",
    property: 'cidr',
    value: '10.0.1.0/16',
  },
  {
    when: 'a tag begins with aws:',
    build: withProps({ tags: { 'AWS:x': 'y' } }),
    message:
      "stack/Network: tags has the tag 'AWS:x', but a key must not begin with aws: (SEKS1007). Shorten or rename it.",
    property: 'tags',
    value: 'AWS:x',
  },
];

test.each(ERRORS)('a network is refused when $when', expectError);

test('flow logs are kept for times that CloudWatch knows', () => {
  const app = newApp();
  withProps({ flowLogs: { retentionInDays: 2 } })(newStack(app));

  expect(messagesOf(app)).toEqual([
    'stack/Network/FlowLogs: retentionInDays 2 is not one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (SEKS1002). Give one of these.',
  ]);
});

test('what is malformed altogether is one problem', () => {
  const app = newApp();
  withProps({ cidr: '10.0.0.0' })(newStack(app));

  expect(problemsOf(app)).toEqual(['SEKS1104 at stack/Network']);
});
