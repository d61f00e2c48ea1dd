/**
 * Which CNI gives pods their network.
 */
import type { IConstruct } from 'constructs';
import type { VpcCniOptions } from './vpc-cni-options';

/**
 * The CNI of a cluster. Without one no node becomes Ready.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html
 */
export class Cni {
  /**
   * The add-on vpc-cni, which is the default.
   *
   * @param options settings of the add-on
   */
  public static vpcCni(options: VpcCniOptions = {}): Cni {
    return new Cni(options, undefined);
  }

  /**
   * Another CNI, installed by a construct of yours. All its resources come before compute, and vpc-cni is not
   * installed.
   *
   * @param construct what installs it
   */
  public static custom(construct: IConstruct): Cni {
    return new Cni(undefined, construct);
  }

  /** Settings of vpc-cni; undefined for another CNI. */
  public readonly vpcCniOptions?: VpcCniOptions;
  /** What installs another CNI; undefined for vpc-cni. */
  public readonly construct?: IConstruct;

  private constructor(vpcCniOptions: VpcCniOptions | undefined, construct: IConstruct | undefined) {
    this.vpcCniOptions = vpcCniOptions;
    this.construct = construct;
  }
}
