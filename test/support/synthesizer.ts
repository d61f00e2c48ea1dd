/**
 * Runs programs that synthesize an app, one after the other, in a thread that has loaded CDKTF and the bindings already: a process
 * for each takes a second before it begins.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

/** Within the process, since `npx` takes as long as a small synth, and the program `tsx` starts another one. */
const TSX = require.resolve('tsx/cjs');
/** A synth takes less than a second. */
const PATIENCE = 60_000;

/** The thread: each program is loaded anew, and what it imports only once. */
const THREAD = `
  const { workerData: { tsx, signal, port } } = require('node:worker_threads');
  require(tsx);
  port.on('message', ({ file, outputDirectory }) => {
    let error;
    try {
      process.env.CDKTF_OUTDIR = outputDirectory;
      delete require.cache[require.resolve(file)];
      require(file);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown);
    }
    port.postMessage({ error });
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
`;

interface Thread {
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

let thread: Thread | undefined;

/**
 * Runs a program, and waits for it.
 *
 * @param file its TypeScript
 * @param outputDirectory where its app is synthesized to
 */
export function runProgram(file: string, outputDirectory: string): void {
  thread ??= startThread();
  const { port, signal } = thread;
  Atomics.store(signal, 0, 0);
  port.postMessage({ file, outputDirectory });
  Atomics.wait(signal, 0, 0, PATIENCE);
  const answer = receiveMessageOnPort(port)?.message as { readonly error?: string } | undefined;
  if (answer === undefined) {
    throw new Error(`${file} did not end within a minute`);
  }
  if (answer.error !== undefined) {
    throw new Error(`${file}: ${answer.error}`);
  }
}

function startThread(): Thread {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { tsx: TSX, signal, port: port2 },
    transferList: [port2],
  });
  // Neither keeps the tests from ending.
  worker.unref();
  port.unref();
  return { port, signal };
}
