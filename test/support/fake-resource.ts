/**
 * Resources of no provider, for tests of the order that need no AWS.
 */
import type { TerraformMetaArguments } from 'cdktf';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { SynthesizedApp } from '../../lib/testing';

/** As `DataResource` of cdktf, whose validation would start the terraform binary at every synthesis. */
class FakeResource extends TerraformResource {
  public constructor(scope: Construct, id: string, config: TerraformMetaArguments) {
    super(scope, id, { terraformResourceType: 'terraform_data', ...config });
  }
}

/** A managed resource `terraform_data.<id>`, below any scope. */
export function fake(scope: Construct, id: string, config: TerraformMetaArguments = {}): TerraformResource {
  return new FakeResource(scope, id, config);
}

/** A construct with one resource per id below it. */
export function group(scope: Construct, id: string, ...resourceIds: string[]): Construct {
  const construct = new Construct(scope, id);
  resourceIds.forEach((resourceId) => fake(construct, resourceId));
  return construct;
}

/** The `depends_on` of every resource that has one, both by construct path, as written. */
export function edgesOf(app: SynthesizedApp, stack = 'stack'): Record<string, string[]> {
  const { graph } = app.stack(stack);
  const pathOf = new Map(graph.nodes.map(({ address, path }) => [address, path]));
  const edges = graph.resources.map(({ path, block }): [string, string[]] => {
    const addresses = (block['depends_on'] ?? []) as string[];
    return [path, addresses.map((address) => pathOf.get(address) ?? address).sort()];
  });
  return Object.fromEntries(edges.filter(([, needs]) => needs.length > 0).sort());
}
