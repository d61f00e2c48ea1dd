/**
 * A launch template of the user's in the place of ours: what it takes over from the properties of the group.
 */
import type { ProblemDetails } from '../validation/problem';
import type { Ami } from './ami';
import { AmiKind } from './ami-source';
import type { NodeOptions } from './node-options';

/** A template by id and version, as a node group names it. */
export interface TemplateReference {
  readonly id: string;
  readonly version: string;
}

/** The template of the user's, if there is one. */
export function ownTemplateOf(ami: Ami): TemplateReference | undefined {
  return ami.kind === AmiKind.LAUNCH_TEMPLATE ? { id: ami.id ?? '', version: ami.version ?? '' } : undefined;
}

/** Properties that would have to be in the template, and would be ignored beside it. */
export function judgeBesideOwnTemplate(props: NodeOptions): ProblemDetails[] {
  if (ownTemplateOf(props.ami) === undefined) {
    return [];
  }
  const { diskSize, diskKmsKeyArn, securityGroupIds, launchTemplate } = props;
  return Object.entries({ diskSize, diskKmsKeyArn, securityGroupIds, launchTemplate })
    .filter(([, value]) => value !== undefined)
    .map(([property, value]) => {
      const what = `${property} is given together with a launch template of yours, which decides it`;
      const limit = 'nothing beside Ami.launchTemplate';
      return { code: 'SEKS2014', property, value, limit, what, fix: 'Say it in the launch template.' };
    });
}
