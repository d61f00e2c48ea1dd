/**
 * Collects the problems of a whole app and reports them together when it is synthesized.
 *
 * Every stack that holds one of our constructs gets a guard: an element that renders nothing and throws when
 * there are problems. A construct validation would not do, because `Testing.synth` and `skipValidation` leave
 * validations out, and because cdktf stops at the first stack that has any.
 */
import { Annotations, TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compareText } from './checks/compare-text';
import type { Problem, ProblemDetails } from './problem';
import { describeProblem } from './problem';
import type { ProblemCode } from './problem-codes';
import { PROBLEMS, ProblemSeverity, problemDefinition } from './problem-codes';
import { SafeEksError } from './safe-eks-error';

/**
 * A check that is run at every synth, when all constructs are known; it may complete them, repeatably. What it finds is
 * about the construct that it is registered for, unless a problem names another.
 */
export type DeferredCheck = () => readonly (ProblemDetails | Problem)[];

interface Findings {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

interface Acknowledgement {
  readonly scope: IConstruct;
  readonly code: string;
  readonly reason: string;
}

const REPORT = Symbol.for('cdktf-safe-eks/SafetyReport');
const GUARD_ID = 'SafeEksGuard';

/** The problems, deferred checks and acknowledgements of one construct tree. */
export class SafetyReport {
  /** The report of the tree that a construct belongs to; also puts the guard into the construct's stack. */
  public static of(construct: IConstruct): SafetyReport {
    const report = SafetyReport.ofTree(construct);
    const stack = TerraformStack.of(construct);
    if (stack.node.tryFindChild(GUARD_ID) === undefined) {
      new SafetyGuard(stack, report);
      report.home ??= stack;
    }
    return report;
  }

  /** The report of a tree, without a guard: for scopes above any stack, such as the app. */
  public static ofTree(construct: IConstruct): SafetyReport {
    const root = construct.node.root as IConstruct & { [REPORT]?: SafetyReport };
    const known = root[REPORT];
    if (known !== undefined) {
      return known;
    }
    const report = new SafetyReport();
    Object.defineProperty(root, REPORT, { value: report });
    return report;
  }

  /** The stack that speaks for what belongs to no stack. */
  private home: TerraformStack | undefined;
  private readonly problems: Problem[] = [];
  private readonly checks: { readonly construct: IConstruct; readonly check: DeferredCheck }[] = [];
  private readonly acknowledgements: Acknowledgement[] = [];

  /** Reports problems that are known now. */
  public add(construct: IConstruct, ...problems: readonly ProblemDetails[]): void {
    this.problems.push(...problems.map((problem) => ({ ...problem, construct })));
  }

  /** Whether a problem of the code was added at a construct or above it, be it acknowledged or not. */
  public has(code: ProblemCode, construct: IConstruct): boolean {
    return this.problems.some(
      (problem) => problem.code === code && construct.node.scopes.includes(problem.construct),
    );
  }

  /** Registers a check of things that are only known when all constructs are there. */
  public addCheck(construct: IConstruct, check: DeferredCheck): void {
    this.checks.push({ construct, check });
  }

  /** See {@link SafeEks.acknowledge}. */
  public acknowledge(scope: IConstruct, code: string, reason: string): void {
    this.acknowledgements.push({ scope, code, reason });
  }

  /**
   * Everything there is to say about one stack as it stands; acknowledged problems are left out. As soon as one
   * stack has an error, the errors of the whole app are returned, so that they are mended in one go; otherwise
   * each stack looks only at its own checks, which keeps synthesis linear in the number of stacks.
   */
  public collect(stack: TerraformStack): Findings {
    const isHere = (construct: IConstruct): boolean => construct.node.scopes.includes(stack);
    const here = this.judge(isHere);
    if (here.errors.length > 0) {
      return this.judge(() => true);
    }
    const aboveStacks = this.acknowledgements.some(({ scope }) => isAboveStacks(scope));
    if (aboveStacks && this.home === stack) {
      // Whether an acknowledgement for the whole app matches is only known from the whole app.
      const { errors, warnings } = this.judge(() => true);
      const isAbove = ({ construct }: Problem): boolean => isAboveStacks(construct);
      return { errors: errors.filter(isAbove), warnings: [...here.warnings, ...warnings.filter(isAbove)] };
    }
    return here;
  }

