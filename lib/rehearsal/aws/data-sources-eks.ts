/**
 * Data sources of EKS, and those of IAM and KMS that stacks use with it.
 */
import { ApiError } from '../engine/api-error';
import type { DataRules } from '../engine/rules';
import type { KnownValues } from '../protocol/value';
import { CREATION_DATE } from './names';
import { digits } from './account';
import { notFound, regionOf } from './data-sources-account';
import { defaultAddonVersion } from './eks/addon-catalogue';
import { clustersOf, findCluster } from './eks/cluster-model';
import { DEFAULT_VERSION } from './eks/control-plane-version';
import { findKey } from './kms';
import { textOr } from './texts';

/** End of standard support and of extended support (Amazon EKS user guide, "Kubernetes versions"). */
const VERSIONS: readonly (readonly [
  version: string,
  released: string,
  standard: string,
  extended: string,
])[] = [
  ['1.36', '2026-06-02', '2027-08-02', '2028-08-02'],
  ['1.35', '2026-01-27', '2027-03-27', '2028-03-27'],
  ['1.34', '2025-10-02', '2026-12-02', '2027-12-02'],
  ['1.33', '2025-05-29', '2026-07-29', '2027-07-29'],
  ['1.32', '2025-01-23', '2026-03-23', '2027-03-23'],
  ['1.31', '2024-09-26', '2025-11-26', '2026-11-26'],
  ['1.30', '2024-05-23', '2025-07-23', '2026-07-23'],
];

const cluster: DataRules = (config, surroundings) => {
  const name = textOr(config['name']);
  const found = findCluster(surroundings.world, regionOf(config, surroundings), name);
  if (found === undefined) {
    throw notFound(`EKS Cluster (${name})`);
  }
  return { ...found.object.attributes, id: name, name, status: found.status };
};

const clusters: DataRules = (config, surroundings) => {
  const region = regionOf(config, surroundings);
  const here = clustersOf(surroundings.world).filter((one) => one.region === region);
  return { id: region, names: here.map(({ name }) => name).sort() };
};

const nodeGroups: DataRules = (config, surroundings) => {
  const name = textOr(config['cluster_name']);
  const found = findCluster(surroundings.world, regionOf(config, surroundings), name);
  if (found === undefined) {
    throw new ApiError('ResourceNotFoundException', `No cluster found for name: ${name}.`);
  }
  return { id: name, cluster_name: name, names: [...found.nodeGroups.keys()].sort() };
};

/** The token names the cluster; it is signed on this machine, without asking EKS whether there is one. */
const clusterAuth: DataRules = (config) => {
  const name = textOr(config['name']);
  return { id: name, token: `k8s-aws-v1.${digits(`token ${name}`, 64)}` };
};

const addonVersion: DataRules = (config) => {
  const name = textOr(config['addon_name']);
  const version = defaultAddonVersion(name, textOr(config['kubernetes_version']));
  return { id: name, version };
};

const clusterVersions: DataRules = (config, surroundings) => ({
  id: regionOf(config, surroundings),
  cluster_versions: VERSIONS.map(([version, released, standard, extended]) => ({
    cluster_type: 'eks',
    cluster_version: version,
    default_platform_version: 'eks.1',
    default_version: version === DEFAULT_VERSION,
    end_of_standard_support_date: `${standard}T00:00:00Z`,
    end_of_extended_support_date: `${extended}T00:00:00Z`,
    kubernetes_patch_version: `${version}.0`,
    release_date: `${released}T00:00:00Z`,
    // A rehearsal has no calendar: these were in standard support when the table was made.
    version_status: Number(version.split('.')[1]) >= 33 ? 'STANDARD_SUPPORT' : 'EXTENDED_SUPPORT',
  })).filter(
    (item) =>
      (config['default_only'] !== true || item.default_version) &&
      (typeof config['version_status'] !== 'string' || config['version_status'] === item.version_status),
  ),
});

const role: DataRules = (config, { world, partition, accountId }): KnownValues => {
  const name = textOr(config['name']);
  const found = world.find('aws_iam_role', { name });
  if (found !== undefined) {
    return { ...found.attributes, id: name };
  }
  if (world.isGone(name)) {
    throw new ApiError('NoSuchEntity', `The role with name ${name} cannot be found.`);
  }
  return {
    id: name,
    name,
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    path: '/',
    unique_id: `AROA${digits(name, 17).toUpperCase()}`,
    create_date: CREATION_DATE,
    max_session_duration: 3600,
    assume_role_policy: '{"Statement":[],"Version":"2012-10-17"}',
  };
};

const key: DataRules = (config, surroundings) => {
  const { world, partition, accountId } = surroundings;
  const asked = textOr(config['key_id']);
  const alias = /alias\/.+$/.exec(asked)?.[0];
  const target = world.find('aws_kms_alias', { name: alias ?? '' })?.attributes['target_key_id'];
  const found = findKey(world, textOr(target ?? asked));
  if (found === undefined && world.isGone(asked)) {
    throw new ApiError('NotFoundException', `Key '${asked}' does not exist`);
  }
  const id = found?.id ?? (alias === undefined ? asked.replace(/^.*key\//, '') : digits(asked, 32));
  const where = regionOf(config, surroundings);
  return {
    id,
    arn: found?.attributes['arn'] ?? `arn:${partition}:kms:${where}:${accountId}:key/${id}`,
    aws_account_id: accountId,
    creation_date: CREATION_DATE,
    description: found?.attributes['description'] ?? '',
    enabled: true,
    key_manager: alias?.startsWith('alias/aws/') === true ? 'AWS' : 'CUSTOMER',
    key_state: 'Enabled',
    key_usage: 'ENCRYPT_DECRYPT',
    key_spec: 'SYMMETRIC_DEFAULT',
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    multi_region: found?.attributes['multi_region'] ?? false,
  };
};

/** The data sources, by type. */
export const EKS_DATA_SOURCES: { readonly [type: string]: DataRules } = {
  aws_eks_cluster: cluster,
  aws_eks_clusters: clusters,
  aws_eks_node_groups: nodeGroups,
  aws_eks_cluster_auth: clusterAuth,
  aws_eks_addon_version: addonVersion,
  aws_eks_cluster_versions: clusterVersions,
  aws_iam_role: role,
  aws_kms_key: key,
};
