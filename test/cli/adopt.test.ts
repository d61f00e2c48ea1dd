/**
 * `safe-eks adopt` as a whole: against a stand-in of EKS on this machine, and on files.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadAwsSdk } from '../../lib/cli/doctor/aws-sdk';
import { runProgram } from '../../lib/cli/program';
import { ADOPTED_ACCOUNTS } from '../support/adopted-accounts';
import { cliAnswers, logGroupAnswer } from '../support/adoption-answers';
import type { StandInAccount } from '../support/aws-stand-in/account';
import type { StandInOptions } from '../support/aws-stand-in/aws-stand-in';
import { AwsStandIn } from '../support/aws-stand-in/aws-stand-in';
import { RecordingTerminal } from './recording-terminal';

const MODULE = ADOPTED_ACCOUNTS['terraform-module'];
const golden = (maker: string): string =>
  readFileSync(join(__dirname, '../adoption/golden', `${maker}.ts`), 'utf8');

let folder = '';
let standIn: AwsStandIn | undefined;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-adopt-'));
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
  readonly output: string;
  readonly complaint: string;
  readonly statuses: readonly string[];
}

async function adopt(...arguments_: string[]): Promise<Result> {
  const terminal = new RecordingTerminal();
  const code = await runProgram(['adopt', ...arguments_], terminal);
  const { lines, complaints, statuses } = terminal;
  return { code, output: `${lines.join('\n')}\n`, complaint: complaints.join('\n'), statuses };
}

const LIVE = ['--cluster', 'prod', '--region', 'eu-west-1'];

function fileOf(name: string, ...documents: unknown[]): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    documents.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n'),
  );
  return file;
}

describe('a cluster that is read from AWS', () => {
  test('becomes a program, and nothing of it is changed', async () => {
    const aws = await start(MODULE);
    const { code, output, complaint, statuses } = await adopt(
      ...LIVE,
      fileOf('logs.json', logGroupAnswer(MODULE)),
    );
    expect(code).toBe(0);
    expect(output).toBe(golden('terraform-module'));
    expect(complaint).toMatch(/^Pod Identity: Associations that belong to no add-on stay as they are/);
    expect(statuses).toContain('prod: reading add-ons, 4 of 4 …');
    expect(aws.refused).toEqual([]);
    expect([...new Set(aws.actions)].filter((action) => !/^eks:(Describe|List)/.test(action))).toEqual([]);
  });

  test('is read by the actions that the guide names, and by no others', async () => {
    const asked = new Set<string>();
    for (const account of Object.values(ADOPTED_ACCOUNTS)) {
      const aws = await start(account);
      const name = account.clusters?.[0]?.name ?? '';
      expect((await adopt('--cluster', name, '--region', 'eu-west-1')).code).toBe(0);
      aws.actions.forEach((action) => asked.add(action));
      await aws.close();
    }
    standIn = undefined;
    const guide = readFileSync(join(__dirname, '../../docs/adoption.md'), 'utf8');
    const [, actions = ''] = /"Action": (\[[^\]]*\])/.exec(guide) ?? [];
    expect([...asked].sort()).toEqual(JSON.parse(actions));
  });

  test('is read page by page', async () => {
    await start(MODULE, { pageSize: 1 });
    const { output } = await adopt(...LIVE, fileOf('logs.json', logGroupAnswer(MODULE)));
    expect(output).toBe(golden('terraform-module'));
  });

  test('without a file of its log group keeps logs for ever', async () => {
    await start(MODULE);
    const { code, output, complaint } = await adopt(...LIVE);
    expect(code).toBe(0);
    expect(output).toContain('retentionInDays: 0,');
    expect(complaint).toContain('log group /aws/eks/prod/cluster: Nobody has looked how long it keeps logs');
  });

  test('has no entries while only aws-auth counts', async () => {
    await start(ADOPTED_ACCOUNTS.console);
    const { code, output, complaint } = await adopt('--cluster', 'legacy', '--region', 'eu-west-1');
    expect(code).toBe(0);
    expect(output).toContain("'arn:aws:iam::111122223333:role/<the role of your administrators>'");
    expect(complaint.replace(/\n {2}/g, ' ')).toContain('Put the role of your administrators here');
    expect(complaint).not.toContain('could not be read');
  });

  test.each([
    ['eks:ListNodegroups', 'the list of node groups could not be read', 'cluster.addNodeGroup'],
    ['eks:ListAccessEntries', 'the list of access entries could not be read', 'cluster.access.grant('],
    [
      'eks:DescribeAccessEntry',
      'The access entry arn:aws:iam::111122223333:role/karpenter-nodes exists',
      'cluster.access.grant(',
    ],
    ['eks:DescribeFargateProfile', '', 'no such code'],
  ])('is taken over without what may not be read: %s', async (action, told, missing) => {
    await start(MODULE, { failures: [{ action, kind: 'denied' }] });
    const { code, output, complaint } = await adopt(...LIVE);
    expect(code).toBe(0);
    expect(complaint.replace(/\n {2}/g, ' ')).toContain(told);
    expect(output.replace(/\n\/\/ /g, ' ')).toContain(told);
    expect(output).not.toContain(missing);
  });

  test('is not taken over where a role would be lost', async () => {
    await start(MODULE, { failures: [{ action: 'eks:DescribePodIdentityAssociation', kind: 'denied' }] });
    const { code, complaint } = await adopt(...LIVE);
    expect(code).toBe(2);
    expect(complaint).toContain('has a Pod Identity association that is not described, and would lose it');
  });

  test('has to exist', async () => {
    await start(MODULE);
    const { code, complaint } = await adopt('--cluster', 'other', '--region', 'eu-west-1');
    expect(code).toBe(2);
    expect(complaint).toBe(
      'There is no cluster other in eu-west-1. If it is in another region or account, name it with --region or --profile.',
    );
  });

  test.each([
    ['expired', 'AWS does not accept the credentials'],
    [
      'denied',
      'prod may not be read: User: arn:aws:sts::111122223333:assumed-role/reader/ann is not authorized',
    ],
  ] as const)('has to be readable: %s', async (kind, told) => {
    await start(MODULE, { failures: [{ action: 'eks:DescribeCluster', kind }] });
    const { code, complaint } = await adopt(...LIVE);
    expect(code).toBe(2);
    expect(complaint).toContain(told);
  });

  test('needs credentials and a region', async () => {
    await start(MODULE);
    expect((await adopt('--cluster', 'prod')).complaint).toContain('No region is known.');
    delete process.env['AWS_ACCESS_KEY_ID'];
    const { code, complaint } = await adopt(...LIVE);
    expect(code).toBe(2);
    expect(complaint).toContain('There are no usable credentials');
  });

  test('needs two packages', async () => {
    const missing = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('not there'), { code: 'MODULE_NOT_FOUND' }));
    await expect(loadAwsSdk({ eks: missing, ec2: missing }, 'safe-eks adopt')).rejects.toThrow(
      'safe-eks adopt reads the cluster by two packages of the AWS SDK that are not installed.',
    );
  });
});

describe('a cluster that is read from files', () => {
  test.each(Object.entries(ADOPTED_ACCOUNTS))('becomes the same program: %s', async (maker, account) => {
    const answers = cliAnswers(account);
    const half = Math.ceil(answers.length / 2);
    const { code, output } = await adopt(
      fileOf('b.json', ...answers.slice(half)),
      fileOf('a.json', answers.slice(0, half)),
      '--admin',
      'arn:aws:iam::111122223333:role/platform-admin',
    );
    expect(code).toBe(0);
    expect(output).toBe(golden(maker));
  });

  test.each([
    ['no JSON', 'nodes: []', 'cannot be read as JSON:'],
    ['another answer of AWS', { Vpcs: [] }, 'holds no answer of EKS.'],
    ['no cluster', { addons: [] }, 'None of the files describes a cluster.'],
  ])('is not taken over from %s', async (_what, content, told) => {
    const { code, complaint, output } = await adopt(fileOf('wrong.json', content));
    expect(code).toBe(2);
    expect(complaint).toContain(told);
    expect(output).toBe('\n');
  });

  test('needs files that are there', async () => {
    const { code, complaint } = await adopt(join(folder, 'none.json'), folder);
    expect(code).toBe(2);
    expect(complaint).toMatch(/none\.json cannot be read: .*ENOENT/);
  });
});

describe('the program is written to a file', () => {
  test('which is then named, while notes go to the standard error', async () => {
    const output = join(folder, 'main.ts');
    const result = await adopt(fileOf('all.json', ...cliAnswers(MODULE)), '--output', output);
    expect(result.code).toBe(0);
    expect(result.output).toBe(
      `${output} is written. Read it, synthesize it, and look at the plan before you apply it.\n`,
    );
    expect(result.complaint).toContain('Pod Identity: ');
    expect(readFileSync(output, 'utf8')).toBe(golden('terraform-module'));
  });

  test('but not over one that is there, for which AWS is not even asked', async () => {
    const aws = await start(MODULE);
    const output = fileOf('main.ts', 'mine');
    const { code, complaint } = await adopt(...LIVE, '--output', output);
    expect(code).toBe(2);
    expect(complaint).toBe(
      `${output} exists already, and is not overwritten. Name another file with --output.`,
    );
    expect(readFileSync(output, 'utf8')).toBe('mine');
    expect(aws.actions).toEqual([]);
  });

  test('nor where there is no folder for it', async () => {
    mkdirSync(join(folder, 'x'));
    const { code, complaint } = await adopt(
      fileOf('all.json', ...cliAnswers(MODULE)),
      '--output',
      join(folder, 'none', 'main.ts'),
    );
    expect(code).toBe(2);
    expect(complaint).toMatch(/cannot be written: .*ENOENT/);
  });
});

describe('usage', () => {
  test.each([
    [[], 'Name the cluster with --cluster, or files with what AWS says of it.'],
    [['--cluster', 'a b'], '--cluster needs the name of a cluster, and a b cannot be one.'],
    [['--cluster', ''], 'Name the cluster with --cluster.'],
    [['--cluster', 'a', '--region', 'here'], '--region needs a region such as eu-west-1, and here is none.'],
    [['a.json', '--region', 'eu-west-1'], '--region and --profile go together with --cluster'],
    [['a.json', '--profile', 'x'], '--region and --profile go together with --cluster'],
    [['a.json', '--admin', 'me'], '--admin needs the ARN of a role, and me is none.'],
    [['a.json', '--output', ''], '--output needs the name of a file.'],
    [['a.json', '--apply'], "Unknown option '--apply'"],
  ])('%j is refused', async (arguments_, told) => {
    const { code, complaint } = await adopt(...arguments_);
    expect(code).toBe(2);
    expect(complaint).toContain(told);
    expect(complaint).toContain('See: safe-eks adopt --help');
  });

  test('--help says what there is', async () => {
    const { code, output } = await adopt('--help');
    expect(code).toBe(0);
    expect(output).toContain('Usage: safe-eks adopt --cluster NAME [OPTIONS] [FILE…]');
    expect(output.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
