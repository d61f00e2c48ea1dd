/**
 * What it means when a call of AWS fails: the services and the SDK have many names for the same.
 */
import { CommandError } from '../command';

/** What to do about a failed call. */
export type FailureKind =
  /** The caller may not do it: everything else goes on. */
  | 'denied'
  /** What was asked for is not there. */
  | 'not-found'
  /** The cluster lets nobody in by entries, so that it has none. */
  | 'no-entries'
  /** Nothing can be asked at all. */
  | 'fatal'
  /** Something else: everything else goes on. */
  | 'failed';

const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|NotAuthorized)$/;
const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|UnrecognizedClient(Exception)?|ExpiredToken(Exception)?|InvalidClientTokenId|InvalidSignature(Exception)?|SignatureDoesNotMatch|MissingAuthenticationToken(Exception)?|RequestExpired|AuthFailure|InvalidAccessKeyId)$/;
/** In the code of an error, or in its message where the SDK has wrapped it. */
const UNREACHABLE =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/;

/** Sorts a failure. */
export function kindOfFailure(error: unknown): FailureKind {
  const { name, message } = partsOf(error);
  // Who may not assume the role of a profile is not signed in, whatever was asked for.
  if (CREDENTIALS.test(name) || /\bsts:AssumeRole/.test(message) || isWithoutRegion(error)) {
    return 'fatal';
  }
  if (isUnreachable(error)) {
    return 'fatal';
  }
  if (DENIED.test(name)) {
    return 'denied';
  }
  if (name === 'ResourceNotFoundException') {
    return 'not-found';
  }
  return name === 'InvalidRequestException' && /authentication mode/i.test(message) ? 'no-entries' : 'failed';
}

/** The words of a failure. */
export function messageOfFailure(error: unknown): string {
  const { name, message } = partsOf(error);
  return message === '' ? name : message;
}

/** Says why nothing can be asked, and what to do. */
export function fatalError(error: unknown): CommandError {
  const { name } = partsOf(error);
  const said = messageOfFailure(error).replace(/[.\s]+$/, '');
  if (isWithoutRegion(error)) {
    return new CommandError('No region is known. Name it with --region, or in AWS_REGION.', { cause: error });
  }
  if (isUnreachable(error)) {
    return new CommandError(
      `AWS cannot be reached: ${said}. See whether the region exists and the network works.`,
      { cause: error },
    );
  }
  const isAbsent = name === 'CredentialsProviderError' || name === 'TokenProviderError';
  return new CommandError(
    `${isAbsent ? 'There are no usable credentials' : 'AWS does not accept the credentials'}: ${said}. ` +
      'Sign in, such as with aws sso login, and name a profile with --profile or in AWS_PROFILE.',
    { cause: error },
  );
}

function isUnreachable(error: unknown): boolean {
  const { name, code, message } = partsOf(error);
  return name === 'TimeoutError' || UNREACHABLE.test(`${code} ${message}`);
}

function isWithoutRegion(error: unknown): boolean {
  return partsOf(error).message.startsWith('Region is missing');
}

function partsOf(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  const { name, code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly message?: unknown;
  };
  return { name: text(name), code: text(code), message: text(message) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
