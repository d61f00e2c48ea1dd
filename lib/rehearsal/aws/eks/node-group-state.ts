/**
 * What a node group really is, which may be another thing than the user asks for: what a read answers.
 */
import type { WorldObject } from '../../world/world';
import type { NodeGroupModel } from './cluster-model';
import { blockOf } from './cluster-model';
import type { NodeGroupSpec } from './node-group-spec';
import { versionText } from './node-group-spec';

const STATES = new WeakMap<WorldObject, { readonly model: NodeGroupModel; readonly spec: NodeGroupSpec }>();

/** The nodes of a group are made from this now. */
export function rememberGroup(object: WorldObject, model: NodeGroupModel, spec: NodeGroupSpec): void {
  STATES.set(object, { model, spec });
}

/**
 * Brings the attributes of a node group up to date. EKS answers the number of a template's version to who wrote `$Latest` too,
 * so that such a group is planned to change for ever.
 */
export function showGroup(object: WorldObject): void {
  const known = STATES.get(object);
  if (known === undefined) {
    return;
  }
  const { model, spec } = known;
  object.attributes['status'] = model.status;
  object.attributes['version'] = spec.reportedVersion;
  object.attributes['release_version'] = spec.releaseVersion;
  const template = blockOf(object.attributes, 'launch_template');
  if (template !== undefined) {
    const version = versionText(spec.template, spec.templateVersion);
    object.attributes['launch_template'] = [{ ...template, version }];
  }
}
