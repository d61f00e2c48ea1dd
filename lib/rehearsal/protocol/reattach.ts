/**
 * Tells Terraform to use providers that run already, instead of starting some of its own.
 */

/** The environment variable that Terraform reads it from. */
export const REATTACH_VARIABLE = 'TF_REATTACH_PROVIDERS';

/** The full address of a provider, from the short forms that a configuration may use. */
export function fullProviderAddress(source: string): string {
  const parts = source.split('/');
  return [...['registry.terraform.io', 'hashicorp'].slice(0, Math.max(0, 3 - parts.length)), ...parts].join(
    '/',
  );
}

/**
 * The value of the variable.
 *
 * @param ports where the provider of each source listens; `aws`, `hashicorp/aws` and the full address are the same
 * @param processId the process that serves them all; Terraform looks whether it lives, and leaves it alone
 */
export function reattachProviders(
  ports: { readonly [source: string]: number },
  processId = process.pid,
): string {
  const entries = Object.entries(ports).map(([source, port]) => [
    fullProviderAddress(source),
    {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: processId,
      // Terraform ends a provider when it is done, unless the provider says that it is only being tested.
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    },
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
