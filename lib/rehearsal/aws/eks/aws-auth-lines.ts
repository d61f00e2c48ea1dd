/**
 * Lines of the ConfigMap `aws-auth`: which line a role needs, and whom a line lets in. Pure.
 */
import type { AwsAuthLine, ClusterModel } from './cluster-model';

/** What a role is there for. */
export type ComputeKind = 'node' | 'windows-node' | 'fargate' | 'auto-mode-node';

/** The group that may do everything; only the ConfigMap can put somebody into it. */
export const MASTERS = 'system:masters';

/** What the authenticator of AWS expects of each kind (EKS user guide, "Grant IAM users access with a ConfigMap"). */
const EXPECTED: Readonly<Record<Exclude<ComputeKind, 'auto-mode-node'>, Omit<AwsAuthLine, 'arn'>>> = {
  node: {
    username: 'system:node:{{EC2PrivateDNSName}}',
    groups: ['system:bootstrappers', 'system:nodes'],
  },
  'windows-node': {
    username: 'system:node:{{EC2PrivateDNSName}}',
    groups: ['system:bootstrappers', 'system:nodes', 'eks:kube-proxy-windows'],
  },
  fargate: {
    username: 'system:node:{{SessionName}}',
    groups: ['system:bootstrappers', 'system:nodes', 'system:node-proxier'],
  },
};

/**
 * A role's ARN as the authenticator sees it. A session's ARN has no path, so a line with a path never matches
 * (EKS user guide, "Troubleshoot IAM": aws-auth and role paths).
 */
export function withoutPath(arn: string): string {
  return arn.replace(/:(role|user)\/(?:[^/]+\/)+/, ':$1/');
}

/** A role's name, for people. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The line that EKS adds for a role; nodes of Auto Mode are let in by access entries only. */
export function lineFor(roleArn: string, kind: ComputeKind): AwsAuthLine | undefined {
  return kind === 'auto-mode-node' ? undefined : { arn: withoutPath(roleArn), ...EXPECTED[kind] };
}

/** Whether a line lets a role in as a node of its kind: it needs the user name, and at least the groups. */
export function linesLetIn(
  lines: readonly AwsAuthLine[] | undefined,
  roleArn: string,
  kind: ComputeKind,
): boolean {
  const wanted = lineFor(roleArn, kind);
  return (
    wanted !== undefined &&
    (lines ?? []).some(
      (line) =>
        line.arn === wanted.arn &&
        line.username === wanted.username &&
        wanted.groups.every((group) => line.groups.includes(group)),
    )
  );
}

/** The roles for which EKS itself keeps lines: those of managed node groups and Fargate profiles, without paths. */
export function computeRolesOf(cluster: ClusterModel): ReadonlySet<string> {
  const compute = [...cluster.nodeGroups.values(), ...cluster.fargateProfiles.values()];
  return new Set(
    compute.filter(({ status }) => status !== 'DELETING').map(({ roleArn }) => withoutPath(roleArn)),
  );
}
