/**
 * Finds aws-auth in a file: a ConfigMap as kubectl shows it, one among several documents or in a list, or only its data.
 */
import type { Node } from 'yaml';
import { isMap, isScalar } from 'yaml';
import { inFile, inScalar, type Locate } from './positions';
import { quoted } from './text';
import type { Field, YamlReader } from './yaml-reader';
import { kindOf, startOf } from './yaml-reader';

/** The keys of aws-auth that mean something. */
export type SectionKind = 'mapRoles' | 'mapUsers' | 'mapAccounts';
const SECTION_KINDS: readonly SectionKind[] = ['mapRoles', 'mapUsers', 'mapAccounts'];

/** What Terraform modules call them, where no ConfigMap is around them. */
const OTHER_NAMES: { readonly [name: string]: SectionKind } = {
  map_roles: 'mapRoles',
  map_users: 'mapUsers',
  map_accounts: 'mapAccounts',
  aws_auth_roles: 'mapRoles',
  aws_auth_users: 'mapUsers',
  aws_auth_accounts: 'mapAccounts',
};

/** The lines under one key. */
export interface Section {
  readonly kind: SectionKind;
  /** The key as it is written. */
  readonly name: string;
  /** Whether the authenticator reads this key; it wants capitals where they belong. */
  readonly isRead: boolean;
  /** The list. */
  readonly list: Node;
  /** Positions of what is in the list. */
  readonly locate: Locate;
}

/** What was found. */
export interface FoundAwsAuth {
  readonly sections: readonly Section[];
  readonly notes: readonly string[];
}

const FROM_CLUSTER = 'Take it from the cluster: kubectl get configmap aws-auth -n kube-system -o yaml.';

interface Candidate {
  readonly fields: readonly Field[];
  readonly offset: number;
  readonly isBare: boolean;
}

/** Finds the sections of a file; what is wrong is left with the reader. */
export function findAwsAuth(text: string, reader: YamlReader): FoundAwsAuth {
  const locate = inFile(text);
  const notes: string[] = [];
  const candidates = reader
    .parse(text, locate)
    .flatMap(({ contents }) => candidatesOf(reader.resolve(contents), { reader, locate, notes }));
  const [first, second] = candidates;
  if (second !== undefined) {
    const what = `this is aws-auth for the second time`;
    reader.complain(locate, second.offset, what, 'Convert the files of different clusters one by one.');
    return { sections: [], notes };
  }
  if (first === undefined) {
    if (reader.problems.length === 0) {
      reader.complain(locate, 0, 'there is no ConfigMap aws-auth in here', FROM_CLUSTER);
    }
    return { sections: [], notes };
  }
  return { sections: sectionsOf(first, { text, reader, locate, notes }), notes };
}

interface Search {
  readonly reader: YamlReader;
  readonly locate: Locate;
  readonly notes: string[];
}

function candidatesOf(node: Node | undefined, search: Search, depth = 0): readonly Candidate[] {
  const { reader, locate, notes } = search;
  const fields = node === undefined ? undefined : reader.fieldsOf(node, locate);
  if (node === undefined) {
    return [];
  }
  const offset = startOf(node) ?? 0;
  const isSkipped = (): readonly Candidate[] => {
    notes.push(`Skipped ${kindOf(node)} in line ${String(locate(offset).line)}, which is no aws-auth.`);
    return [];
  };
  if (fields === undefined) {
    return isSkipped();
  }
  const valueOf = (name: string): Node | undefined => onlyValueOf(name, fields, search);
  const kind = reader.scalar(valueOf('kind'))?.text;
  const items = valueOf('items');
  if (kind?.endsWith('List') === true && items !== undefined && depth === 0) {
    return (reader.itemsOf(items) ?? []).flatMap((item) => candidatesOf(item, search, depth + 1));
  }
  const data = valueOf('data');
  const inData = isMap(data) ? (reader.fieldsOf(data, locate) ?? []) : [];
  const candidate: Candidate = { fields: inData, offset, isBare: false };
  if (kind === undefined) {
    const isNamed = ({ key }: Field): boolean => sectionKindOf(key, true) !== undefined;
    if (inData.some(isNamed)) {
      complainOfOutside(fields, true, search);
      return [candidate];
    }
    return fields.some(isNamed) ? [{ fields, offset, isBare: true }] : isSkipped();
  }
  const metadata = valueOf('metadata');
  const names = metadata === undefined ? [] : (reader.fieldsOf(metadata, locate) ?? []);
  const nameOf = (key: string): string | undefined => reader.scalar(onlyValueOf(key, names, search))?.text;
  const [name, namespace] = [nameOf('name'), nameOf('namespace')];
  if (kind !== 'ConfigMap' || (name !== undefined && name !== 'aws-auth')) {
    notes.push(
      `Skipped ${kind === 'ConfigMap' ? 'the ConfigMap' : `what is of kind ${quoted(kind)}`}${name === undefined ? '' : ` ${quoted(name)}`}.`,
    );
    return [];
  }
  if (namespace !== undefined && namespace !== 'kube-system') {
    notes.push(
      `This aws-auth is of the namespace ${quoted(namespace)}, but only that of kube-system is read.`,
    );
  }
  if (data !== undefined && !isMap(data)) {
    reader.complain(locate, startOf(data) ?? offset, `data is ${kindOf(data)}, not a map`);
  }
  complainOfOutside(fields, false, search);
  if (valueOf('binaryData') !== undefined) {
    notes.push('Skipped binaryData; the authenticator reads data only.');
  }
  return [candidate];
}

