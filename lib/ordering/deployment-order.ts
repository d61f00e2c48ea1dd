/**
 * The heart of the library: who joined which stage, and the edges between resources that follow from it.
 */
import type { TerraformResource } from 'cdktf';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compareText } from '../validation/checks/compare-text';
import type { ProblemDetails } from '../validation/problem';
import { SafetyReport } from '../validation/safety-report';
import { DeploymentStage, STAGE_NEEDS, stagesToName } from './deployment-stage';
import type { GraphElement } from './element';
import { addressOf, elementsBelow, markStage, setEdges } from './element';
import { judgeNames } from './name-checks';
import { UpdateWaves } from './update-waves';

/**
 * How an element takes part in its stage.
 */
export interface JoinOptions {
  /**
   * Name of the element among those of its stage, for `after` and for messages.
   *
   * @default - the id of the construct
   */
  readonly name?: string;

  /**
   * The resources that wait for the stages before and that later stages wait for.
   *
   * @default - every managed resource and every module at or below the construct, also those added later
   */
  readonly resources?: TerraformResource[];

  /**
   * Resources that must be there as long as the element's own are: the policies of its IAM role, its log group.
   * They are created before the element and destroyed after it.
   *
   * @default - none
   */
  readonly requires?: TerraformResource[];

  /**
   * Names of elements of the same stage, or of one before it, that come before this one. Elements of the stage ACCESS can also
   * name an add-on that comes before compute.
   *
   * @default - none
   */
  readonly after?: string[];

  /**
   * Like `after`, for elements that need not be there.
   *
   * @default - none
   */
  readonly afterIfPresent?: string[];

  /**
   * Name of a sequence: of the elements of a stage and a stack that name the same one, each comes after the one before it in
   * the order of their names. For what AWS takes one at a time.
   *
   * @default - beside the other elements of the stage
   */
  readonly sequence?: string;
}

interface Member extends JoinOptions {
  readonly stage: DeploymentStage;
  readonly construct: IConstruct;
  readonly name: string;
}

/**
 * The deployment order of one cluster.
 *
 * Constructs join a stage whenever they are made. At synth the edges are derived from the whole set, so the order
 * of calls never matters: each resource of an element is given `depends_on` with the addresses of the resources of
 * the stages it needs. Where two elements live in different stacks, the stack dependency takes the place of edges.
 *
 * Destroying runs the other way round, since Terraform reverses the edges.
 */
export class DeploymentOrder {
  /** The order in which node groups are updated. */
  public readonly updateWaves: UpdateWaves;
  private readonly members: Member[] = [];
  private readonly stacks = new Set<TerraformStack>();
  private added: ReadonlyMap<GraphElement, readonly string[]> = new Map();

  /**
   * @param owner the cluster; problems of the order as a whole are reported at its path
   */
  public constructor(owner: IConstruct) {
    this.updateWaves = new UpdateWaves(owner);
    SafetyReport.of(owner).addCheck(owner, () => this.complete());
    this.stacks.add(TerraformStack.of(owner));
  }

  /**
   * Makes a construct an element of a stage.
   *
   * Reports SEKS1301 for a cycle among `after`, SEKS1302 for an unknown name in it, SEKS1303 when the order would
   * need two stacks to wait for each other, SEKS1304 for a name that is already taken in the stage.
   *
   * @param stage the stage to join
   * @param construct the construct that joins
   * @param options what of it waits, and for what else
   */
  public join(stage: DeploymentStage, construct: IConstruct, options: JoinOptions = {}): void {
    this.completeWith(TerraformStack.of(construct));
    this.members.push({ ...options, stage, construct, name: options.name ?? construct.node.id });
  }

  /** Takes a construct out of the order again. */
  public leave(construct: IConstruct): void {
    const index = this.members.findIndex((member) => member.construct === construct);
    if (index >= 0) {
      this.members.splice(index, 1);
    }
  }

  /** The constructs of a stage, in the order of their names. */
  public membersOf(stage: DeploymentStage): IConstruct[] {
    return this.inStage(stage).map((member) => member.construct);
  }

  /** Another stack is rendered with its edges even when the owner's is not: in a unit test of that stack alone. */
  private completeWith(stack: TerraformStack): void {
    if (!this.stacks.has(stack)) {
      this.stacks.add(stack);
      SafetyReport.of(stack).addCheck(stack, () => {
        this.complete();
        // Reported once, at the owner.
        return [];
      });
    }
  }

