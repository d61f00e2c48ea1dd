/**
 * A simulated provider in one configuration: turns what Terraform asks into calls of rules, and what rules do into answers.
 */
import type {
  ApplyRequest,
  Diagnostic,
  ImportedResource,
  PlanAnswer,
  PlanRequest,
  ProviderSession,
  StateAnswer,
} from '../protocol/provider';
import type { KnownValues, Value, Values } from '../protocol/value';
import { isWhollyKnown, knownValues, sameValue } from '../protocol/value';
import type { BlockSchema, Path, ProviderSchema } from '../schema/schema';
import type { WorldObject } from '../world/world';
import { carryOut } from './carry-out';
import { inventValue } from './completion';
import { describeObject, diagnosticOf } from './diagnostics';
import type { Action } from './operation';
import type { TypeTables } from './planning';
import { hasUnwrittenBlocks, planValues } from './planning';
import { replacementPaths } from './replacement';
import type { PlannedChange, ProviderPlace, ProviderRules, Surroundings } from './rules';
import type { Scene } from './scene';
import { ADDRESS_ARGUMENT } from './scene';

/** For providers that know no regions and accounts. */
const NOWHERE: ProviderPlace = { region: '', accountId: '', partition: '' };

/** The session. */
export class SimulatedSession implements ProviderSession {
  private configuration: KnownValues = {};
  private unknownArguments: readonly string[] = [];

  public constructor(
    private readonly provider: string,
    private readonly schema: ProviderSchema,
    private readonly rules: ProviderRules,
    private readonly scene: Scene,
  ) {}

  public configure(config: Values): readonly Diagnostic[] {
    this.configuration = knownValues(config);
    this.unknownArguments = Object.keys(config).filter((name) => !isWhollyKnown(config[name] ?? null));
    this.scene.configured({ provider: this.provider, unknownArguments: this.unknownArguments });
    return [];
  }

  public validate(): readonly Diagnostic[] {
    return [];
  }

  public upgrade(_type: string, stored: KnownValues): StateAnswer {
    return { state: stored, diagnostics: [] };
  }

  public read(type: string, current: Values): Promise<StateAnswer> {
    try {
      const object = this.objectOf(type, current);
      if (object !== undefined) {
        this.rules.resources[type]?.read?.(object, this.surroundings);
      }
      const isThere = object !== undefined && this.scene.world.has(object);
      return Promise.resolve({
        state: isThere ? { ...current, ...object.attributes } : undefined,
        diagnostics: [],
      });
    } catch (error) {
      const { id } = current;
      const name = typeof id === 'string' ? id : '';
      const diagnostics = [diagnosticOf(`reading ${describeObject(type, name)}`, error)];
      return Promise.resolve({ state: current, diagnostics });
    }
  }

  public plan({ type, prior, proposed, config }: PlanRequest): PlanAnswer {
    if (proposed === undefined) {
      return { planned: undefined, requiresReplace: [], diagnostics: [] };
    }
    const schema = this.schemaOf(type);
    const configured = config ?? proposed;
    const planned = planValues(schema, { prior, proposed, config: configured }, this.tablesOf(type));
    const extra: Path[] = [];
    const change: PlannedChange = {
      ...this.surroundings,
      prior: prior === undefined ? undefined : knownValues(prior),
      config: configured,
      planned,
      changes: (attribute) => !sameValue(planned[attribute] ?? null, prior?.[attribute] ?? null),
      replace: (attribute) => extra.push([{ attribute }]),
    };
    try {
      this.rules.every?.plan?.(change);
      this.rules.resources[type]?.plan?.(change);
    } catch (error) {
      return { planned, requiresReplace: [], diagnostics: [diagnosticOf(`planning ${type}`, error)] };
    }
    keepAddressOfUnchanged(planned, prior);
    const requiresReplace =
      prior === undefined
        ? []
        : [...replacementPaths(schema, this.rules.forceNew[type] ?? [], prior, planned), ...extra];
    const legacyTypeSystem = hasUnwrittenBlocks(schema, planned, configured);
    return { planned, requiresReplace, diagnostics: [], legacyTypeSystem };
  }

