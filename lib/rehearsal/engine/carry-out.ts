/**
 * Carries out one change that Terraform ordered: plays the rules of its type in virtual time, writes the operation down, and
 * says what Terraform's state is afterwards.
 */
import type { ApplyRequest, Diagnostic, StateAnswer } from '../protocol/provider';
import type { Values } from '../protocol/value';
import { knownValues } from '../protocol/value';
import type { BlockSchema } from '../schema/schema';
import type { WorldObject } from '../world/world';
import { ActiveCall } from './active-call';
import { completeValues } from './completion';
import { describeObject, diagnosticOf } from './diagnostics';
import type { Action, RunningOperation } from './operation';
import type { ProviderRules, Surroundings } from './rules';
import type { Scene } from './scene';

/** What an order is about. */
export interface Order {
  readonly request: ApplyRequest;
  readonly action: Action;
  readonly address: string;
  readonly schema: BlockSchema;
  /** The object that is changed or deleted; nothing when it is gone already. */
  readonly object: WorldObject | undefined;
}

const GERUND: Readonly<Record<Action, string>> = {
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
};

/** Carries it out. */
export async function carryOut(
  order: Order,
  rules: ProviderRules,
  surroundings: Surroundings,
  scene: Scene,
): Promise<StateAnswer> {
  const { request, action, address, object } = order;
  const { type, prior, planned, config } = request;
  const { region = null } = knownValues(planned ?? prior ?? {});
  const now = scene.world.clock.now;
  const operation: RunningOperation = {
    address,
    type,
    action,
    startedAt: now,
    endedAt: now,
    outcome: 'running',
    steps: [],
  };
  scene.begin(operation);
  const call = new ActiveCall(
    {
      address,
      type,
      action,
      config: knownValues(config ?? {}),
      planned: knownValues(planned ?? prior ?? {}),
      ...(object === undefined ? {} : { object }),
    },
    // A resource may be in another region than its provider.
    typeof region === 'string' ? { ...surroundings, region } : surroundings,
    scene.durations,
    scene.faults,
    operation,
  );
  let failure: Diagnostic | undefined;
  try {
    await follow(rules, action, call);
    operation.outcome = 'done';
  } catch (error) {
    operation.outcome = 'failed';
    operation.error = error instanceof Error ? error.message : String(error);
    const name = call.existing?.id ?? nameOf(planned ?? prior);
    failure = diagnosticOf(`${GERUND[action]} ${describeObject(type, name)}`, error);
    operation.error = failure.summary;
  } finally {
    operation.endedAt = scene.world.clock.now;
  }
  return {
    state: stateAfter(order, call.existing, failure !== undefined, rules),
    diagnostics: failure === undefined ? [] : [failure],
  };
}

/** A type without rules of its own does what most do: it exists, changes and goes within a moment. */
async function follow({ resources }: ProviderRules, action: Action, call: ActiveCall): Promise<void> {
  const rules = resources[call.type] ?? {};
  if (rules[action] !== undefined) {
    await rules[action](call);
  } else {
    await call.request(`${call.type} ${action}`);
    if (action === 'create') {
      call.exists(call.newId(`${shortName(call.type)}-`));
    }
    await call.takes(action);
  }
  if (action === 'delete') {
    call.world.remove(call.object);
  }
}

function stateAfter(
  { request: { type, planned }, action, schema }: Order,
  object: WorldObject | undefined,
  hasFailed: boolean,
  rules: ProviderRules,
): Values | undefined {
  if (object === undefined) {
    return undefined;
  }
  if (action === 'delete' || (action === 'update' && hasFailed)) {
    // What the service did before it failed stays done, so what is there now is the truth.
    return object.attributes;
  }
  const state = completeValues(
    schema,
    planned ?? {},
    object.attributes,
    (attribute) => rules.invent?.(type, attribute, object),
    `${object.kind} ${object.id}`,
  );
  Object.assign(object.attributes, state);
  return state;
}

function nameOf(values: Values | undefined): string {
  const name = values?.['name'] ?? values?.['id'];
  return typeof name === 'string' ? name : '';
}

function shortName(type: string): string {
  return type.replace(/^[^_]+_/, '').replaceAll('_', '-');
}
