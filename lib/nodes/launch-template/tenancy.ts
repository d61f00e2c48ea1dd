/**
 * With whom nodes share their hardware.
 */
import type { PropertyChecks } from '../../validation/property-checks';

/**
 * Hardware that is not shared with other accounts.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html
 */
export class Tenancy {
  /** Hardware for one account, which AWS chooses. */
  public static readonly DEDICATED = new Tenancy('dedicated');

  /**
   * A Dedicated Host of yours. It has room for so many nodes, and in a rolling update EKS starts more before it ends any.
   *
   * @param hostId such as `h-0123456789abcdef0`
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-overview.html
   */
  public static onHost(hostId: string): Tenancy {
    return new Tenancy('host', hostId);
  }

  /**
   * The Dedicated Hosts of a resource group.
   *
   * @param hostResourceGroupArn ARN of the host resource group
   */
  public static onHostsOf(hostResourceGroupArn: string): Tenancy {
    return new Tenancy('host', undefined, hostResourceGroupArn);
  }

  /** Id of the host, where there is one. */
  public readonly hostId?: string;
  /** ARN of the host resource group, where there is one. */
  public readonly hostResourceGroupArn?: string;
  /** @internal */
  public readonly _tenancy: string;

  private constructor(tenancy: string, hostId?: string, hostResourceGroupArn?: string) {
    this._tenancy = tenancy;
    this.hostId = hostId;
    this.hostResourceGroupArn = hostResourceGroupArn;
  }

  /**
   * Reports an id or an ARN that is none.
   *
   * @internal
   */
  public _check(checks: PropertyChecks, property: string): void {
    checks.pattern(`${property}.hostId`, this.hostId, /^h-[0-9a-f]{8,17}$/, 'the id of a Dedicated Host');
    const arn = `${property}.hostResourceGroupArn`;
    checks.arn(arn, this.hostResourceGroupArn, 'resource-groups', 'group/');
  }
}
