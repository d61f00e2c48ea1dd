/**
 * Runs synthesized stacks with the real Terraform and the real AWS provider, offline. The provider's own validation and
 * plan see what no schema shows: enumerations, ranges, conflicts, and whether a change replaces a live cluster.
 *
 * A stack that cannot be run here, for lack of a provider or of a value, comes back as `notRun` with the reason.
 *
 * Every call has a temporary directory and an `init` of its own. The provider is started anew, or shared where that is given.
 */
import { assumedOverrides } from './assumed-answers';
import { DependencyGraph } from './dependency-graph';
import { jsonLines } from './diagnostics';
import type { JsonObject } from './json';
import { asList, isObject } from './json';
import type { PluginMirror } from './mirror';
import type { CheckResult, GraphResult, PlanResult, Ran, SchemaResult, TestResult } from './results';
import { readChanges } from './results';
import { SynthesizedStack } from './synthesized-stack';
import type { CommandResult } from './terraform-command';
import { unexpectedAnswer } from './terraform-command';
import type { SharedProvider } from './shared-provider';
import type { RunOptions } from './terraform-run';
import { TerraformRun } from './terraform-run';
import type { TestScenario } from './test-scenario';
import { readScenarios, renderScenario, scenarioFile } from './test-scenario';
import type { Needs, NotRun, WorkspaceOptions } from './workspace';
import { Workspace } from './workspace';

/** The Terraform and the providers to use; `findInstallation` gives this machine's. */
export interface TerraformInstallation {
  readonly command: string;
  readonly version: string;
  readonly mirror: PluginMirror;
}

/** Which graph to ask for: `resources` is the short one, the others show what an operation walks. */
export type GraphType = 'resources' | 'plan' | 'plan-destroy';

/** The runner. It keeps nothing between calls. */
export class RealTerraform {
  constructor(
    public readonly installation: TerraformInstallation,
    private readonly options: RunOptions = {},
    private readonly provider?: SharedProvider,
  ) {}

  /** `terraform init` alone: can the configuration be read, and are its providers there? */
  public async init(stackDirectory: string): Promise<CheckResult | NotRun> {
    return this.alone.inWorkspace(stackDirectory, {}, 'nothing', {}, (run) => Promise.resolve(run.answer()));
  }

  /** `terraform validate`: schema, references, and the provider's checks of single arguments. */
  public async validate(stackDirectory: string): Promise<CheckResult | NotRun> {
    return this.inWorkspace(stackDirectory, {}, 'nothing', {}, async (run) => {
      const arguments_ = ['validate', '-json'];
      const answer = parseAnswer(arguments_, await run.terraform('validate', arguments_));
      run.report(asList(answer['diagnostics']));
      return run.answer(answer['valid'] === true);
    });
  }

  /**
   * `terraform plan`, without refresh unless there is an AWS to ask: everything that `validate` checks, and what only a plan shows. With a state it tells
   * what the provider would do to something that exists.
   */
  public async plan(stackDirectory: string, options: WorkspaceOptions = {}): Promise<PlanResult | NotRun> {
    return this.inWorkspace(
      stackDirectory,
      options,
      'outputs-and-data',
      { changes: [] },
      async (run): Promise<PlanResult> => {
        // Locking would only cost time: nobody else knows the directory.
        const refresh = options.awsEndpoint === undefined ? ['-refresh=false'] : [];
        const arguments_ = ['plan', ...refresh, '-lock=false', '-json', '-out=plan.out'];
        const result = await run.terraform('plan', arguments_);
        run.reportMessages(result);
        if (result.exitCode !== 0) {
          return { ...run.failure(arguments_, result), changes: [] };
        }
        // The messages of `plan` name the changes; only `show` has their values and what forces a replacement.
        const show = ['show', '-json', 'plan.out'];
        const plan = parseAnswer(show, await run.terraform('show', show));
        return { ...run.answer(), changes: readChanges(plan, run.constructPaths), document: plan };
      },
    );
  }

