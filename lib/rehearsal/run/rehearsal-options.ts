/**
 * How a rehearsal and its phases are to go.
 */
import type { ImageFacts } from '../aws/ec2/image';
import type { WorkloadOptions } from '../aws/eks/workloads';
import type { Operation } from '../engine/operation';
import type { Fault } from './fault';
import type { PhaseName } from './phase';

/** Pods that ought to run all the time. */
export interface RehearsedWorkload extends WorkloadOptions {
  /** The cluster's name. @default - every cluster */
  readonly clusterName?: string;
}

/** How to rehearse. */
export interface RehearsalOptions {
  /**
   * Chooses how long everything takes, with a liking for extremes: the same seed gives the same times.
   *
   * @default - everything takes its typical time
   */
  readonly seed?: number;
  /**
   * Whether a node that comes up before its network never gets well, so that a race which happens to go well fails too.
   *
   * @default false - the kubelet tries again, as in reality, and the race is a violation
   */
  readonly strict?: boolean;
  /** What is known of images, by id. @default - images fit wherever they are used */
  readonly images?: { readonly [id: string]: ImageFacts };
  /**
   * Pods that ought to run all the time, so that an outage shows.
   *
   * @default - two pods `default/web` on every cluster, one of which an eviction must leave
   */
  readonly workloads?: readonly RehearsedWorkload[];
  /**
   * Values of variables, by name, for every stack that has a variable of that name. Nothing of the environment (`TF_VAR_…`) and no
   * `.tfvars` file is read.
   *
   * @default - the variables' own defaults; a variable without one is an error
   */
  readonly variables?: { readonly [name: string]: unknown };
  /**
   * Outputs of states that no stack of the app writes, by the name of the `terraform_remote_state` data source that reads them.
   *
   * @default - none; reading such a state is an error
   */
  readonly remoteStates?: { readonly [name: string]: { readonly [output: string]: unknown } };
  /** The Terraform binary. @default - that of the environment variable TERRAFORM_BINARY_NAME, or `terraform` */
  readonly terraform?: string;
  /** Folders from which the provider bindings are looked for. @default - the working directory */
  readonly searchFrom?: readonly string[];
  /** Told of each step, for programs that a person watches. @default - nobody */
  readonly onProgress?: (progress: RehearsalProgress) => void;
}

/** A step that begins. */
export interface RehearsalProgress {
  readonly phase: PhaseName;
  readonly stack: string;
  /** The operation that begins, and changes until it has ended; absent for the stack as a whole. */
  readonly operation?: Operation;
}

/** How a phase is to go. */
export interface PhaseOptions {
  /** Troubles to make. @default - none */
  readonly faults?: readonly Fault[];
}

/** How a destruction is to go. */
export interface DestroyOptions extends PhaseOptions {
  /**
   * Takes `prevent_destroy` and `deletion_protection` away before, in an apply of its own, as somebody would who means it.
   *
   * @default false
   */
  readonly liftProtection?: boolean;
}
