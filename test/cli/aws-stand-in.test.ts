/**
 * The stand-in of AWS answers as the SDK expects it, and cannot be changed.
 */
import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  CreateTagsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DeleteClusterCommand,
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AwsStandIn } from '../support/aws-stand-in/aws-stand-in';

const BOB = 'arn:aws:iam::111122223333:role/teams/bob';
let standIn: AwsStandIn;
let eks: EKSClient;
let ec2: EC2Client;

beforeAll(async () => {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  standIn = await AwsStandIn.start({
    clusters: [
      {
        name: 'main',
        version: '1.34',
        vpcId: 'vpc-1',
        subnetIds: ['subnet-a'],
        logTypes: ['audit'],
        tags: { team: 'blue' },
        nodeGroups: [{ name: 'workers', tags: { team: 'red' } }],
        accessEntries: [
          { principalArn: BOB, policies: [{ name: 'AmazonEKSViewPolicy', namespaces: ['shop'] }] },
          { principalArn: 'arn:aws:iam::111122223333:user/ann' },
        ],
        podIdentityAssociations: [
          { id: 'a-1', namespace: 'kube-system', serviceAccount: 'aws-node', roleArn: BOB },
          { id: 'a-2', namespace: 'shop', serviceAccount: 'cart', roleArn: BOB },
        ],
      },
    ],
    vpcs: [{ id: 'vpc-1', cidr: '10.0.0.0/16', tags: { Name: 'a & <b>' } }],
    subnets: [
      { id: 'subnet-a', vpcId: 'vpc-1', cidr: '10.0.0.0/24', zone: 'eu-west-1a', tags: { tier: 'private' } },
      { id: 'subnet-b', vpcId: 'vpc-2', cidr: '10.1.0.0/24', zone: 'eu-west-1b', isPublic: true },
    ],
    logGroups: [{ name: '/aws/eks/main/cluster', retentionInDays: 90, tags: { team: 'a' } }],
    securityGroups: [{ id: 'sg-1', vpcId: 'vpc-1', name: 'nodes' }],
  });
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const config = { region: 'eu-west-1', endpoint: standIn.url, credentials };
  eks = new EKSClient(config);
  ec2 = new EC2Client(config);
});

afterAll(async () => {
  eks.destroy();
  ec2.destroy();
  await standIn.close();
});

test('a cluster has what EKS says of one, with dates', async () => {
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: 'main' }));
  expect(cluster).toMatchObject({
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/main',
    createdAt: new Date(1_750_000_000_123),
    resourcesVpcConfig: { subnetIds: ['subnet-a'], vpcId: 'vpc-1', endpointPrivateAccess: true },
    logging: {
      clusterLogging: [
        { types: ['audit'], enabled: true },
        { types: ['api', 'authenticator', 'controllerManager', 'scheduler'], enabled: false },
      ],
    },
    accessConfig: { authenticationMode: 'API' },
  });
  await expect(eks.send(new DescribeClusterCommand({ name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'No cluster found for name: none.',
    clusterName: 'none',
  });
});

