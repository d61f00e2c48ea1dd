/**
 * CloudWatch log groups.
 *
 * Sources: the provider's `internal/service/logs/group.go`; terraform-aws-eks#920, #2486, #2763: the group of a control plane is
 * made again by the service when it is deleted too early, and then stands in the way of the next creation.
 */
import { ApiError } from '../engine/api-error';
import type { ResourceRules } from '../engine/rules';
import { nameOrGenerated } from './names';

const LOG_GROUP: ResourceRules = {
  async create(call) {
    const name = nameOrGenerated(call);
    await call.request('logs:CreateLogGroup');
    if (
      call.world
        .all('aws_cloudwatch_log_group')
        .some(({ id, region }) => id === name && region === call.region)
    ) {
      throw new ApiError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    call.exists(name, {
      name,
      name_prefix: call.planned['name_prefix'] ?? '',
      arn: `arn:${call.partition}:logs:${call.region}:${call.accountId}:log-group:${name}`,
      log_group_class: call.planned['log_group_class'] ?? 'STANDARD',
      deletion_protection_enabled: call.planned['deletion_protection_enabled'] ?? false,
    });
    await call.takes('create');
  },
  async delete(call) {
    const { world, object } = call;
    if (object.attributes['skip_destroy'] === true) {
      // Terraform forgets it; it stays because somebody wants to read it later.
      world.remove(object);
      const { id, kind, region, attributes } = object;
      world.add({ id, kind, region, attributes });
      world.note('log-group-kept', id);
      return;
    }
    await call.request('logs:DeleteLogGroup');
    await call.takes('delete');
  },
};

/** The rules of CloudWatch Logs, by type. */
export const LOGS_RULES: { readonly [type: string]: ResourceRules } = { aws_cloudwatch_log_group: LOG_GROUP };
