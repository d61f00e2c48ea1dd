/**
 * When a process is taken to have nothing more to say; a node program stands for Terraform.
 */
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { TerraformProcess } from '../../../lib/rehearsal/terraform/terraform-process';

type Look = () => readonly string[] | undefined;

function start(program: string, look?: Look): TerraformProcess {
  return new TerraformProcess(
    {
      binary: process.execPath,
      arguments: ['-e', program],
      directory: tmpdir(),
      environment: process.env,
    },
    look,
  );
}

const FOR_EVER = 'setInterval(() => {}, 1000)';

async function ended(terraform: TerraformProcess): Promise<void> {
  terraform.kill();
  await terraform.exit;
}

test('a process is quiet when several looks in a row find all of its threads asleep', async () => {
  const looks = [['S'], ['S', 'R'], ['S'], ['S'], ['S']];
  const terraform = start(FOR_EVER, () => looks.shift() ?? []);
  expect(await terraform.quiet()).toBe(true);
  expect(looks).toEqual([]);
  await ended(terraform);
});

test('where threads cannot be looked at, silence stands for sleep, and a word ends it', async () => {
  const terraform = start(FOR_EVER, () => undefined);
  const begin = performance.now();
  const words = setInterval(() => {
    terraform.spoke();
  }, 20);
  setTimeout(() => {
    clearInterval(words);
  }, 200);
  expect(await terraform.quiet()).toBe(true);
  // Timers are a little inexact.
  expect(performance.now() - begin).toBeGreaterThan(200 + 80 - 30);
  await ended(terraform);
});

test('a process that writes is not quiet, although it sleeps until its pipe is emptied', async () => {
  const terraform = start(`for (;;) require('fs').writeSync(1, 'x'.repeat(1e5))`);
  try {
    await wait(300);
    expect(await Promise.race([terraform.quiet(), wait(200, 'busy')])).toBe('busy');
  } finally {
    await ended(terraform);
  }
});

test('a process that has ended is not waited for', async () => {
  const terraform = start('process.exit(3)');
  while (await terraform.quiet()) {
    // It is still being started.
  }
  expect(await terraform.exit).toMatchObject({ exitCode: 3 });
});
