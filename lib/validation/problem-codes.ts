/**
 * The one table of everything the library can complain about. A code is never reused for another meaning;
 * every code has a heading in docs/errors.md.
 *
 * Numbers: 10xx input and structure, 11xx network, 12xx control plane, 13xx ordering, 20xx nodes, 30xx add-ons,
 * 40xx access, 50xx kubernetes and helm providers, 60xx Fargate, 70xx roles of service accounts and Karpenter, 71xx alarms, 80xx Auto Mode,
 * 82xx node classes and pools of Auto Mode.
 */

/**
 * How a problem of a code is treated.
 */
export enum ProblemSeverity {
  /** Synthesis stops; it cannot be silenced, because AWS or Terraform would refuse or the result would be unsafe. */
  ERROR = 'error',
  /** Synthesis stops until the code is acknowledged with a reason: right for almost nobody, but not for nobody. */
  ERROR_UNLESS_ACKNOWLEDGED = 'error-unless-acknowledged',
  /** Reported as an annotation until it is acknowledged with a reason. */
  WARNING = 'warning',
}

/**
 * What is fixed about a problem code.
 */
export interface ProblemDefinition {
  /** How a problem of this code is treated. */
  readonly severity: ProblemSeverity;
  /** A title in a few words, the same as the heading in docs/errors.md. */
  readonly title: string;
}

const { ERROR, ERROR_UNLESS_ACKNOWLEDGED, WARNING } = ProblemSeverity;

