/**
 * How `aws eks get-token` is called, so that it signs in as the AWS provider of the cluster does.
 */
import { Lazy } from 'cdktf';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { TokenSource } from './token-source';

/** What is said of the token; the rest is taken from the AWS provider. */
export interface TokenRequest {
  readonly cluster: ISafeEksCluster;
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly tokenSource?: TokenSource;
}

interface Identity {
  readonly profile?: string;
  readonly roleArn?: string;
}

/** The arguments of an AWS provider that say as whom it signs in. */
interface SignIn {
  readonly profile?: string;
  readonly accessKey?: string;
  readonly sharedConfigFiles?: readonly string[];
  readonly sharedCredentialsFiles?: readonly string[];
  readonly assumeRole?: unknown;
  readonly assumeRoleWithWebIdentity?: unknown;
}

/** A block `assume_role`. */
interface AssumedRole {
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly tags?: unknown;
}

/** Arguments of the command; taken at synth, when the AWS provider is there. */
export function tokenArguments(request: TokenRequest): string[] {
  return Lazy.listValue({
    produce: () => {
      const { profile, roleArn } = identityOf(request);
      return [
        'eks',
        'get-token',
        '--cluster-name',
        request.cluster.physicalName,
        '--region',
        regionOf(request) ?? '',
        '--output',
        'json',
        ...(profile === undefined ? [] : ['--profile', profile]),
        ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
      ];
    },
  });
}

/** The region that tokens are asked for in; undefined where nobody knows it. */
export function regionOf({ cluster, region }: TokenRequest): string | undefined {
  return region ?? cluster.region;
}

/**
 * Reports SEKS5003 where the region is unknown, and SEKS5005 where the AWS provider signs in by what the command cannot be
 * told: it would sign in as somebody else, or be refused in the middle of an apply.
 */
export function judgeTokenCommand(request: TokenRequest): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  if (regionOf(request) === undefined) {
    const what = "the region of the cluster's AWS provider is not a literal, so tokens cannot be asked for";
    problems.push({ code: 'SEKS5003', property: 'region', what, fix: 'Give the region.' });
  }
  const how = isTaken(request) ? untold(signInOf(request)) : undefined;
  if (how !== undefined) {
    const what = `the AWS provider of the cluster ${how}, which aws eks get-token cannot be told`;
    const fix = 'Give a profile or a roleArn, or take TokenSource.EXEC_AS_CALLER.';
    problems.push({ code: 'SEKS5005', property: 'roleArn', what, fix });
  }
  return problems;
}

/** A profile is a whole identity, which may take a role by itself; a role is taken from the profile of the provider. */
function identityOf(request: TokenRequest): Identity {
  const { profile, roleArn, tokenSource } = request;
  if (profile !== undefined || tokenSource === TokenSource.EXEC_AS_CALLER) {
    return { profile, roleArn };
  }
  const signIn = signInOf(request);
  return {
    profile: literal(signIn.profile),
    roleArn: roleArn ?? literal(rolesOf(signIn)[0]?.roleArn),
  };
}

/** Whether all of the identity is that of the AWS provider. */
function isTaken({ profile, roleArn, tokenSource }: TokenRequest): boolean {
  return profile === undefined && roleArn === undefined && tokenSource !== TokenSource.EXEC_AS_CALLER;
}

/** What of it the command cannot be told, if anything. A session policy matters to AWS only, not within the cluster. */
function untold(signIn: SignIn): string | undefined {
  const { accessKey, profile, sharedConfigFiles = [], sharedCredentialsFiles = [] } = signIn;
  const roles = rolesOf(signIn);
  const [role] = roles;
  const cases: readonly (readonly [boolean, string])[] = [
    [accessKey !== undefined, 'has an access key of its own'],
    [sharedConfigFiles.length + sharedCredentialsFiles.length > 0, 'reads files of its own for credentials'],
    [isGiven(signIn.assumeRoleWithWebIdentity), 'takes its role by a web identity'],
    [profile !== undefined && !isKnown(profile), 'has a profile that is not known at synth'],
    [!isKnown(signIn.assumeRole), 'takes roles that are not known at synth'],
    [roles.length > 1, `takes ${String(roles.length)} roles one after the other`],
    [role?.roleArn !== undefined && !isKnown(role.roleArn), 'takes a role that is not known at synth'],
    [role?.externalId !== undefined, 'takes its role with an external id'],
    [role?.sourceIdentity !== undefined, 'takes its role with a source identity'],
    [role?.tags !== undefined, 'takes its role with session tags'],
  ];
  return cases.find(([applies]) => applies)?.[1];
}

function signInOf({ cluster }: TokenRequest): SignIn {
  return (cluster._environment.awsProvider ?? {}) as SignIn;
}

function rolesOf({ assumeRole }: SignIn): readonly AssumedRole[] {
  return Array.isArray(assumeRole) ? (assumeRole as AssumedRole[]) : [];
}

function isGiven(blocks: unknown): boolean {
  return blocks !== undefined && !(Array.isArray(blocks) && blocks.length === 0);
}

function literal(value: string | undefined): string | undefined {
  return value !== undefined && isKnown(value) ? value : undefined;
}
