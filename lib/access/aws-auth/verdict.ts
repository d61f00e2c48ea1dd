/**
 * What has been found out about a line, and what it comes to.
 */
import { ConversionKind } from './conversion';

/** An entry without its id. */
export interface ProposedEntry {
  readonly principalArn: string;
  readonly type: string;
  readonly isClusterAdmin: boolean;
  readonly kubernetesGroups: string[];
  readonly userName?: string;
}

/** Collects what is found; the gravest of it makes the kind. */
export class Verdict {
  /** The entry as far as it is known. */
  public entry: ProposedEntry | undefined;
  private readonly obstacles: string[] = [];
  private readonly questions: string[] = [];
  private readonly losses: string[] = [];
  private readonly remarks: string[] = [];

  /** No entry can say what the line says. */
  public refuse(reason: string): this {
    this.obstacles.push(reason);
    return this;
  }

  /** Somebody has to decide. */
  public ask(question: string): this {
    this.questions.push(question);
    return this;
  }

  /** Something of the line is left out. */
  public lose(reason: string): this {
    this.losses.push(reason);
    return this;
  }

  /** Something worth knowing that changes nothing. */
  public remark(text: string): this {
    this.remarks.push(text);
    return this;
  }

  /** The kind. */
  public get kind(): ConversionKind {
    if (this.obstacles.length > 0) {
      return ConversionKind.IMPOSSIBLE;
    }
    if (this.questions.length > 0) {
      return ConversionKind.NEEDS_DECISION;
    }
    return this.losses.length > 0 ? ConversionKind.NARROWED : ConversionKind.EXACT;
  }

  /** All that was found, the gravest first. */
  public get reason(): string {
    return [...this.obstacles, ...this.questions, ...this.losses, ...this.remarks].join(' ');
  }
}
