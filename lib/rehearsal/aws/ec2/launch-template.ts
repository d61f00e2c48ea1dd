/**
 * Launch templates: each change of what instances are started from is a new version, and who uses a template stays with
 * the version that it names.
 */
import { ApiError } from '../../engine/api-error';
import type { Call, CreateCall, PlannedChange, ResourceRules, UpdateCall } from '../../engine/rules';
import { UNKNOWN } from '../../protocol/value';
import { keepVersion, TEMPLATE_DATA } from './launch-template-versions';

/** A change of these alone writes no version. */
const NOT_IN_A_VERSION = ['name', 'name_prefix', 'description', 'default_version', 'update_default_version'];

/** aws_launch_template. */
export const LAUNCH_TEMPLATE_RULES: ResourceRules = {
  plan: planVersions,
  create: createTemplate,
  update: updateTemplate,
  async delete(call) {
    await call.request('ec2:DeleteLaunchTemplate');
    await call.takes('delete');
  },
};

/**
 * The provider says that the versions will be other ones, so that whoever refers to them is planned to change too. It says
 * so for tags as well, which then turn out to have written no version (CustomizeDiff in ec2_launch_template.go).
 */
function planVersions(change: PlannedChange): void {
  if (change.prior === undefined) {
    return;
  }
  const changed = Object.keys(change.planned).filter(
    (name) => name !== 'latest_version' && change.changes(name),
  );
  const changesDefault = changed.some((name) => !['name', 'name_prefix', 'description'].includes(name));
  if (changesDefault && change.planned['update_default_version'] === true) {
    change.planned['default_version'] = UNKNOWN;
  }
  if (changed.some((name) => !NOT_IN_A_VERSION.includes(name))) {
    change.planned['latest_version'] = UNKNOWN;
  }
}

async function createTemplate(call: CreateCall): Promise<void> {
  await call.request('ec2:CreateLaunchTemplate');
  const name = nameOf(call);
  if (call.world.find('aws_launch_template', { name }, call.region) !== undefined) {
    throw new ApiError(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      'Launch template name already in use.',
    );
  }
  const id = call.newId('lt-');
  const template = call.exists(id, {
    name,
    arn: `arn:${call.partition}:ec2:${call.region}:${call.accountId}:launch-template/${id}`,
    latest_version: 1,
    default_version: 1,
  });
  keepVersion(template, 1, call.planned);
  await call.takes('create');
}

async function updateTemplate(call: UpdateCall): Promise<void> {
  const { attributes } = call.object;
  if (TEMPLATE_DATA.some((name) => call.changes(name))) {
    await call.request('ec2:CreateLaunchTemplateVersion');
    const latest = Number(attributes['latest_version']) + 1;
    keepVersion(call.object, latest, call.planned);
    attributes['latest_version'] = latest;
  }
  const chosen =
    call.planned['update_default_version'] === true
      ? attributes['latest_version']
      : call.planned['default_version'];
  if (typeof chosen === 'number' && chosen !== attributes['default_version']) {
    await call.request('ec2:ModifyLaunchTemplate');
    attributes['default_version'] = chosen;
  }
  await call.takes('update');
}

function nameOf(call: Call): string {
  const { name, name_prefix: prefix } = call.planned;
  if (typeof name === 'string') {
    return name;
  }
  // The provider makes names of its own from the time; a rehearsal has to have the same one on every run.
  return call.newId(typeof prefix === 'string' && prefix !== '' ? prefix : 'terraform-');
}
