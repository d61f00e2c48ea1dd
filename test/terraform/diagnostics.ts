/**
 * Terraform's own errors and warnings as data, from every machine-readable output it has.
 */
import type { Json } from './json';
import { asList, isObject, objectAt, textAt } from './json';

/** What Terraform complains about. */
export interface TerraformDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** The resource, data source, output or provider it is about, such as `aws_eks_cluster.main`. */
  readonly address?: string;
  /** The construct that rendered it, when the configuration tells. */
  readonly constructPath?: string;
  /** Where it stands in the configuration, such as `resource.aws_eks_cluster.main.lifecycle.precondition[0]`. */
  readonly context?: string;
  /** The line of the configuration. */
  readonly code?: string;
  /** What the values in the expression were, such as `data.aws_subnet.a.available_ip_address_count is 3`. */
  readonly values: readonly string[];
}

/** Reads one diagnostic of Terraform's JSON output. */
export function readDiagnostic(raw: Json, constructPaths: ReadonlyMap<string, string>): TerraformDiagnostic {
  const snippet = objectAt(raw, 'snippet');
  const context = textAt(snippet, 'context');
  const address = textAt(raw, 'address') ?? (context === undefined ? undefined : addressIn(context));
  const constructPath = address === undefined ? undefined : constructPaths.get(withoutIndex(address));
  const code = textAt(snippet, 'code')?.trim();
  return {
    severity: textAt(raw, 'severity') === 'warning' ? 'warning' : 'error',
    summary: textAt(raw, 'summary') ?? '',
    detail: textAt(raw, 'detail') ?? '',
    ...(address === undefined ? {} : { address }),
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(context === undefined ? {} : { context }),
    ...(code === undefined ? {} : { code }),
    values: asList(snippet['values']).map((value) =>
      `${textAt(value, 'traversal') ?? ''} ${textAt(value, 'statement') ?? ''}`.trim(),
    ),
  };
}

/** One line of text for a diagnostic, as a person wants to read it in a test's failure. */
export function formatDiagnostic({ severity, summary, detail, address }: TerraformDiagnostic): string {
  const where = address === undefined ? '' : `${address}: `;
  return `${severity}: ${where}${summary}${detail ? ` — ${detail}` : ''}`;
}

/** An address without the index of an instance, as it is in the configuration. */
export function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}

/** The JSON objects among the lines of an output; Terraform prints one per line. */
export function jsonLines(output: string): Json[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) {
      return [];
    }
    const parsed: unknown = JSON.parse(line);
    return isObject(parsed) ? [parsed] : [];
  });
}

/** Preconditions and other expressions are located by their place in the file only: the address is in there. */
function addressIn(context: string): string | undefined {
  const [kind, type, name] = context.split('.');
  switch (kind) {
    case 'resource':
      return type && name ? `${type}.${name}` : undefined;
    case 'data':
      return type && name ? `data.${type}.${name}` : undefined;
    case 'output':
    case 'provider':
      return type ? `${kind}.${type}` : undefined;
    default:
      return undefined;
  }
}
