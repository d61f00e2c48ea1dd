/**
 * The changes of a plan, as `terraform show -json` writes them since Terraform 1.5.
 */
import { at, isObject, listAt, numberAt, textAt } from './json';
import { PlanReviewError } from './plan-finding';

/** A planned change of a resource, or none: a plan lists what stays as it is, too. */
export class PlanChange {
  public readonly address: string;
  /** The address in the configuration, which has no indexes. */
  public readonly blockAddress: string;
  public readonly type: string;
  public readonly actions: readonly string[];
  public readonly before: unknown;
  public readonly after: unknown;
  public readonly unknown: unknown;
  /** What forces a replacement. */
  public readonly replacePaths: readonly string[];
  public readonly isManaged: boolean;
  /** Whether it is about an object that an earlier apply left behind. */
  public readonly isDeposed: boolean;
  private readonly actionReason: string | undefined;

  public constructor(raw: unknown) {
    this.address = textAt(raw, 'address') ?? '';
    this.blockAddress = withoutIndexes(this.address);
    this.type = textAt(raw, 'type') ?? '';
    this.isManaged = textAt(raw, 'mode') !== 'data';
    this.isDeposed = textAt(raw, 'deposed') !== undefined;
    this.actions = listAt(raw, 'change', 'actions').map(String);
    this.before = at(raw, 'change', 'before');
    this.after = at(raw, 'change', 'after');
    this.unknown = at(raw, 'change', 'after_unknown');
    this.replacePaths = listAt(raw, 'change', 'replace_paths').map(pathText);
    this.actionReason = textAt(raw, 'action_reason');
  }

  /** Whether there is nothing to do. */
  public get isUnchanged(): boolean {
    return this.actions.every((action) => action === 'no-op' || action === 'read');
  }

  /** Whether it goes and does not come back. What is only forgotten stays where it is. */
  public get isDeleted(): boolean {
    return this.actions.length === 1 && this.actions[0] === 'delete';
  }

  public get isCreated(): boolean {
    return this.actions.length === 1 && this.actions[0] === 'create';
  }

  public get isUpdated(): boolean {
    return this.actions[0] === 'update';
  }

  public get isReplaced(): boolean {
    return this.actions.length === 2 && this.actions.includes('delete');
  }

  /** Whether it is gone for a while before it is back. */
  public get isDeletedFirst(): boolean {
    return this.isReplaced && this.actions[0] === 'delete';
  }

  /** Whether what is there now goes. */
  public get isLost(): boolean {
    return this.isDeleted || this.isReplaced;
  }

  /** Whether it was there before and is there after. */
  public get stays(): boolean {
    return isObject(this.before) && !this.isLost;
  }

  /** A text before the apply. */
  public had(...path: readonly (string | number)[]): string | undefined {
    return textAt(this.before, ...path);
  }

  /** A text after the apply, or before it where nothing is known of later. */
  public text(...path: readonly (string | number)[]): string | undefined {
    return textAt(this.after, ...path) ?? this.had(...path);
  }

  /** A number after the apply. */
  public number(...path: readonly (string | number)[]): number | undefined {
    return numberAt(this.after, ...path);
  }

  /** Whether a value is not known before the apply. */
  public isUnknown(...path: readonly (string | number)[]): boolean {
    return path.some((_, index) => at(this.unknown, ...path.slice(0, index + 1)) === true);
  }

  /** Whether a value differs, or may. */
  public changes(...path: readonly (string | number)[]): boolean {
    const [before, after] = [at(this.before, ...path), at(this.after, ...path)];
    return this.isUnknown(...path) || JSON.stringify(before ?? null) !== JSON.stringify(after ?? null);
  }

  /** What forces the replacement, in words. */
  public get cause(): string {
    if (this.replacePaths.length > 0) {
      return `, forced by ${this.replacePaths.join(', ')}`;
    }
    return this.actionReason === 'replace_by_request'
      ? ', by -replace'
      : this.actionReason === 'replace_because_tainted'
        ? ', as it is tainted'
        : this.actionReason === 'replace_by_triggers'
          ? ', by replace_triggered_by'
          : '';
  }
}

/** Reads a plan's changes. */
export function readChanges(plan: object): readonly PlanChange[] {
  refuseOther(plan);
  const changes = listAt(plan, 'resource_changes').map((raw) => new PlanChange(raw));
  const current = new Map(changes.filter((each) => !each.isDeposed).map((each) => [each.address, each]));
  // A deposed object is only rubbish, unless it is what its successor is, too.
  return changes.filter(
    (each) => !each.isDeposed || isSame(each, current.get(each.address)) || each.type === 'aws_eks_cluster',
  );
}

function isSame(deposed: PlanChange, current: PlanChange | undefined): boolean {
  const id = deposed.had('id');
  return id !== undefined && id === current?.had('id');
}

function refuseOther(plan: object): void {
  const how = 'Give what `terraform plan -out=plan.out` and `terraform show -json plan.out` write.';
  if ('lineage' in plan || 'serial' in plan) {
    throw new PlanReviewError(`This is a state file and no plan. ${how}`);
  }
  const isPlan = 'resource_changes' in plan || 'planned_values' in plan;
  if (!isPlan && 'values' in plan) {
    throw new PlanReviewError(`This is the JSON of a state and no plan. ${how}`);
  }
  const version = textAt(plan, 'format_version');
  if (!isPlan || version === undefined) {
    throw new PlanReviewError(`This is not the JSON of a plan. ${how}`);
  }
  if (!version.startsWith('1.')) {
    throw new PlanReviewError(
      `The plan has the format version ${version}, and 1.x is understood. Take Terraform 1.5 or later.`,
    );
  }
  if (at(plan, 'errored') === true) {
    throw new PlanReviewError(
      'The plan ended with an error and is incomplete. Mend the error and plan again.',
    );
  }
}

/** An address without the indexes of count and for_each. */
export function withoutIndexes(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

function pathText(path: unknown): string {
  return listAt(path)
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
