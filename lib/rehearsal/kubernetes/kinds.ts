/**
 * The kinds of objects that the Kubernetes provider manages, with their API paths.
 */

/** A kind of object. */
export interface ObjectKind {
  /** Such as `ConfigMap`. */
  readonly kind: string;
  /** As in paths and in messages: `configmaps`. */
  readonly plural: string;
  /** Such as `/apis/apps/v1`. */
  readonly api: string;
  readonly isNamespaced: boolean;
  /** Changes a part of an object that exists already, instead of making one. */
  readonly isPatch: boolean;
}

type Row = readonly [types: string, kind: string, plural: string, api: string];

const CORE = '/api/v1';
const APPS = '/apis/apps/v1';
const BATCH = '/apis/batch/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const NETWORKING = '/apis/networking.k8s.io/v1';
const AUTOSCALING = '/apis/autoscaling/v2';
const POLICY = '/apis/policy/v1';
const STORAGE = '/apis/storage.k8s.io/v1';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

/** Terraform types without `kubernetes_`; most exist with and without `_v1`. */
const NAMESPACED: readonly Row[] = [
  ['config_map config_map_v1', 'ConfigMap', 'configmaps', CORE],
  ['secret secret_v1', 'Secret', 'secrets', CORE],
  ['service service_v1', 'Service', 'services', CORE],
  ['service_account service_account_v1', 'ServiceAccount', 'serviceaccounts', CORE],
  ['pod pod_v1', 'Pod', 'pods', CORE],
  ['endpoints endpoints_v1', 'Endpoints', 'endpoints', CORE],
  ['endpoint_slice_v1', 'EndpointSlice', 'endpointslices', '/apis/discovery.k8s.io/v1'],
  ['limit_range limit_range_v1', 'LimitRange', 'limitranges', CORE],
  ['resource_quota resource_quota_v1', 'ResourceQuota', 'resourcequotas', CORE],
  [
    'replication_controller replication_controller_v1',
    'ReplicationController',
    'replicationcontrollers',
    CORE,
  ],
  [
    'persistent_volume_claim persistent_volume_claim_v1',
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
    CORE,
  ],
  ['deployment deployment_v1', 'Deployment', 'deployments', APPS],
  ['daemonset daemon_set_v1', 'DaemonSet', 'daemonsets', APPS],
  ['stateful_set stateful_set_v1', 'StatefulSet', 'statefulsets', APPS],
  ['job job_v1', 'Job', 'jobs', BATCH],
  ['cron_job cron_job_v1', 'CronJob', 'cronjobs', BATCH],
  ['role role_v1', 'Role', 'roles', RBAC],
  ['role_binding role_binding_v1', 'RoleBinding', 'rolebindings', RBAC],
  ['ingress ingress_v1', 'Ingress', 'ingresses', NETWORKING],
  ['network_policy network_policy_v1', 'NetworkPolicy', 'networkpolicies', NETWORKING],
  [
    'horizontal_pod_autoscaler horizontal_pod_autoscaler_v1 horizontal_pod_autoscaler_v2beta2 horizontal_pod_autoscaler_v2',
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    AUTOSCALING,
  ],
  ['pod_disruption_budget pod_disruption_budget_v1', 'PodDisruptionBudget', 'poddisruptionbudgets', POLICY],
];

const CLUSTER_WIDE: readonly Row[] = [
  ['namespace namespace_v1', 'Namespace', 'namespaces', CORE],
  ['persistent_volume persistent_volume_v1', 'PersistentVolume', 'persistentvolumes', CORE],
  ['cluster_role cluster_role_v1', 'ClusterRole', 'clusterroles', RBAC],
  ['cluster_role_binding cluster_role_binding_v1', 'ClusterRoleBinding', 'clusterrolebindings', RBAC],
  ['storage_class storage_class_v1', 'StorageClass', 'storageclasses', STORAGE],
  ['csi_driver csi_driver_v1', 'CSIDriver', 'csidrivers', STORAGE],
  ['ingress_class ingress_class_v1', 'IngressClass', 'ingressclasses', NETWORKING],
  ['runtime_class_v1', 'RuntimeClass', 'runtimeclasses', '/apis/node.k8s.io/v1'],
  ['priority_class priority_class_v1', 'PriorityClass', 'priorityclasses', '/apis/scheduling.k8s.io/v1'],
  ['api_service api_service_v1', 'APIService', 'apiservices', '/apis/apiregistration.k8s.io/v1'],
  [
    'certificate_signing_request certificate_signing_request_v1',
    'CertificateSigningRequest',
    'certificatesigningrequests',
    '/apis/certificates.k8s.io/v1',
  ],
  [
    'mutating_webhook_configuration mutating_webhook_configuration_v1',
    'MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    ADMISSION,
  ],
  [
    'validating_webhook_configuration validating_webhook_configuration_v1',
    'ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    ADMISSION,
  ],
  [
    'pod_security_policy pod_security_policy_v1beta1',
    'PodSecurityPolicy',
    'podsecuritypolicies',
    '/apis/policy/v1beta1',
  ],
];

/** These change a part of an object that somebody else made. */
const PATCHES: readonly Row[] = [
  ['config_map_v1_data', 'ConfigMap', 'configmaps', CORE],
  ['secret_v1_data', 'Secret', 'secrets', CORE],
  ['default_service_account default_service_account_v1', 'ServiceAccount', 'serviceaccounts', CORE],
  ['token_request_v1', 'TokenRequest', 'serviceaccounts', CORE],
  ['annotations', 'Annotations', 'annotations', CORE],
  ['labels', 'Labels', 'labels', CORE],
  ['env', 'Env', 'env', APPS],
  ['node_taint', 'Taint', 'nodes', CORE],
];

/** By Terraform type. */
export const KINDS: ReadonlyMap<string, ObjectKind> = new Map([
  ...kindsOf(NAMESPACED, true, false),
  ...kindsOf(CLUSTER_WIDE, false, false),
  ...kindsOf(PATCHES, true, true),
]);

/** The kind of a Terraform type. */
export function kindOfType(type: string): ObjectKind {
  const kind = KINDS.get(type);
  if (kind === undefined) {
    throw new Error(`The simulation knows no Kubernetes resource type ${type}.`);
  }
  return kind;
}

/** A kind that a manifest names; the provider finds its plural in the cluster, the simulation by the rules of English. */
export function kindOfManifest(apiVersion: string, kind: string): ObjectKind {
  const known = [...KINDS.values()].find((one) => one.kind === kind && !one.isPatch);
  const lower = kind.toLowerCase();
  return {
    kind,
    plural: known?.plural ?? (lower.endsWith('s') ? `${lower}es` : `${lower.replace(/y$/, 'ie')}s`),
    api: apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`,
    isNamespaced: known?.isNamespaced ?? false,
    isPatch: false,
  };
}

/** The API path of an object, or of all of its kind in a namespace. */
export function pathOf(kind: ObjectKind, namespace: string | undefined, name?: string): string {
  const within = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${kind.api}${within}/${kind.plural}${name === undefined ? '' : `/${name}`}`;
}

function kindsOf(
  rows: readonly Row[],
  isNamespaced: boolean,
  isPatch: boolean,
): readonly (readonly [string, ObjectKind])[] {
  return rows.flatMap(([types, kind, plural, api]) =>
    types
      .split(' ')
      .map((type) => [`kubernetes_${type}`, { kind, plural, api, isNamespaced, isPatch }] as const),
  );
}
