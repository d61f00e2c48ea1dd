/**
 * Who can reach the API server of a cluster over the network.
 */
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { judgeNetworkCidr } from '../validation/checks/cidr';
import { isKnown } from '../validation/checks/known';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_PUBLIC_CIDRS = 40;
const WORLD = '0.0.0.0/0';

/**
 * A public endpoint that still has to be told who may use it. It is no {@link EndpointAccess} by itself, so a
 * cluster cannot be opened to the world by leaving something out.
 */
export class PublicEndpointAccess {
  /**
   * Opens the public endpoint for these networks only; nodes use the private endpoint.
   *
   * The cluster reports SEKS1202 for an empty list, SEKS1104 for a malformed block, SEKS1204 for more than 40 and
   * SEKS1203, a warning, for `0.0.0.0/0`.
   *
   * @param cidrs IPv4 networks, such as `203.0.113.0/24`
   */
  public onlyFrom(...cidrs: string[]): EndpointAccess {
    return EndpointAccess._publicFrom(cidrs);
  }
}

/**
 * How the API server of a cluster is reached. The private endpoint is always on: without it nodes would leave the
 * network to talk to their own control plane.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
export class EndpointAccess {
  /** Only from the cluster's network and what is connected to it. */
  public static readonly PRIVATE = new EndpointAccess(false, []);

  /** From the cluster's network, and from the networks named with `onlyFrom`. */
  public static readonly PUBLIC_AND_PRIVATE = new PublicEndpointAccess();

  /** @internal */
  public static _publicFrom(cidrs: readonly string[]): EndpointAccess {
    return new EndpointAccess(true, [...cidrs]);
  }

  /** Whether there is a public endpoint. */
  public readonly publicAccess: boolean;
  /** The networks that may use the public endpoint; empty when there is none. */
  public readonly publicCidrs: string[];

  private constructor(publicAccess: boolean, publicCidrs: string[]) {
    this.publicAccess = publicAccess;
    this.publicCidrs = publicCidrs;
  }

  /**
   * What is wrong with this choice.
   *
   * @internal
   */
  public _judge(): ProblemDetails[] {
    const property = 'endpointAccess';
    if (!this.publicAccess) {
      return [];
    }
    if (this.publicCidrs.length === 0) {
      const what =
        'endpointAccess opens the public endpoint without a CIDR block, which EKS takes as 0.0.0.0/0';
      const fix = 'Name at least one network in onlyFrom, or use EndpointAccess.PRIVATE.';
      return [{ code: 'SEKS1202', property, value: [], limit: '1 to 40 CIDR blocks', what, fix }];
    }
    const problems: ProblemDetails[] = [];
    if (this.publicCidrs.length > MAX_PUBLIC_CIDRS) {
      const count = String(this.publicCidrs.length);
      const what = `endpointAccess names ${count} CIDR blocks, EKS takes at most ${String(MAX_PUBLIC_CIDRS)}`;
      const limit = `at most ${String(MAX_PUBLIC_CIDRS)}`;
      const fix = 'Merge neighbouring blocks.';
      problems.push({ code: 'SEKS1204', property, value: this.publicCidrs.length, limit, what, fix });
    }
    for (const cidr of this.publicCidrs.filter((candidate) => isKnown(candidate))) {
      const judgement = judgeNetworkCidr(cidr);
      if (judgement !== undefined) {
        const what = `endpointAccess ${show(cidr)} ${judgement.what}`;
        const limit = 'a network address in CIDR notation';
        problems.push({ code: 'SEKS1104', property, value: cidr, limit, what, fix: judgement.fix });
      } else if (cidr === WORLD) {
        const what = 'endpointAccess opens the API server to every address on the internet';
        const fix = 'Name your own networks, or acknowledge the code with a reason.';
        problems.push({ code: 'SEKS1203', property, value: cidr, limit: 'narrower networks', what, fix });
      }
    }
    return problems;
  }
}
