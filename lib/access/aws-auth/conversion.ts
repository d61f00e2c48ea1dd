/**
 * What a conversion of aws-auth takes and gives.
 */

/** How near an access entry comes to a line of aws-auth. */
export enum ConversionKind {
  /** The same rights. */
  EXACT = 'EXACT',
  /** Less than the line says, but nothing that anybody would miss without having been told; never more. */
  NARROWED = 'NARROWED',
  /** An entry is possible once somebody has decided something; the code is a proposal. */
  NEEDS_DECISION = 'NEEDS_DECISION',
  /** No access entry can say what the line says. */
  IMPOSSIBLE = 'IMPOSSIBLE',
}

/** Where something stands in the file. */
export interface FilePosition {
  /** The line, counted from one. */
  readonly line: number;
  /** The column, counted from one. */
  readonly column: number;
}

/** The access entry that takes the place of a line. */
export interface ConvertedEntry {
  /** Id of the grant, unique within the conversion. */
  readonly id: string;
  /** The IAM user or role. */
  readonly principalArn: string;
  /** `STANDARD`, `EC2_LINUX`, `EC2_WINDOWS` or `FARGATE_LINUX`. */
  readonly type: string;
  /** Whether it is given AmazonEKSClusterAdminPolicy on the whole cluster. */
  readonly isClusterAdmin: boolean;
  /** The groups of Kubernetes. */
  readonly kubernetesGroups: string[];
  /**
   * The user name in Kubernetes.
   *
   * @default - EKS makes one of the ARN
   */
  readonly userName?: string;
}

/** What becomes of one line of aws-auth. */
export interface AwsAuthMapping extends FilePosition {
  /** The key that the line stands under, such as `mapRoles`. */
  readonly section: string;
  /** The ARN, or the account, as the line has it. */
  readonly principal: string;
  /**
   * The user name as the line has it.
   *
   * @default - the line has none
   */
  readonly userName?: string;
  /** The groups as the line has them. */
  readonly groups: string[];
  /** How near the entry comes to the line. */
  readonly kind: ConversionKind;
  /** Why, and what to do, in sentences. */
  readonly reason: string;
  /**
   * The entry; a proposal where a decision is needed.
   *
   * @default - none takes the place of the line
   */
  readonly entry?: ConvertedEntry;
  /**
   * The entry as TypeScript for this library.
   *
   * @default - none
   */
  readonly code?: string;
}

/** The result of a conversion. */
export interface AwsAuthConversion {
  /** One for each line, in the order of the file. */
  readonly mappings: AwsAuthMapping[];
  /** What holds for the file as a whole. */
  readonly notes: string[];
  /** All entries as TypeScript, with what is open in comments. */
  readonly code: string;
  /** Whether every line is exact or narrowed, so that nothing is left to decide. */
  readonly isComplete: boolean;
}

/** What the file does not say. */
export interface ConvertAwsAuthOptions {
  /**
   * Name of the file, for messages.
   *
   * @default 'aws-auth'
   */
  readonly fileName?: string;

  /**
   * The expression that stands for the cluster in the generated code, such as `this.cluster`.
   *
   * @default 'cluster'
   */
  readonly clusterVariable?: string;

  /**
   * The account of the cluster. Roles of nodes must belong to it.
   *
   * @default - unknown: nothing is checked
   */
  readonly accountId?: string;

  /**
   * The home region of IAM Identity Center. It is part of the path of its roles, which aws-auth leaves out.
   *
   * @default - unknown: lines for its roles need a decision
   */
  readonly ssoRegion?: string;

  /**
   * Full ARNs of roles that have a path in IAM. aws-auth leaves the path out, an access entry needs it.
   *
   * @default - none: ARNs are taken as they are
   */
  readonly roleArns?: string[];

  /**
   * Roles of managed node groups and Fargate profiles: EKS makes their entries.
   *
   * @default - unknown: lines of nodes need a decision
   */
  readonly managedRoleArns?: string[];

  /**
   * Roles of self-managed nodes, such as those of Karpenter or of an Auto Scaling group: their entries are yours to make.
   *
   * @default - unknown: lines of nodes need a decision
   */
  readonly selfManagedRoleArns?: string[];
}
