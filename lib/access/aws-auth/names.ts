/**
 * User names and groups: which of them an access entry can carry.
 */
import type { Principal } from './principals';
import { quoted } from './text';

/** Prefixes that EKS keeps for itself. */
const RESERVED_PREFIXES: readonly string[] = ['system:', 'eks:', 'aws:', 'amazon:', 'iam:'];
/** The only template that the user name of an entry may hold. */
const SESSION = '{{SessionName}}';

/** A name with what is known of it filled in. */
export function filledIn(text: string, { account }: Principal): string {
  return text.replaceAll('{{AccountID}}', account);
}

/**
 * Why an entry cannot have a user name; nothing when it can.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/set-custom-username.html
 */
export function whyNoUserName(userName: string, type: Principal['type']): string | undefined {
  const reserved = RESERVED_PREFIXES.find((prefix) => userName.startsWith(prefix));
  if (reserved !== undefined) {
    return `begins with ${reserved}, which EKS keeps for itself`;
  }
  const session = userName.indexOf(SESSION);
  if (session >= 0 && type === 'user') {
    return `holds ${SESSION}, but users have no session`;
  }
  if (session >= 0 && !userName.slice(0, session).includes(':')) {
    return `has no colon before ${SESSION}`;
  }
  if (/\{\{|\}\}/.test(userName.replaceAll(SESSION, ''))) {
    return `holds a template that entries do not know`;
  }
  if (isExpression(userName)) {
    return 'would be an expression for Terraform';
  }
  return userName.trim() === '' ? 'is blank' : undefined;
}

/** Why an entry cannot have a group; nothing when it can. */
export function whyNoGroup(group: string): string | undefined {
  const reserved = RESERVED_PREFIXES.find((prefix) => group.startsWith(prefix));
  if (reserved !== undefined) {
    return `begins with ${reserved}, which EKS keeps for itself`;
  }
  if (/\{\{|\}\}/.test(group)) {
    return 'is a template, and entries know none in groups';
  }
  if (isExpression(group)) {
    return 'would be an expression for Terraform';
  }
  return group.trim() === '' ? 'is blank' : undefined;
}

/** The user name that EKS gives when an entry says none. */
export function defaultUserName({ type, account, name, partition, arn }: Principal): string {
  return type === 'user' ? arn : `arn:${partition}:sts::${account}:assumed-role/${name}/${SESSION}`;
}

/** As it reads in a reason. */
export function withReason(name: string, why: string): string {
  return `${quoted(name)} ${why}`;
}

/** What Terraform would evaluate where it stands in a text: an entry for such a name would do more than name somebody. */
function isExpression(text: string): boolean {
  return /[$%]\{/.test(text);
}
