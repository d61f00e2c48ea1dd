/**
 * What a synthesized stack is changed into before it is rehearsed, and what troubles strike.
 */
import { expect, test } from '@jest/globals';
import { backendOf, missingInputs, rehearsable } from '../../../lib/rehearsal/run/configuration';
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
        named: {
          for_each: { a: 1 },
          rehearsal_address:
            'aws_subnet.named["${replace(replace(each.key, "\\\\", "\\\\\\\\"), "\\"", "\\\\\\"")}"]',
        },
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

test('outputs that are given stand for a state that is none of the app', () => {
  const foreign = { backend: 's3', workspace: 'prod', config: { key: 'foreign' }, defaults: { zone: 'a' } };
  const configuration = { data: { terraform_remote_state: { foreign } } };
  const remoteStates = { foreign: { vpc: 'vpc-1' } };
  expect(rehearsable(configuration, { ...noStates, remoteStates })['data']).toEqual({
    terraform_remote_state: {
      foreign: {
        backend: 'local',
        config: { path: '../empty.tfstate' },
        defaults: { zone: 'a', vpc: 'vpc-1' },
      },
    },
  });
});

test('a variable and a state without values are missed, unless there is a default or a file', () => {
  const configuration = {
    variable: { image: {}, zone: { default: null }, size: {} },
    data: {
      terraform_remote_state: { net: { backend: 's3', config: {} }, disk: { backend: 'local', config: {} } },
    },
  };
  expect(missingInputs('prod', configuration, { ...noStates, variables: { size: 1 } })).toEqual([
    'The variable "image" of the stack "prod" has no value: give one in the option "variables", or as --var NAME=VALUE.',
    'The stack "prod" reads a state that is none of the app\'s, "net": give its outputs in the option "remoteStates".',
  ]);
  const options = { ...noStates, variables: { size: 1, image: 'ami-1' }, remoteStates: { net: {} } };
  expect(missingInputs('prod', configuration, options)).toEqual([]);
});

test('the cloud block goes as the backend does, and other stacks find the state by it', () => {
  const cloud = { organization: 'acme', workspaces: { name: 'prod' } };
  expect(rehearsable({ terraform: { cloud } }, noStates)).toEqual({ terraform: {} });
  expect(backendOf({ terraform: { cloud } })).toEqual(['remote', cloud]);
});

test('nothing that a resource runs elsewhere is left, and what Terraform brings itself tells no address', () => {
  const provisioner = [{ 'local-exec': { command: 'kubectl delete --all' } }];
  const resource = {
    aws_vpc: { main: { provisioner, connection: { host: 'h' } } },
    terraform_data: { run: { input: 1, provisioner } },
  };
  expect(rehearsable({ resource }, noStates)['resource']).toEqual({
    aws_vpc: { main: { rehearsal_address: 'aws_vpc.main' } },
    terraform_data: { run: { input: 1 } },
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
