/**
 * What exists in a rehearsal: the objects behind Terraform's resources, the things that services make by themselves, what
 * happened to them, and what must not have happened. It knows no service; `lib/rehearsal/aws` does.
 */
import type { Known, KnownValues } from '../protocol/value';
import type { Milliseconds } from './virtual-clock';
import type { ViolationRule } from './violation-rules';
import { VirtualClock } from './virtual-clock';

/** Something that exists. */
export interface WorldObject {
  /** A Terraform type, such as `aws_eks_cluster`, or a service's own kind, such as `network-interface`. */
  readonly kind: string;
  /** What a state file knows it by. */
  readonly id: string;
  readonly region: string;
  /** The Terraform resource that made it, if one did. */
  readonly address?: string;
  /** What reading it answers. */
  readonly attributes: { [name: string]: Known };
}

/** Something that happened, for the timeline and for assertions on the order of things. */
export interface WorldEvent {
  readonly time: Milliseconds;
  /** What kind of thing, such as `node-ready`. */
  readonly what: string;
  /** To what: a name that people know, such as `workers/node-1`. */
  readonly subject: string;
  readonly detail?: string;
}

/** Something that must not happen to a cluster, though AWS let it. */
export interface Violation {
  readonly time: Milliseconds;
  /** Its name in docs/rehearsal.md, such as `node-before-cni`. */
  readonly rule: ViolationRule;
  readonly subject: string;
  readonly message: string;
}

/** The event of something that somebody deleted by hand. */
export const VANISHED = 'vanished';

/** The simulated world. */
export class World {
  public readonly clock = new VirtualClock();
  /** Whether everything is meant to go: then nobody minds that the last administrator or the cluster itself goes. */
  public ending = false;
  private readonly objects = new Map<string, WorldObject>();
  private readonly history: WorldEvent[] = [];
  private readonly wrongs: Violation[] = [];
  private readonly gone = new Set<string>();
  private readonly counters = new Map<string, number>();

  /** Everything that happened, oldest first. */
  public get events(): readonly WorldEvent[] {
    return this.history;
  }

  /** Everything that must not have happened, oldest first. */
  public get violations(): readonly Violation[] {
    return this.wrongs;
  }

  /** Whatever exists, or all of one kind, in the order in which it came to be. */
  public all(kind?: string): readonly WorldObject[] {
    const everything = [...this.objects.values()];
    return kind === undefined ? everything : everything.filter((object) => object.kind === kind);
  }

  /** An object by its kind and id. */
  public get(kind: string, id: string, region: string): WorldObject | undefined {
    return this.objects.get(keyOf(kind, id, region));
  }

  /** The first object of a kind with such attributes. */
  public find(kind: string, attributes: KnownValues, region?: string): WorldObject | undefined {
    return this.all(kind).find(
      (object) =>
        (region === undefined || object.region === region) &&
        Object.entries(attributes).every(([name, value]) => object.attributes[name] === value),
    );
  }

  /** Adds an object; its id must be new to its kind and region. */
  public add(object: WorldObject): WorldObject {
    const key = keyOf(object.kind, object.id, object.region);
    if (this.objects.has(key)) {
      throw new Error(`The simulation made ${key} twice.`);
    }
    this.objects.set(key, object);
    return object;
  }

  /** Removes an object; nothing happens when it is gone already. What a stack made and removed is gone for other stacks too. */
  public remove(object: WorldObject): void {
    if (!this.has(object)) {
      return;
    }
    this.objects.delete(keyOf(object.kind, object.id, object.region));
    if (object.address !== undefined) {
      this.gone.add(object.id);
    }
  }

  /** Whether an object still exists. */
  public has(object: WorldObject): boolean {
    return this.objects.get(keyOf(object.kind, object.id, object.region)) === object;
  }

  /**
   * Somebody deletes something behind Terraform's back: an object of the world, or one that no stack manages and whose id
   * a stack only mentions. Ids that a stack mentions are taken as existing until then.
   */
  public vanish(id: string): void {
    this.note(VANISHED, id);
    this.gone.add(id);
    this.all()
      .filter((object) => object.id === id)
      .forEach((object) => {
        this.remove(object);
      });
  }

  /** Whether an id was deleted, by a stack or behind Terraform's back, and nothing has it again. */
  public isGone(id: string): boolean {
    return this.gone.has(id) && !this.all().some((object) => object.id === id);
  }

  /** How often this was asked for the same name before: tells the second object of a resource from the first. */
  public next(name: string): number {
    const count = this.counters.get(name) ?? 0;
    this.counters.set(name, count + 1);
    return count;
  }

  /** Writes down what happened. */
  public note(what: string, subject: string, detail?: string): void {
    this.history.push({ time: this.clock.now, what, subject, ...(detail === undefined ? {} : { detail }) });
  }

  /** Writes down what must not have happened, once per rule and subject. */
  public violate(rule: ViolationRule, subject: string, message: string): void {
    if (!this.wrongs.some((wrong) => wrong.rule === rule && wrong.subject === subject)) {
      this.wrongs.push({ time: this.clock.now, rule, subject, message });
    }
  }
}

function keyOf(kind: string, id: string, region: string): string {
  return `${kind} ${region} ${id}`;
}
