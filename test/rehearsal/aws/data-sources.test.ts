import { beforeEach, describe, expect, test } from '@jest/globals';
import { AWS_DATA_SOURCES } from '../../../lib/rehearsal/aws/data-sources';
import { imageFacts } from '../../../lib/rehearsal/aws/ec2/image';
import { addNetworkInterface } from '../../../lib/rehearsal/aws/ec2/network';
import { furnish, takeForGranted } from '../../../lib/rehearsal/aws/furnish';
import { textOr } from '../../../lib/rehearsal/aws/texts';
import type { Surroundings } from '../../../lib/rehearsal/engine/rules';
import type { KnownValues } from '../../../lib/rehearsal/protocol/value';
import { World } from '../../../lib/rehearsal/world/world';
import { addCluster } from './iam/living-cluster';

let world: World;
let surroundings: Surroundings;

beforeEach(() => {
  world = new World();
  surroundings = {
    world,
    provider: {},
    unknownProviderArguments: [],
    region: 'eu-west-1',
    accountId: '111122223333',
    partition: 'aws',
  };
});

describe('The account', () => {
  test('is known by its number, the caller, the partition and the region', () => {
    expect(ask('aws_caller_identity')).toMatchObject({
      account_id: '111122223333',
      arn: 'arn:aws:sts::111122223333:assumed-role/terraform/rehearsal',
    });
    expect(ask('aws_partition')).toMatchObject({ partition: 'aws', dns_suffix: 'amazonaws.com' });
    expect(ask('aws_region')).toMatchObject({ name: 'eu-west-1', endpoint: 'ec2.eu-west-1.amazonaws.com' });
    expect(
      ask('aws_iam_session_context', { arn: 'arn:aws:sts::111122223333:assumed-role/ann/x' }),
    ).toMatchObject({
      issuer_arn: 'arn:aws:iam::111122223333:role/ann',
      session_name: 'x',
    });
  });

  test('has the domains of its partition', () => {
    surroundings = { ...surroundings, partition: 'aws-cn', region: 'cn-north-1' };
    expect(ask('aws_partition')).toMatchObject({ reverse_dns_prefix: 'cn.com.amazonaws' });
    expect(ask('aws_service_principal', { service_name: 'ec2' })).toMatchObject({
      name: 'ec2.amazonaws.com.cn',
    });
    expect(ask('aws_service_principal', { service_name: 'eks' })).toMatchObject({
      name: 'eks.amazonaws.com',
    });
  });

  test('has three zones in most regions', () => {
    expect(ask('aws_availability_zones', { exclude_names: ['eu-west-1b'] })).toMatchObject({
      names: ['eu-west-1a', 'eu-west-1c'],
      zone_ids: ['euw1-az1', 'euw1-az3'],
    });
    expect(ask('aws_availability_zones', { region: 'us-east-1' })['names']).toHaveLength(6);
    expect(ask('aws_availability_zones', { region: 'ap-southeast-2' })['zone_ids']).toContain('apse2-az1');
  });
});

describe('A cluster', () => {
  test('is found by its name', () => {
    addCluster(world, { endpoint: 'https://main', version: '1.35' });
    expect(ask('aws_eks_cluster', { name: 'main' })).toMatchObject({
      endpoint: 'https://main',
      status: 'ACTIVE',
    });
    expect(ask('aws_eks_cluster_auth', { name: 'main' })['token']).toMatch(/^k8s-aws-v1\./);
  });

  test('that is not there is not found', () => {
    expect(() => ask('aws_eks_cluster', { name: 'main' })).toThrow(
      "reading EKS Cluster (main): couldn't find resource",
    );
  });

  test('may have the versions that there are', () => {
    const { cluster_versions: defaults } = ask('aws_eks_cluster_versions', { default_only: true });
    expect(defaults).toEqual([expect.objectContaining({ cluster_version: '1.35' })]);
    expect(
      ask('aws_eks_addon_version', { addon_name: 'kube-proxy', kubernetes_version: '1.35' })['version'],
    ).toMatch(/^v1\.35\.\d+-eksbuild\.\d+$/);
  });
});

