/**
 * What every AWS resource shares at plan: tags with the provider's own, and the region since version 6 of the provider.
 *
 * Sources: the provider's "Resource Tagging" and "Enhanced Region Support" guides; `tags_all` of a resource whose tags are not
 * all known is not known either.
 */
import type { PlannedChange } from '../engine/rules';
import type { Known, KnownValues, Value } from '../protocol/value';
import { isValues, isWhollyKnown, UNKNOWN } from '../protocol/value';
import { blockOf } from './eks/cluster-model';

/** Fills in `tags_all` and `region`. Types without such an attribute are left alone. */
export function planTags(change: PlannedChange): void {
  if ('tags_all' in change.planned) {
    change.planned['tags_all'] = allTags(change);
  }
  if ('region' in change.planned && (change.config['region'] ?? null) === null) {
    planRegion(change);
  }
}

function allTags({ planned, provider, unknownProviderArguments }: PlannedChange): Value {
  const tags = planned['tags'] ?? null;
  if (!isWhollyKnown(tags) || unknownProviderArguments.includes('default_tags')) {
    return UNKNOWN;
  }
  const defaults = blockOf(provider, 'default_tags')?.['tags'];
  return { ...tagsOf(defaults), ...tagsOf(tags) };
}

/** A provider that was moved to another region does not find what it made before: everything would be made again there. */
function planRegion(change: PlannedChange): void {
  const { prior, planned, region, unknownProviderArguments } = change;
  const before = prior?.['region'];
  if (prior === undefined) {
    planned['region'] = unknownProviderArguments.includes('region') ? UNKNOWN : region;
  } else if (
    typeof before === 'string' &&
    before !== region &&
    !unknownProviderArguments.includes('region')
  ) {
    planned['region'] = region;
    change.replace('region');
  }
}

function tagsOf(value: Known | undefined): KnownValues {
  return value !== undefined && isValues(value)
    ? Object.fromEntries(Object.entries(value).filter(([, tag]) => tag !== null))
    : {};
}
