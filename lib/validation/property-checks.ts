/**
 * A small vocabulary for the checks of props: each call looks at one property and adds at most one problem.
 * Unresolved tokens pass, since nothing is known about them, except where they would decide structure.
 */
import type { IConstruct } from 'constructs';
import type { ProblemDetails } from './problem';
import { show } from './problem';
import type { ProblemCode } from './problem-codes';
import { SafetyReport } from './safety-report';
import { judgeNetworkCidr } from './checks/cidr';
import { parseArn } from './checks/arn';
import { isKnown } from './checks/known';

/** Checks the props of one construct and reports what is wrong to the app's report. */
export class PropertyChecks {
  public constructor(private readonly construct: IConstruct) {}

  /** Reports a problem as it is. */
  public report(details: ProblemDetails): void {
    SafetyReport.of(this.construct).add(this.construct, details);
  }

  /** Reports SEKS1001 for a token where a literal is needed; true when the value is a literal. */
  public literal(property: string, value: unknown): boolean {
    if (value === undefined || isKnown(value)) {
      return true;
    }
    this.report({
      code: 'SEKS1001',
      property,
      value,
      limit: 'a literal',
      what: `${property} is a token whose value is not known at synth, but it decides structure or a name`,
      fix: 'Give a literal value.',
    });
    return false;
  }

  /** Reports a number that is no integer or lies outside [min, max]. */
  public integer(property: string, value: number | undefined, min: number, max: number): void {
    if (value === undefined || !this.literal(property, value)) {
      return;
    }
    if (!Number.isInteger(value) || value < min || value > max) {
      this.report({
        code: 'SEKS1002',
        property,
        value,
        limit: `an integer from ${String(min)} to ${String(max)}`,
        what: `${property} ${String(value)} is not an integer from ${String(min)} to ${String(max)}`,
        fix: `Give at least ${String(min)} and at most ${String(max)}.`,
      });
    }
  }

  /** Reports a text that does not match the pattern. */
  public pattern(property: string, value: string | undefined, pattern: RegExp, limit: string): void {
    if (value !== undefined && isKnown(value) && !pattern.test(value)) {
      this.report({
        code: 'SEKS1002',
        property,
        value,
        limit,
        what: `${property} ${show(value)} is not ${limit}`,
        fix: `Give ${limit}.`,
      });
    }
  }

  /** Reports a value that is not among those allowed. */
  public oneOf<T extends string | number>(
    property: string,
    value: T | undefined,
    allowed: readonly T[],
  ): void {
    if (value !== undefined && isKnown(value) && !allowed.includes(value)) {
      const limit = `one of ${allowed.join(', ')}`;
      const what = `${property} ${show(value)} is not ${limit}`;
      this.report({ code: 'SEKS1002', property, value, limit, what, fix: 'Give one of these.' });
    }
  }

  /** Reports a text that is no ARN of the service, or of another kind of resource than the prefix says. */
  public arn(property: string, value: string | undefined, service: string, prefix = ''): void {
    if (value === undefined || !isKnown(value)) {
      return;
    }
    const arn = parseArn(value);
    if (arn?.service !== service || !arn.resource.startsWith(prefix)) {
      const article = /^[aeiou]/.test(service) ? 'an' : 'a';
      const kind =
        prefix === '' ? service : `${article} ${service.toUpperCase()} ${prefix.replace(/\/$/, '')}`;
      this.report({
        code: 'SEKS1003',
        property,
        value,
        limit: `an ARN of ${kind}`,
        what: `${property} ${show(value)} is not an ARN of ${kind}`,
        fix: `Give the full ARN, such as arn:aws:${service}:….`,
      });
    }
  }

  /** Reports a block that is not an IPv4 network address. */
  public networkCidr(property: string, value: string | undefined, code: ProblemCode = 'SEKS1104'): void {
    if (value === undefined || !isKnown(value)) {
      return;
    }
    const judgement = judgeNetworkCidr(value);
    if (judgement !== undefined) {
      const limit = 'a network address in CIDR notation';
      const what = `${property} ${show(value)} ${judgement.what}`;
      this.report({ code, property, value, limit, what, fix: judgement.fix });
    }
  }

  /** Reports literals that stand twice in a list. */
  public distinct(property: string, values: readonly string[], code: ProblemCode): void {
    const twice = values.filter((value, index) => values.indexOf(value) !== index);
    if (twice.length > 0) {
      const what = `${property} holds ${show([...new Set(twice)])} more than once`;
      this.report({ code, property, value: twice, limit: 'distinct values', what, fix: 'Name each once.' });
    }
  }

  /** Reports tags outside the limits of AWS. */
  public tags(property: string, tags: Readonly<Record<string, string>> | undefined): void {
    if (!this.literal(property, tags)) {
      return;
    }
    for (const [key, value] of Object.entries(tags ?? {})) {
      const wrong =
        key.length === 0 || key.length > 128
          ? 'a key is 1 to 128 characters'
          : /^aws:/i.test(key)
            ? 'a key must not begin with aws:'
            : isKnown(value) && value.length > 256
              ? 'a value is at most 256 characters'
              : undefined;
      if (wrong !== undefined) {
        const what = `${property} has the tag ${show(key)}, but ${wrong}`;
        this.report({
          code: 'SEKS1007',
          property,
          value: key,
          limit: wrong,
          what,
          fix: 'Shorten or rename it.',
        });
      }
    }
  }
}