  public async apply(request: ApplyRequest): Promise<StateAnswer> {
    const { type, prior, planned, config } = request;
    const action: Action = prior === undefined ? 'create' : planned === undefined ? 'delete' : 'update';
    const address = addressOf(config) ?? addressOf(prior) ?? type;
    // A moved resource, or one that is replaced after its successor was made, shares its address with another.
    const id = typeof prior?.['id'] === 'string' ? ` ${prior['id']}` : '';
    return this.scene.inTurn(`${address} ${action}${id}`, async () => {
      try {
        const object = prior === undefined ? undefined : this.objectOf(type, prior);
        if (action === 'delete' && object === undefined) {
          return { state: undefined, diagnostics: [] };
        }
        const order = { request, action, address, schema: this.schemaOf(type), object };
        return await carryOut(order, this.rules, this.surroundings, this.scene);
      } catch (error) {
        const diagnostics = [diagnosticOf(`looking for ${describeObject(type, address)}`, error)];
        return { state: prior, diagnostics };
      }
    });
  }

  public import(
    type: string,
    id: string,
  ): Promise<{
    readonly resources: readonly ImportedResource[];
    readonly diagnostics: readonly Diagnostic[];
  }> {
    const object = this.scene.world.get(type, id, this.surroundings.region);
    if (object === undefined) {
      const diagnostic = {
        severity: 'error',
        summary: 'Cannot import non-existent remote object',
        detail:
          `There is no ${describeObject(type, id)}. A rehearsal begins with an empty account: put what a stack imports into ` +
          `it before, with rehearsal.world.add({ kind: '${type}', id: '${id}', region: '${this.surroundings.region}', attributes: { … } }).`,
      } as const;
      return Promise.resolve({ resources: [], diagnostics: [diagnostic] });
    }
    return Promise.resolve({ resources: [{ type, state: object.attributes }], diagnostics: [] });
  }

  public readData(type: string, config: Values): Promise<StateAnswer> {
    const schema = this.schema.dataSources[type];
    if (schema === undefined) {
      throw new Error(`There is no schema of the data source ${type}.`);
    }
    const known = knownValues(config);
    try {
      const answer = this.rules.dataSources[type]?.(known, this.surroundings) ?? {};
      const seed = `${type} ${JSON.stringify(known)}`;
      const state = Object.entries(schema.attributes).map(([name, attribute]) => {
        const given = answer[name] ?? known[name] ?? null;
        const value = given === null && attribute.computed ? inventValue(attribute.type, name, seed) : given;
        return [name, value] as const;
      });
      const blocks = Object.keys(schema.blocks).map((name) => [name, answer[name] ?? known[name] ?? null]);
      return Promise.resolve({ state: Object.fromEntries([...state, ...blocks]) as Values, diagnostics: [] });
    } catch (error) {
      return Promise.resolve({
        state: undefined,
        diagnostics: [diagnosticOf(`reading data source ${type}`, error)],
      });
    }
  }

  public stop(): void {
    this.scene.world.note('interrupted', this.provider);
  }

  private objectOf(type: string, state: Values): WorldObject | undefined {
    if (this.rules.find !== undefined) {
      return this.rules.find(type, knownValues(state), this.surroundings);
    }
    const { id, region } = state;
    const where = typeof region === 'string' ? region : this.surroundings.region;
    return typeof id === 'string' ? this.scene.world.get(type, id, where) : undefined;
  }

  private tablesOf(type: string): TypeTables {
    return { defaults: this.rules.defaults[type] ?? {}, keptBlocks: this.rules.keptBlocks?.[type] ?? [] };
  }

  private schemaOf(type: string): BlockSchema {
    const schema = this.schema.resources[type];
    if (schema === undefined) {
      throw new Error(`There is no schema of the resource type ${type}.`);
    }
    return schema;
  }

  private get surroundings(): Surroundings {
    return {
      ...(this.rules.place?.(this.configuration) ?? NOWHERE),
      world: this.scene.world,
      provider: this.configuration,
      unknownProviderArguments: this.unknownArguments,
    };
  }
}

/** A renamed or moved resource alone is no change: the state keeps the address that it was made under. */
function keepAddressOfUnchanged(planned: { [name: string]: Value }, prior: Values | undefined): void {
  const before = prior?.[ADDRESS_ARGUMENT];
  if (prior !== undefined && before !== undefined && before !== null) {
    const same = Object.keys(planned).every(
      (name) => name === ADDRESS_ARGUMENT || sameValue(planned[name] ?? null, prior[name] ?? null),
    );
    if (same) {
      planned[ADDRESS_ARGUMENT] = before;
    }
  }
}

function addressOf(values: Values | undefined): string | undefined {
  const address = values?.[ADDRESS_ARGUMENT];
  return typeof address === 'string' ? address : undefined;
}
