/**
 * What the timeline knows of one change that Terraform ordered.
 */
import type { Milliseconds } from '../world/virtual-clock';

/** A stretch of time within an operation. */
export interface OperationStep {
  /** What went on, such as `eks:CreateCluster` or `waiting for ACTIVE`. */
  readonly name: string;
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** What Terraform does to a resource. */
export type Action = 'create' | 'update' | 'delete';

/** How an operation ended. */
export type Outcome = 'running' | 'done' | 'failed';

/** One change of one resource. */
export interface Operation {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly startedAt: Milliseconds;
  readonly endedAt: Milliseconds;
  readonly outcome: Outcome;
  /** What the provider reported, when it failed. */
  readonly error?: string;
  readonly steps: readonly OperationStep[];
}

/** An operation while it goes on. */
export interface RunningOperation extends Operation {
  endedAt: Milliseconds;
  outcome: Outcome;
  error?: string;
  readonly steps: OperationStep[];
}
