/**
 * What must not happen to a cluster, by the name under which a rehearsal reports it. Each has a heading in docs/rehearsal.md.
 */
export const VIOLATION_RULES = {
  'access-lost': 'Running nodes or pods lost the entry that lets them in',
  'access-scope-overwritten': 'A second association of the same policy replaced the scope of the first',
  'aws-auth-overwritten': 'Terraform took roles out of aws-auth that EKS had put there',
  'cluster-replaced': 'An apply that was to change a cluster deleted it',
  'cni-removed-under-nodes': 'The CNI went while nodes were running',
  'dead-access-entry': 'A role was made anew, and its access entry still means the old one',
  'disruption-budget-broken': 'Pods were ended although their PodDisruptionBudget forbade it',
  'egress-lost-under-nodes': 'Running nodes lost their way to the API endpoints of AWS',
  'fargate-pod-refused': 'Fargate refused to start a pod',
  'key-deleted-under-cluster': 'The deletion of the key that encrypts a cluster was scheduled',
  'kubelet-too-old': 'The control plane left nodes more than three minors behind',
  'left-behind': 'Something is still there after everything was destroyed',
  'log-group-recreated': 'A control plane that wrote its last logs made its log group anew',
  'network-interfaces-leaked': 'Network interfaces of nodes stayed when the nodes went',
  'no-administrator-left': 'Nobody may administer a cluster any more',
  'node-before-access': 'Nodes came up before they were let in',
  'node-before-cni': 'Nodes joined before their network was ready',
  'node-before-eni-config': 'Nodes became Ready where pods have no subnet of their own yet',
  'node-before-role-policies': 'Nodes came up before their role had its policies',
  'node-before-route': 'Nodes came up before they had a way to the API endpoints of AWS',
  'plan-not-empty': 'A plan right after an apply finds something to do',
  'pod-identity-without-agent': 'Pods are to get a role by Pod Identity, and no agent gives it to them',
  'provider-reached-localhost': 'A provider without a host asked this machine',
  'role-lost-policies': 'A role lost policies while something worked with them',
  'self-managed-nodes-lost': 'Nodes of an Auto Scaling group never joined, and nobody was told',
  'simulation-failed': 'The simulation itself broke down',
  'terraform-failed': 'Terraform ended with an error',
  'too-many-unavailable': 'More nodes were away at once than the node group allows',
  'workload-down': 'Fewer pods ran than must',
} as const;

/** The name of a violation. */
export type ViolationRule = keyof typeof VIOLATION_RULES;
