/**
 * Cuts a generated binding into its interfaces, functions and classes, and those into what they say of Terraform's
 * names. This is no TypeScript parser: the generator writes one form only, and anything else is an error.
 */
import { unexpectedText } from './schema-derivation-error';

/** The source text of one resource, data source or provider configuration. */
export interface BindingText {
  /** Where it comes from, for messages. */
  readonly file: string;
  readonly text: string;
}

/** The bodies of all exported declarations of a binding, by name. */
export interface Declarations {
  readonly file: string;
  readonly interfaces: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, string>;
  readonly classes: ReadonlyMap<string, string>;
  /** The construct itself: the class that stands for a resource, a data source or a provider configuration. */
  readonly construct: ConstructDeclaration;
}

/** What a construct is in Terraform. */
export type ConstructKind = 'resource' | 'data' | 'provider';

/** The class that users create. */
export interface ConstructDeclaration {
  readonly kind: ConstructKind;
  /** The name in Terraform, such as `aws_eks_cluster`. */
  readonly type: string;
  /** The interface of its arguments. */
  readonly config: string;
  readonly body: string;
}

/** Whether the user, the provider or both set something. */
export interface MemberFlags {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
}

/** An attribute or a block as a class declares it. */
export interface MemberDeclaration extends MemberFlags {
  readonly name: string;
  /** The code up to the next member. */
  readonly code: string;
}

/** An argument as an interface declares it. */
export interface PropertyDeclaration {
  readonly optional: boolean;
  /** Its type in TypeScript. */
  readonly type: string;
  readonly documentation: string;
}

/** An argument as it is rendered. */
export interface RenderedArgument {
  readonly name: string;
  readonly shape: string;
  readonly storage: string;
}

const KINDS: ReadonlyMap<string, ConstructKind> = new Map([
  ['cdktf.TerraformResource', 'resource'],
  ['cdktf.TerraformDataSource', 'data'],
  ['cdktf.TerraformProvider', 'provider'],
]);

/** Cuts the text at its exported declarations. */
export function readDeclarations({ file, text }: BindingText): Declarations {
  const bodies = { interface: new Map<string, string>(), function: new Map<string, string>() };
  const classes = new Map<string, string>();
  const constructs: ConstructDeclaration[] = [];
  for (const part of text.split(/^export (?=interface |function |class )/m).slice(1)) {
    const head = /^(interface|function|class) (\w+)(?: extends ([\w.]+))?/.exec(part);
    const [, keyword, name, base = ''] = head ?? [];
    if (name === undefined) {
      throw unexpectedText(file, `a name after "export" in "${part.slice(0, 40)}"`);
    }
    const kind = KINDS.get(base);
    if (keyword === 'interface' || keyword === 'function') {
      bodies[keyword].set(name, part);
    } else if (kind === undefined) {
      classes.set(name, part);
    } else {
      constructs.push(readConstruct(file, kind, part));
    }
  }
  const [construct, ...others] = constructs;
  if (construct === undefined || others.length > 0) {
    throw unexpectedText(
      file,
      `one class that extends TerraformResource, TerraformDataSource or TerraformProvider, not ${constructs.length}`,
    );
  }
  return { file, interfaces: bodies.interface, functions: bodies.function, classes, construct };
}

function readConstruct(file: string, kind: ConstructKind, body: string): ConstructDeclaration {
  const [, type] = /static readonly tfResourceType = "(\w+)"/.exec(body) ?? [];
  const [, config] = /public constructor\(scope: Construct, id: string, config: (\w+)/.exec(body) ?? [];
  if (type === undefined || config === undefined) {
    throw unexpectedText(file, 'a class with "tfResourceType" and a constructor that takes a "config"');
  }
  return { kind, type, config, body };
}

/** The members of a class, from the comment that the generator puts before each. */
export function readMembers(body: string): MemberDeclaration[] {
  const comment =
    /^ {2}\/\/ (\S+) - computed: (true|false), optional: (true|false), required: (true|false)$/gm;
  const found = [...body.matchAll(comment)];
  return found.map((match, index): MemberDeclaration => {
    const [text, name = '', computed, optional, required] = match;
    return {
      name,
      computed: computed === 'true',
      optional: optional === 'true',
      required: required === 'true',
      code: body.slice(match.index + text.length, found[index + 1]?.index),
    };
  });
}

/** The properties of an interface, by their names in Terraform, which only the link to the documentation tells. */
export function readProperties(body: string): ReadonlyMap<string, PropertyDeclaration> {
  const properties = new Map<string, PropertyDeclaration>();
  for (const part of body.split(/^ {2}\/\*\*$/m).slice(1)) {
    const [, documentation, mark, type] = /^([^]*?)\*\/\s*readonly \w+(\??): (.*);$/m.exec(part) ?? [];
    const [, name] = /Docs at Terraform Registry: \{@link \S+#(\w+) \w+#\w+\}/.exec(part) ?? [];
    if (documentation !== undefined && name !== undefined && type !== undefined) {
      properties.set(name, { optional: mark === '?', type, documentation });
    }
  }
  return properties;
}

/** The arguments of a block by name, from the code that renders them in Terraform's own language. */
export function readRenderedArguments(body: string): ReadonlyMap<string, RenderedArgument> {
  const entry =
    /^ +(\w+): \{\n +value: .*,\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",\n/gm;
  return new Map(
    [...body.matchAll(entry)].map(([, name = '', shape = '', storage = '']) => [
      name,
      { name, shape, storage },
    ]),
  );
}
