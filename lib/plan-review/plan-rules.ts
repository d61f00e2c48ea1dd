/**
 * What a plan must not do to a cluster, by the name under which a review reports it. The table of docs/plan-review.md is compared with
 * this one.
 */

/** How bad a finding is. */
export enum PlanSeverity {
  /** The apply would take something away that runs, or would fail halfway. */
  ERROR = 'error',
  /** It may be meant; somebody should look. */
  WARNING = 'warning',
}

/** What is fixed about a rule. */
export interface PlanRuleDefinition {
  readonly severity: PlanSeverity;
  /** What the plan does, in a line. */
  readonly title: string;
  /** Why that is dangerous. */
  readonly reason: string;
  /** What to do instead. */
  readonly wayOut: string;
}

const { ERROR, WARNING } = PlanSeverity;

export const PLAN_RULES = {
  'access-entry-replaced': {
    severity: ERROR,
    title: 'An access entry is deleted before its successor is there',
    reason: 'Whoever signs in by it is locked out in between, and its policy associations go with it',
    wayOut: 'Add the new entry first, and remove the old one in a later apply',
  },
  'acceptance-unused': {
    severity: WARNING,
    title: 'An acceptance matches nothing',
    reason: 'It would silence the next finding of this kind, which nobody has looked at',
    wayOut: 'Remove it, or correct its rule and address',
  },
  'addon-deleted': {
    severity: ERROR,
    title: 'An add-on that nodes and pods need is deleted',
    reason: 'EKS removes its software while nodes are running',
    wayOut:
      'Keep it, or apply preserve = true first so that the software stays when somebody else installs it',
  },
  'all-nodes-at-once': {
    severity: ERROR,
    title: 'An update may take all nodes of a group at once',
    reason: 'Pods have nowhere to go while every node of the group is drained',
    wayOut: 'Lower max_unavailable in update_config below the number of nodes',
  },
  'authentication-backwards': {
    severity: ERROR,
    title: 'The authentication mode goes backwards',
    reason: 'EKS refuses it: CONFIG_MAP, API_AND_CONFIG_MAP, API is a way without return',
    wayOut: 'Keep the mode that the cluster has',
  },
  'authentication-skipped': {
    severity: ERROR,
    title: 'The authentication mode skips API_AND_CONFIG_MAP',
    reason: 'Everybody who is in aws-auth only is locked out at once, nodes too',
    wayOut: 'Apply API_AND_CONFIG_MAP, make the access entries, and change to API after that',
  },
  'auto-mode-off': {
    severity: WARNING,
    title: 'Auto Mode is switched off',
    reason: 'EKS ends its nodes, and with them all pods that have no other nodes to go to',
    wayOut: 'Add node groups and add-ons of your own first, drain the nodes of Auto Mode, then switch it off',
  },
  'aws-auth-deleted': {
    severity: ERROR,
    title: 'The ConfigMap aws-auth is deleted',
    reason: 'Nodes and people that sign in by it are locked out',
    wayOut: 'Take it out of the state by a removed block with destroy = false, and leave the object alone',
  },
  'aws-auth-shortened': {
    severity: ERROR,
    title: 'The ConfigMap aws-auth loses lines',
    reason: 'The roles and users of these lines are locked out',
    wayOut: 'Give each an access entry first, or keep the lines',
  },
  'cluster-deleted': {
    severity: ERROR,
    title: 'A cluster is deleted',
    reason: 'Everything that runs in it goes with it',
    wayOut: 'Review with --destroy (isDestroy) if all of it is to go; to hand it over, use a removed block',
  },
  'cluster-replaced': {
    severity: ERROR,
    title: 'A cluster is replaced',
    reason: 'Everything that runs in it is gone, and the new cluster is empty',
    wayOut: 'Take back what forces it, or ignore the argument in lifecycle.ignore_changes',
  },
  'cni-replaced': {
    severity: ERROR,
    title: 'The add-on vpc-cni is replaced',
    reason: 'It is deleted first, and no pod gets an address until it is back',
    wayOut: 'Change it in place; what forces its replacement has to stay',
  },
  'deletion-protection-removed': {
    severity: WARNING,
    title: 'Deletion protection is taken away',
    reason: 'The next plan that deletes or replaces the cluster will succeed',
    wayOut: 'Leave it on until the cluster is to go',
  },
  'fargate-profile-replaced': {
    severity: ERROR,
    title: 'A Fargate profile is deleted before its successor is there',
    reason: 'EKS ends its pods, and new ones stay pending until the next profile is active',
    wayOut: 'Give it another name and create_before_destroy',
  },
  'key-lost': {
    severity: ERROR,
    title: 'The key that encrypts a cluster is deleted, replaced or disabled',
    reason: 'The cluster can never be read again once its key is gone',
    wayOut: 'Keep the key for as long as the cluster; a key policy or an alias can change in place',
  },
  'last-administrator-lost': {
    severity: ERROR,
    title: 'The last association of a cluster administrator goes',
    reason: 'Nobody may administer the cluster any more but whom EKS let in besides Terraform',
    wayOut: 'Associate AmazonEKSClusterAdminPolicy with another principal first',
  },
  'log-group-lost': {
    severity: ERROR,
    title: 'The log group of a control plane is deleted or replaced',
    reason: 'The audit log is lost, and EKS makes the group anew without Terraform, which then fails',
    wayOut: 'Keep it, or take it out of the state by a removed block with destroy = false',
  },
  'minor-skipped': {
    severity: ERROR,
    title: 'The control plane skips a minor version',
    reason: 'EKS upgrades by one minor version at a time and refuses this halfway through the apply',
    wayOut: 'Upgrade minor by minor, the nodes each time as well',
  },
  'node-group-replaced': {
    severity: ERROR,
    title: 'A node group is deleted before its successor is there, or blocks its name',
    reason: 'Either all its nodes go at once and its pods have nowhere to go, or the apply fails halfway',
    wayOut:
      'Use node_group_name_prefix with create_before_destroy, or add the next group before this one goes',
  },
  'nodes-ahead': {
    severity: ERROR,
    title: 'Nodes are newer than their control plane',
    reason: 'A kubelet may never be newer than the API server, and EKS refuses it',
    wayOut: 'Upgrade the control plane first',
  },
  'nodes-left-behind': {
    severity: ERROR,
    title: 'Nodes are too old for their control plane',
    reason: 'A kubelet may be three minor versions older than the API server, two before 1.28',
    wayOut: 'Upgrade the nodes first, then the control plane',
  },
  'other-addon-deleted': {
    severity: WARNING,
    title: 'An add-on is deleted',
    reason: 'EKS removes its software from the cluster',
    wayOut: 'See that nothing uses it; preserve = true, applied first, keeps the software',
  },
  'pod-identity-replaced': {
    severity: ERROR,
    title: 'A Pod Identity association is deleted before its successor is there',
    reason: 'Pods that start in between, or renew their credentials, get none',
    wayOut: 'Add the new association first, and remove the old one in a later apply',
  },
  'provider-unknown': {
    severity: ERROR,
    title: 'A provider is configured by a cluster that does not exist yet',
    reason: 'Its host is unknown during this plan, so that it asks localhost or the wrong cluster',
    wayOut: 'Put what is in the cluster into a configuration of its own that is applied after this one',
  },
  'role-lost': {
    severity: ERROR,
    title: 'A role in use is deleted or replaced',
    reason: 'Whatever uses it loses all permissions, also when the next role has the same name',
    wayOut: 'Make the new role beside it, change its user, and remove the old role in a later apply',
  },
  'role-policy-dropped': {
    severity: WARNING,
    title: 'A role loses a policy while its user is changed too',
    reason: 'This may be the order that is meant, but a plan does not show whether the user needs it still',
    wayOut: 'See that the user comes first and needs the policy no more, or drop it in a later apply',
  },
  'role-policy-lost': {
    severity: ERROR,
    title: 'A role in use loses a policy',
    reason: 'What works with the role is refused by AWS from then on, or until the policy is back',
    wayOut:
      'Keep it; if only its address changed, write a moved block; give a literal ARN that no plan can lose',
  },
  'update-forced': {
    severity: ERROR,
    title: 'A node group is updated by force',
    reason: 'Force ends pods although their PodDisruptionBudget forbids it',
    wayOut: 'Leave it out, and mend the budget that blocks the update',
  },
  'updates-together': {
    severity: ERROR,
    title: 'Several node groups are updated at the same time',
    reason: 'Nothing makes one wait for the other, so that a bad image or version reaches all nodes at once',
    wayOut: 'Let each depend on the one before by depends_on, or change them in several applies',
  },
  'version-lowered': {
    severity: ERROR,
    title: 'The control plane goes back to an older version',
    reason: 'EKS has no way back',
    wayOut: 'Keep the version that the cluster has',
  },
} as const satisfies { readonly [rule: string]: PlanRuleDefinition };

/** The name of a rule. */
export type PlanRule = keyof typeof PLAN_RULES;
