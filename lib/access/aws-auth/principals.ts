/**
 * Whom a line means, and by which ARN an access entry has to name them.
 */
import { parseArn, type ArnParts } from '../../validation/checks/arn';
import type { ConvertAwsAuthOptions } from './conversion';
import { quoted } from './text';

/** An IAM user or role that may have an entry. */
export interface Principal {
  readonly type: 'role' | 'user';
  readonly account: string;
  /** The name without its path. */
  readonly name: string;
  readonly partition: string;
  /** The ARN for the entry. */
  readonly arn: string;
}

/** What can be said of the principal of a line. */
export interface PrincipalFinding {
  /** Nothing when no entry can be proposed. */
  readonly principal?: Principal;
  /** Whether the authenticator lets the principal in by this line. */
  readonly isLive: boolean;
  /** What somebody has to decide. */
  readonly question?: string;
  /** Why no entry can take the place of the line. */
  readonly impossible?: string;
  /** Whether the role may have a path that nobody has said. */
  readonly mayHavePath?: boolean;
}

const SSO_PATH = 'aws-reserved/sso.amazonaws.com/';
const SERVICE_LINKED =
  'EKS takes no entry for a service-linked role. See whether its service makes one itself, as EMR on EKS does; else give a role of your own one.';
/** Stands in a proposal for what only its reader knows. */
const SSO_REGION_UNKNOWN = '<region>';

/**
 * Judges the ARN of a line.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export function findPrincipal(written: string, options: ConvertAwsAuthOptions): PrincipalFinding {
  const text = inUsualLetters(written);
  const impossible = (reason: string, isLive = false): PrincipalFinding => ({ isLive, impossible: reason });
  if (text === '') {
    return impossible('The line names nobody, so it lets nobody in; drop it.');
  }
  if (/\$\{|\{\{/.test(text)) {
    return { isLive: false, question: `${quoted(text)} is a template; fill it in and convert again.` };
  }
  const arn = parseArn(text);
  if (arn === undefined || !/^\d{12}$/.test(arn.account)) {
    return impossible(
      `${quoted(text)} is no ARN of an account; correct it and convert again, or drop the line.`,
    );
  }
  if (/[*?]/.test(text)) {
    const what = 'A pattern lets in whoever fits it, now and later; an entry names one principal.';
    return impossible(`${what} Convert a line for each of them.`, true);
  }
  if (arn.service === 'sts') {
    return ofSession(arn, options);
  }
  const [type = '', ...path] = arn.resource.split('/');
  const name = path.pop() ?? '';
  if (arn.service !== 'iam' || arn.region !== '') {
    return impossible(`${quoted(text)} is of another service than IAM, so it lets nobody in; drop the line.`);
  }
  if (arn.resource === 'root') {
    return impossible('The root of an account cannot have an entry. Give a role of that account one.', true);
  }
  if (type === 'group') {
    return impossible(
      'Groups of IAM do not sign in, so the line lets nobody in. Let the members assume a role.',
    );
  }
  if (type === 'instance-profile') {
    const question = 'An instance profile does not sign in, so the line lets nobody in. Name the role in it.';
    return { isLive: false, question };
  }
  if ((type !== 'role' && type !== 'user') || ![...path, name].every((part) => /^[\w+=,.@-]+$/.test(part))) {
    return impossible(`${quoted(text)} is neither a user nor a role, so it lets nobody in; drop the line.`);
  }
  const { partition, account } = arn;
  const principal: Principal = { type, account, name, partition, arn: text };
  return type === 'user' ? { principal, isLive: true } : ofRole(principal, path, options);
}

function ofRole(role: Principal, path: readonly string[], options: ConvertAwsAuthOptions): PrincipalFinding {
  const known = fullArnOf(role, options);
  const isLinked = path[0] === 'aws-service-role' || known?.includes(':role/aws-service-role/') === true;
  if (isLinked || (known === undefined && /^AWSServiceRoleFor/i.test(role.name))) {
    return { isLive: path.length === 0, impossible: SERVICE_LINKED };
  }
  if (path.length > 0) {
    const question =
      'aws-auth wants the ARN without its path, so today the line lets nobody in. Take the proposal if it is meant.';
    return { principal: role, isLive: false, question };
  }
  if (known !== undefined) {
    return { principal: { ...role, arn: known }, isLive: true };
  }
  if (!/^AWSReservedSSO_/i.test(role.name)) {
    return { principal: role, isLive: true, mayHavePath: true };
  }
  const principal = { ...role, arn: ssoArn(role, options.ssoRegion) };
  if (options.ssoRegion !== undefined && role.name.startsWith('AWSReservedSSO_')) {
    return { principal, isLive: true };
  }
  if (options.ssoRegion !== undefined) {
    const question =
      'The name of a role of IAM Identity Center begins with AWSReservedSSO_, in these capitals: say its ARN as IAM has it (roleArns, --role).';
    return { principal, isLive: true, question };
  }
  const question =
    'The entry of a role of IAM Identity Center needs its path, and with it the home region of Identity Center: say it (ssoRegion, --sso-region).';
  return { principal, isLive: true, question };
}

function ofSession(
  { partition, account, resource }: ArnParts,
  options: ConvertAwsAuthOptions,
): PrincipalFinding {
  const [type = '', ...rest] = resource.split('/');
  if (type === 'federated-user') {
    return {
      isLive: true,
      impossible: 'A federated user is a session and has no entry. Let it assume a role.',
    };
  }
  const name = rest.length > 1 ? (rest.at(-2) ?? '') : (rest[0] ?? '');
  if (type !== 'assumed-role' || !/^[\w+=,.@-]+$/.test(name)) {
    return {
      isLive: false,
      impossible: 'This is no principal that signs in, so it lets nobody in; drop the line.',
    };
  }
  const role: Principal = {
    type: 'role',
    account,
    name,
    partition,
    arn: `arn:${partition}:iam::${account}:role/${name}`,
  };
  const { principal = role, impossible } = ofRole(role, [], options);
  if (impossible !== undefined) {
    return { isLive: false, impossible };
  }
  const question =
    'This is a session of a role, and aws-auth wants the role: today the line lets nobody in. Take the proposal if it is meant.';
  return { principal, isLive: false, question };
}

/** As the authenticator compares ARNs: it takes two signs from beyond ASCII for capitals of k and s. */
export function withoutCapitals(arn: string): string {
  return arn.toLowerCase().replaceAll('\u017f', 's');
}

