/**
 * Reads IAM policy documents as far as the simulation asks: which actions they allow, and whom they trust. Pure.
 */
import type { Known, KnownValues } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';

/** Whether a document allows an action and does not deny it. Resources and conditions are not looked at. */
export function documentAllows(text: string, action: string): boolean {
  const matching = statementsOf(text).filter((statement) =>
    textsOrOne(statement['Action']).some((pattern) => matchesPattern(action, pattern)),
  );
  return (
    matching.some((statement) => statement['Effect'] === 'Allow') &&
    !matching.some((statement) => statement['Effect'] === 'Deny')
  );
}

/** Whether a role's trust policy lets a service assume it with an action, such as `sts:TagSession`. */
export function trustAllows(text: string, service: string, action: string): boolean {
  return statementsOf(text).some((statement) => {
    const { Principal: principal, Action: actions, Effect: effect } = statement;
    const services = principal === '*' ? ['*'] : isValues(principal) ? textsOrOne(principal['Service']) : [];
    return (
      effect === 'Allow' &&
      services.some((pattern) => pattern === '*' || pattern === service) &&
      textsOrOne(actions).some((pattern) => matchesPattern(action, pattern))
    );
  });
}

function statementsOf(text: string): readonly KnownValues[] {
  const document = parse(text);
  const statement = isValues(document) ? document['Statement'] : undefined;
  const statements = isValueList(statement) ? statement : statement === undefined ? [] : [statement];
  return statements.filter((item): item is KnownValues => isValues(item));
}

function parse(text: string): Known {
  try {
    return JSON.parse(text) as Known;
  } catch {
    return null;
  }
}

function textsOrOne(value: Known | undefined): readonly string[] {
  const values = isValueList(value) ? value : [value];
  return values.filter((item): item is string => typeof item === 'string');
}

/** Actions are compared without regard to case; `*` stands for anything and `?` for one character. */
function matchesPattern(action: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