describe('A subnet or VPC', () => {
  test('that a stack made is found as it is', () => {
    addSubnet('subnet-1', { Name: 'private-a' });
    addSubnet('subnet-2', { Name: 'public-a' });
    addNetworkInterface(world, 'eu-west-1', 'eni-1', 'subnet-1', '');
    expect(ask('aws_subnet', { id: 'subnet-1' })).toMatchObject({
      availability_zone: 'eu-west-1b',
      availability_zone_id: 'euw1-az2',
      available_ip_address_count: 256 - 5 - 1,
    });
    const filter = [{ name: 'vpc-id', values: ['vpc-1'] }];
    expect(ask('aws_subnets', { filter })['ids']).toEqual(['subnet-1', 'subnet-2']);
    expect(ask('aws_subnets', { filter, tags: { Name: 'private-a' } })['ids']).toEqual(['subnet-1']);
    const wild = [...filter, { name: 'tag:Name', values: ['pub*'] }];
    expect(ask('aws_subnets', { filter: wild })['ids']).toEqual(['subnet-2']);
    expect(ask('aws_subnets', { filter: [{ name: 'vpc-id', values: ['vpc-2'] }] })['ids']).toEqual([]);
    expect(ask('aws_subnet', { filter: wild })['id']).toBe('subnet-2');
  });

  test('that no stack manages is taken as existing, neighbours in different zones', () => {
    const zones = ['subnet-0a', 'subnet-0b', 'subnet-0c'].map(
      (id) => ask('aws_subnet', { id })['availability_zone'],
    );
    expect(new Set(zones).size).toBe(3);
    expect(ask('aws_vpc', { id: 'vpc-9' })).toMatchObject({ id: 'vpc-9', cidr_block: '10.0.0.0/16' });
    expect(ask('aws_vpc', { default: true })).toMatchObject({ default: true, cidr_block: '172.31.0.0/16' });
    expect(ask('aws_security_group', { id: 'sg-9' })['id']).toBe('sg-9');
  });

  test('that was deleted is not found', () => {
    world.vanish('subnet-1');
    expect(() => ask('aws_subnet', { id: 'subnet-1' })).toThrow(
      "reading EC2 Subnet (subnet-1): couldn't find resource",
    );
    expect(() => ask('aws_security_group', { name: 'none' })).toThrow("couldn't find resource");
  });
});

describe('A role or key', () => {
  test('that a stack made is found, another is taken as existing', () => {
    const arn = 'arn:aws:iam::111122223333:role/team/x';
    world.add({ kind: 'aws_iam_role', id: 'x', region: 'eu-west-1', attributes: { name: 'x', arn } });
    expect(ask('aws_iam_role', { name: 'x' })['arn']).toBe(arn);
    expect(ask('aws_iam_role', { name: 'y' })['arn']).toBe('arn:aws:iam::111122223333:role/y');
    expect(ask('aws_kms_key', { key_id: 'abc' })['arn']).toBe('arn:aws:kms:eu-west-1:111122223333:key/abc');
    world.vanish('y');
    expect(() => ask('aws_iam_role', { name: 'y' })).toThrow('NoSuchEntity');
  });

  test('is found by its alias', () => {
    const attributes = { arn: 'arn:aws:kms:eu-west-1:111122223333:key/k-1' };
    world.add({ kind: 'aws_kms_key', id: 'k-1', region: 'eu-west-1', attributes });
    const alias = { name: 'alias/main', target_key_id: 'k-1' };
    world.add({ kind: 'aws_kms_alias', id: 'alias/main', region: 'eu-west-1', attributes: alias });
    expect(ask('aws_kms_key', { key_id: 'alias/main' })['id']).toBe('k-1');
  });
});

