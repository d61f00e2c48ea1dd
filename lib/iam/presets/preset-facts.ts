/**
 * What a preset consists of, and what can be wrong with what it was given.
 */
import { parseArn } from '../../validation/checks/arn';
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import { show } from '../../validation/problem';
import type { PolicyFacts, PolicyStatement } from '../policy-facts';

/** ARNs that a preset is limited to. */
export interface Reach {
  /** Name of the option that holds them. */
  readonly property: string;
  readonly arns?: readonly string[];
  readonly service: string;
  readonly prefix?: string;
  /** Whether they come besides what it is for, as keys do. */
  readonly isBesides?: boolean;
}

/** A preset as data. */
export interface PresetFacts {
  /** Name of whom it is for, and of the inline policy. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Where the policy comes from. */
  readonly source: string;
  readonly managedPolicies?: readonly string[];
  readonly statements?: (facts: PolicyFacts) => readonly PolicyStatement[];
  readonly reach?: readonly Reach[];
  /** Whether it is pointless without any of the ARNs, and the option that says so is not set. */
  readonly needsReach?: boolean;
  /** Whether ARNs are given together with the option that stands for all. */
  readonly contradiction?: string;
}

/** KMS keys. */
export function keyReach(arns: readonly string[]): Reach {
  return { property: 'kmsKeyArns', arns, service: 'kms', prefix: 'key/', isBesides: true };
}

/** What is wrong with what a preset was given. */
export function judgePreset({
  name,
  reach = [],
  needsReach,
  contradiction,
}: PresetFacts): readonly ProblemDetails[] {
  const problems = reach.flatMap((each) => judgeReach(each));
  const wanted = reach.filter(({ isBesides }) => isBesides !== true);
  const isEmpty = wanted.every(({ arns = [] }) => isKnown(arns) && arns.length === 0);
  const names = wanted.map(({ property }) => property);
  if (contradiction !== undefined && !isEmpty) {
    const what = `preset ${show(name)} is given ${names.join(' and ')} together with ${contradiction}`;
    const fix = 'Drop one of the two.';
    return [...problems, { code: 'SEKS7006', property: 'preset', value: name, what, fix }];
  }
  if (needsReach === true && isEmpty) {
    const limit = names.join(' or ');
    const what = `preset ${show(name)} is given nothing that its pods may reach`;
    return [
      ...problems,
      { code: 'SEKS7006', property: 'preset', value: name, limit, what, fix: `Give ${limit}.` },
    ];
  }
  return problems;
}

function judgeReach({ property: option, arns, service, prefix = '' }: Reach): ProblemDetails[] {
  const property = `preset.${option}`;
  if (!isKnown(arns)) {
    // Within a policy, which is text, cdktf does not resolve a list.
    const what = `${property} is a token whose value is not known at synth, but it decides structure or a name`;
    return [
      { code: 'SEKS1001', property, value: arns, limit: 'a literal', what, fix: 'Give a literal value.' },
    ];
  }
  return (arns ?? [])
    .filter((arn) => isKnown(arn) && !isArnOf(arn, service, prefix))
    .map((value) => {
      const limit = `an ARN of ${service}${prefix === '' ? '' : `, ${prefix.replace(/[:/]$/, '')}`}`;
      const what = `${property} holds ${show(value)}, which is not ${limit}`;
      return {
        code: 'SEKS1003',
        property,
        value,
        limit,
        what,
        fix: `Give the full ARN, such as arn:aws:${service}:….`,
      };
    });
}

/** Policies take `*` for region and account, which ARNs of things do not have. */
function isArnOf(text: string, service: string, prefix: string): boolean {
  const arn = parseArn(text.replace(/^((?:[^:]*:){3})\*:/, '$1:').replace(/^((?:[^:]*:){4})\*:/, '$1:'));
  return arn?.service === service && arn.resource.startsWith(prefix);
}
