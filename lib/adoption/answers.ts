/**
 * Sorts what AWS answered: `aws eks describe-…`, as the command line prints it and as the SDK returns it, which has the same fields.
 * Which is which is told by shape.
 */
import type { JsonObject } from '../plan-review/json';
import { isObject, listAt, textAt } from '../plan-review/json';
import { AdoptionError } from './existing-cluster';

/** Answers by what they are about. */
export interface Answers {
  readonly clusters: readonly JsonObject[];
  readonly addons: readonly JsonObject[];
  readonly nodeGroups: readonly JsonObject[];
  readonly fargateProfiles: readonly JsonObject[];
  readonly entries: readonly JsonObject[];
  /** Of `list-associated-access-policies`. */
  readonly policyLists: readonly JsonObject[];
  readonly associations: readonly JsonObject[];
  /** Of `list-pod-identity-associations`. */
  readonly associationSummaries: readonly JsonObject[];
  /** Of `aws logs describe-log-groups`; undefined where nobody asked. */
  readonly logGroups: readonly JsonObject[] | undefined;
  /** Names that `list-…` gave; undefined where nobody asked. */
  readonly listed: Readonly<Partial<Record<ListedKind, readonly string[]>>>;
}

export type ListedKind = 'addons' | 'nodegroups' | 'fargateProfileNames' | 'accessEntries';

/** One answer, and where it is from. */
export interface Document {
  readonly source: string;
  readonly content: unknown;
}

type Kind = Exclude<keyof Answers, 'listed'>;

/** A field that wraps what it is about, and a field that only that has. */
const WRAPPED: readonly (readonly [field: string, kind: Kind, own: string])[] = [
  ['cluster', 'clusters', 'resourcesVpcConfig'],
  ['addon', 'addons', 'addonArn'],
  ['nodegroup', 'nodeGroups', 'nodegroupArn'],
  ['fargateProfile', 'fargateProfiles', 'fargateProfileArn'],
  ['accessEntry', 'entries', 'accessEntryArn'],
  ['association', 'associations', 'associationArn'],
];
const LISTS: readonly ListedKind[] = ['addons', 'nodegroups', 'fargateProfileNames', 'accessEntries'];

/**
 * Sorts documents.
 *
 * @throws AdoptionError for one in which nothing is recognized
 */
export function sortAnswers(documents: readonly Document[]): Answers {
  const sorter = new Sorter();
  for (const { source, content } of documents) {
    if (!sorter.take(content)) {
      throw new AdoptionError(
        `${source} holds no answer of EKS. Give what aws eks describe-cluster, describe-addon, describe-nodegroup, ` +
          'describe-fargate-profile, describe-access-entry and list-associated-access-policies print with --output json.',
      );
    }
  }
  return sorter.answers;
}

class Sorter {
  public readonly answers = {
    clusters: [] as JsonObject[],
    addons: [] as JsonObject[],
    nodeGroups: [] as JsonObject[],
    fargateProfiles: [] as JsonObject[],
    entries: [] as JsonObject[],
    policyLists: [] as JsonObject[],
    associations: [] as JsonObject[],
    associationSummaries: [] as JsonObject[],
    logGroups: undefined as JsonObject[] | undefined,
    listed: {} as Partial<Record<ListedKind, readonly string[]>>,
  };

  /** Whether something was recognized, at whatever depth. An empty list is no mistake. */
  public take(value: unknown): boolean {
    if (Array.isArray(value)) {
      const items = value as readonly unknown[];
      return items.map((item) => this.take(item)).every(Boolean);
    }
    if (!isObject(value)) {
      return false;
    }
    const own = WRAPPED.find(([, , field]) => value[field] !== undefined);
    if (own !== undefined) {
      this.add(own[1], value);
      return true;
    }
    // Also a file that somebody has put together has such fields, several of them.
    const recognized = [this.takeWrapped(value), this.takePolicies(value), this.takeLists(value)].some(
      Boolean,
    );
    const parts = Object.values(value);
    const isEmpty = (part: unknown): boolean => Array.isArray(part) && part.length === 0;
    return recognized || (parts.length > 0 && !parts.some(isEmpty) && this.take(parts));
  }

  private takeWrapped(value: JsonObject): boolean {
    const found = WRAPPED.filter(([field]) => isObject(value[field]));
    for (const [field, kind] of found) {
      this.add(kind, value[field] as JsonObject);
    }
    return found.length > 0;
  }

  private takePolicies(value: JsonObject): boolean {
    const isIt =
      Array.isArray(value['associatedAccessPolicies']) && textAt(value, 'principalArn') !== undefined;
    if (isIt) {
      this.answers.policyLists.push(value);
    }
    return isIt;
  }

  private takeLists(value: JsonObject): boolean {
    const { answers } = this;
    let found = false;
    for (const kind of LISTS.filter((each) => Array.isArray(value[each]))) {
      const items = listAt(value, kind);
      found = true;
      if (items.every((item) => typeof item === 'string')) {
        answers.listed[kind] = [...(answers.listed[kind] ?? []), ...items];
      } else {
        this.take(items);
      }
    }
    if (Array.isArray(value['associations'])) {
      found = true;
      answers.associationSummaries.push(...listAt(value, 'associations').filter(isObject));
    }
    if (Array.isArray(value['logGroups'])) {
      found = true;
      answers.logGroups = [...(answers.logGroups ?? []), ...listAt(value, 'logGroups').filter(isObject)];
    }
    return found;
  }

  private add(kind: Kind, value: JsonObject): void {
    this.answers[kind]?.push(value);
  }
}

/**
 * The JSON documents in a text: one, or several one after the other, as a loop around a command prints them.
 *
 * @throws SyntaxError
 */
export function jsonDocuments(text: string): readonly unknown[] {
  const whole = text.replace(/^\ufeff/, '');
  try {
    return [JSON.parse(whole)];
  } catch (error) {
    const parts = topLevelParts(whole);
    if (parts.length < 2) {
      throw error;
    }
    return parts.map((part): unknown => JSON.parse(part));
  }
}

/** Cuts after each closing bracket that belongs to no other. */
function topLevelParts(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === 0) {
        parts.push(text.slice(start, index + 1));
        start = index + 1;
      }
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' ? parts : [...parts, rest];
}