/** An ARN with capitals in its name only, as IAM writes it: the authenticator does not mind them anywhere. */
function inUsualLetters(arn: string): string {
  const known = /[\u017f\u212a]/.test(arn) ? withoutCapitals(arn) : arn;
  return known.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:[^/]*/i, (head) => head.toLowerCase());
}

/** Identity Center leaves its region out of the path where it is us-east-1. */
function ssoArn({ partition, account, name }: Principal, region = SSO_REGION_UNKNOWN): string {
  const middle = region === 'us-east-1' ? '' : `${region}/`;
  return `arn:${partition}:iam::${account}:role/${SSO_PATH}${middle}${name}`;
}

function fullArnOf(role: Principal, options: ConvertAwsAuthOptions): string | undefined {
  const { roleArns = [], managedRoleArns = [], selfManagedRoleArns = [] } = options;
  return [...roleArns, ...selfManagedRoleArns, ...managedRoleArns].find((arn) => isArnOf(arn, role));
}

/** Whether an ARN, with or without a path, is that of a role. Names differ by more than capitals within an account. */
export function isArnOf(arn: string, { type, account, name, partition }: Principal): boolean {
  const parts = parseArn(arn);
  return (
    type === 'role' &&
    parts?.account === account &&
    parts.partition === partition &&
    parts.resource.startsWith('role/') &&
    parts.resource.split('/').at(-1)?.toLowerCase() === name.toLowerCase()
  );
}
