/**
 * Plans made by hand, of what the machines of tests have no provider for, and of what plans seldom hold.
 */

/** A change, as a plan writes it. */
export interface MadeChange {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly unknown?: object;
  readonly deposed?: string;
  readonly mode?: string;
}

/** A plan of some changes. */
export function madePlan(changes: readonly MadeChange[], configuration: object = {}): object {
  return {
    format_version: '1.2',
    resource_changes: changes.map(({ address, mode, deposed, ...change }) => ({
      address,
      mode: mode ?? 'managed',
      type: /(?:^|\.)([a-z0-9_]+)\.[^.]+$/.exec(address.replace(/\[[^\]]*\]/g, ''))?.[1],
      ...(deposed === undefined ? {} : { deposed }),
      change: {
        actions: change.actions ?? ['no-op'],
        before: change.before ?? null,
        after: change.after ?? null,
        after_unknown: change.unknown ?? {},
      },
    })),
    configuration,
  };
}

/** A cluster that stays as it is, or changes some attributes. */
export function clusterChange(before: object = {}, after?: object): MadeChange {
  const attributes = { name: 'prod', version: '1.34', id: 'prod' };
  return {
    address: 'aws_eks_cluster.main',
    actions: [after === undefined ? 'no-op' : 'update'],
    before: { ...attributes, ...before },
    after: { ...attributes, ...before, ...after },
  };
}

/** A node group of that cluster, on its way to another version. */
export function groupUpdate(address: string): MadeChange {
  const attributes = { cluster_name: 'prod', node_group_name: address };
  return {
    address,
    actions: ['update'],
    before: { ...attributes, release_version: '1.34.0-1' },
    after: { ...attributes, release_version: '1.34.0-2' },
  };
}