export const PROBLEMS = {
  SEKS1001: { severity: ERROR, title: 'A token decides structure' },
  SEKS1002: { severity: ERROR, title: 'Value out of its range or format' },
  SEKS1003: { severity: ERROR, title: 'Malformed ARN' },
  SEKS1004: { severity: WARNING, title: 'Acknowledgement that matches nothing' },
  SEKS1005: { severity: ERROR, title: 'Code cannot be acknowledged' },
  SEKS1006: { severity: ERROR, title: 'Partition unknown' },
  SEKS1007: { severity: ERROR, title: 'Tag outside the AWS limits' },
  SEKS1101: { severity: ERROR, title: 'Fewer than two availability zones' },
  SEKS1102: { severity: ERROR, title: 'Fewer than two subnets' },
  SEKS1103: { severity: ERROR, title: 'Duplicate subnet or availability zone' },
  SEKS1104: { severity: ERROR, title: 'Invalid CIDR block' },
  SEKS1105: { severity: ERROR, title: 'IPv6 cluster on an IPv4-only network' },
  SEKS1106: { severity: ERROR, title: 'Service CIDR overlaps the network' },
  SEKS1107: { severity: ERROR, title: 'Subnet does not exist' },
  SEKS1108: { severity: ERROR, title: 'Subnets of more than one VPC' },
  SEKS1109: { severity: ERROR, title: 'Control plane in other availability zones' },
  SEKS1110: { severity: WARNING, title: 'Subnet without free addresses' },
  SEKS1111: { severity: WARNING, title: 'No subnet for load balancers' },
  SEKS1112: { severity: ERROR, title: 'Security group does not exist' },
  SEKS1113: { severity: WARNING, title: 'Live cluster has something on record that is gone' },
  SEKS1201: { severity: ERROR, title: 'Kubernetes version malformed' },
  SEKS1202: { severity: ERROR, title: 'Public endpoint without a CIDR block' },
  SEKS1203: { severity: WARNING, title: 'Public endpoint open to the world' },
  SEKS1204: { severity: ERROR, title: 'Too many public CIDR blocks' },
  SEKS1205: { severity: ERROR, title: 'Service CIDR does not fit the IP family' },
  SEKS1206: { severity: ERROR, title: 'Attribute of an imported cluster is missing' },
  SEKS1207: { severity: ERROR, title: 'Too many security groups' },
  SEKS1208: { severity: ERROR, title: 'Kubernetes version skipped or lowered' },
  SEKS1209: { severity: ERROR, title: 'Version does not go with the live cluster' },
  SEKS1210: { severity: ERROR, title: 'Live cluster is not as declared' },
  SEKS1211: { severity: ERROR, title: 'Existing cluster without what it keeps' },
  SEKS1301: { severity: ERROR, title: 'Cycle among ordered elements' },
  SEKS1302: { severity: ERROR, title: 'Unknown name in an ordering' },
  SEKS1303: { severity: ERROR, title: 'Order cannot hold across stacks' },
  SEKS1304: { severity: ERROR, title: 'Two elements of one name' },
  SEKS2001: { severity: ERROR, title: 'Scaling numbers contradict each other' },
  SEKS2002: { severity: ERROR, title: 'More nodes unavailable than the group has' },
  SEKS2003: { severity: ERROR, title: 'Image choice is incomplete' },
  SEKS2004: { severity: ERROR, title: 'Label or taint outside the Kubernetes limits' },
  SEKS2005: { severity: ERROR, title: 'Instance types do not fit' },
  SEKS2006: { severity: ERROR, title: 'Node group name taken twice' },
  SEKS2007: { severity: WARNING, title: 'Newest image is looked up at every plan' },
  SEKS2008: { severity: ERROR, title: 'Image does not exist for this cluster' },
  SEKS2009: { severity: ERROR, title: 'AMI type unknown to the AWS provider' },
  SEKS2010: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Windows nodes without Linux nodes' },
  SEKS2011: { severity: ERROR, title: 'Image without IPv6' },
  SEKS2012: { severity: ERROR, title: 'User data repeats the node group' },
  SEKS2013: { severity: ERROR, title: 'User data over its limit' },
  SEKS2014: { severity: ERROR, title: 'Launch template of yours does not fit' },
  SEKS2015: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Node names that EKS does not admit' },
  SEKS2016: { severity: ERROR, title: 'Image is made for another Kubernetes version' },
  SEKS2017: { severity: ERROR, title: 'Nodes and control plane too far apart' },
  SEKS2018: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Pod disruption budgets are overridden' },
  SEKS2019: { severity: ERROR, title: 'Update waves contradict each other' },
  SEKS2020: { severity: WARNING, title: 'All node groups begin at once' },
  SEKS2021: { severity: ERROR, title: 'Capacity type is not that of the launch template' },
  SEKS2022: { severity: ERROR, title: 'Launch template contradicts itself' },
  SEKS2023: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'SSH key on nodes' },
  SEKS2024: { severity: WARNING, title: 'Instance metadata within reach of pods' },
  SEKS2025: { severity: ERROR, title: 'Image that only managed node groups can take' },
  SEKS2026: { severity: ERROR, title: 'Two access entries for one role of nodes' },
  SEKS2027: { severity: ERROR, title: 'Instance refresh contradicts itself' },
  SEKS2028: { severity: ERROR, title: 'Mixed instances contradict each other' },
  SEKS2029: { severity: WARNING, title: 'Nodes end without being drained' },
  SEKS2030: { severity: ERROR, title: 'Windows nodes on a cluster without Windows support' },
  SEKS2031: { severity: ERROR, title: 'Existing node group would be replaced' },
  SEKS2032: { severity: WARNING, title: 'Nodes reckon without the CNI' },
  SEKS3001: { severity: ERROR, title: 'Compute without a CNI' },
  SEKS3002: { severity: ERROR, title: 'Add-on declared twice' },
  SEKS3003: { severity: ERROR, title: 'Add-on version unknown' },
  SEKS3004: { severity: WARNING, title: 'Add-on version floats' },
  SEKS3005: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Add-on needs nodes, cluster has none' },
  SEKS3006: { severity: ERROR, title: 'Pod Identity without its agent' },
  SEKS3007: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Unknown add-on name' },
  SEKS3008: { severity: ERROR, title: 'Contradictory add-on settings' },
  SEKS3009: { severity: ERROR, title: 'Two CNIs' },
  SEKS3010: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Add-on without one that it needs' },
  SEKS3011: { severity: ERROR, title: 'Contradictory settings of vpc-cni' },
  SEKS3012: { severity: WARNING, title: 'Version of kube-proxy does not fit' },
  SEKS4001: { severity: ERROR, title: 'Nobody is administrator' },
  SEKS4002: { severity: ERROR, title: 'Principal cannot have an access entry' },
  SEKS4003: { severity: ERROR, title: 'Grants for one principal contradict each other' },
  SEKS4004: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Unknown access policy' },
  SEKS4005: { severity: ERROR, title: 'Access scope is incomplete' },
  SEKS4006: { severity: ERROR, title: 'Kubernetes group not allowed' },
  SEKS4007: { severity: ERROR, title: 'EKS makes the entry of this role itself' },
  SEKS4008: { severity: ERROR, title: 'Entry type does not allow this' },
  SEKS4009: { severity: ERROR, title: 'User name that EKS does not take' },
  SEKS4010: { severity: ERROR, title: 'Authentication mode skipped or moved back' },
  SEKS4011: { severity: ERROR, title: 'Access entry is not made yet' },
  SEKS5001: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: "Providers in the cluster's own stack" },
  SEKS5002: { severity: ERROR, title: 'Provider package is not installed' },
  SEKS5003: { severity: ERROR, title: 'Region of the cluster unknown' },
  SEKS5004: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: "Kubernetes objects in the cluster's own stack" },
  SEKS5005: { severity: ERROR, title: 'Credentials that a token cannot be asked with' },
  SEKS5006: { severity: ERROR, title: 'Token settings contradict each other' },
  SEKS6001: { severity: ERROR, title: 'Fargate selectors outside the limits' },
  SEKS6002: { severity: ERROR, title: 'Fargate in a public subnet' },
  SEKS6003: { severity: ERROR, title: 'Role of nodes for Fargate' },
  SEKS6004: { severity: ERROR, title: 'Fargate profile name taken twice' },
  SEKS6005: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Add-on that no Fargate profile takes' },
  SEKS6006: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Pod Identity on Fargate' },
  SEKS6007: { severity: WARNING, title: 'More Fargate profiles than the quota' },
  SEKS6008: { severity: ERROR, title: 'Existing Fargate profile would be replaced' },
  SEKS7001: { severity: ERROR, title: 'Two OpenID Connect providers for one cluster' },
  SEKS7002: { severity: ERROR, title: 'Malformed service account' },
  SEKS7003: { severity: ERROR, title: 'Two roles for one service account' },
  SEKS7004: { severity: ERROR, title: 'Two Pod Identity associations for one service account' },
  SEKS7005: { severity: ERROR, title: 'Pod Identity without a role, or with two' },
  SEKS7006: { severity: ERROR, title: 'Preset that is limited to nothing' },
  SEKS7007: { severity: ERROR, title: 'Inline policies too long for a role' },
  SEKS7008: { severity: ERROR, title: 'Two Karpenters on one cluster' },
  SEKS7009: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Karpenter beside Auto Mode alone' },
  SEKS7101: { severity: ERROR, title: 'Log that is watched is off' },
  SEKS8001: { severity: ERROR, title: 'Other compute beside Auto Mode alone' },
  SEKS8002: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Add-on that Auto Mode has built in' },
  SEKS8003: { severity: ERROR, title: 'Kubernetes too old for Auto Mode' },
  SEKS8004: { severity: ERROR, title: 'Auto Mode without access entries' },
  SEKS8005: { severity: ERROR, title: 'Auto Mode contradicts itself' },
  SEKS8006: { severity: ERROR, title: 'Node groups that would lose their add-ons' },
  SEKS8007: { severity: ERROR, title: 'Auto Mode would end with its nodes' },
  SEKS8008: { severity: ERROR, title: 'Add-on too old beside Auto Mode' },
  SEKS8201: { severity: ERROR, title: 'Name of a node class or pool not allowed' },
  SEKS8202: { severity: ERROR, title: 'Two node classes or pools of one name' },
  SEKS8203: { severity: ERROR, title: 'Requirement contradicts itself' },
  SEKS8204: { severity: ERROR, title: 'Label, taint or requirement that Auto Mode does not take' },
  SEKS8205: { severity: ERROR, title: 'Nodes of a pool live longer than 21 days' },
  SEKS8206: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Node pool without limits' },
  SEKS8207: { severity: ERROR, title: 'Disruption budget contradicts itself' },
  SEKS8208: { severity: ERROR, title: 'Tag that Auto Mode keeps for itself' },
  SEKS8209: { severity: ERROR, title: 'Selector of subnets or security groups is incomplete' },
  SEKS8210: { severity: ERROR, title: 'Auto Mode of the cluster is off or unknown' },
  SEKS8211: { severity: ERROR, title: 'Node class of a pool is not on its cluster' },
  SEKS8212: { severity: ERROR_UNLESS_ACKNOWLEDGED, title: 'Tags that Auto Mode may not set' },
} as const satisfies Record<string, ProblemDefinition>;

/** A code of the table above. */
export type ProblemCode = keyof typeof PROBLEMS;

/** The definition of a code; undefined for a code that does not exist. */
export function problemDefinition(code: string): ProblemDefinition | undefined {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : undefined;
}
