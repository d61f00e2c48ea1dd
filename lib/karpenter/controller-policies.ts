/**
 * What the controller of Karpenter may do: what its documentation says, for one cluster in one region.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
import type { PolicyFacts, PolicyStatement } from '../iam/policy-facts';
import { allow, EVERYTHING, policyDocument } from '../iam/policy-facts';

/** What the policies name besides the place. */
export interface ControllerReach {
  readonly nodeRoleArn: string;
  readonly queueArn: string;
}

type Condition = NonNullable<PolicyStatement['Condition']>;

/** Tags that requests carry, or that things have. */
type TagSource = 'RequestTag' | 'ResourceTag';

/** All policies by name. Together they are within what IAM takes inline, also for the longest names. */
export function controllerPolicies(
  place: PolicyFacts,
  reach: ControllerReach,
): { [name: string]: { [key: string]: unknown } } {
  return {
    discovery: policyDocument(discovery(place)),
    'instance-profiles': policyDocument(instanceProfiles(place, reach)),
    interruption: policyDocument([
      allow(['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], [reach.queueArn]),
    ]),
    nodes: policyDocument(nodes(place)),
  };
}

/** Starting, tagging and ending machines. */
function nodes(place: PolicyFacts): PolicyStatement[] {
  const { clusterName } = place;
  const arns = (kinds: readonly string[]): string[] => kinds.map((kind) => ec2Arn(place, kind));
  const made = arns([
    'fleet',
    'instance',
    'launch-template',
    'network-interface',
    'spot-instances-request',
    'volume',
  ]);
  const start = ['ec2:CreateFleet', 'ec2:RunInstances'];
  const requested = owned('RequestTag', place, 'karpenter.sh/nodepool', { isNamed: true });
  const existing = owned('ResourceTag', place, 'karpenter.sh/nodepool');
  return [
    // What instances are made of.
    allow(start, [
      ...['image', 'snapshot'].map((kind) => `arn:${place.partition}:ec2:${place.region}::${kind}/*`),
      ...arns(['capacity-reservation', 'placement-group', 'security-group', 'subnet']),
    ]),
    allow(start, arns(['launch-template']), existing),
    allow([...start, 'ec2:CreateLaunchTemplate'], made, requested),
    allow(['ec2:CreateTags'], made, {
      ...requested,
      StringEquals: {
        ...requested['StringEquals'],
        'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
      },
    }),
    allow(['ec2:CreateTags'], arns(['instance']), {
      ...existing,
      StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': clusterName },
      'ForAllValues:StringEquals': {
        'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
      },
    }),
    allow(
      ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      arns(['instance', 'launch-template']),
      existing,
    ),
  ];
}

/** Instance profiles, which Karpenter makes for the role that a node class names. Only the one role can be in them. */
function instanceProfiles(place: PolicyFacts, { nodeRoleArn }: ControllerReach): PolicyStatement[] {
  const profiles = [`arn:${place.partition}:iam::*:instance-profile/*`];
  const tag = 'karpenter.k8s.aws/ec2nodeclass';
  const requested = owned('RequestTag', place, tag, { isNamed: true, isRegional: true });
  const existing = owned('ResourceTag', place, tag, { isRegional: true });
  return [
    allow(['iam:PassRole'], [nodeRoleArn], {
      StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] },
    }),
    allow(['iam:CreateInstanceProfile'], profiles, requested),
    allow(['iam:TagInstanceProfile'], profiles, {
      StringEquals: { ...existing['StringEquals'], ...requested['StringEquals'] },
      StringLike: { ...existing['StringLike'], ...requested['StringLike'] },
    }),
    allow(
      ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      profiles,
      existing,
    ),
    allow(['iam:GetInstanceProfile'], profiles),
    allow(['iam:ListInstanceProfiles'], EVERYTHING),
  ];
}

/** What there is to choose from. */
function discovery({ partition, region, clusterName }: PolicyFacts): PolicyStatement[] {
  return [
    allow(
      [
        'AvailabilityZones',
        'CapacityReservations',
        'Images',
        'InstanceStatus',
        'InstanceTypeOfferings',
        'InstanceTypes',
        'Instances',
        'LaunchTemplates',
        'PlacementGroups',
        'SecurityGroups',
        'SpotPriceHistory',
        'Subnets',
      ].map((what) => `ec2:Describe${what}`),
      EVERYTHING,
      // Like, as a region that is not known at synth is an asterisk.
      { StringLike: { 'aws:RequestedRegion': region } },
    ),
    allow(['ssm:GetParameter'], [`arn:${partition}:ssm:${region}::parameter/aws/service/*`]),
    allow(['pricing:GetProducts'], EVERYTHING),
    allow(['eks:DescribeCluster'], [`arn:${partition}:eks:${region}:*:cluster/${clusterName}`]),
  ];
}

/** The condition that something is the cluster's, and Karpenter's. */
function owned(
  source: TagSource,
  { clusterName, region }: PolicyFacts,
  tag: string,
  { isNamed = false, isRegional = false }: { readonly isNamed?: boolean; readonly isRegional?: boolean } = {},
): Condition {
  const key = (name: string): string => `aws:${source}/${name}`;
  return {
    StringEquals: {
      [key(`kubernetes.io/cluster/${clusterName}`)]: 'owned',
      ...(isNamed ? { [key('eks:eks-cluster-name')]: clusterName } : {}),
    },
    StringLike: {
      [key(tag)]: '*',
      ...(isRegional ? { [key('topology.kubernetes.io/region')]: region } : {}),
    },
  };
}

function ec2Arn({ partition, region }: PolicyFacts, kind: string): string {
  return `arn:${partition}:ec2:${region}:*:${kind}/*`;
}
