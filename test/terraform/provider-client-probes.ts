/**
 * Finds out what the real provider does with every argument of a resource type: changes one at a time of a resource that
 * exists, and leaves one at a time away from a resource that is to be created.
 */
import {
  isWhollyKnown,
  sameValue,
  UNKNOWN,
  type Known,
  type Values,
} from '../../lib/rehearsal/protocol/value';
import type { BlockSchema } from '../../lib/rehearsal/schema/schema';
import type { ProviderClient } from './provider-client';
import {
  carriedOut,
  configuration,
  isWithin,
  parentOf,
  proposal,
  select,
  settables,
  valueAt,
  type Selection,
  type Settable,
  type Variant,
} from './provider-client-specimens';

/** What the provider does with a resource type. Paths are without indexes. */
export interface Findings {
  /** Arguments that cannot be changed from one value to another. */
  readonly forceNew: ReadonlySet<string>;
  /** What the provider fills in, whatever else the configuration says. */
  readonly defaults: ReadonlyMap<string, Known>;
  /** Blocks that the provider keeps when the configuration does not have them any more, or never had. */
  readonly keptBlocks: ReadonlySet<string>;
  /** What no table of paths can say: `path: what happens`. */
  readonly specialities: readonly string[];
  /** Every argument that was tried; those are all that this provider has. */
  readonly probed: ReadonlySet<string>;
}

/** Arguments that are only allowed together with others, which have to have a certain value. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Variant>>>>>> = {
  aws_sqs_queue: { content_based_deduplication: { fifo_queue: 0 } },
  aws_placement_group: { partition_count: { strategy: 0 }, spread_level: { strategy: 1 } },
  aws_nat_gateway: { secondary_private_ip_address_count: { connectivity_type: 0 } },
};

/** Arguments that have to be changed at once. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: [
    'compute_config.enabled',
    'kubernetes_network_config.elastic_load_balancing.enabled',
    'storage_config.block_storage.enabled',
  ],
};

/** What has to be absent from a resource that has everything else. */
const EXCLUDED: Readonly<Record<string, readonly string[]>> = {
  aws_sqs_queue: ['name'],
  aws_placement_group: ['spread_level'],
  aws_nat_gateway: ['allocation_id', 'secondary_allocation_ids'],
};

/** Probes one resource type. */
export async function probe(client: ProviderClient, type: string, schema: BlockSchema): Promise<Findings> {
  return new TypeProbe(client, type, schema).run();
}

type Outcome = 'replace' | 'in place' | 'error';

class TypeProbe {
  private readonly all: readonly Settable[];
  private readonly everything: Selection;
  private readonly created = new Map<string, Promise<Values | undefined>>();
  private readonly forceNew = new Set<string>();
  private readonly defaults = new Map<string, Known>();
  private readonly keptBlocks = new Set<string>();
  private readonly specialities: string[] = [];

  public constructor(
    private readonly client: ProviderClient,
    private readonly type: string,
    private readonly schema: BlockSchema,
  ) {
    this.all = settables(schema);
    const excluded = EXCLUDED[type] ?? [];
    this.everything = select(
      this.all,
      this.all.map(({ path }) => path).filter((path) => !excluded.includes(path)),
    );
  }

  public async run(): Promise<Findings> {
    for (const settable of this.all) {
      await this.findDefault(settable);
    }
    for (const settable of this.all.filter(({ kind }) => kind === 'attribute')) {
      await this.changeArgument(settable);
    }
    for (const settable of this.all.filter(({ required }) => !required)) {
      await this.addAndRemove(settable);
    }
    return {
      forceNew: this.forceNew,
      defaults: this.defaults,
      keptBlocks: this.keptBlocks,
      specialities: this.specialities,
      probed: new Set(this.all.map(({ path }) => path)),
    };
  }

  /** Leaves it away from a resource that has next to nothing, and then from one that has everything else. */
  private async findDefault({ path, kind, required }: Settable): Promise<void> {
    if (required) {
      return;
    }
    const parent = parentOf(path);
    // Without the one of several that go together, the others are not allowed either.
    const around =
      this.changedWith(path).length > 1 ? select(this.all, [parent]) : this.withCompanions(path, parent);
    const little = valueAt(await this.create(without(around, path)), path);
    if (kind === 'block') {
      if (little === UNKNOWN) {
        this.keptBlocks.add(path);
      }
    } else if (isSomething(little)) {
      const lot = await this.create(without(this.everything, path));
      // A refusal tells nothing: something else is not allowed without this argument.
      if (lot === undefined || sameValue(little, valueAt(lot, path) ?? null)) {
        this.defaults.set(path, little);
      } else {
        this.specialities.push(`${path}: a default that depends on other arguments`);
      }
    }
  }

