/**
 * Certificates: the provider knows at plan which domains will have to be proved, and the service says how.
 *
 * Stacks rely on that. One DNS record is made for each domain, by a `for_each` whose keys must be known at plan (the provider's
 * documentation of `aws_acm_certificate`, "Referencing domain_validation_options With for_each Based Resources").
 */
import type { PlannedChange, ResourceRules } from '../engine/rules';
import type { Value } from '../protocol/value';
import { isValueList, UNKNOWN } from '../protocol/value';

/** The rules of the service. */
export const ACM_RULES: { readonly [type: string]: ResourceRules } = {
  aws_acm_certificate: { plan: planValidation },
};

function planValidation({ prior, planned }: PlannedChange): void {
  const { domain_name: domain = null, subject_alternative_names: alternatives = null } = planned;
  // The service adds the domain itself to its alternatives, so unless the user names some they are not known, and only it.
  const others = isValueList(alternatives) ? alternatives : [];
  const domains = [...new Set<Value>([domain, ...others])];
  if (prior === undefined && domains.every((name) => typeof name === 'string')) {
    planned['domain_validation_options'] = domains.map((name) => ({
      domain_name: name,
      resource_record_name: UNKNOWN,
      resource_record_type: UNKNOWN,
      resource_record_value: UNKNOWN,
    }));
  }
}
