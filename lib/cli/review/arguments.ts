/**
 * Reads the arguments of `safe-eks review`.
 */
import { parseArgs } from 'node:util';
import type { PlanAcceptance } from '../../plan-review/plan-finding';
import type { PlanRule } from '../../plan-review/plan-rules';
import { PLAN_RULES } from '../../plan-review/plan-rules';
import { UsageError } from '../command';

/** What is to be reviewed, and how it is to be shown. */
export interface ReviewArguments {
  /** The file, or `-` for standard input. */
  readonly file: string;
  readonly accept: readonly PlanAcceptance[];
  readonly isDestroy: boolean;
  readonly format: 'text' | 'json' | 'sarif';
  readonly warningsAreErrors: boolean;
}

export const REVIEW_HELP = `Usage: safe-eks review FILE [OPTIONS]

Refuses what a plan would do to EKS clusters that must not be done, whoever wrote the configuration. FILE is what this
gives, by Terraform 1.5 or later, or - for standard input:

  terraform plan -out=plan.out
  terraform show -json plan.out > plan.json

Options:
  --accept RULE[@ADDRESS]=REASON  Lets a finding pass, and says why. May be repeated; one that matches nothing is told.
  --destroy                       Clusters are to be deleted, with all that belongs to them.
  --warnings-as-errors            Ends with 1 for warnings as well.
  --json                          The findings, for programs.
  --sarif                         The findings as SARIF 2.1.0, for code scanning.

Exit codes:
  0  nothing was found, or only warnings
  1  the plan must not be applied
  2  nothing was reviewed: wrong usage, or a file that is no plan
`;

const OPTIONS = {
  accept: { type: 'string', multiple: true, default: [] as string[] },
  destroy: { type: 'boolean', default: false },
  'warnings-as-errors': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  sarif: { type: 'boolean', default: false },
} as const;

/**
 * Reads the arguments.
 *
 * @throws UsageError when they make no sense
 */
export function readReviewArguments(arguments_: readonly string[]): ReviewArguments {
  const { values, positionals } = parse(arguments_);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError(`Name one file, or - for standard input; ${String(positionals.length)} are named.`);
  }
  if (values.json && values.sarif) {
    throw new UsageError('--json and --sarif do not go together.');
  }
  return {
    file,
    accept: values.accept.map(readAcceptance),
    isDestroy: values.destroy,
    format: values.json ? 'json' : values.sarif ? 'sarif' : 'text',
    warningsAreErrors: values['warnings-as-errors'],
  };
}

/** An address may have `=` in the key of an index, but only within quotes. */
function readAcceptance(text: string): PlanAcceptance {
  const match = /^([a-z-]+)(?:@((?:"(?:[^"\\]|\\.)*"|[^"=])+))?=(.*)$/s.exec(text);
  const [, rule = '', address, reason = ''] = match ?? [];
  if (match === null || reason.trim() === '') {
    throw new UsageError(`--accept needs RULE=REASON or RULE@ADDRESS=REASON, and ${text} is neither.`);
  }
  if (!isRule(rule)) {
    throw new UsageError(`There is no rule ${rule}. There are: ${Object.keys(PLAN_RULES).join(', ')}.`);
  }
  return { rule, reason, ...(address === undefined ? {} : { address }) };
}

function isRule(name: string): name is PlanRule {
  return Object.hasOwn(PLAN_RULES, name);
}

function parse(
  arguments_: readonly string[],
): ReturnType<typeof parseArgs<{ readonly options: typeof OPTIONS; readonly allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...arguments_], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
