/**
 * What the library does with add-ons, as its catalogue says.
 */
import { ADDON_CATALOGUE, DEFAULT_ADDONS } from '../../addons/addon-catalogue';
import type { AddonKnowledge } from '../../adoption/addon-code';

export const ADDONS: AddonKnowledge = {
  defaults: DEFAULT_ADDONS,
  serviceAccountOf: (name) => ADDON_CATALOGUE[name]?.serviceAccount,
  makesRole: (name) => ADDON_CATALOGUE[name]?.permissions !== undefined,
};
