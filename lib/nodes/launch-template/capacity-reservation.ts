/**
 * Which reserved capacity nodes are started in.
 */
import type { PropertyChecks } from '../../validation/property-checks';

/**
 * The capacity reservations that nodes may be started in.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html
 */
export class CapacityReservation {
  /** Any open one that fits, and without one at the regular price: what EC2 does when nothing is said. */
  public static readonly OPEN = new CapacityReservation('open');

  /** None, so that reservations are left to others. */
  public static readonly NONE = new CapacityReservation('none');

  /**
   * One reservation; nodes that find no room in it are not started.
   *
   * @param reservationId such as `cr-0123456789abcdef0`
   */
  public static withId(reservationId: string): CapacityReservation {
    return new CapacityReservation(undefined, reservationId);
  }

  /**
   * The reservations of a resource group; nodes that find no room in them are started outside of them.
   *
   * @param groupArn ARN of the resource group
   */
  public static inGroup(groupArn: string): CapacityReservation {
    return new CapacityReservation(undefined, undefined, groupArn);
  }

  /**
   * A Capacity Block for machine learning: accelerators for some days, at a fixed time and in one availability zone. The
   * group needs `CapacityType.CAPACITY_BLOCK`, one instance type, and the subnets of that zone.
   *
   * @param reservationId id of the block, such as `cr-0123456789abcdef0`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
   */
  public static capacityBlock(reservationId: string): CapacityReservation {
    return new CapacityReservation(undefined, reservationId, undefined, true);
  }

  /** Id of the reservation, where there is one. */
  public readonly reservationId?: string;
  /** ARN of the resource group, where there is one. */
  public readonly groupArn?: string;
  /** Whether it is a Capacity Block. */
  public readonly isCapacityBlock: boolean;
  /** @internal */
  public readonly _preference?: string;

  private constructor(
    preference?: string,
    reservationId?: string,
    groupArn?: string,
    isCapacityBlock = false,
  ) {
    this._preference = preference;
    this.reservationId = reservationId;
    this.groupArn = groupArn;
    this.isCapacityBlock = isCapacityBlock;
  }

  /**
   * Reports an id or an ARN that is none.
   *
   * @internal
   */
  public _check(checks: PropertyChecks, property: string): void {
    const pattern = /^cr-[0-9a-f]{8,17}$/;
    checks.pattern(
      `${property}.reservationId`,
      this.reservationId,
      pattern,
      'the id of a capacity reservation',
    );
    checks.arn(`${property}.groupArn`, this.groupArn, 'resource-groups', 'group/');
  }
}
