/**
 * Reads what Terraform says in its machine-readable form.
 */
import type { TerraformExit } from '../terraform/terraform-process';

/** What Terraform means to do with a resource. */
export interface PlannedChange {
  readonly stack: string;
  readonly address: string;
  /** `create`, `update`, `replace`, `delete`, `move`, `read`, `import`, `remove`. */
  readonly action: string;
}

/** What a run said. */
export interface Messages {
  readonly errors: readonly string[];
  /** Each once: Terraform repeats those of its plan when it applies. */
  readonly warnings: readonly string[];
  readonly changes: readonly PlannedChange[];
}

interface Message {
  readonly type?: string;
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

/** Reads the messages of a run; a killed one said nothing. */
export function readMessages(stack: string, exit: TerraformExit | undefined): Messages {
  const messages = (exit?.stdout ?? '')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Message);
  const said = (wanted: string): string[] =>
    messages.flatMap(({ diagnostic }) => {
      if (diagnostic?.severity !== wanted) {
        return [];
      }
      const { summary, detail = '', address } = diagnostic;
      const text = detail === '' ? summary : `${summary}: ${inOrder(detail)}`;
      return [address === undefined ? text : `${address}: ${text}`];
    });
  // In which order Terraform says these is chance, and differs from run to run.
  const errors = said('error').sort();
  const warnings = [...new Set(said('warning'))].sort();
  const changes = messages.flatMap(({ type, change }) =>
    type === 'planned_change' && change !== undefined && change.action !== 'noop'
      ? [{ stack, address: change.resource.addr, action: change.action }]
      : [],
  );
  changes.sort((one, other) => (one.address < other.address ? -1 : one.address > other.address ? 1 : 0));
  // Terraform that says nothing in its own form and fails says why on the other channel.
  const silent = exit !== undefined && exit.exitCode !== 0 && errors.length === 0;
  return { errors: silent ? [`terraform: ${exit.stderr.trim()}`] : errors, warnings, changes };
}

/** Terraform lists addresses in an order that differs from run to run. */
function inOrder(text: string): string {
  return text.replace(/(?:^ - .*\n)+/gm, (list) => `${list.trimEnd().split('\n').sort().join('\n')}\n`);
}
