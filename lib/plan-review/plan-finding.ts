/**
 * What goes into a review, and what comes out.
 */
import type { PlanRule, PlanSeverity } from './plan-rules';

/** Something that a plan must not do. */
export interface PlanFinding {
  readonly rule: PlanRule;
  readonly severity: PlanSeverity;
  /** The address of the resource, or of the provider. */
  readonly address: string;
  /** What the plan does, and why that is dangerous. */
  readonly message: string;
  readonly wayOut: string;
  /** The attributes that are about it, such as `access_config[0].authentication_mode`. */
  readonly paths: readonly string[];
}

/** A finding that is meant. */
export interface PlanAcceptance {
  readonly rule: PlanRule;
  /** @default - every address */
  readonly address?: string;
  /** Why it is right this time. */
  readonly reason: string;
}

/** Options of a review. */
export interface PlanReviewOptions {
  /** @default - nothing is accepted */
  readonly accept?: readonly PlanAcceptance[];
  /**
   * Whether clusters are to be deleted, with all that belongs to them.
   *
   * @default false
   */
  readonly isDestroy?: boolean;
}

/** What was given is no plan, or the options make no sense. */
export class PlanReviewError extends Error {}
