/**
 * Data sources about networks and instance types.
 *
 * What a stack of the rehearsal made is found as it is. An id that no stack manages is taken as existing, with the plain
 * properties that most have; a test that needs others puts an object with that id into the world.
 */
import type { DataRules, Surroundings } from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValueList, isValues } from '../protocol/value';
import type { WorldObject } from '../world/world';
import { digits, zoneIdOf, zonesOf } from './account';
import { filterValues, notFound, regionOf } from './data-sources-account';
import { parseCidr } from './ec2/cidr';
import { UNMANAGED_VPC } from './ec2/network';
import { architectureOf } from './ec2/image';
import { arnOf } from './ec2/vpc-rules';
import { textsOf } from './eks/cluster-model';
import { textOr } from './texts';

const vpc: DataRules = (config, surroundings): KnownValues => {
  const found = find('aws_vpc', config, surroundings);
  if (found !== undefined) {
    return { ...found.attributes, state: 'available', default: false };
  }
  const id = mentioned('aws_vpc', config, surroundings) ?? UNMANAGED_VPC;
  const cidr = config['default'] === true ? '172.31.0.0/16' : '10.0.0.0/16';
  return {
    id,
    arn: arnOf(surroundings, `vpc/${id}`),
    cidr_block: config['cidr_block'] ?? cidr,
    cidr_block_associations: [
      { association_id: `vpc-cidr-assoc-${digits(id, 17)}`, cidr_block: cidr, state: 'associated' },
    ],
    default: config['default'] ?? false,
    enable_dns_hostnames: true,
    enable_dns_support: true,
    instance_tenancy: 'default',
    ipv6_cidr_block: '',
    ipv6_association_id: '',
    main_route_table_id: `rtb-${digits(`${id} main`, 17)}`,
    owner_id: surroundings.accountId,
    state: 'available',
    tags: config['tags'] ?? {},
  };
};

const subnet: DataRules = (config, surroundings): KnownValues => {
  const found = find('aws_subnet', config, surroundings);
  if (found !== undefined) {
    const { attributes, id } = found;
    return {
      ...attributes,
      ipv6_cidr_block: attributes['ipv6_cidr_block'] ?? '',
      available_ip_address_count:
        attributes['available_ip_address_count'] ?? freeAddresses(found, surroundings),
      availability_zone_id: zoneIdOf(textOr(attributes['availability_zone'])),
      default_for_az: false,
      state: 'available',
      id,
    };
  }
  const id = mentioned('aws_subnet', config, surroundings);
  if (id === undefined) {
    throw notFound('EC2 Subnet');
  }
  const zone = zoneOfUnmanaged(id, regionOf(config, surroundings));
  return {
    id,
    arn: arnOf(surroundings, `subnet/${id}`),
    vpc_id: config['vpc_id'] ?? UNMANAGED_VPC,
    availability_zone: config['availability_zone'] ?? zone,
    availability_zone_id: zoneIdOf(textOr(config['availability_zone'], zone)),
    available_ip_address_count: 4091,
    cidr_block: config['cidr_block'] ?? '10.0.0.0/20',
    ipv6_cidr_block: '',
    map_public_ip_on_launch: false,
    default_for_az: false,
    owner_id: surroundings.accountId,
    state: 'available',
    tags: config['tags'] ?? { 'kubernetes.io/role/internal-elb': '1' },
  };
};

const subnets: DataRules = (config, surroundings) => ({
  id: regionOf(config, surroundings),
  ids: listed('aws_subnet', 'subnet-', config, surroundings),
});

const securityGroups: DataRules = (config, surroundings) => {
  const ids = listed('aws_security_group', 'sg-', config, surroundings);
  return { id: regionOf(config, surroundings), ids, vpc_ids: ids.map(() => UNMANAGED_VPC) };
};

/** By id, also those that no stack manages; by anything else, those that stacks made. */
function listed(kind: string, prefix: string, config: KnownValues, surroundings: Surroundings): string[] {
  const { world } = surroundings;
  const asked = filterValues(config['filter'], ID_FILTERS[kind] ?? '');
  const made = world
    .all(kind)
    .filter((object) => object.region === regionOf(config, surroundings) && fits(object, config))
    .map(({ id }) => id);
  const unmanaged = (asked ?? []).filter(
    (id) => id.startsWith(prefix) && !world.isGone(id) && world.find(kind, { id }) === undefined,
  );
  return [...made.filter((id) => asked?.includes(id) ?? true), ...unmanaged].sort();
}

const securityGroup: DataRules = (config, surroundings) => {
  const found = find('aws_security_group', config, surroundings);
  if (found !== undefined) {
    return found.attributes;
  }
  const id = mentioned('aws_security_group', config, surroundings);
  if (id === undefined) {
    throw notFound('EC2 Security Group');
  }
  return {
    id,
    arn: arnOf(surroundings, `security-group/${id}`),
    name: config['name'] ?? 'unmanaged',
    description: 'Not managed by this stack',
    vpc_id: config['vpc_id'] ?? UNMANAGED_VPC,
    tags: config['tags'] ?? {},
  };
};

