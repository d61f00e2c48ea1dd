import { describe, expect, test } from '@jest/globals';
import { EC2_RULES } from '../../../../lib/rehearsal/aws/ec2/rules';
import { addCluster, addNode } from '../iam/living-cluster';
import { ec2Stage, make, smallNetwork, tryToMake } from './small-network';

describe('An internet gateway', () => {
  test('is not deleted while a NAT gateway has a public address', async () => {
    const stage = ec2Stage();
    const { internetGateway, vpc } = await smallNetwork(stage);
    const { error, minutes } = await stage.after(
      stage.delete('aws_internet_gateway', 'main', internetGateway),
    );
    expect(error).toContain(`DependencyViolation: Network ${vpc.id} has some mapped public address(es).`);
    expect(minutes).toBeCloseTo(20, 1);
  });

  test('is deleted once the NAT gateway is gone', async () => {
    const stage = ec2Stage();
    const { internetGateway, nat } = await smallNetwork(stage);
    const deletion = stage.delete('aws_internet_gateway', 'main', internetGateway);
    void stage.delete('aws_nat_gateway', 'main', nat);
    const { error, minutes } = await stage.after(deletion);
    expect(error).toBeUndefined();
    expect(minutes).toBeGreaterThanOrEqual(1);
    expect(minutes).toBeLessThan(2);
  });

  test('has no second one beside it', async () => {
    const stage = ec2Stage();
    const { vpc } = await smallNetwork(stage);
    const { error } = await tryToMake(stage, 'aws_internet_gateway', 'second', { vpc_id: vpc.id });
    expect(error).toBe(`InvalidParameterValue: Network ${vpc.id} already has an internet gateway attached`);
  });
});

describe('A NAT gateway', () => {
  test('fails in a VPC without an internet gateway, and is left behind', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    const subnet = await make(stage, 'aws_subnet', 'public', { vpc_id: vpc.id, cidr_block: '10.0.0.0/20' });
    const address = await make(stage, 'aws_eip', 'nat', { domain: 'vpc' });
    const { error, object } = await tryToMake(stage, 'aws_nat_gateway', 'main', {
      subnet_id: subnet.id,
      allocation_id: address.id,
    });
    expect(error).toContain('Gateway.NotAttached');
    expect(error).toContain(`Network ${vpc.id} has no Internet gateway attached`);
    expect(object?.id).toMatch(/^nat-/);
  });

  test('takes a minute or two, has the address, and gives everything back when it goes', async () => {
    const stage = ec2Stage();
    const { nat, address, publicSubnet } = await smallNetwork(stage);
    expect(nat.attributes['public_ip']).toBe(address.attributes['public_ip']);
    expect(nat.attributes['private_ip']).toBe('10.0.0.4');
    EC2_RULES['aws_eip']?.read?.(address, stage.surroundings);
    expect(address.attributes['association_id']).toBe(nat.attributes['association_id']);
    const { error, minutes } = await stage.after(stage.delete('aws_nat_gateway', 'main', nat));
    expect(error).toBeUndefined();
    expect(minutes).toBe(1);
    EC2_RULES['aws_eip']?.read?.(address, stage.surroundings);
    expect(address.attributes['association_id']).toBe('');
    const { error: next } = await stage.after(stage.delete('aws_subnet', 'public', publicSubnet));
    expect(next).toBeUndefined();
  });

  test('is not made with an address that another one has', async () => {
    const stage = ec2Stage();
    const { address, publicSubnet } = await smallNetwork(stage);
    const planned = { subnet_id: publicSubnet.id, allocation_id: address.id };
    const { error } = await tryToMake(stage, 'aws_nat_gateway', 'second', planned);
    expect(error).toBe(
      `Resource.AlreadyAssociated: Elastic IP address [${address.id}] is already associated`,
    );
  });

  test('keeps its subnet until it is gone', async () => {
    const stage = ec2Stage();
    const { nat, publicSubnet } = await smallNetwork(stage);
    const deletion = stage.delete('aws_subnet', 'public', publicSubnet);
    void stage.delete('aws_nat_gateway', 'main', nat);
    const { error, minutes } = await stage.after(deletion);
    expect(error).toBeUndefined();
    expect(minutes).toBeGreaterThanOrEqual(1);
  });

  test('deleted under nodes cuts them off: egress-lost-under-nodes', async () => {
    const stage = ec2Stage();
    const { nat, privateSubnet } = await smallNetwork(stage);
    const cluster = addCluster(stage.world);
    addNode(cluster, { subnetId: privateSubnet.id });
    addNode(cluster, { subnetId: privateSubnet.id });
    await stage.after(stage.delete('aws_nat_gateway', 'main', nat));
    expect(stage.world.violations).toEqual([
      expect.objectContaining({
        rule: 'egress-lost-under-nodes',
        subject: 'main',
        message: `The NAT gateway ${nat.id} was deleted while nodes of the cluster main needed it: i-1 in ${privateSubnet.id} reaches no AWS endpoint any more.`,
      }),
    ]);
  });

  test('deleted when no node is left hurts nobody', async () => {
    const stage = ec2Stage();
    const { nat, publicSubnet } = await smallNetwork(stage);
    // A node in the public subnet goes through the internet gateway.
    addNode(addCluster(stage.world), { subnetId: publicSubnet.id });
    await stage.after(stage.delete('aws_nat_gateway', 'main', nat));
    expect(stage.world.violations).toEqual([]);
  });
});

describe('An elastic address', () => {
  test('is not released while a NAT gateway has it: AuthFailure', async () => {
    const stage = ec2Stage();
    const { address } = await smallNetwork(stage);
    const { error } = await stage.after(stage.delete('aws_eip', 'nat', address));
    expect(error).toBe('AuthFailure: You do not have permission to access the specified resource.');
  });

  test('is released afterwards', async () => {
    const stage = ec2Stage();
    const { address, nat } = await smallNetwork(stage);
    await stage.after(stage.delete('aws_nat_gateway', 'main', nat));
    const { error } = await stage.after(stage.delete('aws_eip', 'nat', address));
    expect(error).toBeUndefined();
  });
});
