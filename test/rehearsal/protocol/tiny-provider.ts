/**
 * A provider by hand, as small as it can be with every kind of attribute and block in it. Its objects live in memory.
 */
import type {
  ApplyRequest,
  Diagnostic,
  PlanAnswer,
  PlanRequest,
  Provider,
  ProviderSession,
  StateAnswer,
} from '../../../lib/rehearsal/protocol/provider';
import type { Known, KnownValues, Value, Values } from '../../../lib/rehearsal/protocol/value';
import {
  isValueList,
  isValues,
  sameValue,
  UNKNOWN,
  withoutUnknowns,
} from '../../../lib/rehearsal/protocol/value';
import type { AttributeSchema, AttributeType, ProviderSchema } from '../../../lib/rehearsal/schema/schema';

const required = (type: AttributeType): AttributeSchema => attribute(type, { required: true });
const optional = (type: AttributeType): AttributeSchema => attribute(type, { optional: true });
const computed = (type: AttributeType): AttributeSchema => attribute(type, { computed: true });

function attribute(type: AttributeType, kind: Partial<AttributeSchema>): AttributeSchema {
  return { type, required: false, optional: false, computed: false, ...kind };
}

/** What the tiny provider knows. */
export const TINY_SCHEMA: ProviderSchema = {
  provider: {
    attributes: { region: optional('string'), token: optional('string') },
    blocks: {
      endpoints: {
        nesting: 'list',
        minItems: 0,
        block: { attributes: { url: optional('string') }, blocks: {} },
      },
    },
  },
  resources: {
    tiny_thing: {
      attributes: {
        id: computed('string'),
        name: required('string'),
        size: optional('number'),
        ratio: optional('number'),
        enabled: optional('bool'),
        zones: optional(['list', 'string']),
        labels: optional(['set', 'string']),
        tags: optional(['map', 'string']),
        shape: optional(['object', { width: 'number', unit: 'string' }]),
        manifest: optional('dynamic'),
        region: computed('string'),
        revision: computed('number'),
        options: {
          type: ['list', ['object', { key: 'string', value: 'string' }]],
          required: false,
          optional: true,
          computed: false,
          nested: {
            nesting: 'list',
            attributes: { key: required('string'), value: optional('string') },
          },
        },
      },
      blocks: {
        rule: {
          nesting: 'list',
          minItems: 0,
          block: { attributes: { port: required('number'), rule_id: computed('string') }, blocks: {} },
        },
        member: {
          nesting: 'set',
          minItems: 0,
          block: { attributes: { user: required('string'), since: computed('string') }, blocks: {} },
        },
        network: {
          nesting: 'single',
          minItems: 0,
          block: { attributes: { cidr: optional('string'), status: computed('string') }, blocks: {} },
        },
      },
    },
  },
  dataSources: {
    tiny_lookup: { attributes: { name: required('string'), answer: computed('string') }, blocks: {} },
  },
};

/** The provider; its sessions share the objects. */
export class TinyProvider implements Provider {
  public readonly schema = TINY_SCHEMA;
  public readonly things = new Map<string, KnownValues>();
  /** What Terraform did, in one line each. */
  public readonly log: string[] = [];
  /** Called before an apply is carried out: to make it wait, or fail. */
  public beforeApply: (request: ApplyRequest) => Promise<void> = () => Promise.resolve();

  /** Called when Terraform was interrupted. */
  public onStop: () => void = () => undefined;

  public open(connection: string): ProviderSession {
    return new TinySession(this, connection);
  }
}

class TinySession implements ProviderSession {
  private region = 'nowhere';

  public constructor(
    private readonly provider: TinyProvider,
    private readonly connection: string,
  ) {
    provider.log.push(`open ${connection}`);
  }

  public configure(config: Values): readonly Diagnostic[] {
    this.region = typeof config['region'] === 'string' ? config['region'] : 'nowhere';
    this.provider.log.push(`configure ${this.region} ${this.connection}`);
    return [];
  }

