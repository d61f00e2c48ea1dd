/**
 * `npm run docs:pictures`: draws the pictures of the documentation anew, from rehearsals of the examples.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rehearse } from '../lib/rehearsal/run/rehearsal';
import { timelineOf } from '../lib/rehearsal/report/timeline';
import { drawTimeline } from '../lib/rehearsal/report/timeline-picture';
import { phaseText } from '../lib/rehearsal/report/timeline-text';

const ROOT = resolve(__dirname, '..');

/** The life of an example, as a page shows it. */
export interface PictureSource {
  /** The page, from the root. */
  readonly page: string;
  /** Where the picture is, from the root. */
  readonly picture: string;
  /** The states of the example, from the root; the first is created, and what follows is shown. */
  readonly states: readonly string[];
}

const states = (example: string, ...names: readonly string[]): string[] =>
  names.map((name) => `examples/${example}/${name}.ts`);

/** All pictures. */
export const PICTURES: readonly PictureSource[] = [
  {
    page: 'docs/upgrading.md',
    picture: 'docs/pictures/upgrade.svg',
    states: states('custom-ami-upgrade', '1-before', '2-after'),
  },
  {
    page: 'docs/auto-mode.md',
    picture: 'docs/pictures/auto-mode.svg',
    states: states(
      'auto-mode-migration',
      '1-classic',
      '2-both',
      '3-both-without-node-group',
      '4-auto-only',
      '5-both-again',
    ),
  },
];

/** What is shown. */
export interface Picture {
  readonly svg: string;
  /** The same for a terminal, as it stands in the page, phase by phase. */
  readonly texts: readonly string[];
}

/** Plays it. */
export async function draw({ states: mains }: PictureSource): Promise<Picture> {
  const outputs = mains.map(synthesize);
  try {
    const rehearsal = rehearse(outputs[0] ?? '');
    const phases = [await rehearsal.create()];
    for (const output of outputs.slice(1)) {
      phases.push(await rehearsal.apply(output));
    }
    const errors = phases.flatMap((phase) => phase.errors);
    if (errors.length > 0 || rehearsal.violations().length > 0) {
      throw new Error(`${mains.join(', ')} do not go well: ${JSON.stringify(errors)}`);
    }
    const timeline = timelineOf(rehearsal);
    const shown = timeline.phases.slice(1);
    return {
      svg: drawTimeline({ ...timeline, phases: shown }),
      texts: shown.map((phase) => phaseText(phase)),
    };
  } finally {
    outputs.forEach((output) => {
      rmSync(output, { recursive: true, force: true });
    });
  }
}

/** Where something of the project is. */
export function locate(file: string): string {
  return join(ROOT, file);
}

function synthesize(main: string): string {
  const output = mkdtempSync(join(tmpdir(), 'safe-eks-picture-'));
  execFileSync('npx', ['--no-install', 'tsx', main], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: output },
  });
  return output;
}

async function main(): Promise<void> {
  for (const source of PICTURES) {
    process.stdout.write(`Rehearsing for ${source.page} … `);
    const { svg, texts } = await draw(source);
    mkdirSync(dirname(locate(source.picture)), { recursive: true });
    writeFileSync(locate(source.picture), svg);
    console.log(`${source.picture}\n\n${texts.join('\n\n')}\n`);
  }
}

if (require.main === module) {
  void main();
}
