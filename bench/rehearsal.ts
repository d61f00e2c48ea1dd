/**
 * Rehearses the quickstart's life in a process of its own, on plain Node: `index.ts` starts it and reads one line of JSON from
 * it. Here the time on the clock counts, since most of the work is done by another process: Terraform.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { rehearse } from 'cdktf-safe-eks/rehearsal';

/** One phase. */
export interface RehearsedPhase {
  readonly name: string;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Virtual minutes that it stands for. */
  readonly virtualMinutes: number;
  readonly operations: number;
}

/** The whole life. */
export interface RehearsedLife {
  readonly phases: readonly RehearsedPhase[];
  readonly violations: number;
  readonly peakMegabytes: number;
}

function synthesize(program: string, outdir: string): string {
  execFileSync(process.execPath, [program], { env: { ...process.env, CDKTF_OUTDIR: outdir } });
  return outdir;
}

async function main(): Promise<void> {
  const [first = '', next = ''] = process.argv.slice(2);
  const outdir = process.env.CDKTF_OUTDIR ?? '';
  const rehearsal = rehearse(synthesize(first, join(outdir, 'first')));
  await rehearsal.create();
  await rehearsal.plan();
  await rehearsal.apply(synthesize(next, join(outdir, 'next')));
  await rehearsal.plan();
  await rehearsal.destroy({ liftProtection: true });
  const life: RehearsedLife = {
    phases: rehearsal.phases.map(({ name, elapsed, startedAt, endedAt, operations }) => ({
      name,
      seconds: elapsed / 1000,
      virtualMinutes: (endedAt - startedAt) / 60_000,
      operations: operations.length,
    })),
    violations: rehearsal.violations().length,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(life)}\n`);
}

void main();
