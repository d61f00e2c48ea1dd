/**
 * Data sources about the account, the partition and the region.
 */
import { PlanError } from '../engine/api-error';
import type { DataRules, Surroundings } from '../engine/rules';
import { isValueList, isValues, type Known, type KnownValues } from '../protocol/value';
import { textsOf } from './eks/cluster-model';
import { callerArn, digits, dnsSuffixOf, zoneIdOf, zonesOf } from './account';
import { textOr } from './texts';

/** Services whose principal in China has the local domain (the provider's `internal/service/meta/service_principal_data_source.go`). */
const LOCAL_PRINCIPALS_IN_CHINA = ['codedeploy', 'elasticmapreduce', 'logs', 'ec2'];

const partition: DataRules = (_config, { partition: name }) => ({
  id: name,
  partition: name,
  dns_suffix: dnsSuffixOf(name),
  reverse_dns_prefix: dnsSuffixOf(name).split('.').reverse().join('.'),
});

const callerIdentity: DataRules = (_config, { accountId, partition: name }) => ({
  id: accountId,
  account_id: accountId,
  arn: callerArn(name, accountId),
  user_id: `AROA${digits('caller', 17).toUpperCase()}:rehearsal`,
});

const region: DataRules = (config, surroundings) => {
  const name = regionOf(config, surroundings);
  return {
    id: name,
    name,
    region: name,
    description: `Region ${name}`,
    endpoint: `ec2.${name}.${dnsSuffixOf(surroundings.partition)}`,
  };
};

const availabilityZones: DataRules = (config, surroundings) => {
  const where = regionOf(config, surroundings);
  const left = textsOf(config['exclude_names']);
  const leftIds = textsOf(config['exclude_zone_ids']);
  const names = zonesOf(where).filter((zone) => !left.includes(zone) && !leftIds.includes(zoneIdOf(zone)));
  const wanted = filterValues(config['filter'], 'zone-name');
  const found = wanted === undefined ? names : names.filter((zone) => wanted.includes(zone));
  return { id: where, names: found, zone_ids: found.map(zoneIdOf), group_names: [where] };
};

const servicePrincipal: DataRules = (config, surroundings) => {
  const service = textOr(config['service_name']);
  const isLocal = surroundings.partition === 'aws-cn' && LOCAL_PRINCIPALS_IN_CHINA.includes(service);
  const suffix = isLocal ? dnsSuffixOf(surroundings.partition) : 'amazonaws.com';
  const where = regionOf(config, surroundings);
  return { id: `${service}.${where}.${suffix}`, name: `${service}.${suffix}`, suffix, region: where };
};

/** The role behind a session, so that a policy can name it. */
const sessionContext: DataRules = (config) => {
  const arn = textOr(config['arn']);
  const [, prefix, account, role, session] =
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  return role === undefined
    ? { id: arn, issuer_arn: arn, issuer_id: '', issuer_name: '', session_name: '' }
    : {
        id: arn,
        issuer_arn: `arn:${String(prefix)}:iam::${String(account)}:role/${role}`,
        issuer_id: `AROA${digits(role, 17).toUpperCase()}`,
        issuer_name: role,
        session_name: session ?? '',
      };
};

/** The data sources, by type. */
export const ACCOUNT_DATA_SOURCES: { readonly [type: string]: DataRules } = {
  aws_partition: partition,
  aws_caller_identity: callerIdentity,
  aws_region: region,
  aws_availability_zones: availabilityZones,
  aws_service_principal: servicePrincipal,
  aws_iam_session_context: sessionContext,
};

/** The region that a data source asks in. */
export function regionOf(config: KnownValues, surroundings: Surroundings): string {
  const { region: given } = config;
  return typeof given === 'string' && given !== '' ? given : surroundings.region;
}

/** The values of one of the `filter` blocks. */
export function filterValues(filters: Known | undefined, name: string): readonly string[] | undefined {
  const found = (isValueList(filters) ? filters : []).find((item) => isValues(item) && item['name'] === name);
  return found !== undefined && isValues(found) ? textsOf(found['values']) : undefined;
}

/** What the provider says when it finds nothing. */
export function notFound(what: string): PlanError {
  return new PlanError(`reading ${what}: couldn't find resource`);
}
