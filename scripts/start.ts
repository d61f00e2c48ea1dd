/**
 * `npm start`: what a newcomer sees. Builds the library, synthesizes the quickstart, has the real Terraform and the
 * real AWS provider validate and plan it, rehearses its life in a simulated AWS, and shows in which order it is deployed,
 * as text and as pictures.
 *
 * Without Terraform it still synthesizes and explains, and says what it left out.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { minutesAndSeconds } from '../lib/rehearsal/report/scale';
import { timelineOf } from '../lib/rehearsal/report/timeline';
import { timelinePage } from '../lib/rehearsal/report/timeline-picture';
import { phaseText, violationLines } from '../lib/rehearsal/report/timeline-text';
import { rehearse } from '../lib/rehearsal/run/rehearsal';
import { findTerraform } from '../lib/rehearsal/terraform/find-terraform';
import type { SynthesizedStack } from '../lib/testing';
import { drawDeployment, explainDeployment, SynthesizedApp } from '../lib/testing';
import { formatDiagnostic } from '../test/terraform/diagnostics';
import { findInstallation } from '../test/terraform/installation';
import { RealTerraform } from '../test/terraform/real-terraform';

const ROOT = path.resolve(__dirname, '..');
const OUTPUT = path.join(ROOT, 'cdktf.out');

interface Summary {
  readonly done: string[];
  readonly skipped: string[];
  readonly failed: string[];
}

async function main(): Promise<void> {
  const summary: Summary = { done: [], skipped: [], failed: [] };
  step('Building the library', () => {
    run('npm', ['run', '--silent', 'build']);
  });
  step('Synthesizing examples/quickstart', () => {
    run('npx', ['--no-install', 'tsx', 'examples/quickstart/main.ts'], { CDKTF_OUTDIR: OUTPUT });
  });
  const app = SynthesizedApp.fromDirectory(OUTPUT);
  summary.done.push(`synthesized ${app.stacks.map(({ name }) => name).join(' and ')}`);

  await tryTerraform(app.stacks, summary);

  const orders = app.stacks.map((stack) => explain(stack));
  const timelines = await tryRehearsal(summary);
  console.log('\nWhat happened');
  for (const [mark, lines] of [
    ['ok     ', summary.done],
    ['skipped', summary.skipped],
    ['FAILED ', summary.failed],
  ] as const) {
    lines.forEach((line) => {
      console.log(`  ${mark}  ${line}`);
    });
  }
  console.log(`\nThe same as pictures:\n${[...orders, ...timelines].map((file) => `  ${file}`).join('\n')}`);
  if (summary.failed.length > 0) {
    process.exitCode = 1;
  }
}

/** Validates and plans each stack; whatever cannot be done here is said, never passed over. */
async function tryTerraform(stacks: readonly SynthesizedStack[], summary: Summary): Promise<void> {
  const search = findInstallation();
  if (search.kind === 'unavailable') {
    const target = search.isMistake ? summary.failed : summary.skipped;
    target.push(`validation and plan with real Terraform: ${search.missing} ${search.remedy}`);
    return;
  }
  const { version, mirror } = search.installation;
  console.log(`\nTerraform ${version} with the AWS provider ${mirror.awsVersion}, offline`);
  const terraform = new RealTerraform(search.installation, {
    onProgress: ({ stack, step: name, milliseconds }) => {
      if (milliseconds !== undefined) {
        console.log(`  ${stack}: terraform ${name} (${seconds(milliseconds)})`);
      }
    },
  });
  for (const { name, directory } of stacks) {
    const validation = await terraform.validate(directory);
    if (validation.outcome === 'notRun') {
      summary.skipped.push(`${name}: ${validation.reason}`);
      continue;
    }
    if (!validation.succeeded) {
      summary.failed.push(...validation.diagnostics.map((each) => `${name}: ${formatDiagnostic(each)}`));
      continue;
    }
    const plan = await terraform.plan(directory);
    if (plan.outcome === 'notRun') {
      summary.skipped.push(`plan of ${name}: ${plan.reason}`);
    } else if (plan.succeeded) {
      const creates = plan.changes.filter(({ action }) => action === 'create').length;
      summary.done.push(`${name}: valid, and the plan creates ${String(creates)} resources`);
    } else {
      summary.failed.push(...plan.diagnostics.map((each) => `${name}: ${formatDiagnostic(each)}`));
    }
  }
}

/** Creates, plans and destroys the quickstart in a simulated AWS; returns the picture of it. */
async function tryRehearsal(summary: Summary): Promise<string[]> {
  const terraform = findTerraform();
  if (terraform.kind === 'missing') {
    summary.skipped.push(`rehearsal in a simulated AWS: ${terraform.reason}`);
    return [];
  }
  const rehearsal = rehearse(OUTPUT, { terraform: terraform.command });
  const created = await rehearsal.create();
  if (created.succeeded) {
    await rehearsal.plan();
    await rehearsal.destroy({ liftProtection: true });
  }
  const timeline = timelineOf(rehearsal);
  console.log(
    `\nThe same order minute by minute, as the real Terraform went through it in a simulated AWS\n` +
      timeline.phases
        .slice(0, 1)
        .map((phase) => phaseText(phase))
        .join('\n'),
  );
  const { phases } = rehearsal;
  const virtual = phases.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  const real = phases.reduce((sum, { elapsed }) => sum + elapsed, 0);
  const names = phases.map(({ name }) => name.replaceAll('-', ' ')).join(', ');
  const violations = rehearsal.violations().length;
  const played = `rehearsed ${names}: ${minutesAndSeconds(virtual)} virtual minutes in ${seconds(real)}`;
  if (violations === 0) {
    summary.done.push(`${played}, no violation`);
  } else {
    summary.failed.push(`${played}, ${[...violationLines(timeline)].join('\n           ')}`);
  }
  const file = path.join(OUTPUT, 'rehearsal.html');
  fs.writeFileSync(file, timelinePage(timeline));
  return [path.relative(ROOT, file)];
}

function explain({ name, directory, graph, dependencies, annotations }: SynthesizedStack): string {
  console.log(`\n${explainDeployment(name, graph)}`);
  if (dependencies.length > 0) {
    console.log(`   The whole stack comes after ${dependencies.join(', ')}.`);
  }
  for (const { level, message } of annotations) {
    console.log(`   ${level}: ${message}`);
  }
  const file = path.join(directory, 'deployment-order.svg');
  fs.writeFileSync(file, drawDeployment(name, graph));
  return path.relative(ROOT, file);
}

function step(title: string, action: () => void): void {
  process.stdout.write(`${title} … `);
  const start = Date.now();
  action();
  console.log(seconds(Date.now() - start));
}

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    console.error(`\n${result.stdout}${result.stderr}`);
    throw new Error(`${command} ${args.join(' ')} failed`);
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

void main();
