/**
 * YAML as a tree with positions, without trust: whatever the text holds, reading it ends, and soon.
 */
import type { Alias, CST, Document, Node, Pair } from 'yaml';
import { Composer, isAlias, isMap, isNode, isScalar, isSeq, Parser, visit } from 'yaml';
import type { AwsAuthProblem } from './aws-auth-error';
import type { Locate } from './positions';
import { quoted, unquoted } from './text';

/** The largest file that is read: etcd takes ConfigMaps of up to 1 MiB, and kubectl may show their content twice. */
export const LARGEST_FILE = 4 * 1024 * 1024;
/** How many entries of maps and lists are looked at; aliases can make a small file say more than that. */
const MOST_ENTRIES = 500_000;
const DEEPEST_MERGE = 16;
/** Composing is recursive, and how deep it gets would depend on the machine. */
const DEEPEST = 100;

/** The parser makes an error of each, and nobody reads more than the first. */
const MOST_ERRORS = 100;
/** What the parser of the authenticator takes as a number, and that of YAML 1.1 as a text; underscores do not count. */
const NUMBER_OF_GO = /^[-+]?(?:0x[\da-f]+|0o?[0-7]+|0b[01]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)$/i;

const CORRECT_IT =
  'Correct it, or take what the cluster has: kubectl get configmap aws-auth -n kube-system -o yaml.';

/** A scalar as text. */
export interface ScalarText {
  readonly text: string;
  /** False for what YAML takes as a number, a boolean or a date. */
  readonly isText: boolean;
  /** Whether a tag says what it is: parsers differ in what they make of that. */
  readonly isTagged: boolean;
}

/** An entry of a map. */
export interface Field {
  readonly key: string;
  /** Nothing when it is null. */
  readonly value: Node | undefined;
  /** Where the key stands in the text. */
  readonly offset: number;
}

/** Collects what is wrong with a file, and counts what reading it costs. */
export class YamlReader {
  public readonly problems: AwsAuthProblem[] = [];
  private entries = 0;
  private readonly targets = new Map<Alias, Node>();

  /** Notes that something is wrong. */
  public complain(locate: Locate, offset: number, what: string, fix = CORRECT_IT): void {
    this.problems.push({ ...locate(offset), what, fix });
  }

  /** The documents of a text; none when it is no YAML. */
  public parse(text: string, locate: Locate): readonly Document.Parsed[] {
    const tokens = upToErrors([...new Parser().parse(text)]);
    if (tokens.some(isTooDeep)) {
      throw new TooLargeError(`it is nested more than ${String(DEEPEST)} times`);
    }
    // As Kubernetes and the authenticator read it: YAML 1.1. Unique keys are checked where it matters: the composer compares
    // each with each.
    const composer = new Composer({ version: '1.1', uniqueKeys: false, logLevel: 'silent' });
    const documents = [...composer.compose(tokens)] as readonly Document.Parsed[];
    // One mistake makes the parser stumble over all that comes after it.
    const [first] = documents.flatMap(({ errors }) => errors);
    if (first !== undefined) {
      const [offset] = first.pos;
      const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
      const fix = /^[ -]*\t/.test(before) ? 'Indent with spaces, not with tabs.' : CORRECT_IT;
      this.complain(locate, offset, `this is no YAML: ${unquoted(first.message)}`, fix);
    }
    const good = documents.filter(({ errors }) => errors.length === 0);
    good.forEach((document) => {
      const { version, explicit } = document.directives.yaml;
      if (explicit === true && version !== '1.1') {
        const offset = text.lastIndexOf('%YAML', startOf(document.contents) ?? text.length);
        const what = `this says YAML ${version}, and the authenticator knows 1.1 only`;
        this.complain(locate, Math.max(offset, 0), what, 'Take the directive out.');
      }
      this.findTargets(document, locate);
    });
    return good.length === documents.length ? good : [];
  }

  /** The node that an alias stands for; nothing for null and for what is not there. */
  public resolve(node: unknown): Node | undefined {
    const target = isAlias(node) ? this.targets.get(node) : isNode(node) ? node : undefined;
    return isScalar(target) && target.value === null ? undefined : target;
  }

  /** The items of a list; undefined when it is none. */
  public itemsOf(node: Node): readonly (Node | undefined)[] | undefined {
    if (!isSeq(node)) {
      return undefined;
    }
    this.spend(node.items.length);
    return node.items.map((item) => this.resolve(item));
  }

