/**
 * Entry point `cdktf-safe-eks/testing`: what the tests of a user's own stacks import.
 */
export { SynthesizedApp } from './synthesized-app';
export type { SynthesizedAnnotation, SynthesizedStack } from './synthesized-app';
export { TerraformGraph } from './terraform-graph';
export type { GraphNode } from './terraform-graph';
export { explainDeployment, outlineDeployment } from './deployment-outline';
export type { OutlineEntry, OutlineStage } from './deployment-outline';
export { drawDeployment } from './deployment-picture';
export { reviewPlan } from '../plan-review/review-plan';
export { PLAN_RULES, PlanSeverity } from '../plan-review/plan-rules';
export type { PlanRule, PlanRuleDefinition } from '../plan-review/plan-rules';
export { PlanReviewError } from '../plan-review/plan-finding';
export type { PlanAcceptance, PlanFinding, PlanReviewOptions } from '../plan-review/plan-finding';