  /** Writes the edges into the resources; may be run any number of times. */
  private complete(): ProblemDetails[] {
    const problems = Object.values(DeploymentStage).flatMap((stage) => {
      const known = this.namesakes(stage).map(({ name }) => name);
      return judgeNames(stage, this.inStage(stage), known);
    });
    if (problems.length > 0) {
      return problems;
    }
    const edges = new Map<GraphElement, Set<GraphElement>>();
    for (const member of this.members) {
      const elements = elementsOf(member);
      const dependencies = this.dependenciesOf(member);
      problems.push(...connectStacks(member, elements, dependencies));
      for (const element of elements) {
        const known = edges.get(element) ?? new Set();
        edges.set(
          element,
          new Set([...known, ...dependencies.filter((dependency) => dependency !== element)]),
        );
      }
      // Roles and templates of the element are shown in its stage, without waiting like the element itself.
      for (const element of [...elements, ...elementsBelow(member.construct), ...(member.requires ?? [])]) {
        markStage(element, member.stage);
      }
    }
    this.write(edges);
    return problems;
  }

  /** Edges that an earlier synth wrote and that do not hold any more are taken back. */
  private write(edges: ReadonlyMap<GraphElement, ReadonlySet<GraphElement>>): void {
    const added = new Map<GraphElement, readonly string[]>();
    for (const element of new Set([...this.added.keys(), ...edges.keys()])) {
      const stack = TerraformStack.of(element);
      const here = [...(edges.get(element) ?? [])].filter((other) => TerraformStack.of(other) === stack);
      added.set(element, setEdges(element, this.added.get(element) ?? [], new Set(here.map(addressOf))));
    }
    this.added = added;
  }

  private dependenciesOf(member: Member): GraphElement[] {
    const names = [...(member.after ?? []), ...(member.afterIfPresent ?? [])];
    const peers = this.namesakes(member.stage).filter((peer) => peer !== member && names.includes(peer.name));
    const wave = this.updateWaves._before(member.construct);
    const before = this.members.filter(({ construct }) => wave.includes(construct));
    before.push(...this.previousInSequence(member));
    return [
      ...this.needed(member.stage),
      ...[...peers, ...before].flatMap(elementsOf),
      ...(member.requires ?? []),
    ];
  }

  /** As with waves, only within a stack: an order that nobody asked for could close a circle of stacks. */
  private previousInSequence(member: Member): Member[] {
    const stack = TerraformStack.of(member.construct);
    const sequence = this.inStage(member.stage).filter(
      (other) =>
        member.sequence !== undefined &&
        other.sequence === member.sequence &&
        TerraformStack.of(other.construct) === stack,
    );
    return sequence.slice(0, Math.max(0, sequence.indexOf(member))).slice(-1);
  }

  /** What the stages that a stage needs consist of; a stage without anything stands for what it needs itself. */
  private needed(stage: DeploymentStage): GraphElement[] {
    return STAGE_NEEDS[stage].flatMap((need) => {
      const elements = this.inStage(need).flatMap(elementsOf);
      return elements.length > 0 ? elements : this.needed(need);
    });
  }

  /** Who can be named in `after`. */
  private namesakes(stage: DeploymentStage): Member[] {
    return stagesToName(stage).flatMap((each) => this.inStage(each));
  }

  private inStage(stage: DeploymentStage): Member[] {
    return this.members
      .filter((member) => member.stage === stage)
      .sort((a, b) => compareText(a.name, b.name));
  }
}

function elementsOf(member: Member): GraphElement[] {
  return member.resources ?? elementsBelow(member.construct);
}

/** An address of another stack means nothing to Terraform; there the stacks are deployed one after the other. */
function connectStacks(
  member: Member,
  elements: readonly GraphElement[],
  dependencies: readonly GraphElement[],
): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  const others = new Set(dependencies.map((dependency) => TerraformStack.of(dependency)));
  for (const stack of new Set(
    [member.construct, ...elements].map((construct) => TerraformStack.of(construct)),
  )) {
    for (const other of [...others].filter((candidate) => candidate !== stack)) {
      if (other.dependsOn(stack)) {
        const what =
          `'${member.name}' in the stack ${stack.node.path} must come after elements in the stack ${other.node.path}, ` +
          `which itself waits for ${stack.node.path}`;
        const fix = `Make '${member.name}' in the stack ${other.node.path} or in one that comes after it.`;
        problems.push({ code: 'SEKS1303', value: member.name, what, fix });
      } else {
        stack.addDependency(other);
      }
    }
  }
  return problems;
}
