/**
 * The image of nodes as Terraform finds it, and what must be true of it before anything boots from it.
 */
import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { PlanCondition } from '../cluster/plan-condition';
import type { Ami } from './ami';
import { AmiKind } from './ami-source';

/** An image for a launch template. */
export interface NodeImage {
  /** Undefined for the image that EKS chooses. */
  readonly imageId: string | undefined;
  /** Judged by Terraform before the launch template, and so the nodes, change. */
  readonly conditions: readonly PlanCondition[];
}

/**
 * Looks an image of the user's up. The image of a template changes in place, so it may come from a data source.
 *
 * @param scope the launch template
 * @param ami the choice
 * @param kubernetesVersion minor version of the nodes
 */
export function nodeImage(
  scope: Construct,
  ami: Ami,
  kubernetesVersion: string,
  provider: TerraformProvider | undefined,
): NodeImage {
  const isLookup = ami.kind === AmiKind.CUSTOM_LOOKUP;
  if (!isLookup && (ami.kind !== AmiKind.CUSTOM_ID || ami._fit._isUnchecked)) {
    return { imageId: ami.id, conditions: [] };
  }
  const found = isLookup
    ? new DataAwsAmi(scope, 'Image', {
        owners: [ami.owner ?? ''],
        filter: [
          { name: 'name', values: [ami.name ?? ''] },
          { name: 'architecture', values: [ami.architecture] },
          { name: 'state', values: ['available'] },
        ],
        mostRecent: ami.newest,
        provider,
      })
    : new DataAwsAmi(scope, 'Image', {
        filter: [{ name: 'image-id', values: [ami.id ?? ''] }],
        // One that is deprecated still boots; the plan of something else is not the moment to refuse it.
        includeDeprecated: true,
        provider,
      });
  // An id stays as it was given, so that whoever reads the plan sees it.
  const imageId = isLookup ? found.id : ami.id;
  return {
    imageId,
    conditions: ami._fit._isUnchecked ? [] : conditionsOf(scope, ami, kubernetesVersion, found),
  };
}

function conditionsOf(
  scope: Construct,
  ami: Ami,
  kubernetesVersion: string,
  found: DataAwsAmi,
): PlanCondition[] {
  const path = scope.node.scope?.node.path ?? '';
  const image = found.fqn;
  const architecture: PlanCondition = {
    condition: `\${${image}.architecture == "${ami.architecture}"}`,
    errorMessage:
      `${path}: the image \${${image}.name} (\${${image}.id}) is \${${image}.architecture}, and ami says ${ami.architecture} ` +
      '(SEKS2005). Give an image, an architecture and instance types that fit each other.',
  };
  const pattern = ami._fit._patternFor(kubernetesVersion);
  const tag = ami._fit._tag;
  if (pattern === undefined || tag === undefined) {
    return [architecture];
  }
  const tagged = `lookup(${image}.tags, ${quoted(tag)}, "")`;
  return [
    architecture,
    {
      condition: `\${anytrue([for text in [${image}.name, ${tagged}] : can(regex(${quoted(pattern)}, text))])}`,
      errorMessage:
        `${path}: the image \${${image}.name} (\${${image}.id}) carries Kubernetes ${kubernetesVersion} neither in its name nor ` +
        `in its tag ${tag} = "\${${tagged}}" (SEKS2016). Take an image that is made for ${kubernetesVersion}, say with ami.fit ` +
        'where yours name the version, or hold the nodes back with version.',
    },
  ];
}

/** A text within an expression of Terraform's. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{');
}
