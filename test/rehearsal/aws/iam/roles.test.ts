import { beforeEach, describe, expect, test } from '@jest/globals';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { documentAllows } from '../../../../lib/rehearsal/aws/iam/policy-text';
import {
  hasOwnPolicyAllowing,
  hasPolicy,
  inlinePolicies,
  roleByArn,
} from '../../../../lib/rehearsal/aws/iam/roles';
import { IAM_RULES } from '../../../../lib/rehearsal/aws/iam/rules';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import { Stage } from '../../stage';

const ARN = 'arn:aws:iam::111122223333:role/node';
const CNI = 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy';
let stage: Stage;

beforeEach(() => {
  stage = new Stage(
    { resources: IAM_RULES, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
});

describe('A role', () => {
  test('has another unique id each time it is created', async () => {
    const first = await make('aws_iam_role', 'node', { name: 'node' });
    expect(first.attributes['arn']).toBe(ARN);
    expect(first.attributes['unique_id']).toMatch(/^AROA[0-9A-F]{17}$/);
    await stage.after(stage.delete('aws_iam_role', 'node', first));
    const second = await make('aws_iam_role', 'node', { name: 'node' });
    expect(second.attributes['unique_id']).not.toBe(first.attributes['unique_id']);
  });

  test('has its path in its ARN and a made-up name after a prefix', async () => {
    const role = await make('aws_iam_role', 'node', { name_prefix: 'node-', path: '/team/' });
    expect(role.attributes['arn']).toMatch(/^arn:aws:iam::111122223333:role\/team\/node-[0-9a-f]{26}$/);
    expect(role.id).toBe(role.attributes['name']);
  });

  test('of a name that is taken is refused: EntityAlreadyExists', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    const { error } = await stage.after(stage.create('aws_iam_role', 'again', { name: 'node' }));
    expect(error).toBe('EntityAlreadyExists: Role with name node already exists.');
  });

  test('with a policy attached is not deleted: DeleteConflict after two minutes', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    await attach('cni', CNI);
    const { error, minutes } = await stage.after(stage.delete('aws_iam_role', 'node', role));
    expect(error).toBe('DeleteConflict: Cannot delete entity, must detach all policies first.');
    expect(minutes).toBeCloseTo(2, 1);
  });

  test('with a policy in it is not deleted: DeleteConflict', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    await make('aws_iam_role_policy', 'more', { role: 'node', name: 'more', policy: '{}' });
    const { error } = await stage.after(stage.delete('aws_iam_role', 'node', role));
    expect(error).toBe('DeleteConflict: Cannot delete entity, must delete policies first.');
  });

  test('goes as soon as the attachment is gone', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    const attachment = await attach('cni', CNI);
    const deletion = stage.delete('aws_iam_role', 'node', role);
    void stage.delete('aws_iam_role_policy_attachment', 'cni', attachment);
    expect((await stage.after(deletion)).error).toBeUndefined();
  });

  test('that the state knows with policies takes them along, as the provider does', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    const profile = await make('aws_iam_instance_profile', 'node', { name: 'node', role: 'node' });
    await attach('cni', CNI);
    IAM_RULES['aws_iam_role']?.read?.(role, stage.surroundings);
    expect(role.attributes['managed_policy_arns']).toEqual([CNI]);
    const { error } = await stage.after(stage.delete('aws_iam_role', 'node', role));
    expect(error).toBeUndefined();
    expect(profile.attributes['role']).toBe('');
  });

  test('forced to go takes policies of both kinds along', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node', force_detach_policies: true });
    const inline = await make('aws_iam_role_policy', 'more', { role: 'node', name: 'more', policy: '{}' });
    await attach('cni', CNI);
    expect((await stage.after(stage.delete('aws_iam_role', 'node', role))).error).toBeUndefined();
    expect(stage.world.has(inline)).toBe(false);
  });

  test('with a list of its own attaches and detaches by it', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node', managed_policy_arns: [CNI] });
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(true);
    const planned = { ...role.attributes, managed_policy_arns: [] };
    await stage.after(stage.update('aws_iam_role', 'node', role, planned));
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(false);
  });
});

describe('An attachment', () => {
  test('gives a policy to a role, by the end of its ARN', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(false);
    await attach('cni', CNI);
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(true);
    expect(hasPolicy(stage.world, ARN, 'CNI_Policy')).toBe(false);
    await attach('csi', 'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy');
    expect(hasPolicy(stage.world, ARN, 'AmazonEBSCSIDriverPolicy')).toBe(true);
    expect(hasPolicy(stage.world, ARN, 'service-role/AmazonEBSCSIDriverPolicy')).toBe(true);
  });

  test('made a second time is one with the first: deleting the first detaches the second', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    const first = await attach('first', CNI);
    const second = await attach('second', CNI);
    const { error } = await stage.after(stage.delete('aws_iam_role_policy_attachment', 'first', first));
    expect(error).toBeUndefined();
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(false);
    IAM_RULES['aws_iam_role_policy_attachment']?.read?.(second, stage.surroundings);
    expect(stage.world.has(second)).toBe(false);
    // Whoever plans again finds it gone and attaches it.
    const third = await attach('second', CNI);
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(true);
    IAM_RULES['aws_iam_role_policy_attachment']?.read?.(third, stage.surroundings);
    expect(stage.world.has(third)).toBe(true);
  });

  test('deleted before it is made again stays attached', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    const first = await attach('cni', CNI);
    await stage.after(stage.delete('aws_iam_role_policy_attachment', 'cni', first));
    await attach('cni', CNI);
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(true);
  });

  test('to a role that is gone is refused: NoSuchEntity', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    await stage.after(stage.delete('aws_iam_role', 'node', role));
    const planned = { role: 'node', policy_arn: CNI };
    const { error } = await stage.after(stage.create('aws_iam_role_policy_attachment', 'cni', planned));
    expect(error).toBe('NoSuchEntity: The role with name node cannot be found.');
  });

  test('does not outlive its role: one of the same name begins with nothing', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node', force_detach_policies: true });
    await attach('cni', CNI);
    await stage.after(stage.delete('aws_iam_role', 'node', role));
    await make('aws_iam_role', 'node', { name: 'node' });
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(false);
  });
});

