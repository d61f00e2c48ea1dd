/**
 * The network that a live cluster has at each plan.
 */
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IEksNetwork } from './eks-network';
import type { LiveCluster } from './live-cluster';
import { NetworkCheck } from './network-check';
import { areMadeHere, SubnetLookup } from './subnet-lookup';

/** What decides the network. */
export interface LiveNetworkProps {
  readonly live: LiveCluster;
  readonly nodeSubnetIds?: string[];
  readonly check?: NetworkCheck;
  readonly provider?: TerraformProvider;
}

/** The subnets of a live cluster, as far as they exist. */
export class LiveNetwork extends Construct implements IEksNetwork {
  public readonly controlPlaneSubnetIds: string[];
  public readonly nodeSubnetIds: string[];
  public readonly ipv4Only = false;
  public readonly upstream: TerraformResource[] = [];
  public readonly check: NetworkCheck;
  public readonly isLive: boolean;
  /** Where they are looked up. */
  public readonly lookup: SubnetLookup;

  public constructor(scope: Construct, { live, nodeSubnetIds, check, provider }: LiveNetworkProps) {
    super(scope, 'Network');
    // What the app makes itself is not there before the first apply: it cannot be looked up.
    const given =
      nodeSubnetIds === undefined || areMadeHere(scope, nodeSubnetIds)
        ? []
        : [{ property: 'nodeSubnetIds', ids: nodeSubnetIds }];
    this.lookup = new SubnetLookup(this, given, live, provider);
    this.check = check ?? NetworkCheck.live();
    this.isLive = nodeSubnetIds === undefined;
    const { existing } = this.lookup.recorded;
    this.controlPlaneSubnetIds = Token.asList(existing);
    this.nodeSubnetIds = nodeSubnetIds ?? this.forNodes(existing);
  }

  /** Nodes without a public address have no way out of a public subnet; where there are no others, nodes there get one. */
  private forNodes(existing: string): string[] {
    const isPrivate = (subnet: string): string =>
      `!${subnet}.map_public_ip_on_launch && !contains(keys(${subnet}.tags), "kubernetes.io/role/elb")`;
    const ownOnes = this.lookup.where(this.lookup.recorded, isPrivate);
    const own = this.lookup.named('Private', `\${${ownOnes}}`);
    return new TerraformLocal(
      this,
      'ForNodes',
      `\${length(${own}) > 0 ? tolist(${own}) : tolist(${existing})}`,
    ).asList;
  }
}
