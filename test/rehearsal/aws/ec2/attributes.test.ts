/**
 * Terraform takes an object only with the attributes of its type, and shows a change where one that the user leaves out has
 * a value that only a user can give.
 */
import { describe, expect, test } from '@jest/globals';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { EC2_RULES } from '../../../../lib/rehearsal/aws/ec2/rules';
import { IAM_RULES } from '../../../../lib/rehearsal/aws/iam/rules';
import { KMS_RULES } from '../../../../lib/rehearsal/aws/kms';
import { LOGS_RULES } from '../../../../lib/rehearsal/aws/logs';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import { deriveProviderSchema } from '../../../../lib/rehearsal/schema/derive-schema';
import { Stage } from '../../stage';

const RESOURCES = { ...EC2_RULES, ...IAM_RULES, ...KMS_RULES, ...LOGS_RULES };
const SCHEMA = deriveProviderSchema({ provider: 'aws', resources: Object.keys(RESOURCES) });

const PLANNED: { readonly [type: string]: KnownValues } = {
  aws_route: { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' },
  aws_route_table_association: { route_table_id: 'rtb-1', subnet_id: 'subnet-1' },
  aws_default_route_table: { default_route_table_id: 'rtb-1' },
  aws_iam_role_policy: { role: 'x', policy: '{}' },
  aws_iam_role_policy_attachment: { role: 'x', policy_arn: 'arn:aws:iam::aws:policy/X' },
  aws_iam_openid_connect_provider: { url: 'https://x', client_id_list: ['sts'] },
  aws_kms_alias: { target_key_id: 'x' },
};

describe('Rules say nothing that Terraform would not take', () => {
  test.each(Object.keys(RESOURCES))('of %s', async (type) => {
    const schema = SCHEMA.resources[type];
    const stage = new Stage(
      { resources: RESOURCES, dataSources: {}, forceNew: {}, defaults: {} },
      { durations: AWS_DURATIONS },
    );
    const planned = PLANNED[type] ?? {};
    const { object, error } = await stage.after(stage.create(type, 'x', planned));
    expect(error).toBeUndefined();
    if (object !== undefined) {
      RESOURCES[type]?.read?.(object, stage.surroundings);
    }
    const said = Object.entries(object?.attributes ?? {}).filter(([name]) => !(name in planned));
    const wrong = said.filter(
      ([name, value]) => value !== null && schema?.attributes[name]?.computed !== true,
    );
    expect(wrong).toEqual([]);
  });
});