test('an access entry is found by its ARN, and by its policies', async () => {
  const { accessEntry } = await eks.send(
    new DescribeAccessEntryCommand({ clusterName: 'main', principalArn: BOB }),
  );
  expect(accessEntry).toMatchObject({
    type: 'STANDARD',
    username: 'arn:aws:sts::111122223333:assumed-role/bob/{{SessionName}}',
    accessEntryArn: expect.stringContaining(':access-entry/main/role/111122223333/bob/'),
  });
  const associatedPolicyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
  const { accessEntries } = await eks.send(
    new ListAccessEntriesCommand({ clusterName: 'main', associatedPolicyArn }),
  );
  expect(accessEntries).toEqual([BOB]);
  const nobody = { clusterName: 'main', principalArn: `${BOB}2` };
  await expect(eks.send(new DescribeAccessEntryCommand(nobody))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('Pod Identity associations are listed by namespace, and described by id', async () => {
  const clusterName = 'main';
  const { associations } = await eks.send(
    new ListPodIdentityAssociationsCommand({ clusterName, namespace: 'shop' }),
  );
  expect(associations).toMatchObject([{ associationId: 'a-2', serviceAccount: 'cart' }]);
  const { association } = await eks.send(
    new DescribePodIdentityAssociationCommand({ clusterName, associationId: 'a-1' }),
  );
  expect(association).toMatchObject({ roleArn: BOB, serviceAccount: 'aws-node' });
});

test('tags are found by ARN', async () => {
  const tagsOf = async (resource: string) => {
    const resourceArn = `arn:aws:eks:eu-west-1:111122223333:${resource}`;
    return (await eks.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  };
  expect(await tagsOf('cluster/main')).toEqual({ team: 'blue' });
  expect(await tagsOf('nodegroup/main/workers/5cc2b0aa-0000-4000-8000-000000000002')).toEqual({
    team: 'red',
  });
  await expect(tagsOf('addon/main/none/x')).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('networks are described by ids and by filters', async () => {
  const idsOf = async (Name: string, ...Values: string[]) =>
    (await ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name, Values }] }))).Subnets?.map(
      ({ SubnetId }) => SubnetId,
    );
  expect(await idsOf('vpc-id', 'vpc-1')).toEqual(['subnet-a']);
  expect(await idsOf('subnet-id', 'subnet-b', 'subnet-none')).toEqual(['subnet-b']);
  expect(await idsOf('availability-zone', 'eu-west-1?')).toEqual(['subnet-a', 'subnet-b']);
  expect(await idsOf('tag:tier', 'priv*')).toEqual(['subnet-a']);
  expect(await idsOf('tag-key', 'tier')).toEqual(['subnet-a']);
  await expect(idsOf('colour', 'blue')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-none'] }))).rejects.toMatchObject({
    name: 'InvalidSubnetID.NotFound',
  });
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-1'] }));
  expect(Vpcs).toMatchObject([{ CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'a & <b>' }] }]);
  const filter = { Filters: [{ Name: 'group-name', Values: ['nodes'] }] };
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(filter));
  expect(SecurityGroups).toMatchObject([
    { GroupId: 'sg-1', IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
  ]);
});

test('whatever would change something is refused', async () => {
  await expect(eks.send(new DeleteClusterCommand({ name: 'main' }))).rejects.toThrow(/can only be read/);
  const tag = { Resources: ['subnet-a'], Tags: [{ Key: 'x', Value: 'y' }] };
  await expect(ec2.send(new CreateTagsCommand(tag))).rejects.toThrow(/can only be read/);
  expect(standIn.refused).toEqual(['DELETE /clusters/main', 'CreateTags']);
});

test('who does not sign is not answered', async () => {
  const response = await fetch(`${standIn.url}/clusters`);
  expect({ status: response.status, type: response.headers.get('x-amzn-errortype') }).toEqual({
    status: 403,
    type: 'MissingAuthenticationTokenException',
  });
});

test('log groups are described, page by page, with their tags', async () => {
  const logs = async (
    action: string,
    request: object,
  ): Promise<{ readonly status: number; readonly body: unknown }> => {
    const response = await fetch(standIn.url, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=x',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Logs_20140328.${action}`,
      },
      body: JSON.stringify(request),
    });
    return { status: response.status, body: await response.json() };
  };
  const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/main/cluster';
  expect(await logs('DescribeLogGroups', { logGroupNamePrefix: '/aws/eks/main/' })).toMatchObject({
    status: 200,
    body: { logGroups: [{ logGroupName: '/aws/eks/main/cluster', arn: `${arn}:*`, retentionInDays: 90 }] },
  });
  expect(await logs('ListTagsForResource', { resourceArn: arn })).toMatchObject({
    body: { tags: { team: 'a' } },
  });
  expect(await logs('ListTagsForResource', { resourceArn: 'arn:none' })).toMatchObject({
    status: 400,
    body: { __type: 'ResourceNotFoundException' },
  });
  expect(await logs('DeleteLogGroup', {})).toMatchObject({ status: 400 });
  expect(standIn.refused).toContain('DeleteLogGroup');
});
