/**
 * Takes turns with Terraform. While Terraform has something to say, time stands and nothing in the world changes; orders
 * that come meanwhile wait. When it is quiet, all orders of that moment are carried out in the order of their names, and
 * then time passes until one of them is done. So a run depends neither on which message came first nor on how fast the
 * machine is.
 */
import type { VirtualClock } from '../world/virtual-clock';
import { HOUR } from '../world/virtual-clock';

/** Tells when the other side has nothing to say any more. */
export interface QuietWatch {
  /** Resolves when it is quiet; false when the other side is gone. */
  quiet(): Promise<boolean>;
}

/** Where a run is to break off. */
export interface BreakingPoint {
  /** The order, counted from 1. */
  readonly nth: number;
  /** Whether the order is carried out and only its answer is lost. */
  readonly isAnswerLost: boolean;
}

/** No provider waits so long for anything, and no `timeouts` block says so: whoever still polls then will poll for ever. */
const PATIENCE = 48 * HOUR;
/** Somebody polls without letting time pass. A second of virtual time takes one moment, so this is far more than there can be. */
const MOST_MOMENTS = 200_000;

interface Order {
  readonly key: string;
  readonly start: (loseAnswer: boolean) => Promise<void>;
}

/** The conductor of one Terraform run. */
export class Conductor {
  private orders: Order[] = [];
  private readonly underWay: string[] = [];
  private answers = 0;
  private started = 0;
  private isBroken = false;

  public constructor(
    private readonly clock: VirtualClock,
    private readonly breakingPoint?: BreakingPoint,
  ) {}

  /** Carries something out when it is its turn. */
  public async inTurn<T>(key: string, action: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const start = async (loseAnswer: boolean): Promise<void> => {
        this.underWay.push(key);
        try {
          const result = await action();
          if (loseAnswer) {
            this.isBroken = true;
          } else {
            resolve(result);
          }
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        } finally {
          this.underWay.splice(this.underWay.indexOf(key), 1);
          this.answers++;
        }
      };
      this.orders.push({ key, start });
    });
  }

  /**
   * Conducts until the other side is gone.
   *
   * @returns false when the run reached its breaking point
   */
  public async conduct(watch: QuietWatch): Promise<boolean> {
    while (await watch.quiet()) {
      if (this.isBroken && (this.breakingPoint?.isAnswerLost === true || this.underWay.length === 0)) {
        return false;
      }
      if (this.orders.length > 0 && !this.isBroken) {
        await this.startOrders();
      } else if (this.underWay.length > 0) {
        await this.letTimePass();
      }
    }
    return true;
  }

  private async startOrders(): Promise<void> {
    const batch = this.orders.sort((one, other) =>
      one.key === other.key ? 0 : one.key < other.key ? -1 : 1,
    );
    this.orders = [];
    for (const order of batch) {
      const isLast = ++this.started === this.breakingPoint?.nth;
      if (isLast && !this.breakingPoint.isAnswerLost) {
        // What is under way comes to its end and into the state; nothing new begins.
        this.isBroken = true;
        return;
      }
      void order.start(isLast);
    }
    await drain();
  }

  /** Until somebody gets an answer: whatever happens before that concerns Terraform as little as a poll does. */
  private async letTimePass(): Promise<void> {
    const before = this.answers;
    const end = this.clock.now + PATIENCE;
    for (let moments = 0; this.answers === before; moments++) {
      if (this.clock.now > end || moments > MOST_MOMENTS || !this.clock.wakeNext()) {
        const orders = [...this.underWay].sort().join(', ');
        throw new Error(`The simulation waits for something that never happens. Under way: ${orders}.`);
      }
      await drain();
    }
  }
}

/** Lets time pass for what goes on without Terraform. */
export async function settle(clock: VirtualClock, until: number): Promise<void> {
  await drain();
  while (clock.nextDue !== undefined && clock.nextDue <= until) {
    clock.wakeNext();
    await drain();
  }
  clock.moveTo(until);
}

/** Everything that is simulated waits on promises only, so one turn of the event loop lets all of it go on. */
async function drain(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
