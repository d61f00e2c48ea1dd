/**
 * Reads the arguments of `safe-eks rehearse`.
 */
import { parseArgs } from 'node:util';
import type { ImageFacts } from '../../rehearsal/aws/ec2/image';
import { UsageError } from '../command';
import { readImages } from './images';

/** What is to be rehearsed, and how. */
export interface RehearseArguments {
  /** The command that synthesizes the app; absent when a folder is named, or when cdktf.json says it. */
  readonly app: string | undefined;
  /** A folder that was synthesized before. */
  readonly directory: string | undefined;
  /** The command that synthesizes the app in a later form. */
  readonly nextApp: string | undefined;
  readonly seed: number | undefined;
  /** Create and destroy with so many seeds, from 1 on. */
  readonly seeds: number | undefined;
  readonly strict: boolean;
  /** Values of Terraform variables, by name. */
  readonly variables: { readonly [name: string]: unknown };
  /** What is known of machine images, by id. */
  readonly images: { readonly [id: string]: ImageFacts };
  readonly keepProtection: boolean;
  /** Where the picture goes; absent when none is wanted. */
  readonly picture: string | undefined;
  readonly json: boolean;
}

/** Where the picture goes when nobody says. */
export const DEFAULT_PICTURE = 'rehearsal.html';

export const REHEARSE_HELP = `Usage: safe-eks rehearse [OPTIONS]

Plays the life of a CDKTF app with the real Terraform in a simulated AWS, in seconds and without an account:
create, plan (must be empty), change to --next-app and plan (must be empty again), destroy (nothing may be left).

What to rehearse:
  --app COMMAND       Synthesizes the app, such as "npx tsx main.ts".
                      Default: \`app\` of cdktf.json in the current directory.
  --directory FOLDER  Takes what was synthesized before, such as cdktf.out.
  --next-app COMMAND  Synthesizes the app in a later form, to rehearse the change to it.

  --var NAME=VALUE    Gives a Terraform variable its value, as JSON or as plain text; may be repeated.
                      TF_VAR_ variables and .tfvars files are not read.
  --image ID=VERSION[/ARCHITECTURE]
                      Says for which Kubernetes minor version, and for x86_64 or arm64, an image of yours is made, such
                      as ami-0123456789abcdef0=1.35/arm64; may be repeated. Default: an image fits where it is used first.

How:
  --seed N            Other times, with a liking for extremes: the same seed gives the same times.
                      Default: everything takes its typical time.
  --seeds N           Creates and destroys the app with the seeds 1 to N; a line for each.
  --strict            A node that comes up before its network never gets well, as if no race ever went well.
  --keep-protection   Leaves prevent_destroy and deletion_protection in place when it destroys, and reports the
                      refusal. Default: they are taken away first, in an apply of its own.

What to show:
  --picture FILE      Where the timeline goes as a page for the browser. Default: ${DEFAULT_PICTURE}.
  --no-picture        Writes none.
  --json              Only the result, for programs.

Exit codes:
  0  all went well
  1  something went wrong: a violation, each with its rule, its subject and what happened
  2  nothing was rehearsed: wrong usage, no Terraform, or an app that cannot be synthesized or simulated
`;

const OPTIONS = {
  app: { type: 'string' },
  directory: { type: 'string' },
  'next-app': { type: 'string' },
  seed: { type: 'string' },
  seeds: { type: 'string' },
  strict: { type: 'boolean', default: false },
  var: { type: 'string', multiple: true, default: [] as string[] },
  image: { type: 'string', multiple: true, default: [] as string[] },
  'keep-protection': { type: 'boolean', default: false },
  picture: { type: 'string' },
  'no-picture': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type ParsedValues = ReturnType<typeof parseArgs<{ readonly options: typeof OPTIONS }>>['values'];

/**
 * Reads the arguments.
 *
 * @throws UsageError when they make no sense
 */
export function readRehearseArguments(arguments_: readonly string[]): RehearseArguments {
  const values = parse(arguments_);
  const exclude = (...names: (keyof typeof OPTIONS)[]): void => {
    const [one, other] = names.filter((name) => values[name] !== undefined && values[name] !== false);
    if (one !== undefined && other !== undefined) {
      throw new UsageError(`--${one} and --${other} do not go together.`);
    }
  };
  exclude('app', 'directory');
  exclude('picture', 'no-picture');
  for (const single of ['seed', 'next-app', 'picture', 'keep-protection'] as const) {
    exclude('seeds', single);
  }
  const seeds = wholeNumber('seeds', values.seeds);
  if (seeds === 0) {
    throw new UsageError('--seeds needs at least 1.');
  }
  return {
    app: values.app,
    directory: values.directory,
    nextApp: values['next-app'],
    seed: wholeNumber('seed', values.seed),
    seeds,
    strict: values.strict,
    variables: Object.fromEntries(values.var.map(readVariable)),
    images: readImages(values.image),
    keepProtection: values['keep-protection'],
    picture: values['no-picture'] ? undefined : (values.picture ?? DEFAULT_PICTURE),
    json: values.json,
  };
}

function parse(arguments_: readonly string[]): ParsedValues {
  try {
    return parseArgs({ args: [...arguments_], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** As Terraform does with `-var`: what is no JSON is text. */
function readVariable(assignment: string): [string, unknown] {
  const [, name, value = ''] = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(assignment) ?? [];
  if (name === undefined) {
    throw new UsageError(`--var needs NAME=VALUE, and ${assignment} is not that.`);
  }
  try {
    return [name, JSON.parse(value) as unknown];
  } catch {
    return [name, value];
  }
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw new UsageError(`--${option} needs a whole number, and ${text} is none.`);
  }
  return text === undefined ? undefined : Number(text);
}
