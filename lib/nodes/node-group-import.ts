/**
 * What a node group that exists has to be given, so that taking it over does not replace it.
 */
import type { ProblemDetails } from '../validation/problem';
import type { NodeGroupProps } from './node-group-options';
import { ownTemplateOf } from './own-launch-template';

/** Reports what would be made anew, and with it the group. */
export function judgeImport({
  importExisting: value,
  nodeRoleArn,
  subnetIds,
  ami,
}: NodeGroupProps): ProblemDetails[] {
  if (value === undefined) {
    return [];
  }
  const limit = 'that of the existing group';
  const lacking = (property: string, fix: string): ProblemDetails => ({
    code: 'SEKS2031',
    property,
    value,
    limit,
    what: `${property} is not that of the existing node group, which would be replaced`,
    fix,
  });
  return [
    ...(nodeRoleArn === undefined
      ? [lacking('nodeRoleArn', 'Give the ARN of the role that aws eks describe-nodegroup names.')]
      : []),
    ...(subnetIds === undefined
      ? [lacking('subnetIds', 'Give the subnets that aws eks describe-nodegroup names.')]
      : []),
    ...(ownTemplateOf(ami) === undefined
      ? [
          lacking(
            'ami',
            'Give Ami.launchTemplate with the template that aws eks describe-nodegroup names; a group without one cannot be taken over: ' +
              'make a new one beside it.',
          ),
        ]
      : []),
  ];
}