  /** The entries of a map, with what it merges in; undefined when it is none. */
  public fieldsOf(node: Node, locate: Locate, depth = 0): readonly Field[] | undefined {
    if (!isMap(node)) {
      return undefined;
    }
    this.spend(node.items.length + 1);
    const own: Field[] = [];
    const merged: Field[] = [];
    const before = new Set<string>();
    for (const pair of node.items as readonly Pair[]) {
      const key = this.resolve(pair.key);
      const offset = startOf(key) ?? startOf(node) ?? 0;
      const name = isScalar(key) ? this.scalar(key)?.text : undefined;
      if (name === undefined) {
        const what = 'the key of this map is no text; names in double braces have to stand in quotes';
        this.complain(locate, offset, what, "Write it in quotes, as in '{{SessionName}}'.");
      } else if (name === '<<') {
        const added = this.mergedFields(pair, locate, depth);
        const twice = added.find((field) => before.has(field.key))?.key;
        if (twice !== undefined) {
          // The authenticator goes by what is merged in then, other parsers by what stands before it.
          const what = `this merges in ${quoted(twice)}, which stands before it already`;
          this.complain(locate, offset, what, 'Merge once, at the beginning of the map.');
        }
        for (const field of added) {
          before.add(field.key);
          merged.push(field);
        }
      } else {
        before.add(name);
        own.push({ key: name, value: this.resolve(pair.value), offset });
      }
    }
    const known = new Set(own.map(({ key }) => key));
    const added: Field[] = [];
    for (const field of merged) {
      if (!known.has(field.key)) {
        known.add(field.key);
        added.push(field);
      }
    }
    return [...own, ...added];
  }

  /** A scalar as it is written, whatever YAML would make of it: account ids must keep their zeros. */
  public scalar(node: Node | undefined): ScalarText | undefined {
    if (!isScalar(node)) {
      return undefined;
    }
    const { value, source, tag = '!', type } = node;
    const isTagged = tag !== '!' && tag !== 'tag:yaml.org,2002:str';
    if (value instanceof Uint8Array) {
      return { text: new TextDecoder().decode(value), isText: false, isTagged };
    }
    if (typeof value !== 'string') {
      return { text: source ?? String(value), isText: false, isTagged };
    }
    const isNumber =
      type === 'PLAIN' && /^[-+.\d]/.test(value) && NUMBER_OF_GO.test(value.replaceAll('_', ''));
    return { text: value, isText: !isTagged && (tag === 'tag:yaml.org,2002:str' || !isNumber), isTagged };
  }

  private mergedFields({ value }: Pair, locate: Locate, depth: number): readonly Field[] {
    const node = this.resolve(value);
    if (node === undefined || depth >= DEEPEST_MERGE) {
      this.complain(locate, startOf(value) ?? 0, 'this merges nothing, or itself', 'Write the fields out.');
      return [];
    }
    const sources = this.itemsOf(node) ?? [node];
    return sources.flatMap(
      (source) => (source === undefined ? undefined : this.fieldsOf(source, locate, depth + 1)) ?? [],
    );
  }

  /** In one walk: the parser looks through the whole document for each alias. */
  private findTargets(document: Document.Parsed, locate: Locate): void {
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_key, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target === undefined) {
            const what = `nothing before this is called &${unquoted(node.source)}`;
            this.complain(locate, startOf(node) ?? 0, what);
          } else {
            this.targets.set(node, target);
          }
        } else if (node.anchor !== undefined) {
          anchors.set(node.anchor, node);
        }
      },
    });
  }

  private spend(entries: number): void {
    this.entries += entries;
    if (this.entries > MOST_ENTRIES) {
      throw new TooLargeError(`it says more than ${String(MOST_ENTRIES)} things, by aliases perhaps`);
    }
  }
}

/** A text says more than any ConfigMap can hold. */
export class TooLargeError extends Error {}

/** What comes after many mistakes is left out: with the mistakes in it the text is refused anyhow. */
function upToErrors(tokens: readonly CST.Token[]): readonly CST.Token[] {
  let errors = 0;
  const end = tokens.findIndex(({ type }) => type === 'error' && ++errors > MOST_ERRORS);
  return end < 0 ? tokens : tokens.slice(0, end);
}

/** Looked at without recursion, before anything recursive looks at it. */
function isTooDeep(token: CST.Token): boolean {
  let level: readonly (CST.Token | null | undefined)[] = [token];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      return true;
    }
    level = level.flatMap((each) => {
      if (each?.type === 'document') {
        return [each.value];
      }
      return each !== null && each !== undefined && 'items' in each
        ? each.items.flatMap(({ key, value }) => [key, value])
        : [];
    });
  }
  return false;
}

/** Where a node stands in its text. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** What a node is, for messages. */
export function kindOf(node: Node | undefined): string {
  if (node === undefined) {
    return 'nothing';
  }
  return isScalar(node)
    ? `the text ${quoted(String(node.source ?? node.value))}`
    : isSeq(node)
      ? 'a list'
      : 'a map';
}