  public validate(kind: string, type: string, config: Values): readonly Diagnostic[] {
    this.provider.log.push(`validate ${kind} ${type}`.trim());
    return config['size'] === 13
      ? [{ severity: 'error', summary: 'Bad size', detail: 'Thirteen brings bad luck.' }]
      : [];
  }

  public upgrade(_type: string, stored: KnownValues): StateAnswer {
    return { state: stored, diagnostics: [] };
  }

  public read(_type: string, current: Values): Promise<StateAnswer> {
    const id = text(current['id']);
    this.provider.log.push(`read ${id}`);
    return Promise.resolve({ state: this.provider.things.get(id), diagnostics: [] });
  }

  public plan({ prior, proposed }: PlanRequest): PlanAnswer {
    if (proposed === undefined) {
      return { planned: undefined, requiresReplace: [], diagnostics: [] };
    }
    if (prior === undefined) {
      return { planned: withComputedUnknown(proposed), requiresReplace: [], diagnostics: [] };
    }
    const replaced = !sameValue(prior['name'] ?? null, proposed['name'] ?? null);
    const changed = replaced || !sameValue(prior, proposed);
    const computedAnew: Values = replaced ? { id: UNKNOWN, revision: UNKNOWN } : { revision: UNKNOWN };
    return {
      planned: changed ? withComputedUnknown({ ...proposed, ...computedAnew }) : proposed,
      requiresReplace: replaced ? [[{ attribute: 'name' }]] : [],
      diagnostics: [],
    };
  }

  public async apply(request: ApplyRequest): Promise<StateAnswer> {
    const { prior, planned } = request;
    const name = text((planned ?? prior)?.['name']);
    const action = planned === undefined ? 'delete' : prior === undefined ? 'create' : 'update';
    this.provider.log.push(`${action} ${name} in ${this.region}`);
    await this.provider.beforeApply(request);
    if (planned === undefined) {
      this.provider.things.delete(text(prior?.['id']));
      return { state: undefined, diagnostics: [] };
    }
    const revision = typeof prior?.['revision'] === 'number' ? prior['revision'] + 1 : 1;
    const state = completed(planned, { id: `thing-${name}`, region: this.region, revision });
    this.provider.things.set(`thing-${name}`, state);
    const failed = name.startsWith('half');
    return {
      state,
      diagnostics: failed
        ? [{ severity: 'error', summary: 'Half done', detail: `${name} is left behind.` }]
        : [],
    };
  }

  public import(type: string, id: string): ReturnType<ProviderSession['import']> {
    return Promise.resolve({ resources: [{ type, state: { id } }], diagnostics: [] });
  }

  public readData(_type: string, config: Values): Promise<StateAnswer> {
    return Promise.resolve({
      state: { ...config, answer: `${text(config['name'])} of ${this.region}` },
      diagnostics: [],
    });
  }

  public stop(): void {
    this.provider.log.push(`stop ${this.region}`);
    this.provider.onStop();
  }
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : 'nothing';
}

const COMPUTED = ['id', 'region', 'revision', 'rule_id', 'since', 'status'];

function withComputedUnknown(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      COMPUTED.includes(name) && value === null ? UNKNOWN : name === 'manifest' ? value : inside(value),
    ]),
  );
}

function inside(value: Value): Value {
  if (isValueList(value)) {
    return value.map(inside);
  }
  return isValues(value) ? withComputedUnknown(value) : value;
}

/** Everything that was unknown gets a value: the given ones on top, made-up ones below. */
function completed(planned: Values, own: KnownValues): KnownValues {
  const fill = (value: Value, name: string): Known => {
    if (value === UNKNOWN) {
      return own[name] ?? `some-${name}`;
    }
    if (isValueList(value)) {
      return value.map((part) => fill(part, name));
    }
    if (isValues(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, key)]));
    }
    return withoutUnknowns(value);
  };
  return Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, fill(value, name)]));
}
