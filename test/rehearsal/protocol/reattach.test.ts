/**
 * What Terraform is told of providers that run already.
 */
import { expect, test } from '@jest/globals';
import { fullProviderAddress, reattachProviders } from '../../../lib/rehearsal/protocol/reattach';

test.each([
  ['aws', 'registry.terraform.io/hashicorp/aws'],
  ['example/tiny', 'registry.terraform.io/example/tiny'],
  ['registry.terraform.io/hashicorp/aws', 'registry.terraform.io/hashicorp/aws'],
  ['example.com/own/thing', 'example.com/own/thing'],
])('the full address of %s is %s', (source, address) => {
  expect(fullProviderAddress(source)).toBe(address);
});

test('every provider is named by its full address, with the port and the process that serve it', () => {
  const one = (port: number) => ({
    Protocol: 'grpc',
    ProtocolVersion: 6,
    Pid: 7,
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  });
  expect(JSON.parse(reattachProviders({ aws: 1001, 'hashicorp/helm': 1002 }, 7))).toEqual({
    'registry.terraform.io/hashicorp/aws': one(1001),
    'registry.terraform.io/hashicorp/helm': one(1002),
  });
});