  private async changeArgument({ path, type }: Settable): Promise<void> {
    const selection = this.withCompanions(path, path);
    const changed = new Map(selection);
    for (const other of this.changedWith(path)) {
      changed.set(other, selection.get(other) === 0 ? 1 : 0);
    }
    const outcomes = [await this.change(selection, changed)];
    if (type === 'bool') {
      outcomes.push(await this.change(changed, selection));
    }
    if (outcomes.every((outcome) => outcome === 'replace')) {
      this.forceNew.add(path);
    } else if (outcomes.some((outcome) => outcome !== 'in place')) {
      this.specialities.push(`${path}: a change is ${outcomes.join(', ')}`);
    }
  }

  /** Gives what was not given before, and takes it away again. */
  private async addAndRemove({ path, kind, computed, type }: Settable): Promise<void> {
    if (computed) {
      // What the user does not give is what AWS has chosen, and giving it is a change of that.
      return;
    }
    const inner = this.all.filter((other) => kind === 'block' && isWithin(other.path, path));
    const withIt = this.withCompanions(path, ...inner.map((other) => other.path), path);
    if (type === 'bool' && this.defaults.get(path) === true) {
      withIt.set(path, 1);
    }
    const others = this.changedWith(path).filter((other) => !isWithin(other, path));
    const withoutIt = without(withIt, path, ...others.map((other) => other.split('.')[0]!));
    const isKept = this.keptBlocks.has(path);
    const forcing = (kind === 'block' ? inner : [{ path, computed }]).filter((other) =>
      this.forceNew.has(other.path),
    );
    // What AWS has filled into a block that it keeps is the same as what is added here, as far as it is computed.
    const lasting = forcing.filter((other) => !other.computed);
    const added = await this.change(withoutIt, withIt);
    const removed = await this.change(withIt, withoutIt, (prior, planned) => {
      if (isKept && !sameValue(valueAt(prior, path) ?? null, valueAt(planned, path) ?? null)) {
        this.specialities.push(`${path}: when removed, something else stays`);
      }
    });
    this.compare(path, 'added', added, (isKept ? lasting : forcing).length > 0);
    this.compare(path, 'removed', removed, !isKept && lasting.length > 0);
  }

  private compare(path: string, what: string, outcome: Outcome, expectReplacement: boolean): void {
    if (outcome !== (expectReplacement ? 'replace' : 'in place')) {
      this.specialities.push(`${path}: when ${what}, ${outcome}`);
    }
  }

  /** The selection of some paths, with what is only allowed or changed together with `path`. */
  private withCompanions(path: string, ...paths: readonly string[]): Map<string, Variant> {
    const companions = Object.entries(COMPANIONS[this.type]?.[path] ?? {});
    const together = (TOGETHER[this.type] ?? []).some(
      (member) => isWithin(member, path) || isWithin(path, member.split('.')[0]!),
    )
      ? TOGETHER[this.type]!
      : [];
    const names = companions.map(([name]) => name);
    const selection = select(this.all, [...paths, ...names, ...together]);
    for (const [name, variant] of companions) {
      selection.set(name, variant);
    }
    return selection;
  }

  /** What changes when an argument or a block changes: it, and what cannot stay as it is then. */
  private changedWith(path: string): readonly string[] {
    const together = TOGETHER[this.type] ?? [];
    return together.some((member) => isWithin(member, path)) ? together : [path];
  }

  private async change(
    from: Selection,
    to: Selection,
    look: (prior: Values, planned: Values) => void = () => undefined,
  ): Promise<Outcome> {
    const planned = await this.create(from);
    if (planned === undefined) {
      return 'error';
    }
    const prior = carriedOut(this.schema, planned);
    const config = configuration(this.schema, to);
    const proposed = proposal(this.schema, prior, config);
    const answer = await this.client.plan({ type: this.type, prior, proposed, config });
    if (answer.errors.length > 0) {
      return 'error';
    }
    look(prior, answer.planned ?? {});
    return answer.requiresReplace.length > 0 ? 'replace' : 'in place';
  }

  /** What the provider plans for a resource that is to be created; nothing when it refuses to. */
  private async create(selection: Selection): Promise<Values | undefined> {
    const key = [...selection].sort().join(';');
    const known = this.created.get(key) ?? this.planCreation(configuration(this.schema, selection));
    this.created.set(key, known);
    return known;
  }

  private async planCreation(config: Values): Promise<Values | undefined> {
    const answer = await this.client.plan({ type: this.type, prior: undefined, proposed: config, config });
    return answer.errors.length > 0 ? undefined : answer.planned;
  }
}

function without(selection: Selection, ...paths: readonly string[]): Map<string, Variant> {
  return new Map([...selection].filter(([path]) => !paths.some((gone) => isWithin(path, gone))));
}

/** Whether the provider has given a value; an empty list says that there is none. */
function isSomething(value: Values[string] | undefined): value is Known {
  return (
    value !== undefined &&
    value !== null &&
    isWhollyKnown(value) &&
    // The empty text is how the provider writes nothing into the elements of a set.
    value !== '' &&
    !(Array.isArray(value) && value.length === 0)
  );
}
