/**
 * A network that was not made here, compared at every plan with what AWS has: before anything is created, and with the repair in
 * the message.
 */
import { DataAwsSecurityGroups } from '@cdktf/provider-aws/lib/data-aws-security-groups';
import type { TerraformProvider } from 'cdktf';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ProblemCode } from '../validation/problem-codes';
import type { PlanCondition, PlanConditionParts } from './plan-condition';
import { planCondition } from './plan-condition';
import type { LiveCluster } from './live-cluster';
import type { NetworkCheck } from './network-check';
import { NetworkFact } from './network-check';
import { PlanWarning } from './plan-warning';
import type { GivenSubnets, SoughtSubnets } from './subnet-lookup';
import { SubnetLookup } from './subnet-lookup';

/** EKS makes its network interfaces anew at every update. @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const FREE_FOR_CONTROL_PLANE = 6;
/** A node, and pods that it has from the start. */
const FREE_FOR_NODES = 16;
const LOAD_BALANCER_TAGS = ['kubernetes.io/role/internal-elb', 'kubernetes.io/role/elb'];

/** What is to be looked at. */
export interface NetworkSurveyProps {
  readonly check: NetworkCheck;
  readonly live: LiveCluster;
  /** Subnets for the control plane that are given. */
  readonly controlPlane?: GivenSubnets;
  /** Subnets for nodes that are given. */
  readonly nodes?: GivenSubnets;
  /** Security groups that are given. */
  readonly securityGroupIds?: readonly string[];
  /** Whether the cluster is managed elsewhere, so that nothing here mends what it has on record. */
  readonly isImported: boolean;
  /** Where the subnets are looked up already. */
  readonly lookup?: SubnetLookup;
  readonly provider?: TerraformProvider;
}

/** A list of subnets, with the property that gave it. */
interface Given extends SoughtSubnets {
  readonly property: string;
}

/** The comparison. */
export class NetworkSurvey extends Construct {
  /** What must hold, for the lifecycle of whatever is put into the network. */
  public readonly conditions: PlanCondition[];
  private readonly path: string;
  private readonly lookup: SubnetLookup;
  private readonly controlPlane?: Given;
  private readonly nodes?: Given;

