/**
 * The findings of a review as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
 */
import type { PlanFinding } from '../../plan-review/plan-finding';
import { PLAN_RULES } from '../../plan-review/plan-rules';

/** The log: one run, all rules, and a result for each finding. A plan has no lines, so places are addresses. */
export function sarifLog(findings: readonly PlanFinding[]): object {
  const names = Object.keys(PLAN_RULES);
  const rules = Object.entries(PLAN_RULES).map(([id, { severity, title, reason, wayOut }]) => ({
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: `${reason}.` },
    help: { text: `${wayOut}.` },
    defaultConfiguration: { level: severity },
  }));
  const results = findings.map(({ rule, severity, address, message, wayOut, paths }) => ({
    ruleId: rule,
    ruleIndex: names.indexOf(rule),
    level: severity,
    message: { text: `${message} ${wayOut}` },
    locations:
      address === '' ? [] : [{ logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }] }],
    properties: { paths },
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'safe-eks review', rules } }, results }],
  };
}
