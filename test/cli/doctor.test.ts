/**
 * `safe-eks doctor` as a whole, against a stand-in of EKS and EC2 on this machine.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadAwsSdk } from '../../lib/cli/doctor/aws-sdk';
import { runProgram } from '../../lib/cli/program';
import { Ami } from '../../lib/nodes/ami';
import type { StandInAccount, StandInCluster } from '../support/aws-stand-in/account';
import type { StandInOptions } from '../support/aws-stand-in/aws-stand-in';
import { AwsStandIn } from '../support/aws-stand-in/aws-stand-in';
import { ADMIN_ARN, bareCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';
import { RecordingTerminal } from './recording-terminal';

const ADDONS = [
  { name: 'vpc-cni', version: 'v1.21.1-eksbuild.7' },
  { name: 'coredns', version: 'v1.12.0-eksbuild.1' },
];

const CLUSTER: StandInCluster = {
  name: 'main',
  version: '1.34',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-a', 'subnet-b'],
  addons: ADDONS,
  nodeGroups: [{ name: 'workers-1' }],
  fargateProfiles: [{ name: 'jobs' }],
  accessEntries: [
    { principalArn: ADMIN_ARN, policies: [{ name: 'AmazonEKSClusterAdminPolicy' }] },
    { principalArn: 'arn:aws:iam::111122223333:role/main.nodes.workers-1', type: 'EC2_LINUX' },
    { principalArn: 'arn:aws:iam::111122223333:role/main.fargate.jobs', type: 'FARGATE_LINUX' },
  ],
};

const TAGS = { 'kubernetes.io/role/internal-elb': '1' };
const ACCOUNT: StandInAccount = {
  clusters: [CLUSTER, { ...CLUSTER, name: 'stage' }],
  vpcs: [{ id: 'vpc-1', cidr: '10.0.0.0/16' }],
  subnets: [
    { id: 'subnet-a', vpcId: 'vpc-1', cidr: '10.0.0.0/20', zone: 'eu-west-1a', tags: TAGS },
    { id: 'subnet-b', vpcId: 'vpc-1', cidr: '10.0.16.0/20', zone: 'eu-west-1b', tags: TAGS },
    { id: 'subnet-other', vpcId: 'vpc-2', cidr: '10.9.0.0/20', zone: 'eu-west-1a' },
  ],
  securityGroups: [{ id: 'sg-main', vpcId: 'vpc-1' }],
};

const withCluster = (cluster: Partial<StandInCluster>, account = ACCOUNT): StandInAccount => ({
  ...account,
  clusters: [{ ...CLUSTER, ...cluster }],
});

let folder = '';
let standIn: AwsStandIn | undefined;
let environment: NodeJS.ProcessEnv;
const workingDirectory = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-doctor-'));
  // Where no stack lies about.
  process.chdir(folder);
  environment = process.env;
  // Nothing of whoever runs the tests: no profile, no credentials, no region.
  process.env = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
});

afterEach(async () => {
  process.chdir(workingDirectory);
  process.env = environment;
  await standIn?.close();
  standIn = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(account: StandInAccount, options: StandInOptions = {}): Promise<AwsStandIn> {
  standIn = await AwsStandIn.start(account, options);
  Object.assign(process.env, standIn.environment);
  return standIn;
}

interface Result {
  readonly code: number;
  readonly said: string;
  readonly complaints: string;
  readonly statuses: readonly string[];
}

async function doctor(...arguments_: string[]): Promise<Result> {
  const terminal = new RecordingTerminal();
  const code = await runProgram(['doctor', ...arguments_], terminal);
  const { lines, complaints, statuses } = terminal;
  return { code, said: lines.join('\n'), complaints: complaints.join('\n'), statuses };
}

const ALONE = ['--cluster', 'main', '--region', 'eu-west-1'];

interface Json {
  readonly exitCode: number;
  readonly findings: readonly { readonly rule: string; readonly subject: string; readonly repair: string }[];
  readonly notExamined: readonly { readonly action: string; readonly what: string }[];
}

async function findingsOf(...arguments_: string[]): Promise<Json> {
  const { said, complaints, code } = await doctor(...arguments_, '--json');
  expect(complaints).toBe('');
  const json = JSON.parse(said) as Json;
  expect(json.exitCode).toBe(code);
  return json;
}

function stackFile(configuration: object): string {
  const file = join(folder, 'cdk.tf.json');
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}

describe('a live cluster by itself', () => {
  test('ends with 0 when it is well, having read all of it and nothing else', async () => {
    const aws = await start(ACCOUNT);
    const { code, said, statuses } = await doctor(...ALONE);
    expect({ code, said }).toEqual({
      code: 0,
      said: 'main in eu-west-1, examined by itself: nothing was found.',
    });
    expect(statuses).toContain('main in eu-west-1: reading add-ons, 2 of 2 …');
    expect(aws.refused).toEqual([]);
    expect(new Set(aws.actions)).toEqual(
      new Set([
        'eks:DescribeCluster',
        'eks:ListAddons',
        'eks:DescribeAddon',
        'eks:ListNodegroups',
        'eks:DescribeNodegroup',
        'eks:ListFargateProfiles',
        'eks:DescribeFargateProfile',
        'eks:ListAccessEntries',
        'eks:DescribeAccessEntry',
        'eks:ListAssociatedAccessPolicies',
        'ec2:DescribeSubnets',
        'ec2:DescribeSecurityGroups',
      ]),
    );
  });

  test('is told to have lost a subnet, with the code that repairs it', async () => {
    await start(
      withCluster({ subnetIds: ['subnet-a', 'subnet-gone'], nodeGroups: [], fargateProfiles: [] }, ACCOUNT),
    );
    const { code, said } = await doctor(...ALONE);
    expect(code).toBe(1);
    expect(said).toBe(
      [
        'ERROR    control-plane-subnet-missing  main',
        '    EKS records subnet-a, subnet-gone. EC2 still has subnet-a; missing: subnet-gone. subnet-b in',
        '    eu-west-1b may take its place. EKS refuses upgrades and other changes of the cluster while it',
        '    records a subnet that is gone.',
        '    Name subnets that exist, in the same VPC and the same availability zones.',
        "        controlPlaneSubnetIds: ['subnet-a', 'subnet-b']",
        '',
        // Entries of compute that is no more.
        'main in eu-west-1, examined by itself: 1 error, 0 warnings, 0 notes.',
      ].join('\n'),
    );
  });

  test('has no entries to read while only aws-auth counts', async () => {
    const aws = await start(withCluster({ authenticationMode: 'CONFIG_MAP' }));
    expect(await doctor(...ALONE)).toMatchObject({ code: 0 });
    expect(aws.actions).not.toContain('eks:ListAccessEntries');
  });

  test('ends with 0 when there are only notes', async () => {
    await start(withCluster({ addons: [{ name: 'coredns', version: 'v1', status: 'UPDATING' }] }));
    expect(await doctor(...ALONE)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^NOTE {5}addon-busy {2}coredns[^]*0 errors, 0 warnings, 1 note\.$/),
    });
  });
});

describe('a stack of this library', () => {
  function synthesize(): string {
    const app = newApp();
    const cluster = bareCluster(newStack(app));
    cluster.grantClusterAdmin('admin', ADMIN_ARN);
    cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });
    synth(app);
    return app.outdir;
  }

  test('is compared part by part; its region is where the cluster is looked for', async () => {
    await start(withCluster({ version: '1.33', deletionProtection: false }));
    const out = synthesize();
    const { findings } = await findingsOf('--cluster', 'main', '--stack', out);
    expect(findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual(
      expect.arrayContaining([
        'version-pending stack/Cluster',
        'deletion-protection-differs stack/Cluster',
        'encryption-pending stack/Cluster',
        'addon-missing stack/Cluster/Addons/kube-proxy',
        'addon-version-differs stack/Cluster/Addons/coredns',
        'node-group-missing stack/Cluster/workers',
        'node-group-undeclared workers-1',
        'fargate-profile-undeclared jobs',
      ]),
    );
    expect(findings.filter(({ rule }) => rule.startsWith('access-'))).toEqual([]);
    const { said } = await doctor('--cluster', 'main', '--stack', join(out, 'stacks', 'stack'));
    expect(said).toMatch(new RegExp(`main in eu-west-1, compared with ${out}/stacks/stack: `));
  });

  test('in cdktf.out is taken by itself, unless it is that of another cluster', async () => {
    await start(ACCOUNT);
    const configuration = { resource: { aws_eks_cluster: { x: { name: 'main', version: '1.36' } } } };
    mkdirSync(join(folder, 'cdktf.out'));
    writeFileSync(join(folder, 'cdktf.out', 'cdk.tf.json'), JSON.stringify(configuration));
    const { findings } = await findingsOf(...ALONE);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'version-unreachable' }));
    expect(await findingsOf('--cluster', 'stage', '--region', 'eu-west-1')).toMatchObject({
      exitCode: 1,
      findings: [{ rule: 'security-group-missing' }, { rule: 'cluster-undeclared' }],
    });
  });
});

describe('what may not be read', () => {
  test('is said action by action, and the rest goes on', async () => {
    await start(withCluster({ status: 'UPDATING' }), {
      failures: [
        { action: 'eks:ListAddons', kind: 'denied' },
        { action: 'eks:DescribeNodegroup', kind: 'denied' },
        { action: 'eks:ListAssociatedAccessPolicies', kind: 'denied' },
        { action: 'ec2:DescribeSubnets', kind: 'denied' },
      ],
    });
    const { exitCode, findings, notExamined } = await findingsOf(...ALONE);
    expect(exitCode).toBe(1);
    expect(notExamined.map(({ action, what }) => `${action}: ${what}`)).toEqual([
      'eks:ListAddons: add-ons',
      'eks:DescribeNodegroup: node groups',
      'eks:ListAssociatedAccessPolicies: policies of access entries',
      'ec2:DescribeSubnets: subnets',
    ]);
    expect(findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      'access-denied ec2:DescribeSubnets',
      'access-denied eks:DescribeNodegroup',
      'access-denied eks:ListAddons',
      'access-denied eks:ListAssociatedAccessPolicies',
      'cluster-busy main',
    ]);
    const { said } = await doctor(...ALONE);
    expect(said).toContain('eks:ListAddons is not allowed: User:');
    expect(said).toContain('Not examined: add-ons.');
  });

  test('may be the cluster itself; its parts are examined all the same', async () => {
    await start(ACCOUNT, { failures: [{ action: 'eks:DescribeCluster', kind: 'denied' }] });
    const { exitCode, findings } = await findingsOf(...ALONE);
    expect({ exitCode, findings }).toMatchObject({
      exitCode: 1,
      findings: [{ rule: 'access-denied', subject: 'eks:DescribeCluster' }],
    });
  });

  test('may be everything, which is no examination', async () => {
    await start(ACCOUNT, { failures: [{ action: '*', kind: 'denied' }] });
    const { code, said, complaints } = await doctor(...ALONE);
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(complaints).toMatch(
      /^Nothing of main may be read:\n {2}eks:DescribeCluster: User: .*\n {2}eks:ListAddons/,
    );
  });

  test('is also what AWS answers in another way than it should', async () => {
    await start(ACCOUNT, { failures: [{ action: 'eks:ListAddons', kind: 'broken' }] });
    expect(await findingsOf(...ALONE)).toMatchObject({
      exitCode: 1,
      findings: [{ rule: 'call-failed', subject: 'eks:ListAddons' }],
      notExamined: [{ action: 'eks:ListAddons', reason: 'failed' }],
    });
  });
});

test('throttled calls are made again', async () => {
  const aws = await start(ACCOUNT, {
    failures: [
      { action: 'eks:ListAddons', kind: 'throttled', times: 2 },
      { action: 'ec2:DescribeSubnets', kind: 'throttled', times: 1 },
    ],
  });
  expect(await doctor(...ALONE)).toMatchObject({ code: 0 });
  expect(aws.actions.filter((action) => action === 'eks:ListAddons')).toHaveLength(3);
  expect(aws.actions.filter((action) => action === 'ec2:DescribeSubnets')).toHaveLength(2);
}, 60_000);

test('all pages are read', async () => {
  const addons = Array.from({ length: 7 }, (_, index) => ({ name: `addon-${String(index)}`, version: 'v1' }));
  const subnets = Array.from({ length: 9 }, (_, index) => ({
    id: `subnet-${String(index)}`,
    vpcId: 'vpc-1',
    cidr: `10.0.${String(index)}.0/24`,
    zone: `eu-west-1${'abc'.charAt(index % 3)}`,
    tags: TAGS,
  }));
  const all = subnets.map(({ id }) => id);
  const account = withCluster({ addons, subnetIds: all }, { ...ACCOUNT, subnets });
  const aws = await start(account, { pageSize: 2 });
  expect(await doctor(...ALONE)).toMatchObject({ code: 0 });
  expect(aws.actions.filter((action) => action === 'eks:ListAddons')).toHaveLength(4);
  expect(aws.actions.filter((action) => action === 'eks:DescribeAddon')).toHaveLength(7);
  expect(aws.actions.filter((action) => action === 'ec2:DescribeSubnets')).toHaveLength(5);
});

describe('nothing is examined, and it ends with 2,', () => {
  test('when there is no such cluster there', async () => {
    await start(ACCOUNT);
    const { code, complaints } = await doctor('--cluster', 'prod', '--region', 'eu-west-1');
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints:
        'There is no cluster prod in eu-west-1; there are: main, stage. If it is in another region or account, name it ' +
        'with --region or --profile.',
    });
  });

  test('when there are no credentials', async () => {
    await start(ACCOUNT);
    delete process.env['AWS_ACCESS_KEY_ID'];
    const { code, complaints } = await doctor(...ALONE);
    expect(code).toBe(2);
    expect(complaints).toMatch(/^There are no usable credentials: .*--profile or in AWS_PROFILE\.$/);
  });

  test('when the credentials have expired', async () => {
    await start(ACCOUNT, { failures: [{ action: '*', kind: 'expired' }] });
    const { code, complaints } = await doctor(...ALONE);
    expect(code).toBe(2);
    expect(complaints).toMatch(
      /^AWS does not accept the credentials: The security token .* is expired\. Sign in/,
    );
  });

  test('when a profile is named that does not exist', async () => {
    await start(ACCOUNT);
    delete process.env['AWS_ACCESS_KEY_ID'];
    const { code, complaints } = await doctor(...ALONE, '--profile', 'nobody');
    expect(code).toBe(2);
    expect(complaints).toMatch(/^There are no usable credentials: /);
  });

  test('when no region is known', async () => {
    await start(ACCOUNT);
    const { code, complaints } = await doctor('--cluster', 'main');
    expect(code).toBe(2);
    expect(complaints).toBe('No region is known. Name it with --region, or in AWS_REGION.');
  });

  test('when AWS cannot be reached', async () => {
    const aws = await start(ACCOUNT);
    await aws.close();
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    const { code, complaints } = await doctor(...ALONE);
    expect(code).toBe(2);
    expect(complaints).toMatch(/^AWS cannot be reached: .*ECONNREFUSED/);
  }, 60_000);

  test.each([
    [[], /Name the cluster with --cluster/],
    [['--cluster', '../x'], /--cluster needs the name of a cluster/],
    [['--cluster', 'main', '--region', 'Ireland'], /--region needs a region such as eu-west-1/],
    [['--cluster', 'main', '--fix'], /--fix/],
  ])('when it is called as in %j', async (arguments_, complaint) => {
    const { code, complaints } = await doctor(...arguments_);
    expect(code).toBe(2);
    expect(complaints).toMatch(complaint);
    expect(complaints).toMatch(/See: safe-eks doctor --help/);
  });

  test('when the stack is none, or of another cluster', async () => {
    const of = async (path: string) => (await doctor(...ALONE, '--stack', path)).complaints;
    expect(await of(join(folder, 'none'))).toMatch(/does not exist\. Run cdktf synth/);
    expect(await of(folder)).toMatch(/holds neither manifest\.json nor cdk\.tf\.json/);
    expect(await of(stackFile({ terraform: {} }))).toMatch(/is no synthesized stack/);
    writeFileSync(join(folder, 'broken.json'), '{');
    expect(await of(join(folder, 'broken.json'))).toMatch(/cannot be read as JSON/);
    writeFileSync(join(folder, 'manifest.json'), '{}');
    expect(await of(folder)).toMatch(/cannot be read as a synthesized app/);
    const stage = stackFile({ resource: { aws_eks_cluster: { x: { name: 'stage' } } } });
    expect(await of(stage)).toMatch(/says nothing of a cluster main: it declares stage\./);
  });

  test('when the packages are not installed', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    const { ec2 } = await loadAwsSdk();
    const loader = { eks: () => Promise.reject(missing), ec2: () => Promise.resolve(ec2) };
    await expect(loadAwsSdk(loader)).rejects.toThrow(
      /npm install --save-dev @aws-sdk\/client-eks @aws-sdk\/client-ec2/,
    );
    const broken = { ...loader, eks: () => Promise.reject(new Error('broken')) };
    await expect(loadAwsSdk(broken)).rejects.toThrow('broken');
  });
});
