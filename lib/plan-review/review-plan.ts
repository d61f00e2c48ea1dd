/**
 * The review: all rules over a plan, less what is accepted.
 */
import { compareText } from '../validation/checks/compare-text';
import { judgeAdministrators, judgeAwsAuth, judgeReplacedAccess } from './access-rules';
import { judgeAddons } from './addon-rules';
import { judgeClusters, judgeKeys, judgeLogGroups } from './control-plane-rules';
import { judgeFargateProfiles, judgeNodeGroups } from './node-rules';
import { judgePermissions } from './permission-rules';
import type { PlanAcceptance, PlanFinding, PlanReviewOptions } from './plan-finding';
import { PlanReviewError } from './plan-finding';
import { PLAN_RULES, PlanSeverity } from './plan-rules';
import { finding, PlanUnderReview } from './plan-under-review';
import { judgeProviders } from './provider-rules';

const JUDGES: readonly ((plan: PlanUnderReview) => readonly PlanFinding[])[] = [
  judgeClusters,
  judgeKeys,
  judgeLogGroups,
  judgePermissions,
  judgeNodeGroups,
  judgeFargateProfiles,
  judgeAddons,
  judgeReplacedAccess,
  judgeAdministrators,
  judgeAwsAuth,
  judgeProviders,
];

/**
 * Says what a plan would do to clusters that must not be done: errors first, then by address and rule.
 *
 * @param plan the parsed output of `terraform show -json plan.out`, of any configuration, also one without this library
 * @throws PlanReviewError when it is no plan, or an acceptance makes no sense
 */
export function reviewPlan(plan: object, options: PlanReviewOptions = {}): readonly PlanFinding[] {
  const accept = options.accept ?? [];
  accept.forEach(refuseSenseless);
  const reviewed = new PlanUnderReview(plan, options.isDestroy ?? false);
  const findings = JUDGES.flatMap((judge) => judge(reviewed));
  const unused = accept.filter((acceptance) => !findings.some((each) => isMatch(acceptance, each)));
  return [
    ...findings.filter((each) => !accept.some((acceptance) => isMatch(acceptance, each))),
    ...unused.map(({ rule, address }) =>
      finding('acceptance-unused', { address: address ?? '' }, `This plan has no finding of ${rule} here`),
    ),
  ].sort(
    (a, b) =>
      Number(a.severity !== PlanSeverity.ERROR) - Number(b.severity !== PlanSeverity.ERROR) ||
      compareText(a.address, b.address) ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message),
  );
}

function isMatch({ rule, address }: PlanAcceptance, { rule: found, address: place }: PlanFinding): boolean {
  return rule === found && (address === undefined || address === place);
}

function refuseSenseless({ rule, reason }: PlanAcceptance): void {
  if (!Object.hasOwn(PLAN_RULES, rule)) {
    throw new PlanReviewError(`There is no rule ${rule}. There are: ${Object.keys(PLAN_RULES).join(', ')}.`);
  }
  if (rule === 'acceptance-unused') {
    throw new PlanReviewError(
      'acceptance-unused cannot be accepted: remove the acceptance that matches nothing.',
    );
  }
  if (reason.trim() === '') {
    throw new PlanReviewError(`The acceptance of ${rule} has no reason. Say why it is right this time.`);
  }
}
