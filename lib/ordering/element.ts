/**
 * What can wait and be waited for: managed resources, and modules with whatever is in them.
 */
import { TerraformModule, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { rendered } from '../validation/checks/readable-id';

/** A node of Terraform's graph that can have `depends_on`. */
export type GraphElement = TerraformResource | TerraformModule;

/** All of them at or below a construct. */
export function elementsBelow(construct: IConstruct): GraphElement[] {
  return construct.node
    .findAll()
    .filter(
      (node): node is GraphElement =>
        TerraformResource.isTerraformResource(node) || node instanceof TerraformModule,
    );
}

/** Its address, as `depends_on` names it. */
export function addressOf(element: GraphElement): string {
  const type = TerraformResource.isTerraformResource(element) ? element.terraformResourceType : 'module';
  return `${type}.${element.friendlyUniqueId}`;
}

/** Tells tools that read the output which stage a resource belongs to; Terraform ignores the key `//`. */
export function markStage(element: GraphElement, stage: string): void {
  if (TerraformResource.isTerraformResource(element)) {
    element.addOverride('//.stage', stage);
  }
}

/**
 * Replaces the edges that were added before by others, and leaves those of the user alone. The public array is used,
 * not an override: an override of the user's for `depends_on` is then added to the edges, instead of replacing them.
 *
 * @returns the edges that were added
 */
export function setEdges(
  element: GraphElement,
  before: readonly string[],
  addresses: ReadonlySet<string>,
): readonly string[] {
  const own = (element.dependsOn ?? []).filter((address) => !before.includes(address));
  // Edges of the user are tokens when they were given as constructs.
  const ownAddresses = own.map((address) => rendered(element, address));
  const edges = [...addresses].filter((address) => !ownAddresses.includes(address)).sort();
  if (edges.length > 0 || element.dependsOn !== undefined) {
    const all = [...own, ...edges];
    element.dependsOn = all.length === 0 ? undefined : all;
  }
  return edges;
}
