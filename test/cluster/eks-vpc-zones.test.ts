/**
 * Zones for nodes beyond those of the control plane.
 */
import { expect, test } from '@jest/globals';
import { TerraformVariable } from 'cdktf';
import { EksVpc, NatGateways } from '../../lib';
import { newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

function appWith(availabilityZones: string[], controlPlaneZones?: string[]): ReturnType<typeof newApp> {
  const app = newApp();
  const stack = newStack(app);
  const network = new EksVpc(stack, 'Vpc', {
    availabilityZones,
    controlPlaneZones,
    natGateways: NatGateways.SINGLE,
  });
  newCluster(stack, { network });
  return app;
}

function subnetsOf(app: ReturnType<typeof newApp>): unknown {
  const { graph } = synth(app).stack('stack');
  return (graph.at('Cluster/Resource').block.vpc_config as { subnet_ids: string[] }).subnet_ids;
}

test('a zone that is added for nodes leaves the control plane and the NAT gateway where they are', () => {
  const before = appWith(['eu-west-1b', 'eu-west-1c']);
  const after = appWith(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], ['eu-west-1b', 'eu-west-1c']);
  expect(subnetsOf(after)).toEqual(subnetsOf(before));
  const natOf = (app: ReturnType<typeof newApp>): unknown =>
    synth(app)
      .stack('stack')
      .graph.ofType('aws_nat_gateway')
      .map(({ address, block }) => [address, block.subnet_id]);
  expect(natOf(after)).toEqual(natOf(before));
});

test('zones of the control plane that the network does not have, or only one, are refused', () => {
  expect(messagesOf(appWith(['eu-west-1a', 'eu-west-1b'], ['eu-west-1a', 'eu-west-1c']))).toContainEqual(
    "stack/Vpc: controlPlaneZones names ['eu-west-1c'], which are no availability zones of the network (SEKS1002). " +
      'Add them to availabilityZones, or drop them.',
  );
  expect(problemsOf(appWith(['eu-west-1a', 'eu-west-1b'], ['eu-west-1a']))).toContain(
    'SEKS1101 at stack/Vpc',
  );
});

test('VPC and private subnets are protected from being replaced, unless that is switched off', () => {
  const { graph } = synth(appWith(['eu-west-1a', 'eu-west-1b'])).stack('stack');
  for (const path of ['Vpc/Resource', 'Vpc/eu-west-1a/PrivateSubnet', 'Vpc/eu-west-1b/PrivateSubnet']) {
    expect(graph.at(path).block).toMatchObject({ lifecycle: { prevent_destroy: true } });
  }
});

test('zones that are a list of unknown length are refused, as the subnets follow from them', () => {
  const app = newApp();
  const stack = newStack(app);
  const zones = new TerraformVariable(stack, 'zones', { type: 'list(string)' }).listValue;
  newCluster(stack, { network: new EksVpc(stack, 'Vpc', { availabilityZones: zones }) });
  expect(problemsOf(app)).toContain('SEKS1001 at stack/Vpc');
});
