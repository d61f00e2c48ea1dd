/**
 * What the AWS provider itself puts where the user writes nothing. No schema says so; the tables are for the provider of
 * the bindings, and a test compares them with a real provider. What AWS chooses, such as a version, is not known at plan
 * and therefore not here.
 */
import type { KnownValues } from '../protocol/value';

/**
 * Values of arguments that are not given, by resource type and path without indexes. They hold whatever else is
 * configured; those in a block hold as soon as the block is there. Types without an entry have no defaults.
 */
export const DEFAULTS: { readonly [type: string]: KnownValues } = {
  aws_eks_cluster: {
    bootstrap_self_managed_addons: true,
    'vpc_config.endpoint_private_access': false,
    'vpc_config.endpoint_public_access': true,
  },
  aws_eks_node_group: { 'node_repair_config.enabled': false },
  aws_eks_access_entry: { type: 'STANDARD' },
  aws_eks_pod_identity_association: { disable_session_tags: false },
  aws_iam_role: { force_detach_policies: false, max_session_duration: 3600, path: '/' },
  aws_iam_policy: { path: '/' },
  aws_iam_instance_profile: { path: '/' },
  aws_autoscaling_group: {
    'availability_zone_distribution.capacity_distribution_strategy': 'balanced-best-effort',
    force_delete: false,
    force_delete_warm_pool: false,
    health_check_grace_period: 300,
    ignore_failed_scaling_activities: false,
    'instance_refresh.preferences.max_healthy_percentage': 100,
    'instance_refresh.preferences.min_healthy_percentage': 90,
    'instance_refresh.preferences.scale_in_protected_instances': 'Ignore',
    'instance_refresh.preferences.skip_matching': false,
    'instance_refresh.preferences.standby_instances': 'Ignore',
    metrics_granularity: '1Minute',
    protect_from_scale_in: false,
    wait_for_capacity_timeout: '10m',
    'warm_pool.instance_reuse_policy.reuse_on_scale_in': false,
    'warm_pool.max_group_prepared_capacity': -1,
    'warm_pool.min_size': 0,
    'warm_pool.pool_state': 'Stopped',
  },
  aws_vpc: { enable_dns_support: true, instance_tenancy: 'default' },
  aws_subnet: {
    assign_ipv6_address_on_creation: false,
    enable_dns64: false,
    enable_resource_name_dns_a_record_on_launch: false,
    enable_resource_name_dns_aaaa_record_on_launch: false,
    ipv6_native: false,
    map_public_ip_on_launch: false,
  },
  aws_nat_gateway: { connectivity_type: 'public' },
  aws_vpc_endpoint: { vpc_endpoint_type: 'Gateway' },
  aws_default_security_group: { revoke_rules_on_delete: false },
  aws_security_group: { description: 'Managed by Terraform', revoke_rules_on_delete: false },
  aws_security_group_rule: { self: false },
  aws_flow_log: {
    'destination_options.file_format': 'plain-text',
    'destination_options.hive_compatible_partitions': false,
    'destination_options.per_hour_partition': false,
    log_destination_type: 'cloud-watch-logs',
    max_aggregation_interval: 600,
  },
  aws_kms_key: {
    bypass_policy_lockout_safety_check: false,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: false,
    is_enabled: true,
    key_usage: 'ENCRYPT_DECRYPT',
  },
  aws_cloudwatch_log_group: { retention_in_days: 0, skip_destroy: false },
  aws_sqs_queue: {
    content_based_deduplication: false,
    delay_seconds: 0,
    fifo_queue: false,
    max_message_size: 262144,
    message_retention_seconds: 345600,
    receive_wait_time_seconds: 0,
    visibility_timeout_seconds: 30,
  },
  aws_cloudwatch_event_rule: { event_bus_name: 'default', force_destroy: false },
  aws_cloudwatch_event_target: {
    'ecs_target.enable_ecs_managed_tags': false,
    'ecs_target.enable_execute_command': false,
    'ecs_target.network_configuration.assign_public_ip': false,
    'ecs_target.task_count': 1,
    event_bus_name: 'default',
    force_destroy: false,
  },
  aws_s3_bucket: {
    force_destroy: false,
    'replication_configuration.rules.destination.metrics.minutes': 15,
    'replication_configuration.rules.destination.metrics.status': 'Enabled',
    'replication_configuration.rules.destination.replication_time.minutes': 15,
    'replication_configuration.rules.destination.replication_time.status': 'Enabled',
    'versioning.enabled': false,
    'versioning.mfa_delete': false,
  },
};

/**
 * Blocks that are optional and computed, by resource type and path without indexes: where the user does not write them,
 * AWS decides what is in them at creation, and what there is stays when they are removed from the configuration. The
 * schema does not tell them from others.
 */
export const KEPT_BLOCKS: { readonly [type: string]: readonly string[] } = {
  aws_eks_cluster: [
    'access_config',
    'compute_config',
    'control_plane_scaling_config',
    'kubernetes_network_config',
    'kubernetes_network_config.elastic_load_balancing',
    'storage_config',
    'upgrade_policy',
  ],
  aws_eks_node_group: ['node_repair_config', 'update_config'],
  aws_iam_role: ['inline_policy'],
  aws_launch_template: ['metadata_options'],
  aws_autoscaling_group: [
    'availability_zone_distribution',
    'capacity_reservation_specification',
    'launch_template',
    'mixed_instances_policy',
    'mixed_instances_policy.instances_distribution',
    'mixed_instances_policy.launch_template.override',
    'traffic_source',
  ],
  aws_vpc_endpoint: ['dns_options', 'subnet_configuration'],
  aws_s3_bucket: [
    'cors_rule',
    'grant',
    'lifecycle_rule',
    'logging',
    'object_lock_configuration',
    'replication_configuration',
    'server_side_encryption_configuration',
    'versioning',
    'website',
  ],
};
