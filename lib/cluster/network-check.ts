/**
 * What of a network that was not made here is compared with what AWS has, at every plan.
 */
import type { ProblemDetails } from '../validation/problem';

/** One thing that is compared. */
export enum NetworkFact {
  /** Subnets that are given exist (SEKS1107). */
  SUBNETS_EXIST = 'subnets-exist',
  /** All subnets are in one VPC, that of the live cluster (SEKS1108). */
  VPC = 'vpc',
  /** Control-plane subnets are in the availability zones that the live cluster was created in (SEKS1109). */
  AVAILABILITY_ZONES = 'availability-zones',
  /** Subnets have addresses left (SEKS1110); a warning. */
  FREE_ADDRESSES = 'free-addresses',
  /** A subnet carries the tag by which load balancers find it (SEKS1111); a warning. */
  LOAD_BALANCER_TAGS = 'load-balancer-tags',
  /** Security groups that are given exist (SEKS1112). */
  SECURITY_GROUPS_EXIST = 'security-groups-exist',
  /** What EKS has on record for an imported cluster still exists (SEKS1113); a warning. */
  CLUSTER_RECORDS = 'cluster-records',
}

/**
 * Which facts about a network each plan looks up and compares, before anything is created.
 *
 * Whoever plans needs `ec2:DescribeSubnets`, `ec2:DescribeSecurityGroups`, `eks:ListClusters` and `eks:DescribeCluster`.
 */
export class NetworkCheck {
  /** Everything is compared. */
  public static live(): NetworkCheck {
    return new NetworkCheck([]);
  }

  /**
   * Nothing is looked up or compared.
   *
   * @param reason why
   */
  public static none(reason: string): NetworkCheck {
    return new NetworkCheck(Object.values(NetworkFact).map((fact) => ({ fact, reason })));
  }

  private constructor(private readonly left: readonly LeftOut[]) {}

  /**
   * The same without one fact.
   *
   * @param fact what is not to be compared
   * @param reason why
   */
  public without(fact: NetworkFact, reason: string): NetworkCheck {
    return new NetworkCheck([...this.left, { fact, reason }]);
  }

  /** @internal */
  public _includes(fact: NetworkFact): boolean {
    return !this.left.some((one) => one.fact === fact);
  }

  /** @internal */
  public get _isNone(): boolean {
    return Object.values(NetworkFact).every((fact) => !this._includes(fact));
  }

  /**
   * Reasons that say nothing.
   *
   * @internal
   */
  public _judge(property: string): ProblemDetails[] {
    const silent = [
      ...new Set(this.left.filter(({ reason }) => reason.trim() === '').map(({ fact }) => fact)),
    ];
    if (silent.length === 0) {
      return [];
    }
    const which = silent.length === Object.values(NetworkFact).length ? 'anything' : silent.join(', ');
    const what = `${property} gives no reason for not comparing ${which}`;
    const fix = 'Say why, so that whoever reads it next year knows.';
    return [{ code: 'SEKS1002', property, value: silent, limit: 'a reason', what, fix }];
  }
}

interface LeftOut {
  readonly fact: NetworkFact;
  readonly reason: string;
}
