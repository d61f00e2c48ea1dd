/**
 * The ARNs of AWS resources, by type.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { WorldObject } from '../world/world';
import { digits } from './account';

/** Whose resource it is. */
export interface Owner {
  readonly partition: string;
  readonly accountId: string;
}

type Shape = (object: WorldObject) => string;

/** EC2 calls a resource by its kind and id. */
const EC2_KINDS: { readonly [type: string]: string } = {
  aws_vpc: 'vpc',
  aws_subnet: 'subnet',
  aws_route_table: 'route-table',
  aws_internet_gateway: 'internet-gateway',
  aws_egress_only_internet_gateway: 'egress-only-internet-gateway',
  aws_nat_gateway: 'natgateway',
  aws_eip: 'elastic-ip',
  aws_vpc_endpoint: 'vpc-endpoint',
  aws_security_group: 'security-group',
  aws_default_security_group: 'security-group',
  aws_default_route_table: 'route-table',
  aws_vpc_security_group_ingress_rule: 'security-group-rule',
  aws_vpc_security_group_egress_rule: 'security-group-rule',
  aws_network_acl: 'network-acl',
  aws_default_network_acl: 'network-acl',
  aws_network_interface: 'network-interface',
  aws_launch_template: 'launch-template',
  aws_flow_log: 'vpc-flow-log',
  aws_instance: 'instance',
  aws_ebs_volume: 'volume',
  aws_key_pair: 'key-pair',
  aws_vpc_dhcp_options: 'dhcp-options',
  aws_vpc_peering_connection: 'vpc-peering-connection',
  aws_ec2_transit_gateway: 'transit-gateway',
  aws_ec2_managed_prefix_list: 'prefix-list',
};

/** Services that belong to no region. */
const IAM_KINDS: { readonly [type: string]: string } = {
  aws_iam_role: 'role',
  aws_iam_policy: 'policy',
  aws_iam_user: 'user',
  aws_iam_group: 'group',
  aws_iam_instance_profile: 'instance-profile',
};

/** Service and resource of the others; `service:` alone has no account or region. */
const OTHERS: { readonly [type: string]: readonly [service: string, resource: Shape] } = {
  aws_eks_cluster: ['eks', (object) => `cluster/${nameOf(object)}`],
  aws_eks_node_group: ['eks', (object) => `nodegroup/${member(object, 'node_group_name')}`],
  aws_eks_addon: ['eks', (object) => `addon/${member(object, 'addon_name')}`],
  aws_eks_fargate_profile: ['eks', (object) => `fargateprofile/${member(object, 'fargate_profile_name')}`],
  aws_eks_pod_identity_association: [
    'eks',
    (object) => `podidentityassociation/${text(object, 'cluster_name')}/${text(object, 'association_id')}`,
  ],
  aws_kms_key: ['kms', ({ id }) => `key/${id}`],
  aws_kms_alias: ['kms', nameOf],
  aws_cloudwatch_log_group: ['logs', (object) => `log-group:${nameOf(object)}`],
  aws_cloudwatch_event_rule: ['events', (object) => `rule/${nameOf(object)}`],
  aws_cloudwatch_metric_alarm: ['cloudwatch', (object) => `alarm:${nameOf(object)}`],
  aws_sqs_queue: ['sqs', nameOf],
  aws_sns_topic: ['sns', nameOf],
  aws_dynamodb_table: ['dynamodb', (object) => `table/${nameOf(object)}`],
  aws_ecr_repository: ['ecr', (object) => `repository/${nameOf(object)}`],
  aws_lambda_function: ['lambda', (object) => `function:${nameOf(object)}`],
  aws_secretsmanager_secret: [
    'secretsmanager',
    (object) => `secret:${nameOf(object)}-${digits(object.id, 6)}`,
  ],
  aws_ssm_parameter: ['ssm', (object) => `parameter/${nameOf(object).replace(/^\//, '')}`],
  aws_efs_file_system: ['elasticfilesystem', ({ id }) => `file-system/${id}`],
  aws_acm_certificate: ['acm', ({ id }) => `certificate/${uuidOf(id)}`],
  aws_autoscaling_group: [
    'autoscaling',
    (object) => `autoScalingGroup:${uuidOf(object.id)}:autoScalingGroupName/${nameOf(object)}`,
  ],
  aws_lb: ['elasticloadbalancing', (object) => `loadbalancer/net/${nameOf(object)}/${digits(object.id, 16)}`],
  aws_lb_target_group: [
    'elasticloadbalancing',
    (object) => `targetgroup/${nameOf(object)}/${digits(object.id, 16)}`,
  ],
};

/** The ARN of an object. A type that is not listed gets one of the usual form. */
export function arnOfObject(type: string, object: WorldObject, { partition, accountId }: Owner): string {
  const regional = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${object.region}:${accountId}:${resource}`;
  const ec2Kind = EC2_KINDS[type];
  if (ec2Kind !== undefined) {
    return regional('ec2', `${ec2Kind}/${object.id}`);
  }
  const iamKind = IAM_KINDS[type];
  if (iamKind !== undefined) {
    return `arn:${partition}:iam::${accountId}:${iamKind}${pathOf(object)}${nameOf(object)}`;
  }
  if (type === 'aws_s3_bucket') {
    return `arn:${partition}:s3:::${object.id}`;
  }
  if (type === 'aws_iam_service_linked_role') {
    const service = text(object, 'aws_service_name');
    return `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${serviceRoleName(service)}`;
  }
  const other = OTHERS[type];
  if (other !== undefined) {
    const [service, resource] = other;
    return regional(service, resource(object));
  }
  const [, service = 'aws', kind = 'resource'] = /^aws_([a-z0-9]+)_(.+)$/.exec(type) ?? [];
  return regional(service, `${kind.replaceAll('_', '-')}/${object.id}`);
}

/** Such as `AWSServiceRoleForAmazonEKSNodegroup`. */
function serviceRoleName(service: string): string {
  const known: { readonly [name: string]: string } = {
    'eks.amazonaws.com': 'AmazonEKS',
    'eks-nodegroup.amazonaws.com': 'AmazonEKSNodegroup',
    'eks-fargate.amazonaws.com': 'AmazonEKSForFargate',
    'spot.amazonaws.com': 'EC2Spot',
    'autoscaling.amazonaws.com': 'AutoScaling',
  };
  return `AWSServiceRoleFor${known[service] ?? service.replace(/\..*$/, '')}`;
}

function member(object: WorldObject, attribute: string): string {
  return `${text(object, 'cluster_name')}/${text(object, attribute)}/${uuidOf(object.id)}`;
}

function pathOf({ attributes: { path } }: WorldObject): string {
  return typeof path === 'string' ? path : '/';
}

function nameOf(object: WorldObject): string {
  return text(object, 'name') === '' ? object.id : text(object, 'name');
}

function text({ attributes }: WorldObject, attribute: string): string {
  const value = attributes[attribute];
  return typeof value === 'string' ? value : '';
}

function uuidOf(seed: string): string {
  const all = digits(seed, 32);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
}
