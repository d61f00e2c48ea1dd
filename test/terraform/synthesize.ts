/**
 * Synthesizes an app for real Terraform. `Testing.synth` will not do: it leaves out metadata and backends.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdktf';

/** An app's output directory, written by a real synth. */
export interface SynthesizedApp {
  readonly outputDirectory: string;
  /** Where the configuration of a stack is. */
  stackDirectory(name: string): string;
  /** Removes the directory. */
  dispose(): void;
}

/** Synthesizes an app into a temporary directory, the way `cdktf synth` does. */
export function synthesize(build: (app: App) => void): SynthesizedApp {
  const outputDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-synth-'));
  const app = new App({ outdir: outputDirectory });
  build(app);
  app.synth();
  return {
    outputDirectory,
    stackDirectory: (name) => path.join(outputDirectory, 'stacks', name),
    dispose: () => {
      fs.rmSync(outputDirectory, { recursive: true, force: true });
    },
  };
}
