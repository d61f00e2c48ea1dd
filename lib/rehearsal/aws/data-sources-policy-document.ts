/**
 * The data source `aws_iam_policy_document`: renders a policy as the provider does, so that texts made from it are the same.
 *
 * Sources: the provider's `internal/service/iam/policy_document_data_source.go` and `policy_model.go`: one value stands alone,
 * several are sorted backwards; a statement with the `Sid` of an earlier one replaces it.
 */
import { ApiError } from '../engine/api-error';
import type { DataRules } from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValueList, isValues } from '../protocol/value';
import { digits } from './account';
import { textsOf } from './eks/cluster-model';
import { textOr } from './texts';

interface Document {
  readonly id: string | undefined;
  readonly version: string;
  readonly statements: readonly KnownValues[];
}

const EMPTY: Document = { id: undefined, version: '', statements: [] };

/** The data source. */
export const policyDocument: DataRules = (config) => {
  const version = typeof config['version'] === 'string' ? config['version'] : '2012-10-17';
  const own: Document = {
    id: typeof config['policy_id'] === 'string' ? config['policy_id'] : undefined,
    version,
    statements: listOf(config['statement']).filter(isObject).map(renderStatement),
  };
  const merged = [
    ...textsOf(config['source_policy_documents']).map(parseDocument),
    own,
    ...textsOf(config['override_policy_documents']).map(parseDocument),
  ].reduce(merge, EMPTY);
  const document = {
    ...(merged.version === '' ? {} : { Version: merged.version }),
    ...(merged.id === undefined ? {} : { Id: merged.id }),
    ...(merged.statements.length === 0 ? {} : { Statement: merged.statements }),
  };
  const json = JSON.stringify(document, null, 2);
  return { id: digits(json, 10), json, minified_json: JSON.stringify(document), version };
};

function renderStatement(statement: KnownValues): KnownValues {
  const { sid, effect } = statement;
  return present({
    Sid: sid ?? null,
    Effect: effect ?? 'Allow',
    Action: oneOrMany(textsOf(statement['actions'])),
    NotAction: oneOrMany(textsOf(statement['not_actions'])),
    Resource: oneOrMany(withVariables(textsOf(statement['resources']))),
    NotResource: oneOrMany(withVariables(textsOf(statement['not_resources']))),
    Principal: renderPrincipals(statement['principals']),
    NotPrincipal: renderPrincipals(statement['not_principals']),
    Condition: renderConditions(statement['condition']),
  });
}

function renderPrincipals(value: Known | undefined): Known {
  const principals = listOf(value).filter(isObject);
  const [first] = principals;
  // Only this form is short; a role does not accept it, but that is for IAM to say.
  if (principals.length === 1 && first?.['type'] === '*' && textsOf(first['identifiers']).join() === '*') {
    return '*';
  }
  const byType = new Map<string, string[]>();
  for (const principal of principals) {
    const type = textOr(principal['type']);
    byType.set(type, [
      ...(byType.get(type) ?? []),
      ...backwards(withVariables(textsOf(principal['identifiers']))),
    ]);
  }
  return byType.size === 0
    ? null
    : Object.fromEntries([...byType].sort(byName).map(([type, values]) => [type, alone(values)]));
}

function renderConditions(value: Known | undefined): Known {
  const tests = new Map<string, Map<string, string[]>>();
  for (const condition of listOf(value).filter(isObject)) {
    const [test, variable] = [textOr(condition['test']), textOr(condition['variable'])];
    const variables = tests.get(test) ?? new Map<string, string[]>();
    variables.set(variable, [
      ...(variables.get(variable) ?? []),
      ...withVariables(textsOf(condition['values'])),
    ]);
    tests.set(test, variables);
  }
  return tests.size === 0
    ? null
    : Object.fromEntries(
        [...tests]
          .sort(byName)
          .map(([test, variables]) => [
            test,
            Object.fromEntries([...variables].sort(byName).map(([name, values]) => [name, alone(values)])),
          ]),
      );
}

function parseDocument(text: string): Document {
  let document: Known;
  try {
    document = JSON.parse(text) as Known;
  } catch {
    throw new ApiError(
      'MalformedPolicyDocument',
      `merging source document: invalid JSON: ${text.slice(0, 40)}`,
    );
  }
  const known = isValues(document) ? document : {};
  const { Id: id, Version: version, Statement: statement } = known;
  const statements = isValueList(statement) ? statement : statement === undefined ? [] : [statement];
  return {
    id: typeof id === 'string' ? id : undefined,
    version: typeof version === 'string' ? version : '',
    statements: statements.filter(isObject),
  };
}

function merge(one: Document, other: Document): Document {
  const statements = [...one.statements];
  for (const statement of other.statements) {
    const { Sid: sid } = statement;
    const place = typeof sid === 'string' ? statements.findIndex((earlier) => earlier['Sid'] === sid) : -1;
    statements.splice(place === -1 ? statements.length : place, place === -1 ? 0 : 1, statement);
  }
  return {
    id: other.id ?? one.id,
    version: other.version > one.version ? other.version : one.version,
    statements,
  };
}

/** `&{…}` stands for a variable of IAM, because Terraform would fill in `${…}` itself. */
function withVariables(values: readonly string[]): readonly string[] {
  return values.map((value) => value.replaceAll('&{', '${'));
}

function oneOrMany(values: readonly string[]): Known {
  return values.length === 0 ? null : alone(backwards(values));
}

function alone(values: readonly string[]): Known {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function backwards(values: readonly string[]): readonly string[] {
  return [...values].sort().reverse();
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function present(values: KnownValues): KnownValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}

function listOf(value: Known | undefined): readonly Known[] {
  return isValueList(value) ? value : [];
}

function isObject(value: Known): value is KnownValues {
  return isValues(value);
}
