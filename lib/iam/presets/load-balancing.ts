/**
 * Presets for the controllers that bring traffic to pods.
 */
import type { PolicyFacts, PolicyStatement } from '../policy-facts';
import { allow, EVERYTHING } from '../policy-facts';
import type { PresetFacts } from './preset-facts';
import type { GatewayApiControllerPresetOptions } from './preset-options';

/** The tag of everything that the AWS Load Balancer Controller makes; `false` is how IAM says that there is one. */
const OWN = { Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false' } } as const;
const TO_BE_OWN = { Null: { 'aws:RequestTag/elbv2.k8s.aws/cluster': 'false' } } as const;
/** On what is its own, without touching that tag. */
const OWN_BUT_TAG = {
  Null: {
    'aws:RequestTag/elbv2.k8s.aws/cluster': 'true',
    'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false',
  },
} as const;

/** @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/ */
export function awsLoadBalancerController(): PresetFacts {
  return {
    name: 'aws-load-balancer-controller',
    namespace: 'kube-system',
    serviceAccount: 'aws-load-balancer-controller',
    source: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/',
    statements: (facts) => [...reading(), ...securityGroups(facts), ...loadBalancers(facts)],
  };
}

function reading(): PolicyStatement[] {
  return [
    allow(['iam:CreateServiceLinkedRole'], EVERYTHING, {
      StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    }),
    allow(
      [
        ...[
          'AccountAttributes',
          'Addresses',
          'AvailabilityZones',
          'CoipPools',
          'Instances',
          'InternetGateways',
          'IpamPools',
          'NetworkInterfaces',
          'RouteTables',
          'SecurityGroups',
          'Subnets',
          'Tags',
          'VpcPeeringConnections',
          'Vpcs',
        ].map((what) => `ec2:Describe${what}`),
        'ec2:GetCoipPoolUsage',
        'ec2:GetSecurityGroupsForVpc',
        ...[
          'CapacityReservation',
          'ListenerAttributes',
          'ListenerCertificates',
          'Listeners',
          'LoadBalancerAttributes',
          'LoadBalancers',
          'Rules',
          'SSLPolicies',
          'Tags',
          'TargetGroupAttributes',
          'TargetGroups',
          'TargetHealth',
          'TrustStores',
        ].map((what) => `elasticloadbalancing:Describe${what}`),
      ],
      EVERYTHING,
    ),
    allow(
      [
        'acm:DescribeCertificate',
        'acm:ListCertificates',
        'cognito-idp:DescribeUserPoolClient',
        'iam:GetServerCertificate',
        'iam:ListServerCertificates',
        'shield:CreateProtection',
        'shield:DeleteProtection',
        'shield:DescribeProtection',
        'shield:GetSubscriptionState',
        'waf-regional:AssociateWebACL',
        'waf-regional:DisassociateWebACL',
        'waf-regional:GetWebACL',
        'waf-regional:GetWebACLForResource',
        'wafv2:AssociateWebACL',
        'wafv2:DisassociateWebACL',
        'wafv2:GetWebACL',
        'wafv2:GetWebACLForResource',
      ],
      EVERYTHING,
    ),
  ];
}

function securityGroups({ partition }: PolicyFacts): PolicyStatement[] {
  const groups = [`arn:${partition}:ec2:*:*:security-group/*`];
  const rules = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'];
  return [
    // Those of nodes are opened, too, which it has not made.
    allow([...rules, 'ec2:CreateSecurityGroup'], EVERYTHING),
    allow(['ec2:CreateTags'], groups, {
      ...TO_BE_OWN,
      StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' },
    }),
    allow(['ec2:CreateTags', 'ec2:DeleteTags'], groups, OWN_BUT_TAG),
    allow(['ec2:DeleteSecurityGroup'], EVERYTHING, OWN),
  ];
}

function loadBalancers({ partition }: PolicyFacts): PolicyStatement[] {
  const arn = `arn:${partition}:elasticloadbalancing:*:*`;
  const targetGroups = `${arn}:targetgroup/*/*`;
  const taggable = [targetGroups, `${arn}:loadbalancer/net/*/*`, `${arn}:loadbalancer/app/*/*`];
  const parts = ['listener', 'listener-rule'].flatMap((part) =>
    ['net', 'app'].map((kind) => `${arn}:${part}/${kind}/*/*/*`),
  );
  const tags = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];
  const onOwn = [
    'DeleteLoadBalancer',
    'DeleteTargetGroup',
    'ModifyCapacityReservation',
    'ModifyIpPools',
    'ModifyListenerAttributes',
    'ModifyLoadBalancerAttributes',
    'ModifyTargetGroup',
    'ModifyTargetGroupAttributes',
    'SetIpAddressType',
    'SetSecurityGroups',
    'SetSubnets',
  ];
  const onAny = [
    'AddListenerCertificates',
    'CreateListener',
    'CreateRule',
    'DeleteListener',
    'DeleteRule',
    'ModifyListener',
    'ModifyRule',
    'RemoveListenerCertificates',
    'SetRulePriorities',
    'SetWebAcl',
  ];
  return [
    allow(
      ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      EVERYTHING,
      TO_BE_OWN,
    ),
    allow(tags, taggable, OWN_BUT_TAG),
    allow(tags, parts),
    allow(['elasticloadbalancing:AddTags'], taggable, {
      ...TO_BE_OWN,
      StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'] },
    }),
    allow(
      onOwn.map((action) => `elasticloadbalancing:${action}`),
      EVERYTHING,
      OWN,
    ),
    allow(['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'], [targetGroups]),
    allow(
      onAny.map((action) => `elasticloadbalancing:${action}`),
      EVERYTHING,
    ),
  ];
}

/** @see https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/ */
export function gatewayApiController({ accessLogs }: GatewayApiControllerPresetOptions): PresetFacts {
  const hasLogs = accessLogs === true;
  return {
    name: 'gateway-api-controller',
    namespace: 'aws-application-networking-system',
    serviceAccount: 'gateway-api-controller',
    source: 'https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/',
    statements: ({ partition, region }) => [
      allow(['vpc-lattice:*'], EVERYTHING, { StringLike: { 'aws:RequestedRegion': region } }),
      allow(
        [
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeTags',
          'ec2:DescribeVpcs',
          'tag:GetResources',
        ],
        EVERYTHING,
      ),
      linkedRole(partition, 'vpc-lattice.amazonaws.com', 'AWSServiceRoleForVpcLattice'),
      ...(hasLogs
        ? [
            allow(
              [
                'firehose:TagDeliveryStream',
                'logs:CreateLogDelivery',
                'logs:DeleteLogDelivery',
                'logs:DescribeLogGroups',
                'logs:DescribeResourcePolicies',
                'logs:GetLogDelivery',
                'logs:ListLogDeliveries',
                'logs:PutResourcePolicy',
                'logs:UpdateLogDelivery',
                's3:GetBucketPolicy',
                's3:PutBucketPolicy',
              ],
              EVERYTHING,
            ),
            linkedRole(partition, 'delivery.logs.amazonaws.com', 'AWSServiceRoleForLogDelivery'),
          ]
        : []),
    ],
  };
}

function linkedRole(partition: string, service: string, name: string): PolicyStatement {
  return allow(
    ['iam:CreateServiceLinkedRole'],
    [`arn:${partition}:iam::*:role/aws-service-role/${service}/${name}`],
    {
      StringLike: { 'iam:AWSServiceName': service },
    },
  );
}
