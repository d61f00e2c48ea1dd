/**
 * How many Elastic Fabric Adapters a node has, and on which of its network cards.
 */
import type { PropertyChecks } from '../../validation/property-checks';
import { NetworkInterfaceType } from './network-interface-options';

/** The most network cards that an instance has; those of P5 are all for EFA. */
export const MAX_NETWORK_CARDS = 32;

/** The place of an interface: a network card, and a device on it. */
export interface InterfaceSlot {
  readonly networkCard: number;
  readonly deviceIndex: number;
}

/**
 * The Elastic Fabric Adapters (EFA) of a node: network devices that let processes on different nodes exchange messages
 * past the operating system. Which instance types have how many of them on which cards is for you to know.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
 */
export class Efa {
  /**
   * Adapters without IP addresses beside the ordinary primary interface, one on each network card: what AWS recommends,
   * as they use up no addresses of the subnet. On card 0 it is device 1, as the primary interface is device 0 there, and
   * on every further card device 0.
   *
   * @param count how many, 1 to 32
   * @param firstNetworkCard card of the first one; 1 where card 0 has no EFA, as with P6-B300. Default: 0
   */
  public static only(count: number, firstNetworkCard?: number): Efa {
    return new Efa(count, firstNetworkCard ?? 0, false);
  }

  /**
   * Adapters with IP addresses, one on each network card: the primary interface is the first one. For instance types
   * with one network card, or where ordinary traffic is to use all cards. Each takes an address of the subnet.
   *
   * @param count how many, 1 to 32
   */
  public static withAddresses(count: number): Efa {
    return new Efa(count, 0, true);
  }

  /** How many adapters. */
  public readonly count: number;
  /** Network card of the first one. */
  public readonly firstNetworkCard: number;
  /** Whether they have IP addresses. */
  public readonly hasAddresses: boolean;

  private constructor(count: number, firstNetworkCard: number, hasAddresses: boolean) {
    this.count = count;
    this.firstNetworkCard = firstNetworkCard;
    this.hasAddresses = hasAddresses;
  }

  /**
   * Type of the adapters' interfaces.
   *
   * @internal
   */
  public get _interfaceType(): NetworkInterfaceType {
    return this.hasAddresses ? NetworkInterfaceType.EFA : NetworkInterfaceType.EFA_ONLY;
  }

  /**
   * Places of the interfaces beside the primary one; none for numbers that are reported.
   *
   * @internal
   */
  public get _slots(): InterfaceSlot[] {
    const { count, firstNetworkCard: first, hasAddresses } = this;
    if (!isCard(first) || !isCard(count - 1)) {
      return [];
    }
    return Array.from({ length: count }, (_, index) => first + index)
      .filter((networkCard) => !(hasAddresses && networkCard === 0))
      .map((networkCard) => ({ networkCard, deviceIndex: hasAddresses || networkCard === 0 ? 1 : 0 }));
  }

  /**
   * Reports numbers out of their range.
   *
   * @internal
   */
  public _check(checks: PropertyChecks, property: string): void {
    checks.integer(`${property}.firstNetworkCard`, this.firstNetworkCard, 0, MAX_NETWORK_CARDS - 1);
    const most = MAX_NETWORK_CARDS - (isCard(this.firstNetworkCard) ? this.firstNetworkCard : 0);
    checks.integer(`${property}.count`, this.count, 1, most);
  }
}

/** False for tokens too, which stand for numbers far from any card. */
function isCard(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < MAX_NETWORK_CARDS;
}
