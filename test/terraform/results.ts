/**
 * What the runner gives back: every command's answer as data.
 */
import type { DependencyGraph } from './dependency-graph';
import type { TerraformDiagnostic } from './diagnostics';
import type { Json, JsonObject } from './json';
import { asList, objectAt, textAt } from './json';
import { withoutIndex } from './diagnostics';
import type { RemovedArgument } from './provider-compatibility';
import type { NotRun } from './workspace';

/** What all answers have in common. */
export interface Ran {
  readonly outcome: 'ran';
  readonly stack: string;
  /** Whether Terraform was content. False as well when `init` already failed. */
  readonly succeeded: boolean;
  readonly diagnostics: readonly TerraformDiagnostic[];
  /** Arguments that were taken out, because the provider at hand is older than the bindings. */
  readonly removed: readonly RemovedArgument[];
  readonly milliseconds: number;
}

/** The answer of `terraform init` or `terraform validate`. */
export type CheckResult = Ran;

/** The answer of `terraform plan`. */
export interface PlanResult extends Ran {
  /** Every planned change, also those that change nothing. Empty when the plan failed. */
  readonly changes: readonly ResourceChange[];
  /** What `terraform show -json` says of it; missing when the plan failed. */
  readonly document?: JsonObject;
}

/** The answer of `terraform graph`. */
export interface GraphResult extends Ran {
  readonly graph: DependencyGraph;
}

/** The answer of `terraform providers schema`. */
export interface SchemaResult extends Ran {
  readonly schemas: JsonObject;
}

/** What Terraform means to do to a resource. */
export type PlannedAction = 'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget' | 'no-op';

/** One planned change. */
export interface ResourceChange {
  readonly address: string;
  readonly constructPath?: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly action: PlannedAction;
  /** Terraform's own list: `['create', 'delete']` is a replacement that creates first. */
  readonly actions: readonly string[];
  /** Why, such as `replace_because_cannot_update`. */
  readonly reason?: string;
  /** Id by which it is imported, where an `import` block says so. */
  readonly importing?: string;
  readonly before: Json;
  /** Unknown values are missing here and true in `afterUnknown`. */
  readonly after: Json;
  readonly afterUnknown: Json;
  /** The attributes that force a replacement, such as `[['access_config', 0, 'authentication_mode']]`. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
}

/** The answer of `terraform test`. */
export interface TestResult extends Ran {
  readonly scenarios: readonly ScenarioResult[];
}

/** How one scenario ended. */
export interface ScenarioResult {
  readonly name: string;
  /**
   * Terraform's word. `error` means that a condition failed unexpectedly, or that an expected failure did not occur;
   * `fail` is for assertions, which scenarios do not have.
   */
  readonly status: 'pass' | 'fail' | 'error' | 'skip';
  readonly diagnostics: readonly TerraformDiagnostic[];
}

/** Gives the answer, or throws with the reason why there is none: for tests of stacks that have to be runnable. */
export function expectRan<T extends Ran>(result: T | NotRun): T {
  if (result.outcome === 'notRun') {
    throw new Error(`${result.stack} was not run. ${result.reason}`);
  }
  return result;
}

/** The change of one resource, by its address or its construct path. */
export function changeOf(plan: PlanResult, addressOrConstructPath: string): ResourceChange {
  const found = plan.changes.filter(
    ({ address, constructPath }) =>
      address === addressOrConstructPath || constructPath === addressOrConstructPath,
  );
  const [change] = found;
  if (!change || found.length > 1) {
    const all = plan.changes.map(({ address }) => address).join(', ');
    throw new Error(
      `${found.length} changes are called ${addressOrConstructPath}. The plan has: ${all || 'none'}.`,
    );
  }
  return change;
}

/** The changes of a plan as `construct path: action`, without what stays as it is. */
export function changesByPath(plan: PlanResult): string[] {
  return plan.changes
    .filter(({ action }) => action !== 'no-op')
    .map(({ constructPath, address, actions }) => `${constructPath ?? address}: ${actions.join(', ')}`)
    .sort();
}

/** Reads the changes of `terraform show -json`. */
export function readChanges(plan: Json, constructPaths: ReadonlyMap<string, string>): ResourceChange[] {
  return asList(objectAt(plan)['resource_changes']).map((raw): ResourceChange => {
    const change = objectAt(raw, 'change');
    const address = textAt(raw, 'address') ?? '';
    const constructPath = constructPaths.get(withoutIndex(address));
    const reason = textAt(raw, 'action_reason');
    const actions = asList(change['actions']).map(String);
    const importing = textAt(change, 'importing', 'id');
    return {
      address,
      ...(constructPath === undefined ? {} : { constructPath }),
      type: textAt(raw, 'type') ?? '',
      mode: textAt(raw, 'mode') === 'data' ? 'data' : 'managed',
      action: actions.length > 1 ? 'replace' : (actions[0] as PlannedAction),
      actions,
      ...(reason === undefined ? {} : { reason }),
      ...(importing === undefined ? {} : { importing }),
      before: change['before'] ?? null,
      after: change['after'] ?? null,
      afterUnknown: change['after_unknown'] ?? null,
      replacePaths: asList(change['replace_paths']).map(
        (path) => asList(path) as readonly (string | number)[],
      ),
    };
  });
}
