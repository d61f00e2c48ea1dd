/**
 * An app as it was synthesized, for tests and tools.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { TerraformGraph } from './terraform-graph';

/** A warning of a construct. */
export interface SynthesizedAnnotation {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

/** One stack of an app. */
export interface SynthesizedStack {
  /** Name of the stack. */
  readonly name: string;
  /** Folder that holds its `cdk.tf.json`. */
  readonly directory: string;
  /** Names of the stacks that are deployed before it. */
  readonly dependencies: readonly string[];
  /** Warnings of its constructs. */
  readonly annotations: readonly SynthesizedAnnotation[];
  /** The parsed `cdk.tf.json`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The graph of its resources. */
  readonly graph: TerraformGraph;
}

interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly workingDirectory: string;
        readonly synthesizedStackPath: string;
        readonly dependencies: readonly string[];
        readonly annotations: readonly SynthesizedAnnotation[];
      }
    >
  >;
}

/** The stacks of an app, as files say. */
export class SynthesizedApp {
  /**
   * Synthesizes an app into its output folder and reads the result. Validations and aspects run, as they would under
   * the command line.
   */
  public static of(app: App): SynthesizedApp {
    app.synth();
    return SynthesizedApp.fromDirectory(app.outdir);
  }

  /**
   * Reads what was synthesized before.
   *
   * @param directory the output folder, usually `cdktf.out`
   */
  public static fromDirectory(directory: string): SynthesizedApp {
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
    const stacks = Object.values(manifest.stacks).map((stack): SynthesizedStack => {
      const file = join(directory, stack.synthesizedStackPath);
      const configuration = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      return {
        name: stack.name,
        directory: join(directory, stack.workingDirectory),
        dependencies: stack.dependencies,
        annotations: stack.annotations,
        configuration,
        graph: TerraformGraph.fromConfiguration(configuration),
      };
    });
    return new SynthesizedApp(stacks);
  }

  /** The stacks in the order in which they are deployed. */
  public readonly stacks: readonly SynthesizedStack[];

  private constructor(stacks: readonly SynthesizedStack[]) {
    this.stacks = inOrder(stacks);
  }

  /** The stack of a name; throws when there is none. */
  public stack(name: string): SynthesizedStack {
    const stack = this.stacks.find((candidate) => candidate.name === name);
    if (stack === undefined) {
      throw new Error(`No stack '${name}'. There are: ${this.stacks.map((each) => each.name).join(', ')}`);
    }
    return stack;
  }
}

function inOrder(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const ordered: SynthesizedStack[] = [];
  const visit = (stack: SynthesizedStack): void => {
    if (!ordered.includes(stack)) {
      stacks.filter(({ name }) => stack.dependencies.includes(name)).forEach(visit);
      ordered.push(stack);
    }
  };
  [...stacks].sort((a, b) => (a.name < b.name ? -1 : 1)).forEach(visit);
  return ordered;
}