  private judge(isConcerned: (construct: IConstruct) => boolean): Findings {
    const found = this.problems.filter(({ construct }) => isConcerned(construct) && isAttached(construct));
    for (const { construct, check } of this.checks) {
      if (isConcerned(construct) && isAttached(construct)) {
        found.push(...check().map((problem) => ({ construct, ...problem })));
      }
    }
    const used = new Set<Acknowledgement>();
    const open = found.filter((problem) => {
      const matching = this.acknowledgements.filter((candidate) => silences(candidate, problem));
      matching.forEach((acknowledgement) => used.add(acknowledgement));
      return matching.length === 0;
    });
    const concerned = this.acknowledgements.filter(({ scope }) => isConcerned(scope));
    open.push(...judgeAcknowledgements(concerned, used));
    // The order in which constructs were made must not show, so the report is sorted by path, then by code.
    open.sort(
      (a, b) => compareText(a.construct.node.path, b.construct.node.path) || compareText(a.code, b.code),
    );
    const isWarning = ({ code }: Problem): boolean => PROBLEMS[code].severity === ProblemSeverity.WARNING;
    return { errors: open.filter((problem) => !isWarning(problem)), warnings: open.filter(isWarning) };
  }
}

/** Problems of the acknowledgements themselves. */
function judgeAcknowledgements(
  acknowledgements: readonly Acknowledgement[],
  used: ReadonlySet<Acknowledgement>,
): Problem[] {
  return acknowledgements.flatMap((acknowledgement): Problem[] => {
    const { scope, code, reason } = acknowledgement;
    const definition = problemDefinition(code);
    if (definition === undefined || definition.severity === ProblemSeverity.ERROR) {
      const what =
        definition === undefined
          ? `'${code}' is acknowledged but is no code of this library`
          : `${code} is acknowledged but is an error that cannot be`;
      const fix = 'Remove the acknowledgement; docs/errors.md lists the codes and which can be acknowledged.';
      return [{ construct: scope, code: 'SEKS1005', what, fix, property: 'code', value: code }];
    }
    if (reason.trim() === '') {
      const what = `the acknowledgement of ${code} gives no reason`;
      return [{ construct: scope, code: 'SEKS1005', what, fix: 'Say why the risk is taken.', value: reason }];
    }
    if (!used.has(acknowledgement)) {
      const what = `${code} is acknowledged here but does not occur`;
      return [{ construct: scope, code: 'SEKS1004', what, fix: 'Remove the acknowledgement.', value: code }];
    }
    return [];
  });
}

/** Renders nothing; refuses to render when there are problems. */
class SafetyGuard extends TerraformElement {
  public constructor(
    stack: TerraformStack,
    private readonly report: SafetyReport,
  ) {
    super(stack, GUARD_ID);
  }

  /**
   * Metadata is asked of all elements before any of them is rendered, so that checks which complete the
   * constructs (the edges between stages) have run by then.
   */
  public override toMetadata(): Record<string, never> {
    this.judge();
    return {};
  }

  public override toTerraform(): Record<string, never> {
    this.judge();
    return {};
  }

  private judge(): void {
    const { errors, warnings } = this.report.collect(this.cdktfStack);
    if (errors.length > 0) {
      throw new SafeEksError(errors);
    }
    for (const warning of warnings) {
      addWarningOnce(warning, this.cdktfStack);
    }
  }
}

/** The guard runs several times in a synth; an annotation must appear once. */
function addWarningOnce(warning: Problem, stack: TerraformStack): void {
  const text = describeProblem(warning);
  // cdktf reads annotations within stacks only, so one of the app is put at the stack that speaks for it.
  const place = isAboveStacks(warning.construct) ? stack : warning.construct;
  if (!place.node.metadata.some((entry) => entry.data === text)) {
    Annotations.of(place).addWarning(text);
  }
}

function silences(acknowledgement: Acknowledgement, problem: Problem): boolean {
  const silenceable = PROBLEMS[problem.code].severity !== ProblemSeverity.ERROR;
  return (
    silenceable &&
    acknowledgement.code === problem.code &&
    acknowledgement.reason.trim() !== '' &&
    problem.construct.node.scopes.includes(acknowledgement.scope)
  );
}

/** False for what was made and taken away again, such as an add-on of the default set. */
function isAttached(construct: IConstruct): boolean {
  return construct.node.scopes.every(
    (node) => node.node.scope === undefined || node.node.scope.node.tryFindChild(node.node.id) === node,
  );
}

function isAboveStacks(construct: IConstruct): boolean {
  return !construct.node.scopes.some((scope) => TerraformStack.isStack(scope));
}
