/**
 * VPCs, subnets and security groups: what may be made in them, and what keeps them from being deleted.
 *
 * Sources: the provider's `internal/service/ec2/vpc_.go`, `vpc_subnet.go`, `vpc_security_group.go`; error codes of the Amazon
 * EC2 API reference.
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, ResourceRules, Surroundings } from '../../engine/rules';
import type { Known } from '../../protocol/value';
import { isValueList } from '../../protocol/value';
import { MINUTE } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { nameOrGenerated } from '../names';
import { parseCidr, isWithin, overlaps } from './cidr';
import { interfacesIn, interfacesOfVpc } from './network';
import { waitUntilFree } from './waiting';
import { textOr } from '../texts';

/** The provider's `vpcDeletedTimeout`: a VPC has no `timeouts` block (from memory). */
const VPC_DELETE_TIMEOUT = 5 * MINUTE;

/** What must be gone before a VPC can go; the kind without `aws_` is EKS's own. */
const KEEPS_A_VPC = [
  'aws_subnet',
  'aws_internet_gateway',
  'aws_egress_only_internet_gateway',
  'aws_security_group',
  'eks-cluster-security-group',
  'aws_route_table',
  'aws_network_acl',
  'aws_vpc_endpoint',
];

const VPC: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateVpc');
    const mainRouteTable = call.newId('rtb-');
    const id = call.newId('vpc-');
    call.exists(id, {
      arn: arnOf(call, `vpc/${id}`),
      owner_id: call.accountId,
      // A VPC is born with one of each; none of them is a resource of its own.
      default_security_group_id: call.newId('sg-'),
      default_network_acl_id: call.newId('acl-'),
      default_route_table_id: mainRouteTable,
      main_route_table_id: mainRouteTable,
      enable_dns_hostnames: call.planned['enable_dns_hostnames'] ?? false,
      enable_network_address_usage_metrics: call.planned['enable_network_address_usage_metrics'] ?? false,
      ...ipv6RangeOf(call),
    });
    await call.takes('ec2:CreateVpc');
  },
  async delete(call) {
    await call.request('ec2:DeleteVpc');
    const { world, object } = call;
    await waitUntilFree(call, () => whatKeepsVpc(world, object.id) === undefined, {
      within: VPC_DELETE_TIMEOUT,
      step: 'waiting for what is in the VPC',
      text: `The vpc '${object.id}' has dependencies and cannot be deleted.`,
    });
    await call.takes('delete');
  },
  read(object, { world }) {
    const main = world.find('aws_main_route_table_association', { vpc_id: object.id });
    object.attributes['main_route_table_id'] =
      main?.attributes['route_table_id'] ?? object.attributes['default_route_table_id'] ?? '';
  },
};

const SUBNET: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateSubnet');
    checkSubnet(call);
    const id = call.newId('subnet-');
    call.exists(id, {
      arn: arnOf(call, `subnet/${id}`),
      owner_id: call.accountId,
      availability_zone: call.planned['availability_zone'] ?? `${call.region}a`,
      ipv6_cidr_block_association_id:
        typeof call.planned['ipv6_cidr_block'] !== 'string' ? '' : call.newId('subnet-cidr-assoc-'),
      private_dns_hostname_type_on_launch: call.planned['private_dns_hostname_type_on_launch'] ?? 'ip-name',
    });
    await call.takes('ec2:CreateSubnet');
  },
  async delete(call) {
    await call.request('ec2:DeleteSubnet');
    const { world, object } = call;
    await waitUntilFree(call, () => interfacesIn(world, object.id).length === 0, {
      within: call.timeout(20 * MINUTE),
      step: 'waiting for network interfaces in the subnet',
      text: `The subnet '${object.id}' has dependencies and cannot be deleted.`,
    });
    await call.takes('delete');
  },
};

const SECURITY_GROUP: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateSecurityGroup');
    requireVpc(call);
    const id = call.newId('sg-');
    call.exists(id, {
      name: nameOrGenerated(call),
      arn: arnOf(call, `security-group/${id}`),
      owner_id: call.accountId,
      name_prefix: call.planned['name_prefix'] ?? '',
    });
    await call.takes('create');
  },
  async delete(call) {
    await call.request('ec2:DeleteSecurityGroup');
    const { world, object } = call;
    await waitUntilFree(call, () => !isUsed(world, object.id), {
      within: call.timeout(15 * MINUTE),
      step: 'waiting for network interfaces with the security group',
      text: `resource ${object.id} has a dependent object`,
    });
    await call.takes('delete');
  },
};

