/**
 * Which arguments cannot be changed: the AWS provider replaces the resource instead. No schema says so; the table is for
 * the provider of the bindings, and a test compares it with a real provider.
 *
 * A path has no indexes and covers what is below it: `remote_access` stands for the block, for adding and removing it, and
 * for every argument in it. Three rules hold for all of them, and the table relies on whoever reads it to know them:
 * - Nothing, the empty text, 0, `false` and an empty collection are the same to the provider, and an argument that is not
 *   given has the value of the table of defaults.
 * - An argument that may also be computed forces nothing while the configuration is silent about it: what there is stays.
 *   The same holds for the blocks of the table of kept blocks.
 * - What depends on the values, or on other arguments, is no matter of a table, but of the rules of that resource.
 */

/** Arguments that force a replacement, by resource type. Every type that was looked at is here, if with an empty list. */
export const FORCE_NEW: { readonly [type: string]: readonly string[] } = {
  // IAM is the same everywhere; these have no region.
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_iam_policy: ['description', 'name', 'name_prefix', 'path'],
  aws_iam_openid_connect_provider: ['url'],
  aws_iam_instance_profile: ['name', 'name_prefix', 'path'],
  ...inRegion({
    aws_eks_cluster: [
      'access_config.bootstrap_cluster_creator_admin_permissions',
      'bootstrap_self_managed_addons',
      'kubernetes_network_config.ip_family',
      'kubernetes_network_config.service_ipv4_cidr',
      'name',
      'outpost_config.control_plane_instance_type',
      'outpost_config.control_plane_placement',
      'role_arn',
    ],
    aws_eks_node_group: [
      'ami_type',
      'capacity_type',
      'cluster_name',
      'disk_size',
      'instance_types',
      'launch_template.id',
      'launch_template.name',
      'node_group_name',
      'node_group_name_prefix',
      'node_role_arn',
      'remote_access',
      'subnet_ids',
    ],
    aws_eks_addon: ['addon_name', 'cluster_name'],
    aws_eks_access_entry: ['cluster_name', 'principal_arn', 'type'],
    aws_eks_access_policy_association: ['access_scope', 'cluster_name', 'policy_arn', 'principal_arn'],
    aws_eks_fargate_profile: [
      'cluster_name',
      'fargate_profile_name',
      'pod_execution_role_arn',
      'selector',
      'subnet_ids',
    ],
    aws_eks_pod_identity_association: ['cluster_name', 'namespace', 'service_account'],
    aws_launch_template: ['name', 'name_prefix'],
    aws_autoscaling_group: ['initial_lifecycle_hook', 'name', 'name_prefix'],
    aws_vpc: ['cidr_block', 'instance_tenancy', 'ipv4_ipam_pool_id', 'ipv4_netmask_length'],
    aws_subnet: [
      'availability_zone',
      'availability_zone_id',
      'cidr_block',
      'ipv6_native',
      'outpost_arn',
      'vpc_id',
    ],
    aws_internet_gateway: [],
    aws_egress_only_internet_gateway: ['vpc_id'],
    aws_nat_gateway: [
      'allocation_id',
      'availability_mode',
      'connectivity_type',
      'private_ip',
      'secondary_private_ip_address_count',
      'subnet_id',
      'vpc_id',
    ],
    aws_eip: ['address', 'domain', 'ipam_pool_id', 'network_border_group', 'public_ipv4_pool'],
    aws_route: [
      'destination_cidr_block',
      'destination_ipv6_cidr_block',
      'destination_prefix_list_id',
      'route_table_id',
    ],
    aws_route_table: ['vpc_id'],
    aws_route_table_association: ['gateway_id', 'subnet_id'],
    aws_vpc_endpoint: [
      'resource_configuration_arn',
      'service_name',
      'service_network_arn',
      'service_region',
      'vpc_endpoint_type',
      'vpc_id',
    ],
    aws_vpc_endpoint_route_table_association: ['route_table_id', 'vpc_endpoint_id'],
    aws_vpc_dhcp_options: [
      'domain_name',
      'domain_name_servers',
      'ipv6_address_preferred_lease_time',
      'netbios_name_servers',
      'netbios_node_type',
      'ntp_servers',
    ],
    aws_default_security_group: ['vpc_id'],
    aws_security_group: ['description', 'name', 'name_prefix', 'vpc_id'],
    aws_security_group_rule: [
      'cidr_blocks',
      'from_port',
      'ipv6_cidr_blocks',
      'prefix_list_ids',
      'protocol',
      'security_group_id',
      'self',
      'source_security_group_id',
      'to_port',
      'type',
    ],
    aws_vpc_security_group_ingress_rule: ['security_group_id'],
    aws_vpc_security_group_egress_rule: ['security_group_id'],
    aws_network_acl: ['vpc_id'],
    aws_flow_log: [
      'deliver_cross_account_role',
      'destination_options',
      'eni_id',
      'iam_role_arn',
      'log_destination',
      'log_destination_type',
      'log_format',
      'max_aggregation_interval',
      'regional_nat_gateway_id',
      'subnet_id',
      'traffic_type',
      'transit_gateway_attachment_id',
      'transit_gateway_id',
      'vpc_id',
    ],
    aws_kms_key: [
      'custom_key_store_id',
      'customer_master_key_spec',
      'key_usage',
      'multi_region',
      'xks_key_id',
    ],
    aws_kms_alias: ['name', 'name_prefix'],
    aws_cloudwatch_log_group: ['log_group_class', 'name', 'name_prefix'],
    aws_sqs_queue: ['fifo_queue', 'name', 'name_prefix'],
    aws_sqs_queue_policy: ['queue_url'],
    aws_cloudwatch_event_rule: ['event_bus_name', 'name', 'name_prefix'],
    aws_cloudwatch_event_target: ['event_bus_name', 'rule', 'target_id'],
    aws_s3_bucket: [
      'bucket',
      'bucket_prefix',
      'object_lock_configuration.object_lock_enabled',
      'object_lock_enabled',
    ],
    aws_ec2_tag: ['key', 'resource_id'],
    aws_key_pair: ['key_name', 'key_name_prefix', 'public_key'],
    aws_placement_group: ['name', 'partition_count', 'spread_level', 'strategy'],
    aws_ssm_parameter: ['data_type', 'name'],
  }),
};

/** Every resource that lives in a region is replaced when that changes. */
function inRegion(types: { readonly [type: string]: readonly string[] }): {
  [type: string]: readonly string[];
} {
  return Object.fromEntries(Object.entries(types).map(([type, paths]) => [type, ['region', ...paths]]));
}