/** Whether a policy within the role allows an action. */
function allowsWithin(action: string): boolean {
  const role = roleByArn(stage.world, ARN)!;
  return inlinePolicies(stage.world, role).some((text) => documentAllows(text, action));
}

describe('A policy', () => {
  const document = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: ['ec2:Assign*'], Resource: '*' }],
  });

  test('within a role or of its own allows what its document says', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    const policy = await make('aws_iam_policy', 'cni', { name: 'cni', policy: document });
    expect(hasOwnPolicyAllowing(stage.world, ARN, 'ec2:AssignIpv6Addresses')).toBe(false);
    await attach('own', policy.id);
    expect(hasOwnPolicyAllowing(stage.world, ARN, 'ec2:AssignIpv6Addresses')).toBe(true);
    expect(allowsWithin('ec2:AssignIpv6Addresses')).toBe(false);
    await make('aws_iam_role_policy', 'cni', { role: 'node', name: 'cni', policy: document });
    expect(allowsWithin('ec2:AssignIpv6Addresses')).toBe(true);
    expect(allowsWithin('ec2:CreateTags')).toBe(false);
  });

  test('of a name that is taken is refused: EntityAlreadyExists', async () => {
    await make('aws_iam_policy', 'cni', { name: 'cni', policy: document });
    const { error } = await stage.after(
      stage.create('aws_iam_policy', 'again', { name: 'cni', policy: '{}' }),
    );
    expect(error).toBe(
      'EntityAlreadyExists: A policy called cni already exists. Duplicate names are not allowed.',
    );
  });

  test('that is attached is not deleted: DeleteConflict', async () => {
    await make('aws_iam_role', 'node', { name: 'node' });
    const policy = await make('aws_iam_policy', 'cni', { name: 'cni', policy: document });
    const attachment = await attach('own', policy.id);
    const { error } = await stage.after(stage.delete('aws_iam_policy', 'cni', policy));
    expect(error).toBe('DeleteConflict: Cannot delete a policy attached to entities.');
    await stage.after(stage.delete('aws_iam_role_policy_attachment', 'own', attachment));
    const { error: next } = await stage.after(stage.delete('aws_iam_policy', 'cni', policy));
    expect(next).toBeUndefined();
  });

  test('within a role is replaced by another of its name, and goes with either', async () => {
    const role = await make('aws_iam_role', 'node', { name: 'node' });
    const first = await make('aws_iam_role_policy', 'one', { role: 'node', name: 'p', policy: '{}' });
    const second = await make('aws_iam_role_policy', 'two', { role: 'node', name: 'p', policy: document });
    expect(second.id).toBe(first.id);
    await stage.after(stage.delete('aws_iam_role_policy', 'two', second));
    expect(allowsWithin('ec2:AssignIpv6Addresses')).toBe(false);
    expect(roleByArn(stage.world, ARN)).toBe(role);
  });
});

describe('What no stack manages', () => {
  test('is allowed everything', () => {
    expect(hasPolicy(stage.world, ARN, 'AmazonEKS_CNI_Policy')).toBe(true);
    expect(hasOwnPolicyAllowing(stage.world, ARN, 'ec2:AssignIpv6Addresses')).toBe(true);
  });
});

describe('An OIDC provider or instance profile', () => {
  test('of an issuer or name that is taken is refused: EntityAlreadyExists', async () => {
    const url = 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC';
    const provider = await make('aws_iam_openid_connect_provider', 'a', { url, client_id_list: ['sts'] });
    expect(provider.id).toBe(
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC',
    );
    const { error } = await stage.after(stage.create('aws_iam_openid_connect_provider', 'b', { url }));
    expect(error).toBe(`EntityAlreadyExists: Provider with url ${url} already exists.`);
    await make('aws_iam_instance_profile', 'a', { name: 'node' });
    const again = await stage.after(stage.create('aws_iam_instance_profile', 'b', { name: 'node' }));
    expect(again.error).toBe('EntityAlreadyExists: Instance Profile node already exists.');
  });
});

async function make(type: string, name: string, planned: KnownValues): Promise<WorldObject> {
  const { object, error } = await stage.after(stage.create(type, name, planned));
  if (object === undefined || error !== undefined) {
    throw new Error(error ?? 'nothing was made');
  }
  return object;
}

function attach(name: string, policyArn: string): Promise<WorldObject> {
  return make('aws_iam_role_policy_attachment', name, { role: 'node', policy_arn: policyArn });
}
