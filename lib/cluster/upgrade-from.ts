/**
 * From which version a control plane may come to the one that it is declared with.
 */
import type { ProblemDetails } from '../validation/problem';
import type { PlanCondition } from './plan-condition';
import type { KubernetesVersion } from './kubernetes-version';

/**
 * How it is seen to that a control plane is upgraded by one minor version at a time. EKS refuses two at once in the middle of an
 * apply; and it takes a lower version for a wish to roll back, which is what a version says that EKS itself has left behind at
 * the end of its support.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 */
export class UpgradeFrom {
  /**
   * Each plan looks at the live cluster, if there is one, and is refused when it has neither the declared version nor the one
   * before it (SEKS1208). Whoever plans needs `eks:ListClusters` and `eks:DescribeCluster`.
   */
  public static live(): UpgradeFrom {
    return new UpgradeFrom('live');
  }

  /**
   * The version that the cluster has at present, kept in the code; compared at synth, without asking AWS.
   *
   * @param version the version before this change
   */
  public static version(version: KubernetesVersion): UpgradeFrom {
    return new UpgradeFrom('version', version);
  }

  /**
   * Nothing is compared: to roll back, within seven days after an upgrade.
   *
   * @param reason why
   */
  public static anything(reason: string): UpgradeFrom {
    return new UpgradeFrom('anything', undefined, reason);
  }

  private constructor(
    private readonly kind: 'live' | 'version' | 'anything',
    private readonly from?: KubernetesVersion,
    private readonly reason?: string,
  ) {}

  /**
   * What is wrong with the declared version, as far as it is known now.
   *
   * @internal
   */
  public _judge(to: KubernetesVersion): ProblemDetails[] {
    const property = 'upgradeFrom';
    if (this.reason?.trim() === '') {
      const what = `${property} gives no reason for comparing nothing`;
      const fix = 'Say why, so that whoever reads it next year knows.';
      return [{ code: 'SEKS1002', property, value: this.reason, limit: 'a reason', what, fix }];
    }
    const allowed = versionsBefore(to);
    const { from } = this;
    if (from === undefined || allowed === undefined || allowed.includes(from.version)) {
      return [];
    }
    const limit = allowed.join(' or ');
    const what = `version ${to.version} cannot be reached from ${from.version}`;
    return [
      { code: 'SEKS1208', property, value: from.version, limit, what, fix: wayOut(from.version, to.version) },
    ];
  }

  /**
   * Whether plans look at the live cluster.
   *
   * @internal
   */
  public get _isLive(): boolean {
    return this.kind === 'live';
  }

  /**
   * What Terraform compares before it touches the cluster.
   *
   * @param path path of the cluster
   * @param live address of the live cluster, of which there is one or none
   * @internal
   */
  public _conditions(path: string, live: string, to: KubernetesVersion): PlanCondition[] {
    const allowed = versionsBefore(to);
    if (allowed === undefined) {
      return [];
    }
    const versions = `${live}[*].version`;
    return [
      {
        condition: `\${alltrue([for version in ${versions} : contains(${JSON.stringify(allowed)}, version)])}`,
        errorMessage:
          `${path}: version ${to.version} cannot be reached from \${join(", ", ${versions})}, which the cluster has ` +
          `(SEKS1208). ${wayOut('the live version', to.version)}`,
      },
    ];
  }
}

/** The version itself and the minor before it; undefined for a text that is no version, which is reported elsewhere. */
function versionsBefore(to: KubernetesVersion): string[] | undefined {
  return to.minor === undefined ? undefined : [`1.${String(to.minor - 1)}`, to.version];
}

function wayOut(from: string, to: string): string {
  return (
    `EKS moves up by one minor version at a time: declare the one after ${from} first. If it was left behind by an upgrade, ` +
    `declare the version that the cluster has. To roll back to ${to}, give UpgradeFrom.anything with the reason.`
  );
}