  /**
   * @param scope what the messages name
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkSurveyProps,
  ) {
    super(scope, id);
    this.path = scope.node.path;
    const { live, provider } = props;
    const lists = [props.controlPlane, props.nodes].filter((list) => list !== undefined);
    this.lookup = props.lookup ?? new SubnetLookup(this, lists, live, provider);
    const given = this.lookup.given.map((sought, index) => ({
      property: lists[index]?.property ?? '',
      ...sought,
    }));
    this.controlPlane = given.find(({ property }) => property === props.controlPlane?.property);
    this.nodes = given.find(({ property }) => property === props.nodes?.property);
    this.conditions = [
      ...this.among(NetworkFact.SUBNETS_EXIST, () => given.map((list) => this.allExist(list))),
      ...this.among(NetworkFact.VPC, () => (given.length === 0 ? [] : [this.oneVpc(given)])),
      ...this.among(NetworkFact.AVAILABILITY_ZONES, () => this.zones(this.controlPlane)),
      ...this.among(NetworkFact.SECURITY_GROUPS_EXIST, () => this.groupsExist(props.securityGroupIds ?? [])),
    ];
    this.warn(given);
  }

  private among(fact: NetworkFact, conditions: () => PlanCondition[]): PlanCondition[] {
    return this.props.check._includes(fact) ? conditions() : [];
  }

  private allExist({ property, all, existing, missing }: Given): PlanCondition {
    const { recorded } = this.lookup;
    // The cluster does not know where nodes are to be: for them, what is left is the repair.
    const repair =
      property === this.controlPlane?.property
        ? `jsonencode(length(${recorded.existing}) > 0 ? ${recorded.existing} : ${existing})`
        : `jsonencode(length(${existing}) > 0 ? ${existing} : ${recorded.existing})`;
    return planCondition(this.path, 'SEKS1107', {
      holds: `length(${missing}) == 0`,
      what: `${property} names ${joined(missing)}, not found in this account and region`,
      fix:
        `Given: ${joined(all)}; the live cluster has: ${listed(recorded.all)}. ` +
        `Change ${property} to \${${repair}}, or to the ids that took their place.`,
    });
  }

  private oneVpc(given: readonly Given[]): PlanCondition {
    const { lookup } = this;
    const { vpcOfCluster } = lookup;
    const all = this.together(given);
    const vpcs = lookup.named(
      'Vpcs',
      `\${sort(distinct(concat(${vpcOfCluster}, ${lookup.distinct(all, 'vpc_id')})))}`,
    );
    const isStrange = (subnet: string): string =>
      `length(${vpcOfCluster}) > 0 && !contains(${vpcOfCluster}, ${subnet}.vpc_id)`;
    return planCondition(this.path, 'SEKS1108', {
      holds: `length(${vpcs}) <= 1`,
      what: `its subnets are in more than one VPC, ${joined(vpcs)}`,
      fix:
        `The live cluster is in: ${listed(vpcOfCluster)}; not there are: ${listed(lookup.where(all, isStrange))}. ` +
        'Give subnets of the VPC of the cluster.',
    });
  }

  private zones(given: Given | undefined): PlanCondition[] {
    if (given === undefined) {
      return [];
    }
    const { lookup, path } = this;
    const { recorded } = lookup;
    const zones = lookup.named('Zones', `\${${lookup.distinct(given, 'availability_zone')}}`);
    const live = lookup.named('ZonesOfCluster', `\${${lookup.distinct(recorded, 'availability_zone')}}`);
    const [lacking, beyond] = [`setsubtract(${live}, ${zones})`, `setsubtract(${zones}, ${live})`];
    // The zone of a subnet that is gone is not known: there may be one more.
    const isSame = `length(${lacking}) == 0 && (length(${beyond}) == 0 || length(${recorded.missing}) > 0)`;
    return [
      planCondition(path, 'SEKS1101', {
        holds: `length(${zones}) != 1 || length(${given.missing}) > 0`,
        what: `the control-plane subnets are all in ${joined(zones)}`,
        fix: 'EKS needs subnets in at least two availability zones: add one in another zone.',
      }),
      planCondition(path, 'SEKS1109', {
        holds: `length(${live}) == 0 || length(${given.missing}) > 0 || (${isSame})`,
        what: `${given.property} is in ${joined(zones)}, and the live cluster was created in ${joined(live)}`,
        fix: `EKS takes subnets of exactly these zones. Without one so far: ${listed(lacking)}; too many: ${listed(beyond)}.`,
      }),
    ];
  }

  private groupsExist(ids: readonly string[]): PlanCondition[] {
    if (ids.length === 0) {
      return [];
    }
    const given = this.lookup.named('GivenSecurityGroups', ids);
    const missing = `setsubtract(${given}, ${this.foundGroups('SecurityGroups', given)})`;
    return [
      planCondition(this.path, 'SEKS1112', {
        holds: `length(${missing}) == 0`,
        what: `securityGroupIds names ${joined(missing)}, not found in this account and region`,
        fix: 'Take them out, or give the ids that took their place.',
      }),
    ];
  }

  private warn(given: readonly Given[]): void {
    const { lookup, controlPlane } = this;
    const { isImported, check } = this.props;
    const live = isImported ? { property: 'the live subnets', ...lookup.recorded } : undefined;
    const nodes = this.nodes ?? controlPlane ?? live;
    if (check._includes(NetworkFact.FREE_ADDRESSES)) {
      this.warnOfFullSubnets('ControlPlaneAddresses', controlPlane, FREE_FOR_CONTROL_PLANE);
      this.warnOfFullSubnets('NodeAddresses', nodes, FREE_FOR_NODES);
    }
    if (check._includes(NetworkFact.LOAD_BALANCER_TAGS) && controlPlane !== undefined) {
      const isTagged = (subnet: string): string =>
        LOAD_BALANCER_TAGS.map((tag) => `contains(keys(${subnet}.tags), "${tag}")`).join(' || ');
      this.warnUnless('LoadBalancerTags', 'SEKS1111', {
        holds: `length(${lookup.where(this.together(given), isTagged)}) > 0`,
        what: `no subnet of its network carries the tag ${LOAD_BALANCER_TAGS.join(' or ')}`,
        fix: 'Load balancers are made in subnets with it: set it to 1, the first on private subnets, the second on public ones.',
      });
    }
    if (isImported && check._includes(NetworkFact.CLUSTER_RECORDS)) {
      this.warnOfRecords();
    }
  }

  private warnOfFullSubnets(id: string, given: Given | undefined, wanted: number): void {
    if (given === undefined) {
      return;
    }
    const isFull = (subnet: string): string => `${subnet}.available_ip_address_count < ${String(wanted)}`;
    const full = this.lookup.where(given, isFull);
    this.warnUnless(id, 'SEKS1110', {
      holds: `length(${full}) == 0`,
      what: `fewer than ${String(wanted)} addresses are left in ${joined(full)} of ${given.property}`,
      fix: 'Upgrades and new nodes need them: add subnets, or free addresses.',
    });
  }

  /** Whatever is made on the cluster works without them; its next upgrade does not. */
  private warnOfRecords(): void {
    const { lookup } = this;
    const recorded = (argument: string): string =>
      `[for id in flatten(${this.props.live.address}[*].vpc_config[*].${argument}) : id if id != null]`;
    const groups = lookup.named(
      'RecordedGroups',
      `\${concat(${recorded('security_group_ids')}, ${recorded('cluster_security_group_id')})}`,
    );
    const goneGroups = `tolist(setsubtract(${groups}, ${this.foundGroups('RecordedSecurityGroups', groups)}))`;
    const gone = lookup.named('Gone', `\${concat(${lookup.recorded.missing}, ${goneGroups})}`);
    this.warnUnless('ClusterRecords', 'SEKS1113', {
      holds: `length(${gone}) == 0`,
      what: `the live cluster has ${joined(gone)} on record, not found in this account and region`,
      fix: 'Its next upgrade will fail: whoever manages it has to give it the subnets and security groups that there are.',
    });
  }

  private warnUnless(id: string, code: ProblemCode, parts: PlanConditionParts): void {
    new PlanWarning(this, id, planCondition(this.path, code, parts));
  }

  /** Those of a list of security groups that exist. EC2 takes no filter without a value. */
  private foundGroups(id: string, ids: string): string {
    const values = Token.asList(`\${coalescelist(distinct(${ids}), ["none"])}`);
    const { provider } = this.props;
    const found = new DataAwsSecurityGroups(this, id, { filter: [{ name: 'group-id', values }], provider });
    return `${found.fqn}.ids`;
  }

  private together(given: readonly Given[]): SoughtSubnets {
    const of = (part: keyof SoughtSubnets): string =>
      `distinct(concat(${given.map((list) => list[part]).join(', ')}))`;
    return { all: of('all'), existing: of('existing'), missing: of('missing') };
  }
}

/** A list within a message that is not there when the list is empty. */
function joined(ids: string): string {
  return `\${join(", ", ${ids})}`;
}

/** A list within a message that may be empty. */
function listed(ids: string): string {
  return `\${length(${ids}) == 0 ? "none" : join(", ", ${ids})}`;
}
