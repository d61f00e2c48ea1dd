/**
 * Troubles that a rehearsal makes on purpose: a service that refuses or is overloaded, a Terraform that dies.
 */
import type { RequestFault, RequestFaults } from '../engine/faults';

/** Which requests to a service are meant. */
export interface FaultyRequest {
  /** Service and operation, such as `eks:CreateNodegroup`. @default - every operation */
  readonly operation?: string;
  /** Address of the resource that the request is for. @default - every resource */
  readonly address?: string;
  /** Which of these requests, counted from 1 within the run. @default 1 */
  readonly nth?: number;
}

/** A trouble. */
export class Fault {
  /** The service refuses a request for good, as for want of rights or of quota. */
  public static fail(request: FaultyRequest, code: string, text: string): Fault {
    return new Fault(request, { kind: 'fail', code, text }, undefined);
  }

  /** The service is asked too often. The provider tries again, as the AWS SDK does: up to 25 times. */
  public static throttle(request: FaultyRequest & { readonly times: number }): Fault {
    return new Fault(request, { kind: 'throttle', times: request.times }, undefined);
  }

  /**
   * Terraform is killed when it orders the nth change, before anything of it was done. What it had ordered earlier comes to
   * its end and into its state, as it writes that after every change.
   */
  public static killAt(nth: number): Fault {
    return new Fault({}, undefined, { nth, isAnswerLost: false });
  }

  /** Terraform is killed after the nth change was made and before it heard of it: the object exists and no state knows it. */
  public static loseAnswerOf(nth: number): Fault {
    return new Fault({}, undefined, { nth, isAnswerLost: true });
  }

  private constructor(
    public readonly request: FaultyRequest,
    public readonly answer: RequestFault | undefined,
    public readonly kill: { readonly nth: number; readonly isAnswerLost: boolean } | undefined,
  ) {}
}

/** Counts the requests of a run and strikes those that are meant. */
export class FaultPlan implements RequestFaults {
  private readonly counts = new Map<Fault, number>();
  private ordersSoFar = 0;

  public constructor(private readonly faults: readonly Fault[]) {}

  /** The change of the run that comes next at which Terraform dies, if it does. */
  public get kill(): { readonly nth: number; readonly isAnswerLost: boolean } | undefined {
    const kill = this.faults.find((fault) => fault.kill !== undefined)?.kill;
    return kill === undefined ? undefined : { ...kill, nth: kill.nth - this.ordersSoFar };
  }

  /** Changes are counted through all stacks of a phase. */
  public countOrders(number: number): void {
    this.ordersSoFar += number;
  }

  public strike(operation: string, address: string): RequestFault | undefined {
    for (const fault of this.faults) {
      const { request, answer } = fault;
      const isMeant =
        answer !== undefined &&
        (request.operation ?? operation) === operation &&
        (request.address ?? address) === address;
      if (isMeant) {
        const count = (this.counts.get(fault) ?? 0) + 1;
        this.counts.set(fault, count);
        if (count === (request.nth ?? 1)) {
          return answer;
        }
      }
    }
    return undefined;
  }
}
