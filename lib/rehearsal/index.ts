/**
 * Entry point `cdktf-safe-eks/rehearsal`: plays the life of a stack with the real Terraform in a simulated AWS.
 */
export { rehearse, Rehearsal } from './run/rehearsal';
export type {
  DestroyOptions,
  PhaseOptions,
  RehearsalOptions,
  RehearsalProgress,
  RehearsedWorkload,
} from './run/rehearsal-options';
export type { Phase, PhaseName, StackOperation } from './run/phase';
export type { PlannedChange } from './run/messages';
export { rehearseDeployment, rehearseDestruction, rehearseUpgrade } from './lives';
export type { Life } from './lives';
export { Fault } from './run/fault';
export type { FaultyRequest } from './run/fault';
export type { Known, KnownValues } from './protocol/value';
export type { Milliseconds } from './world/virtual-clock';
export type { Action, Operation, OperationStep, Outcome } from './engine/operation';
export type { ProviderConfiguration } from './engine/scene';
export { VIOLATION_RULES } from './world/violation-rules';
export type { ViolationRule } from './world/violation-rules';
export { World } from './world/world';
export type { Violation, WorldEvent, WorldObject } from './world/world';
export type { Architecture, ImageFacts } from './aws/ec2/image';
export { phaseText, timelineText } from './report/timeline-text';
export type { TimelineTextOptions } from './report/timeline-text';
export { drawTimeline, timelinePage } from './report/timeline-picture';
export { timelineOf } from './report/timeline';
export type { PlayedLife, Timeline, TimelineLane, TimelinePhase, TimelineRow } from './report/timeline';
