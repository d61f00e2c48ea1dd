/**
 * Configuration of an add-on out of what the cluster needs and what the user says.
 */
type Configuration = Readonly<Record<string, unknown>>;

/**
 * What the user says stands, also among the variables of the environment, which come from both.
 *
 * @param base what the cluster needs
 * @param own what the user says
 */
export function mergedConfiguration(base: Configuration = {}, own: Configuration = {}): Configuration {
  const [variables, ownVariables] = [base['env'], own['env']];
  return isMap(variables) && isMap(ownVariables)
    ? { ...base, ...own, env: { ...variables, ...ownVariables } }
    : { ...base, ...own };
}

function isMap(value: unknown): value is Configuration {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
