/**
 * User data for Amazon Linux 2023, byte for byte, and read back as MIME and JSON.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClusterFacts } from '../../../lib/nodes/user-data/node-facts';
import type { NodeadmContent } from '../../../lib/nodes/user-data/nodeadm';
import { MimePart } from '../../../lib/nodes/user-data/mime';
import { nodeadmUserData } from '../../../lib/nodes/user-data/nodeadm';

const CLUSTER: ClusterFacts = {
  name: 'main',
  endpoint: 'https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'Q0EK',
  serviceCidr: '172.20.0.0/16',
  dnsIp: '172.20.0.10',
  isIpv6: false,
};

function rendered(content: NodeadmContent, cluster?: ClusterFacts): string {
  return nodeadmUserData(content, { cluster, labels: {}, taints: [] }) ?? '';
}

/** The parts of a MIME message, as cloud-init takes them apart. */
function partsOf(message: string): { readonly type: string; readonly body: string }[] {
  const [head = '', ...rest] = message.split('\n\n');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '';
  const body = rest.join('\n\n');
  const sections = `\n${body}`.split(`\n--${boundary}`);
  expect(sections.at(-1)).toBe('--\n');
  return sections.slice(1, -1).map((section) => {
    const [headers = '', ...content] = section.trimStart().split('\n\n');
    return { type: headers.replace('Content-Type: ', ''), body: content.join('\n\n') };
  });
}

function nodeConfigOf(content: NodeadmContent, cluster?: ClusterFacts): unknown {
  const parts = partsOf(rendered(content, cluster));
  expect(parts.map(({ type }) => type)).toEqual(['application/node.eks.aws']);
  return JSON.parse(parts[0]!.body);
}

test('without a cluster there is none in the configuration', () => {
  expect(nodeConfigOf({ kubeletFlags: ['--v=2'] })).toEqual({
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { kubelet: { flags: ['--v=2'] } },
  });
});

test('whatever the values are, they arrive unchanged and do not change the structure', () => {
  const text = fc.string({ unit: 'binary' });
  const cluster = fc.record({ name: text, endpoint: text, certificateAuthority: text, serviceCidr: text });
  fc.assert(
    fc.property(cluster, fc.array(text, { minLength: 1 }), (values, kubeletFlags) => {
      expect(nodeConfigOf({ kubeletFlags }, { ...CLUSTER, ...values })).toEqual({
        apiVersion: 'node.eks.aws/v1alpha1',
        kind: 'NodeConfig',
        spec: {
          cluster: {
            name: values.name,
            apiServerEndpoint: values.endpoint,
            certificateAuthority: values.certificateAuthority,
            cidr: values.serviceCidr,
          },
          kubelet: { flags: kubeletFlags },
        },
      });
    }),
  );
});

test('the order in which settings are written does not show', () => {
  expect(rendered({ kubeletConfig: { b: 1, a: { d: 2, c: 3 } }, featureGates: { Y: true, X: false } })).toBe(
    rendered({ kubeletConfig: { a: { c: 3, d: 2 }, b: 1 }, featureGates: { X: false, Y: true } }),
  );
});

test('parts stand around the configuration in the order in which they are given', () => {
  const content = {
    partsBefore: [MimePart.shellScript('#!/bin/sh\na'), MimePart.cloudConfig('b: 1')],
    partsAfter: [MimePart.of('text/cloud-boothook', 'c'), MimePart.nodeConfig('d: 2')],
  };

  expect(partsOf(rendered(content, CLUSTER)).map(({ type }) => type)).toEqual([
    'text/x-shellscript; charset="us-ascii"',
    'text/cloud-config; charset="us-ascii"',
    'application/node.eks.aws',
    'text/cloud-boothook',
    'application/node.eks.aws',
  ]);
});

test('a part that holds the boundary does not end itself', () => {
  const script = '#!/bin/sh\ncat <<END\n--cdktf-safe-eks--\n--cdktf-safe-eks-1\nEND';
  const parts = partsOf(rendered({ partsBefore: [MimePart.shellScript(script)] }, CLUSTER));

  expect(parts).toHaveLength(2);
  expect(parts[0]!.body).toBe(script);
});
