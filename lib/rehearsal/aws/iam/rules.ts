/**
 * What IAM does for the resources around a cluster.
 */
import { ApiError } from '../../engine/api-error';
import type { ResourceRules } from '../../engine/rules';
import { CREATION_DATE, nameOrGenerated } from '../names';
import { ATTACHMENT_RULES, INLINE_POLICY_RULES, POLICY_RULES } from './policy-rules';
import { requireRole, ROLE_RULES, uniqueId } from './role-rules';
import { textOr } from '../texts';

const INSTANCE_PROFILE: ResourceRules = {
  async create(call) {
    const { world, planned } = call;
    const name = nameOrGenerated(call);
    await call.request('iam:CreateInstanceProfile');
    if (world.find('aws_iam_instance_profile', { name }) !== undefined) {
      throw new ApiError('EntityAlreadyExists', `Instance Profile ${name} already exists.`);
    }
    const path = textOr(planned['path'], '/');
    call.exists(name, {
      name,
      name_prefix: planned['name_prefix'] ?? '',
      arn: `arn:${call.partition}:iam::${call.accountId}:instance-profile${path}${name}`,
      unique_id: uniqueId(call, 'AIPA'),
      create_date: CREATION_DATE,
    });
    if (typeof planned['role'] === 'string') {
      requireRole(call, planned['role']);
    }
    await call.takes('create');
  },
};

/** One for each issuer; a cluster that is created again has another issuer. */
const OIDC_PROVIDER: ResourceRules = {
  async create(call) {
    const url = textOr(call.planned['url']).replace(/^https:\/\//, '');
    const arn = `arn:${call.partition}:iam::${call.accountId}:oidc-provider/${url}`;
    await call.request('iam:CreateOpenIDConnectProvider');
    if (call.world.all('aws_iam_openid_connect_provider').some(({ id }) => id === arn)) {
      throw new ApiError('EntityAlreadyExists', `Provider with url https://${url} already exists.`);
    }
    const { thumbprint_list: thumbprints } = call.planned;
    call.exists(arn, {
      arn,
      thumbprint_list: thumbprints ?? ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'],
    });
    await call.takes('create');
  },
};

/** The rules of IAM, by type. */
export const IAM_RULES: { readonly [type: string]: ResourceRules } = {
  aws_iam_role: ROLE_RULES,
  aws_iam_policy: POLICY_RULES,
  aws_iam_role_policy: INLINE_POLICY_RULES,
  aws_iam_role_policy_attachment: ATTACHMENT_RULES,
  aws_iam_instance_profile: INSTANCE_PROFILE,
  aws_iam_openid_connect_provider: OIDC_PROVIDER,
};
