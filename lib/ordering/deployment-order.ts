/**
 * The heart of the library: who joined which stage, and the edges between resources that follow from it.
 */
import { TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { ProblemDetails } from '../validation/problem';
import { nearest } from '../validation/problem';
import { SafetyReport } from '../validation/safety-report';
import { DeploymentStage, STAGE_NEEDS, stagesBefore } from './deployment-stage';
import { sortByDependencies } from './sort';

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
   * @default - every managed resource at or below the construct, also those added later
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
   * Names of elements of the same stage, or of one before it, that come before this one.
   *
   * @default - none
   */
  readonly after?: string[];
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
  private readonly members: Member[] = [];
  private readonly added = new Map<TerraformResource, readonly string[]>();

  /**
   * @param owner the cluster; problems of the order as a whole are reported at its path
   */
  public constructor(owner: IConstruct) {
    SafetyReport.of(owner).addCheck(owner, () => this.complete());
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
    // Puts the guard into the construct's stack too: that is what completes the edges before rendering.
    SafetyReport.of(construct);
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

  /**
   * Writes the edges into the resources; may be run any number of times.
   *
   * `depends_on` goes through the public array of the L1, which is read at synth: an override of the user's for
   * `depends_on` is then added to the edges, instead of replacing them.
   */
  private complete(): ProblemDetails[] {
    const problems = this.judgeNames();
    if (problems.length > 0) {
      return problems;
    }
    for (const member of this.members) {
      const dependencies = this.dependenciesOf(member);
      const resources = resourcesOf(member);
      problems.push(...connectStacks(member, resources, dependencies));
      for (const resource of resources) {
        this.connect(resource, dependencies);
      }
      // Roles and templates of the element are shown in its stage, without waiting like the element itself.
      for (const resource of [
        ...resources,
        ...managedResourcesBelow(member.construct),
        ...(member.requires ?? []),
      ]) {
        markStage(resource, member.stage);
      }
    }
    return problems;
  }

  private dependenciesOf(member: Member): TerraformResource[] {
    const peers = this.namesakes(member.stage).filter((peer) => member.after?.includes(peer.name));
    const before = this.needed(member.stage);
    return [...before, ...peers].flatMap(resourcesOf).concat(member.requires ?? []);
  }

  /** The members of the stages that a stage needs; an empty stage stands for what it needs itself. */
  private needed(stage: DeploymentStage): Member[] {
    const members = STAGE_NEEDS[stage].flatMap((need) => {
      const inNeed = this.inStage(need);
      return inNeed.length > 0 ? inNeed : this.needed(need);
    });
    return [...new Set(members)];
  }

  /** Who can be named in `after`: the elements of the stage itself and of all that it comes after anyway. */
  private namesakes(stage: DeploymentStage): Member[] {
    return [stage, ...stagesBefore(stage)].flatMap((each) => this.inStage(each));
  }

  private inStage(stage: DeploymentStage): Member[] {
    return this.members.filter((member) => member.stage === stage).sort((a, b) => compare(a.name, b.name));
  }

  private connect(resource: TerraformResource, dependencies: readonly TerraformResource[]): void {
    const stack = TerraformStack.of(resource);
    const addresses = dependencies.filter((other) => TerraformStack.of(other) === stack).map(addressOf);
    const before = new Set(this.added.get(resource) ?? []);
    const own = (resource.dependsOn ?? []).filter((address) => !before.has(address));
    const edges = [...new Set(addresses)].filter((address) => !own.includes(address)).sort();
    this.added.set(resource, edges);
    if (edges.length > 0 || own.length > 0) {
      resource.dependsOn = [...own, ...edges];
    }
  }

  private judgeNames(): ProblemDetails[] {
    return Object.values(DeploymentStage).flatMap((stage) => {
      const members = this.inStage(stage);
      const names = members.map((member) => member.name);
      const problems: ProblemDetails[] = [];
      for (const name of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index))) {
        problems.push({
          code: 'SEKS1304',
          value: name,
          what: `two elements of the stage ${stage} are named '${name}'`,
          fix: 'Give one of them another id or name.',
        });
      }
      for (const member of members) {
        const known = this.namesakes(stage).map(({ name }) => name);
        for (const unknown of (member.after ?? []).filter((name) => !known.includes(name))) {
          const candidate = nearest(unknown, known);
          problems.push({
            code: 'SEKS1302',
            property: 'after',
            value: unknown,
            limit: known.join(', '),
            what: `'${member.name}' comes after '${unknown}', which is neither in the stage ${stage} nor in one before`,
            fix: candidate === undefined ? 'Add it, or drop the name.' : `Did you mean '${candidate}'?`,
          });
        }
      }
      const sorted = sortByDependencies(new Map(members.map((member) => [member.name, member.after ?? []])));
      if (sorted.kind === 'cycle') {
        const cycle = [...sorted.names, sorted.names[0] ?? ''].join(' → ');
        problems.push({
          code: 'SEKS1301',
          property: 'after',
          value: sorted.names,
          what: `elements of the stage ${stage} wait for each other: ${cycle} (each waits for the next)`,
          fix: 'Remove one of these edges.',
        });
      }
      return problems;
    });
  }
}

function resourcesOf(member: Member): TerraformResource[] {
  return member.resources ?? managedResourcesBelow(member.construct);
}

function managedResourcesBelow(construct: IConstruct): TerraformResource[] {
  return construct.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
}

/** Tells tools that read the output which stage a resource belongs to; Terraform ignores the key `//`. */
function markStage(resource: TerraformResource, stage: DeploymentStage): void {
  resource.addOverride('//.stage', stage);
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** An address of another stack means nothing to Terraform; there the stacks are deployed one after the other. */
function connectStacks(
  member: Member,
  resources: readonly TerraformResource[],
  dependencies: readonly TerraformResource[],
): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  const others = new Set(dependencies.map((dependency) => TerraformStack.of(dependency)));
  for (const stack of new Set(
    [member.construct, ...resources].map((construct) => TerraformStack.of(construct)),
  )) {
    for (const other of [...others].filter((candidate) => candidate !== stack)) {
      if (other.dependsOn(stack)) {
        const what =
          `'${member.name}' in the stack ${stack.node.path} must come after elements in the stack ${other.node.path}, ` +
          `which itself waits for ${stack.node.path}`;
        const fix = `Move '${member.name}' to the stack ${other.node.path} or to one that comes after it.`;
        problems.push({ code: 'SEKS1303', value: member.name, what, fix });
      } else {
        stack.addDependency(other);
      }
    }
  }
  return problems;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
