/**
 * User data for Amazon Linux 2023, byte for byte, and read back as MIME and JSON.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NodeadmOptions } from '../../../lib/nodes/user-data/nodeadm';
import { nodeadmUserData } from '../../../lib/nodes/user-data/nodeadm';

const CLUSTER = {
  name: 'main',
  apiServerEndpoint: 'https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'Q0EK',
  cidr: '172.20.0.0/16',
};

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

function nodeConfigOf(options: NodeadmOptions): unknown {
  const parts = partsOf(nodeadmUserData(options));
  expect(parts.map(({ type }) => type)).toEqual(['application/node.eks.aws']);
  return JSON.parse(parts[0]!.body);
}

test('a custom image is told of its cluster and of the flags of the kubelet', () => {
  expect(
    nodeadmUserData({
      cluster: CLUSTER,
      kubeletFlags: ['--node-labels=a=b', '--register-with-taints=c=:NoExecute'],
    }),
  ).toMatchInlineSnapshot(`
   "MIME-Version: 1.0
   Content-Type: multipart/mixed; boundary="cdktf-safe-eks"

   --cdktf-safe-eks
   Content-Type: application/node.eks.aws

   {
     "apiVersion": "node.eks.aws/v1alpha1",
     "kind": "NodeConfig",
     "spec": {
       "cluster": {
         "name": "main",
         "apiServerEndpoint": "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com",
         "certificateAuthority": "Q0EK",
         "cidr": "172.20.0.0/16"
       },
       "kubelet": {
         "flags": [
           "--node-labels=a=b",
           "--register-with-taints=c=:NoExecute"
         ]
       }
     }
   }
   --cdktf-safe-eks--
   "
  `);
});

test('without flags there is no section for the kubelet', () => {
  expect(nodeadmUserData({ cluster: CLUSTER })).toMatchInlineSnapshot(`
   "MIME-Version: 1.0
   Content-Type: multipart/mixed; boundary="cdktf-safe-eks"

   --cdktf-safe-eks
   Content-Type: application/node.eks.aws

   {
     "apiVersion": "node.eks.aws/v1alpha1",
     "kind": "NodeConfig",
     "spec": {
       "cluster": {
         "name": "main",
         "apiServerEndpoint": "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com",
         "certificateAuthority": "Q0EK",
         "cidr": "172.20.0.0/16"
       }
     }
   }
   --cdktf-safe-eks--
   "
  `);
});

test('without a cluster there is none in the configuration', () => {
  expect(nodeConfigOf({ kubeletFlags: ['--v=2'] })).toEqual({
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { kubelet: { flags: ['--v=2'] } },
  });
});

test('whatever the values are, they arrive unchanged and do not change the structure', () => {
  const text = fc.string({ unit: 'binary' });
  const cluster = fc.record({ name: text, apiServerEndpoint: text, certificateAuthority: text, cidr: text });
  fc.assert(
    fc.property(cluster, fc.array(text, { minLength: 1 }), (values, kubeletFlags) => {
      expect(nodeConfigOf({ cluster: values, kubeletFlags })).toEqual({
        apiVersion: 'node.eks.aws/v1alpha1',
        kind: 'NodeConfig',
        spec: { cluster: values, kubelet: { flags: kubeletFlags } },
      });
    }),
  );
});