describe('An image', () => {
  test.each([
    ['eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended/image_id', '1.34', 'arm64'],
    ['eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/recommended/image_id', '1.35', 'x86_64'],
    ['bottlerocket/aws-k8s-1.35-nvidia/arm64/latest/image_id', '1.35', 'arm64'],
    ['ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.35/image_id', '1.35', 'x86_64'],
  ])('that EKS publishes as %s carries its Kubernetes version', (path, kubernetesVersion, architecture) => {
    const { value } = ask('aws_ssm_parameter', { name: `/aws/service/${path}` });
    expect(value).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(imageFacts(world, textOr(value))).toEqual({ kubernetesVersion, architecture });
    expect(ask('aws_ami', { filter: [{ name: 'image-id', values: [value ?? null] }] })).toMatchObject({
      id: value,
      architecture,
      name: expect.stringContaining(`-${kubernetesVersion}-`),
    });
  });

  test('has a release version beside its id', () => {
    const base = '/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended';
    expect(ask('aws_ssm_parameter', { name: `${base}/release_version` })['value']).toBe('1.35.0-20260101');
    const { value: id } = ask('aws_ssm_parameter', { name: `${base}/image_id` });
    expect(JSON.parse(textOr(ask('aws_ssm_parameter', { name: base })['value']))).toMatchObject({
      image_id: id,
    });
  });

  test('of Amazon Linux 2 is not published for Kubernetes 1.33: ParameterNotFound', () => {
    const path = (version: string): string =>
      `/aws/service/eks/optimized-ami/${version}/amazon-linux-2/recommended/image_id`;
    expect(ask('aws_ssm_parameter', { name: path('1.32') })['value']).toMatch(/^ami-/);
    expect(() => ask('aws_ssm_parameter', { name: path('1.33') })).toThrow('ParameterNotFound');
  });

  test('is found by its name, and what was said of it counts', () => {
    const filter = [
      { name: 'name', values: ['amazon-eks-node-al2023-arm64-standard-1.34-v*'] },
      { name: 'architecture', values: ['arm64'] },
    ];
    const { id, name } = ask('aws_ami', { filter, owners: ['amazon'] });
    expect(name).toBe('amazon-eks-node-al2023-arm64-standard-1.34-v20260101');
    expect(imageFacts(world, textOr(id))).toEqual({ kubernetesVersion: '1.34', architecture: 'arm64' });
    expect(ask('aws_ami', { filter: [{ name: 'name', values: ['my-nodes-*'] }] })['name']).toBe(
      'my-nodes-20260101',
    );
  });

  test('that nobody declared has the architecture of what boots from it first', () => {
    const architectureOf = (id: string): unknown =>
      ask('aws_ami', { filter: [{ name: 'image-id', values: [id] }] })['architecture'];
    const used = (instanceType: string): object => ({
      resource: { aws_instance: { one: { ami: 'ami-used', instance_type: instanceType } } },
    });
    takeForGranted(world, { ...used('m7g.large') });
    takeForGranted(world, { ...used('m6i.large') });
    expect(architectureOf('ami-used')).toBe('arm64');
    expect(architectureOf('ami-unused')).toBe('x86_64');
    furnish(world, { images: { 'ami-used': { architecture: 'x86_64' } } });
    expect(architectureOf('ami-used')).toBe('x86_64');
  });

  test('that is gone is not found', () => {
    world.vanish('ami-1');
    const filter = [{ name: 'image-id', values: ['ami-1'] }];
    expect(() => ask('aws_ami', { filter })).toThrow(
      "InvalidAMIID.NotFound: The image id '[ami-1]' does not exist",
    );
  });
});

describe('An instance type', () => {
  test.each([
    ['m7g.large', 'arm64', 2, 2, 8192],
    ['m6i.xlarge', 'x86_64', 4, 2, 16384],
    ['c6gd.medium', 'arm64', 1, 1, 2048],
    ['r5.4xlarge', 'x86_64', 16, 8, 131072],
    ['t3.medium', 'x86_64', 2, 1, 4096],
    ['g5g.2xlarge', 'arm64', 8, 8, 32768],
  ])('%s is known by the rules of its name', (type, architecture, vcpus, cores, memory) => {
    expect(ask('aws_ec2_instance_type', { instance_type: type })).toMatchObject({
      supported_architectures: [architecture],
      default_vcpus: vcpus,
      default_cores: cores,
      memory_size: memory,
    });
  });
});

function addSubnet(id: string, tags: { readonly [name: string]: string }): void {
  const attributes = {
    id,
    vpc_id: 'vpc-1',
    cidr_block: '10.0.0.0/24',
    availability_zone: 'eu-west-1b',
    tags,
  };
  world.add({ kind: 'aws_subnet', id, region: 'eu-west-1', address: `aws_subnet.${id}`, attributes });
}

function ask(type: string, config: KnownValues = {}): KnownValues {
  const answer = AWS_DATA_SOURCES[type]?.(config, surroundings);
  if (answer === undefined) {
    throw new Error(`There is no data source ${type}.`);
  }
  return answer;
}