/** By the rules of names: the architecture from the family, the size from what follows the dot. */
const instanceType: DataRules = (config) => {
  const type = textOr(config['instance_type']);
  const [family = '', size = ''] = type.split('.');
  const architecture = architectureOf(type);
  const isBurstable = family.startsWith('t');
  const vcpus = vcpusOf(size, isBurstable);
  const threads = architecture === 'arm64' ? 1 : 2;
  const gibibytes = isBurstable
    ? (BURSTABLE_MEMORY[size] ?? vcpus * 4)
    : vcpus * (MEMORY_PER_VCPU[family.charAt(0)] ?? 4);
  return {
    id: type,
    supported_architectures: [architecture],
    default_vcpus: vcpus,
    default_cores: Math.max(1, vcpus / threads),
    default_threads_per_core: threads,
    memory_size: gibibytes * 1024,
    burstable_performance_supported: isBurstable,
    bare_metal: size.startsWith('metal'),
    current_generation: true,
    ena_support: 'required',
    hypervisor: 'nitro',
    supported_usages_classes: ['on-demand', 'spot'],
    supported_virtualization_types: ['hvm'],
  };
};

/** The data sources, by type. */
export const EC2_DATA_SOURCES: { readonly [type: string]: DataRules } = {
  aws_vpc: vpc,
  aws_subnet: subnet,
  aws_subnets: subnets,
  aws_security_group: securityGroup,
  aws_security_groups: securityGroups,
  aws_ec2_instance_type: instanceType,
};

const BURSTABLE_MEMORY: { readonly [size: string]: number } = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
};

/** Gibibytes for each virtual processor, by the first letter of the family: compute, general purpose, memory. */
const MEMORY_PER_VCPU: { readonly [letter: string]: number } = { c: 2, m: 4, r: 8, x: 16 };

function vcpusOf(size: string, isBurstable: boolean): number {
  const [, factor] = /^(\d+)xlarge$/.exec(size) ?? [];
  if (factor !== undefined) {
    return Number(factor) * 4;
  }
  return size === 'xlarge' ? 4 : size.startsWith('metal') ? 96 : size === 'medium' && !isBurstable ? 1 : 2;
}

/** What the world has: by id, or by the other arguments. */
function find(kind: string, config: KnownValues, surroundings: Surroundings): WorldObject | undefined {
  const id = idIn(kind, config);
  const inRegion = surroundings.world
    .all(kind)
    .filter((object) => object.region === regionOf(config, surroundings));
  return id === undefined
    ? inRegion.find((object) => fits(object, config))
    : inRegion.find((object) => object.id === id);
}

/** An id that a stack mentions and none manages; gone ones are an error. */
function mentioned(kind: string, config: KnownValues, { world }: Surroundings): string | undefined {
  const id = idIn(kind, config);
  if (id !== undefined && world.isGone(id)) {
    throw notFound(`${NAMES[kind] ?? kind} (${id})`);
  }
  return id;
}

const NAMES: { readonly [kind: string]: string } = {
  aws_vpc: 'EC2 VPC',
  aws_subnet: 'EC2 Subnet',
  aws_security_group: 'EC2 Security Group',
};

const ID_FILTERS: { readonly [kind: string]: string } = {
  aws_vpc: 'vpc-id',
  aws_subnet: 'subnet-id',
  aws_security_group: 'group-id',
};

function idIn(kind: string, config: KnownValues): string | undefined {
  const { id } = config;
  return typeof id === 'string' && id !== ''
    ? id
    : filterValues(config['filter'], ID_FILTERS[kind] ?? '')?.[0];
}

/** Filters that the simulation does not know hold. */
function fits({ attributes }: WorldObject, config: KnownValues): boolean {
  const tags = isValues(config['tags']) ? Object.entries(config['tags']) : [];
  const own = isValues(attributes['tags_all']) ? attributes['tags_all'] : attributes['tags'];
  const tagOf = (name: string): Known => (own !== undefined && isValues(own) ? (own[name] ?? null) : null);
  const filters = (isValueList(config['filter']) ? config['filter'] : []).filter((item) => isValues(item));
  const asArguments = ['vpc_id', 'name', 'availability_zone', 'cidr_block'].every((name) => {
    const wanted = config[name];
    return typeof wanted !== 'string' || wanted === '' || attributes[name] === wanted;
  });
  return (
    asArguments &&
    tags.every(([name, value]) => tagOf(name) === value) &&
    filters.every((filter) => {
      const values = textsOf(filter['values']);
      const [, tag] = /^tag:(.+)$/.exec(textOr(filter['name'])) ?? [];
      const known = tag === undefined ? attributes[textOr(filter['name']).replaceAll('-', '_')] : tagOf(tag);
      return known === undefined || values.some((pattern) => matches(textOr(known), pattern));
    })
  );
}

function matches(text: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}

/** AWS keeps five addresses of every subnet for itself. */
function freeAddresses({ id, attributes }: WorldObject, { world }: Surroundings): number {
  const range = parseCidr(textOr(attributes['cidr_block']));
  const size = range?.family === 4 ? Number(range.last - range.first) + 1 : 256;
  const taken = world.all('network-interface').filter((item) => item.attributes['subnet_id'] === id).length;
  return Math.max(0, size - 5 - taken);
}

/** Neighbouring ids lie in different zones, as those of a real network do. */
function zoneOfUnmanaged(id: string, region: string): string {
  const zones = zonesOf(region);
  const last = Number.parseInt(id.slice(-1), 16);
  return zones[(Number.isNaN(last) ? id.charCodeAt(id.length - 1) : last) % zones.length] ?? `${region}a`;
}
