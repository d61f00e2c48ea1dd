/**
 * The subnets of a network, and which of them a stack means.
 */
import { compareText } from '../validation/checks/compare-text';
import type { Declared, DeclaredTexts } from './declared-values';
import { Unknown } from './expressions';
import type { LiveSubnet } from './live-state';
import { sorted } from './pairing';

/** Tags by which controllers of load balancers find subnets. */
const PRIVATE_TAG = 'kubernetes.io/role/internal-elb';
const PUBLIC_TAG = 'kubernetes.io/role/elb';

/** What was read of EC2, seen from a cluster. */
export class SubnetView {
  private readonly byId: ReadonlyMap<string, LiveSubnet>;

  public constructor(
    private readonly subnets: readonly LiveSubnet[],
    public readonly vpcId: string | undefined,
  ) {
    this.byId = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  }

  /** A subnet by its id. */
  public find(id: string): LiveSubnet | undefined {
    return this.byId.get(id);
  }

  /** Those that do not exist. */
  public missing(ids: readonly string[]): readonly string[] {
    return ids.filter((id) => !this.byId.has(id));
  }

  /** Those that exist. */
  public existing(ids: readonly string[]): readonly LiveSubnet[] {
    return ids.flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Availability zones of subnets. */
  public zones(ids: readonly string[]): readonly string[] {
    return sorted(this.existing(ids).map(({ zone }) => zone));
  }

  /** Whether some subnet of the network is tagged for load balancers. */
  public get hasLoadBalancerTags(): boolean {
    return this.own.some(({ tags }) => tags[PRIVATE_TAG] !== undefined || tags[PUBLIC_TAG] !== undefined);
  }

  /** The subnets of the cluster's network. */
  public get own(): readonly LiveSubnet[] {
    return this.subnets.filter(({ vpcId }) => vpcId === this.vpcId);
  }

  /**
   * The subnets that a list in a stack means. The id of a subnet that the same app makes is known only after apply; its block
   * of addresses is unique within the network, and finds it.
   */
  public resolve(ids: Declared<DeclaredTexts>): Declared<DeclaredTexts> {
    return ids === undefined || ids instanceof Unknown
      ? ids
      : ids.map((id) => (id instanceof Unknown ? (this.made(id) ?? id) : id));
  }

  /**
   * Subnets that can take the place of missing ones: in other zones than those that stay, with room, private ones first. EKS
   * takes only zones that the cluster was made in, so that these are candidates and no more.
   */
  public replacements(staying: readonly string[], count: number): readonly LiveSubnet[] {
    const zones = new Set(this.zones(staying));
    const chosen: LiveSubnet[] = [];
    const candidates = [...this.own].sort(
      (a, b) =>
        Number(b.tags[PRIVATE_TAG] !== undefined) - Number(a.tags[PRIVATE_TAG] !== undefined) ||
        b.freeAddresses - a.freeAddresses ||
        compareText(a.id, b.id),
    );
    for (const candidate of candidates) {
      if (chosen.length < count && !zones.has(candidate.zone) && candidate.freeAddresses >= 6) {
        zones.add(candidate.zone);
        chosen.push(candidate);
      }
    }
    return chosen;
  }

  private made({ expression, resource }: Unknown): string | undefined {
    const cidr = resource?.block['cidr_block'];
    return resource?.type === 'aws_subnet' && expression.endsWith('.id') && typeof cidr === 'string'
      ? this.own.find((subnet) => subnet.cidr === cidr)?.id
      : undefined;
  }
}
