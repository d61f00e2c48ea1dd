/**
 * What a state would say had a plan been applied: the planned values, with invented ones where only AWS could know. So
 * the real provider can be asked what it would do next to a stack that was never applied.
 *
 * It plans in rounds, as an apply goes in waves: whatever has all its arguments known is taken as created, and the next
 * round knows its attributes.
 */
import type { Json, JsonObject } from './json';
import { asList, isObject, objectAt } from './json';
import type { RealTerraform } from './real-terraform';
import type { PlanResult, ResourceChange } from './results';
import { expectRan } from './results';
import { SynthesizedStack } from './synthesized-stack';
import type { StateResource, TerraformState } from './terraform-state';
import { terraformState } from './terraform-state';

const MAX_ROUNDS = 10;

/** Plans a stack until nothing is left to create. */
export async function assumeApplied(
  terraform: RealTerraform,
  stackDirectory: string,
): Promise<TerraformState> {
  const { configuration } = new SynthesizedStack(stackDirectory);
  const { schemas } = expectRan(await terraform.schemas(stackDirectory));
  const resources = new Map<string, StateResource>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const state = terraformState([...resources.values()]);
    const plan = expectRan(await terraform.plan(stackDirectory, { state }));
    const waiting = pendingCreates(plan);
    if (waiting.length === 0) {
      return state;
    }
    const ready = waiting.filter((change) => argumentsAreKnown(change, configuration));
    if (ready.length === 0) {
      throw new Error(`Arguments stay unknown: ${waiting.map(({ address }) => address).join(', ')}`);
    }
    for (const change of ready) {
      const attributes = assumed(
        change.after,
        change.afterUnknown,
        blockType(schemas, change.type),
        change.address,
      );
      resources.set(change.address, { address: change.address, attributes: attributes as JsonObject });
    }
  }
  throw new Error(`The stack is not complete after ${String(MAX_ROUNDS)} rounds`);
}

function pendingCreates(plan: PlanResult): readonly ResourceChange[] {
  if (!plan.succeeded) {
    throw new Error(plan.diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'));
  }
  return plan.changes.filter(({ action, mode }) => mode === 'managed' && action === 'create');
}

/** Unknown is fine where the configuration says nothing: that is what AWS answers. */
function argumentsAreKnown(change: ResourceChange, configuration: JsonObject): boolean {
  const [type = '', name = ''] = change.address.split('.');
  return !isUnknownWhereSet(objectAt(configuration, 'resource', type, name), change.afterUnknown);
}

function isUnknownWhereSet(argument: Json | undefined, unknown: Json | undefined): boolean {
  // An empty list says as much as none to arguments that AWS fills in when they are left out.
  const isEmpty =
    argument === undefined || argument === null || (Array.isArray(argument) && argument.length === 0);
  if (isEmpty || unknown === undefined) {
    return false;
  }
  if (unknown === true) {
    return true;
  }
  if (Array.isArray(unknown)) {
    // A block that may stand only once is written without a list around it.
    const items = Array.isArray(argument) ? asList(argument) : [argument];
    return asList(unknown).some((item, index) => isUnknownWhereSet(items[index], item));
  }
  return (
    isObject(unknown) &&
    isObject(argument) &&
    Object.keys(unknown).some((key) => isUnknownWhereSet(argument[key], unknown[key]))
  );
}

/** The type of a whole block in the notation of attribute types: `['object', {…}]`. */
function blockType(schemas: JsonObject, type: string): Json {
  const [provider] = Object.values(objectAt(schemas, 'provider_schemas'));
  return typeOfBlock(objectAt(provider, 'resource_schemas', type, 'block'));
}

function typeOfBlock(block: JsonObject): Json {
  const attributes = Object.entries(objectAt(block, 'attributes')).map(
    ([name, attribute]): [string, Json] => [name, objectAt(attribute)['type'] ?? 'string'],
  );
  const blocks = Object.entries(objectAt(block, 'block_types')).map(([name, nested]): [string, Json] => {
    const inner = typeOfBlock(objectAt(nested, 'block'));
    const nesting = objectAt(nested)['nesting_mode'];
    return [name, nesting === 'single' ? inner : [nesting === 'set' ? 'set' : 'list', inner]];
  });
  return ['object', Object.fromEntries([...attributes, ...blocks])];
}

function assumed(value: Json | undefined, unknown: Json | undefined, type: Json, name: string): Json {
  if (unknown === true) {
    return invented(type, name);
  }
  const [kind, inner] = asList(type);
  if (isObject(unknown) && kind === 'object') {
    const known = isObject(value) ? value : {};
    const keys = new Set([...Object.keys(known), ...Object.keys(unknown)]);
    return Object.fromEntries(
      [...keys].map((key) => [
        key,
        assumed(known[key], unknown[key], objectAt(inner)[key] ?? 'string', `${name}.${key}`),
      ]),
    );
  }
  if (Array.isArray(unknown) && (kind === 'list' || kind === 'set')) {
    const items = asList(value ?? []);
    return asList(unknown).map((item, index) => assumed(items[index], item, inner ?? 'string', name));
  }
  return value ?? null;
}

/** A value that the provider takes for its type and name. */
function invented(type: Json, name: string): Json {
  const attribute = name.split('.').pop() ?? name;
  if (type === 'string') {
    if (attribute === 'id' && name.startsWith('aws_launch_template.')) {
      return 'lt-0123456789abcdef0';
    }
    return attribute === 'arn' || attribute.endsWith('_arn')
      ? `arn:aws:iam::111122223333:invented/${name.replace(/[^\w/-]/g, '-')}`
      : attribute.endsWith('cidr')
        ? '172.20.0.0/16'
        : `invented-${name.replace(/[^\w-]/g, '-')}`;
  }
  if (type === 'number') {
    return 1;
  }
  if (type === 'bool') {
    return false;
  }
  const [kind, inner] = asList(type);
  if (kind === 'list' && asList(inner)[0] === 'object') {
    return [invented(inner ?? null, name)];
  }
  if (kind === 'object') {
    const fields = Object.entries(objectAt(inner));
    return Object.fromEntries(fields.map(([key, field]) => [key, invented(field, `${name}.${key}`)]));
  }
  return kind === 'map' ? {} : [];
}