/** Adopts what the VPC was born with: nothing is created, and deleting it only forgets it. */
const DEFAULT_SECURITY_GROUP: ResourceRules = {
  async create(call) {
    await call.request('ec2:DescribeSecurityGroups');
    const vpc = requireVpc(call);
    const id = vpc?.attributes['default_security_group_id'];
    call.exists(typeof id === 'string' ? id : call.newId('sg-'), {
      owner_id: call.accountId,
      name: 'default',
      description: 'default VPC security group',
      name_prefix: '',
    });
    await call.takes('create');
  },
  async delete(call) {
    await call.takes('delete');
  },
};

/** Adopts the main table of a VPC. */
const DEFAULT_ROUTE_TABLE: ResourceRules = {
  async create(call) {
    await call.request('ec2:DescribeRouteTables');
    const { default_route_table_id: id } = call.planned;
    const vpc = call.world.find('aws_vpc', { default_route_table_id: id ?? null });
    call.exists(textOr(id), { owner_id: call.accountId, ...(vpc === undefined ? {} : { vpc_id: vpc.id }) });
    await call.takes('create');
  },
  async delete(call) {
    await call.takes('delete');
  },
};

/** The rules, by type. */
export const VPC_RULES: { readonly [type: string]: ResourceRules } = {
  aws_vpc: VPC,
  aws_subnet: SUBNET,
  aws_security_group: SECURITY_GROUP,
  aws_default_security_group: DEFAULT_SECURITY_GROUP,
  aws_default_route_table: DEFAULT_ROUTE_TABLE,
};

/** An ARN of EC2. */
export function arnOf({ partition, region, accountId }: Surroundings, resource: string): string {
  return `arn:${partition}:ec2:${region}:${accountId}:${resource}`;
}

/** The VPC that a call names, when a stack manages it. */
export function requireVpc(call: CreateCall): WorldObject | undefined {
  const { vpc_id: vpcId } = call.planned;
  if (typeof vpcId !== 'string') {
    return undefined;
  }
  const vpc = call.world.get('aws_vpc', vpcId, call.region);
  if (vpc === undefined && call.world.isGone(vpcId)) {
    throw new ApiError('InvalidVpcID.NotFound', `The vpc ID '${vpcId}' does not exist`);
  }
  return vpc;
}

function checkSubnet(call: CreateCall): void {
  const vpc = requireVpc(call);
  for (const argument of ['cidr_block', 'ipv6_cidr_block']) {
    const text = call.planned[argument];
    const range = typeof text === 'string' ? parseCidr(text) : undefined;
    if (typeof text !== 'string' || range === undefined) {
      continue;
    }
    const outer = vpc === undefined ? [] : rangesOf(call.world, vpc, argument).map(parseCidr);
    if (
      outer.length > 0 &&
      !outer.some((candidate) => candidate !== undefined && isWithin(range, candidate))
    ) {
      throw new ApiError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
    }
    const taken = call.world
      .all('aws_subnet')
      .filter(({ attributes }) => attributes['vpc_id'] === call.planned['vpc_id'])
      .map(({ attributes }) => parseCidr(textOr(attributes[argument])));
    if (taken.some((other) => other !== undefined && overlaps(range, other))) {
      throw new ApiError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
    }
  }
}

/** A VPC may have more ranges than the one that it was made with. */
function rangesOf(world: World, vpc: WorldObject, argument: string): readonly string[] {
  const kind =
    argument === 'cidr_block' ? 'aws_vpc_ipv4_cidr_block_association' : 'aws_vpc_ipv6_cidr_block_association';
  const more = world.all(kind).filter(({ attributes }) => attributes['vpc_id'] === vpc.id);
  return [vpc, ...more]
    .map(({ attributes }) => attributes[argument])
    .filter((text): text is string => typeof text === 'string' && text !== '');
}

function whatKeepsVpc(world: World, vpcId: string): WorldObject | undefined {
  return [...KEEPS_A_VPC.flatMap((kind) => world.all(kind)), ...interfacesOfVpc(world, vpcId)].find(
    (object) => object.kind === 'network-interface' || object.attributes['vpc_id'] === vpcId,
  );
}

function isUsed(world: World, groupId: string): boolean {
  const names = (value: Known | undefined): boolean => isValueList(value) && value.includes(groupId);
  return world.all('network-interface').some(({ attributes }) => names(attributes['security_group_ids']));
}

function ipv6RangeOf(call: CreateCall): { readonly [name: string]: Known } {
  if (call.planned['assign_generated_ipv6_cidr_block'] !== true) {
    return {
      ipv6_cidr_block: call.planned['ipv6_cidr_block'] ?? '',
      ipv6_association_id: '',
      ipv6_cidr_block_network_border_group: '',
    };
  }
  const place = call.world.next('range of IPv6 addresses').toString(16);
  return {
    ipv6_cidr_block: `2a05:d018:${place}:ff00::/56`,
    ipv6_association_id: call.newId('vpc-cidr-assoc-'),
    ipv6_cidr_block_network_border_group: call.region,
  };
}
