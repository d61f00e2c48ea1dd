/**
 * Values that only AWS knows and no rule has said: they look as AWS writes them, and are the same on every run.
 */
import type { Known } from '../protocol/value';
import type { WorldObject } from '../world/world';
import { ACCOUNT_ID, digits, partitionOf, zoneIdOf } from './account';
import { arnOfObject } from './invent-arn';
import { CREATION_DATE } from './names';
import { textOr } from './texts';

/** How ids of a kind begin, by the attribute that holds one. */
const ID_PREFIXES: { readonly [attribute: string]: string } = {
  association_id: 'eipassoc-',
  allocation_id: 'eipalloc-',
  network_interface_id: 'eni-',
  vpc_id: 'vpc-',
  subnet_id: 'subnet-',
  route_table_id: 'rtb-',
  main_route_table_id: 'rtb-',
  default_route_table_id: 'rtb-',
  original_route_table_id: 'rtb-',
  default_network_acl_id: 'acl-',
  network_acl_id: 'acl-',
  default_security_group_id: 'sg-',
  security_group_id: 'sg-',
  security_group_rule_id: 'sgr-',
  dhcp_options_id: 'dopt-',
  prefix_list_id: 'pl-',
  internet_gateway_id: 'igw-',
  nat_gateway_id: 'nat-',
  instance_id: 'i-',
  image_id: 'ami-',
};

/** How ids begin, by type. */
const TYPE_PREFIXES: { readonly [type: string]: string } = {
  aws_vpc: 'vpc-',
  aws_subnet: 'subnet-',
  aws_route_table: 'rtb-',
  aws_route_table_association: 'rtbassoc-',
  aws_main_route_table_association: 'rtbassoc-',
  aws_internet_gateway: 'igw-',
  aws_egress_only_internet_gateway: 'eigw-',
  aws_nat_gateway: 'nat-',
  aws_eip: 'eipalloc-',
  aws_eip_association: 'eipassoc-',
  aws_vpc_endpoint: 'vpce-',
  aws_security_group: 'sg-',
  aws_security_group_rule: 'sgrule-',
  aws_vpc_security_group_ingress_rule: 'sgr-',
  aws_vpc_security_group_egress_rule: 'sgr-',
  aws_network_acl: 'acl-',
  aws_network_interface: 'eni-',
  aws_launch_template: 'lt-',
  aws_flow_log: 'fl-',
  aws_instance: 'i-',
  aws_ebs_volume: 'vol-',
  aws_efs_file_system: 'fs-',
  aws_vpc_dhcp_options: 'dopt-',
  aws_vpc_peering_connection: 'pcx-',
  aws_ec2_transit_gateway: 'tgw-',
  aws_ec2_managed_prefix_list: 'pl-',
};

/** Types that are known by their name. */
const NAMED_TYPES = [
  'aws_iam_role',
  'aws_iam_instance_profile',
  'aws_iam_user',
  'aws_iam_group',
  'aws_cloudwatch_log_group',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_metric_alarm',
  'aws_kms_alias',
  'aws_key_pair',
  'aws_autoscaling_group',
  'aws_ecr_repository',
  'aws_dynamodb_table',
  'aws_s3_bucket',
  'aws_ssm_parameter',
  'aws_lambda_function',
];

/** Attributes that AWS leaves empty unless something special is asked for. */
const USUALLY_EMPTY = [
  'name_prefix',
  'node_group_name_prefix',
  'ipv6_cidr_block_association_id',
  'ipv6_association_id',
  'ipv6_cidr_block',
  'customer_owned_ip',
  'carrier_ip',
  'ptr_record',
  'instance_owner_id',
  'kernel_id',
  'ram_disk_id',
];

/** A value for an attribute; nothing leaves it to the attribute's type. */
export function inventAttribute(type: string, attribute: string, object: WorldObject): Known | undefined {
  const seed = `${type} ${object.region} ${object.id} ${attribute}`;
  if (attribute === 'id') {
    return inventId(type, object, seed);
  }
  if (USUALLY_EMPTY.includes(attribute)) {
    return '';
  }
  const special = SPECIAL[`${type}.${attribute}`];
  if (special !== undefined) {
    return special(object);
  }
  const prefix = ID_PREFIXES[attribute];
  if (prefix !== undefined) {
    return object.id.startsWith(prefix) ? object.id : `${prefix}${digits(seed, 17)}`;
  }
  return inventFact(type, attribute, object, seed);
}

function inventFact(type: string, attribute: string, object: WorldObject, seed: string): Known | undefined {
  const { region, attributes } = object;
  switch (attribute) {
    case 'arn':
      return arnOfObject(type, object, { accountId: ACCOUNT_ID, partition: partitionOf(region) });
    case 'owner_id':
    case 'account_id':
    case 'aws_account_id':
    case 'registry_id':
      return ACCOUNT_ID;
    case 'region':
      return region;
    case 'name':
      return inventName(attributes['name_prefix'], seed);
    case 'unique_id':
      return `${type === 'aws_iam_user' ? 'AIDA' : 'AROA'}${digits(seed, 17).toUpperCase()}`;
    case 'create_date':
    case 'created_at':
    case 'creation_date':
    case 'creation_time':
    case 'modified_at':
    case 'last_updated_time':
      return CREATION_DATE;
    case 'availability_zone':
      return `${region}a`;
    case 'availability_zone_id':
      return zoneIdOf(textOr(attributes['availability_zone'], `${region}a`));
    case 'private_ip':
      return '10.0.0.10';
    case 'state':
      return STATES[type] ?? 'available';
    case 'status':
      return 'ACTIVE';
    default:
      return undefined;
  }
}

const STATES: { readonly [type: string]: string } = { aws_route: 'active', aws_instance: 'running' };

const SPECIAL: { readonly [attribute: string]: (object: WorldObject) => Known } = {
  'aws_eks_pod_identity_association.association_id': ({ id }) => `a-${digits(id, 17)}`,
  // SQS knows a queue by its URL.
  'aws_sqs_queue.url': (queue) =>
    `https://sqs.${queue.region}.amazonaws.com/${ACCOUNT_ID}/${textOr(queue.attributes['name'])}`,
  'aws_vpc_endpoint.policy': () =>
    '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
  'aws_vpc_endpoint.ip_address_type': () => 'ipv4',
  'aws_vpc_endpoint.service_region': (endpoint) => endpoint.region,
  'aws_launch_template.default_version': () => 1,
  'aws_launch_template.latest_version': () => 1,
  'aws_flow_log.log_format': () =>
    '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}',
  'aws_s3_bucket.bucket_domain_name': (bucket) => `${bucket.id}.s3.amazonaws.com`,
  'aws_ecr_repository.repository_url': (repository) =>
    `${ACCOUNT_ID}.dkr.ecr.${repository.region}.amazonaws.com/${textOr(repository.attributes['name'])}`,
};

function inventId(type: string, object: WorldObject, seed: string): string {
  const { name, bucket } = object.attributes;
  const natural = typeof name === 'string' ? name : bucket;
  return NAMED_TYPES.includes(type) && typeof natural === 'string'
    ? natural
    : `${TYPE_PREFIXES[type] ?? ''}${digits(seed, 17)}`;
}

function inventName(prefix: Known | undefined, seed: string): string {
  return `${typeof prefix === 'string' && prefix !== '' ? prefix : 'terraform-'}${digits(seed, 26)}`;
}
