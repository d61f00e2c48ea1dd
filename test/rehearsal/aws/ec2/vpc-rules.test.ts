import { describe, expect, test } from '@jest/globals';
import {
  addNetworkInterface,
  removeNetworkInterface,
  requireSubnets,
} from '../../../../lib/rehearsal/aws/ec2/network';
import { ec2Stage, make, smallNetwork, tryToMake } from './small-network';

describe('A VPC', () => {
  test('is born with a security group, a route table and a network ACL', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    expect(vpc.attributes['arn']).toBe(`arn:aws:ec2:eu-west-1:111122223333:vpc/${vpc.id}`);
    expect(vpc.attributes['default_security_group_id']).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(vpc.attributes['main_route_table_id']).toBe(vpc.attributes['default_route_table_id']);
    const group = await make(stage, 'aws_default_security_group', 'main', { vpc_id: vpc.id });
    expect(group.id).toBe(vpc.attributes['default_security_group_id']);
    const table = await make(stage, 'aws_default_route_table', 'main', {
      default_route_table_id: vpc.attributes['default_route_table_id'] ?? null,
    });
    expect(table.attributes['vpc_id']).toBe(vpc.id);
  });

  test('with something in it is not deleted: DependencyViolation after five minutes', async () => {
    const stage = ec2Stage();
    const { vpc } = await smallNetwork(stage);
    const { error, minutes } = await stage.after(stage.delete('aws_vpc', 'main', vpc));
    expect(error).toBe(`DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted.`);
    expect(minutes).toBeCloseTo(5, 1);
    expect(stage.world.has(vpc)).toBe(true);
  });

  test('is not deleted while the security group of a cluster is left in it', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    const attributes = { vpc_id: vpc.id };
    stage.world.add({ kind: 'eks-cluster-security-group', id: 'sg-1', region: 'eu-west-1', attributes });
    const { error } = await stage.after(stage.delete('aws_vpc', 'main', vpc));
    expect(error).toMatch(/^DependencyViolation/);
  });

  test('goes when it is empty, together with the default security group that only looked like a resource', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    await make(stage, 'aws_default_security_group', 'main', { vpc_id: vpc.id });
    const { error } = await stage.after(stage.delete('aws_vpc', 'main', vpc));
    expect(error).toBeUndefined();
    expect(stage.world.isGone(vpc.id)).toBe(true);
  });

  test('has an IPv6 range when it asks for one', async () => {
    const stage = ec2Stage();
    const planned = { cidr_block: '10.0.0.0/16', assign_generated_ipv6_cidr_block: true };
    const one = await make(stage, 'aws_vpc', 'one', planned);
    const other = await make(stage, 'aws_vpc', 'other', planned);
    expect(one.attributes['ipv6_cidr_block']).toMatch(/::\/56$/);
    expect(other.attributes['ipv6_cidr_block']).not.toBe(one.attributes['ipv6_cidr_block']);
  });
});

describe('A subnet', () => {
  test('lies within the range of its VPC', async () => {
    const stage = ec2Stage();
    const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
    const { error } = await tryToMake(stage, 'aws_subnet', 'a', {
      vpc_id: vpc.id,
      cidr_block: '10.1.0.0/20',
    });
    expect(error).toBe("InvalidSubnet.Range: The CIDR '10.1.0.0/20' is invalid.");
  });

  test('overlaps no other: InvalidSubnet.Conflict', async () => {
    const stage = ec2Stage();
    const { vpc } = await smallNetwork(stage);
    const planned = { vpc_id: vpc.id, cidr_block: '10.0.8.0/24' };
    const { error } = await tryToMake(stage, 'aws_subnet', 'again', planned);
    expect(error).toBe("InvalidSubnet.Conflict: The CIDR '10.0.8.0/24' conflicts with another subnet");
  });

  test('may lie in a VPC that no stack manages, unless that was deleted', async () => {
    const stage = ec2Stage();
    const planned = { vpc_id: 'vpc-1', cidr_block: '10.1.0.0/20' };
    const subnet = await make(stage, 'aws_subnet', 'a', planned);
    expect(subnet.attributes['availability_zone']).toBe('eu-west-1a');
    stage.world.vanish('vpc-1');
    const { error } = await tryToMake(stage, 'aws_subnet', 'b', planned);
    expect(error).toBe("InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist");
  });

  test('with a network interface left in it is not deleted: DependencyViolation after twenty minutes', async () => {
    const stage = ec2Stage();
    const { privateSubnet } = await smallNetwork(stage);
    addNetworkInterface(stage.world, 'eu-west-1', 'eni-1', privateSubnet.id, 'aws-K8S-i-1', { node: 'i-1' });
    expect(stage.world.get('network-interface', 'eni-1', 'eu-west-1')?.attributes['node']).toBe('i-1');
    const { error, minutes } = await stage.after(stage.delete('aws_subnet', 'private', privateSubnet));
    expect(error).toBe(
      `DependencyViolation: The subnet '${privateSubnet.id}' has dependencies and cannot be deleted.`,
    );
    expect(minutes).toBeCloseTo(20, 1);
  });

  test('is deleted as soon as the interface is gone', async () => {
    const stage = ec2Stage();
    const { privateSubnet } = await smallNetwork(stage);
    addNetworkInterface(stage.world, 'eu-west-1', 'eni-1', privateSubnet.id, 'Amazon EKS main');
    const deletion = stage.delete('aws_subnet', 'private', privateSubnet);
    await stage.run(3);
    removeNetworkInterface(stage.world, 'eu-west-1', 'eni-1');
    const { error, minutes } = await stage.after(deletion);
    expect(error).toBeUndefined();
    expect(minutes).toBeGreaterThan(3);
    expect(minutes).toBeLessThan(4);
    expect(() => {
      requireSubnets(stage.world, [privateSubnet.id]);
    }).toThrow(`InvalidSubnetID.NotFound: The subnet ID '${privateSubnet.id}' does not exist`);
  });
});

describe('A security group', () => {
  test('that an interface has is not deleted: DependencyViolation after fifteen minutes', async () => {
    const stage = ec2Stage();
    const { vpc, privateSubnet } = await smallNetwork(stage);
    const group = await make(stage, 'aws_security_group', 'nodes', { vpc_id: vpc.id, name: 'nodes' });
    addNetworkInterface(stage.world, 'eu-west-1', 'eni-1', privateSubnet.id, 'aws-K8S-i-1', {
      security_group_ids: [group.id],
    });
    const { error, minutes } = await stage.after(stage.delete('aws_security_group', 'nodes', group));
    expect(error).toBe(`DependencyViolation: resource ${group.id} has a dependent object`);
    expect(minutes).toBeCloseTo(15, 1);
  });

  test('that nothing has goes at once', async () => {
    const stage = ec2Stage();
    const group = await make(stage, 'aws_security_group', 'nodes', {
      vpc_id: 'vpc-1',
      name_prefix: 'nodes-',
    });
    expect(group.attributes['name']).toMatch(/^nodes-[0-9a-f]{26}$/);
    const { error, minutes } = await stage.after(stage.delete('aws_security_group', 'nodes', group));
    expect(error).toBeUndefined();
    expect(minutes).toBeLessThan(1);
  });
});
