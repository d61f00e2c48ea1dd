/**
 * The configuration within a plan: what refers to what. Local values are not part of it; where a resource uses one, the dependencies
 * that the state remembers stand in.
 */
import { at, entriesAt, isObject, listAt, textAt } from './json';
import { withoutIndexes } from './plan-change';

/** A provider of the configuration. */
export interface PlanProvider {
  /** Such as `kubernetes`. */
  readonly name: string;
  /** Such as `provider.kubernetes.main`. */
  readonly address: string;
  /** The module that it is written in, with a dot at the end, or nothing. */
  readonly scope: string;
  readonly expressions: unknown;
}

interface Block {
  readonly expressions: unknown;
  readonly references: readonly string[];
}

/** What refers to what, by addresses without indexes. */
export class PlanConfiguration {
  public readonly providers: readonly PlanProvider[];
  /** Of each resource, variable, output and module what it refers to. */
  private readonly nodes = new Map<string, Block>();

  public constructor(plan: object) {
    this.addModule(at(plan, 'configuration', 'root_module'), '', []);
    this.addState(at(plan, 'prior_state', 'values', 'root_module'));
    this.providers = entriesAt(plan, 'configuration', 'provider_config').map(([key, provider]) => {
      const module = textAt(provider, 'module_address');
      const alias = textAt(provider, 'alias');
      const name = textAt(provider, 'name') ?? key;
      const scope = module === undefined ? '' : `${withoutIndexes(module)}.`;
      return {
        name,
        address: `${scope}provider.${name}${alias === undefined ? '' : `.${alias}`}`,
        scope,
        expressions: at(provider, 'expressions'),
      };
    });
  }

  /** The expressions of a resource or data source. */
  public expressions(address: string): unknown {
    return this.nodes.get(address)?.expressions;
  }

  /** The addresses of all resources and data sources. */
  public get addresses(): readonly string[] {
    return [...this.nodes].filter(([, { expressions }]) => expressions !== undefined).map(([name]) => name);
  }

  /** Whether one waits for the other, straight or not. */
  public dependsOn(from: string, to: string): boolean {
    return this.reach(this.nodes.get(from)?.references ?? [], () => true).has(to);
  }

  /** What the value of an expression is made of: through variables, outputs and data sources up to resources. */
  public sources(expressions: unknown, scope: string): ReadonlySet<string> {
    return this.reach(resolved(expressions, scope), (node) => !isResource(node));
  }

  private reach(start: readonly string[], goesOn: (node: string) => boolean): ReadonlySet<string> {
    const seen = new Set<string>();
    const waiting = [...start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!seen.has(next)) {
        seen.add(next);
        if (goesOn(next)) {
          waiting.push(...(this.nodes.get(next)?.references ?? []));
        }
      }
    }
    return seen;
  }

  /** @param waitsFor what depends_on of the module's call, and of the calls around it, says */
  private addModule(module: unknown, scope: string, waitsFor: readonly string[]): void {
    const contents: string[] = [];
    for (const resource of listAt(module, 'resources')) {
      const address = scope + (textAt(resource, 'address') ?? '');
      const expressions = at(resource, 'expressions') ?? {};
      contents.push(address);
      this.nodes.set(address, {
        expressions,
        references: [
          ...resolved(expressions, scope),
          ...resolved(at(resource, 'count_expression'), scope),
          ...resolved(at(resource, 'for_each_expression'), scope),
          ...dependsOn(resource, scope),
          ...waitsFor,
        ],
      });
    }
    for (const [name, output] of entriesAt(module, 'outputs')) {
      const references = [...resolved(at(output, 'expression'), scope), ...dependsOn(output, scope)];
      this.nodes.set(`${scope}output.${name}`, { expressions: undefined, references });
    }
    for (const [name, call] of entriesAt(module, 'module_calls')) {
      const inner = `${scope}module.${name}.`;
      for (const [variable, expression] of entriesAt(call, 'expressions')) {
        const references = resolved(expression, scope);
        this.nodes.set(`${inner}var.${variable}`, { expressions: undefined, references });
      }
      const repeated = [
        ...resolved(at(call, 'count_expression'), scope),
        ...resolved(at(call, 'for_each_expression'), scope),
      ];
      this.addModule(at(call, 'module'), inner, [...waitsFor, ...repeated, ...dependsOn(call, scope)]);
      contents.push(`${scope}module.${name}`);
    }
    if (scope !== '') {
      this.nodes.set(scope.slice(0, -1), { expressions: undefined, references: contents });
    }
  }

  private addState(module: unknown): void {
    for (const resource of listAt(module, 'resources')) {
      const address = withoutIndexes(textAt(resource, 'address') ?? '');
      const node = this.nodes.get(address);
      if (node?.references.some((reference) => /(^|\.)local\.[^.]*$/.test(reference)) === true) {
        const remembered = listAt(resource, 'depends_on').map((each) => withoutIndexes(String(each)));
        this.nodes.set(address, { ...node, references: [...node.references, ...remembered] });
      }
    }
    for (const child of listAt(module, 'child_modules')) {
      this.addState(child);
    }
  }
}

function dependsOn(block: unknown, scope: string): readonly string[] {
  return listAt(block, 'depends_on').map((reference) => target(String(reference), scope));
}

/** All references within expressions, as addresses. */
function resolved(expressions: unknown, scope: string): readonly string[] {
  if (Array.isArray(expressions)) {
    return (expressions as readonly unknown[]).flatMap((each) => resolved(each, scope));
  }
  if (!isObject(expressions)) {
    return [];
  }
  const all = listAt(expressions, 'references').map(String);
  // Terraform names each reference and then what it is within; the whole module would be too much of an output.
  const precise = all.filter(
    (each) => !/^module\.[^.]+$/.test(withoutIndexes(each)) || !all.some((other) => isWithin(other, each)),
  );
  return [
    ...precise.map((reference) => target(reference, scope)),
    ...Object.entries(expressions).flatMap(([key, value]) =>
      key === 'references' ? [] : resolved(value, scope),
    ),
  ];
}

function isWithin(inner: string, outer: string): boolean {
  return withoutIndexes(inner).startsWith(`${withoutIndexes(outer)}.`);
}

function target(reference: string, scope: string): string {
  const parts = withoutIndexes(reference).split('.');
  const [first = '', second = '', third] = parts;
  if (first === 'module') {
    return third === undefined ? `${scope}module.${second}` : `${scope}module.${second}.output.${third}`;
  }
  return scope + parts.slice(0, first === 'data' ? 3 : 2).join('.');
}

function isResource(node: string): boolean {
  const parts = node.replace(/^(module\.[^.]+\.)+/, '').split('.');
  return (
    parts.length === 2 && !['var', 'output', 'local', 'module', 'each', 'count'].includes(parts[0] ?? '')
  );
}
