/**
 * Internet gateways, NAT gateways and their addresses.
 *
 * Sources: the provider's `internal/service/ec2/vpc_internet_gateway.go`, `vpc_nat_gateway.go`, `ec2_eip.go`; Amazon VPC user
 * guide, "Troubleshoot NAT gateways".
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, ResourceRules } from '../../engine/rules';
import type { Known } from '../../protocol/value';
import { MINUTE } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { ipv4At, parseCidr } from './cidr';
import { addNetworkInterface, interfacesOfVpc, removeNetworkInterface } from './network';
import { internetGatewayOf, watchingEgress } from './routing';
import { arnOf, requireVpc } from './vpc-rules';
import { waitUntilFree } from './waiting';
import { textOr } from '../texts';

const INTERNET_GATEWAY: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateInternetGateway');
    const vpc = requireVpc(call);
    if (vpc !== undefined && internetGatewayOf(call.world, vpc.id) !== undefined) {
      throw new ApiError(
        'InvalidParameterValue',
        `Network ${vpc.id} already has an internet gateway attached`,
      );
    }
    const id = call.newId('igw-');
    call.exists(id, {
      arn: arnOf(call, `internet-gateway/${id}`),
      owner_id: call.accountId,
      vpc_id: call.planned['vpc_id'] ?? '',
    });
    await call.takes('create');
  },
  async delete(call) {
    const { world, object } = call;
    const { vpc_id: vpcId } = object.attributes;
    await call.request('ec2:DetachInternetGateway');
    if (typeof vpcId === 'string' && vpcId !== '') {
      await waitUntilFree(call, () => !hasPublicAddresses(world, vpcId), {
        within: call.timeout(20 * MINUTE),
        step: 'waiting for public addresses in the VPC',
        text: `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      });
    }
    watchingEgress(world, `the internet gateway ${object.id} was deleted`, () => {
      world.remove(object);
    });
    await call.takes('delete');
  },
};

const NAT_GATEWAY: ResourceRules = {
  async create(call) {
    await call.request('ec2:CreateNatGateway');
    const subnet = requireSubnet(call);
    const address = addressOf(call);
    const id = call.newId('nat-');
    const isPublic = call.planned['connectivity_type'] !== 'private';
    const eni = call.newId('eni-');
    const object = call.exists(id, {
      network_interface_id: eni,
      association_id: isPublic ? associationOf(eni) : '',
      private_ip: call.planned['private_ip'] ?? freeAddress(call, subnet),
      public_ip: '',
      vpc_id: subnet?.attributes['vpc_id'] ?? call.planned['vpc_id'] ?? '',
      secondary_allocation_ids: call.planned['secondary_allocation_ids'] ?? [],
      secondary_private_ip_addresses: call.planned['secondary_private_ip_addresses'] ?? [],
      secondary_private_ip_address_count: call.planned['secondary_private_ip_address_count'] ?? 0,
    });
    const { vpc_id: vpcId } = subnet?.attributes ?? {};
    if (isPublic && typeof vpcId === 'string' && lacksInternetGateway(call.world, vpcId)) {
      await call.takes('ec2:CreateNatGateway');
      // The gateway is made and fails afterwards: Terraform has it as tainted.
      throw new ApiError(
        'Gateway.NotAttached',
        `unexpected state 'failed', wanted target 'available'. last error: Network ${vpcId} has no Internet gateway attached`,
      );
    }
    const publicIp = isPublic ? (address?.attributes['public_ip'] ?? '203.0.113.1') : '';
    addNetworkInterface(
      call.world,
      call.region,
      eni,
      textOr(call.planned['subnet_id']),
      `Interface for NAT Gateway ${id}`,
      { allocation_id: call.planned['allocation_id'] ?? null, public_ip: publicIp === '' ? null : publicIp },
    );
    await call.takes('ec2:CreateNatGateway');
    object.attributes['public_ip'] = publicIp;
    call.world.note('nat-gateway-available', id);
  },
  async delete(call) {
    await call.request('ec2:DeleteNatGateway');
    const { world, object } = call;
    watchingEgress(world, `the NAT gateway ${object.id} was deleted`, () => {
      world.remove(object);
    });
    await call.takes('ec2:DeleteNatGateway');
    // The interface stays until the very end, and with it the address and what hinders the subnet.
    removeNetworkInterface(world, object.region, textOr(object.attributes['network_interface_id']));
    world.note('nat-gateway-deleted', object.id);
  },
};

const ELASTIC_IP: ResourceRules = {
  async create(call) {
    await call.request('ec2:AllocateAddress');
    const id = call.newId('eipalloc-');
    // Addresses for documentation (RFC 5737), one after the other.
    const publicIp = `203.0.113.${String(1 + (call.world.next('elastic address') % 254))}`;
    const dashed = publicIp.replaceAll('.', '-');
    call.exists(id, {
      allocation_id: id,
      arn: arnOf(call, `elastic-ip/${id}`),
      domain: 'vpc',
      public_ip: publicIp,
      public_dns: `ec2-${dashed}.${call.region}.compute.amazonaws.com`,
      network_border_group: call.planned['network_border_group'] ?? call.region,
      public_ipv4_pool: call.planned['public_ipv4_pool'] ?? 'amazon',
      ...unassociated(call.planned['instance']),
    });
    await call.takes('create');
  },
  read(object, { world }) {
    const user = userOf(world, object.id);
    Object.assign(
      object.attributes,
      user === undefined
        ? unassociated(object.attributes['instance'])
        : { association_id: associationOf(user.id), network_interface: user.id },
    );
  },
  async delete(call) {
    await call.request('ec2:ReleaseAddress');
    // The provider disassociates an address before; that of a NAT gateway is not the user's to take (from memory).
    if (userOf(call.world, call.object.id) !== undefined) {
      throw new ApiError('AuthFailure', 'You do not have permission to access the specified resource.');
    }
    await call.takes('delete');
  },
};

/** The rules, by type. */
export const GATEWAY_RULES: { readonly [type: string]: ResourceRules } = {
  aws_internet_gateway: INTERNET_GATEWAY,
  aws_nat_gateway: NAT_GATEWAY,
  aws_eip: ELASTIC_IP,
};

