/**
 * The lines of aws-auth: what each says, and what of it the authenticator does not understand.
 */
import type { Node } from 'yaml';
import type { FilePosition } from './conversion';
import type { Section } from './document';
import { findAwsAuth } from './document';
import { listed, quoted } from './text';
import type { Field, ScalarText, YamlReader } from './yaml-reader';
import { kindOf, startOf } from './yaml-reader';

/** A line. */
export interface AwsAuthLine extends FilePosition {
  readonly section: Section;
  /** The ARN or the account; empty when the line names none. */
  readonly principal: string;
  readonly userName: string | undefined;
  /** The groups as they are meant, each once. */
  readonly groups: readonly string[];
  /**
   * What the authenticator understands otherwise than it is meant. Whatever is among these would give more than the line gives,
   * so that somebody has to say that it is meant.
   */
  readonly misread: readonly string[];
  /** Whether the authenticator sees an ARN in it: in mapRoles it looks for rolearn only, in mapUsers for userarn. */
  readonly isSeen: boolean;
  /** Whether the line names a permission set of IAM Identity Center in place of a role. */
  readonly namesPermissionSet: boolean;
}

/** What was read. */
export interface AwsAuthLines {
  readonly lines: readonly AwsAuthLine[];
  readonly notes: readonly string[];
}

const FIELDS = ['rolearn', 'userarn', 'username', 'groups', 'userid', 'sso'] as const;
type FieldName = (typeof FIELDS)[number];

/** Reads all lines of a file; what is wrong is left with the reader. */
export function readLines(text: string, reader: YamlReader): AwsAuthLines {
  const { sections, notes } = findAwsAuth(text, reader);
  const unknown = new Set<string>();
  const lines = sections.flatMap((section) => linesOf(section, reader, unknown));
  const skipped =
    unknown.size === 0
      ? []
      : [`Skipped fields that mean nothing to the authenticator: ${listed([...unknown])}.`];
  return { lines, notes: [...notes, ...skipped] };
}

function linesOf(section: Section, reader: YamlReader, unknown: Set<string>): readonly AwsAuthLine[] {
  const { list, locate, kind, name } = section;
  return (reader.itemsOf(list) ?? []).flatMap((item, index) => {
    const offset = startOf(item) ?? startOf(list) ?? 0;
    if (kind === 'mapAccounts') {
      const account = reader.scalar(item)?.text;
      if (account === undefined) {
        const what = `item ${String(index + 1)} of ${name} is ${kindOf(item)}, not the number of an account`;
        reader.complain(locate, offset, what);
        return [];
      }
      const nothing = {
        userName: undefined,
        groups: [],
        misread: [],
        isSeen: true,
        namesPermissionSet: false,
      };
      return [{ section, ...locate(offset), principal: account, ...nothing }];
    }
    const fields = item === undefined ? undefined : reader.fieldsOf(item, locate);
    if (fields === undefined) {
      const what = `item ${String(index + 1)} of ${name} is ${kindOf(item)}, not a map with an ARN, a user name and groups`;
      reader.complain(locate, offset, what);
      return [];
    }
    return [lineOf(section, offset, { reader, fields, unknown })];
  });
}

interface LineSource {
  readonly reader: YamlReader;
  readonly fields: readonly Field[];
  readonly unknown: Set<string>;
}

function lineOf(section: Section, offset: number, { reader, fields, unknown }: LineSource): AwsAuthLine {
  const { locate } = section;
  const found = new Map<FieldName, Field>();
  for (const field of fields) {
    // The authenticator does not mind capitals here, other than in the keys of the ConfigMap.
    const name = FIELDS.find((each) => each === field.key.toLowerCase());
    if (name === undefined) {
      unknown.add(field.key);
    } else if (found.has(name)) {
      reader.complain(locate, field.offset, `this line has ${name} twice`, 'Keep one of them.');
    } else {
      found.set(name, field);
    }
  }
  const misread: string[] = [];
  const textOf = (name: FieldName): string | undefined => {
    const value = found.get(name)?.value;
    const scalar = reader.scalar(value);
    if (value !== undefined && scalar === undefined) {
      const what = `${name} is ${kindOf(value)}, not a text`;
      reader.complain(
        locate,
        startOf(value) ?? offset,
        what,
        'Write a text, in quotes if it has braces in it.',
      );
    }
    if (scalar?.isText === false) {
      misread.push(noText(name, scalar));
    }
    return scalar?.text;
  };
  const [own, other] = section.kind === 'mapRoles' ? ROLE_FIRST : USER_FIRST;
  const arn = textOf(own);
  const otherArn = textOf(other);
  if (otherArn !== undefined) {
    misread.push(`${other} means nothing in ${section.kind}; it wants ${own} there.`);
  }
  return {
    section,
    ...locate(offset),
    principal: arn ?? otherArn ?? '',
    userName: textOf('username'),
    groups: groupsOf(found.get('groups')?.value, { section, reader, misread }),
    misread,
    isSeen: arn !== undefined,
    namesPermissionSet: found.get('sso')?.value !== undefined,
  };
}

function noText(what: string, { text, isTagged }: ScalarText): string {
  return isTagged
    ? `${what} ${quoted(text)} has a tag of YAML, and the authenticator may read it otherwise.`
    : `${what} ${quoted(text)} is no text for YAML, and the authenticator drops it.`;
}

const ROLE_FIRST = ['rolearn', 'userarn'] as const;
const USER_FIRST = ['userarn', 'rolearn'] as const;

function groupsOf(
  node: Node | undefined,
  {
    section,
    reader,
    misread,
  }: { readonly section: Section; readonly reader: YamlReader; readonly misread: string[] },
): readonly string[] {
  if (node === undefined) {
    return [];
  }
  const single = reader.scalar(node);
  if (single !== undefined) {
    if (single.text.trim() === '') {
      return [];
    }
    misread.push(
      `groups is the text ${quoted(single.text)}, and the authenticator reads lists only: today the line gives no group.`,
    );
    return [single.text];
  }
  const items = reader.itemsOf(node);
  if (items === undefined) {
    reader.complain(section.locate, startOf(node) ?? 0, 'groups is a map, not a list', 'List the groups.');
    return [];
  }
  const groups = items.flatMap((item) => {
    const scalar = reader.scalar(item);
    if (item !== undefined && scalar === undefined) {
      const what = `this group is ${kindOf(item)}, not a text`;
      reader.complain(
        section.locate,
        startOf(item) ?? 0,
        what,
        'Write a text, in quotes if it has braces in it.',
      );
    }
    if (scalar?.isText === false) {
      misread.push(noText('The group', scalar));
    }
    return scalar === undefined || scalar.text === '' ? [] : [scalar.text];
  });
  return [...new Set(groups)];
}
