/**
 * Which instances a node pool may start: what its user requires, and what goes without saying.
 */

/** How the values of a requirement are meant. */
export enum RequirementOperator {
  /** One of the values. */
  IN = 'In',
  /** None of the values. */
  NOT_IN = 'NotIn',
  /** The label is there, whatever its value. */
  EXISTS = 'Exists',
  /** The label is not there. */
  DOES_NOT_EXIST = 'DoesNotExist',
  /** More than the one value. */
  GT = 'Gt',
  /** Less than the one value. */
  LT = 'Lt',
}

/** One requirement of a node pool. All of them hold together. */
export interface NodeRequirement {
  /** Label of the nodes, such as those of {@link AutoNodeLabel}. */
  readonly key: string;

  /**
   * How the values are meant.
   *
   * @default RequirementOperator.IN
   */
  readonly operator?: RequirementOperator;

  /**
   * The values; with `GT` and `LT` exactly one number, with `EXISTS` and `DOES_NOT_EXIST` none.
   *
   * @default - none
   */
  readonly values?: string[];

  /**
   * How many different values there must be to choose from at least, 1 to 50: for Spot, so that not all nodes are of one kind.
   *
   * @default - one is enough
   */
  readonly minValues?: number;
}

/**
 * Labels that Auto Mode gives its nodes, for requirements and for node selectors of pods. They are not those of Karpenter.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html#auto-supported-labels
 */
export class AutoNodeLabel {
  /** `on-demand`, `spot` or `reserved`. */
  public static readonly CAPACITY_TYPE = 'karpenter.sh/capacity-type';
  /** Name of the pool. Pods select by it; pools cannot require it. */
  public static readonly NODE_POOL = 'karpenter.sh/nodepool';
  /** `amd64` or `arm64`. */
  public static readonly ARCHITECTURE = 'kubernetes.io/arch';
  /** Availability zone. */
  public static readonly ZONE = 'topology.kubernetes.io/zone';
  /** Instance type, such as `m6i.large`. */
  public static readonly INSTANCE_TYPE = 'node.kubernetes.io/instance-type';
  /** Letters before the generation, such as `m`. */
  public static readonly INSTANCE_CATEGORY = 'eks.amazonaws.com/instance-category';
  /** Family, such as `g4dn`. */
  public static readonly INSTANCE_FAMILY = 'eks.amazonaws.com/instance-family';
  /** Generation, such as `6`. */
  public static readonly INSTANCE_GENERATION = 'eks.amazonaws.com/instance-generation';
  /** Size, such as `8xlarge`. */
  public static readonly INSTANCE_SIZE = 'eks.amazonaws.com/instance-size';
  /** Number of CPUs. */
  public static readonly INSTANCE_CPU = 'eks.amazonaws.com/instance-cpu';
  /** Maker of the CPU: `intel`, `amd` or `aws`. */
  public static readonly INSTANCE_CPU_MANUFACTURER = 'eks.amazonaws.com/instance-cpu-manufacturer';
  /** Memory in MiB. */
  public static readonly INSTANCE_MEMORY = 'eks.amazonaws.com/instance-memory';
  /** Bandwidth to volumes, in Mbit/s. */
  public static readonly INSTANCE_EBS_BANDWIDTH = 'eks.amazonaws.com/instance-ebs-bandwidth';
  /** Bandwidth to the network, in Mbit/s. */
  public static readonly INSTANCE_NETWORK_BANDWIDTH = 'eks.amazonaws.com/instance-network-bandwidth';
  /** Local NVMe storage in GiB. */
  public static readonly INSTANCE_LOCAL_NVME = 'eks.amazonaws.com/instance-local-nvme';
  /** Name of the GPU, such as `t4`. */
  public static readonly INSTANCE_GPU_NAME = 'eks.amazonaws.com/instance-gpu-name';
  /** Maker of the GPU, such as `nvidia`. */
  public static readonly INSTANCE_GPU_MANUFACTURER = 'eks.amazonaws.com/instance-gpu-manufacturer';
  /** Number of GPUs. */
  public static readonly INSTANCE_GPU_COUNT = 'eks.amazonaws.com/instance-gpu-count';
  /** Memory of a GPU in MiB. */
  public static readonly INSTANCE_GPU_MEMORY = 'eks.amazonaws.com/instance-gpu-memory';
  /** Whether traffic between instances is encrypted by the hardware: `true` or `false`. */
  public static readonly INSTANCE_ENCRYPTION_IN_TRANSIT =
    'eks.amazonaws.com/instance-encryption-in-transit-supported';

  private constructor() {}
}

const { CAPACITY_TYPE, ARCHITECTURE, INSTANCE_CATEGORY, INSTANCE_GENERATION } = AutoNodeLabel;

/** What says which types of instances are meant: categories and generations would only get in its way. */
const CHOOSES_TYPES: readonly string[] = [
  AutoNodeLabel.INSTANCE_TYPE,
  AutoNodeLabel.INSTANCE_FAMILY,
  AutoNodeLabel.INSTANCE_GPU_NAME,
  AutoNodeLabel.INSTANCE_GPU_MANUFACTURER,
  AutoNodeLabel.INSTANCE_GPU_COUNT,
  AutoNodeLabel.INSTANCE_GPU_MEMORY,
];

interface Default {
  readonly requirement: NodeRequirement;
  /** The keys of which one is enough to make it unnecessary. */
  readonly unless: readonly string[];
}

/** What the built-in pool `general-purpose` requires. Without an architecture, images for amd64 would be started on Graviton. */
const DEFAULTS: readonly Default[] = [
  {
    requirement: { key: CAPACITY_TYPE, values: ['on-demand'] },
    unless: [CAPACITY_TYPE],
  },
  {
    requirement: { key: ARCHITECTURE, values: ['amd64'] },
    unless: [ARCHITECTURE, AutoNodeLabel.INSTANCE_TYPE, AutoNodeLabel.INSTANCE_FAMILY],
  },
  {
    requirement: { key: INSTANCE_CATEGORY, values: ['c', 'm', 'r'] },
    unless: [INSTANCE_CATEGORY, ...CHOOSES_TYPES],
  },
  {
    requirement: { key: INSTANCE_GENERATION, operator: RequirementOperator.GT, values: ['4'] },
    unless: [INSTANCE_GENERATION, INSTANCE_CATEGORY, ...CHOOSES_TYPES],
  },
];

/** The requirements as they are rendered: those that go without saying first. */
export function requirementsOf(given: readonly NodeRequirement[] = []): object[] {
  const keys = given.map(({ key }) => key);
  const implied = DEFAULTS.filter(({ unless }) => !unless.some((key) => keys.includes(key)));
  return [...implied.map(({ requirement }) => requirement), ...given].map(
    ({ key, operator = RequirementOperator.IN, values, minValues }) => ({ key, operator, values, minValues }),
  );
}
