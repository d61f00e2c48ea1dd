/**
 * `safe-eks review`: whether a plan may be applied.
 */
import { createReadStream } from 'node:fs';
import type { PlanFinding } from '../../plan-review/plan-finding';
import { PlanReviewError } from '../../plan-review/plan-finding';
import { PlanSeverity } from '../../plan-review/plan-rules';
import { reviewPlan } from '../../plan-review/review-plan';
import type { Command, ExitCode } from '../command';
import { CommandError } from '../command';
import type { ReviewArguments } from './arguments';
import { readReviewArguments, REVIEW_HELP } from './arguments';
import { findingsText } from './findings-text';
import { sarifLog } from './sarif';

const HOW =
  'Give the file that these write: terraform plan -out=plan.out, terraform show -json plan.out > plan.json.';

/** The subcommand. */
export const REVIEW: Command = {
  name: 'review',
  summary: 'Refuses a plan that would harm an EKS cluster.',
  help: REVIEW_HELP,
  run: async (arguments_, terminal) => {
    const wanted = readReviewArguments(arguments_);
    const plan = parsePlan(nameOf(wanted), await read(wanted));
    const findings = review(plan, wanted);
    const exitCode = exitCodeOf(findings, wanted);
    terminal.line(
      wanted.format === 'text'
        ? findingsText(findings)
        : JSON.stringify(
            wanted.format === 'json' ? { exitCode, findings } : sarifLog(findings),
            undefined,
            2,
          ),
    );
    return exitCode;
  },
};

function review(plan: object, { accept, isDestroy }: ReviewArguments): readonly PlanFinding[] {
  try {
    return reviewPlan(plan, { accept, isDestroy });
  } catch (error) {
    throw error instanceof PlanReviewError ? new CommandError(error.message, { cause: error }) : error;
  }
}

function exitCodeOf(findings: readonly PlanFinding[], { warningsAreErrors }: ReviewArguments): ExitCode {
  return findings.some(({ severity }) => warningsAreErrors || severity === PlanSeverity.ERROR) ? 1 : 0;
}

function parsePlan(name: string, bytes: Buffer): object {
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw new CommandError(`${name} is the binary file of terraform plan -out. ${HOW}`);
  }
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  const plan = parsed(text);
  if (plan !== undefined) {
    return plan;
  }
  // What `terraform plan -json` prints has one message in each line.
  const first = parsed(text.split('\n', 1)[0] ?? '');
  throw new CommandError(
    first !== undefined && '@level' in first
      ? `${name} is the log of terraform plan -json. ${HOW}`
      : `${name} is not JSON, or no object of it. ${HOW}`,
  );
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function read(wanted: ReviewArguments): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of wanted.file === '-' ? process.stdin : createReadStream(wanted.file)) {
      chunks.push(Buffer.from(chunk as Uint8Array));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `${nameOf(wanted)} cannot be read: ${message}. Name a file, or - for standard input.`,
    );
  }
  return Buffer.concat(chunks);
}

function nameOf({ file }: ReviewArguments): string {
  return file === '-' ? 'Standard input' : file;
}
