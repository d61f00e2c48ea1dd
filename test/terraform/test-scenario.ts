/**
 * Scenarios for `terraform test`: what AWS would answer, invented, and what has to come of it. They prove preconditions
 * that look at data sources, which no plan without an account can.
 */
import type { Json, JsonObject } from './json';
import { asList, objectAt, textAt } from './json';
import { readDiagnostic } from './diagnostics';
import type { ScenarioResult } from './results';

/** One run of the configuration against a mocked AWS. Whatever is not given, Terraform makes up by type. */
export interface TestScenario {
  readonly name: string;
  /** What single data sources answer, by address: `{ 'data.aws_subnet.a': { vpc_id: 'vpc-1' } }`. */
  readonly data?: Readonly<Record<string, JsonObject>>;
  /** Computed values of single resources, by address. Only an apply has them. */
  readonly resources?: Readonly<Record<string, JsonObject>>;
  /** What all data sources of a type answer: `{ aws_partition: { partition: 'aws' } }`. */
  readonly dataDefaults?: Readonly<Record<string, JsonObject>>;
  /** Computed values of all resources of a type: `{ aws_iam_role: { arn: 'arn:aws:iam::…' } }`. */
  readonly resourceDefaults?: Readonly<Record<string, JsonObject>>;
  readonly variables?: JsonObject;
  /**
   * Addresses whose preconditions, postconditions or checks have to fail. A scenario with failures that stand here passes,
   * and it fails when one does not occur. Leave it out to get the failures' messages as diagnostics.
   */
  readonly expectFailures?: readonly string[];
  /** @default plan */
  readonly command?: 'plan' | 'apply';
}

/** The file that a scenario is written to. Each has its own, because Terraform skips what follows a failed run in a file. */
export function scenarioFile(index: number): string {
  return `scenario_${index}.tftest.json`;
}

/** The content of a scenario's file. */
export function renderScenario(
  scenario: TestScenario,
  awsAliases: readonly (string | undefined)[],
): JsonObject {
  const mock: JsonObject = {
    ...optional(
      'mock_data',
      mapValues(scenario.dataDefaults, (defaults) => ({ defaults })),
    ),
    ...optional(
      'mock_resource',
      mapValues(scenario.resourceDefaults, (defaults) => ({ defaults })),
    ),
  };
  const aliases = new Set<string | undefined>([undefined, ...awsAliases]);
  const run: JsonObject = {
    command: scenario.command ?? 'plan',
    ...(scenario.variables ? { variables: scenario.variables } : {}),
    ...(scenario.expectFailures ? { expect_failures: [...scenario.expectFailures] } : {}),
  };
  return {
    mock_provider: { aws: [...aliases].map((alias) => (alias === undefined ? mock : { ...mock, alias })) },
    ...(scenario.data ? { override_data: overrides(scenario.data) } : {}),
    ...(scenario.resources ? { override_resource: overrides(scenario.resources) } : {}),
    run: { scenario: run },
  };
}

/** How each scenario ended, from the messages of `terraform test -json`. */
export function readScenarios(
  scenarios: readonly TestScenario[],
  messages: readonly Json[],
  constructPaths: ReadonlyMap<string, string>,
): ScenarioResult[] {
  return scenarios.map(({ name }, index): ScenarioResult => {
    const own = messages.filter((message) => textAt(message, '@testfile') === scenarioFile(index));
    const status = own
      .map((message) => textAt(message, 'test_run', 'status'))
      .find((found) => found !== undefined);
    return {
      name,
      // No word about a scenario means that it was never reached, which must not look like a success.
      status: status === 'pass' || status === 'fail' || status === 'skip' ? status : 'error',
      diagnostics: own
        .filter((message) => textAt(message, 'type') === 'diagnostic')
        .map((message) => readDiagnostic(objectAt(message, 'diagnostic'), constructPaths)),
    };
  });
}

function overrides(values: Readonly<Record<string, JsonObject>>): Json {
  return asList(Object.entries(values).map(([target, answer]) => ({ target, values: answer })));
}

function mapValues(
  values: Readonly<Record<string, JsonObject>> | undefined,
  change: (value: JsonObject) => JsonObject,
): JsonObject {
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, change(value)]));
}

function optional(key: string, value: JsonObject): JsonObject {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}
