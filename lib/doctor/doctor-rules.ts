/**
 * What an examination of a cluster can find, by the name under which it is reported. The table of docs/doctor.md is compared with
 * this one.
 */
import type { DoctorRuleDefinition } from './rule-definition';
import { DoctorSeverity } from './rule-definition';

const { ERROR, WARNING, NOTE } = DoctorSeverity;
const APPLY_OR_ADOPT = 'Apply, to have it as the code says, or take what is live into the code';

export const DOCTOR_RULES = {
  'access-denied': {
    severity: WARNING,
    title: 'Something may not be read',
    reason: 'What was not read was not examined, and may be anything',
    wayOut: 'Allow the action to whoever examines; docs/doctor.md has a policy with all of them',
  },
  'access-entry-missing': {
    severity: WARNING,
    title: 'A declared access entry is not there',
    reason: 'Its principal cannot enter the cluster',
    wayOut: 'Apply, or remove the grant from the code',
  },
  'access-entry-undeclared': {
    severity: WARNING,
    title: 'An access entry is in no stack',
    reason: 'Somebody can enter the cluster of whom the code knows nothing',
    wayOut: 'Declare it and import it, or delete the entry',
  },
  'access-groups-differ': {
    severity: WARNING,
    title: 'An access entry has other Kubernetes groups than declared',
    reason: 'The principal has rights that the code does not show, or lacks some',
    wayOut: APPLY_OR_ADOPT,
  },
  'access-policy-missing': {
    severity: WARNING,
    title: 'A declared access policy is not associated',
    reason: 'The principal cannot do what the code grants',
    wayOut: 'Apply, or remove the grant from the code',
  },
  'access-policy-undeclared': {
    severity: WARNING,
    title: 'A principal has an access policy that is in no stack',
    reason: 'It can do more than the code grants',
    wayOut: 'Declare the grant and import it, or disassociate the policy',
  },
  'access-scope-differs': {
    severity: WARNING,
    title: 'An access policy has another scope than declared',
    reason: 'The principal can do more, or less, than the code grants',
    wayOut: APPLY_OR_ADOPT,
  },
  'addon-busy': {
    severity: NOTE,
    title: 'An add-on is being created, updated or deleted',
    reason: 'EKS takes no other change of it meanwhile',
    wayOut: 'Wait until it is done',
  },
  'addon-missing': {
    severity: WARNING,
    title: 'A declared add-on is not on the cluster',
    reason: 'It was not applied yet, or was deleted by other means',
    wayOut: 'Apply, or leave it out of the code',
  },
  'addon-undeclared': {
    severity: WARNING,
    title: 'An add-on is in no stack',
    reason: 'Nobody upgrades it with the cluster, and no node group waits for it',
    wayOut: 'Declare it and import it, or delete it',
  },
  'addon-unhealthy': {
    severity: ERROR,
    title: 'An add-on is degraded, or a change of it failed',
    reason:
      'Nodes or pods may lack what it does for them, and an apply that changes it waits until it times out',
    wayOut: 'Mend what EKS names',
  },
  'addon-version-differs': {
    severity: WARNING,
    title: 'An add-on has another version than declared',
    reason: 'The next apply changes it, which may be a downgrade',
    wayOut: APPLY_OR_ADOPT,
  },
  'authentication-differs': {
    severity: WARNING,
    title: 'The authentication mode is behind the declared one',
    reason: 'The next apply changes who can enter',
    wayOut: 'Apply when every principal has its entry, or declare the mode that the cluster has',
  },
  'authentication-refused': {
    severity: ERROR,
    title: 'The declared authentication mode cannot be reached from that of the cluster',
    reason: 'CONFIG_MAP, API_AND_CONFIG_MAP, API is a way of single steps without return (SEKS4010)',
    wayOut: 'Declare a step that can be reached',
  },
  'auto-mode-differs': {
    severity: WARNING,
    title: 'Auto Mode is on and declared off, or the other way round',
    reason: 'Switching it ends the nodes of one kind; a plan that would switch it off is refused (SEKS8007)',
    wayOut: 'Declare what the cluster has, and go to the other state step by step (docs/auto-mode.md)',
  },
  'call-failed': {
    severity: WARNING,
    title: 'AWS did not answer as it should',
    reason: 'What was not read was not examined, and may be anything',
    wayOut: 'Examine again later',
  },
  'cluster-busy': {
    severity: WARNING,
    title: 'The cluster is being created or updated',
    reason: 'EKS takes no other change meanwhile',
    wayOut: 'Wait until it is ACTIVE',
  },
  'cluster-failed': {
    severity: ERROR,
    title: 'The cluster has failed, or is being deleted',
    reason: 'EKS takes no change of it any more',
    wayOut: 'Look at the events of the cluster in AWS; what failed at creation has to be made anew',
  },
  'cluster-undeclared': {
    severity: NOTE,
    title: 'No stack declares the cluster',
    reason: 'It was examined by itself, and compared with nothing',
    wayOut: 'Name the right stack by --stack',
  },
  'cluster-unhealthy': {
    severity: ERROR,
    title: 'EKS reports a problem of the cluster',
    reason: 'EKS refuses upgrades until it is mended, and may do so with other changes',
    wayOut: 'Mend what EKS names',
  },
  'compute-subnet-full': {
    severity: ERROR,
    title: 'A subnet of nodes or of Fargate has no free address',
    reason: 'No node and no pod can start in it, so that updates of node groups fail',
    wayOut: 'Free addresses, or give further subnets',
  },
  'compute-subnet-missing': {
    severity: ERROR,
    title: 'A subnet of nodes or of Fargate does not exist',
    reason: 'No node and no pod can start in it, and EKS refuses updates',
    wayOut: 'Name subnets that exist; node groups and profiles are replaced by that, the new one first',
  },
  'control-plane-subnet-full': {
    severity: ERROR,
    title: 'A control-plane subnet has fewer than six free addresses',
    reason: 'EKS needs room for its network interfaces, and refuses an upgrade',
    wayOut: 'Free addresses, or name another subnet of the same availability zone',
  },
  'control-plane-subnet-missing': {
    severity: ERROR,
    title: 'A control-plane subnet does not exist',
    reason: 'EKS refuses upgrades and other changes of the cluster while it records a subnet that is gone',
    wayOut: 'Name subnets that exist, in the same VPC and the same availability zones',
  },
  'control-plane-subnets-differ': {
    severity: WARNING,
    title: 'EKS records other control-plane subnets than are declared',
    reason: 'The next apply moves the network interfaces of the control plane',
    wayOut: APPLY_OR_ADOPT,
  },
  'control-plane-zones-differ': {
    severity: ERROR,
    title: 'The declared control-plane subnets are in other availability zones than the recorded ones',
    reason: 'EKS takes only subnets in the zones that the cluster was made in',
    wayOut: 'Name subnets in these zones',
  },
  'deletion-protection-differs': {
    severity: WARNING,
    title: 'Deletion protection is on and declared off, or the other way round',
    reason:
      'The cluster can be deleted although the code protects it, or the next apply takes the protection away',
    wayOut: APPLY_OR_ADOPT,
  },
  'encryption-differs': {
    severity: ERROR,
    title: 'The cluster is encrypted with another key than declared',
    reason: 'A key can neither be removed nor changed: the next plan replaces the cluster',
    wayOut: 'Declare the key that the cluster has',
  },
  'encryption-pending': {
    severity: NOTE,
    title: 'A key is declared, and the cluster has none yet',
    reason: 'The next apply adds it, and it then stays for ever',
    wayOut: 'Apply, if that is meant',
  },
  'endpoint-differs': {
    severity: WARNING,
    title: 'The API server is reached by other networks than declared',
    reason: 'Somebody has changed it beside the code, and the next apply changes it back',
    wayOut: APPLY_OR_ADOPT,
  },
  'endpoint-open': {
    severity: WARNING,
    title: 'The API server can be reached from the whole internet',
    reason: 'Whoever gets hold of credentials can use them from anywhere',
    wayOut: 'Name your own networks',
  },
  'fargate-profile-busy': {
    severity: NOTE,
    title: 'A Fargate profile is being created or deleted',
    reason: 'EKS changes one profile of a cluster at a time',
    wayOut: 'Wait until it is done',
  },
  'fargate-profile-missing': {
    severity: WARNING,
    title: 'A declared Fargate profile is not there',
    reason: 'Its pods stay pending',
    wayOut: 'Apply, or remove it from the code',
  },
  'fargate-profile-undeclared': {
    severity: WARNING,
    title: 'A Fargate profile is in no stack',
    reason: 'Pods run by it of which the code knows nothing',
    wayOut: 'Declare it and import it, or delete it',
  },
  'fargate-profile-unhealthy': {
    severity: ERROR,
    title: 'A Fargate profile has failed, or has a problem',
    reason: 'Its pods stay pending',
    wayOut: 'Mend what EKS names',
  },
  'known-after-apply': {
    severity: NOTE,
    title: 'Something was not compared: known only after apply',
    reason: 'The stack says what it is by an expression that only Terraform can evaluate',
    wayOut: 'See the plan for it',
  },
  'load-balancer-tags-missing': {
    severity: NOTE,
    title: 'No subnet is tagged for load balancers',
    reason:
      'Controllers of load balancers look for kubernetes.io/role/elb or kubernetes.io/role/internal-elb',
    wayOut:
      'Tag public subnets with the first and private ones with the second, or name subnets at each Service',
  },
  'logs-differ': {
    severity: WARNING,
    title: 'Other logs of the control plane are written than declared',
    reason: 'What is not written cannot be looked at afterwards',
    wayOut: APPLY_OR_ADOPT,
  },
  'no-administrator': {
    severity: WARNING,
    title: 'No access entry makes anybody administrator',
    reason: 'In the authentication mode API nobody can enter the cluster to repair anything',
    wayOut: 'Grant it to a role',
  },
  'node-group-behind': {
    severity: NOTE,
    title: 'A node group has an older version than the control plane',
    reason: 'That is allowed for three minor versions, and each upgrade of the control plane uses one up',
    wayOut: 'Upgrade the nodes',
  },
  'node-group-busy': {
    severity: NOTE,
    title: 'A node group is being created, updated or deleted',
    reason: 'EKS takes no other change of it meanwhile',
    wayOut: 'Wait until it is done',
  },
  'node-group-missing': {
    severity: WARNING,
    title: 'A declared node group is not there',
    reason: 'It was not applied yet, or was deleted by other means',
    wayOut: 'Apply, or remove it from the code',
  },
  'node-group-release-differs': {
    severity: WARNING,
    title: 'A node group has another release of its image than declared',
    reason: 'The next apply replaces all its nodes',
    wayOut: APPLY_OR_ADOPT,
  },
  'node-group-skew': {
    severity: ERROR,
    title: 'A node group is too old for the control plane, or newer',
    reason:
      'Kubernetes supports kubelets up to three minor versions older than the API server, and none that is newer',
    wayOut: 'Bring nodes and control plane together, minor by minor',
  },
  'node-group-undeclared': {
    severity: WARNING,
    title: 'A node group is in no stack',
    reason: 'Nobody upgrades it with the cluster; it may be left over from a replacement that failed',
    wayOut: 'Declare one in its place, and delete it when that is ready',
  },
  'node-group-unhealthy': {
    severity: ERROR,
    title: 'A node group is degraded, or a change of it failed',
    reason: 'Nodes are missing or cannot be replaced',
    wayOut: 'Mend what EKS names',
  },
  'node-group-version-differs': {
    severity: WARNING,
    title: 'A node group has another Kubernetes version than declared',
    reason: 'The next apply replaces all its nodes, or is refused if they are newer',
    wayOut: APPLY_OR_ADOPT,
  },
  'security-group-missing': {
    severity: ERROR,
    title: 'A security group of the control plane does not exist',
    reason: 'EKS refuses upgrades and other changes of the cluster',
    wayOut: 'Name security groups that exist',
  },
  'security-groups-differ': {
    severity: WARNING,
    title: 'EKS records other security groups than are declared',
    reason: 'The next apply changes who can talk to the control plane from within the network',
    wayOut: APPLY_OR_ADOPT,
  },
  'subnet-in-other-vpc': {
    severity: ERROR,
    title: 'A subnet is in another VPC than the cluster',
    reason: 'EKS refuses it, and nodes in it could not reach the control plane',
    wayOut: 'Name subnets of the VPC of the cluster',
  },
  'support-type-differs': {
    severity: WARNING,
    title: 'The cluster has another support type than declared',
    reason: 'It decides between an upgrade by AWS and the price of extended support',
    wayOut: APPLY_OR_ADOPT,
  },
  'version-left-behind': {
    severity: ERROR,
    title: 'The control plane is newer than declared',
    reason:
      'The code was left behind by an upgrade; EKS would take it for a roll-back, and the plan is refused (SEKS1208)',
    wayOut: 'Declare the version that the cluster has',
  },
  'version-pending': {
    severity: NOTE,
    title: 'The control plane is one minor version behind the declared one',
    reason: 'The next apply upgrades it',
    wayOut: 'Apply, if that is meant',
  },
  'version-unreachable': {
    severity: ERROR,
    title: 'The control plane is more than one minor version behind the declared one',
    reason: 'EKS upgrades by one minor version at a time, and the plan is refused (SEKS1208)',
    wayOut: 'Declare the next version first, and apply version by version',
  },
} as const satisfies { readonly [rule: string]: DoctorRuleDefinition };

/** The name of a rule. */
export type DoctorRule = keyof typeof DOCTOR_RULES;
