/**
 * Runs `safe-eks adopt` against the stand-in, or on files, and gives what it wrote.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../lib/cli/program';
import { RecordingTerminal } from '../cli/recording-terminal';
import type { StandInAccount } from './aws-stand-in/account';
import { AwsStandIn } from './aws-stand-in/aws-stand-in';
import { logGroupAnswer } from './adoption-answers';
import { PLATFORM_ADMIN } from './adopted-accounts';

/** What a run of the command gave. */
export interface AdoptRun {
  readonly exitCode: number;
  /** The program. */
  readonly code: string;
  readonly complaints: readonly string[];
  /** What was asked. */
  readonly actions: readonly string[];
}

/** Takes over the cluster of an account, with the file of its log groups. */
export async function adopt(account: StandInAccount): Promise<AdoptRun> {
  const standIn = await AwsStandIn.start(account);
  const environment = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'safe-eks-adopt-'));
  try {
    const logs = join(folder, 'logs.json');
    writeFileSync(logs, JSON.stringify(logGroupAnswer(account)));
    // Nothing of whoever runs the tests: no profile, no credentials, no region.
    process.env = {
      ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'))),
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...standIn.environment,
    };
    const terminal = new RecordingTerminal();
    const name = account.clusters?.[0]?.name ?? '';
    const arguments_ = ['--cluster', name, '--region', standIn.place.region, '--admin', PLATFORM_ADMIN, logs];
    const exitCode = await runProgram(['adopt', ...arguments_], terminal);
    const { lines, complaints } = terminal;
    return { exitCode, code: `${lines.join('\n')}\n`, complaints, actions: standIn.actions };
  } finally {
    process.env = environment;
    rmSync(folder, { recursive: true, force: true });
    await standIn.close();
  }
}
