/**
 * A provider that simulates its services by rules. It knows no service itself: schemas come from the bindings, behaviour from
 * the rules, and what exists is in the world.
 */
import type { Provider, ProviderSession } from '../protocol/provider';
import type { ProviderSchema } from '../schema/schema';
import { withDefaults } from './planning';
import type { ProviderRules } from './rules';
import type { Scene } from './scene';
import { ADDRESS_ARGUMENT } from './scene';
import { SimulatedSession } from './simulated-session';

/** The provider. */
export class SimulatedProvider implements Provider {
  public readonly schema: ProviderSchema;

  /**
   * @param name such as `aws`
   * @param schema of the types that the stacks use
   */
  public constructor(
    public readonly name: string,
    schema: ProviderSchema,
    private readonly rules: ProviderRules,
    private readonly scene: Scene,
  ) {
    const resources = Object.entries(schema.resources).map(([type, block]) => {
      const { attributes, blocks } = withDefaults(block, rules.defaults[type] ?? {});
      const address = { type: 'string', required: false, optional: true, computed: false } as const;
      return [type, { attributes: { ...attributes, [ADDRESS_ARGUMENT]: address }, blocks }] as const;
    });
    this.schema = { ...schema, resources: Object.fromEntries(resources) };
  }

  public open(): ProviderSession {
    return new SimulatedSession(this.name, this.schema, this.rules, this.scene);
  }
}
