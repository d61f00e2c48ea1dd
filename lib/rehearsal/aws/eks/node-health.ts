/**
 * What EKS says of the health of a node group, as the provider prints it.
 */

/** An issue. */
export interface HealthIssue {
  readonly code: string;
  readonly text: string;
  /** Ids of instances. */
  readonly resources: readonly string[];
}

/** The text behind `last error:` (`issuesError` in the provider's node_group.go; go-multierror joins several). */
export function lastError(issues: readonly HealthIssue[]): string {
  const texts = issues.map(({ code, text, resources }) =>
    resources.length === 0 ? `${code}: ${text}` : `${resources.join(', ')}: ${code}: ${text}`,
  );
  const [first = ''] = texts;
  return texts.length < 2
    ? first
    : `${String(texts.length)} errors occurred:\n${texts.map((text) => `\t* ${text}`).join('\n')}\n`;
}
