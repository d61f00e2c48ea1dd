/**
 * What a synthesized stack is changed into before it is rehearsed, and what troubles strike.
 */
import { expect, test } from '@jest/globals';
import { backendOf, rehearsable } from '../../../lib/rehearsal/run/configuration';
import { Fault, FaultPlan } from '../../../lib/rehearsal/run/fault';

const noStates = { stateFileOf: () => undefined };

test('every resource tells its address, with the key of its instance', () => {
  const configuration = {
    resource: {
      aws_vpc: { one: { cidr_block: '10.0.0.0/16' } },
      aws_subnet: { many: { count: 2 }, named: { for_each: { a: 1 } } },
    },
  };
  expect(rehearsable(configuration, noStates)).toEqual({
    terraform: {},
    resource: {
      aws_vpc: { one: { cidr_block: '10.0.0.0/16', rehearsal_address: 'aws_vpc.one' } },
      aws_subnet: {
        many: { count: 2, rehearsal_address: 'aws_subnet.many[${count.index}]' },
        named: { for_each: { a: 1 }, rehearsal_address: 'aws_subnet.named["${each.key}"]' },
      },
    },
  });
});

test('the backend goes, and the rest of the terraform block stays', () => {
  const terraform = { backend: { s3: { bucket: 'states' } }, required_providers: { aws: { source: 'aws' } } };
  expect(rehearsable({ terraform }, noStates)).toEqual({
    terraform: { required_providers: { aws: { source: 'aws' } } },
  });
  expect(backendOf({ terraform })).toEqual(['s3', { bucket: 'states' }]);
  expect(backendOf({})).toEqual(['local', {}]);
});

test('the state of another stack of the app is read from the rehearsal, any other as it is written', () => {
  const state = (key: string) => ({ backend: 's3', config: { key } });
  const configuration = {
    data: { terraform_remote_state: { ours: state('ours'), foreign: state('foreign') } },
  };
  const options = {
    stateFileOf: (backend: string, settings: object) =>
      backend === 's3' && 'key' in settings && settings.key === 'ours'
        ? '../ours/terraform.tfstate'
        : undefined,
  };
  expect(rehearsable(configuration, options)['data']).toEqual({
    terraform_remote_state: {
      ours: { backend: 'local', config: { path: '../ours/terraform.tfstate' } },
      foreign: state('foreign'),
    },
  });
});

test('protection is lifted where it is, and nothing else changes', () => {
  const resource = {
    aws_eks_cluster: {
      main: { deletion_protection: true, lifecycle: { prevent_destroy: true, ignore_changes: ['tags'] } },
    },
    aws_vpc: { main: {} },
  };
  expect(rehearsable({ resource }, { ...noStates, liftProtection: true })['resource']).toEqual({
    aws_eks_cluster: {
      main: {
        deletion_protection: false,
        lifecycle: { prevent_destroy: false, ignore_changes: ['tags'] },
        rehearsal_address: 'aws_eks_cluster.main',
      },
    },
    aws_vpc: { main: { rehearsal_address: 'aws_vpc.main' } },
  });
  expect(rehearsable({ resource }, noStates)['resource']).toMatchObject({
    aws_eks_cluster: { main: { deletion_protection: true, lifecycle: { prevent_destroy: true } } },
  });
});

test('a fault strikes the request that is meant, counted among those alike, and once', () => {
  const plan = new FaultPlan([
    Fault.fail({ operation: 'eks:CreateAddon', nth: 2 }, 'InvalidParameterException', 'no'),
    Fault.throttle({ address: 'aws_vpc.main', times: 3 }),
  ]);
  expect(plan.strike('eks:CreateAddon', 'a')).toBeUndefined();
  expect(plan.strike('eks:CreateCluster', 'a')).toBeUndefined();
  expect(plan.strike('eks:CreateAddon', 'b')).toEqual({
    kind: 'fail',
    code: 'InvalidParameterException',
    text: 'no',
  });
  expect(plan.strike('eks:CreateAddon', 'c')).toBeUndefined();
  expect(plan.strike('ec2:CreateVpc', 'aws_vpc.main')).toEqual({ kind: 'throttle', times: 3 });
  expect(plan.strike('ec2:CreateVpc', 'aws_vpc.main')).toBeUndefined();
});

test('Terraform dies where it is told to', () => {
  expect(new FaultPlan([Fault.killAt(3)]).kill).toEqual({ nth: 3, isAnswerLost: false });
  expect(new FaultPlan([Fault.loseAnswerOf(4)]).kill).toEqual({ nth: 4, isAnswerLost: true });
  expect(new FaultPlan([]).kill).toBeUndefined();
  const secondStack = new FaultPlan([Fault.killAt(3)]);
  secondStack.countOrders(2);
  expect(secondStack.kill).toEqual({ nth: 1, isAnswerLost: false });
});