function requireSubnet(call: CreateCall): WorldObject | undefined {
  const { subnet_id: subnetId } = call.planned;
  if (typeof subnetId !== 'string') {
    return undefined;
  }
  const subnet = call.world.get('aws_subnet', subnetId, call.region);
  if (subnet === undefined && call.world.isGone(subnetId)) {
    throw new ApiError('NatGatewayMalformed', `The subnet ID '${subnetId}' does not exist`);
  }
  return subnet;
}

function addressOf(call: CreateCall): WorldObject | undefined {
  const { allocation_id: allocationId } = call.planned;
  if (typeof allocationId !== 'string') {
    return undefined;
  }
  if (call.world.isGone(allocationId)) {
    throw new ApiError('InvalidAllocationID.NotFound', `The allocation ID '${allocationId}' does not exist`);
  }
  if (userOf(call.world, allocationId) !== undefined) {
    throw new ApiError(
      'Resource.AlreadyAssociated',
      `Elastic IP address [${allocationId}] is already associated`,
    );
  }
  return call.world.get('aws_eip', allocationId, call.region);
}

function lacksInternetGateway(world: World, vpcId: string): boolean {
  const isManaged = world.all('aws_vpc').some(({ id }) => id === vpcId);
  return isManaged && internetGatewayOf(world, vpcId) === undefined;
}

function hasPublicAddresses(world: World, vpcId: string): boolean {
  return interfacesOfVpc(world, vpcId).some(
    ({ attributes }) => typeof attributes['public_ip'] === 'string' && attributes['public_ip'] !== '',
  );
}

function userOf(world: World, allocationId: string): WorldObject | undefined {
  return world.find('network-interface', { allocation_id: allocationId });
}

/** An interface of a NAT gateway has one address, so that its id names the association too. */
function associationOf(interfaceId: string): string {
  return `eipassoc-${interfaceId.replace(/^eni-/, '')}`;
}

/** AWS gives the first four addresses of a subnet to nobody. */
function freeAddress(call: CreateCall, subnet: WorldObject | undefined): string {
  const range = parseCidr(textOr(subnet?.attributes['cidr_block'], '10.0.0.0/24'));
  const place = 4 + (call.world.next(`address in ${textOr(call.planned['subnet_id'])}`) % 200);
  return range?.family === 4 ? ipv4At(range, place) : '';
}

function unassociated(instance: Known | undefined): { readonly [name: string]: Known } {
  return {
    association_id: '',
    network_interface: '',
    instance: instance ?? '',
    private_ip: '',
    private_dns: '',
    ptr_record: '',
    carrier_ip: '',
    customer_owned_ip: '',
    ipam_pool_id: '',
  };
}