/** The value of a key; which of two counts would be left to the parser. */
function onlyValueOf(name: string, fields: readonly Field[], { reader, locate }: Search): Node | undefined {
  const [first, second] = fields.filter(({ key }) => key === name);
  if (second !== undefined) {
    reader.complain(locate, second.offset, `${name} is here for the second time`, 'Keep one of them.');
  }
  return first?.value;
}

/** Lines beside data are lines that somebody meant. */
function complainOfOutside(fields: readonly Field[], isBare: boolean, { reader, locate }: Search): void {
  for (const { key, offset } of fields) {
    if (sectionKindOf(key, isBare) !== undefined) {
      const what = `${key} is not within data, so nobody reads it`;
      reader.complain(locate, offset, what, 'Indent it, or take it out.');
    }
  }
}

function sectionKindOf(key: string, isBare: boolean): SectionKind | undefined {
  const other = isBare && Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : undefined;
  return other ?? SECTION_KINDS.find((kind) => kind.toLowerCase() === key.toLowerCase());
}

function sectionsOf(
  { fields, isBare }: Candidate,
  search: Search & { readonly text: string },
): readonly Section[] {
  const { reader, locate, notes } = search;
  const seen = new Set<string>();
  return fields.flatMap(({ key, value, offset }) => {
    const kind = sectionKindOf(key, isBare);
    if (kind === undefined) {
      // Of the values of a chart or a module, only what may hold lines under another name, or with a mistake in it.
      if (!isBare || /aws_?auth|^map/i.test(key)) {
        notes.push(
          `Skipped ${quoted(key)}; the authenticator reads mapRoles, mapUsers and mapAccounts only.`,
        );
      }
      return [];
    }
    if (seen.has(key)) {
      reader.complain(locate, offset, `${key} is here for the second time`, 'Put both lists together.');
    }
    seen.add(key);
    const found = value === undefined ? undefined : listOf(key, value, search);
    const isRead = key === kind || (isBare && Object.hasOwn(OTHER_NAMES, key));
    return found === undefined ? [] : [{ kind, name: key, isRead, ...found }];
  });
}

/** The list that a value is, or that its text holds; nothing when there are no lines. */
function listOf(
  name: string,
  value: Node,
  { text, reader, locate }: Search & { readonly text: string },
): { readonly list: Node; readonly locate: Locate } | undefined {
  if (!isScalar(value)) {
    return asList(name, value, reader, locate);
  }
  const content = reader.scalar(value)?.text ?? '';
  // What people leave behind when they mean nothing, and what the authenticator takes for it.
  if (['', '``', '""'].includes(content.trim())) {
    return undefined;
  }
  const inner = inScalar(text, value, locate);
  const before = reader.problems.length;
  const documents = reader.parse(content, inner);
  if (documents.length > 1) {
    const what = `${name} holds several YAML documents, of which the authenticator reads the first only`;
    reader.complain(inner, startOf(documents[1]?.contents) ?? 0, what, 'Make one list of them.');
    return undefined;
  }
  const contents = reader.problems.length > before ? undefined : reader.resolve(documents[0]?.contents);
  return contents === undefined ? undefined : asList(name, contents, reader, inner);
}

function asList(
  name: string,
  node: Node,
  reader: YamlReader,
  locate: Locate,
): { readonly list: Node; readonly locate: Locate } | undefined {
  if (reader.itemsOf(node) === undefined) {
    const what = `${name} is ${kindOf(node)}, not a list, and the authenticator reads nothing of it`;
    reader.complain(locate, startOf(node) ?? 0, what, 'Begin each line of it with a dash.');
    return undefined;
  }
  return { list: node, locate };
}
