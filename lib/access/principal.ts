/**
 * Which IAM principals can have an access entry, and what to say of those that cannot.
 */
import { parseArn } from '../validation/checks/arn';
import { readableId } from '../validation/checks/readable-id';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';

/**
 * What is wrong with the ARN of a principal; nothing for an IAM user or role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export function judgePrincipal(principalArn: string): ProblemDetails[] {
  const reason = whyNot(principalArn);
  if (reason === undefined) {
    return [];
  }
  return [
    {
      code: 'SEKS4002',
      property: 'principalArn',
      value: principalArn,
      limit: 'the ARN of an IAM user or role',
      what: `principalArn ${show(principalArn)} ${reason.what}`,
      fix: reason.fix,
    },
  ];
}

function whyNot(principalArn: string): { readonly what: string; readonly fix: string } | undefined {
  const arn = parseArn(principalArn);
  if (arn === undefined) {
    return { what: 'is not an ARN', fix: 'Give the full ARN, such as arn:aws:iam::111122223333:role/name.' };
  }
  if (arn.service === 'sts' && arn.resource.startsWith('assumed-role/')) {
    const role = arn.resource.split('/')[1] ?? '';
    const sso = role.startsWith('AWSReservedSSO_');
    const meant = sso
      ? `arn:${arn.partition}:iam::${arn.account}:role/aws-reserved/sso.amazonaws.com/<region>/${role}`
      : `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
    return {
      what: 'is a session of a role, not the role',
      fix: `Give the role itself, ${meant}${sso ? '' : ', with its path if it has one'}.`,
    };
  }
  if (arn.service !== 'iam') {
    return { what: `belongs to ${arn.service}, not to IAM`, fix: 'Give the ARN of an IAM user or role.' };
  }
  if (arn.resource === 'root') {
    return { what: 'is the root of an account', fix: 'Give a role of that account.' };
  }
  if (arn.resource.startsWith('role/aws-service-role/')) {
    return {
      what: 'is a service-linked role',
      fix: 'EKS takes no service-linked roles; give a role of your own.',
    };
  }
  if (!/^(role|user)\/[\w+=,.@/-]+$/.test(arn.resource)) {
    return { what: 'is neither a user nor a role', fix: 'Give the ARN of an IAM user or role.' };
  }
  return undefined;
}

/**
 * An id for the entry of a principal. It follows the principal and nothing else, so that the address stays the same
 * whichever grant for the principal comes first.
 *
 * @param resolved the ARN, or the expression it is rendered as
 */
export function principalId(resolved: string): string {
  const arn = parseArn(resolved);
  const [type = '', ...path] = arn?.resource.split('/') ?? [];
  return readableId(resolved, arn === undefined ? [resolved] : [arn.account, type, path.join('/')]);
}
