/**
 * The program: commands, help, and what it says when it cannot do its work.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runProgram } from '../../lib/cli/program';
import { appCommand, readProject, synthesizeApp, synthesizedFolder } from '../../lib/cli/rehearse/synthesize';
import { RecordingTerminal } from './recording-terminal';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-eks-cli-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('help is an answer, on the result and with 0', async () => {
  const terminal = new RecordingTerminal();
  expect(await runProgram(['--help'], terminal)).toBe(0);
  expect(await runProgram(['rehearse', '--help'], terminal)).toBe(0);
  expect(terminal.lines[0]).toMatch(/rehearse +Plays the life of an app/);
  expect(terminal.lines[1]).toMatch(/Usage: safe-eks rehearse \[OPTIONS\]/);
});

test('no command and an unknown one are mistakes that show which there are', async () => {
  const terminal = new RecordingTerminal();
  expect(await runProgram([], terminal)).toBe(2);
  expect(await runProgram(['recite'], terminal)).toBe(2);
  expect(terminal.complaints[0]).toMatch(/Usage: safe-eks COMMAND/);
  expect(terminal.complaints[1]).toMatch(/There is no command recite/);
});

test('a mistake in the arguments says where the help is', async () => {
  const terminal = new RecordingTerminal();
  expect(await runProgram(['rehearse', '--seed', 'x'], terminal)).toBe(2);
  expect(terminal.complaints).toEqual([
    '--seed needs a whole number, and x is none.\nSee: safe-eks rehearse --help',
  ]);
});

test('cdktf.json says how to synthesize the app, and an argument says it better', () => {
  writeFileSync(join(folder, 'cdktf.json'), '{"app": "npx tsx main.ts", "context": {"zone": "a"}}');
  const project = readProject(folder);
  expect(appCommand(undefined, project)).toBe('npx tsx main.ts');
  expect(appCommand('npx tsx other.ts', project)).toBe('npx tsx other.ts');
});

test('without either, and with a folder that nobody synthesized into, it says what to do', () => {
  expect(() => appCommand(undefined, readProject(folder))).toThrow(
    /Say it with --app .* --directory cdktf\.out/,
  );
  expect(() => synthesizedFolder(folder)).toThrow(/holds no manifest\.json.*Run `cdktf synth` first/);
});

test('a cdktf.json that is no JSON is named', () => {
  writeFileSync(join(folder, 'cdktf.json'), '{');
  expect(() => readProject(folder)).toThrow(/cdktf\.json is not JSON/);
});

test('an app is synthesized into the folder, and sees the context of cdktf.json', async () => {
  const script = `require('fs').writeFileSync(process.env.CDKTF_OUTDIR + '/manifest.json', process.env.CDKTF_CONTEXT_JSON)`;
  writeFileSync(join(folder, 'app.js'), script);
  const command = `"${process.execPath}" "${join(folder, 'app.js')}"`;
  await synthesizeApp(command, folder, { context: { zone: 'a' } });
  expect(readProject(folder)).toEqual({});
  expect(synthesizedFolder(folder)).toBe(folder);
});

test('an app that fails is quoted, and one that writes elsewhere is told so', async () => {
  const failing = `"${process.execPath}" -e "console.error('no such image'); process.exit(3)"`;
  await expect(synthesizeApp(failing, folder, {})).rejects.toThrow(
    /no such image[^]*The app cannot be synthesized: .* failed\./,
  );
  await expect(synthesizeApp(`"${process.execPath}" --version`, folder, {})).rejects.toThrow(
    /wrote nothing into the folder that CDKTF_OUTDIR names/,
  );
});
