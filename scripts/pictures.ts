/**
 * `npm run docs:pictures`: draws the pictures of the documentation anew, from rehearsals of the examples.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rehearse } from '../lib/rehearsal/run/rehearsal';
import { timelineOf } from '../lib/rehearsal/report/timeline';
import { drawTimeline } from '../lib/rehearsal/report/timeline-picture';
import { phaseText } from '../lib/rehearsal/report/timeline-text';

const ROOT = resolve(__dirname, '..');

/** Where the picture of the upgrade is. */
export const UPGRADE_PICTURE = join(ROOT, 'docs/pictures/upgrade.svg');

/** What is shown of an upgrade. */
export interface UpgradePicture {
  readonly svg: string;
  /** The same for a terminal, as it stands in docs/upgrading.md. */
  readonly text: string;
}

/** The upgrade of examples/custom-ami-upgrade, from its first state to its second. */
export async function drawUpgrade(): Promise<UpgradePicture> {
  const outputs = ['1-before', '2-after'].map((step) => synthesize(`examples/custom-ami-upgrade/${step}.ts`));
  try {
    const rehearsal = rehearse(outputs[0] ?? '');
    await rehearsal.create();
    const upgrade = await rehearsal.apply(outputs[1] ?? '');
    if (upgrade.errors.length > 0 || rehearsal.violations().length > 0) {
      throw new Error(`The upgrade does not go well: ${JSON.stringify(upgrade.errors)}`);
    }
    const timeline = timelineOf(rehearsal);
    const phases = timeline.phases.slice(-1);
    return {
      svg: drawTimeline({ ...timeline, phases }),
      text: phases.map((phase) => phaseText(phase)).join('\n'),
    };
  } finally {
    outputs.forEach((output) => {
      rmSync(output, { recursive: true, force: true });
    });
  }
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
  process.stdout.write('Rehearsing examples/custom-ami-upgrade … ');
  const { svg, text } = await drawUpgrade();
  mkdirSync(join(ROOT, 'docs/pictures'), { recursive: true });
  writeFileSync(UPGRADE_PICTURE, svg);
  console.log(`docs/pictures/upgrade.svg\n\n${text}`);
}

if (require.main === module) {
  void main();
}