  /** `terraform test` with a mocked AWS, so that preconditions see the answers that a scenario invents. */
  public async test(
    stackDirectory: string,
    scenarios: readonly TestScenario[],
    options: Pick<WorkspaceOptions, 'outputs' | 'variables'> = {},
  ): Promise<TestResult | NotRun> {
    return this.inWorkspace(
      stackDirectory,
      options,
      'outputs',
      { scenarios: [] },
      async (run): Promise<TestResult> => {
        const { stack } = run.workspace;
        scenarios.forEach((scenario, index) => {
          const data = { ...assumedOverrides(stack.configuration), ...scenario.data };
          run.workspace.write(scenarioFile(index), renderScenario({ ...scenario, data }, stack.awsAliases));
        });
        const arguments_ = ['test', '-json'];
        const result = await run.terraform('test', arguments_);
        run.reportMessages(result);
        const results = readScenarios(scenarios, jsonLines(result.stdout), run.constructPaths);
        const passed = result.exitCode === 0 && results.every(({ status }) => status === 'pass');
        if (!passed && results.every(({ diagnostics }) => diagnostics.length === 0)) {
          return { ...run.failure(arguments_, result), scenarios: results };
        }
        return { ...run.answer(passed), scenarios: results };
      },
    );
  }

  /** `terraform graph`: the dependencies as Terraform derives them from references and `depends_on`. */
  public async graph(stackDirectory: string, type: GraphType = 'resources'): Promise<GraphResult | NotRun> {
    const nothing = { graph: DependencyGraph.parse('') };
    return this.inWorkspace(stackDirectory, {}, 'nothing', nothing, async (run): Promise<GraphResult> => {
      const arguments_ = type === 'resources' ? ['graph'] : ['graph', `-type=${type}`];
      const result = await run.terraform('graph', arguments_);
      if (result.exitCode !== 0) {
        throw unexpectedAnswer(arguments_, result);
      }
      return { ...run.answer(), graph: DependencyGraph.parse(result.stdout) };
    });
  }

  /** `terraform providers schema`: what the providers at hand know of each type. */
  public async schemas(stackDirectory: string): Promise<SchemaResult | NotRun> {
    return this.alone.inWorkspace(
      stackDirectory,
      {},
      'nothing',
      { schemas: {} },
      async (run): Promise<SchemaResult> => {
        const arguments_ = ['providers', 'schema', '-json'];
        return {
          ...run.answer(),
          schemas: parseAnswer(arguments_, await run.terraform('schema', arguments_)),
        };
      },
    );
  }

  /** The same with a provider that Terraform looks for and asks for everything itself. */
  private get alone(): RealTerraform {
    return new RealTerraform(this.installation, this.options);
  }

  /** Prepares, initialises, runs and cleans up. When `init` fails, the answer has what an empty one has. */
  private async inWorkspace<T extends Ran>(
    stackDirectory: string,
    options: WorkspaceOptions,
    needs: Needs,
    empty: Omit<T, keyof Ran>,
    command: (run: TerraformRun) => Promise<T>,
  ): Promise<T | (Ran & Omit<T, keyof Ran>) | NotRun> {
    const stack = new SynthesizedStack(stackDirectory);
    const workspace = Workspace.prepare(stack, this.installation.mirror, options, needs);
    if (!(workspace instanceof Workspace)) {
      return workspace;
    }
    try {
      const environment = await this.provider?.environment(stack.configuration, options.state ?? null);
      const run = new TerraformRun(workspace, this.installation.command, this.options, environment);
      const arguments_ = ['init', '-json'];
      const result = await run.terraform('init', arguments_);
      run.reportMessages(result);
      return result.exitCode === 0 ? await command(run) : { ...empty, ...run.failure(arguments_, result) };
    } finally {
      workspace.dispose();
    }
  }
}

/** The one JSON document that a command printed, whatever its exit code: `validate` fails by design. */
function parseAnswer(arguments_: readonly string[], result: CommandResult): JsonObject {
  try {
    const parsed: unknown = JSON.parse(result.stdout);
    if (isObject(parsed)) {
      return parsed;
    }
  } catch {
    // Fall through: a crash prints no JSON.
  }
  throw unexpectedAnswer(arguments_, result);
}
